"""What is due: one line a matter, from what the other verbs compute already. Reads this computer only; Google is not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pyarrow.compute as pc

from ..campaign import STATUSES, Campaign
from ..cases.case import About
from ..cases.looks import read_looks
from ..chain import BRING_BACK
from ..errors import AnubhavError, StateError
from ..forms.checks import Check, check_pull, check_registry, green, not_asked, red, red_for
from ..forms.mixed import MIXED_CURE, keeps_english_alone, mixed_lists
from ..forms.printed_checks import NEW_LINKS, PUT_BACK, check_lacking, check_refused
from ..gazette.bands import bands_to_announce, edges_text, first_quarter_ahead
from ..gazette.book import read_book
from ..google.auth import person_login
from ..links.registry import load_registry
from ..nouns.moments import moment_of
from ..nouns.week import last_finished_week, week_name, week_number
from ..reports.manifest import manifest_there
from ..responses.alerts.outbox import CUT, load_outbox
from ..responses.alerts.watch import responses_between
from ..responses.ledger.columns import CODE_STATUS, DAY, STATION, CodeStatus
from ..responses.ledger.ledger import open_ledger
from ..responses.ledger.verify import verify
from ..sentence import Sentence, first_few
from .alerting import check_alerts
from .bench import check_bench
from .checks import backup_made
from .clock import Clock, office_day
from .clock import now as present
from .connection import root_of
from .custody import check_sealed
from .deposit import check_deposits
from .disk import check_disk
from .flags import find_flags
from .gazette import REPORTS
from .grades import count_exactly
from .keys import show_keys
from .matters import case_book
from .one_folder import check_folder
from .retention import purge
from .time_stamps import check_stamps

SOON = 7
"""Days ahead that are called this week."""
BACK = 13
"""Finished weeks back that are looked at: so long a correction is printed."""
TESTING = timedelta(days=7)
"""So long lives a login whose consent screen is in status Testing."""
NOTICE = timedelta(days=2)
"""So long before its end a login is due."""


def due_today(campaign: Campaign, clock: Clock = present) -> Iterator[Check]:
    """What the office has to do now, in the order of urgency: `ok` is False for what is due, and `cure` is then the command.

    A matter that cannot be told yet (no response) is one line with ok None; a file that is damaged or another user's is due for repair.
    Neither hides the others. Nothing is written and Google is not asked: whether it can be reached is `doctor`'s.
    """
    matters: tuple[tuple[str, Callable[[Campaign, Clock], Check]], ...] = (
        (Sentence("setup"), lambda campaign, _: check_registry(load_registry(campaign.data))),
        (Sentence("disk"), lambda campaign, _: check_disk(campaign)),
        (Sentence("one folder"), lambda campaign, _: check_folder(campaign)),
        (Sentence("last pull"), _pull),
        (Sentence("login"), _login),
        (Sentence("alerts"), lambda campaign, _: check_alerts(campaign)),
        (Sentence("grave matters"), _unread),
        (Sentence("bench"), lambda campaign, _: check_bench(campaign)),
        (Sentence("cases"), _cases),
        (Sentence("flags"), _flags),
        (Sentence("report"), _report),
        (Sentence("bands"), _bands),
        (Sentence("stations"), _stations),
        (
            Sentence("posters"),
            lambda campaign, clock: check_refused(
                load_registry(campaign.data), campaign.stations, office_day(campaign, clock)
            ),
        ),
        (Sentence("purge"), _purge),
        (Sentence("names sealed"), lambda campaign, _: check_sealed(campaign)),
        (Sentence("heads outside"), lambda campaign, clock: check_deposits(campaign, clock())),
        (Sentence("time stamps"), lambda campaign, clock: check_stamps(campaign, clock())),
        (Sentence("key copy"), _keys),
        (Sentence("backup"), lambda campaign, clock: backup_made(campaign, clock())),
    )
    for name, check in matters:
        try:
            yield check(campaign, clock).named(name)
        except (StateError, OSError) as error:
            yield red_for(error).named(name)
        except AnubhavError as error:
            yield not_asked(error.whole).named(name)


def _pull(campaign: Campaign, clock: Clock) -> Check:
    ledger = open_ledger(campaign)
    written = moment_of(ledger.manifest.written_at)
    return check_pull(ledger.pulled_at, clock(), verify(ledger).faults, written_at=written)


def _login(campaign: Campaign, clock: Clock) -> Check:
    """A person's login ends by itself while the consent screen is in status Testing. Google says when it is made; of one made before
    it was asked, seven days are guessed. One by which something was pulled after its end has outlived it."""
    login = person_login(campaign.id, root_of(campaign))
    if login is None:
        return green("none that ends by itself")
    pulled = open_ledger(campaign).pulled_at
    end = login.ends if login.announced else login.made + TESTING
    outlived = end and pulled and pulled > end
    age = (clock() - login.made).days
    said = Sentence("made {n} day ago", "made {n} days ago", n=age)
    if end is None or outlived or end - clock() > NOTICE:
        return green(said)
    ends = Sentence(
        '{said}; Google ends it on {day:%d.%m.%Y}, as the consent screen was in status "Testing"'
        if login.announced
        else '{said}; it ends on {day:%d.%m.%Y} if the consent screen at Google is in status "Testing"',
        said=said,
        day=end.astimezone(campaign.zone),
    )
    return red(ends, "anubhav login")


def _unread(campaign: Campaign, clock: Clock) -> Check:
    """Open cases that speak of something grave or of money, whose response nobody has opened yet; and responses that were not looked
    through for them: `pull` opens no case, `watch` does."""
    opened = {look.answer for look in read_looks(campaign.data)}
    waiting = [
        case.matter.answer
        for case in case_book(campaign).open_cases
        if {About.GRAVE, About.MONEY} & set(case.matter.about) and case.matter.answer and case.matter.answer not in opened
    ]  # fmt: skip
    ledger = open_ledger(campaign)
    unseen = responses_between(ledger, max(0, load_outbox(campaign.data).row), ledger.manifest.rows)
    if not waiting and unseen:
        said = Sentence(
            "{n:,} response was not looked through for them: anubhav pull alone opens no case",
            "{n:,} responses were not looked through for them: anubhav pull alone opens no case",
            n=unseen,
        )
        return red(said, "anubhav watch --once; to let it run by itself: anubhav schedule")
    if not waiting:
        return green("each response that a case tells of was opened by somebody")
    said = Sentence(
        "{n} response speaks of something grave or of money, and nobody has opened it",
        "{n} responses speak of something grave or of money, and nobody has opened them",
        n=len(waiting),
    )
    return red(said, f"anubhav answer {waiting[0]}")


def _cases(campaign: Campaign, clock: Clock) -> Check:
    book, today = case_book(campaign), office_day(campaign, clock)
    if load_outbox(campaign.data).misses(book):
        return red(CUT, BRING_BACK)
    late, soon = len(book.overdue(today)), len(book.due_within(today, SOON))
    if late:
        said = Sentence("the day of {n} case has passed", "the day of {n} cases has passed", n=late)
        return red(said, "anubhav cases list --overdue")
    if soon:
        said = Sentence("{n} case is due this week", "{n} cases are due this week", n=soon)
        return red(said, "anubhav cases list")
    return green("none is due this week")


def _flags(campaign: Campaign, clock: Clock) -> Check:
    grades = count_exactly(campaign, clock=clock)
    waiting = sum(not flag.decision for flag in find_flags(campaign, grades))
    if not waiting:
        return green("none is open in {week}", week=grades.week)
    said = Sentence("{n} flag of {week} waits for a person", "{n} flags of {week} wait for a person", n=waiting, week=grades.week)  # fmt: skip
    return red(said, "anubhav flags")


def _report(campaign: Campaign, clock: Clock) -> Check:
    """Whether every finished week of the last quarter was announced: the last one, and each with accepted responses since the
    first that was, or of which a report lies here. Before the first of them `report` announces nothing; what the first version
    published it announced without a gazette."""
    last = last_finished_week(clock(), campaign.timezone)
    responses = open_ledger(campaign).read([DAY, CODE_STATUS])
    days = responses.filter(pc.equal(responses[CODE_STATUS], CodeStatus.ACCEPTED.value))[DAY].unique().to_pylist()
    heard = {week_name(week) for week in map(week_number, days) if last - BACK < week <= last}
    if not days or week_number(min(days)) > last:
        return not_asked("no response before the end of {week}", week=week_name(last))
    announced = read_book(campaign.data).weeks
    made = {folder.name: manifest_there(folder) for folder in (campaign.data / REPORTS).glob("*-W*")}
    published = {week for week, manifest in made.items() if manifest and manifest.of_first_version}
    due = sorted(
        ({week for week in heard if week in made or (announced and week > announced[0])} | {week_name(last)})
        - {*announced, *published}
    )
    if not due:
        if week_name(last) in published:
            return green("{week} was published by the first version, which kept no gazette", week=week_name(last))
        return green("{week} is announced", week=week_name(last))
    if due == [week_name(last)]:
        return red("{week} is finished and not announced", "anubhav report", week=due[0])
    said = Sentence(
        "{week} is finished and was never announced", "{n} weeks are finished and were never announced: {weeks}",
        n=len(due), week=due[0], weeks=", ".join(due),
    )  # fmt: skip
    command = f"anubhav report --week {due[0]}"
    return red(said, Sentence("the oldest first: {command}", command=command) if due[1:] else command)


def _bands(campaign: Campaign, clock: Clock) -> Check:
    """Whether the bands of the config were announced: with others every report is refused."""
    today = office_day(campaign, clock)
    week = week_name(last_finished_week(clock(), campaign.timezone))
    if not (in_force := bands_to_announce(campaign, read_book(campaign.data), week)):
        return green("those of config/grading.toml are announced, or the first report announces them")
    return red(
        "config/grading.toml has bands that nobody announced, and anubhav report refuses them; in force: {edges}",
        Sentence("Put these back; or: anubhav gazette announce --from {week}", week=first_quarter_ahead(today)),
        edges=edges_text(in_force),
    )


def _stations(campaign: Campaign, clock: Clock) -> Check:
    """Responses of stations whose line was removed; a new one without a link; posters of one whose name or place somebody must still confirm."""
    came = pc.value_counts(open_ledger(campaign).read([STATION])[STATION]).to_pylist()
    listed = {station.code for station in campaign.stations} | {""}
    if lost := {each["values"]: each["counts"] for each in came if each["values"] not in listed}:
        said = Sentence(
            "{n:,} response is kept and in no report, as stations.csv no longer names its station: {listed}",
            "{n:,} responses are kept and in no report, as stations.csv no longer names their stations: {listed}",
            n=sum(lost.values()),
            listed=first_few(sorted(lost)),
        )
        return red(said, PUT_BACK)
    registry = load_registry(campaign.data)
    if mixed := mixed_lists(campaign, registry):
        return red(mixed, MIXED_CURE)
    if keeps_english_alone(registry):
        said = Sentence(
            "the last setup was that of an older anubhav: nothing notices yet when Hindi names, kinds or places stand at other codes"
        )
        return red(said, NEW_LINKS)
    if registry.ready and (
        lacking := check_lacking([station.code for station in campaign.stations], registry.stations)
    ):
        return lacking
    asked = {station.code for station in campaign.stations if STATUSES[station.status].asked}
    printed = asked & {poster.station for poster in registry.hanging}
    if not asked:
        return green("each is confirmed")
    said = Sentence("{n} station to confirm with its SP", "{n} stations to confirm with their SP", n=len(asked))
    if printed:
        said = Sentence(
            "{said}; {n} of them has a poster already",
            "{said}; {n} of them have posters already",
            said=said,
            n=len(printed),
        )
    return red(said, Sentence("column status in stations.csv"))


def _purge(campaign: Campaign, clock: Clock) -> Check:
    office = campaign.office.office
    if not office.retention_months:
        return red("no time was promised", Sentence("retention_months in config/office.toml"))
    plan = purge(campaign, months=office.retention_months, with_messages=office.retention_messages, apply=False)
    if plan.empty:
        months = office.retention_months
        return green("nothing is older than {n} month", "nothing is older than {n} months", n=months)
    return red("names, numbers or pages are older than promised", "anubhav purge")


def _keys(campaign: Campaign, clock: Clock) -> Check:
    keys, path = show_keys(campaign)
    if keys and not any(key.here for key in keys):
        return red("the signing keys are not on this computer", "anubhav keys restore")
    if not keys:
        return not_asked("There is no signing key in {path}.", path=path)
    bare = [key.letter for key in keys if key.here and not key.backed_up_on]
    if bare:
        said = Sentence(
            "key {letters} has no copy on paper", "keys {letters} have no copy on paper",
            n=len(bare), letters=", ".join(bare),
        )  # fmt: skip
        return red(said, "anubhav keys backup")
    newest = max(key.backed_up_on for key in keys)
    return green("on paper since {day}", day=newest)
