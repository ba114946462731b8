"""Ledgers as older versions began them."""

from __future__ import annotations

from pathlib import Path

import pytest

from anubhav_gforms.responses.sealing import FILE, key_path


def begin_in_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """While this holds, a new ledger begins with names, numbers and messages in clear, as before version 1; it stays so."""
    monkeypatch.setattr("anubhav_gforms.responses.writer.seal_table", lambda table, ledger: table)


def keys_among_data(data: Path) -> None:
    """From now on as in a campaign that the first version with keys began: they lie in data/, beside the ledger."""
    keys = key_path(data / "ledger")
    keys.rename(data / FILE)
    keys.parent.rmdir()
