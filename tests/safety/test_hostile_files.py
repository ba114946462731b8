"""Files that want to harm: bombs, devices, links."""

from __future__ import annotations

import os
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.campaign.roster import read_stations
from anubhav_gforms.cases.book import read_cases
from anubhav_gforms.csv_file import csv_rows
from anubhav_gforms.errors import CampaignError, InputError, Mistake, PosterError, StateError
from anubhav_gforms.files import inert, make_private, private, read_limited, write_whole
from anubhav_gforms.grading.archive import load_constants
from anubhav_gforms.language import say
from anubhav_gforms.links.registry import Registry, load_registry, save_registry
from anubhav_gforms.posters.reading.photos import open_photo
from anubhav_gforms.responses.intake.codes import ResponseOrigin
from anubhav_gforms.responses.intake.imports import read_csv_responses
from anubhav_gforms.responses.ledger.columns import CodeReason, CodeStatus
from anubhav_gforms.responses.ledger.manifest import HISTORY, MANIFEST, read_manifest
from anubhav_gforms.responses.ledger.past import lines_of

PROJECT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="links and rights of files are told otherwise on this system")


@pytest.fixture(scope="module")
def the_range() -> Campaign:
    return load_campaign(PROJECT)


# --- tables

NOW = datetime(2026, 11, 26, 12)  # noqa: DTZ001 - the wall clock of the office


def anybody(raw: str) -> ResponseOrigin:
    """Every code is good: these tests are about the table around it."""
    return ResponseOrigin(raw.strip(), "paper", None, "", CodeStatus.ACCEPTED, CodeReason.IMPORTED)


def test_a_table_has_limits_in_size_cell_and_kind(tmp_path: Path, the_range: Campaign) -> None:
    """Ten megabytes in one cell, fifty in one file, a device, a folder: each ends in a sentence with the file's name."""
    path = tmp_path / "paper.csv"
    path.write_bytes(b"Timestamp,station,purpose,overall\n2026-09-01,BSP-KTW,x," + b"5" * 10_000_000)
    with pytest.raises(CampaignError, match=r"paper\.csv:2: a cell holds more than 1,?31,?072 characters"):
        read_csv_responses(path, the_range, anybody, NOW)
    with path.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(CampaignError, match="more than 50 MB"):
        csv_rows(path)
    with pytest.raises(CampaignError, match="not a plain file"):
        csv_rows(tmp_path)
    mistakes: list[Mistake] = []
    with path.open("wb") as file:
        file.truncate(2_000_001)
    assert not read_stations(path, ("BSP",), mistakes)
    assert "more than 2 MB" in mistakes[0].text
    assert "2 MB" in say(mistakes[0].text, "hi") != mistakes[0].text


@posix
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputError, match="not a plain file"):
        read_limited(tmp_path / "pipe.csv", 10, what="a table")
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(PosterError, match="not a file"):
        open_photo(tmp_path / "pipe.jpg")
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    with pytest.raises(PosterError, match="not a file"):
        open_photo(tmp_path / "gone.jpg")


def test_a_line_of_an_import_that_would_be_lost_stops_it(tmp_path: Path, the_range: Campaign) -> None:
    """A time before the project, a time that is none, a cell too many: named by line, and never by what stands there."""
    path = tmp_path / "paper.csv"
    purpose = the_range.form.question("purpose").options[0]
    rows = (
        f"1999-01-01,BSP-KTW,{purpose},4",
        f"9876501234,BSP-KTW,{purpose},4",
        f"2026-09-01,BSP-KTW,{purpose},4,Zvanika",
    )
    path.write_text("\n".join(["Timestamp,station,purpose,overall", *rows]), "utf-8")
    with pytest.raises(CampaignError) as caught:
        read_csv_responses(path, the_range, anybody, NOW)
    assert [mistake.line for mistake in caught.value.mistakes] == [2, 3, 4]
    assert "9876501234" not in str(caught.value)
    assert "Zvanika" not in str(caught.value)


# --- links laid in our folders


@posix
def test_a_link_laid_in_a_folder_leads_nowhere(tmp_path: Path) -> None:
    """Whoever may write into data/ cannot make us overwrite a file elsewhere, nor read what we write."""
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    data = tmp_path / "data"
    data.mkdir()
    for name in ("registry.json", "registry.json.new", "registry.json.tmp"):
        (data / name).symlink_to(victim)
    save_registry(Registry(form_id="1"), data)
    assert victim.read_text() == "untouched"
    assert not (data / "registry.json").is_symlink()
    assert load_registry(data).form_id == "1"
    (data / "history.jsonl").symlink_to(victim)
    with pytest.raises(OSError, match="symbolic link"), open(data / "history.jsonl", "r+b", opener=private):
        pass


