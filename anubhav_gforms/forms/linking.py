"""Linking form and sheet, which no API can do: what to tell a person, and finding the tab that the responses go to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ..errors import SheetError, StateError
from ..links.registry import Registry, hold_registry, load_registry, save_registry
from ..nouns import a1
from ..nouns.gateway import Cell, Gateway
from ..nouns.google import Spreadsheet, Tab
from ..sentence import Sentence
from ..text import stored
from .belonging import own_tab
from .wanted import WantedForm

DOCS = "https://docs.google.com"


@dataclass(frozen=True, slots=True)
class LinkingSteps:
    """What a person does to link form and sheet: three steps, or the lines of a script that does the same."""

    steps: tuple[str, str, str]
    script_address: str
    script: tuple[str, ...]


class ResponseTab(NamedTuple):
    """The tab that responses go to, its spreadsheet, its header as it stands, other tabs that look like it, and how many
    responses of the form it holds that the tab which was known until now does not."""

    spreadsheet: Spreadsheet
    tab: Tab
    header: tuple[str, ...]
    others: tuple[Tab, ...]
    ahead: int


def edit_address(registry: Registry) -> str:
    """Where the form is edited."""
    return f"{registry.root or DOCS}/forms/d/{registry.form_id}/edit"


def sheet_address(registry: Registry, tab_id: int | None = None, *, sheet_id: str = "") -> str:
    """Where the response sheet is opened, or another spreadsheet of the same Google."""
    return f"{registry.root or DOCS}/spreadsheets/d/{sheet_id or registry.spreadsheet_id}/edit" + (
        f"#gid={tab_id}" if tab_id is not None else ""
    )


def linking_steps(registry: Registry, our_form: WantedForm) -> LinkingSteps:
    """The three steps with the exact addresses and names of this campaign."""
    menu = Sentence('On the tab "Responses" press "Link to Sheets" and choose "Select existing spreadsheet".')
    return _steps(registry, menu, our_form.sheet_title, registry.spreadsheet_id, _ending(our_form))


def relinking_steps(registry: Registry, sheet: Spreadsheet) -> LinkingSteps:
    """The three steps that lead a linked form on to another spreadsheet."""
    menu = Sentence(
        'On the tab "Responses" press the three dots, "Select destination for responses", and choose "Select existing spreadsheet".'
    )
    return _steps(registry, menu, sheet.title, sheet.id)


def _steps(registry: Registry, menu: Sentence, title: str, sheet_id: str, ending: Sequence[str] = ()) -> LinkingSteps:
    address = sheet_address(registry, sheet_id=sheet_id)
    return LinkingSteps(
        steps=(
            Sentence(
                "Open {registry}#responses with the account that you logged in with.", registry=edit_address(registry)
            ),
            menu,
            Sentence('Choose "{sheet_title}" ({registry}) and press "Select".', sheet_title=title, registry=address),
        ),
        script_address="https://script.google.com/create",
        script=(
            "function linkSheet() {",
            f'  FormApp.openById("{registry.form_id}")',
            *ending,
            f'    .setDestination(FormApp.DestinationType.SPREADSHEET, "{sheet_id}");',
            "}",
        ),
    )


def _ending(our_form: WantedForm) -> tuple[str, ...]:
    """Lines that go on with the form and set what people read after sending; none when config/form.toml has no thanks."""
    if not our_form.thanks:
        return ()
    text = json.dumps(our_form.thanks, ensure_ascii=False)
    return (f"    .setConfirmationMessage({text})", "    .setShowLinkToRespondAgain(false)")


def find_response_tab(
    google: Gateway, registry: Registry, key: str, *, now: datetime | None = None
) -> ResponseTab | None:
    """The tab that belongs to this form: in the spreadsheet made or adopted for it, with its questions in the first row,
    proved by the form's own list of responses; never known by its name. None: not linked yet. `key` is the station
    question's. Raises StateError when there is no form, or it writes to another spreadsheet; SheetError when no tab
    has our questions, or none is proved to be this form's.
    """
    if not registry.form_id:
        raise StateError("There is no form yet.", cure="Run: anubhav setup-forms")
    linked = google.forms.get(registry.form_id).linked_sheet_id
    if not linked and not (registry.adopted and registry.spreadsheet_id):
        return None
    refuse_other_sheet(linked, registry)
    return find_tab_in(google, registry, registry.spreadsheet_id, key, now=now)


def find_tab_in(
    google: Gateway, registry: Registry, spreadsheet_id: str, key: str, *, now: datetime | None = None
) -> ResponseTab:
    """This form's tab in a spreadsheet. Raises SheetError as `find_response_tab` does."""
    spreadsheet = google.sheets.describe(spreadsheet_id)
    tabs = [tab for tab in spreadsheet.tabs if tab.rows and tab.columns]
    heads = google.sheets.values(spreadsheet.id, [f"{a1.quoted(tab.title)}!1:1" for tab in tabs]) if tabs else []
    headers = {tab: _header(head) for tab, head in zip(tabs, heads, strict=True)}
    fitting = {tab: header for tab, header in headers.items() if _fits(header, registry)}
    if not fitting:
        raise SheetError(
            "No tab of the response sheet {title!r} has the form's questions in its first row.",
            cure="Open {edit_address}, tab Responses, and check which spreadsheet the form is linked to. If somebody changed the first row, put the questions' titles back.",
            title=spreadsheet.title,
            edit_address=edit_address(registry),
        )
    tab, ahead = own_tab(google, spreadsheet, fitting, registry, key, now or datetime.now(UTC))
    others = tuple(each for each in fitting if each is not tab)
    return ResponseTab(spreadsheet, tab, fitting[tab], others, ahead)


