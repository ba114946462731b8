"""Our form against the existing one → a Plan: what would change, as a value that can be shown, checked and applied."""

from __future__ import annotations

from collections.abc import Iterator

from ..links.links_file import rows_in
from ..links.registry import Registry
from ..nouns.moments import same_clock
from ..sentence import Sentence
from .content import plan_content
from .steps import FALLBACK_LOCALE, Action, Existing, Line, Plan, Step
from .wanted import WantedForm

MOST_NAMED = 12
"""So many stations whose link changes are named one by one."""


def make_plan(our_form: WantedForm, existing: Existing, registry: Registry, *, links: str | None = None) -> Plan:
    """The Plan that turns what exists into what is wanted. `links` is the text that links.csv should have, if known."""
    planned: list[Step | Sentence] = [
        Sentence('Another file in Drive carries the mark of this campaign: "{name}". It is not used.', name=name)
        for name in existing.twins
    ]
    by_hand: list[Line] = []
    if registry.adopted:
        planned.append(Sentence("This form was adopted: anubhav reads it and changes nothing on it."))
    else:
        draft = plan_content(our_form, existing.form, registry)
        by_hand = draft.by_hand
        planned += _plan_sheet(our_form, existing, registry)
        planned += [*_plan_file(our_form, existing, registry), *draft.steps, *draft.notes]
        planned += _plan_access(existing)
    if links is None or existing.links != links:
        lines = _link_lines(existing.links, links)
        planned.append(Step(Action.LINKS, Sentence("Write the signed links to links.csv"), lines))
    steps = tuple(each for each in planned if isinstance(each, Step))
    return Plan(steps, tuple(by_hand), tuple(each for each in planned if isinstance(each, Sentence)))


def _link_lines(before: str | None, after: str | None) -> tuple[Line, ...]:
    """What changes in links.csv: by station where few lines do, else how many lines there are."""
    if after is None:
        return (Line(Sentence("links.csv"), _links(before), Sentence("one signed link per station")),)
    was, will = _by_station(before or ""), _by_station(after)
    changed = [code for code in {**was, **will} if was.get(code) != will.get(code)]
    if before is None:
        return (Line(Sentence("links.csv"), "", _links(after)),)
    if not changed:  # such as after Excel saved the file
        return (Line(Sentence("links.csv"), _links(before), Sentence("the same links, in another order or form")),)
    if len(changed) > MOST_NAMED:
        linked = Sentence(
            "{links}, {n} line not as before", "{links}, {n} lines not as before", links=_links(after), n=len(changed)
        )
        return (Line(Sentence("links.csv"), _links(before), linked),)
    return tuple(Line(f"links.csv {code}", _shown(was.get(code)), _shown(will.get(code))) for code in changed)


def _shown(row: list[str] | None) -> str:
    """A line of links.csv without the address of the form, which all of them share; "" where there is none."""
    return " · ".join([*row[1:-1], row[-1].rpartition("=")[2]]) if row else ""


def _by_station(text: str) -> dict[str, list[str]]:
    """The rows of links.csv by the station's code."""
    return {row[0]: row for row in ([*cells.values()] for cells in rows_in(text))}


def _links(text: str | None) -> str:
    return "" if text is None else Sentence("{n} link", "{n} links", n=len(_by_station(text)))


def _plan_sheet(our_form: WantedForm, existing: Existing, registry: Registry) -> Iterator[Step | Sentence]:
    sheet, linked = existing.spreadsheet, existing.form.linked_sheet_id if existing.form else ""
    if linked and sheet is None:
        yield Sentence(
            "The response sheet is in the bin or cannot be seen. Restore it in Google Drive: responses go nowhere else."
        )
    elif linked and sheet and not same_clock(sheet.timezone, our_form.timezone):
        yield Sentence(
            "The response sheet is in time zone {timezone}, not {timezone_2}. It may hold responses, and a change would shift their times by hours; anubhav reads it in {timezone}. Leave it as it is.",
            timezone=sheet.timezone,
            timezone_2=our_form.timezone,
        )
    if linked:
        return
    if sheet is None:
        made = Line(Sentence("spreadsheet"), "", our_form.sheet_title)
        yield Step(Action.SHEET, Sentence("Make the response sheet"), (made,))
    settled = Action.SHEET_TIME in registry.steps or (sheet and sheet.locale in (our_form.locale, FALLBACK_LOCALE))
    if sheet is None or not (same_clock(sheet.timezone, our_form.timezone) and settled):
        zone = Line(Sentence("time zone"), sheet.timezone if sheet else "", our_form.timezone)
        locale = Line(Sentence("locale"), sheet.locale if sheet else "", our_form.locale)
        yield Step(Action.SHEET_TIME, Sentence("Set its time zone and locale"), (zone, locale))


def _plan_file(our_form: WantedForm, existing: Existing, registry: Registry) -> Iterator[Step]:
    """The file in Drive: a name that a person gave it stays, unless it is the one that our run left."""
    file = existing.form_file
    if existing.form is None:
        yield Step(Action.FORM, Sentence("Make the form, unpublished"), (Line(Sentence("form"), "", our_form.title),))
    ours = file is None or file.name in (our_form.birth_name, registry.left_name)
    name = our_form.document_title if file is None or ours else file.name
    if file is None or file.name != name or not our_form.marks.items() <= dict(file.marks).items():
        difference = Line(Sentence("file"), file.name if file else "", name)
        yield Step(Action.NAME, Sentence("Name its file and mark it as ours"), (difference,))


def _plan_opening(existing: Existing) -> Iterator[Step]:
    form = existing.form
    if form is None or not (form.published and form.accepting):
        closed = Sentence("published, not accepting responses")
        before = "" if form is None else closed if form.published else Sentence("not published")
        opened = Line(Sentence("form"), before, Sentence("published, accepting responses"))
        yield Step(Action.PUBLISH, Sentence("Publish it"), (opened,))
    if not any(each.lets_anyone_respond for each in existing.permissions):
        everybody = Line(Sentence("who may respond"), "", Sentence("anyone, without sign-in"))
        yield Step(Action.OPEN, Sentence("Allow anyone to respond"), (everybody,))


def _plan_access(existing: Existing) -> Iterator[Step | Sentence]:
    form = existing.form
    if form is not None and form.published is None and form.items:
        yield Sentence("Google keeps no publish state for this form (an old one): it cannot be published from here.")
    else:
        yield from _plan_opening(existing)
    if any(each.lets_anyone_edit for each in existing.permissions):
        yield Sentence(
            'DANGER: anyone with the address may EDIT the form. Open it in Google Forms, press Share, and set "General access" for editors to "Restricted".'
        )
