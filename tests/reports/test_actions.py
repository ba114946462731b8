"""Actions: a line added to actions.csv as the office keeps it, and what actions changed against stations without one."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pypdfium2
import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import CampaignError, InputError
from anubhav_gforms.grading import Shape, grade, make_cube
from anubhav_gforms.grading.effects import measure_effects
from anubhav_gforms.grading.grades import Grades
from anubhav_gforms.grading.method.days import weekly_sums
from anubhav_gforms.grading.method.effect import EffectWord, after_mean, effect_of_action
from anubhav_gforms.grading.method.standing import score_week
from anubhav_gforms.language import say
from anubhav_gforms.nouns import week as weeks
from anubhav_gforms.reports.effects import effect_in_short, effect_said
from anubhav_gforms.reports.given import ActionTaken, read_actions
from anubhav_gforms.text import stored
from tests.grading.world import responses
from tests.office import make_office, run, write_ledger

DAY = date(2026, 11, 10)
NEW = ("actions", "add", "gpm-grl", "--date", "12/11/2026", "--theme", "facilities", "--done", "पानी की मशीन, नई")


@pytest.fixture
def office(tmp_path: Path) -> Campaign:
    return make_office(tmp_path / "office", lambda lines: [line for line in lines if line[:4] in ("code", "GPM-")])


def test_actions_noted_at_one_moment_are_all_kept(office: Campaign) -> None:
    made = [
        ActionTaken(office.stations[0].code, "facilities", f"bench {day}", date(2026, 11, day)) for day in range(1, 13)
    ]
    with ThreadPoolExecutor(4) as officers:
        list(officers.map(partial(pipeline.add_action, office), made))
    assert {each.done for each in read_actions(office)} == {each.done for each in made}


def test_without_a_file_one_is_made_that_excel_reads(office: Campaign) -> None:
    done = run(office.root, *NEW, "--yes")
    assert done.exception is None, done.output
    raw = (office.root / "actions.csv").read_bytes()
    assert raw == '\ufeffstation,theme,done,date\r\nGPM-GRL,facilities,"पानी की मशीन, नई",2026-11-12\r\n'.encode()
    assert read_actions(office) == (ActionTaken("GPM-GRL", "facilities", "पानी की मशीन, नई", date(2026, 11, 12)),)
    assert 'GPM-GRL,facilities,"पानी की मशीन, नई",2026-11-12' in done.output


HEAD, ROW = "date;Done;note;theme;station", "01-11-2026;कुर्सियाँ;by the SHO;facilities;GPM-GRL"
KEPT = {
    "excel": (f"\ufeff{HEAD}\r\n{ROW}\r\n".encode(), "utf-8", "\r\n", ";"),
    "no end": (f"\ufeff{HEAD}\r\n{ROW}".encode(), "utf-8", "\r\n", ";"),
    "unix": (f"{HEAD}\n{ROW}\n".replace(";", ",").encode(), "utf-8", "\n", ","),
    "utf-16": (f"\ufeff{HEAD}\r\n{ROW}\r\n".replace(";", "\t").encode("utf-16-le"), "utf-16-le", "\r\n", "\t"),
    "utf-16 without mark": (f"{HEAD}\r\n{ROW}\r\n".encode("utf-16-le"), "utf-16-le", "\r\n", ";"),
    "named": (f"sep=|\r\n{HEAD}\r\n{ROW}\r\n".replace(";", "|").encode(), "utf-8", "\r\n", "|"),
    "utf-16 big": (f"\ufeff{HEAD}\r\n{ROW}\r\n".replace(";", "\t").encode("utf-16-be"), "utf-16-be", "\r\n", "\t"),
}


@pytest.mark.parametrize("kept", KEPT)
def test_what_stands_in_the_file_stays_byte_by_byte(office: Campaign, kept: str) -> None:
    raw, encoding, end, delimiter = KEPT[kept]
    path = office.root / "actions.csv"
    path.write_bytes(raw)
    path.chmod(0o644)
    assert run(office.root, *NEW, "--yes").exception is None
    now = path.read_bytes()
    assert now.startswith(raw)
    text = '"पानी की मशीन, नई"' if delimiter == "," else "पानी की मशीन, नई"
    line = delimiter.join(["12-11-2026", text, "", "facilities", "GPM-GRL"]) + end
    assert now[len(raw) :].decode(encoding) == (line if raw.decode(encoding).endswith("\n") else end + line)
    assert path.stat().st_mode & 0o777 == 0o644
    assert [action.day for action in read_actions(office)] == [date(2026, 11, 12), date(2026, 11, 1)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("GPM-XXX", "--date", "2026-11-10", "--done", "x"), 'There is no station "GPM-XXX"'),
        (("GPM-GRL", "--date", "2026-11-10", "--done", "x", "--theme", "tea"), 'theme "tea" is not one of'),
        (("GPM-GRL", "--date", "2036-11-10", "--done", "x"), "more than a year ahead"),
        (("GPM-GRL", "--date", "2026-11-10", "--done", "  "), "--done is empty. Give it a value."),
        (("GPM-GRL", "--date", "2026-11-10", "--done", "=1+1"), "Excel would run that"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(office: Campaign, words: tuple[str, ...], said: str) -> None:
    done = run(office.root, "actions", "add", *words, "--yes")
    assert isinstance(done.exception, CampaignError | InputError)
    assert done.exception.exit_code == 2
    assert said in str(done.exception)
    assert not (office.root / "actions.csv").exists()


def test_nothing_is_written_without_consent_or_twice_or_into_a_file_with_mistakes(office: Campaign) -> None:
    path = office.root / "actions.csv"
    assert isinstance(run(office.root, *NEW).exception, InputError), "no terminal to ask on"
    assert not path.exists()
    assert run(office.root, *NEW, "--yes").exception is None
    was = path.read_bytes()
    again = run(office.root, *NEW, "--yes")
    assert "is in it already" in str(again.exception)
    path.write_bytes(was + b"GPM-XXX,,x,2026-11-10\r\n")
    assert isinstance(run(office.root, *NEW[:-1], "other", "--yes").exception, CampaignError)
    assert path.read_bytes() == was + b"GPM-XXX,,x,2026-11-10\r\n"


def test_the_whole_range_is_an_empty_station(office: Campaign) -> None:
    assert (
        run(office.root, "actions", "add", "range", "--date", "2026-11-10", "--done", "Training", "--yes").exception
        is None
    )
    assert read_actions(office) == (ActionTaken("", "", "Training", DAY),)


def test_a_day_to_come_is_told_before_it_is_written_and_which_week_tells_it(office: Campaign) -> None:
    add = ("actions", "add", "range", "--done", "Training", "--yes", "--date")
    ahead = pipeline.office_day(office) + timedelta(days=30)
    said = run(office.root, *add, ahead.isoformat()).output
    assert f"Note: {ahead} is still to come." in said
    assert f"Reports tell it from week {ahead:%G-W%V} on" in said, "no report of a week before"
    assert "still to come" not in run(office.root, *add, "2026-11-10").output


def test_a_name_or_a_number_in_what_hangs_at_a_station_is_noted_before_it_is_written(office: Campaign) -> None:
    add = ("actions", "add", "range", "--date", "2026-11-10", "--yes", "--done")
    note = "this seems to hold a name or a number, and it is printed for everybody to read"
    said = run(office.root, *add, "रमेश पटेल (९८७६५ ४३२१०) के लिए पानी").output
    assert said.index(note) < said.index("Written.")
    assert note not in run(office.root, *add, "पीने के पानी की मशीन लगाई गई").output


HELPED, SAME = "BSP-KTW", "BSP-SKD"
ACTED = date(2026, 8, 12)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Thirty weeks of the real range; after the action one station is as good as can be, the others as before."""
    campaign = load_campaign(Path(__file__).parents[2])
    found = responses(campaign, weeks=30, a_week=4, seed=9)
    after = (found["station"] == HELPED) & (found["day"] > pd.Timestamp(ACTED + timedelta(days=6)))
    for key in ("behaviour", "heard", "promptness", "facilities", "overall"):
        found.loc[after, key] = 5
    return found


