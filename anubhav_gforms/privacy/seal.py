"""An older ledger whose names, numbers and messages come under keys, and its keys apart from the data, in one explicit act."""

from __future__ import annotations

from pathlib import Path

from ..responses.ledger.ledger import Ledger
from ..responses.ledger.manifest import Holds, without_digests
from ..responses.ledger.parquet import read_schema
from ..responses.ledger.sealing import is_sealed_whole, set_apart
from ..responses.ledger.writer import writing


def plain_rows(ledger: Ledger) -> int:
    """How many versions of responses have personal columns in clear, or a digest of them."""
    files = ledger.manifest.files_of(Holds.PERSONAL)
    return sum(file.rows for file in files if not is_sealed_whole(ledger.files.opened(file, read_schema)))


def seal_ledger(folder: Path) -> int:
    """Seal every personal file, with the keys apart from data/; gives how many versions were in clear. From then on the ledger
    writes sealed ones only.

    Killed in between, both kinds are read, and the same act goes on.
    """
    with writing(folder, command="seal") as writer:
        ledger = writer.ledger
        count = plain_rows(ledger)
        set_apart(folder)
        if count:
            for file in ledger.manifest.files_of(Holds.PERSONAL):
                writer.replace_file(file, ledger.personal_table(file))
            writer.commit("seal", keep=False, sheet=without_digests(ledger.manifest.sheet))
        writer.sweep(keep=False)
        return count
