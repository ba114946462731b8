"""Taking the steps of a plan, one at a time. Each leaves its mark in the registry before the next begins.

A create is never repeated blindly. When its reply is lost, the run looks for the mark that went out with it: the sheet
carries ours in its appProperties from the first moment, the form in the name of its file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ..errors import AnubhavError, RefusedError, UnavailableError
from ..links.registry import Registry
from ..nouns.form_changes import AddItem
from ..nouns.gateway import Gateway
from ..nouns.google import Form, Item, Spreadsheet, same
from .content import match_parts
from .look import Sight
from .rehearsal import REHEARSAL, refuse_if_edited, rehearse, sweep_copies
from .steps import COMPARED, FALLBACK_LOCALE, Action, Existing, Plan, Step
from .wanted import WantedForm, wanted_item

PROOF = "proof"
"""Pending in the registry from the first step until what was made is proved to work: the next run proves it again."""
REPAIRS = 4
"""How often a run looks again after an unclear reply before it gives up."""


@dataclass(frozen=True)
class StepTools:
    """What the steps are taken with: the gateway, what is wanted, and how to plan, look, remember and write links."""

    gateway: Gateway
    our_form: WantedForm
    plan: Callable[[Existing, Registry], Plan]
    look: Callable[[Registry], Sight]
    store: Callable[[Registry], None]
    write_links: Callable[[Registry], str]
    on_step: Callable[[Step], None]


def take_steps(tools: StepTools, sight: Sight) -> tuple[Sight, tuple[Step, ...]]:
    """Take every step of the plan and look once more at the end. Gives what there is now and the steps taken.

    Raises GoogleError, or StateError when somebody edits the form meanwhile; what was done stays and is remembered.
    """
    taken: list[Step] = []
    repairs = 0
    while (todo := tools.plan(sight.existing, sight.registry)).steps:
        step = todo.steps[0]
        if [each.action for each in taken].count(step.action) > REPAIRS:
            raise RefusedError(
                'Google takes "{title}" and does not keep it.',
                cure="Run anubhav doctor, which says what it is.",
                title=step.title,
            )
        tools.on_step(step)
        try:
            if step.action is Action.CONTENT and sight.registry.hanging:
                _rehearse(tools, sight, step)
            sight = _begin(tools.store, sight, step)
            sight = _take(tools, sight, step)
            taken.append(step)
        except UnavailableError:
            repairs += 1
            if repairs > REPAIRS:
                raise
            tools.gateway.pause(2.0**repairs)
            sight = tools.look(sight.registry)
        tools.store(sight.registry)
    return tools.look(sight.registry), tuple(taken)


def _begin(store: Callable[[Registry], None], sight: Sight, step: Step) -> Sight:
    """Note in the registry that a file is being made, or else that what is made must be proved at the end."""
    made = step.action in (Action.SHEET, Action.FORM)
    pending = step.action.value if made else sight.registry.pending or PROOF
    if pending == sight.registry.pending:
        return sight
    registry = replace(sight.registry, pending=pending)
    store(registry)
    return replace(sight, registry=registry)


def _take(tools: StepTools, sight: Sight, step: Step) -> Sight:
    """Take one step; the sight after it."""
    gateway, our_form = tools.gateway, tools.our_form
    existing, registry = sight.existing, sight.registry
    match step.action:
        case Action.SHEET:
            file = gateway.drive.create_spreadsheet(our_form.sheet_title, marks=our_form.marks)
            registry = replace(registry, spreadsheet_id=file.id, pending="")
            tools.store(registry.with_step(step.action))
            existing = replace(existing, spreadsheet=gateway.sheets.describe(file.id))
        case Action.SHEET_TIME:
            existing = replace(existing, spreadsheet=set_sheet_time(gateway, our_form, registry.spreadsheet_id))
        case Action.FORM:
            form = gateway.forms.create(our_form.title, document_title=our_form.birth_name)
            registry = replace(_remember_form(registry, form), left_title=our_form.title, pending="")
            tools.store(registry.with_step(step.action))
            made, file = gateway.forms.get(form.form_id), gateway.drive.get(form.form_id)
            existing = replace(existing, form=made, form_file=file, gone="")
        case Action.NAME:
            name = step.lines[0].after
            gateway.drive.rename(registry.form_id, name, marks=our_form.marks)
            registry = replace(registry, left_name=name)
            existing = replace(existing, form_file=gateway.drive.get(registry.form_id))
        case Action.CONTENT:
            form = _write_content(gateway, existing, registry, step)
            added = [change.item for change in step.changes if isinstance(change, AddItem)]
            new = {question.key for question in our_form.questions if wanted_item(question) in added}
            kept = {key: each for key, each in registry.question_ids.items() if key not in new}
            registry = replace(registry, question_ids=kept)
            existing = replace(existing, form=form)
        case Action.PUBLISH:
            gateway.forms.publish(registry.form_id)
            existing = replace(existing, form=gateway.forms.get(registry.form_id))
        case Action.OPEN:
            gateway.drive.let_anyone_respond(registry.form_id)
            existing = replace(existing, permissions=gateway.drive.permissions(registry.form_id))
        case Action.LINKS:
            registry = remember_form(our_form, existing, registry)  # where it is the only step, nothing did so yet
            existing = replace(existing, links=tools.write_links(registry))
    return replace(
        sight, existing=existing, registry=remember_form(our_form, existing, registry).with_step(step.action)
    )


def remember_form(our_form: WantedForm, existing: Existing, registry: Registry) -> Registry:
    """The registry that knows the form as it is now: ids, titles ever used, and what our run leaves behind.

    An edit by hand is not taken up in `left`: it stays visible as an edit until config/form.toml agrees with it.
    """
    form = existing.form
    if form is None or registry.adopted:
        return registry
    registry = _remember_form(registry, form)
    parts = match_parts(our_form, form, registry)
    asked = {key: item for key, item in parts.items() if item.question_id}
    titles = dict(registry.titles)
    for key, item in asked.items():
        titles[key] = (*(title for title in titles.get(key, ()) if title != item.title), item.title)
    return replace(
        registry,
        question_ids={**registry.question_ids, **{key: item.question_id for key, item in asked.items()}},
        titles=titles,
        left=_left(our_form, form, parts, registry),
        left_title=form.title if same(form.title, our_form.title) else registry.left_title,
        left_description=(
            form.description if same(form.description, our_form.description) else registry.left_description
        ),
    )


def _left(our_form: WantedForm, form: Form, asked: Mapping[str, Item], registry: Registry) -> dict[str, Item]:
    """The items as our runs left them, field by field: what is as wished was left by us, the rest stays as known."""
    left = dict(registry.left)
    for key, wish in our_form.parts:
        if key not in asked:
            continue
        item = asked[key]
        known = left.get(key, wish)
        settled = {
            name: getattr(item if same(getattr(item, name), getattr(wish, name)) else known, name) for name in COMPARED
        }
        left[key] = replace(item, **settled)
    wish_order = [key for key, _ in our_form.parts if key in left]
    keys = {item.item_id: key for key, item in asked.items()}
    now = [keys[item.item_id] for item in form.items if item.item_id in keys]
    as_wished = now == [key for key in wish_order if key in asked]
    order = wish_order if as_wished or not registry.left else [*registry.left, *wish_order]
    return {key: left[key] for key in dict.fromkeys(order)}


def _remember_form(registry: Registry, form: Form) -> Registry:
    return replace(
        registry,
        form_id=form.form_id,
        responder_uri=form.responder_uri or registry.responder_uri,
        document_title=form.document_title or registry.document_title,
        revision_id=form.revision_id or registry.revision_id,
    )


def _rehearse(tools: StepTools, sight: Sight, step: Step) -> None:
    """Try the step on a copy of the form. The registry knows of the copy before it is made."""
    form, campaign_id = sight.existing.form, tools.our_form.campaign_id
    assert form is not None
    tools.store(replace(sight.registry, pending=REHEARSAL))
    try:
        rehearse(tools.gateway, form, step.changes, campaign_id=campaign_id)
    except AnubhavError as error:
        sweep_copies(tools.gateway, campaign_id)
        tools.store(sight.registry)
        if not isinstance(error, UnavailableError):
            refuse_if_edited(tools.gateway, form, error)
        raise


def _write_content(gateway: Gateway, existing: Existing, registry: Registry, step: Step) -> Form:
    assert existing.form is not None
    seen = existing.form.revision_id
    try:
        form = gateway.forms.update(registry.form_id, step.changes, revision_id=seen)
    except RefusedError as error:
        refuse_if_edited(gateway, existing.form, error)
        raise
    if form.published is not None:
        return form
    return replace(form, published=existing.form.published, accepting=existing.form.accepting)


def set_sheet_time(gateway: Gateway, our_form: WantedForm, spreadsheet_id: str) -> Spreadsheet:
    """Set zone and locale. Google does not know every locale: it refuses, or keeps its own; then another one is tried."""
    for locale in (our_form.locale, FALLBACK_LOCALE):
        try:
            gateway.sheets.set_time(spreadsheet_id, locale=locale, timezone=our_form.timezone)
        except RefusedError:
            if locale == FALLBACK_LOCALE:
                raise
            continue
        sheet = gateway.sheets.describe(spreadsheet_id)
        if sheet.locale == locale:
            break
    return sheet
