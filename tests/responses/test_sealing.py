"""Names under keys: forgetting destroys the key, and no copy, edit, backup or killed command brings the text back."""

from __future__ import annotations

import os
import re
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pypdfium2
import pytest
from office_commands import run
from sealed_names import AT_SHEET, begun, names, told_of_names

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.custody.backup import taken
from anubhav_gforms.custody.forgotten import write_list
from anubhav_gforms.custody.heads import heads
from anubhav_gforms.errors import StateError
from anubhav_gforms.responses.ledger.forgetting import tombstones
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.sealing import FILE, SIZE, key_path, open_table
from anubhav_gforms.responses.ledger.verify import verify
from anubhav_gforms.responses.ledger.writer import Writer
from benchmarks.forked import fork
from tests.older import begin_in_clear, digests_in_clear, keys_among_data

CANARIES = (b"CANARY", b"9876500001")


def told(path: Path) -> bytes:
    """The bytes of a file, and what a Parquet file holds besides."""
    inside = repr(pq.read_table(path).to_pylist()).encode() if path.suffix == ".parquet" else b""
    return path.read_bytes() + inside


def where(*folders: Path) -> list[str]:
    """Files below these folders in which a canary stands, in clear or compressed."""
    shown = {path: told(path) for folder in folders for path in folder.rglob("*") if path.is_file()}
    return [path.name for path, text in shown.items() if any(canary in text for canary in CANARIES)]


def tried_out(office: Any) -> list[str]:
    """Files under data/ in which a digest of a name, a number or a message stands."""
    digests = {*office.ledger.digests.personal.tolist()} - {0}
    assert digests
    shown = {path: told(path) for path in office.campaign.data.rglob("*") if path.is_file()}
    return [path.name for path, text in shown.items() if any(str(each).encode() in text for each in digests)]


BEGUN = ("begun by this version", "begun in clear and sealed later", "begun with keys among the data")


@pytest.fixture(params=BEGUN)
def sealed(request: pytest.FixtureRequest, station_office: Any) -> Any:
    """A ledger with names, numbers and messages under keys, that went on."""
    office = station_office
    if request.param != BEGUN[1]:
        begun(office)
        if request.param == BEGUN[2]:
            keys_among_data(office.campaign.data)
    else:
        with pytest.MonkeyPatch.context() as patch:
            begin_in_clear(patch)
            begun(office)
        assert run(office, "ledger", "seal").exception, "it is shown and asked first"
        assert not key_path(office.ledger.folder).exists()
        done = run(office, "ledger", "seal", "--yes")
        assert done.exception is None, done.output
    office.respond_many(2, name="Citizen OTHER")
    office.pull()
    return office


def test_names_are_read_as_before_and_stand_in_clear_nowhere(sealed: Any) -> None:
    ledger = sealed.ledger
    assert names(ledger) == ["Citizen CANARY", *["Citizen OTHER"] * 5]
    assert not [path for path in ledger.folder.glob("personal-*") if b"Citizen" in told(path)]
    assert not verify(ledger).faults
    path = key_path(ledger.folder)
    assert path.stat().st_size == SIZE * 6
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run(sealed, "ledger", "seal", "--yes").exception is None
    assert "Nothing to do" in run(sealed, "ledger", "seal", "--yes").output
    assert key_path(ledger.folder).relative_to(sealed.campaign.root).parts == ("keys", FILE)
    sealed.set("overall", 4, 2)
    [change] = sealed.pull(full=True).changed
    assert change.what == ("overall",), "an edit elsewhere is told from one of a name"
    assert not sealed.pull(full=True).changed


