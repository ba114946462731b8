"""Checks of a setup, each a pure function of values: green, or red with what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..errors import AnubhavError, refused_file
from ..links import CodeCheck, Keyring, read
from ..links.registry import Registry
from ..nouns.form_changes import CollectNoEmail
from ..nouns.google import CELLS, FULL, Form, Spreadsheet
from ..nouns.moments import same_clock, span
from ..nouns.quota import Used, fullest_of
from ..sentence import Sentence, joined, quoted
from .belonging import missing_columns
from .linking import ResponseTab, other_sheet
from .steps import Action, Plan
from .wanted import WantedForm

LATE = timedelta(hours=26)
"""A daily pull that is this old was missed."""
ACCOUNT_FULL = 0.95
"""Of 15 GB there are 750 MB left."""
CLOCK = 120.0
"""Seconds by which the computer's clock may be off; logins fail at about five minutes."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of doctor's page. `ok` is None when it could not be asked, because of a red one before it. `name` is given to it by the
    page, or before by what is another matter than its row."""

    name: str
    ok: bool | None
    said: str
    cure: str = ""

    def named(self, name: str) -> Check:
        """The same under a name, unless it has one."""
        return self if self.name else replace(self, name=name)


def green(said: str, plural: str = "", /, **values: object) -> Check:
    return Check("", True, Sentence(said, plural, **values) if values else said)


def red(said: str, cure: str, /, **values: object) -> Check:
    return Check("", False, Sentence(said, **values) if values else said, cure)


def red_for(error: AnubhavError | OSError) -> Check:
    """An error as a red check: what is wrong, and what to do. Raises the error itself where the system names no file."""
    ours = refused_file(error) if isinstance(error, OSError) else error
    return red(ours.message, ours.cure)


def not_asked(why: str, /, **values: object) -> Check:
    said = why if isinstance(why, Sentence) else Sentence(why, **values)
    return Check("", None, Sentence("not asked: {why}", why=said))


def check_registry(registry: Registry) -> Check:
    """Whether setup-forms has finished."""
    if not registry.form_id:
        return red("no form was made yet", "Run: anubhav setup-forms")
    if registry.pending or not registry.ready:
        return red("setup-forms has not come to its end", "Run: anubhav setup-forms. It says what keeps it.")
    made = Sentence("adopted") if registry.adopted else Sentence("made by anubhav")
    return green(
        "one form ({made}), {n} code printed so far",
        "one form ({made}), {n} codes printed so far",
        made=made,
        n=len(registry.printed),
    )


def check_keys(registry: Registry, keyring: Keyring) -> Check:
    """Whether the signing keys verify what hangs on the walls."""
    verdicts = Counter(read(poster.value, keyring).verdict for poster in registry.hanging)
    retired = verdicts[CodeCheck.RETIRED_KEY]
    hanging = len(registry.hanging)
    if bad := hanging - verdicts[CodeCheck.SIGNED] - retired:
        return red(
            "{bad} of {hanging} printed codes cannot be verified with the present keys",
            Sentence("Bring back your copy of {path}: anubhav keys restore", path=keyring.path),
            bad=bad,
            hanging=hanging,
        )
    if not registry.keys:
        return red("their fingerprints are not recorded yet", "Run: anubhav setup-forms")
    said = Sentence(
        "key {id} signs; {hanging}{refused}; the keys are in {path}",
        id=keyring.active.id,
        hanging=Sentence("{n} hanging code verifies", "{n} hanging codes verify", n=verdicts[CodeCheck.SIGNED]),
        refused=Sentence(", {n} of a retired key is refused", ", {n} of a retired key are refused", n=retired)
        if retired
        else "",
        path=keyring.path,
    )
    return green(said)


def check_clock(error: float | None) -> Check:
    """Whether this computer's clock agrees with Google's."""
    if error is None:
        return not_asked("Google's replies carry no time")
    if abs(error) > CLOCK:
        way = Sentence("ahead of") if error > 0 else Sentence("behind")
        return red(
            "this computer is {value} {way} Google",
            "Switch on automatic time in the system's settings: logins fail and days are miscounted.",
            value=span(timedelta(seconds=error)),
            way=way,
        )
    return green("within {value} s of Google's", value=max(1, round(abs(error))))


def check_questions(plan: Plan, questions: int) -> Check:
    """Whether ids, titles, options and order are as registered."""
    if plan.by_hand:
        edits = joined((line.what for line in plan.by_hand[:5]), "; ")
        return red(
            Sentence(
                "{n} edit was made by hand in Google Forms: {edits}",
                "{n} edits were made by hand in Google Forms: {edits}",
                n=len(plan.by_hand),
                edits=edits,
            ),
            "See them with anubhav setup-forms --dry-run; write the same words in config/form.toml, or put the form back.",
        )
    step = plan.step(Action.CONTENT)
    if step and set(step.changes) != {CollectNoEmail()}:  # that one is a check of its own
        return red("config/form.toml was changed since the last setup", "Run: anubhav setup-forms")
    return green("{questions} questions, ids and titles as registered", questions=questions)


def check_link(form: Form, registry: Registry, sheet: Spreadsheet | None) -> Check:
    """Whether form and sheet are linked, and to the sheet that was made for it, which can be seen (None: not, or it is in the bin)."""
    if not form.linked_sheet_id:
        link_it = (
            Sentence(
                'Open the form in Google Forms, tab Responses, press "Link to Sheets", then run: anubhav setup-forms '
                "--adopt-sheet ADDRESS, with the address of the spreadsheet."
            )
            if registry.adopted and not registry.spreadsheet_id
            else Sentence("Run anubhav setup-forms: it shows the three steps.")
        )
        return red("form and sheet are not linked: responses stay in the form", link_it)
    said, cure = other_sheet(form.linked_sheet_id, registry)
    if said:
        return red(said, cure)
    if sheet is None:
        return red(
            "the response sheet cannot be seen: it is gone, in the bin, or another account's",
            "Restore it in Google Drive, Bin: Google deletes for ever what lies there for 30 days. If another account made it, share it with the one logged in.",
        )
    return green("the form writes to its response sheet")


def check_sheet(response_tab: ResponseTab, registry: Registry, our_form: WantedForm) -> Check:
    """Whether tab, time zone and header are as they must be."""
    sheet, tab, header, others, _ = response_tab
    if missing := missing_columns(header, registry):
        return red(
            "columns are missing or renamed: {listed}",
            "A deleted column comes back by File > Version history in Google Sheets. Else put the questions' titles back into the first row of the response tab, exactly as in the form.",
            listed=", ".join(missing),
        )
    if not (same_clock(sheet.timezone, our_form.timezone) or registry.adopted):
        return red(
            "the sheet is in time zone {timezone}, not {timezone_2}: people read its times wrongly",
            Sentence(
                "If it holds responses leave it as it is, a change would shift their times; and once, if pull refuses it: anubhav pull --accept-zone {zone}",
                zone=sheet.timezone,
            ),
            timezone=sheet.timezone,
            timezone_2=our_form.timezone,
        )
    listed = ", ".join(quoted(each.title) for each in others)
    frozen = Sentence("; not read: {listed}, an older response tab or another form's", listed=listed) if others else ""
    return green(
        'tab "{title}", {header} columns, {timezone}, {locale}{frozen}',
        title=tab.title,
        header=len(header),
        timezone=sheet.timezone,
        locale=sheet.locale,
        frozen=frozen,
    )


def check_room(sheet: Spreadsheet) -> Check:
    """Whether the spreadsheet has room for more responses."""
    said = Sentence(
        "{cells:,} of {cells_2:,} cells ({fullness:.0%})", cells=sheet.cells, cells_2=CELLS, fullness=sheet.fullness
    )
    if sheet.fullness >= FULL:
        return red(
            said,
            'Run anubhav setup-forms --new-sheet: it archives the responses and leads the form on to a fresh sheet. Or read them from the form itself: source = "forms" in config/office.toml. Printed codes stay as they are in both cases.',
        )
    return green(said)


def check_account_room(fullness: float) -> Check | None:
    """Nothing is said while there is room; in a full account the form takes no more responses."""
    if fullness < ACCOUNT_FULL:
        return None
    return red(
        "{fullness:.0%} of this Google account's storage is used: when it is full, the form takes no more responses",
        "Free some space in it (drive.google.com, Storage): old mail, photos and videos count too.",
        fullness=fullness,
    )


def check_quota(used: Iterable[Used], limited: int) -> Check:
    """Whether Google turned calls away, and how far the nearest limit is."""
    if limited:
        return red(
            Sentence(
                "Google turned {n} call away: too many in a minute",
                "Google turned {n} calls away: too many in a minute",
                n=limited,
            ),
            "Let fewer programs use this login at the same time; anubhav itself stays below the limit.",
        )
    if nearest := fullest_of(used):
        return green(
            "{most:,} of {limit:,} per minute ({what}) used by this check, none turned away",
            most=nearest.most,
            limit=nearest.limit,
            what=Sentence(nearest.what),
        )
    return green("none of it used, no call turned away")


def check_pull(
    pulled_at: datetime | None, now: datetime, faults: Sequence[str] = (), *, written_at: datetime | None = None
) -> Check:
    """Whether responses were fetched lately, into a ledger that is as it was written: `faults` are those that its check found.

    A time in the future (`written_at`: the newest in the ledger) tells nothing of when that was."""
    if faults:
        return red(
            "the ledger is not as it was written: {faults}",
            "See all: anubhav ledger verify. Bring data/ledger back from a backup.",
            faults=faults[0],
        )
    newest = max(filter(None, (pulled_at, written_at)), default=now)
    if newest > now + timedelta(seconds=CLOCK):
        return red(
            "the newest time in the ledger is in the future: {newest:%Y-%m-%d %H:%M} (UTC). A clock was wrong then",
            "Set this computer's clock right, then run: anubhav pull. It writes the right time again.",
            newest=newest,
        )
    if pulled_at is None:
        return red("responses were never fetched", "Run: anubhav pull")
    age = now - pulled_at
    said = Sentence("{span} ago", span=span(age)) if age >= timedelta(minutes=2) else Sentence("a moment ago")
    if age > LATE:
        return red(said, "Run: anubhav pull; to let it run by itself: anubhav schedule")
    return green(said)
