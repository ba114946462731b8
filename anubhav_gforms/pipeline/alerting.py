"""Alerts: a watch pulls and tells the office what came; whether it can look, and somebody takes what it tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ..campaign import Campaign
from ..campaign.alerts import load_alerts
from ..custody.heads import heads
from ..errors import AnubhavError, StateError
from ..forms.checks import Check, green, red
from ..gazette.known import with_announced_rules
from ..google import Google
from ..google.bell import Bell
from ..links.keyring import keys_folder
from ..links.registry import load_registry
from ..responses.alerts.alerts import Said, as_written
from ..responses.alerts.heartbeat import beat
from ..responses.alerts.outbox import ADDRESSES, load_outbox, read_addresses
from ..responses.alerts.watch import Look, Teller, look, tell_overdue, tell_spoiled
from ..responses.ledger.ledger import open_ledger
from ..responses.ledger.verify import verify
from ..sentence import Sentence
from .matters import case_book, open_matters
from .responses import pull


def watch(
    campaign: Campaign, google: Google, addresses: Sequence[str] | None = None, *, said: Said = as_written
) -> Look:
    """One pull, and whatever of it the office must be told at once, sent to these Apprise addresses (None: those of the office's
    file) in the words of `said`.

    Raises what `pull` raises; then nothing is told but, once, that nothing could be pulled for too long. Where rules, addresses
    or the outbox are refused it pulls, and raises that: what came is told by the look after they are put right.
    """
    try:
        rules = load_alerts(campaign.root)
        addresses = alert_addresses(campaign)[1] if addresses is None else addresses
        load_outbox(campaign.data)
    except AnubhavError:
        pull(campaign, google)
        raise
    now = datetime.now(UTC)

    def form_times(since: datetime) -> Iterator[datetime]:
        pages = google.forms.responses(load_registry(campaign.data).form_id, since)
        return (each.submitted for page in pages for each in page)

    def foot() -> Iterator[Sentence]:
        with suppress(AnubhavError):  # a damaged book keeps no alert back
            yield from (head.sentence for head in heads(campaign.data))

    worded = campaign
    with suppress(AnubhavError):  # nor does it keep back a pull: then money is looked for in today's words alone
        worded = with_announced_rules(campaign)
    teller = Teller(campaign.data, addresses, said, foot)
    spoiled = tell_spoiled(teller, _ledger_faults(campaign))
    try:
        taken = look(
            worded,
            rules,
            teller,
            lambda: open_ledger(campaign),
            lambda: pull(campaign, google),
            form_times,
            open_matters=lambda matters: open_matters(campaign, matters, who="watch"),
            case_book=lambda: case_book(campaign),
            now=now,
        )
        late = beat(campaign.root, campaign.data, rules.heartbeat, at=datetime.now(UTC))
        return replace(taken, alerts=(*spoiled, *taken.alerts), silent_monitor=late, told_nobody=not addresses)
    except AnubhavError:
        tell_overdue(teller, rules, _pulled_at(campaign), now=now)
        raise


def response_bell(campaign: Campaign, google: Google) -> Bell | None:
    """What rings at once when somebody responds, for an office that has a Pub/Sub subscription; None for the others."""
    name, form_id = campaign.office.google.subscription, load_registry(campaign.data).form_id
    return Bell(google, form_id, name) if name and form_id else None


def alert_addresses(campaign: Campaign) -> tuple[Path, tuple[str, ...]]:
    """The private file beside the signing keys that lists where alerts go, and its Apprise addresses; () without it.

    Raises InputError that names each wrong line, when others on this computer can read the file, and when it is not a text.
    """
    folder = keys_folder(campaign)
    return folder / ADDRESSES, read_addresses(folder)


def check_alerts(campaign: Campaign) -> Check:
    """Whether config/alerts.toml and the file of addresses can be used, and no message waits for an
    address that does not take it. Reads only."""
    try:
        load_alerts(campaign.root)
        addresses, outbox = alert_addresses(campaign)[1], load_outbox(campaign.data)
    except AnubhavError as error:
        return red(error.message, error.cure or "Correct it: until then anubhav watch pulls and sends no alert.")
    if n := len(outbox.waiting):
        said = Sentence(
            "{n} message was not taken by its address", "{n} messages were not taken by their addresses", n=n
        )
        return red(
            said, "anubhav watch --once names the address; what waits is sent again by each look, within an hour"
        )
    if not addresses:
        return green("no address is set: they are shown where anubhav watch runs, and open a case")
    n = len(addresses)
    return green("they go to {n} address; each was taken", "they go to {n} addresses; each was taken", n=n)


def _ledger_faults(campaign: Campaign) -> tuple[str, ...]:
    """What the ledger's own check finds; a ledger that cannot even be opened is one fault."""
    try:
        return verify(open_ledger(campaign)).faults
    except StateError as error:
        return (error.whole,)


def _pulled_at(campaign: Campaign) -> datetime | None:
    """When responses were last pulled, as far as the ledger can still say it."""
    try:
        return open_ledger(campaign).pulled_at
    except StateError:
        return None
