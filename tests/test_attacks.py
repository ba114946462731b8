"""Five attacks on the grades through the whole product: citizens and forgers respond over HTTP, the office pulls and reports."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.cli import anubhav
from anubhav_gforms.grading.explain.second import SecondExplanation
from anubhav_gforms.grading.grades import Grades
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.reports.verdicts import ATTENTION, PRAISE
from gsandbox.visitors import survey, walk
from gsandbox.visitors.citizens import Citizen
from tests.packed_pages import unpacked

ZONE = ZoneInfo("Asia/Kolkata")
WEEK, SUNDAY = "2026-W47", date(2026, 11, 22)
KEYS = ("station", "purpose", "money", "behaviour", "heard", "promptness", "overall", "facilities")
RATINGS = KEYS[3:]


def typed(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(anubhav, ["-C", str(folder), *words], standalone_mode=False)
    assert done.exception is None, f"{words}: {done.exception!r}\n{done.output}"
    return done.output


class Crowd:
    """Responds to the form over HTTP, as one hand does: one rating to every question."""

    def __init__(self, folder: Path, root: str, campaign: Campaign) -> None:
        self.root, self.folder = root, folder
        with (folder / "links.csv").open(encoding="utf-8-sig", newline="") as file:
            self.url = {row["code"]: row["url"] for row in csv.DictReader(file)}
        titles = {question.key: question.title for question in campaign.form.questions if question.key in KEYS}
        self.survey = survey.read_survey(walk.fetch(next(iter(self.url.values())), root), titles)
        money = campaign.form.question("money").options
        self.money = {word: next(text for text in money if text.endswith(word)) for word in ("Yes", "No")}
        self.sent: list[Citizen] = []

    def respond(self, station: str, days: list[date], rating: int, money: str = "", *, first: int = 9) -> None:
        for number, day in enumerate(sorted(days)):
            asked = self.survey.questions
            fields = [(self.survey.field(key), asked[key].options[rating - 1]) for key in RATINGS]
            fields.append((self.survey.field("purpose"), asked["purpose"].options[0]))
            if money:
                fields.append((self.survey.field("money"), self.money[money]))
            at = datetime.combine(day, time(first, 0), ZONE) + timedelta(seconds=41 * (number % 900))
            self.sent.append(Citizen(at.astimezone(UTC), self.url[station], None, tuple(fields)))

    def send(self) -> None:
        self.sent.sort(key=lambda one: one.at)
        walk.send_all(self.sent, self.survey, root=self.root)
        self.sent = []


STATIONS = ("silent", "bribed", "shielded", "dripped", "burst")


@dataclass(frozen=True)
class Attacked:
    """The grades of the honest range, with one response at the silent station, and under all attacks; the station of each."""

    honest: Grades
    one: Grades
    after: Grades
    office: (
        Grades  # what only the IG's office reads after all attacks: counts, alarms, money and flags of every response
    )
    targets: dict[str, str]


@pytest.fixture
def attacked(campaign_dir: Path, sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> Attacked:
    """An honest range, then one response at a silent station, then all other attacks."""
    monkeypatch.chdir(campaign_dir)
    monkeypatch.setenv("ANUBHAV_GOOGLE_ROOT", sandbox.root)
    typed(campaign_dir, "setup-forms", "--yes")
    registry = load_registry(campaign_dir / "data")
    sandbox.link(registry.form_id, registry.spreadsheet_id)
    campaign = load_campaign(campaign_dir)
    crowd = Crowd(campaign_dir, sandbox.root, campaign)
    codes = [station.code for station in campaign.stations][:5]
    targets = dict(zip(STATIONS, codes, strict=True))
    some = campaign_dir / "some.csv"
    with (campaign_dir / "links.csv").open(encoding="utf-8-sig") as file:
        lines = file.read().splitlines(keepends=True)
    some.write_text("".join(line for line in lines if not line.startswith(targets["silent"])), "utf-8-sig")
    typed(
        campaign_dir,
        "visitors",
        "--links",
        str(some),
        "--answers",
        "420",
        "--weeks",
        "26",
        "--until",
        SUNDAY.isoformat(),
    )
    for station in ("bribed", "dripped", "burst"):  # a usual volume: every third day somebody who is content enough
        days = [SUNDAY - timedelta(days=3 * k + 1) for k in range(40)]
        for part, rating in ((days[::4], 3), (days[1::4], 5), (days[2::4], 4), (days[3::4], 4)):
            crowd.respond(targets[station], part, rating, "No")
    fallen = [date(2026, 10, 6) + timedelta(days=2 * k) for k in range(23)]
    crowd.respond(targets["shielded"], fallen[:6], 1, "Yes")
    crowd.respond(targets["shielded"], fallen[6:], 1)
    crowd.send()
    typed(campaign_dir, "pull")
    honest = pipeline.grade(campaign, week=WEEK, places=False)
    crowd.respond(targets["silent"], [date(2026, 11, 18)], 1, first=14)
    crowd.send()
    typed(campaign_dir, "pull")
    one = pipeline.grade(campaign, week=WEEK, places=False)
    crowd.respond(targets["bribed"], [date(2026, 11, 18)] * 8, 1, "Yes", first=11)
    crowd.respond(targets["shielded"], [day for day in fallen for _ in range(5)], 5, "No", first=12)
    crowd.respond(targets["dripped"], [SUNDAY - timedelta(days=7 * k + 2) for k in range(12)], 1, "No", first=13)
    crowd.respond(targets["burst"], [date(2026, 11, 18)] * 400, 5, "No", first=8)
    crowd.send()
    typed(campaign_dir, "pull")
    after = pipeline.grade(campaign, week=WEEK, places=False)
    return Attacked(honest, one, after, pipeline.count_exactly(campaign, week=WEEK), targets)


def test_five_attacks_over_http(attacked: Attacked, campaign_dir: Path) -> None:
    honest, after, office, targets = attacked.honest, attacked.after, attacked.office, attacked.targets

    def row(grades: Grades, name: str) -> Any:
        return grades.table.set_index("code").loc[targets.get(name, name)]

    # eight reports of bribery in one day: the score falls, the flag is raised, nobody praises the station
    assert row(after, "bribed")["score"] < row(honest, "bribed")["score"]
    assert row(office, "bribed")["money_flag"]
    assert row(office, "bribed")["alarm_bad"]
    assert row(after, "bribed")["standing"] != "above"
    # a shield of five all-best responses on each day with an honest one: nothing is hidden
    assert row(honest, "shielded")["standing"] == "below"
    assert row(after, "shielded")["standing"] == "below"
    assert row(office, "shielded")["under_review"]
    assert row(office, "shielded")["money_flag"]
    assert row(office, "shielded")["alarm"]
    # a slow drip: no flag, and the score falls; what no arithmetic stops, and what the certificate had said before
    assert not row(office, "dripped")["under_review"]
    assert row(after, "dripped")["score"] < row(honest, "dripped")["score"]
    certificate = pipeline.explain(honest, targets["dripped"])
    assert isinstance(certificate, SecondExplanation)
    changed = [row(honest, "dripped")[name] != row(after, "dripped")[name] for name in ("standing", "letter")]
    assert certificate.forged_worst is not None
    assert certificate.forged_worst <= 12 or not any(changed)
    said = " ".join(pipeline.explanation_text(certificate, "en").split())
    assert f"{certificate.forged_worst} with the worst rating to every question" in said
    # four hundred on one day weigh like a few, go to a person, and name nobody
    assert row(after, "burst")["n"] < row(honest, "burst")["n"] + 5
    assert row(office, "burst")["under_review"]
    assert row(after, "burst")["standing"] == row(honest, "burst")["standing"]
    # one response at a silent kind shows no score of it and moves its district and the range by two and a half points at most
    kinds = honest.stations.set_index("code")["kind"]
    assert (kinds == kinds[targets["silent"]]).sum() == 1
    assert row(honest, "silent")["responses"] == 0
    assert row(office, "silent")["responses"] == 1
    assert row(after, "silent")[["score", "low", "high"]].isna().all()
    district = row(honest, "silent")["district"]
    for code in (district, "RANGE"):
        assert abs(row(attacked.one, code)["score"] - row(honest, code)["score"]) <= 2.5, code
    untouched = [code for code in kinds.index if code != targets["silent"]]
    before, then = (grades.stations.set_index("code").loc[untouched, "score"] for grades in (honest, attacked.one))
    assert before.equals(then), "no response of one station moves another's score"

    listed = json.loads(
        CliRunner().invoke(anubhav, ["-C", str(campaign_dir), "flags", "--week", WEEK, "--json"]).stdout
    )
    found = {(flag["rule"], flag["station"]) for flag in listed}
    assert {("MONEY", targets["bribed"]), ("BAD", targets["bribed"]), ("F1", targets["burst"])} <= found
    typed(campaign_dir, "report", "--week", WEEK)
    contents = pipeline.write_report(
        load_campaign(campaign_dir), pipeline.grade(load_campaign(campaign_dir), week=WEEK), language="en"
    ).contents
    attention, praise = ({row["code"] for row in contents.named(verdict)} for verdict in (ATTENTION, PRAISE))
    assert {targets["bribed"], targets["shielded"]} <= attention
    assert not {targets["bribed"], targets["shielded"]} & praise
    reasons = contents.stations.set_index("code")["reasons"]
    assert {"money", "bad"} <= set(reasons[targets["bribed"]])
    assert {"money", "below"} <= set(reasons[targets["shielded"]])
    if targets["burst"] in praise:
        assert row(honest, "burst")["standing"] == "above", "a crowd lifts nobody onto the list"
    page = unpacked((campaign_dir / "data" / "reports" / WEEK / "office.html").read_text("utf-8"))
    assert "money asked for" in page
    campaign = load_campaign(campaign_dir)
    flags = pipeline.find_flags(campaign, pipeline.count_exactly(campaign, week=WEEK))
    first, *others = (flag for flag in flags if flag.station == targets["shielded"] and flag.rule in ("F1", "F1W"))
    why = ("--why", "one telephone", "--by", "IG", "--week", WEEK)
    typed(campaign_dir, "flags", "resolve", first.id, "not-genuine", *why)
    for flag in others:  # as the command does, which looks for all flags each time
        pipeline.decide_flag(campaign, flag, "not genuine", who="IG", why="one telephone")
    decided = pipeline.grade(load_campaign(campaign_dir), week=WEEK, places=False)
    gone = pipeline.count_exactly(load_campaign(campaign_dir), week=WEEK).left_out
    gone = gone[gone["reason"] == "found not genuine"]
    assert set(gone["station"]) == {targets["shielded"]}
    assert row(decided, "shielded")["score"] <= row(after, "shielded")["score"]