def other_sheet(linked: str, registry: Registry) -> tuple[str, str]:
    """What is wrong with the spreadsheet that the form writes to, and the cure; two empty texts when it is the one made
    or adopted for it, or the form writes to none."""
    if not linked or linked == registry.spreadsheet_id:
        return "", ""
    adopt = f"anubhav setup-forms --adopt-sheet {linked}"
    if not registry.spreadsheet_id:
        return Sentence(
            "The form writes to a spreadsheet that nobody has taken over: {linked}.", linked=linked
        ), Sentence("Look at it, then: {adopt}", adopt=adopt)
    said = Sentence(
        "The form writes its responses to another spreadsheet ({linked}) than the one of this campaign.", linked=linked
    )
    cure = Sentence(
        'Open {registry}#responses, choose the three dots, "Select destination for responses", and link it to {registry_2} again. If it is the fresh sheet that anubhav made, go on: anubhav setup-forms --new-sheet. If a backup from before it was brought back, or another one is really meant: {adopt}',
        registry=edit_address(registry),
        registry_2=sheet_address(registry),
        adopt=adopt,
    )
    return said, cure


def refuse_other_sheet(linked: str, registry: Registry) -> None:
    """Raise StateError when the form writes to a spreadsheet that was neither made nor adopted for it."""
    said, cure = other_sheet(linked, registry)
    if said:
        raise StateError(said, cure=cure)


def as_read(registry: Registry, last_read: tuple[str, int] | None) -> Registry:
    """The registry with the tab that was read last, by the ledger: (spreadsheet id, tab id), None before any pull."""
    return replace(registry, tab_id=last_read[1]) if last_read and last_read[0] == registry.spreadsheet_id else registry


def remember_tab(response_tab: ResponseTab, data: Path) -> Registry:
    """Note in the registry under `data` where the responses go; gives the registry."""
    with hold_registry(data):
        registry = load_registry(data)
        known = replace(registry, spreadsheet_id=response_tab.spreadsheet.id, tab_id=response_tab.tab.id)
        if known != registry:
            save_registry(known, data)
    return known


def _header(columns: list[list[Cell]]) -> tuple[str, ...]:
    return tuple(stored(str(column[0])) if column and column[0] is not None else "" for column in columns)


def _fits(header: tuple[str, ...], registry: Registry) -> bool:
    """A response tab begins with a column of times, and has the titles of most questions, past ones included."""
    shown = {title.strip() for title in header[1:]}
    asked = [titles for titles in registry.titles.values() if titles]
    hits = sum(1 for titles in asked if shown.intersection(title.strip() for title in titles))
    return bool(asked) and hits * 2 >= len(asked)
