"""All checks of a campaign in the order of the page, over a gateway. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from ..campaign import Campaign
from ..errors import AnubhavError, GoogleError, UnavailableError
from ..links import Keyring, Link
from ..links.keyring import load_keyring
from ..links.links_file import links_of, links_path
from ..links.registry import Registry, load_registry
from ..nouns.gateway import FormPage, Gateway
from ..nouns.google import Form
from ..nouns.quota import Used
from ..sentence import Sentence, joined
from . import access_checks, checks, ending, printed_checks
from .arrivals import ARRIVE, READ, check_arrivals, check_read, sent_times
from .checks import Check, green, red, unknown
from .guard import find_hazards
from .linking import as_read, find_response_tab
from .look import look
from .plan import make_plan
from .prefill import CURE, one_per_district, unproved
from .steps import Existing
from .wanted import Wanted, wanted_form


class Examination(Protocol):
    """What doctor asks beyond the gateway: who is logged in, the public page, the clock and the quotas."""

    def account(self) -> str: ...
    def rights(self) -> str: ...
    def page(self, address: str) -> FormPage: ...
    def clock_error(self) -> float | None: ...
    def quotas(self) -> tuple[tuple[Used, ...], int]: ...


AFTER_LOGIN = (
    "rights", "clock", "published", "open to anyone", "public page", "printed links", ending.NAME, "no e-mail", "questions", "links", "posters",
    "sheet linked", "sheet header", "room in the sheet", ARRIVE, READ, "quota",
)  # fmt: skip


def examine(
    campaign: Campaign,
    gateway: Gateway,
    patient: Examination,
    *,
    pulled_at: datetime | None,
    written_at: datetime,
    unread: Callable[[Iterable[datetime]], int],
    now: datetime,
    faults: Sequence[str] = (),
    read: tuple[str, int] | None = None,
) -> Iterator[Check]:
    """Every check, one after the other; a red one does not stop those that do not hang on it.

    `unread` counts those of some moments at which the ledger has no response; `faults` is what its own
    check found; `written_at`: the newest time in it; `read`: spreadsheet and tab that it was read from last.
    """
    yield checks.check_campaign(campaign)
    try:
        wanted, registry = wanted_form(campaign), load_registry(campaign.data)
    except AnubhavError as error:
        yield red("setup", error.message, error.cure)
        return
    yield checks.check_registry(registry)
    keyring, check = _keys(campaign, registry)
    yield check
    yield from _google(campaign, gateway, patient, wanted, as_read(registry, read), keyring, unread, now)
    yield checks.check_pull(pulled_at, now, faults, written_at=written_at)


def _keys(campaign: Campaign, registry: Registry) -> tuple[Keyring | None, Check]:
    try:
        keyring = load_keyring(campaign, registry)
    except AnubhavError as error:
        return None, red("signing keys", error.message, error.cure)
    return keyring, checks.check_keys(registry, keyring)


def _google(
    campaign: Campaign,
    gateway: Gateway,
    patient: Examination,
    wanted: Wanted,
    registry: Registry,
    keyring: Keyring | None,
    unread: Callable[[Iterable[datetime]], int],
    now: datetime,
) -> Iterator[Check]:
    try:
        yield green("login", patient.account())
    except GoogleError as error:
        offline = isinstance(error, UnavailableError)
        yield red("connection" if offline else "login", error.message, error.cure)
        yield from (
            unknown(name, Sentence("no connection") if offline else Sentence("no login")) for name in AFTER_LOGIN
        )
        return
    yield _asked("rights", lambda: green("rights", patient.rights()))
    yield checks.check_clock(patient.clock_error())
    try:
        sight = look(gateway, wanted, registry, links=links_path(campaign))
    except AnubhavError as error:
        yield red("form and sheet", error.message, error.cure)
        return
    form = sight.existing.form
    if form is None:
        if registry.form_id:
            yield red(
                "form and sheet",
                "the form cannot be seen: it is gone, in the bin, or another account's",
                "Restore it in Google Drive, Bin; or run anubhav login with the account that owns it.",
            )
        yield from (unknown(name, Sentence("there is no form")) for name in AFTER_LOGIN[2:])
        return
    yield from _form(campaign, patient, wanted, sight.existing, form, sight.registry, keyring)
    yield from _sheet(gateway, form, sight.registry, wanted, unread, now)
    yield checks.check_quota(*patient.quotas())


def _form(
    campaign: Campaign,
    patient: Examination,
    wanted: Wanted,
    existing: Existing,
    form: Form,
    registry: Registry,
    keyring: Keyring | None,
) -> Iterator[Check]:
    yield access_checks.check_published(form, adopted=registry.adopted)
    yield access_checks.check_access(existing, adopted=registry.adopted)
    yield _asked("public page", lambda: _page(patient, existing, form, registry, wanted))
    if keyring is None or registry.station_kind != "text" or wanted.questions[0].key not in registry.question_ids:
        yield unknown("printed links", "no signing keys or no question that a link can fill in")
    else:
        links = links_of(campaign, registry, keyring)
        yield _asked("printed links", lambda: _printed_links(campaign, patient, links, registry, wanted))
    if registry.adopted:
        yield green(ending.NAME, "an adopted form: as its makers set it")
    else:
        yield _asked(ending.NAME, lambda: ending.check_ending(patient.page(form.responder_uri), wanted))
    yield access_checks.check_email(form, adopted=registry.adopted)
    if registry.adopted:
        yield green(
            "questions",
            Sentence("{question_ids} questions of the adopted form are known", question_ids=len(registry.question_ids)),
        )
    else:
        yield checks.check_questions(make_plan(wanted, existing, registry), registry, len(registry.question_ids))
    key = wanted.questions[0].key
    if keyring is None or key not in registry.question_ids:
        yield from (unknown(name, "no signing keys or no station question") for name in ("links", "posters"))
        return
    known = keyring
    yield printed_checks.check_links(existing.links, form, registry, known, wanted)
    if registry.station_kind == "dropdown":
        yield green("posters", "the form was adopted with its own posters; anubhav prints none for a list")
        return
    yield _asked(
        "posters",
        lambda: printed_checks.check_posters(
            registry,
            links_of(campaign, registry, known),
            find_hazards(campaign, wanted, existing, registry, known),
        ),
    )


def _page(patient: Examination, existing: Existing, form: Form, registry: Registry, wanted: Wanted) -> Check:
    """Open the form as a citizen does: without a login, and see that the code's question is there."""
    page = patient.page(form.responder_uri)
    if not page.answerable:
        return access_checks.closed_page(page.why, form, existing.permissions, sign_in=page.sign_in)
    key = wanted.questions[0].key
    if key in registry.question_ids and registry.entry(key) not in page.entries:
        return red(
            "public page",
            "the public page does not ask the question that the codes fill in",
            "Run anubhav setup-forms --dry-run and look at the station question.",
        )
    return green(
        "public page", Sentence("opens without a login and asks {entries} questions", entries=len(page.entries))
    )


