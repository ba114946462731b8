"""Wanted against existing → a Plan: what would change, as a value that can be shown, checked and applied."""

from __future__ import annotations

from ..links.registry import Registry
from .content import plan_content
from .steps import FALLBACK_LOCALE, Action, Existing, Line, Plan, Step
from .wanted import Wanted


def make_plan(wanted: Wanted, existing: Existing, registry: Registry, *, links: str | None = None) -> Plan:
    """The Plan that turns what exists into what is wanted. `links` is the text that links.csv should have, if known."""
    steps: list[Step] = []
    by_hand: list[Line] = []
    notes: list[str] = []
    notes += (
        f'Another file in Drive carries the mark of this campaign: "{name}". It is not used.' for name in existing.twins
    )
    if registry.adopted:
        notes.append("This form was adopted: anubhav reads it and changes nothing on it.")
    else:
        _plan_sheet(wanted, existing, registry, steps, notes)
        _plan_file(wanted, existing, registry, steps)
        draft = plan_content(wanted, existing.form, registry)
        steps += draft.steps
        by_hand, notes = draft.by_hand, [*notes, *draft.notes]
        _plan_access(existing, steps, notes)
    if links is None or existing.links != links:
        before = "" if existing.links is None else f"{max(0, existing.links.count(chr(10)) - 1)} links"
        after = "one signed link a station" if links is None else f"{links.count(chr(10)) - 1} links"
        steps.append(Step(Action.LINKS, "Write the signed links to links.csv", (Line("links.csv", before, after),)))
    return Plan(tuple(steps), tuple(by_hand), tuple(notes))


def _plan_sheet(wanted: Wanted, existing: Existing, registry: Registry, steps: list[Step], notes: list[str]) -> None:
    sheet, linked = existing.spreadsheet, existing.form.linked_sheet_id if existing.form else ""
    if linked and sheet is None:
        notes.append(
            "The response sheet lies in the bin or cannot be seen. Restore it in Google Drive: answers go nowhere else."
        )
    elif linked and sheet and sheet.timezone != wanted.timezone:
        notes.append(
            f"The response sheet is in time zone {sheet.timezone}, not {wanted.timezone}. It may hold answers, and a change "
            f"would shift their times by hours; anubhav reads it in {sheet.timezone}. Leave it as it is."
        )
    if linked:
        return
    if sheet is None:
        steps.append(Step(Action.SHEET, "Make the response sheet", (Line("spreadsheet", "", wanted.sheet_title),)))
    settled = Action.SHEET_TIME in registry.steps or (sheet and sheet.locale in (wanted.locale, FALLBACK_LOCALE))
    if sheet is None or sheet.timezone != wanted.timezone or not settled:
        zone = Line("time zone", sheet.timezone if sheet else "", wanted.timezone)
        locale = Line("locale", sheet.locale if sheet else "", wanted.locale)
        steps.append(Step(Action.SHEET_TIME, "Set its time zone and locale", (zone, locale)))


def _plan_file(wanted: Wanted, existing: Existing, registry: Registry, steps: list[Step]) -> None:
    """The file in Drive: a name that a person gave it stays, unless it is the one that our run left."""
    file = existing.form_file
    if existing.form is None:
        steps.append(Step(Action.FORM, "Make the form, unpublished", (Line("form", "", wanted.title),)))
    ours = file is None or file.name in (wanted.birth_name, registry.left_name)
    name = wanted.document_title if file is None or ours else file.name
    if file is None or file.name != name or not wanted.marks.items() <= dict(file.marks).items():
        line = Line("file", file.name if file else "", name)
        steps.append(Step(Action.NAME, "Name its file and mark it as ours", (line,)))


def _plan_access(existing: Existing, steps: list[Step], notes: list[str]) -> None:
    form = existing.form
    if form is None or not (form.published and form.accepting):
        before = "" if form is None else "published, not accepting answers" if form.published else "not published"
        if form is not None and form.published is None and form.items:
            notes.append("Google keeps no publish state for this form (an old one): it cannot be published from here.")
        steps.append(Step(Action.PUBLISH, "Publish it", (Line("form", before, "published, accepting answers"),)))
    if not any(each.lets_anyone_answer for each in existing.permissions):
        steps.append(
            Step(Action.OPEN, "Let everybody answer it", (Line("who may answer", "", "anyone, without sign-in"),))
        )
    if any(each.lets_anyone_edit for each in existing.permissions):
        notes.append(
            'DANGER: anyone with the address may EDIT the form. Open it in Google Forms, press Share, and set "General access" '
            'for editors to "Restricted".'
        )
