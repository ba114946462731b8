"""Responses: pulled, and imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ..campaign import Campaign
from ..campaign.sources import load_source
from ..errors import ForbiddenError, InputError, NotFoundError, StateError
from ..files import sweep_drafts
from ..forms.linking import ResponseTab, as_read, find_response_tab
from ..forms.look import binned_or_closed
from ..forms.mixed import refuse_moved_titles
from ..google import Google, Pages
from ..links.keyring import load_keyring
from ..links.registry import Registry, load_registry
from ..nouns.channel import Channel
from ..nouns.google import ResponsePage, Spreadsheet, Tab
from ..nouns.progress import Progress, silent
from ..nouns.quota import Usage
from ..responses.intake.codes import CheckCode, code_reader, digest_of
from ..responses.intake.form_responses import note_of_gone, pull_form
from ..responses.intake.imports import Imported, import_csv
from ..responses.intake.pull import pull_sheet
from ..responses.intake.quota import save_usage
from ..responses.intake.sheet import SheetExpectation
from ..responses.intake.values import FormList, Order
from ..responses.intake.versions import wordings_of
from ..responses.intake.witness import hold_against_form
from ..responses.ledger.changes import Changes
from ..responses.ledger.columns import CodeReason
from ..responses.ledger.decisions import Batch, batches, undo
from ..responses.ledger.events import EventKind
from ..responses.ledger.ledger import FOLDER, open_ledger
from ..sentence import Sentence
from .clock import clock_notes, trust_clock, trust_clock_of
from .one_folder import note_pull


def pull(
    campaign: Campaign,
    google: Google,
    *,
    full: bool = False,
    accept_zone: str = "",
    accept_deletions: bool = False,
    progress: Progress = silent,
) -> Changes:
    """New responses into the ledger, and what became of the old ones: new, edited, deleted, restored, re-ordered.

    Reads only what follows the known rows, unless something moved or `full` is given. Either everything that was found is recorded, or nothing.
    What it used of Google's quotas is noted for the desk; where nothing is new, a form that is closed or in the bin is told. A response
    sheet in another time zone is read only with its name in `accept_zone`; one that lost many responses only with `accept_deletions`. Responses that were refused for
    a key which is back, a poster which is accepted again, or a station which is listed now or bears the name that was typed, are judged again.
    Raises StateError before setup-forms, or while another command writes; LinkError, before Google is asked, when the signing keys are not on this computer; InputError for a zone where no sheet is read; SheetError; GoogleError.
    """
    if accept_zone and campaign.office.google.source == "forms":
        raise InputError('config/office.toml says source = "forms": no sheet is read.', cure="Leave --accept-zone out.")
    sweep_drafts(campaign.data)
    sweep_drafts(campaign.root, deep=False)
    registry = load_registry(campaign.data)
    if not registry.form_id:
        raise StateError("There is no form yet, so there are no responses.", cure="Run: anubhav setup-forms")
    order = _order(campaign, google, registry, accept_zone, full=full, accept_deletions=accept_deletions)
    try:
        changes = _found(campaign, google, registry, order, progress)
        another = note_pull(campaign, strange=CodeReason.UNKNOWN_KEY in changes.new_by_reason)
        ask = changes.full or not changes.new
        gone = binned_or_closed(google, registry, sheet=campaign.office.google.source != "forms") if ask else ()
        return replace(changes, notes=(*filter(None, [another]), *gone, *changes.notes))
    finally:
        caller = google.caller
        usage = Usage(datetime.now(UTC).isoformat(timespec="seconds"), caller.used(), caller.limited)
        save_usage(usage, campaign.data)


def _order(
    campaign: Campaign, google: Google, registry: Registry, accept_zone: str, *, full: bool, accept_deletions: bool
) -> Order:
    """What a pull is to do: which columns it expects, what a code is worth, and when this computer's clock stops it."""
    check_code, judged_by = _code_reader(campaign, registry)
    keys = {question.key for question in campaign.form.questions}
    optional = keys - set(registry.question_ids) if registry.adopted else ()
    return Order(
        expected=SheetExpectation(campaign.form, registry.titles, campaign.timezone, accept_zone, optional=optional),
        check_code=check_code,
        judged_by=judged_by,
        wordings=wordings_of(campaign.form, registry.left),
        full=full,
        accept_deletions=accept_deletions,
        trust_clock=lambda: trust_clock(google.server_clock.error),
    )