def test_a_campaign_of_an_older_version_stays_as_it_is_until_the_office_says_so(
    station_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = station_office
    with monkeypatch.context() as patch:
        begin_in_clear(patch)
        begun(office)
    office.respond_many(2, name="Citizen OTHER")
    office.pull()
    assert not key_path(office.ledger.folder).exists()
    assert len([path for path in office.ledger.folder.glob("personal-*") if b"Citizen" in told(path)]) == 2
    assert told_of_names(office) == {
        "ok": False,
        "said": "6 versions of responses have names, numbers and messages in clear, or digests on which numbers can be tried out",
        "cure": "anubhav ledger seal",
    }
    assert run(office, "ledger", "seal", "--yes").exception is None
    assert told_of_names(office)["ok"] is True
    assert not [path for path in office.ledger.folder.glob("personal-*") if b"Citizen" in told(path)]


def test_a_copy_of_the_ledger_tells_nothing_of_who_was_forgotten(sealed: Any, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "ledger"
    shutil.copytree(sealed.ledger.folder, copy)
    pipeline.purge(sealed.campaign, sent=AT_SHEET)
    keys = Path(shutil.copy(key_path(sealed.ledger.folder), copy.parent))
    old = type(sealed.ledger)(copy)
    assert names(old) == [*[""] * 4, *["Citizen OTHER"] * 2], "all of that file got new keys"
    assert names(sealed.ledger) == ["", *["Citizen OTHER"] * 5]
    keys.unlink()
    with pytest.raises(StateError, match="keys of the personal columns"):
        names(old)
    keys.write_bytes(os.urandom(SIZE * 20))
    with pytest.raises(StateError, match="do not open"):
        names(old)


def test_nothing_lies_in_clear_on_which_mobiles_can_be_tried_out(sealed: Any) -> None:
    """There are some thousand million mobiles: each can be held against a digest in an hour."""
    sealed.respond_many(1, name="Citizen OTHER")
    sealed.pull()
    assert tried_out(sealed) == []


def test_digests_that_an_older_version_kept_in_clear_are_told_and_sealed_in_the_same_act(
    station_office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = station_office
    with monkeypatch.context() as patch:
        digests_in_clear(patch)
        begun(office)
    office.respond_many(1, name="Citizen OTHER")
    office.pull()
    known = office.ledger.digests.personal.tolist()
    assert len(tried_out(office)) == 1
    assert told_of_names(office) == {
        "ok": False,
        "said": "4 versions of responses have names, numbers and messages in clear, or digests on which numbers can be tried out",
        "cure": "anubhav ledger seal",
    }
    for _ in range(2):
        office.respond_many(1, name="Citizen OTHER")
        monkeypatch.setattr("anubhav_gforms.responses.ledger.writer.MOST_SMALL", 2)
        office.pull()
    assert office.ledger.digests.personal.tolist()[: len(known)] == known, "also when parts of both kinds are merged"
    assert run(office, "ledger", "seal", "--yes").exception is None
    assert told_of_names(office)["ok"] is True
    assert tried_out(office) == []
    assert office.ledger.digests.personal.tolist()[: len(known)] == known
    assert not office.pull(full=True).changed


def test_parts_that_were_merged_or_replaced_are_forgotten_too(
    sealed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an edit replaced and a merge took together still lies there for readers of an hour ago; a purge takes it from all of them."""
    office, folder = sealed, sealed.ledger.folder
    office.set("message", 4, "CANARY wrote more")
    office.pull(full=True)
    monkeypatch.setattr("anubhav_gforms.responses.ledger.writer.MOST_SMALL", 2)
    office.respond_many(1, name="Citizen OTHER")
    office.pull()
    named = {file.name for file in office.ledger.manifest.files}
    replaced = [path for path in folder.glob("personal-*") if path.name not in named]
    assert replaced, "merged away, and still there"
    copy = tmp_path / "copy" / "data"
    shutil.copytree(office.campaign.data, copy)
    older = [name for path in replaced for name in open_table(pq.read_table(path), folder)["name"].to_pylist()]
    assert "Citizen CANARY" in older, "with the keys of that moment"
    run(office, "purge", "--sent", "02/03/2026 14:05:33", "--yes")
    assert [path for path in folder.glob("personal-*") if path.name in {each.name for each in replaced}] == []
    assert names(office.ledger) == ["", "", *["Citizen OTHER"] * 6]
    assert where(office.campaign.root) == []
    for path in (copy / "ledger").glob("personal-*"):
        table = open_table(pq.read_table(path), folder)
        told_now = [*table["name"].to_pylist(), *table["message"].to_pylist()]
        assert not [text for text in told_now if "CANARY" in text], "no copy of a part tells it, with the keys of today"


def test_a_purge_that_is_killed_before_it_destroys_keys_is_finished_by_the_next_command(
    sealed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = key_path(sealed.ledger.folder)
    before = path.read_bytes()
    child = fork()
    if not child:
        monkeypatch.setattr(
            Writer, "sweep", lambda writer, keep=True: os._exit(9) if not keep and writer.lines_now else None
        )
        monkeypatch.setattr(Writer, "lines_now", property(lambda writer: writer.manifest.lines > LINES), raising=False)
        LINES = sealed.ledger.manifest.lines  # noqa: N806 - as it was
        pipeline.purge(sealed.campaign, sent=AT_SHEET)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert path.read_bytes()[: len(before)] == before
    sealed.pull()
    keys = path.read_bytes()
    zeros = [not any(keys[at : at + SIZE]) for at in range(0, len(keys), SIZE)]
    assert sum(zeros) == 4
    assert names(sealed.ledger) == ["", *["Citizen OTHER"] * 5]


def test_canaries_are_in_no_byte_after_purge_pull_restore_and_kill(
    sealed: Any, tmp_path: Path, config_dir: Path
) -> None:
    office, usb = sealed, tmp_path / "usb"
    usb.mkdir()
    older = taken(office.campaign, now=datetime.now(UTC))
    log = ("--log", str(tmp_path / "run.log"))
    for line in (("report", "--week", "2026-W10", "--audience", "ig"), ("ledger", "export", str(tmp_path / "x.csv"))):
        done = run(office, *log, *line)
        assert done.exception is None, (done.output, done.exception)
    run(office, *log, "purge", "--sent", "02/03/2026 14:05:33", "--yes")
    write_list(office.campaign.data, usb, office.campaign.id)
    office.set("overall", 4, 2)
    for line in (("pull", "--full"), ("pull",), ("report", "--week", "2026-W10", "--audience", "ig", "--again")):
        run(office, *log, *line)
    place = tmp_path / "new"
    done = pipeline.restore(older, place, file=usb / "office.age")
    assert done.forgotten == 1
    again = load_campaign(place)
    assert names(open_ledger(again)) == ["", *["Citizen OTHER"] * 5]
    assert pipeline.restore(taken(again, now=datetime.now(UTC)), place, file=usb / "office.age").forgotten == 0
    pipeline.pull(again, office.google, full=True)
    assert where(office.campaign.root, place, usb, config_dir) == []
    assert not any(
        canary in told(path) for path in tmp_path.glob("*.*") if "world" not in path.name for canary in CANARIES
    )


def test_an_old_code_or_four_words_are_found_in_todays_books(sealed: Any) -> None:
    [head] = [each for each in heads(sealed.campaign.data) if each.book == "ledger"]
    assert head.hash == sealed.ledger.manifest.chain
    sealed.respond_many(1)
    sealed.pull()
    assert tombstones(sealed.ledger.folder, sealed.ledger.manifest) == ()
    assert len(head.code) == 20, "80 bits: of 48 another line could be made that agrees"
    before = head.hash[:12]  # on pages of earlier versions
    for typed in ((head.code,), (head.code.upper(),), (before,), tuple(head.words.split()), (head.hash,)):
        done = run(sealed, "ledger", "prove", *typed)
        assert done.return_value == 0, done.output
        assert f"line {head.line} of {sealed.ledger.manifest.lines}" in done.output
    assert run(sealed, "ledger", "prove", "0" * 12).return_value == 1
    assert run(sealed, "ledger", "prove", "rubbish").exception
    history = sealed.ledger.folder / "history.jsonl"
    history.write_bytes(history.read_bytes().replace(b'"rows":4', b'"rows":5'))
    assert run(sealed, "ledger", "prove", head.code).return_value == 1


def test_the_citizen_gets_a_certificate_whose_mark_is_in_the_book(sealed: Any, tmp_path: Path) -> None:
    file = tmp_path / "removed.pdf"
    command = ("purge", "--sent", "02/03/2026 14:05:33", "--yes", "--certificate", str(file))
    done = run(sealed, *command)
    assert done.exception is None, (done.output, done.exception)
    sealed.respond_many(1)
    sealed.pull()
    first = file.read_bytes()
    assert run(sealed, *command).exception is None, "again for who lost it"
    assert file.read_bytes() == first
    with pypdfium2.PdfDocument(file) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "CANARY" not in text
    assert "02/03/2026 14:05:33" in text
    code = re.findall(r"prove ([0-9a-f]{12})", text)[0]
    assert run(sealed, "ledger", "prove", code).return_value == 0
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run(sealed, "purge", "--months", "1", "--certificate", str(file)).exception
