"""The story in reading order, one function a verb. Each takes values and a gateway, and gives back what happened.

stations.csv + config → form → links → posters        setup_forms, make_posters
responses → ledger → cube → grades → report           pull, grade, write_report
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StateError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from pandas import DataFrame

    from .campaign import Campaign
    from .forms.adopt import Adoption
    from .forms.checks import Check
    from .forms.existing import FormResponse
    from .forms.registry import PrintedPoster, Registry
    from .forms.setup import Setup
    from .forms.steps import Plan, Step
    from .forms.trial import Arrival
    from .google import Google
    from .grading.flags import Flag
    from .grading.grades import Grades
    from .posters.audit import Audit
    from .posters.check import Checked
    from .posters.manifest import Manifest
    from .posters.order import Order
    from .posters.preview import Preview
    from .posters.printing import Printed
    from .reports import Audience, Contents, Report, Verification
    from .reports.dashboard import Live
    from .responses.changes import Changes
    from .responses.codes import Standing
    from .responses.imports import Imported
    from .responses.purge import Purge
    from .responses.schema import Channel
    from .responses.watch import Look


def setup_forms(
    campaign: Campaign,
    google: Google,
    *,
    apply: bool = True,
    shown: Plan | None = None,
    reprint: bool = False,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Setup:
    """The form, its response sheet and links.csv as the campaign wants them; `.plan` is what that takes.

    With apply=False nothing is written. A second run finds nothing to do; a run that was killed is finished by the next.
    With `shown` (a plan that a person agreed to) nothing is done when the plan has become another one meanwhile.
    Raises StateError when printed posters would die and `reprint` is not given; GoogleError when Google refuses.
    """
    from .forms.setup import apply_setup, plan_setup

    if not apply:
        return plan_setup(campaign, google)
    return apply_setup(campaign, google, shown=shown, reprint=reprint, open_page=google.pages.open, on_step=on_step)


def adopt_form(campaign: Campaign, adoption: Adoption) -> Registry:
    """Take an existing form over, as `forms.adopt.plan_adoption` found it; nothing is changed at Google.

    Writes data/registry.json, links.csv and data/adopted-stations.csv. Raises StateError while a match is undecided.
    """
    from .forms.adopt import adopt

    return adopt(campaign, adoption)


def send_test_answer(
    campaign: Campaign,
    google: Google,
    registry: Registry,
    *,
    on_wait: Callable[[int, int], None] = lambda done, total: None,
) -> Arrival:
    """Send one marked answer through the public form and see it arrive in the sheet; it is never counted.

    Raises StateError when the form cannot be answered, SheetError when it is not linked, GoogleError.
    """
    from .forms.trial import send_test_answer as send

    pages = google.pages
    return send(campaign.form, google, registry, open_page=pages.open, answer=pages.answer, on_wait=on_wait)


def make_posters(
    campaign: Campaign,
    order: Order | None = None,
    *,
    today: date | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Printed:
    """The posters of an order (default: A4, everybody) as PDFs under data/posters, each page read back first.

    What was printed is recorded in data/registry.json before a file appears. The same order gives the same bytes.
    Raises StateError before setup-forms, LinkError when a link does not fit, PosterError when nothing can be printed.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from .forms.registry import hold_registry, load_registry, save_registry
    from .links import keyring_of
    from .posters.manifest import load_manifest, save_manifest
    from .posters.order import Order
    from .posters.printing import print_posters

    folder = campaign.data / "posters"

    def save(registry: Registry, manifest: Manifest) -> None:
        save_registry(registry, campaign.data)
        save_manifest(manifest, folder)

    with hold_registry(campaign.data):
        return print_posters(
            campaign,
            order or Order(),
            registry=load_registry(campaign.data),
            keyring=keyring_of(campaign),
            manifest=load_manifest(folder),
            folder=folder,
            today=today or datetime.now(ZoneInfo(campaign.timezone)).date(),
            save=save,
            advance=advance,
        )


