"""The world as it truly is: who answered what and when, what hangs on the walls, what people did to the sheet and the files."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.forms.wanted import wanted_form
from tests.districts import only_with_stations

from .google_side import GoogleSide
from .pc import Computer, Said
from .sheet import INDIA, ResponseTab

PROJECT = Path(__file__).parents[2]
STATIONS = ("BSP-IGO", "BSP-KTW", "BSP-CVL", "KRB-KTW", "KRB-CVL")
FIRST, BEGIN = datetime(2026, 7, 1, 4, tzinfo=UTC), datetime(2026, 10, 5, 4, tzinfo=UTC)
"""When the trial quarter began, and the Monday on which the quarter of the machine begins."""
PULLS = ("pull", "watch")


@dataclass
class Response:
    """One response that a citizen sent through the form's page."""

    when: datetime
    """The time that its row shows; no two have the same."""
    station: str
    """Where the citizen truly was."""
    code: str
    """What stood in the code question."""
    rating: int
    personal: tuple[str, ...] = ()
    """Name, mobile, message and whatever else may say who it was."""
    restored: datetime | None = None
    """When its row was put back, by hand or by linking the form again; None = it stands since it was sent."""
    deleted: int = 0
    """The row that a copy lies in, once a clerk deleted it from the sheet; 0 = it stands."""
    read: bool = False
    """Whether a pull that ended well came after it."""
    known: bool = False
    """Whether the ledger ever held it."""
    forgotten: bool = False
    """Whether the office removed what says who it was."""


@dataclass
class Poster:
    """A piece of paper on a wall."""

    code: str
    station: str
    serial: int
    key: str
    revoked: bool = False