@posix
def test_files_are_private_unless_handed_out(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a", b"x").stat().st_mode & 0o777 == 0o600
    assert write_whole(tmp_path / "b", b"x", shared=True).stat().st_mode & 0o777 == 0o644
    (tmp_path / "open").mkdir(mode=0o755)
    make_private(tmp_path / "open")
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o700


# --- state that is another file


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b"null",
        b"",
        b'{"x": 1}',
        b"\xff\xfe",
        b'{"schema": 1, "x": 2}',
        b"[" * 5000,
        b'{"schema": 3, "history_bytes": -1}',
    ],
)
def test_another_file_is_never_taken_for_an_empty_ledger_or_registry(content: bytes, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(StateError, match="not the manifest"):
        read_manifest(tmp_path)
    (tmp_path / "registry.json").write_bytes(content)
    with pytest.raises(StateError, match="is damaged"):
        load_registry(tmp_path)


def test_a_ledger_whose_manifest_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    (tmp_path / HISTORY).write_bytes(b"{")
    assert read_manifest(tmp_path).rows == 0, "an older version was killed in its first step"
    (tmp_path / HISTORY).write_bytes(b"{}\n")
    with pytest.raises(StateError, match="is gone"):
        read_manifest(tmp_path)


# --- counts that a district sends

SHAPES = (
    "[]",
    "{}",
    "1",
    '{"items": 1}',
    '{"items": {"keys": [], "weights": [], "points": []}}',
    "[" * 3000,
    '{"items": {"keys": ["a"], "weights": ["x"], "points": [[1]]}, "x": 1}',
)


def test_a_file_that_is_no_cube_and_one_that_unpacks_without_end_are_refused(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from anubhav_gforms.grading.cube.exchange import FORMAT, MOST_ROWS, NO_HASH, read_cube

    path = tmp_path / "korba.cube"
    for shape in SHAPES:
        about = {"format": FORMAT, "shape": shape, "whole": NO_HASH}
        content = BytesIO()
        pq.write_table(pa.table({"a": [1]}).replace_schema_metadata(about), content)
        raw = content.getvalue()  # whoever makes such a file can write its hash as well
        path.write_bytes(raw.replace(NO_HASH.encode(), sha256(raw).hexdigest().encode(), 1))
        with pytest.raises(InputError, match="is not a cube"):
            read_cube(path)
    many = pa.table({"a": pa.nulls(MOST_ROWS + 1, pa.int8())})
    pq.write_table(many.replace_schema_metadata({"format": FORMAT, "shape": "{}"}), path)
    with pytest.raises(InputError, match="is not a cube"):
        read_cube(path)


# --- cells of a spreadsheet


@given(st.text(max_size=20))
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    written = inert(text)
    assert isinstance(written, str)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert written.removeprefix("'") in (text, text.removeprefix("'"))


@pytest.mark.parametrize("odd", ["Infinity", r'"\ud800"'])
def test_a_line_with_a_value_that_no_book_holds_is_told_in_words(odd: str, tmp_path: Path) -> None:
    line = f'{{"kind": "opened", "at": {odd}, "body": {{}}, "previous": "0", "hash": "0"}}\n'
    (tmp_path / "cases.jsonl").write_text(line, "utf-8")
    with pytest.raises(StateError, match=r"cases\.jsonl: line 1 is not an entry"):
        read_cases(tmp_path)


@pytest.mark.parametrize("content", [b"[" * 100_000, b"\xff\xfe\0\0" * 50], ids=["nested without end", "no text"])
def test_what_a_failing_disk_left_of_a_book_or_of_constants_is_told_in_words(content: bytes, tmp_path: Path) -> None:
    """A book, the history of the ledger, and frozen constants: each names its file, none ends as a fault of the program."""
    (tmp_path / "cases.jsonl").write_bytes(content + b"\n")
    with pytest.raises(StateError, match=r"cases\.jsonl: line 1 is not an entry"):
        read_cases(tmp_path)
    assert [said for _, said in lines_of(content)] == [{}]
    (tmp_path / "2026-Q4.json").write_bytes(content)
    with pytest.raises(StateError, match=r"2026-Q4\.json"):
        load_constants(tmp_path)
