"""The whole loop once on a throw-away form: settles what nobody could verify without Google, and removes the form.

Every finding is a reply of the server, shortened, without ids and addresses. What fails is a finding too.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from googleapiclient.errors import HttpError

from ..errors import GoogleError
from ..files import parse_json
from ..sentence import Sentence
from . import Google
from .caller import Quota
from .edit_probes import EDITS, try_edit
from .probes import PREFILLED, VALUES, at, every_kind, on_one_line, wrong_batches
from .raw_form import RawForm

NAME = "anubhav doctor (throw-away)"
PAGE_LOOKS, PAGE_PAUSE = 4, 5.0
"""How often the page is opened after the permission, and the seconds between: Google may take ten."""
TITLE = "क़ लाइव जाँच  / Live  check"


@dataclass(frozen=True, slots=True)
class AssumptionResult:
    """One open question and what Google did. `number` is its place in the list of things nobody could verify.

    `holds` is set where printed paper depends on it: whether it is as it must be. None: only learned.
    """

    number: int
    question: str
    answer: str
    holds: bool | None = None


def failed(results: Iterable[AssumptionResult]) -> tuple[AssumptionResult, ...]:
    """Those on which printed paper depends and that do not hold."""
    return tuple(result for result in results if result.holds is False)


def try_live(
    google: Google,
    *,
    timezone: str,
    on_step: Callable[[str], None] = lambda text: None,
    on_result: Callable[[str], None] = lambda question: None,
) -> tuple[AssumptionResult, ...]:
    """Make a form and a sheet, try everything, remove both; what was learned. `on_result` is told of each question.

    Raises GoogleError when not even a form can be made. The two files are removed whatever happens.
    """
    trial = _Trial(google)
    findings: list[AssumptionResult] = []

    def keep(results: Iterable[AssumptionResult]) -> None:
        for result in results:
            findings.append(result)
            on_result(result.question)

    try:
        on_step(Sentence("making a form"))
        keep(trial.create())
        for number, name, part in (
            (4, Sentence("writing questions"), trial.write),
            (17, Sentence("editing"), trial.edit),
            (2, Sentence("publishing"), trial.publish),
            (12, Sentence("responding as a citizen"), trial.respond),
            (12, Sentence("closing the form"), trial.close),
            (16, Sentence("making a sheet"), lambda: trial.sheet(timezone)),
        ):
            on_step(name)
            try:
                keep(part())
            except GoogleError as error:
                stopped = None if name == "making a sheet" else False
                findings.append(
                    AssumptionResult(
                        number, Sentence("Stopped while {name}", name=name), on_one_line(error.message), stopped
                    )
                )
    finally:
        on_step(Sentence("removing both"))
        keep(trial.remove())
    findings.append(AssumptionResult(13, "Was a quota met?", f"{google.caller.limited} calls were turned away"))
    findings.append(
        AssumptionResult(10, "Names of tab and header, delay of rows (10, 15)", "not tried: linking needs a person")
    )
    return tuple(sorted(findings, key=lambda finding: finding.number))


class _Trial(RawForm):
    """What is tried on it, one part after the other."""

    def create(self) -> Iterator[AssumptionResult]:
        """A form, made the documented way."""
        body = {"info": {"title": TITLE, "documentTitle": f"{NAME} {secrets.token_hex(4)}"}}
        request = self._forms.create(body=body, unpublished=True)
        self._created = self._google.caller.ask(
            request, "Making the temporary form", dict, quota=Quota.FORMS_WRITE, subject="form", repeatable=False
        )
        self._form_id = self._created["formId"]
        self._made.append(self._form_id)
        read = self._get()
        yield AssumptionResult(
            1,
            "Is a new form unpublished? publishSettings in the answers of create and get",
            f"{on_one_line(self._created.get('publishSettings'))}; {on_one_line(read.get('publishSettings'))}",
        )
        yield AssumptionResult(6, "Could this login make a form?", f"yes, as {self._google.login.kind}")
        yield AssumptionResult(14, "Order of keys in create and get", f"{', '.join(self._created)}; {', '.join(read)}")
        yield AssumptionResult(
            8,
            "Is text changed? (nukta, double spaces)",
            "kept" if read["info"]["title"] == TITLE else repr(read["info"]["title"]),
        )

    def write(self) -> Iterator[AssumptionResult]:
        """Questions, and requests that must be refused."""
        stale = self._get()["revisionId"]
        settings = {
            "updateSettings": {
                "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
                "updateMask": "emailCollectionType",
            }
        }
        yield AssumptionResult(
            5,
            "Are ids that we send kept?",
            self._ids(self._update([settings, *(at(item, index) for index, item in enumerate(every_kind()))])),
        )
        for name, requests in wrong_batches().items():
            yield AssumptionResult(4, f"Words for {name}", on_one_line(self._update(requests)))
        yield AssumptionResult(4, "Words for a stale revision", on_one_line(self._update([settings], revision=stale)))

    def edit(self) -> Iterator[AssumptionResult]:
        """Every kind of edit that we ever send."""
        for name in EDITS:
            yield AssumptionResult(17, f"Edit {name}", *try_edit(name, self._get, self._update))
        title = {"item": {"title": "Own ids"}, "location": {"index": 0}, "updateMask": "title"}
        yield AssumptionResult(18, "An update with only a title", on_one_line(self._update([{"updateItem": title}])))

    def publish(self) -> Iterator[AssumptionResult]:
        """Masks, states and who may respond."""
        yield AssumptionResult(12, "Public page before publishing", self._seen(self._look()))
        yield AssumptionResult(3, "Accepting without being published", on_one_line(self._state(False, True)))
        yield AssumptionResult(3, "Both flags false", on_one_line(self._state(False, False)))
        for mask in ("*", "publishState.isPublished,publishState.isAcceptingResponses", "publishState"):
            yield AssumptionResult(3, f"Mask {mask}", on_one_line(self._state(True, True, mask)))
        yield AssumptionResult(2, "Does publishing alone let anybody answer?", self._seen(self._look()))
        if not any(each.lets_anyone_respond for each in self._google.drive.permissions(self._form_id)):
            self._google.drive.let_anyone_respond(self._form_id)
        roles = {each.role for each in self._google.drive.permissions(self._form_id) if each.lets_anyone_respond}
        yield AssumptionResult(
            2, "Role of the permission when read back", ", ".join(sorted(roles)) or "the permission does not read back"
        )
        self._page = self._look()
        for _ in range(PAGE_LOOKS - 1):
            if self._page.takes_responses:
                break
            self._google.pause(PAGE_PAUSE)
            self._page = self._look()
        yield AssumptionResult(
            2, "Public page after the permission", self._seen(self._page), holds=self._page.takes_responses
        )

    def respond(self) -> Iterator[AssumptionResult]:
        """Responses over the public page, and how the API gives them back."""
        page = self._page
        yield AssumptionResult(11, "responses.list of a form without answers", on_one_line(self._responses()))
        if page is None or not page.takes_responses:
            yield AssumptionResult(12, "Answering", "not tried: the page could not be answered", holds=False)
            return
        entries = {title: entry for entry, title in page.entries.items()}
        given = {entries[title]: value for title, value in VALUES.items() if title in entries}
        receipt = self._google.pages.respond(page, given)
        said = f"HTTP {receipt.status}, recorded: {receipt.recorded}"
        yield AssumptionResult(12, "Confirmation of an answer", said, holds=receipt.recorded)
        for what, title, value in (
            ("A post with an option that does not exist", "Choice", "No such option"),
            ("A post without a required answer", "Own ids", "less"),
        ):
            sent = self._google.pages.respond(page, {entries[title]: value}) if title in entries else None
            outcome = f"HTTP {sent.status}, recorded: {sent.recorded}" if sent else "not tried"
            yield AssumptionResult(12, what, outcome)
        answers = self._answers()
        kept = all(VALUES[title] in answers.get(title, ()) for title in ("Own ids", "Rating", "Scale"))
        yield AssumptionResult(
            9, "Scale, rating, date, time and grid in responses.list", on_one_line(answers), holds=kept
        )
        yield AssumptionResult(
            12, "One post for two pages, the first page's answers in partialResponse", self._both_pages()
        )
        for title, value in PREFILLED.items():
            held = self._prefills(page, entries[title], value) if title in entries else False
            yield AssumptionResult(
                7,
                f"A prefilled value in the field of {title}",
                f"the field {'holds' if held else 'does not hold'} it",
                holds=held if title == "Own ids" else None,
            )
        chosen = [
            title
            for title in ("Rating", "Scale")
            if title in entries and self._prefills(page, entries[title], VALUES[title])
        ]
        yield AssumptionResult(
            9, "A link that fills in a rating and a scale", f"{len(chosen)} of 2 stand chosen on the page"
        )

    def close(self) -> Iterator[AssumptionResult]:
        """What citizens see of a closed form, and Drive's words for a missing file."""
        self._state(True, False)
        yield AssumptionResult(12, "Public page of a closed form", self._seen(self._look()))
        try:
            self._send(self._permissions.list(fileId="1nowhere"))
        except GoogleError as error:
            content = error.__cause__.content if isinstance(error.__cause__, HttpError) else b""
            keys = sorted(parse_json(content).get("error", {})) if content[:1] == b"{" else ["not JSON"]
            yield AssumptionResult(13, "Keys of a Drive error", ", ".join(keys))

    def sheet(self, timezone: str) -> Iterator[AssumptionResult]:
        """A spreadsheet with our mark; can it be found at once, does it take zone and locale?"""
        mark = secrets.token_hex(8)
        file = self._google.drive.create_spreadsheet(NAME, marks={"anubhavDoctor": mark})
        self._made.append(file.id)
        files = self._google.drive.find(file.mime_type, marks={"anubhavDoctor": mark})
        yield AssumptionResult(16, "Is a new file found by its mark at once?", "yes" if files else "no")
        try:
            self._google.sheets.set_time(file.id, locale="en_IN", timezone=timezone)
            sheet = self._google.sheets.describe(file.id)
            yield AssumptionResult(16, "Locale en_IN and the time zone of a sheet", f"{sheet.locale}, {sheet.timezone}")
        except GoogleError as error:
            yield AssumptionResult(16, "Locale en_IN and the time zone of a sheet", error.message)

    def remove(self) -> Iterator[AssumptionResult]:
        """Remove what this trial made; what could not be removed is told."""
        for file_id in self._made:
            try:
                self._google.drive.delete(file_id)
            except GoogleError as error:
                yield AssumptionResult(0, f'Remove "{NAME}" in Google Drive by hand', error.message)