@pytest.fixture(scope="module")
def graded(frame: pd.DataFrame) -> Grades:
    campaign = load_campaign(Path(__file__).parents[2])
    return grade(campaign, make_cube(frame, Shape.of(campaign)), "2026-W47", places=False)


def test_an_effect_is_measured_by_its_formula_against_untouched_stations(graded: Grades) -> None:
    [helped, same, whole] = measure_effects(graded.working, [(HELPED, ACTED), (SAME, ACTED), ("", ACTED)])
    assert whole is None, "the whole range has nothing to be compared with"
    assert helped is not None
    assert same is not None
    assert (helped.word, same.word) == (EffectWord.BETTER, EffectWord.CANNOT_BE_TOLD)
    working = graded.working
    season, codes = working.season, list(working.roster.codes)
    assert season is not None
    policy, belief = working.rules.v2, season.belief
    week = weeks.week_number(ACTED) - working.scope.first_week
    days = season.without_alike
    before = score_week(days, week - 1, working.scope.campaign_day, belief, policy)
    sums = weekly_sums(days, working.scope.campaign_day, policy)
    part = slice(week + 1, week + 14)
    after = after_mean(sums.n[:, part], sums.total[:, part], belief.s2, belief.sw2, belief.own_s2)
    acted = np.isin(codes, [HELPED, SAME])
    kinds = np.array(working.roster.kinds)
    at = codes.index(HELPED)
    wanted = effect_of_action(at, before.n, before.score, before.sd, after, kinds == kinds[at], acted)
    assert helped.points == pytest.approx(wanted.effect)
    assert helped.high == pytest.approx(wanted.effect + 1.644854 * wanted.sd)
    assert (helped.weeks, helped.controls) == (13, wanted.controls)


