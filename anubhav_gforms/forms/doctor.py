"""All checks of a campaign in the order of the page: `CHECKS`. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..campaign import STATUSES
from ..errors import AnubhavError, ForbiddenError
from ..files import config_folder
from ..links.links_file import links_of
from ..nouns.gateway import FormPage
from ..nouns.google import same
from ..sentence import Sentence, joined
from . import access_checks, checks, computer_checks, printed_checks
from .arrivals import check_arrivals, check_read
from .checks import Check, green, not_asked, red, red_for
from .examined import Examined, Missing
from .guard import find_hazards
from .mixed import refuse_moved_titles
from .plan import make_plan
from .prefill import CURE, one_per_district, unproved
from .wanted import WantedForm


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """A line of doctor's page. `look` takes what it needs from `Examined`; None: there is nothing to say. `after`: what of `Examined` must
    have been found before it is asked; "" for nothing."""

    name: str
    look: Callable[[Examined], Check | None]
    after: str = ""


def examine(examined: Examined, rows: Sequence[DoctorCheck]) -> Iterator[Check]:
    """Every check, one after the other; a red one does not stop those that do not hang on it.

    Of all that need a thing which cannot be found, the first is red with its error and the others are not asked.
    """
    seen: list[Missing] = []
    for row in rows:
        try:
            _ = row.after and getattr(examined, row.after)
            check = row.look(examined)
        except Missing as missing:
            if missing.error is None or missing in seen:
                check = not_asked(missing.why)
            else:
                seen.append(missing)
                check = red_for(missing.error).named(missing.row)
        except (AnubhavError, OSError) as error:
            check = red_for(error)
        if check:
            yield check.named(row.name)


def _form_and_sheet(examined: Examined) -> None:
    """Red when they cannot be seen though they were made; what they are like is told by the checks below."""
    if examined.sight and examined.registry.form_id:
        _ = examined.form


def _public_page(examined: Examined) -> Check:
    """Open the form as a citizen does: without a login, and see that the code's question is there."""
    form, registry = examined.form, examined.sight.registry
    page = examined.page
    if not page.takes_responses:
        return access_checks.closed_page(page.why, form, examined.sight.existing.permissions, sign_in=page.sign_in)
    key = examined.our_form.station_key
    if key in registry.question_ids and registry.entry(key) not in page.entries:
        return red(
            "the public page does not ask the question that the codes fill in",
            "Run anubhav setup-forms --dry-run and look at the station question.",
        )
    return green("opens without a login and asks {entries} questions", entries=len(page.entries))


def _printed_links(examined: Examined) -> Check:
    """Open a printed link of each district as a citizen does: its code must stand in the station question's own field."""
    entry, registry = examined.station_question, examined.sight.registry
    if not examined.page.takes_responses:  # its links say nothing; the check above tells how to open it
        raise Missing(Sentence("the public page does not reply"))
    if registry.station_kind != "text":
        raise Missing(Sentence("no question that a code can fill in"))
    links = links_of(examined.campaign, registry, examined.keyring)
    sample = one_per_district(examined.campaign, links)
    if failed := unproved(examined.patient.page, sample, entry):
        return red(joined(failed, "; "), CURE)
    return green("{sample} opened, one per district: each fills in its own station's code", sample=len(sample))


OPEN_TO_ALL = Sentence(
    'whoever has the form\'s address may read the responses of all, names and mobile numbers too ("Presentation", "View results summary": off)'
)


def check_ending(page: FormPage, our_form: WantedForm) -> Check:
    """Whether thanks stand at the end, nobody is shown what others sent, no second response is offered and none may be changed; that nobody
    is asked to sign in is an advice."""
    ending = page.ending
    cure = Sentence('Google Forms, Settings, "Presentation": see ig-office.md in the documentation.')
    if ending and ending.summary:
        return red(OPEN_TO_ALL, cure)
    if not our_form.thanks:
        return green("Google's own words; config/form.toml has no thanks_hi and thanks_en")
    if ending is None:
        return not_asked("the page does not tell")
    missing = [
        text
        for holds, text in (
            (not same(ending.text, our_form.thanks), Sentence("the thanks of config/form.toml are not there")),
            (ending.another, Sentence("another response is offered")),
            (ending.editable, Sentence('a sent response may be changed ("Responses", "Allow response editing": off)')),
        )
        if holds
    ]
    drafts = [Sentence("the first page asks for a sign-in, to keep half a response")] if ending.keeps_drafts else []
    if not missing + drafts:
        return green("thanks and what happens next; no second response is offered, no sign-in asked for")
    said = Sentence("to do by hand: {missing}", missing=joined(missing + drafts, "; "))
    return red(said, cure) if missing else Check("", True, said, cure)


def _ending(examined: Examined) -> Check:
    ending = examined.page.ending
    if examined.registry.adopted and not (ending and ending.summary):
        return green("an adopted form: as its makers set it")
    return check_ending(examined.page, examined.our_form)


