"""What a pull, a look of the watch and a report say of the heads that they deposit outside the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import pipeline
from ..sentence import Sentence
from .show import show

if TYPE_CHECKING:
    from ..campaign import Campaign


def deposit_heads(campaign: Campaign) -> None:
    """Deposit the heads of the books; on standard error what a person should know of it, so that JSON stays JSON."""
    for note in pipeline.deposit_heads(campaign):
        show(Sentence("Note: {note}", note=note), err=True)
