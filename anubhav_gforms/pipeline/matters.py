"""What a pull and a watch do with the case book. Apart from cases.py, which loads flags and what reports are made of."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import numpy as np

from ..campaign import Campaign
from ..campaign.alerts import load_alerts
from ..cases import book
from ..cases.case import About, Case, CaseBook, Matter
from ..errors import StateError
from ..responses.ledger.columns import RESPONSE_ID
from ..responses.ledger.decisions import Batch
from ..responses.ledger.ledger import open_ledger
from ..responses.ledger.opened import with_stations
from .clock import Clock, now, office_day, office_time


def case_book(campaign: Campaign) -> CaseBook:
    """All cases, with the stations that responses have by now. Raises StateError, with the first fault, when the file is not whole."""
    known = book.read_cases(campaign.data)
    with suppress(StateError):  # a damaged ledger keeps no case back
        known = with_stations(known, open_ledger(campaign))
    return known


def cases_of_import(campaign: Campaign, batch: Batch) -> tuple[Case, ...]:
    """The open cases about responses of an import."""
    ids = {*open_ledger(campaign).rows(np.array(batch.rows), [RESPONSE_ID])[RESPONSE_ID].to_pylist()}
    return tuple(case for case in case_book(campaign).open_cases if case.matter.answer in ids)


def days_for(campaign: Campaign, about: Sequence[About]) -> int:
    """In how many days a case is due, by what it is about; the most pressing of several."""
    rules = load_alerts(campaign.root).cases
    days = {About.GRAVE: rules.grave_days, About.MONEY: rules.money_days}
    return min((days.get(reason, rules.other_days) for reason in about), default=rules.other_days)


def open_matters(campaign: Campaign, matters: Sequence[Matter], *, who: str, clock: Clock = now) -> tuple[Case, ...]:
    """A case for each matter, with the IG's office, due as config/alerts.toml says; one that has a case keeps it."""
    today = office_day(campaign, clock)
    planned = [(matter, "ig", today + timedelta(days=days_for(campaign, matter.about))) for matter in matters]
    return book.open_cases(campaign.data, planned, who=who, at=office_time(campaign, clock)) if matters else ()
