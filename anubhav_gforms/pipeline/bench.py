"""Where form and sheet disagree: listed, and decided by an officer with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..responses.bench import decide, waiting
from ..responses.ledger import FOLDER, open_ledger
from .clock import trust_clock_of

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..google import Pages
    from ..responses.bench import BenchEntry


def list_bench(campaign: Campaign) -> tuple[BenchEntry, ...]:
    """Every response on which an officer has to decide, what came first first. Reads only."""
    return waiting(open_ledger(campaign), ZoneInfo(campaign.timezone))


def decide_bench(
    campaign: Campaign, ids: Sequence[str], *, sheet: bool, who: str, why: str, pages: Pages | None = None
) -> int:
    """Decide on responses of the bench, on all without `ids`: their first version stays, or the sheet is right. Gives how many.

    Raises InputError for an id that is not on the bench, and without `who` and `why`; StateError for a wrong clock; then nothing
    is changed.
    """
    trust_clock_of(pages, open_ledger(campaign))
    return decide(campaign.data / FOLDER, ids, sheet=sheet, who=who, why=why)