def preview_poster(campaign: Campaign, order: Order) -> tuple[Preview, ...]:
    """The first poster of an order as pictures under data/posters/preview: colour, grey, photocopy, phone."""
    from .forms.registry import load_registry
    from .links import keyring_of
    from .posters.order import chosen
    from .posters.preview import make_previews
    from .posters.printing import style_of
    from .posters.serials import printable_links
    from .posters.words import posters_of

    links = chosen(campaign, order, printable_links(campaign, load_registry(campaign.data), keyring_of(campaign)))
    [poster] = posters_of(campaign, links[:1], english=not order.hindi_only)
    name = f"{poster.link.station}-{order.look}"
    return make_previews(poster, style_of(campaign, order, links), campaign.data / "posters" / "preview", name=name)


def check_posters(
    campaign: Campaign, path: Path, *, advance: Callable[[int, int], None] = lambda done, total: None
) -> Checked:
    """A PDF of ours, read back page by page and held against the campaign; every fault with its page."""
    from .forms.registry import load_registry
    from .links import keyring_of
    from .posters.check import check_pdf

    registry = load_registry(campaign.data)
    return check_pdf(path, campaign, registry=registry, keyring=keyring_of(campaign), advance=advance)


def revoke_posters(campaign: Campaign, codes: Sequence[str]) -> tuple[PrintedPoster, ...]:
    """Make printed posters ("BSP-KTW.P2") count no more; gives those that were revoked. Their serials are not used again."""
    from .forms.registry import hold_registry, load_registry, save_registry
    from .posters.serials import revoke

    with hold_registry(campaign.data):
        registry, gone = revoke(load_registry(campaign.data), codes)
        if gone:
            save_registry(registry, campaign.data)
    return gone


