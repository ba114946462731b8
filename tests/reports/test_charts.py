"""One scene per chart, two painters: every key and every label stands on the screen and on paper where the scene says."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pandas as pd
import pypdfium2
import pypdfium2.raw as pdfium_c
import pytest
from reportlab.pdfgen.canvas import Canvas

from anubhav_gforms.campaign import District
from anubhav_gforms.paper import register
from anubhav_gforms.reports import Contents, make_contents
from anubhav_gforms.reports.charts import funnel, hours, ladder, letters, trend, weeks
from anubhav_gforms.reports.charts import map as range_map
from anubhav_gforms.reports.charts.marks import LOOKS, looks, shown_letter, standing_dot
from anubhav_gforms.reports.charts.scene import Area, Dot, DotShape, Group, Label, Scene, Size, Stroke
from anubhav_gforms.reports.charts.to_pdf import to_pdf
from anubhav_gforms.reports.charts.to_svg import style, to_svg
from anubhav_gforms.reports.geography import credits_of
from anubhav_gforms.reports.records import records
from anubhav_gforms.sentence import Bilingual

PROJECT = Path(__file__).parents[2]


def labels_of(scene: Scene) -> list[Label]:
    """Every text, those of groups among them."""
    parts = (part for mark in scene.marks for part in (mark.marks if isinstance(mark, Group) else (mark,)))
    return [part for part in parts if isinstance(part, Label)]


MARGIN = 30
"""Points of paper around a picture, so that nothing is cut off."""


def example() -> ModuleType:
    """The chart that docs/developers.md shows how to add."""
    text = (PROJECT / "docs" / "developers.md").read_text(encoding="utf-8")
    [code] = re.findall(r"## Add a chart.*?```python\n(.*?)```", text, re.DOTALL)
    module = ModuleType("rates")
    exec(compile(code, "docs/developers.md", "exec"), module.__dict__)  # our own document
    return module


def of_one_station(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the station with most of them."""
    return frame[frame["code"] == frame["code"].value_counts().index[0]]


def of_a_district(contents: Contents) -> Scene:
    rows = [row for row in contents.heard.scored if row["district"] == contents.campaign.districts[0].code]
    size = Size(340, ladder.height(len(rows), 12))
    return ladder.scene(rows, size, scale=ladder.axis(contents.graded["low"]), edges=contents.bands)


def of_the_range(contents: Contents) -> Scene:
    return range_map.of_report(contents, 720)


def of_another_range(contents: Contents, code: str) -> Scene:
    """The map of a range far from Bilaspur's, whose one district has this code; its stations stand from north to south."""
    district = District(code, "Durg", "दुर्ग")
    stations = [
        replace(station, district=code, lon=81.3, lat=26.5 + place / 10)
        for place, station in enumerate(contents.listed[:9])
    ]
    size = Size(720, range_map.height(720, stations, [district]), 12)
    return range_map.scene(stations, size, districts=[district], rows={each["code"]: each for each in contents.rows})


def one_bar(contents: Contents) -> Scene:
    [row, *_] = records(contents.graded)
    return ladder.bar(row, Size(190, 9, 9), scale=ladder.axis(contents.graded["low"]), edges=contents.bands)


SCENES: dict[str, Callable[[Contents], Scene]] = {
    "funnel": lambda contents: funnel.scene(funnel.funnel(contents), Size(720, 400)),
    "funnel on paper": lambda contents: funnel.scene(funnel.funnel(contents), Size(320, 265, 9)),
    "ladder": of_a_district,
    "bar": one_bar,
    "map": of_the_range,
    "trend": lambda contents: trend.scene(of_one_station(contents.weekly), Size(620, 150)),
    "letters": lambda contents: letters.scene(of_one_station(contents.history), Size(620, 26)),
    "counts": lambda contents: letters.counts([("A+", 9), ("A", 0), ("B", 3), ("C", 1)], Size(200, 14, 9)),
    "weeks": lambda contents: weeks.scene(contents.rhythm, Size(620, 246)),
    "hours": lambda contents: hours.scene(contents.rhythm, Size(620, 190)),
    "the example of docs/developers.md": lambda contents: example().scene(contents.rates[1:], Size(620, 300)),
}


