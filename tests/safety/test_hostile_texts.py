"""What a citizen or an officer types reaches pages, tables and papers as text: never as code, never as markup."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links.links_file import links_text
from anubhav_gforms.posters.design.texts import posters_of
from anubhav_gforms.posters.printing.document import make_pdf
from anubhav_gforms.posters.printing.job import PrintJob, style_of
from anubhav_gforms.posters.reading.pages import opened, read_page
from tests.packed_pages import unpacked

from .conftest import Office, Run

SCRIPT = "<script>alert(1)</script>"
NASTY = (
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    '=HYPERLINK("http://evil.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1+1",
    "-2+3",
    "<b>bold</b> <para>&amp; <font color=red>{{ 7*7 }} {% raw %}",
    "\u202egnp.exe \u2066x\u2069 \u200f",
    "NUL \x00 ESC \x1b[31m BEL \x07",
    "\ud83d half a pair",
    "line\r\nbreak\ttab\u2028separator",
    "ै" * 50 + "Z̸̢̛͙̃͘a̷l̶g̵o̸",
    "x" * 3_000,
)
OURS = [("form", "onsubmit", "return false")]
"""The one handler that the report page has itself."""
NAMES = {
    "BSP-KTW": f"Kotwali {SCRIPT}",
    "BSP-CVL": 'Civil Lines =HYPERLINK("http://evil.example")',
    "BSP-TBR": "<b>Torwa</b> & <para> {{ 7*7 }}",
    "BSP-IGO": '"><img src=x onerror=alert(1)>',
}


class Tags(HTMLParser):
    """The elements of a page, and whether any carries a handler or runs an address."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.odd: list[tuple[str, str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (
                name in ("href", "src") and (value or "").strip().lower().startswith("javascript")
            ):
                self.odd.append((tag, name, value))


@pytest.fixture
def nasty_stations(campaign_dir: Path) -> Any:
    """A campaign whose stations have names that want to be code."""
    path = campaign_dir / "stations.csv"
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    place = rows[0].index("name_en")
    for row in rows[1:]:
        row[place] = NAMES.get(row[0], row[place])
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    path.write_text(text.getvalue(), "utf-8-sig")
    return load_campaign(campaign_dir)


@pytest.fixture
def campaign(nasty_stations: Any) -> Any:
    """The office of this file works with those stations."""
    return nasty_stations


def write(office: Office, key: str, row: int, value: str) -> None:
    """An officer with edit right on the sheet types over an answer (rows count from 1)."""
    spreadsheet = office.registry.spreadsheet_id
    tab = next(tab for tab in office.google.sheets.describe(spreadsheet).tabs if tab.id and tab.rows > 1)
    header = [column[0] for column in office.google.sheets.values(spreadsheet, [f"'{tab.title}'!1:1"])[0]]
    cell = f"'{tab.title}'!{chr(65 + header.index(office.campaign.form.question(key).title))}{row + 1}"
    path = f"/v4/spreadsheets/{spreadsheet}/values/{cell}?valueInputOption=RAW"
    assert office.sandbox.api("PUT", path, json={"values": [[value]]}).status_code == 200


def test_nothing_that_is_typed_runs_anywhere(office: Office, tmp_path: Path, run: Run) -> None:
    """Names of stations, messages, names of citizens and cells of the sheet, through every page, table and paper."""
    for text in NASTY:
        office.respond(
            message=text.encode("utf-8", "replace").decode(), name=text[:50].encode("utf-8", "replace").decode()
        )
    for number in range(12 - len(NASTY) % 12):
        office.respond(overall=number % 5 + 1)
    write(office, "purpose", 1, '=HYPERLINK("http://evil.example")')
    write(office, "overall", 2, "=1+1")
    write(office, "message", 3, f"{SCRIPT} typed by an officer")
    write(office, "station", 4, f"{SCRIPT}=1+1")
    office.pull()
    folder = str(office.campaign.root)
    code, said = run("-C", folder, "report", "--week", "2026-W37", "--audience", "ig")
    assert code in (0, 1), said
    assert "\x1b[31m" not in said
    for line in (("quarantine", "list"), ("ledger", "events"), ("ledger", "export", str(tmp_path / "answers.csv"))):
        code, said = run("-C", folder, *line)
        assert code in (0, 1), said
        assert "\x1b" not in said
        assert "\u202e" not in said
    reports = office.campaign.data / "reports" / "2026-W37"
    for page in reports.rglob("*.html"):
        text = unpacked(page.read_text("utf-8"))
        assert SCRIPT not in text, page
        assert Tags(text).odd in ([], OURS), page
    messages = (reports / "ig" / "messages.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in messages
    assert SCRIPT not in messages
    for table in (*reports.glob("*.csv"), tmp_path / "answers.csv"):
        for row in csv.reader(io.StringIO(table.read_text("utf-8-sig"), newline="")):
            assert not any(cell.startswith(("=", "@", "＝", "\t", "+")) for cell in row), row
    with zipfile.ZipFile(reports / "office.xlsx") as book:
        assert not any(b"<f>" in book.read(name) or b"<hyperlink" in book.read(name) for name in book.namelist())


def test_a_name_is_drawn_on_a_poster_as_it_is_written(office: Office) -> None:
    """Reportlab's markup in a name is text; a link never begins a formula in links.csv."""
    pipeline.setup_forms(office.campaign, office.google)
    links = [link for link in _links(office) if link.station in NAMES and link.serial == 1 and link.channel == "poster"]
    style = style_of(office.campaign, PrintJob(), links)
    posters = posters_of(office.campaign, links)
    pdf = make_pdf(posters, style, title=SCRIPT)
    with opened(pdf) as document:
        texts = [read_page(page, version=style.version).text for page in document]
        assert document.get_metadata_value("Title") == SCRIPT
    squeezed = ["".join(text.split()) for text in texts]
    for poster, text in zip(posters, squeezed, strict=True):
        assert "".join(NAMES[poster.link.station].split()) in text
    assert b"/JavaScript" not in pdf
    assert b"/OpenAction" not in pdf or b"/JS" not in pdf
    for row in csv.reader(io.StringIO(links_text(office.campaign, links))):
        assert not row[1].startswith("=")


def _links(office: Office) -> Any:
    from anubhav_gforms.links.keyring import load_keyring
    from anubhav_gforms.links.links_file import links_of

    return links_of(office.campaign, office.registry, load_keyring(office.campaign))


def test_a_photo_named_like_a_formula_is_inert_in_the_table() -> None:
    from anubhav_gforms.posters.walls.audit import AuditedPhoto, WallAudit, make_table
    from anubhav_gforms.posters.walls.inspector import WallFinding, WallState

    quad = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    finding = WallFinding(WallState.FOREIGN, '=HYPERLINK("http://evil.example")', quad, where="@SUM(A1)")
    wall = AuditedPhoto(Path("=cmd|' /C calc'!A0.jpg"), date(2026, 9, 1), "", (finding,))
    empty = replace(wall, path=Path("+1.jpg"), findings=(), trouble="-2 is damaged")
    lines = make_table(WallAudit(date(2026, 9, 1), (wall, empty), (), None, (), {})).splitlines()[1:]
    for row in csv.reader(lines):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row), row
