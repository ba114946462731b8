"""make matrix: the whole story under every kind of account and every reading of what nobody knows of Google.

A cell is "right" when the command went well and what it says is true, asked of Google past the toolkit; "red" when it
refused or found something red and named the true cause. Anything else is a fault of ours: green and wrong, or red for
another cause. Exits with 1 when there is one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import AnubhavError
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.google import Google
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.pipeline.connection import connect
from anubhav_gforms.posters.printing.job import PrintJob
from anubhav_gforms.responses.ledger.ledger import open_ledger
from benchmarks.readings import PROFILE_CAUSES, READINGS, Reading
from gsandbox.account.profile import NAMES, table
from gsandbox.server import Running, running

PROJECT = Path(__file__).parents[1]
STATIONS = ("BSP-KTW", "KRB-KTW")
NOT_YET = {"posters"}
"""Checks that may be red though all is well: the words of hanging posters."""


@dataclass(frozen=True)
class Cell:
    """What became of a step: right, red, or a word in capitals for what must not be; and what was said."""

    word: str
    said: str = ""

    @property
    def good(self) -> bool:
        return self.word in ("right", "red")


class Story:
    """One campaign on one sandbox; each step says what is red, "" for nothing."""

    def __init__(self, campaign: Campaign, box: Running) -> None:
        self.campaign, self.box = campaign, box
        self.google = gateway(campaign)
        self.ids: dict[str, str] = {}
        self.title = ""

    def setup(self) -> str:
        """The form is made, published and open; its links are proved."""
        try:
            problems = pipeline.setup_forms(self.campaign, self.google).problems
        finally:
            registry = load_registry(self.campaign.data)
            if registry.form_id and registry.spreadsheet_id:
                form = f"/sandbox/forms/{registry.form_id}"
                self.post(f"{form}/link", {"spreadsheetId": registry.spreadsheet_id})
                ending = {"confirmation": wanted_form(self.campaign).thanks, "no_autosave": True}
                self.post(f"{form}/edit", {"action": "settings", **ending})
        self.ids = dict(registry.question_ids)
        return "; ".join(map(str, problems))

    def test_response(self) -> str:
        """One marked response arrives in the sheet."""
        arrival = pipeline.send_test_response(self.campaign, self.google, load_registry(self.campaign.data))
        return "" if arrival.row else "the response has not arrived"

    def pull(self) -> str:
        """A citizen responds; what stands in the sheet is in the ledger."""
        self._scan()
        pipeline.pull(self.campaign, self.google)
        return ""

    def doctor(self) -> str:
        """Every check, and the run on a throw-away form."""
        checks = list(pipeline.doctor(self.campaign, self.google))
        results, _ = pipeline.try_assumptions(self.campaign, self.google)
        pipeline.permit_live(self.campaign, self.google, checks, results)
        said = [str(check.said) for check in checks if check.ok is False and str(check.name) not in NOT_YET]
        return "; ".join(said + [f"{each.question}: {each.answer}" for each in results if each.holds is False])

    def posters(self) -> str:
        """A sheet for a wall, every link of it opened first."""
        printed = pipeline.make_posters(self.campaign, PrintJob(stations=STATIONS[:1]), google=self.google)
        return "" if printed.files else "no poster"

    def later_edit(self) -> str:
        """Other words for a question of a form that hangs on walls."""
        first, *others = self.campaign.form.questions
        changed = [first, *(each.model_copy(update={"title": f"{each.title} (2)"}) for each in others)]
        self.title = changed[1].title
        form = self.campaign.form.model_copy(update={"questions": tuple(changed)})
        return "; ".join(map(str, pipeline.setup_forms(replace(self.campaign, form=form), self.google).problems))

    # what is true, asked past the toolkit

    def reachable(self) -> bool:
        """Whether a stranger who scans a poster has the code in the field and can send the form."""
        for address in self._links():
            code = dict(parse_qsl(urlsplit(address).query))
            page = requests.get(address, timeout=30)
            if page.status_code != 200 or not any(
                f'data-initial-value="{text}"' in page.text for text in code.values()
            ):
                return False
        return bool(self._links()) and all(self.questions().values())

    def questions(self) -> dict[str, bool]:
        """Each question that a link or a column hangs on, and whether the form still has it under its number."""
        form = self._api(f"/v1/forms/{load_registry(self.campaign.data).form_id}")
        there = {item.get("questionItem", {}).get("question", {}).get("questionId") for item in form.get("items", [])}
        return {question_id: question_id in there for question_id in self.ids.values()}

    def arrived(self) -> bool:
        """Whether the form has a response."""
        return self._responses() > 0

    def pulled(self) -> bool:
        """Whether the ledger knows of as many rows as the form has responses."""
        return open_ledger(self.campaign).versions().num_rows == self._responses()

    def edited(self) -> bool:
        """Whether the form has the new words, and its links still work."""
        form = self._api(f"/v1/forms/{load_registry(self.campaign.data).form_id}")
        return self.title in [item.get("title") for item in form["items"]] and self.reachable()

    def _scan(self) -> None:
        """Respond as somebody does who scanned the first poster."""
        registry = load_registry(self.campaign.data)
        if not self._links():
            return
        address, _, query = self._links()[0].partition("?")
        given = dict(parse_qsl(query))
        for question in self.campaign.form.questions[1:]:
            if question.required:
                given[f"entry.{registry.entry(question.key)}"] = question.options[0] if question.options else "4"
        requests.post(address.replace("/viewform", "/formResponse"), data=given, timeout=30)

    def _links(self) -> list[str]:
        path = self.campaign.root / "links.csv"
        lines = path.read_text(encoding="utf-8-sig").splitlines()[1:] if path.exists() else []
        return [line.rpartition(",")[2] for line in lines]

    def _responses(self) -> int:
        form_id = load_registry(self.campaign.data).form_id
        return len(self._api(f"/v1/forms/{form_id}/responses").get("responses", []))

    def _api(self, path: str) -> dict[str, Any]:
        reply = requests.get(self.box.root + path, headers={"Authorization": "Bearer sandbox"}, timeout=30)
        return dict(reply.json())

    def post(self, path: str, body: dict[str, Any]) -> None:
        """Something that a person does at Google."""
        login = {"Authorization": "Bearer sandbox"}
        requests.post(self.box.root + path, json=body, headers=login, timeout=30).raise_for_status()


STEPS: dict[str, tuple[Callable[[Story], str], Callable[[Story], bool]]] = {
    "setup": (Story.setup, Story.reachable),
    "test answer": (Story.test_response, Story.arrived),
    "pull": (Story.pull, Story.pulled),
    "doctor": (Story.doctor, Story.reachable),
    "posters": (Story.posters, Story.reachable),
    "later edit": (Story.later_edit, Story.edited),
}
"""The steps in order: what is done, and whether it is true when nothing red was said."""


def gateway(campaign: Campaign) -> Google:
    """A gateway that waits a tenth of what it should."""
    slept = [0.0]

    def sleep(seconds: float) -> None:
        slept[0] += seconds
        time.sleep(min(seconds / 10, 0.5))

    return connect(campaign, sleep=sleep, clock=lambda: time.monotonic() + slept[0])


@contextmanager
def story(folder: Path, profile: str, reading: Reading) -> Iterator[Story]:
    """A campaign of two stations and five questions on a sandbox of this profile and reading."""
    root = folder / "campaign"
    shutil.copytree(PROJECT / "config", root / "config")
    head, *lines = (PROJECT / "stations.csv").read_text("utf-8-sig").splitlines()
    kept = [line for line in lines if line.split(",")[0] in STATIONS]
    (root / "stations.csv").write_text("\n".join([head, *kept]) + "\n", "utf-8-sig")
    with running(folder / "world.sqlite", profile=profile) as box:
        body = {"profile": profile, "readings": dict(reading.facts)}
        requests.post(f"{box.root}/sandbox/profile", json=body, timeout=30).raise_for_status()
        if reading.fault:
            plan = {"faults": [{"fault": reading.fault}]}
            requests.post(f"{box.root}/sandbox/faults", json=plan, timeout=30).raise_for_status()
        office = root / "config" / "office.toml"
        office.write_text(office.read_text("utf-8").replace('\nroot = ""\n', f'\nroot = "{box.root}"\n'), "utf-8")
        campaign = load_campaign(root)
        personal = [each for each in campaign.form.questions if each.personal]
        form = campaign.form.model_copy(update={"questions": (*campaign.form.questions[:4], *personal[:1])})
        yield Story(replace(campaign, form=form), box)


def readings_of(profile: str) -> list[str]:
    """The readings that differ from what the profile says anyhow."""
    own = table(profile)
    return [
        name
        for name, reading in READINGS.items()
        if not reading.facts or any(own[fact]["value"] != value for fact, value in reading.facts.items())
    ]


def play(folder: Path, profile: str, reading: str) -> dict[str, Cell]:
    """The story under one profile and one reading: a cell a step."""
    causes = (*READINGS[reading].causes, *PROFILE_CAUSES.get(profile, ()))
    with story(folder, profile, READINGS[reading]) as played:
        return {name: cell(played, do, true, causes) for name, (do, true) in STEPS.items()}


def cell(played: Story, do: Callable[[Story], str], true: Callable[[Story], bool], causes: tuple[str, ...]) -> Cell:
    """Do a step, and judge what it said by what is true."""
    try:
        said = do(played)
    except AnubhavError as error:
        said = str(error.message)
    if not said:
        return Cell("right") if true(played) else Cell("GREEN AND WRONG")
    if any(cause in said for cause in causes):
        return Cell("red", said)
    return Cell("RED, ANOTHER CAUSE", said)


def main() -> int:
    parser = argparse.ArgumentParser(description="The story under every account and reading.")
    parser.add_argument("--profile", choices=NAMES, action="append")
    parser.add_argument("--reading", choices=READINGS, action="append")
    asked = parser.parse_args()
    wide = max(map(len, READINGS))
    bad, said = 0, set()
    os.environ.pop("ANUBHAV_GOOGLE_ROOT", None)
    print(f"{'profile':<14} {'reading':<{wide}}  " + "  ".join(f"{name:<11}" for name in STEPS))
    for profile in asked.profile or NAMES:
        for reading in asked.reading or readings_of(profile):
            with tempfile.TemporaryDirectory() as folder:
                os.environ["ANUBHAV_CONFIG_DIR"] = f"{folder}/keys"
                cells = play(Path(folder), profile, reading)
            bad += sum(not cell.good for cell in cells.values())
            told = "  ".join(f"{cell.word:<11}" for cell in cells.values())
            print(f"{profile:<14} {reading:<{wide}}  {told}", flush=True)
            said |= {(name, cell.said) for name, cell in cells.items() if cell.said}
    print("\nWhat was said where a cell is red:")
    for name, text in sorted(said):
        print(f"  {name}: {' '.join(text.split())[:300]}")
    print(
        f"\n{bad} cells are green and wrong, or red for another cause."
        if bad
        else "\nEvery cell is right, or red with its cause."
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
