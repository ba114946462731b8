"""Wording epochs: answers to differently worded questions are not the same measurement, and never mixed unmarked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from ...campaign import FormConfig
from ...nouns.google import Item
from ..ledger.manifest import Epoch, LedgerIndex
from ..ledger.rows import Rows


def wordings_of(form: FormConfig, left: Mapping[str, Item]) -> dict[str, str]:
    """Question key → a digest of its title, options and scale labels, as our last run `left` it, else as the config has it. A help text
    is no part of the wording."""
    asked = {each.key: left.get(each.key, each) for each in form.questions if not each.personal}
    return {
        key: sha256("\0".join([question.title, question.low, question.high, *question.options]).encode()).hexdigest()[
            :16
        ]
        for key, question in asked.items()
    }


def epochs_now(manifest: LedgerIndex, wordings: Mapping[str, str], now: int) -> tuple[Epoch, ...]:
    """The wording epochs, with a new one when a question is worded otherwise than in the last.

    It begins at the last pull, since when the wording may have changed; at `now` if the clock was set back since.
    """
    if not manifest.epochs:
        return (Epoch(1, 0, dict(wordings)),)
    last = manifest.epochs[-1]
    if last.questions == dict(wordings):
        return manifest.epochs
    return (*manifest.epochs, Epoch(last.number + 1, min(manifest.pulled_at or now, now), dict(wordings)))


def changed_questions(epochs: Sequence[Epoch]) -> tuple[str, ...]:
    """Keys of the questions whose wording differs between the last two epochs."""
    if len(epochs) < 2:
        return ()
    before, after = epochs[-2].questions, epochs[-1].questions
    return tuple(sorted(key for key in {*before, *after} if before.get(key) != after.get(key)))


def epoch_numbers(times: Rows, epochs: Sequence[Epoch]) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The wording epoch of each response, by its time; 1 before the first."""
    begins = np.array([epoch.since for epoch in epochs[1:]], np.int64)
    return (np.searchsorted(begins, times, side="right") + 1).astype(np.int16)
