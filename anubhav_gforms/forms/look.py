"""Looking at what there is: the registered form and sheet, or those that carry our mark. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import NotFoundError, StateError
from ..links.links_file import read_links
from ..links.registry import Registry
from ..nouns.gateway import FORM_TYPE, SHEET_TYPE, Gateway
from ..nouns.google import DriveFile, Form, Spreadsheet
from ..sentence import Sentence
from .steps import Action, Existing
from .wanted import WantedForm

SEARCHES = 3
"""How often to look for a file whose create reply was lost, before it is taken as never made."""
SEARCH_PAUSE = 5.0
"""Seconds between two looks; a new file may take a moment to be found."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen, and the registry with the ids that were found."""

    existing: Existing
    registry: Registry


def look(gateway: Gateway, our_form: WantedForm, registry: Registry, *, links: Path) -> Sight:
    """See the form, its permissions, its sheet and links.csv. Finds what an interrupted run made, by its mark.

    Raises StateError when the registry belongs to another Google (a sandbox instead of the real one, or the reverse).
    """
    _check_root(gateway, registry)
    twins: tuple[DriveFile, ...] = ()
    form, file = None, None
    if not registry.form_id:
        files = _find_form(gateway, our_form, patient=registry.pending == Action.FORM)
        twins += files[1:]
        if files:
            registry = replace(registry, form_id=files[0].id, pending="")
    if registry.form_id:
        form, file = _form(gateway, registry)
    permissions = gateway.drive.permissions(registry.form_id) if form else ()
    if not registry.spreadsheet_id:
        files = _find_sheet(gateway, our_form, patient=registry.pending == Action.SHEET)
        twins += files[1:]
        if files:
            registry = replace(registry, spreadsheet_id=files[0].id, pending="")
    sheet = _sheet(gateway, registry) if registry.spreadsheet_id else None
    text = read_links(links)
    gone = registry.form_id if form is None else ""
    existing = Existing(form, file, permissions, sheet, text, tuple(twin.name for twin in twins), gone)
    return Sight(existing, replace(registry, root=gateway.root))


def _check_root(gateway: Gateway, registry: Registry) -> None:
    if registry.form_id and bool(registry.root) != bool(gateway.root):
        where, now = (_place(registry.root), _place(gateway.root))
        raise StateError(
            "The form of this campaign is at {where}, and anubhav is now pointed at {now}.",
            cure="Use a folder of its own for each (copy config/ and stations.csv), or set [google] root in config/office.toml and ANUBHAV_GOOGLE_ROOT back.",
            where=where,
            now=now,
        )


def _place(root: str) -> str:
    return Sentence("the sandbox {netloc}", netloc=urlsplit(root).netloc) if root else Sentence("the real Google")


def _find_form(gateway: Gateway, our_form: WantedForm, *, patient: bool) -> tuple[DriveFile, ...]:
    for attempt in range(SEARCHES if patient else 1):
        if attempt:
            gateway.pause(SEARCH_PAUSE)
        forms = gateway.drive.find(FORM_TYPE)
        marked = tuple(file for file in forms if our_form.marks.items() <= dict(file.marks).items())
        files = marked or tuple(file for file in forms if file.name == our_form.birth_name)
        if files:
            return files
    return ()


def _find_sheet(gateway: Gateway, our_form: WantedForm, *, patient: bool) -> tuple[DriveFile, ...]:
    for attempt in range(SEARCHES if patient else 1):
        if attempt:
            gateway.pause(SEARCH_PAUSE)
        if files := gateway.drive.find(SHEET_TYPE, marks=our_form.marks):
            return files
    return ()


def _form(gateway: Gateway, registry: Registry) -> tuple[Form | None, DriveFile | None]:
    try:
        file = gateway.drive.get(registry.form_id)
        return (None, None) if file.trashed else (gateway.forms.get(registry.form_id), file)
    except NotFoundError:
        return None, None


def _sheet(gateway: Gateway, registry: Registry) -> Spreadsheet | None:
    try:
        if gateway.drive.get(registry.spreadsheet_id, subject="sheet").trashed:
            return None
        return gateway.sheets.describe(registry.spreadsheet_id)
    except NotFoundError:
        return None