@pytest.fixture(params=SCENES)
def scene(request, told) -> Scene:
    return SCENES[request.param](told)


def middle_of(points) -> tuple[float, float]:
    across, down = zip(*points, strict=True)
    return (min(across) + max(across)) / 2, (min(down) + max(down)) / 2


def test_the_svg_puts_every_key_and_label_where_the_scene_says(scene):
    drawing = ElementTree.fromstring(to_svg(scene, "A title & more"))
    assert drawing.get("viewBox", "").split()[2:] == [f"{scene.size.width:g}", f"{scene.size.height:.5g}"]
    assert [group.get("data-code") for group in drawing.iter("g")] == [group.key for group in scene.groups]
    assert [group.findtext("title") for group in drawing.iter("g")] == [group.title for group in scene.groups]
    texts = {(each.get("x"), each.get("y"), each.text, each.get("lang")) for each in drawing.iter("text")}
    for label in labels_of(scene):
        at = f"{label.x:.1f}".removesuffix(".0"), f"{label.y:.1f}".removesuffix(".0")
        if label.text.hi == label.text.en:
            assert (*at, label.text.en, None) in texts
        else:
            assert {(*at, label.text.en, "en"), (*at, label.text.hi, "hi")} <= texts
    for group, drawn in zip(scene.groups, drawing.iter("g"), strict=True):
        for mark, element in zip((part for part in group.marks if isinstance(part, Dot)), _dots(drawn), strict=True):
            assert element == pytest.approx((mark.x, mark.y), abs=1)


def _dots(group: ElementTree.Element) -> list[tuple[float, float]]:
    """Middles of a group's circles and closed stars, squares and diamonds."""
    middles = [(float(each.get("cx", 0)), float(each.get("cy", 0))) for each in group.iter("circle")]
    for path in group.iter("path"):
        corners = [tuple(map(float, corner.split())) for corner in path.get("d", "")[1:].rstrip("z").split("L")]
        if (
            path.get("d", "").endswith("z")
            and "fill-opacity" not in path.attrib
            and (len(corners) == 10 or len({x for x, _ in corners}) == 3 or "attention" in path.get("class", ""))
        ):
            middles.append(middle_of(corners))
    return middles


def painted(scene: Scene, told: Contents, language: str) -> bytes:
    register()
    file = io.BytesIO()
    size = scene.size.width + 2 * MARGIN, scene.size.height + 2 * MARGIN
    canvas = Canvas(file, pagesize=size, pageCompression=0)
    to_pdf(canvas, scene, looks(told.letters), MARGIN, size[1] - MARGIN, lambda text: getattr(text, language))
    canvas.save()
    return file.getvalue()


def test_the_pdf_puts_every_key_and_label_where_the_scene_says(scene, told):
    with pypdfium2.PdfDocument(painted(scene, told, "en")) as document:
        [page] = document
        texts = [each.get_bounds() for each in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT])]
        shapes = [each.get_bounds() for each in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH])]
        said = page.get_textpage().get_text_range()
        height = page.get_height()

    def paper(x: float, y: float) -> tuple[float, float]:
        return x + MARGIN, height - MARGIN - y

    for label in labels_of(scene):
        x, y = paper(label.x, label.y)
        assert any(_stands(label, bounds, x, y) for bounds in texts), label
        assert label.text.en in " ".join(said.split())
    for group in scene.groups:
        for mark in group.marks:
            if isinstance(mark, Dot | Stroke | Area) and getattr(mark, "strength", 1):
                points = [(mark.x, mark.y)] if isinstance(mark, Dot) else mark.points
                x, y = paper(*middle_of(points))
                assert any(
                    abs((left + right) / 2 - x) < 1.5 and abs((bottom + top) / 2 - y) < 1.5
                    for left, bottom, right, top in shapes
                ), (group.key, mark)