@dataclass
class World:
    """Google, the office's computer, and the truth. `load` begins where the trial quarter ended."""

    google: GoogleSide
    folder: Path
    pc: Computer = field(init=False)
    registry: dict[str, Any] = field(default_factory=dict)
    responses: list[Response] = field(default_factory=list)
    posters: list[Poster] = field(default_factory=list)
    tab: ResponseTab | None = None
    strangers: set[datetime] = field(default_factory=set)
    """Times of rows that nobody sent: typed by hand, imported."""
    copies: set[datetime] = field(default_factory=set)
    """Times of rows that were copied."""
    forged: set[datetime] = field(default_factory=set)
    """Those of them of which one was edited, or assigned by hand: a row of its own then, as if somebody had typed it."""
    key_away: bool = False
    """Whether the key file is not where it should be."""
    linked_wrongly: bool = False
    """Whether the form writes into the sheet of another campaign."""
    taken_away: str = ""
    """form.toml as it was before a question was taken out of it; "": none is."""

    def __post_init__(self) -> None:
        self.pc = Computer(self.google, self.folder / "campaign", self.folder / "user")

    # --- places

    @property
    def campaign(self) -> Path:
        return self.pc.campaign

    @property
    def data(self) -> Path:
        return self.campaign / "data"

    @property
    def now(self) -> datetime:
        return self.google.now

    def keys_file(self) -> Path:
        """Where the signing keys lie when they lie where they should."""
        return self.pc.user / "bilaspur" / "signing-keys.json"

    def stations(self) -> list[dict[str, str]]:
        """stations.csv as the office wrote it."""
        with (self.campaign / "stations.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def save_stations(self, rows: list[dict[str, str]], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> None:
        """Write stations.csv as a spreadsheet program saves it."""
        with (self.campaign / "stations.csv").open("w", encoding=encoding, errors="replace", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)

    def change(self, file: str, old: str, new: str) -> None:
        """Change a text in a file of config/."""
        path = self.campaign / "config" / file
        text = path.read_text("utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), "utf-8")

    # --- citizens

    def respond(self, code: str, station: str, rating: int, **more: str) -> Response:
        """One more response through the form's page, a minute after the last; gives it."""
        self.google.pass_time(timedelta(minutes=1))
        rated = dict.fromkeys(("behaviour", "heard", "promptness", "facilities", "overall"), str(rating))
        given = {"purpose": self.purpose, **rated, **more, "station": code}
        fields = {f"entry.{int(self.registry['question_ids'][key], 16)}": value for key, value in given.items()}
        path = urlsplit(self.registry["responder_uri"]).path.replace("/viewform", "/formResponse")
        reply = self.google.post(path, data={**fields, "pageHistory": "0,1"})
        assert reply.status_code == 200, reply.text[:300]
        personal = tuple(more[key] for key in ("name", "mobile", "message") if key in more)
        sent = Response(self.now.replace(microsecond=0), station, code, rating, personal)
        self.responses.append(sent)
        return sent

    def hanging(self) -> list[Poster]:
        """Posters that a citizen can still scan: paper stays on a wall also when it was revoked."""
        return self.posters

    def standing(self) -> list[Response]:
        """Responses whose rows stand in the sheet."""
        return [each for each in self.responses if not each.deleted]

    def title(self, key: str) -> str:
        """The header of a question's column."""
        return str(self.registry["titles"][key][-1])

    def paper(self, rating: str = "4", when: datetime | None = None) -> Path:
        """Responses collected on paper, as a CSV to import; in the ledger they are nobody's of the form."""
        path, when = self.folder / "paper.csv", when or FIRST
        lines = ["Timestamp,station,purpose,overall"]
        for turn in range(3):
            at = when + timedelta(hours=turn)
            self.strangers.add(at.replace(microsecond=0))
            lines.append(f"{at.astimezone(INDIA):%Y-%m-%d %H:%M:%S},BSP-CVL,{self.purpose},{rating}")
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    def second_sheet(self) -> str:
        """The response sheet of another campaign of the same office, made when it is first asked for."""
        other = self.folder / "second"
        if not other.exists():
            shutil.copytree(self.campaign / "config", other / "config")
            shutil.copy(self.campaign / "stations.csv", other)
            office = other / "config" / "office.toml"
            office.write_text(office.read_text("utf-8").replace('id = "bilaspur"', 'id = "practice"'), "utf-8")
            said = self.pc.run("setup-forms", "--yes", campaign=other)
            assert said.code in (0, 1), said
            made = json.loads((other / "data" / "registry.json").read_text("utf-8"))
            self.google.link(made["form_id"], made["spreadsheet_id"])
        return str(json.loads((other / "data" / "registry.json").read_text("utf-8"))["spreadsheet_id"])

    def put_back(self, each: Response) -> None:
        """The row of a response stands again, and no pull has seen that yet."""
        each.deleted, each.read, each.restored = 0, False, self.now

    # --- what a command did

    def run(self, *arguments: str, lines: str = "") -> Said:
        """A command at the office's computer, with what is typed after it; what it means for the truth is noted."""
        said = self.pc.run(*arguments, lines=lines)
        self.note(said)
        return said

    def note(self, said: Said) -> None:
        """After a command of any kind: what was printed, and what was read."""
        if said.typed[0] in ("posters", "setup-forms"):
            self._look_at_registry()
        if said.typed[0] in PULLS and said.code in (0, 1):
            for each in self.responses:
                each.read = True

    def _look_at_registry(self) -> None:
        path = self.data / "registry.json"
        if not path.exists():
            return
        self.registry = json.loads(path.read_text("utf-8"))
        known = {poster.code: poster for poster in self.posters}
        for printed in self.registry["printed"]:
            poster = known.get(printed["value"])
            if poster is None:
                new = Poster(printed["value"], printed["station"], printed["serial"], printed["key_id"])
                self.posters.append(new)
            else:
                poster.revoked = printed["revoked"]

    # --- from nothing

    @property
    def purpose(self) -> str:
        return "दूसरा काम / Something else"

    def found(self) -> None:
        """Make the campaign: folder, form, link, posters, and a trial quarter of responses."""
        shutil.copytree(PROJECT / "config", self.campaign / "config")
        head, *lines = (PROJECT / "stations.csv").read_text("utf-8-sig").splitlines()
        kept = [line for line in lines if line.split(",")[0] in STATIONS]
        (self.campaign / "stations.csv").write_text("\n".join([head, *kept]) + "\n", "utf-8-sig")
        self.change("office.toml", '\nroot = ""\n', f'\nroot = "{self.google.root}"\n')
        only_with_stations(self.campaign)
        self.change("grading.toml", "min_n = 10", "min_n = 3")
        self.google.door.now = FIRST
        self._well("setup-forms", "--yes")
        self._look_at_registry()
        self.link(self.registry["spreadsheet_id"])
        self.google.end(self.registry["form_id"], wanted_form(load_campaign(self.campaign)).thanks)
        self._well("setup-forms", "--yes")
        self.pc.permit()
        self._well("posters")
        for turn in range(65):
            self.google.door.now = FIRST + (BEGIN - FIRST) * turn / 66
            poster = self.posters[turn % len(self.posters)]
            self.respond(poster.code, poster.station, turn % 4 + 2)
        self.google.door.now = BEGIN
        self._well("pull")

    def _well(self, *arguments: str) -> None:
        said = self.run(*arguments)
        assert said.code in (0, 1), said

    def link(self, spreadsheet_id: str, form_id: str = "") -> None:
        """A person links the form to a spreadsheet; our form's tab is then the new one, with all that was ever sent."""
        linked = self.google.link(form_id or self.registry["form_id"], spreadsheet_id)
        if not form_id:
            self.tab = ResponseTab(self.google, linked["spreadsheetId"], linked["sheetId"])


def files_below(*folders: Path) -> Iterator[Path]:
    """Every file below some folders, sorted."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def code_of(url: str) -> str:
    """The code that a printed link fills in."""
    return next(value[0] for name, value in parse_qs(urlsplit(url).query).items() if name.startswith("entry."))
