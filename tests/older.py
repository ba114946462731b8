"""Ledgers as older versions began them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms.responses.ledger.columns import PERSONAL_DIGEST, RESPONSE_ID
from anubhav_gforms.responses.ledger.content import ODD
from anubhav_gforms.responses.ledger.sealing import FILE, SLOT, key_path
from anubhav_gforms.responses.ledger.writer import Writer


def begin_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """While this holds, a new ledger begins with names, numbers and messages in clear, as before version 1; it stays so."""
    monkeypatch.setattr("anubhav_gforms.responses.ledger.writer.seal_table", lambda table, ledger: table)


def digests_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """While this holds, digests of personal columns are not sealed with them, as before version 1."""
    monkeypatch.setattr("anubhav_gforms.responses.ledger.sealing._PLAIN", (RESPONSE_ID, PERSONAL_DIGEST, SLOT))


def keys_among_data(data: Path) -> None:
    """From now on as in a campaign that the first version with keys began: they lie in data/, beside the ledger."""
    keys = key_path(data / "ledger")
    keys.rename(data / FILE)
    keys.parent.rmdir()


def ratings_not_noted(patch: pytest.MonkeyPatch) -> None:
    """While this holds, no pull notes how many of its ratings are none, as before version 1."""
    commit = Writer.commit

    def without_note(writer: Writer, what: str, *, about: dict[str, object] | None = None, **changes: Any) -> None:
        commit(writer, what, about={name: each for name, each in (about or {}).items() if name != ODD}, **changes)

    patch.setattr(Writer, "commit", without_note)