def _stands(label: Label, bounds: tuple[float, float, float, float], x: float, y: float) -> bool:
    left, bottom, right, top = bounds
    if label.turned:
        return abs((bottom + top) / 2 - y) < 4 and left - 2 <= x <= right + 6
    edge = {"left": left, "center": (left + right) / 2, "right": right}[label.align]
    return abs(edge - x) < 3 and bottom - 4 <= y <= top


def test_paper_says_every_label_in_hindi_too(scene, told):
    with pypdfium2.PdfDocument(painted(scene, told, "hi")) as document:
        said = unicodedata.normalize("NFC", " ".join(document[0].get_textpage().get_text_range().split()))
    for label in labels_of(scene):
        assert unicodedata.normalize("NFC", label.text.hi) in said


def test_every_role_of_a_scene_has_a_look_and_a_style(scene, told):
    known = looks(told.letters)
    rules = style(known)
    parts = (mark.marks if isinstance(mark, Group) else (mark,) for mark in scene.marks)
    for mark in (part for group in parts for part in group):
        for role in filter(None, (mark.role, getattr(mark, "rim", ""))):
            assert role in known
            assert f".chart .{role.replace(' ', '-').replace('+', 'plus')} {{" in rules


def test_a_funnel_of_equally_few_responses_can_be_drawn(few_stations, few_grades):
    """Where a score needs three responses all may have four: the axis is as wide as their limits all the same."""
    table = few_grades.table.assign(n=few_grades.table["n"].where(few_grades.table["score"].isna(), 4.0))
    found = funnel.funnel(make_contents(few_stations, replace(few_grades, table=table, least=3)))
    drawn = funnel.scene(found, Size(720, 400))
    assert {group.key for group in drawn.groups} == set(found.points["code"])


def test_no_role_is_left_over(told):
    drawn = {
        role
        for make in SCENES.values()
        for mark in make(told).marks
        for part in (mark.marks if isinstance(mark, Group) else (mark,))
        for role in (part.role, getattr(part, "rim", ""))
    }
    assert set(LOOKS) - drawn <= {"special", "no letter", "score"}, "drawn for other numbers than those of this test"


def test_a_standing_is_told_by_shape_and_a_provisional_letter_by_brackets():
    shapes = {standing: standing_dot(0, 0, standing, 1).shape for standing in ("praise", "attention", "noise", "")}
    assert shapes == {
        "praise": DotShape.STAR,
        "attention": DotShape.SQUARE,
        "noise": DotShape.CIRCLE,
        "": DotShape.CIRCLE,
    }
    assert shown_letter("B", "Provisional") == "(B)"
    assert shown_letter("B", "Firm") == "B"


def test_what_a_label_says_cannot_break_the_page():
    scene = Scene("x", Size(10, 10), (Group('"><script>', (Label(1, 1, Bilingual("<b>", "a & b")),), "<i>"),))
    drawing = ElementTree.fromstring(to_svg(scene, "<u>"))
    assert next(drawing.iter("g")).get("data-code") == '"><script>'
    assert [each.text for each in drawing.iter("text")] == ["a & b", "<b>"]


@pytest.mark.parametrize("code", ["DRG", "BSP"])
def test_the_map_of_another_range_has_its_own_districts_and_nothing_of_bilaspur(told, code):
    """Not even where it gives its district the letters of one of ours; and a strip of stations makes no page of a map."""
    scene = of_another_range(told, code)
    assert not [mark for mark in scene.marks if isinstance(mark, Area)]
    assert [str(mark.text.en) for mark in scene.marks if isinstance(mark, Label)] == ["Durg"]
    assert len([mark for mark in scene.marks if isinstance(mark, Group)]) == 9
    assert scene.size.height <= scene.size.width + 1e-9
    far = [replace(station, lat=26.5) for station in told.listed]
    districts = told.campaign.districts
    outlines, points = credits_of(told.listed, districts)
    assert "सीमाएँ" in outlines.hi, "it stood in English on Hindi pages"
    assert (points.hi, credits_of(far, districts)) == (points.en, ())