def _questions(examined: Examined) -> Check:
    registry, existing = examined.sight.registry, examined.sight.existing
    count = len(registry.question_ids)
    refuse_moved_titles(examined.campaign.form, registry)
    if registry.adopted:
        return green("{question_ids} questions of the adopted form are known", question_ids=count)
    return checks.check_questions(make_plan(examined.our_form, existing, registry), count)


def _links(examined: Examined) -> Check:
    sight = examined.sight
    return printed_checks.check_links(
        sight.existing.links,
        examined.form,
        sight.registry,
        examined.keyring,
        examined.our_form,
        {station.code for station in examined.campaign.stations},
    )


def _posters(examined: Examined) -> Check:
    campaign, sight, keyring = examined.campaign, examined.sight, examined.keyring
    if sight.registry.station_kind == "dropdown":
        return green("the form was adopted with its own posters; anubhav prints none for a list")
    return printed_checks.check_posters(
        sight.registry,
        links_of(campaign, sight.registry, keyring),
        [*find_hazards(campaign, examined.our_form, sight.existing, sight.registry, keyring)],
        {station.code for station in campaign.stations if STATUSES[station.status].listed},
    )


def _room(examined: Examined) -> Check | None:
    """Of the sheet that is read; also of one that was made and is not linked."""
    try:
        return checks.check_room(examined.response_tab.spreadsheet)
    except Missing:
        sheet = examined.form and examined.sight.registry.spreadsheet_id
        return checks.check_room(examined.gateway.sheets.describe(sheet)) if sheet else None


def _arrivals(examined: Examined) -> Check:
    sent = examined.sent
    return check_arrivals(examined.gateway, examined.response_tab, sent, examined.our_form.timezone, examined.now)


def _last_pull(examined: Examined) -> Check:
    """Before the first pull it is red once a response has waited longer than pulls may lie apart."""
    if examined.pulled_at is None and all(examined.now - time <= checks.LATE for time in examined.sent):
        return green("none was due yet: no response has waited a day")
    return checks.check_pull(examined.pulled_at, examined.now, examined.faults, written_at=examined.written_at)


def _sheet_access(examined: Examined) -> Check:
    spreadsheet_id = examined.sight.registry.spreadsheet_id
    if not spreadsheet_id:
        raise Missing(Sentence("there is no sheet"))
    try:
        return access_checks.check_readers(examined.gateway.drive.permissions(spreadsheet_id))
    except ForbiddenError:
        return not_asked("this account may not see who may open it")


CHECKS = (
    DoctorCheck("files", lambda examined: computer_checks.check_campaign(examined.campaign)),
    DoctorCheck("setup", lambda examined: checks.check_registry(examined.registry), after="our_form"),
    DoctorCheck("signing keys", lambda examined: checks.check_keys(examined.registry, examined.keyring)),
    DoctorCheck("secrets", lambda examined: computer_checks.check_secrets(config_folder(examined.campaign.id))),
    DoctorCheck("login", lambda examined: green(examined.account)),
    DoctorCheck("rights", lambda examined: green(examined.patient.rights()), after="account"),
    DoctorCheck("clock", lambda examined: checks.check_clock(examined.patient.clock_error()), after="account"),
    DoctorCheck("room in the account", lambda examined: checks.check_account_room(examined.patient.fullness()), after="account"),
    DoctorCheck("form and sheet", _form_and_sheet),
    DoctorCheck("published", lambda examined: access_checks.check_published(examined.form, adopted=examined.registry.adopted)),
    DoctorCheck(
        "open to anyone", lambda examined: access_checks.check_access(examined.sight.existing, adopted=examined.registry.adopted), after="form"
    ),
    DoctorCheck("public page", _public_page),
    DoctorCheck("printed links", _printed_links),
    DoctorCheck("after sending", _ending, after="form"),
    DoctorCheck("no e-mail", lambda examined: access_checks.check_email(examined.form, adopted=examined.registry.adopted)),
    DoctorCheck("questions", _questions, after="form"),
    DoctorCheck("links", _links, after="station_question"),
    DoctorCheck("posters", _posters, after="station_question"),
    DoctorCheck("sheet linked", lambda examined: examined.link),
    DoctorCheck("sheet closed", _sheet_access, after="form"),
    DoctorCheck("sheet header", lambda examined: checks.check_sheet(examined.response_tab, examined.sight.registry, examined.our_form)),
    DoctorCheck("room in the sheet", _room),
    DoctorCheck("responses arrive", _arrivals),
    DoctorCheck("responses read", lambda examined: check_read(examined.sent, examined.unread, examined.pulled_at)),
    DoctorCheck("quota", lambda examined: checks.check_quota(*examined.patient.quotas()), after="account"),
    DoctorCheck("last pull", _last_pull),
)  # fmt: skip
