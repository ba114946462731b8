"""One file of the package writes files; the others ask it."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_no_room_writes_files_by_itself() -> None:
    """Everything goes through files.py, where drafts and rights are minded; what does not says why here."""
    allowed = {
        "files.py",
        "cli/logbook.py",  # lines of a log, mode 0600
        "cli/bug.py",  # a new file each time, mode 0600
        "cli/demo.py",  # a folder of invented people
        "cli/stage.py",  # what the sandbox beside it prints
        "cli/spoken.py",  # lines of a help text into click's formatter, no file
        "cli/visitors.py",  # the truth about invented people
        "grading/cube/exchange.py",  # counts, written as Parquet beside their place
        "responses/ledger/writer.py",  # who holds the ledger, mode 0600
        "responses/ledger/export.py",  # the same opener
        "responses/ledger/sealing.py",  # sealed lines, the same opener
        "privacy/seal.py",  # makes that file, the same opener
        "grading/archive.py",  # decisions, the same opener
        "campaign/example.py",  # the example, copied
        "posters/printing/pictures.py",  # of posters
        "forms/phone.py",  # the empty form, in a folder that goes when it is laid out
    }
    package = PROJECT / "anubhav_gforms"
    writes = re.compile(r'\.write_text\(|\.write_bytes\(|open\([^)]*"[awx]b?"|mkstemp|copytree|\.save\(path')
    found = {
        path.relative_to(package).as_posix() for path in package.rglob("*.py") if writes.search(path.read_text("utf-8"))
    }
    assert found <= allowed, f"these write files themselves: {found - allowed}"
