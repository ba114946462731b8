"""An older ledger whose names, numbers and messages come under keys, and its keys apart from the data, in one explicit act."""

from __future__ import annotations

from pathlib import Path

from ..responses.ledger.ledger import Ledger
from ..responses.ledger.manifest import Holds
from ..responses.ledger.sealing import set_apart
from ..responses.ledger.writer import writing


def plain_rows(ledger: Ledger) -> int:
    """How many versions of responses have personal columns in clear."""
    every = sum(file.rows for file in ledger.manifest.files_of(Holds.PERSONAL))
    return every - sum(len(slots) for slots in ledger.slots())


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
            writer.commit("seal", keep=False)
        writer.sweep(keep=False)
        return count
