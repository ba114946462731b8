"""Where form and sheet disagree: listed, and decided by an officer with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import InputError
from ..forms.checks import Check, green, red
from ..responses.ledger.changes import described_changes, local_time
from ..responses.ledger.decisions import BenchEntry, decide, waiting
from ..responses.ledger.events import DISPUTES
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..responses.ledger.sweeps import sweeps_apart
from ..sentence import Sentence
from .clock import trust_clock_of

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..google import Pages


def list_bench(campaign: Campaign) -> tuple[BenchEntry, ...]:
    """Every response on which an officer has to decide, what came first first. Reads only."""
    return waiting(open_ledger(campaign), campaign.zone)


def list_together(campaign: Campaign, name: str) -> tuple[BenchEntry, ...]:
    """What waits of an accident in which the response `name` changed, the last one of which something waits; `name` itself and others
    of it may have been decided since. Raises InputError when there is none."""
    ledger = open_ledger(campaign)
    disputes = [event for event in ledger.history if event.kind in DISPUTES]
    sweeps, _ = sweeps_apart(described_changes(ledger, disputes, campaign.zone))
    entries = waiting(ledger, campaign.zone)
    for sweep in reversed(sweeps):
        if any(change.response_id == name for change in sweep.changes):
            events = {disputes[place] for place in sweep.places}
            if those := tuple(entry for entry in entries if entry.event in events):
                return those
    raise InputError(
        "{name}: is not among responses that changed at once and wait.", cure="See: anubhav bench list", name=name
    )


def check_bench(campaign: Campaign) -> Check:
    """Whether nothing waits for an officer's decision. Reads only."""
    if not (n := len(open_ledger(campaign).lives.bench)):
        return green("nothing waits for a decision")
    said = Sentence("{n:,} response waits for a decision", "{n:,} responses wait for a decision", n=n)
    return red(said, "anubhav bench list")


def check_witnesses(campaign: Campaign) -> Check:
    """Who says what was sent: form and sheet, or one of them alone; and since when all of both was compared. Reads only."""
    source, manifest = campaign.office.google.source, open_ledger(campaign).manifest
    if source == "forms":
        return green("the form alone is read; there is no second witness")
    if source == "sheet":
        return green("the sheet alone is read: a row typed there counts (source in config/office.toml)")
    if manifest.form and manifest.form.compared_at:
        when = local_time(manifest.form.compared_at, campaign.zone)
        return green("form and sheet; all of both was compared on {when:%d.%m.%Y, %H:%M}", when=when)
    if not manifest.pulled_at:
        return green("form and sheet")
    return red(
        "the form's own list was not read yet; the sheet is the only witness",
        Sentence('anubhav pull; where this login may not read that list, source = "sheet" in config/office.toml'),
    )


def decide_bench(
    campaign: Campaign, ids: Sequence[str], *, sheet: bool, who: str, why: str, pages: Pages | None = None
) -> int:
    """Decide on responses of the bench, on all without `ids`: their first version stays, or the sheet is right. Gives how many.

    Raises InputError for an id that is not on the bench, and without `who` and `why`; StateError for a wrong clock; then nothing
    is changed.
    """
    trust_clock_of(pages, open_ledger(campaign))
    return decide(campaign.data / FOLDER, ids, sheet=sheet, who=who, why=why)
