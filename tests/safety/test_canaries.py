"""What a citizen wrote, and what opens our doors, stands where it belongs and nowhere else: canaries are looked for."""

from __future__ import annotations

import base64
import io
import logging
import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pypdfium2
import pytest
from permits import permit
from PIL import Image

from anubhav_gforms import pipeline
from anubhav_gforms.links.keyring import load_keyring
from tests.packed_pages import unpacked

from .conftest import CLIENT_SECRET, MESSAGE, MOBILE, NAME, PERSONAL, REFRESH_TOKEN, TYPED, Office, Run


def secrets_of(office: Office) -> list[str]:
    """Everything that opens a door, as it might be written down."""
    secret = load_keyring(office.campaign).active.secret
    return [REFRESH_TOKEN, CLIENT_SECRET, secret.hex(), base64.b64encode(secret).decode(), repr(secret)[2:-1]]


def told(path: Path) -> str:
    """All the text that a file holds, whatever its kind."""
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist())
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as pdf:
            return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(map(book.read, book.namelist()))
    return unpacked(content.decode("utf-8", "replace"))


def files_under(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def found(texts: dict[str, str], words: list[str] | tuple[str, ...]) -> dict[str, set[str]]:
    """Where the canaries sit: word → names of files or commands."""
    return {word: hits for word in words if (hits := {name for name, text in texts.items() if word in text})}


def make_everything(office: Office, tmp_path: Path, run: Run) -> dict[str, str]:
    """Every file that the toolkit makes, by the commands; gives what they said."""
    folder = str(office.campaign.root)
    photo = tmp_path / "BSP-KTW-gate.jpg"
    Image.new("RGB", (640, 480), "white").save(photo)
    paper = tmp_path / "paper.csv"
    purpose = office.campaign.form.question("purpose").options[0]
    paper.write_text(f"Timestamp;station;purpose;overall;name\n2026-09-02 10:00;BSP-KTW;{purpose};3;{NAME}\n", "utf-8")
    said = {}
    permit(office.campaign, office.google)
    for line in (
        ("posters", "--stations", "BSP-KTW"),
        ("audit", str(photo)),
        ("import", str(paper), "--channel", "paper"),
        ("report", "--week", "2026-W37", "--audience", "ig", "--audience", "district", "--audience", "station"),
        ("flags", "--week", "2026-W37"),
        ("explain", "BSP-KTW", "--week", "2026-W37", "--page", str(tmp_path / "kotwali.html")),
        ("ledger", "verify"),
        ("ledger", "events"),
        ("ledger", "export", str(tmp_path / "answers.csv")),
        ("doctor",),
        ("purge", "--months", "1", "--dry-run"),
        ("-v", "pull", "--full"),
    ):
        code, text = run("-C", folder, *line)
        assert code in (0, 1), (line, text)
        said[" ".join(line)[:40]] = text
    return said


def check_rights(office: Office) -> None:
    """Files that hold people's words or our secrets are 0600, in folders that nobody else can enter."""
    data = office.campaign.data
    open_to_others = {
        path.relative_to(data).as_posix()
        for path in files_under(data)
        if stat.S_IMODE(path.stat().st_mode) & 0o077 and path.suffix != ".lock"
    }
    handed_out = {
        name for name in open_to_others if name.startswith(("posters/", "reports/")) and "messages" not in name
    }
    assert open_to_others == handed_out
    assert any(path.name == "messages.html" for path in files_under(data))
    assert stat.S_IMODE((data / "ledger").stat().st_mode) == 0o700
    for path in files_under(office.settings):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE((office.settings / office.campaign.id).stat().st_mode) == 0o700


def test_people_and_secrets_stand_in_private_files_and_in_no_output(
    busy_office: Office, tmp_path: Path, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office = busy_office
    said = make_everything(office, tmp_path, run)
    log = {"the log": "\n".join(record.getMessage() for record in caplog.records if record.name != "hypothesis")}
    folder = office.campaign.root
    files = {path.relative_to(folder).as_posix(): told(path) for path in files_under(folder)}
    outside = {path.name: told(path) for path in tmp_path.iterdir() if path.is_file() and path.name != "paper.csv"}
    outside.pop("world.sqlite", None)  # Google itself
    outside.pop("world.sqlite-wal", None)
    everything = said | log | files | outside
    assert not found(everything, secrets_of(office))
    where = found(everything, PERSONAL)
    assert not {NAME, MOBILE} & set(where), "in the ledger under a key each"
    pages = {f"data/reports/2026-W37/{name}" for name in ("ig/messages.html", "districts/BSP-messages.html")}
    assert where.pop("zqmessage") <= pages
    typed = where.pop("Typedname")
    assert all(name.startswith("data/ledger/answers-") for name in typed), typed
    assert not where
    if os.name == "posix":
        check_rights(office)


BOOM = f"{NAME} {MOBILE} {MESSAGE} {TYPED} {REFRESH_TOKEN} {CLIENT_SECRET}"


def test_our_own_bug_tells_nothing_of_anybody(
    busy_office: Office, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error of ours whose message and values hold everything ends in exit code 4 and a report with places only."""
    from anubhav_gforms.responses.intake import blocks

    def boom(*values: Any, **more: Any) -> Any:
        try:
            raise KeyError(BOOM)
        except KeyError as error:
            raise ValueError(f"{BOOM} {values} {more}") from error

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(blocks, "_times", boom)
    busy_office.respond(name=NAME, mobile=MOBILE, message=MESSAGE)
    code, said = run("-v", "-C", str(busy_office.campaign.root), "pull", "--full")
    assert code == 4, said
    [report] = tmp_path.glob("anubhav-bug-*.txt")
    texts = {"said": said, "report": report.read_text("utf-8")}
    assert "blocks.py" in texts["report"]
    assert "ValueError" in texts["report"]
    assert not found(texts, [*PERSONAL, *secrets_of(busy_office)])
    if os.name == "posix":
        assert stat.S_IMODE(report.stat().st_mode) == 0o600


def damage(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def test_commands_that_fail_do_not_say_what_they_stumbled_over(busy_office: Office, tmp_path: Path, run: Run) -> None:
    """Shifted columns, damaged files, a Google that refuses: the message names the place, never the value."""
    office, folder = busy_office, str(busy_office.campaign.root)
    data, settings = office.campaign.data, office.settings / office.campaign.id
    shifted = tmp_path / "shifted.csv"
    shifted.write_text(f"Timestamp;station;purpose;overall;name\n{NAME};{MOBILE};{MESSAGE};5;2026-09-02\n", "utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_text(f'Timestamp;station;purpose;overall\n"{NAME};{MOBILE};{MESSAGE}\n', "utf-8")
    part = next((data / "ledger").glob("personal-*.parquet"))
    login = settings / "authorized_user.json"
    kept = {
        path: path.read_bytes() for path in (part, login, data / "registry.json", data / "ledger" / "manifest.json")
    }
    texts = {}

    def fails(*line: str, code: int | tuple[int, ...]) -> None:
        ended, said = run("-C", folder, *line)
        assert ended in (code if isinstance(code, tuple) else (code,)), (line, ended, said)
        texts[f"{len(texts)} {' '.join(line)[:30]}"] = said

    fails("import", str(shifted), "--channel", "paper", code=2)
    fails("import", str(broken), "--channel", "paper", code=2)
    fails("quarantine", "assign", "0123456789abcdef", "--station", "BSP-KTW", "--why", "-", code=2)
    for fault, on, code in (
        ("permission", "sheets.*", 3),
        ("quota-zero", "sheets.*", 3),
        ("not-found", "sheets.*", 3),
        ("expired-token", "sheets.*", 3),
    ):
        office.sandbox.faults({"fault": fault, "on": on, "times": 0})
        fails("pull", "--full", code=code)
    office.sandbox.faults()
    damage(part, b"PAR1" + f"{NAME} {MOBILE}".encode() + b"PAR1")
    fails("ledger", "verify", code=1)
    fails("report", "--week", "2026-W37", "--audience", "ig", code=(2, 4))
    part.write_bytes(kept[part])
    for path in (data / "ledger" / "manifest.json", data / "registry.json"):
        damage(path, f'{{"{NAME}": "{MOBILE}", "{REFRESH_TOKEN}": 1}}'.encode())
        fails("pull", code=2)
        path.write_bytes(kept[path])
    damage(login, f'{{"refresh_token": "{REFRESH_TOKEN}", "token_uri": "{office.sandbox.root}/token"}}'.encode())
    fails("pull", code=3)
    damage(login, f'{{"refresh_token": "{REFRESH_TOKEN}" "{CLIENT_SECRET}"'.encode())
    fails("login", "--client", str(login), code=(2, 3))
    fails("login", "--service-account", str(login), code=(2, 3))
    assert not found(texts, [*PERSONAL, *secrets_of(office)])


def test_no_option_takes_a_secret(busy_office: Office) -> None:
    """What stands on a command line can be read by every user of the machine: secrets come from files."""
    import click

    from anubhav_gforms.cli import VERBS, anubhav

    def options(command: click.Command) -> Iterator[tuple[str, click.Parameter]]:
        for parameter in command.params:
            yield command.name or "", parameter
        for each in getattr(command, "commands", {}).values():
            yield from options(each)

    for verb in VERBS:
        command = anubhav.get_command(click.Context(anubhav), verb)
        assert command is not None
        for name, parameter in options(command):
            spelled = " ".join([parameter.name or "", *parameter.opts])
            assert not any(word in spelled for word in ("token", "secret", "password", "passwd")), (name, spelled)
    assert pipeline.__doc__