def _printed_links(
    campaign: Campaign, patient: Examination, links: Sequence[Link], registry: Registry, wanted: Wanted
) -> Check:
    """Open a printed link of each district as a citizen does: its code must stand in the station question's own field."""
    sample = one_per_district(campaign, links)
    if failed := unproved(patient.page, sample, registry.entry(wanted.questions[0].key)):
        return red("printed links", joined(failed, "; "), CURE)
    return green(
        "printed links",
        Sentence("{sample} opened, one per district: each fills in its own station's code", sample=len(sample)),
    )


def _sheet(
    gateway: Gateway,
    form: Form,
    registry: Registry,
    wanted: Wanted,
    unread: Callable[[Iterable[datetime]], int],
    now: datetime,
) -> Iterator[Check]:
    check = checks.check_link(form, registry)
    yield check
    found, sheet = None, registry.spreadsheet_id
    if check.ok:
        try:
            found = find_response_tab(gateway, registry, wanted.questions[0].key, now=now)
        except AnubhavError as error:
            yield red("sheet header", error.message, error.cure)
    else:
        yield unknown("sheet header", "form and sheet are not linked as they must be")
    if found:
        yield checks.check_sheet(found.spreadsheet, found.tab, found.header, found.others, registry, wanted)
        yield checks.check_room(found.spreadsheet)
    elif sheet:
        yield _asked("room in the sheet", lambda: checks.check_room(gateway.sheets.describe(sheet)))
    try:
        sent = sent_times(gateway, form.form_id)
    except AnubhavError as error:
        yield red(ARRIVE, error.message, error.cure)
        return
    if found:
        tab = found
        yield _asked(ARRIVE, lambda: check_arrivals(gateway, tab, sent, wanted.timezone, now))
    yield check_read(sent, unread)


def _asked(name: str, ask: Callable[[], Check]) -> Check:
    """The check, or a red one in the words of the error that stopped it."""
    try:
        return ask()
    except AnubhavError as error:
        return red(name, error.message, error.cure)