def _found(campaign: Campaign, google: Google, registry: Registry, order: Order, progress: Progress) -> Changes:
    """What came, recorded, from the source that config/office.toml names; where that is both, the sheet is read and the form's own list
    is its witness."""
    folder, source = campaign.data / FOLDER, campaign.office.google.source
    listed, notes = _form_list(campaign, google, registry), list[Sentence]()

    def find_tab() -> tuple[Spreadsheet, Tab]:
        tab, moved = _response_tab(campaign, google, registry)
        notes.extend(moved)
        return tab.spreadsheet, tab.tab

    if source == "forms":
        changes = pull_form(folder, order, listed)
    else:
        changes = pull_sheet(google.sheets, folder, order, find_tab=find_tab, listed=listed, progress=progress)
        if gone := [change.submitted_at for change in changes.of(EventKind.GONE) if change.waits]:
            changes = replace(changes, notes=(*changes.notes, note_of_gone(gone, listed)))
    changes = replace(changes, notes=(*notes, *clock_notes(google.server_clock.error), *changes.notes))
    if source != "both":
        return changes
    try:
        held = hold_against_form(folder, order, listed, now=datetime.now(UTC))
    except (ForbiddenError, NotFoundError) as error:
        alone = Sentence(
            "The form's own list could not be read, so the sheet is the only witness. {message}", message=error.message
        )
        return replace(changes, notes=(*changes.notes, alone))
    return changes.and_then(held) if held else changes


def _form_list(campaign: Campaign, google: Google, registry: Registry) -> FormList:
    """The form's own list of responses; Google is asked for the questions' titles once, when an unknown one was answered."""

    def pages(since: datetime | None) -> Iterator[ResponsePage]:
        return google.forms.responses(registry.form_id, since)

    @cache
    def asked() -> dict[str, str]:
        return {each.question_id: each.title for each in google.forms.get(registry.form_id).items if each.question_id}

    return FormList(registry.form_id, campaign.form, registry.question_ids, pages, asked, registry.titles)


def _response_tab(campaign: Campaign, google: Google, registry: Registry) -> tuple[ResponseTab, tuple[Sentence, ...]]:
    """The tab that responses are read from, and what is said of it where it is another than before. Raises StateError before it is linked."""
    known = as_read(registry, open_ledger(campaign).manifest.place)
    tab = find_response_tab(google, known, campaign.form.station_question.key)
    if tab is None:
        raise StateError(
            "The form is not linked to its response sheet yet.",
            cure="Run anubhav setup-forms: it shows the three steps.",
        )
    if known.tab_id in (None, tab.tab.id):
        return tab, ()
    why = (
        Sentence(
            "it holds {n:,} response of the form that the tab read before does not",
            "it holds {n:,} responses of the form that the tab read before does not",
            n=tab.ahead,
        )
        if tab.ahead
        else Sentence("the tab read before is gone, or its first row is another one")
    )
    moved = Sentence(
        'Responses are read from the tab "{tab}" now: {why}. If that tab is a copy that somebody made, delete the copy.',
        tab=tab.tab.title,
        why=why,
    )
    return tab, (moved,)


def import_responses(
    campaign: Campaign,
    file: Path,
    channel: Channel | None = None,
    *,
    source: str = "",
    apply: bool = True,
    pages: Pages | None = None,
) -> Imported:
    """Responses of a CSV, collected on paper or by telephone, into the ledger: all or none, and none of them twice.

    With `source`, a name in config/sources.toml, the file is another system's and has that source's channel. With
    apply=False nothing is written. `pages` ask Google for the time; without them the ledger's last step says
    whether the clock can be right. Raises CampaignError with every wrong line, SheetError for missing columns, StateError for a wrong clock.
    """
    other = load_source(campaign, source) if source else None
    by = other.channel if other else channel
    if by is None:
        raise InputError("--channel is missing.", cure="Say how these citizens were asked: paper, call-back or desk.")
    if apply:
        trust_clock_of(pages, open_ledger(campaign))
        sweep_drafts(campaign.data)
    check_code, _ = _code_reader(campaign, load_registry(campaign.data))
    now = datetime.now(campaign.zone).replace(tzinfo=None)
    return import_csv(file, campaign.data / FOLDER, campaign, check_code, by, now=now, apply=apply, source=other)


def imports(campaign: Campaign) -> tuple[Batch, ...]:
    """Every import that added responses, the oldest first, with the name by which it can be taken back."""
    return batches(open_ledger(campaign))


def undo_import(campaign: Campaign, batch: str, *, who: str, why: str, pages: Pages | None = None) -> int:
    """Take back every response of an import; gives how many. They stay in the ledger, marked, and count nowhere.

    Raises InputError when there is no such import, or it was undone already, or nobody says who decided it and why;
    StateError for a wrong clock, as `import_responses`.
    """
    trust_clock_of(pages, open_ledger(campaign))
    return undo(campaign.data / FOLDER, batch, who=who, why=why)


def _code_reader(campaign: Campaign, registry: Registry) -> tuple[CheckCode, str]:
    """What a code is worth here: by the campaign's keys, stations, revoked posters, and an adopted form's own texts; with the
    digest of all these. Raises LinkError when the keys are not on this computer, StateError for titles at other questions."""
    refuse_moved_titles(campaign.form, registry)
    keyring = load_keyring(campaign, registry)
    revoked = {(each.station, each.channel, each.serial, each.key_id) for each in registry.printed if each.revoked}
    texts = registry.station_answers if registry.adopted else None
    return code_reader(campaign.stations, keyring, revoked=revoked, poster_texts=texts), digest_of(
        keyring, revoked, campaign.stations, texts
    )
