"""Looking at what there is: the registered form and sheet, or those that carry our mark. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import GoogleError, NotFoundError, StateError
from ..links.links_file import read_links
from ..links.registry import Registry
from ..nouns.gateway import FORM_TYPE, SHEET_TYPE, Gateway
from ..nouns.google import DriveFile, Form, Spreadsheet
from ..sentence import Sentence
from .access_checks import check_published
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
    forms: tuple[DriveFile, ...] = ()
    sheets: tuple[DriveFile, ...] = ()
    if not registry.form_id:
        forms = _find(gateway, lambda: _our_forms(gateway, our_form), patient=registry.pending == Action.FORM)
        if forms:
            registry = replace(registry, form_id=forms[0].id, pending="")
    form, file = _form(gateway, registry) if registry.form_id else (None, None)
    permissions = gateway.drive.permissions(registry.form_id) if form else ()
    if not registry.spreadsheet_id:
        ours = partial(gateway.drive.find, SHEET_TYPE, marks=our_form.marks)
        sheets = _find(gateway, ours, patient=registry.pending == Action.SHEET)
        if sheets:
            registry = replace(registry, spreadsheet_id=sheets[0].id, pending="")
    sheet = _sheet(gateway, registry) if registry.spreadsheet_id else None
    twins = tuple(twin.name for twin in (*forms[1:], *sheets[1:]))
    gone = registry.form_id if form is None else ""
    existing = Existing(form, file, permissions, sheet, read_links(links), twins, gone)
    return Sight(existing, replace(registry, root=gateway.root))


def _check_root(gateway: Gateway, registry: Registry) -> None:
    if registry.form_id and bool(registry.root) != bool(gateway.root):
        raise StateError(
            "The form of this campaign is at {where}, and anubhav is now pointed at {now}.",
            cure="Use a folder of its own for each (copy config/ and stations.csv), or set [google] root in config/office.toml and ANUBHAV_GOOGLE_ROOT back.",
            where=_place(registry.root),
            now=_place(gateway.root),
        )


def _place(root: str) -> str:
    return Sentence("the sandbox {netloc}", netloc=urlsplit(root).netloc) if root else Sentence("the real Google")


def _find(gateway: Gateway, search: Callable[[], tuple[DriveFile, ...]], *, patient: bool) -> tuple[DriveFile, ...]:
    for attempt in range(SEARCHES if patient else 1):
        if attempt:
            gateway.pause(SEARCH_PAUSE)
        if files := search():
            return files
    return ()


def _our_forms(gateway: Gateway, our_form: WantedForm) -> tuple[DriveFile, ...]:
    """The forms that carry our mark; before one does, those by the name of their birth."""
    forms = gateway.drive.find(FORM_TYPE)
    marked = tuple(file for file in forms if our_form.marks.items() <= dict(file.marks).items())
    return marked or tuple(file for file in forms if file.name == our_form.birth_name)


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


def binned_or_closed(gateway: Gateway, registry: Registry, *, sheet: bool) -> Iterator[Sentence]:
    """What is said while form or response sheet (`sheet`: whether it is read) lies in the bin, where responses still arrive until Google
    deletes it, and while the form takes no responses. Nothing where Google cannot say."""
    for file_id, said in (
        (registry.form_id, Sentence("The form is in the bin of Google Drive, and Google deletes it for ever after 30 days there. Restore it in Drive, Bin.")),
        (sheet and registry.spreadsheet_id, Sentence("The response sheet is in the bin of Google Drive, and Google deletes it for ever after 30 days there. Restore it in Drive, Bin.")),
    ):  # fmt: skip
        with suppress(GoogleError):
            if file_id and gateway.drive.get(file_id).trashed:
                yield said
    with suppress(GoogleError):
        opening = check_published(gateway.forms.get(registry.form_id), adopted=registry.adopted)
        if not opening.ok:
            yield Sentence("No response can arrive: {said}. {cure}", said=opening.said, cure=opening.cure)