def audit_walls(
    campaign: Campaign,
    photos: Sequence[Path],
    *,
    since: date | None = None,
    today: date | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Audit, Path]:
    """What photos of walls show, and the contact sheet written to data/audits/<day>/audit.html."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from .forms.registry import load_registry
    from .links import keyring_of
    from .posters.audit import audit_photos
    from .posters.audit_files import load_seen, write_audit
    from .posters.photos import photos_in

    folder = campaign.data / "audits"
    audit = audit_photos(
        campaign,
        photos_in(tuple(photos)),
        registry=load_registry(campaign.data),
        keyring=keyring_of(campaign),
        seen=load_seen(folder),
        today=today or datetime.now(ZoneInfo(campaign.timezone)).date(),
        since=since,
        advance=advance,
    )
    return audit, write_audit(audit, campaign, folder)[0]


def pull(
    campaign: Campaign,
    google: Google,
    *,
    full: bool = False,
    accept_zone: str = "",
    accept_deletions: bool = False,
    on_rows: Callable[[int, int], None] = lambda done, total: None,
) -> Changes:
    """New answers into the ledger, and what became of the old ones: new, edited, deleted, restored, re-ordered.

    Reads only what follows the known rows, unless something moved or `full` is given. Either everything that was
    found is recorded, or nothing. A response sheet in another time zone is read only with its name in `accept_zone`;
    one that lost many answers only with `accept_deletions`.
    Raises StateError before setup-forms, or while another command writes; SheetError; GoogleError.
    """
    from datetime import UTC, datetime

    from .errors import StateError
    from .forms.linking import find_response_tab
    from .forms.registry import load_registry
    from .responses.epochs import wordings_of
    from .responses.form_answers import check_form, pull_form
    from .responses.ledger import FOLDER
    from .responses.pull import pull_sheet
    from .responses.record import Order
    from .responses.sheet import Wanted

    registry = load_registry(campaign.data)
    if not registry.form_id:
        raise StateError("There is no form yet, so there are no answers.", cure="Run: anubhav setup-forms")
    asked = {question.key: question for question in campaign.form.questions if not question.personal}
    order = Order(
        wanted=Wanted(
            campaign.form,
            registry.titles,
            campaign.timezone,
            accept_zone,
            optional={question.key for question in campaign.form.questions} - set(registry.question_ids)
            if registry.adopted
            else (),
        ),
        judge=_code_reader(campaign, registry),
        wordings=wordings_of({key: registry.left.get(key, question) for key, question in asked.items()}),
        full=full,
        accept_deletions=accept_deletions,
    )

    def find_tab() -> tuple[str, int]:
        found = find_response_tab(google, registry)
        if found is None:
            raise StateError(
                "The form is not linked to its response sheet yet.",
                cure="Run anubhav setup-forms: it shows the three steps.",
            )
        return found.spreadsheet.id, found.tab.id

    def pages(since: datetime | None) -> Iterator[Sequence[FormResponse]]:
        return google.forms.responses(registry.form_id, since)

    folder, ids = campaign.data / FOLDER, registry.question_ids
    if campaign.office.google.source == "forms":
        return pull_form(folder, order, registry.form_id, ids, pages)
    changes = pull_sheet(google.sheets, folder, order, find_tab=find_tab, advance=on_rows)
    if campaign.office.google.source == "both":
        checked = check_form(folder, order, registry.form_id, ids, pages, now=datetime.now(UTC))
        return changes.and_then(checked) if checked else changes
    return changes


def grade(
    campaign: Campaign,
    *,
    week: str | None = None,
    engine: str = "numpy",
    at: str = "",
    cube: Path | None = None,
    places: bool = True,
) -> Grades:
    """Grades of an ISO week ("2026-W47"; without one the last finished week) from the ledger.

    With `at`, the hash of a state of the ledger, from the answers as they were then; with `cube`, a file, from the counts
    that districts sent. Constants of a quarter that is graded for the first time are frozen in data/constants/. `engine`
    (numpy, duckdb, ibis) makes the cube; all give the same. Without `places` rank intervals are left out. Raises StateError when nothing was pulled yet.
    """
    from datetime import UTC, datetime

    from .grading import grade as grade_week
    from .grading import weeks
    from .grading.archive import DECISIONS, in_force, load_constants, load_decisions, save_constants
    from .grading.engines import ledger_cube
    from .grading.exchange import read_cube
    from .responses.ledger import open_ledger
    from .version import code_version

    ledger = open_ledger(campaign, at=at)
    if not (cube or ledger.parts()):
        raise StateError("There are no answers yet.", cure="Run: anubhav pull")
    name = week or weeks.week_name(weeks.last_finished_week(datetime.now(UTC), campaign.timezone))
    folder = campaign.data / "constants"
    grades = grade_week(
        campaign,
        read_cube(cube) if cube else ledger_cube(campaign, ledger, engine),
        name,
        frozen=load_constants(folder),
        decisions=in_force(load_decisions(campaign.data / DECISIONS)),
        code_version=code_version(),
        places=places,
    )
    for constants in grades.new_constants:
        save_constants(folder, constants)
    return grades


def import_answers(campaign: Campaign, file: Path, channel: Channel, *, apply: bool = True) -> Imported:
    """Answers of a CSV, collected on paper or by telephone, into the ledger: all or none, and none of them twice.

    With apply=False nothing is written. Raises CampaignError with every wrong line, SheetError for missing columns.
    """
    from .forms.registry import load_registry
    from .responses.imports import import_csv
    from .responses.ledger import FOLDER

    judge = _code_reader(campaign, load_registry(campaign.data))
    return import_csv(file, campaign.data / FOLDER, campaign, judge, channel, apply=apply)


def _code_reader(campaign: Campaign, registry: Registry) -> Callable[[str], Standing]:
    """What a code is worth here: by the campaign's keys, stations, revoked posters, and an adopted form's own texts."""
    from .links import keyring_of
    from .responses.codes import code_reader

    return code_reader(
        campaign.stations,
        keyring_of(campaign),
        revoked={(each.station, each.channel, each.serial) for each in registry.printed if each.revoked},
        poster_texts=registry.station_answers if registry.adopted else None,
    )


def purge(campaign: Campaign, *, months: int, with_messages: bool = False, apply: bool = True) -> Purge:
    """Names and mobile numbers (and messages) of answers older than so many months out of the ledger, for ever.

    With apply=False nothing is removed; the Purge says what would be. Raises StateError while another command writes.
    """
    from datetime import datetime
    from zoneinfo import ZoneInfo

    import pandas as pd

    from .responses.ledger import FOLDER, open_ledger
    from .responses.purge import plan_purge
    from .responses.purge import purge as remove

    today = pd.Timestamp(datetime.now(ZoneInfo(campaign.timezone))).normalize()
    before = (today - pd.DateOffset(months=months)).to_pydatetime()
    texts = {question.key for question in campaign.form.questions if question.type == "paragraph"}
    personal = [question.key for question in campaign.form.questions if question.personal]
    keys = [key for key in personal if with_messages or key not in texts]
    if not apply:
        return plan_purge(open_ledger(campaign), keys, before)
    return remove(campaign.data / FOLDER, keys, before)


def cleaning_steps(campaign: Campaign, plan: Purge) -> tuple[str, ...]:
    """What only a person can remove: from the response sheet, and from the form itself."""
    from .forms.linking import edit_address, sheet_address
    from .forms.registry import load_registry
    from .responses.ledger import open_ledger

    registry = load_registry(campaign.data)
    if not registry.form_id:
        return ()
    sheet = open_ledger(campaign).manifest.sheet
    titles = [f'"{campaign.form.question(key).title}"' for key in plan.filled]
    return (
        "Google still holds them. A person removes them there, in this order:",
        f"1. Open {sheet_address(registry, sheet.tab_id if sheet else None)}",
        f"2. Empty the cells of {' and '.join(titles)} in all rows before {plan.before:%d/%m/%Y}. Empty cells only: deleted rows raise an alarm.",
        f"3. Open {edit_address(registry)}#responses, tab Individual, and delete the responses before that day. The sheet keeps its rows.",
        "4. Run anubhav pull --full: it must report no change.",
    )


def watch(campaign: Campaign, google: Google, addresses: Sequence[str]) -> Look:
    """One pull, and whatever of it the office must be told at once, sent to these Apprise addresses.

    Raises what `pull` raises; then nothing is told but, once, that nothing could be pulled for too long.
    """
    from datetime import UTC, datetime

    from .campaign.alerts import load_alerts
    from .errors import AnubhavError
    from .forms.registry import load_registry
    from .responses.ledger import open_ledger
    from .responses.watch import look, tell_overdue

    rules, now = load_alerts(campaign.root), datetime.now(UTC)

    def form_times(since: datetime) -> Iterator[datetime]:
        pages = google.forms.responses(load_registry(campaign.data).form_id, since)
        return (each.submitted for page in pages for each in page)

    try:
        return look(
            campaign,
            rules,
            lambda: open_ledger(campaign),
            lambda: pull(campaign, google),
            form_times,
            addresses,
            now=now,
        )
    except AnubhavError:
        tell_overdue(campaign, rules, open_ledger(campaign).summary().pulled_at, addresses, now=now)
        raise


def freeze_constants(campaign: Campaign, quarter: str) -> tuple[Path, float]:
    """Estimate a quarter's constants anew under today's config and freeze them: (file, largest change of a score).

    The old file stays beside the new one. Raises InputError when the quarter has no graded week yet.
    """
    from datetime import UTC, datetime

    from .errors import InputError
    from .grading import grade as graded
    from .grading import weeks
    from .grading.archive import DECISIONS, in_force, load_constants, load_decisions, save_constants
    from .grading.engines import ledger_cube
    from .responses.ledger import open_ledger
    from .version import code_version

    week = weeks.last_finished_week(datetime.now(UTC), campaign.timezone)
    while weeks.quarter_name(week) > quarter:
        week = weeks.quarter_start(week) - 1
    folder = campaign.data / "constants"
    frozen = load_constants(folder)
    old = frozen.pop(quarter, None)
    decisions = in_force(load_decisions(campaign.data / DECISIONS))
    cube = ledger_cube(campaign, open_ledger(campaign))
    new = graded(
        campaign,
        cube,
        weeks.week_name(week),
        frozen=frozen,
        decisions=decisions,
        code_version=code_version(),
        places=False,
    )
    if new.constants.name != quarter:
        raise InputError(
            f"{quarter} has no constants to freeze yet.", cure="It needs 13 weeks of answers and a finished week."
        )
    moved = 0.0
    if old and old.config_sha256 == new.constants.config_sha256:
        before = graded(campaign, cube, new.week, frozen={**frozen, quarter: old}, decisions=decisions, places=False)
        change = (new.stations["score"] - before.stations["score"]).abs().max()
        moved = float(change) if change == change else 0.0
    return save_constants(folder, new.constants, anew=True), moved


def find_flags(campaign: Campaign, grades: Grades, *, visits: dict[str, float] | None = None) -> list[Flag]:
    """Integrity flags F1 to F9 of the graded week, with what persons decided so far.

    Reads the window's answers for F4 and F5, and messages for F3 (of which ids come out, no text). `visits`: registered
    visits of the window by station code, for F7.
    """
    from .grading.archive import DECISIONS, load_decisions
    from .grading.flags import find_flags as found
    from .grading.flags.find import TEXT_ROWS, WEEK_ROWS

    window = _window_frame(campaign, grades)
    items = list(campaign.grading.grading.items)
    message = [question.key for question in campaign.form.questions if question.key == "message"]
    return found(
        grades,
        frame=window([*WEEK_ROWS, *items]),
        messages=window(list(TEXT_ROWS)) if message else None,
        visits=visits,
        decisions={each.flag: each.decision for each in load_decisions(campaign.data / DECISIONS)},
    )


def _window_frame(campaign: Campaign, grades: Grades) -> Callable[[list[str]], DataFrame]:
    """Reads columns of the answers of the weeks that a window can reach."""
    from datetime import timedelta

    import pandas as pd

    from .responses.ledger import open_ledger

    oldest = pd.Timestamp(grades.first_day - timedelta(weeks=campaign.grading.grading.window.reach_back - 1))
    newest = pd.Timestamp(grades.last_day)

    def read(columns: list[str]) -> DataFrame:
        frame = open_ledger(campaign).frame(columns)
        return frame[(frame["day"] >= oldest) & (frame["day"] <= newest)]

    return read


def satisfied(campaign: Campaign, grades: Grades, *, question: str = "overall", least: int = 4) -> DataFrame:
    """Of each station: n graded answers to a question in the last 13 weeks, and k of them that are `least` or better."""
    from datetime import timedelta

    import pandas as pd

    rules = campaign.grading.grading
    frame = _window_frame(campaign, grades)(["station", "day", "channel", "code_status", "purpose", question])
    begin = pd.Timestamp(grades.last_day - timedelta(weeks=rules.window.weeks) + timedelta(days=1))
    mine = frame[
        (frame["code_status"] == "accepted")
        & frame["channel"].isin(rules.channels)
        & (frame["purpose"] != rules.not_visited)
        & (frame["day"] >= begin)
        & frame[question].notna()
    ]
    found = (mine[question] >= least).groupby(mine["station"]).agg(["size", "sum"])
    codes = grades.stations["code"].astype(object)
    return found.reindex(codes, fill_value=0).rename(columns={"size": "n", "sum": "k"}).astype(int)


def write_report(
    campaign: Campaign,
    grades: Grades,
    *,
    month: str = "",
    audiences: Sequence[Audience] = (),
    on_file: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """The report of these grades in data/reports/<week or month>/: page, tables, workbook, packs and a manifest, each written whole.

    Says how new the answers are and how many were left out, from the ledger. The same ledger, config and code give
    the same bytes. For each of `audiences` the files that it may read are added: messages for the IG, old and redacted
    ones for SPs, a sheet a station that changes in batches. Without one no text of a citizen leaves the ledger.
    With `month` ("2026-11") letters are compared with those at the end of the month before.
    """
    from .reports import Month, audience_files, gather, inputs_of, write_files
    from .responses.ledger import open_ledger

    ledger = open_ledger(campaign)
    folder = campaign.data / "reports" / (month or grades.week)
    contents = gather(campaign, grades, ledger, since=Month(month).before.last_week if month else None)
    extras = audience_files(campaign, contents, grades.history, ledger, audiences)
    inputs = inputs_of(campaign, grades, ledger)
    command = f"anubhav report --month {month}" if month else ""
    return write_files(contents, folder, inputs=inputs, extras=extras, command=command, on_file=on_file)


def publish_report(campaign: Campaign, google: Google, contents: Contents, spreadsheet_id: str) -> None:
    """Write stations, districts and how to read them into tabs of a Google Sheet, in one batch; other tabs stay.

    Raises StateError when the sheet is the one that holds the answers: it must not be shared.
    """
    from .forms.registry import load_registry
    from .google.tabs import write_tabs
    from .reports.tabs import tabs

    if load_registry(campaign.data).spreadsheet_id == spreadsheet_id:
        raise StateError(
            "This is the sheet that holds the answers, with names and mobiles.",
            cure="Make another spreadsheet for the grades and publish there.",
        )
    write_tabs(google.sheets, spreadsheet_id, tabs(contents))


def verify_report(
    campaign: Campaign, manifest: Path, *, on_file: Callable[[int, int], None] = lambda done, total: None
) -> Verification:
    """Make the report that `manifest` describes again, from the ledger as it was then, and say which files are the same.

    Nothing is written. Raises InputError when `manifest` is none, StateError when its ledger is not this one.
    """
    from datetime import datetime
    from tempfile import TemporaryDirectory

    from .reports import Audience, Week, audience_files, compare, gather, inputs_of, read_manifest, write_files
    from .responses.ledger import open_ledger

    before = read_manifest(manifest)
    then = before.inputs.get("ledger", "")
    grades = grade(campaign, week=before.week, at=then)
    ledger = open_ledger(campaign, at=then)
    when = datetime.fromisoformat(before.data_up_to) if before.data_up_to else None
    with TemporaryDirectory() as folder:
        contents = gather(campaign, grades, ledger, since=Week(before.since), data_up_to=when)
        audiences = [each for each in Audience if any(map(each.reads, before.files))]
        extras = audience_files(campaign, contents, grades.history, ledger, audiences)
        inputs = inputs_of(campaign, grades, ledger)
        report = write_files(contents, Path(folder), inputs=inputs, extras=extras, on_file=on_file)
        return compare(before, report.manifest)


def live_report(campaign: Campaign, *, week: str | None = None) -> Live:
    """The report page of the ledger as it is at each moment, for the dashboard; without `week` the last finished one."""
    from datetime import UTC, datetime

    from .grading import weeks
    from .reports import gather
    from .reports.dashboard import Live
    from .reports.live import live_state
    from .reports.page import page_bytes
    from .responses.ledger import open_ledger

    def name() -> str:
        return week or weeks.week_name(weeks.last_finished_week(datetime.now(UTC), campaign.timezone))

    def page() -> bytes:
        return page_bytes(gather(campaign, grade(campaign, week=name()), open_ledger(campaign)))

    return Live(lambda: live_state(campaign, open_ledger(campaign), name(), datetime.now(UTC)), page)


def doctor(campaign: Campaign, google: Google, *, now: datetime | None = None) -> Iterator[Check]:
    """Every check of the campaign, one after the other: files, keys, login, form, links, posters, sheet, last pull.

    Reads only. A check that could not be asked, because of a red one before it, has ok None.
    """
    from datetime import UTC, datetime

    from .forms.doctor import examine
    from .google.patient import Patient
    from .responses.ledger import open_ledger

    pulled_at = open_ledger(campaign).summary().pulled_at
    return examine(campaign, google, Patient(google), pulled_at=pulled_at, now=now or datetime.now(UTC))