def test_it_is_too_early_before_eight_weeks(graded: Grades) -> None:
    for past, word, span in ((7, EffectWord.TOO_EARLY, 0), (8, None, 8), (12, None, 8), (13, None, 13)):
        [effect] = measure_effects(graded.working, [(SAME, date(2026, 11, 18) - timedelta(weeks=past))])
        assert effect is not None
        assert effect.weeks == span
        assert (effect.word is EffectWord.TOO_EARLY) == (word is EffectWord.TOO_EARLY)
        assert (effect.points is None) == (word is EffectWord.TOO_EARLY)


def test_every_word_has_its_sentence(graded: Grades) -> None:
    acts = [(HELPED, ACTED), (SAME, ACTED), (SAME, DAY)]
    said = [effect_said(effect) for effect in measure_effects(graded.working, acts) if effect]
    for sentence, words in zip(
        said, ("got better than elsewhere, by", "cannot be told: against", "Too early to say"), strict=True
    ):
        assert words in sentence
        assert "because" not in sentence


def test_what_will_never_be_known_is_not_called_too_early(frame: pd.DataFrame) -> None:
    """A station that closed three weeks after the action said for ever that it was too early; so did one that was new then."""
    campaign = load_campaign(Path(__file__).parents[2])
    closed = (frame["station"] == SAME) & (frame["day"] > pd.Timestamp(ACTED + timedelta(weeks=3)))
    little = (frame["station"] == HELPED) & (frame["day"] < pd.Timestamp(ACTED))
    left = grade(campaign, make_cube(frame[~closed & ~little], Shape.of(campaign)), "2026-W47", places=False)
    first = frame["day"].min().date()
    acts = [(SAME, ACTED), (HELPED, ACTED), (SAME, first), (SAME, DAY)]
    *never, early = (effect for effect in measure_effects(left.working, acts) if effect)
    for effect in never:
        assert (effect.word, effect.weeks) == (EffectWord.CANNOT_BE_TOLD, 13)
        assert effect_said(effect).startswith(
            "It cannot be said whether it helped: that takes responses before it, 10 in"
        )
        assert effect_in_short(effect) == "It cannot be said whether it helped."
    assert (effect_in_short(early), early.word) == ("Too early to say whether it helped.", EffectWord.TOO_EARLY)
    newer = frame[frame["day"] > pd.Timestamp(DAY - timedelta(weeks=4))]
    young = grade(campaign, make_cube(newer, Shape.of(campaign)), "2026-W47", places=False)
    [at_once] = measure_effects(young.working, [(SAME, newer["day"].min().date())])
    assert effect_in_short(at_once) == "It cannot be said whether it helped.", "nothing was heard before the first week"


def test_the_list_and_the_report_say_what_an_action_changed(tmp_path: Path, frame: pd.DataFrame) -> None:
    office = make_office(tmp_path / "office")
    write_ledger(office, frame)
    (office.root / "actions.csv").write_text(
        f"station,theme,done,date\n{HELPED},facilities,Water,{ACTED}\n,,Training,{ACTED}\n{SAME},,Chairs,{DAY}\n",
        "utf-8",
    )
    done = run(office.root, "actions", "list", "--week", "2026-W47")
    assert done.exception is None, done.output
    lines = [line for line in done.output.splitlines() if line[:4] in ("2026", "    ")]
    assert [line.split()[:3] for line in lines if line[0] == "2"] == [
        ["2026-11-10", SAME, "Chairs"], ["2026-08-12", "RANGE", "Training"], ["2026-08-12", HELPED, "Water"]
    ]  # fmt: skip
    assert "Too early to say whether it helped" in lines[1]
    assert "got better than elsewhere" in lines[-1]
    early = run(office.root, "actions", "list", "--week", "2026-W44").output
    assert early.count("Too early to say whether it helped") == 1
    assert "Chairs" in early, "what was noted a moment ago is listed, whichever week is looked at"
    listed = json.loads(run(office.root, "actions", "list", "--week", "2026-W47", "--json").stdout)
    assert listed[1]["effect"] is None
    assert listed[2]["effect"]["word"] == "it got better than elsewhere"
    contents = pipeline.write_report(office, pipeline.grade(office, week="2026-W47")).contents
    assert contents.effects[contents.actions[-1]].points == pytest.approx(listed[2]["effect"]["points"])
    folder = office.data / "reports" / "2026-W47"
    with (
        pypdfium2.PdfDocument(folder / "you-said-we-did.pdf") as strips,
        pypdfium2.PdfDocument(folder / "districts" / "BSP.pdf") as pack,
    ):
        [strip] = [page.get_textpage().get_text_range() for page in strips]
        told = " ".join(" ".join(page.get_textpage().get_text_range() for page in pack).split())
    hindi = [say(effect_in_short(contents.effects[each]), "hi") for each in contents.actions if each.station]
    assert all(stored(sentence) in stored(strip) for sentence in hindi), strip
    assert len(set(hindi)) == 2
    assert stored(say(effect_said(contents.effects[contents.actions[-1]]), "hi")[:40]) in stored(told)
    for name in ("office.html", "shared/report.html"):
        assert "got better than elsewhere" in (folder / name).read_text("utf-8"), name
