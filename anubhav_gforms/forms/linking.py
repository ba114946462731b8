"""Linking form and sheet, which no API can do: what to tell a person, and finding the tab that the answers go to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from ..errors import SheetError, StateError
from ..links.registry import Registry, hold_registry, load_registry, save_registry
from ..nouns.google import Spreadsheet, Tab
from .gateway import Cell, Gateway
from .wanted import Wanted

DOCS = "https://docs.google.com"


@dataclass(frozen=True, slots=True)
class LinkingSteps:
    """What a person does to link form and sheet: three steps, or the lines of a script that does the same."""

    steps: tuple[str, str, str]
    script_address: str
    script: tuple[str, ...]


class ResponseTab(NamedTuple):
    """The tab that answers go to, its spreadsheet, its header as it stands, and other tabs that look like it."""

    spreadsheet: Spreadsheet
    tab: Tab
    header: tuple[str, ...]
    others: tuple[Tab, ...]
    registry: Registry


def edit_address(registry: Registry) -> str:
    """Where the form is edited."""
    return f"{registry.root or DOCS}/forms/d/{registry.form_id}/edit"


def sheet_address(registry: Registry, tab_id: int | None = None) -> str:
    """Where the response sheet is opened."""
    return f"{registry.root or DOCS}/spreadsheets/d/{registry.spreadsheet_id}/edit" + (
        f"#gid={tab_id}" if tab_id is not None else ""
    )


def linking_steps(registry: Registry, wanted: Wanted) -> LinkingSteps:
    """The three steps with the exact addresses and names of this campaign."""
    return LinkingSteps(
        steps=(
            f"Open {edit_address(registry)}#responses with the account that you logged in with.",
            'On the tab "Responses" press "Link to Sheets" and choose "Select existing spreadsheet".',
            f'Choose "{wanted.sheet_title}" ({sheet_address(registry)}) and press "Select".',
        ),
        script_address="https://script.google.com/create",
        script=(
            "function linkSheet() {",
            f'  FormApp.openById("{registry.form_id}")',
            f'    .setDestination(FormApp.DestinationType.SPREADSHEET, "{registry.spreadsheet_id}");',
            "}",
        ),
    )


def find_response_tab(google: Gateway, registry: Registry) -> ResponseTab | None:
    """The tab that the form's answers go to, found by its id and its header, never by its name. None: not linked yet.

    After unlinking and linking again there are several such tabs: the one with the newest answer is the live one.
    Raises SheetError when the linked spreadsheet has no tab with our questions; StateError when there is no form.
    """
    if not registry.form_id:
        raise StateError("There is no form yet.", cure="Run: anubhav setup-forms")
    linked = google.forms.get(registry.form_id).linked_sheet_id
    if not linked and not (registry.adopted and registry.spreadsheet_id):
        return None
    spreadsheet = google.sheets.describe(linked or registry.spreadsheet_id)
    tabs = [tab for tab in spreadsheet.tabs if tab.rows and tab.columns]
    heads = google.sheets.values(spreadsheet.id, [f"{quoted(tab.title)}!1:1" for tab in tabs]) if tabs else []
    headers = {tab.id: _header(head) for tab, head in zip(tabs, heads, strict=True)}
    fitting = [tab for tab in tabs if _fits(headers[tab.id], registry)]
    if not fitting:
        raise SheetError(
            f"No tab of the response sheet {spreadsheet.title!r} has the form's questions in its first row.",
            cure=f"Open {edit_address(registry)}, tab Responses, and check which spreadsheet the form is linked to. If somebody changed the first row, put the questions' titles back.",
        )
    tab = fitting[0] if len(fitting) == 1 else _live(google, spreadsheet, fitting, registry)
    others = tuple(each for each in fitting if each.id != tab.id)
    found = replace(registry, spreadsheet_id=spreadsheet.id, tab_id=tab.id)
    return ResponseTab(spreadsheet, tab, headers[tab.id], others, found)


def remember_tab(found: ResponseTab, data: Path) -> Registry:
    """Note in the registry under `data` where the answers go; gives the registry."""
    with hold_registry(data):
        registry = load_registry(data)
        known = replace(registry, spreadsheet_id=found.registry.spreadsheet_id, tab_id=found.registry.tab_id)
        if known != registry:
            save_registry(known, data)
    return known


def quoted(title: str) -> str:
    """A tab's title as A1 notation wants it."""
    return "'" + title.replace("'", "''") + "'"


def _header(columns: list[list[Cell]]) -> tuple[str, ...]:
    return tuple(normalize("NFC", str(column[0])) if column and column[0] is not None else "" for column in columns)


def _fits(header: tuple[str, ...], registry: Registry) -> bool:
    """A response tab begins with a column of times, and has the titles of most questions, past ones included."""
    shown = {title.strip() for title in header[1:]}
    asked = [titles for titles in registry.titles.values() if titles]
    hits = sum(1 for titles in asked if shown.intersection(title.strip() for title in titles))
    return bool(asked) and hits * 2 >= len(asked)


def _live(google: Gateway, spreadsheet: Spreadsheet, tabs: list[Tab], registry: Registry) -> Tab:
    columns = google.sheets.values(spreadsheet.id, [f"{quoted(tab.title)}!A2:A" for tab in tabs])
    newest = {}
    for tab, column in zip(tabs, columns, strict=True):
        times = [cell for cell in (column[0] if column else []) if isinstance(cell, int | float)]
        newest[tab.id] = (max(times, default=0.0), len(times), tab.id == registry.tab_id)
    return max(tabs, key=lambda tab: newest[tab.id])
