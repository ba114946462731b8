"""Charts for a notebook: the report's own scenes, one language each; what is not there is refused in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from anubhav_gforms import explain, explanation_text, plot_ladder, plot_map, plot_trend
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading.grades import Grades


def test_a_chart_is_one_picture_in_one_language(honest: Grades, tmp_path: Path) -> None:
    file = plot_map(honest, language="hi").write(tmp_path / "map.svg")
    picture = ElementTree.parse(file).getroot()
    drawn = {group.get("data-code") for group in picture.iter("{http://www.w3.org/2000/svg}g")} - {None}
    placed = {station.code for station in honest.working.campaign.stations if station.lat is not None}
    assert drawn == placed
    assert '.chart text[lang="en"] { display: none; }' in file.read_text(encoding="utf-8")
    assert '.chart text[lang="hi"] { display: none; }' in plot_map(honest).svg


def test_a_district_and_a_station_have_their_charts(honest: Grades) -> None:
    scored = honest.table[honest.table["score"].notna() & (honest.table["level"] == "station")]
    row = scored.iloc[0]
    graded = set(scored.loc[scored["district"] == row["district"], "code"])
    assert all(f'data-code="{code}"' in plot_ladder(honest, row["district"]).svg for code in graded)
    weeks = honest.weekly.loc[honest.weekly["code"] == row["code"], "week"]
    counts = replace(
        honest, table=honest.table[["level", "code", "status", "responses"]]
    )  # nobody is judged for one chart
    assert all(f'data-code="{week}"' in plot_trend(counts, row["code"]).svg for week in weeks)


def test_a_chart_of_what_is_not_there_is_refused(honest: Grades) -> None:
    for code in ("BSP-XXX", "RANGE"):
        with pytest.raises(
            InputError, match=f"{code} has too few responses, or in fewer than 3 weeks.*Give the code of a station"
        ):
            plot_trend(honest, code)
    few = honest.table["level"].eq("station") & honest.table["code"].eq("BSP-CVL")
    young = replace(
        honest,
        table=honest.table.assign(responses=honest.table["responses"].mask(few, honest.least - 1)).assign(
            status=honest.table["status"].mask(few, "not_enough")
        ),
    )
    assert plot_trend(honest, "BSP-CVL").svg
    with pytest.raises(InputError, match="BSP-CVL has too few responses, or in fewer than 3 weeks"):
        plot_trend(young, "BSP-CVL")  # its page shows none either
    with pytest.raises(InputError, match="no station with a score"):
        plot_ladder(honest, "XXX")
    with pytest.raises(InputError, match="fr is not a language"):
        plot_map(honest, language="fr")
    with pytest.raises(InputError, match=r"fr is not a language of anubhav. Choose one of .*hi"):
        explanation_text(explain(honest, "BSP-KTW"), "fr")
