"""One response opened, and who opened it."""

from __future__ import annotations

from ..campaign import Campaign
from ..cases.looks import ResponseLook, read_looks, record_look
from ..errors import InputError
from ..responses.ledger.ledger import open_ledger
from ..responses.ledger.opened import OpenedResponse, find_response
from .clock import Clock, now, office_time


def open_response(
    campaign: Campaign, response_id: str, *, who: str, personal: bool = False, clock: Clock = now
) -> OpenedResponse:
    """The response with this id, after it was written down that `who` opens it; name and mobile only with `personal`.

    Raises InputError when there is no such response, StateError when the look cannot be written down: then nothing is shown.
    """
    opened = response_meant(campaign, response_id, personal=personal)
    record_look(campaign.data, opened.id, who=who, at=office_time(campaign, clock), personal=personal)
    return opened


def response_meant(campaign: Campaign, response_id: str, *, personal: bool = False) -> OpenedResponse:
    """The response with this id, for what is written down about it. Raises InputError when there is none."""
    if opened := find_response(open_ledger(campaign), response_id, campaign.form, personal=personal):
        return opened
    raise InputError(
        'There is no response "{id}".',
        cure="Its id has 16 characters, the first 8 are enough; alerts, cases, anubhav release and anubhav flags show name it.",
        id=response_id,
    )


def looks_at(campaign: Campaign, response_id: str = "") -> tuple[ResponseLook, ...]:
    """Who opened this response, the oldest first; of all responses without an id."""
    return tuple(look for look in read_looks(campaign.data) if response_id in ("", look.answer))
