"""A backup that somebody made up: refused in words, and never unpacked."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.errors import InputError
from tests.age_file import age_file, packed

WORDS = "neem kite ladder seven"


@pytest.mark.parametrize(
    "made_up",
    [
        lambda: packed(bytes(20_000_000)),
        lambda: packed(b"x")[:40] + b"\xff" * 99,
        lambda: packed(b"[" * 100_000),
        lambda: packed(b'{"format": 1, "files": {}, "campaign": "x", "made_at": 5}'),
        lambda: packed(b'{"format": 1, "files": {}, "campaign": "x", "made_at": "yesterday"}'),
    ],
    ids=["bomb", "not packed", "nested without end", "no time", "no time that is one"],
)
def test_a_backup_that_somebody_made_up_is_refused_in_words(tmp_path: Path, made_up: Callable[[], bytes]) -> None:
    file = tmp_path / "office.age"
    file.write_bytes(age_file(made_up(), WORDS))
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="not a whole backup"):
            pipeline.open_backup(file, lambda: WORDS)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000, "what is packed to be a bomb is not unpacked"
    finally:
        tracemalloc.stop()
