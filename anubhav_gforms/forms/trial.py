"""One marked test response: through the public page, to its row in the sheet, and out of every count for ever.

The mark stands in the station question, which a citizen's code never resembles: the ledger keeps such a response aside.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ..campaign import FormConfig
from ..errors import SheetError, StateError
from ..links.registry import Registry
from ..nouns import a1
from ..nouns.gateway import FormPage, Gateway
from ..nouns.google import PageReply
from ..nouns.progress import Progress, silent
from ..text import same_title
from .linking import find_response_tab
from .wanted import wanted_item

MARK = "ANUBHAV-TEST"
PATIENCE = 120.0
LOOK = 5.0


P = TypeVar("P", bound=FormPage)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a test response: its mark, the sheet's row (from 1) and the seconds that it took; None = not yet."""

    mark: str
    row: int | None = None
    seconds: float | None = None


def send_test_response(
    form: FormConfig,
    gateway: Gateway,
    registry: Registry,
    *,
    open_page: Callable[[str], P],
    respond: Callable[[P, Mapping[int, str]], PageReply],
    clock: Callable[[], float] = time.monotonic,
    progress: Progress = silent,
) -> Arrival:
    """Respond once as a citizen would, and wait for the row. Raises StateError, SheetError, GoogleError."""
    page = open_page(registry.responder_uri)
    if not page.takes_responses:
        raise StateError("The form cannot be answered: {why}.", cure="Run: anubhav doctor", why=page.why)
    mark = f"{MARK} {secrets.token_hex(4)}"
    given = {}
    for question in form.questions:
        if question.key in registry.question_ids:
            item = registry.left.get(question.key) or wanted_item(question)
            if question.prefilled:
                given[registry.entry(question.key)] = mark
            elif question.required or item.required:  # an adopted form may demand what we do not
                given[registry.entry(question.key)] = question.type.sample_of(item.options) or MARK
    receipt = respond(page, given)
    if not receipt.recorded:
        raise StateError(
            "The form did not confirm the test response (HTTP {http_status}).",
            cure="Run: anubhav doctor",
            http_status=receipt.status,
        )
    start = clock()
    while (waited := clock() - start) < PATIENCE:
        if row := _row_of(mark, gateway, registry, form.station_question.key):
            return Arrival(mark, row, waited)
        progress(int(waited), int(PATIENCE))
        gateway.pause(LOOK)
    return Arrival(mark)


def _row_of(mark: str, gateway: Gateway, registry: Registry, key: str) -> int | None:
    response_tab = find_response_tab(gateway, registry, key)
    if response_tab is None:
        raise SheetError("The form is not linked to a sheet.", cure="Run: anubhav setup-forms")
    whole = gateway.sheets.values(response_tab.spreadsheet.id, [a1.quoted(response_tab.tab.title)])[0]
    titles = set(map(same_title, registry.titles[key]))
    for column in whole:
        if column and same_title(str(column[0])) in titles and mark in column:
            return column.index(mark) + 1
    return None
