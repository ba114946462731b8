"""A form as our own run leaves it, and edits by hand: values for the tests of plans and guards."""

from __future__ import annotations

from dataclasses import replace

from anubhav_gforms.forms.apply import remember_form
from anubhav_gforms.forms.plan import make_plan
from anubhav_gforms.forms.steps import Action, Existing, Plan
from anubhav_gforms.forms.wanted import WantedForm
from anubhav_gforms.links.registry import Registry
from anubhav_gforms.nouns.form_changes import Change
from anubhav_gforms.nouns.google import DriveFile, Form, ItemKind, Permission, Spreadsheet, Tab

LAYOUT = (ItemKind.SECTION, ItemKind.NOTE)
LINKS = "code,name_en,name_hi,district,kind,url\r\n"


def finished(wanted: WantedForm) -> tuple[Existing, Registry]:
    """Everything as wanted, and the registry that our own run would have left."""
    items = tuple(
        replace(item, item_id=f"{number:08x}", question_id="" if item.kind in LAYOUT else f"{number + 1000:08x}")
        for number, (_, item) in enumerate(wanted.parts, start=1)
    )
    form = Form(
        "1form", wanted.title, wanted.document_title, wanted.description, "0000000a",
        "https://docs.google.com/forms/d/e/1FAIpQLSx/viewform", "DO_NOT_COLLECT", True, True, "", items,
    )  # fmt: skip
    existing = Existing(
        form=form,
        form_file=DriveFile("1form", wanted.document_title, "form", marks=wanted.marks),
        permissions=(Permission("anyoneWithLink", "anyone", "publishedReader", "published"),),
        spreadsheet=Spreadsheet(
            "1sheet", wanted.sheet_title, wanted.locale, wanted.timezone, (Tab(0, "Sheet1", 0, 1000, 26),)
        ),
        links=LINKS,
    )
    return existing, remember_form(wanted, existing, Registry(form_id="1form", spreadsheet_id="1sheet"))


def edit(existing: Existing, place: int, **fields: object) -> Existing:
    """The form after somebody edited one item by hand."""
    assert existing.form
    items = list(existing.form.items)
    items[place] = replace(items[place], **fields)  # type: ignore[arg-type]  # each test names real fields
    return replace(existing, form=replace(existing.form, items=tuple(items)))


def plan_for(wanted: WantedForm, existing: Existing, registry: Registry) -> Plan:
    return make_plan(wanted, existing, registry, links=LINKS)


def changes(plan: Plan) -> tuple[Change, ...]:
    step = plan.step(Action.CONTENT)
    return step.changes if step else ()


def reword(wanted: WantedForm, place: int, **fields: object) -> WantedForm:
    """What is wanted after the office edited one question of config/form.toml."""
    questions = list(wanted.questions)
    questions[place] = questions[place].model_copy(update=fields)
    return replace(wanted, questions=tuple(questions))
