"""What people and Google do to a response sheet behind the toolkit's back."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .faults import Fault, Rule
from .forms import sheet
from .forms import store as forms
from .refusal import Refusal
from .sheets import dimensions, responses, store
from .sheets.books import check_place
from .sheets.cells import Stored, cell_of
from .sheets.store import Tab

FEW = 3


@dataclass(frozen=True)
class Scene:
    """Where a fault of the world strikes: the response tab of a form."""

    db: sqlite3.Connection
    rule: Rule
    chances: random.Random
    when: datetime
    form_id: str

    @property
    def tab(self) -> Tab:
        """The response tab. Raises Refusal when there is none."""
        wanted = self.rule.options
        spreadsheet_id, sheet_id = wanted.get("spreadsheet"), wanted.get("sheet")
        if spreadsheet_id is None or sheet_id is None:
            query = "SELECT spreadsheet_id, sheet_id FROM forms WHERE sheet_id IS NOT NULL AND (form_id = ? OR ? = '')"
            linked = self.db.execute(query, (self.form_id, self.form_id)).fetchall()
            linked = [row for row in linked if spreadsheet_id in (None, row[0])]
            if not linked:
                raise Refusal(
                    400, f"Sandbox: the fault {self.rule.fault} needs a linked form, or spreadsheet and sheet."
                )
            spreadsheet_id, sheet_id = linked[-1]
        return store.tab_by_id(self.db, spreadsheet_id, sheet_id)

    def data(self) -> list[tuple[int, list[Stored]]]:
        """The rows below the header that hold something."""
        return list(store.read(self.db, self.tab, 1, self.tab.rows))

    def few(self) -> list[tuple[int, list[Stored]]]:
        """Some rows by chance, `count` of them."""
        rows = self.data()
        return sorted(self.chances.sample(rows, min(self.rule.options.get("count", FEW), len(rows))))

    def column(self, usual: int) -> int:
        """The column that the plan names: a number from 0, or a header's text. Raises Refusal."""
        wanted = self.rule.options.get("column", usual)
        names = responses.header(self.db, self.tab.spreadsheet_id, self.tab.sheet_id)
        if wanted not in names and wanted not in range(self.tab.columns):
            raise Refusal(400, f"Sandbox: the fault {self.rule.fault} finds no column {wanted!r}.")
        return wanted if isinstance(wanted, int) else names.index(wanted)

    def set_header(self, column: int, text: str) -> None:
        """Write a text into the first row."""
        names: list[Stored] = list(responses.header(self.db, self.tab.spreadsheet_id, self.tab.sheet_id))
        names += [None] * (column + 1 - len(names))
        names[column] = text
        store.write(self.db, self.tab, [(0, names)])

    def insert_column(self, at: int) -> None:
        """Put an empty column in front of column `at`."""
        book = store.get(self.db, self.tab.spreadsheet_id)
        dimensions.insert_lines(self.db, book, self.tab, "COLUMNS", at, 1, before=True)


def _late(scene: Scene) -> str:
    responses.hold_back(scene.db, scene.tab.spreadsheet_id, scene.rule.options.get("hold", FEW))
    return "rows are held back"


def _edited(scene: Scene) -> str:
    rows = scene.few()
    for row, cells in rows:
        figures = [
            at for at, one in enumerate(cells) if isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= 5
        ]
        column = scene.column(scene.chances.choice(figures) if figures else len(cells) - 1)
        old = cell_of(cells[column]) if column < len(cells) else cell_of(None)
        cells += [None] * (column + 1 - len(cells))
        if isinstance(old.value, int) and 1 <= old.value <= 5:
            new: Any = scene.chances.choice([mark for mark in range(1, 6) if mark != old.value])
        else:
            new = f"{old.value or ''} (edited)".strip()
        cells[column] = replace(old, value=new).stored()
        store.write(scene.db, scene.tab, [(row, cells)])
    return f"rows {[row + 1 for row, _ in rows]}"


def _deleted(scene: Scene) -> str:
    rows = [row for row, _ in scene.few()]
    for row in reversed(rows):
        book = store.get(scene.db, scene.tab.spreadsheet_id)
        dimensions.delete_lines(scene.db, book, scene.tab, "ROWS", row, row + 1)
    return f"rows {[row + 1 for row in rows]}"


def _blanked(scene: Scene) -> str:
    rows = [row for row, _ in scene.few()]
    store.write(scene.db, scene.tab, [(row, []) for row in rows])
    return f"rows {[row + 1 for row in rows]}"


def _shuffled(scene: Scene) -> str:
    rows = scene.data()
    contents = [cells for _, cells in rows]
    scene.chances.shuffle(contents)
    store.write(scene.db, scene.tab, [(row, cells) for (row, _), cells in zip(rows, contents, strict=True)])
    return f"{len(rows)} rows"


def _added_column(scene: Scene) -> str:
    at = scene.rule.options.get("at", 1)
    scene.insert_column(at)
    scene.set_header(at, scene.rule.options.get("header", "Remarks"))
    return f"column {at}"


def _renamed_column(scene: Scene) -> str:
    column = scene.column(1)
    scene.set_header(column, scene.rule.options.get("header", "Renamed"))
    return f"column {column}"


def _duplicated_column(scene: Scene) -> str:
    column = scene.column(1)
    names = responses.header(scene.db, scene.tab.spreadsheet_id, scene.tab.sheet_id)
    scene.insert_column(len(names))
    scene.set_header(len(names), names[column])
    return f"column {column} again as {len(names)}"


def _removed_column(scene: Scene) -> str:
    column = scene.column(1)
    book = store.get(scene.db, scene.tab.spreadsheet_id)
    dimensions.delete_lines(scene.db, book, scene.tab, "COLUMNS", column, column + 1)
    return f"column {column}"


def _second_tab(scene: Scene) -> str:
    tab = scene.tab
    (form_id,) = scene.db.execute("SELECT form_id FROM forms WHERE sheet_id = ?", (tab.sheet_id,)).fetchone()
    form = forms.find(scene.db, form_id)
    assert form is not None
    linked = sheet.link(scene.db, sheet.unlink(scene.db, form), tab.spreadsheet_id, scene.when)
    return f"tab {linked.sheet_id}"


def _localised(scene: Scene) -> str:
    title = str(scene.rule.options.get("tab", "फ़ॉर्म के जवाब 1"))
    store.save_tab(scene.db, replace(scene.tab, title=title))
    scene.set_header(0, scene.rule.options.get("header", "टाइमस्टैम्प"))
    return title


def _wrong_zone(scene: Scene) -> str:
    book = store.get(scene.db, scene.tab.spreadsheet_id)
    options = scene.rule.options
    place = {"timeZone": options.get("zone", "America/Los_Angeles"), "locale": options.get("locale", "en_US")}
    check_place(place, unsupported=frozenset())  # a person chooses it
    book.properties.update(place)
    store.save(scene.db, book)
    return str(book.properties["timeZone"])


def _full(scene: Scene) -> str:
    """Cut the response tab to its responses and fill up to 10 million cells with another tab."""
    tab = scene.tab
    store.save_tab(scene.db, replace(tab, rows=max(2, store.last_row(scene.db, tab.key) + 1)))
    book = store.get(scene.db, tab.spreadsheet_id)
    room = store.CELLS_MAX - sum(one.cells for one in book.tabs)
    if room > 0:
        store.add_tab(scene.db, book.id, "Archive", rows=room, columns=1)
    return f"{room} cells taken"


def _stale(scene: Scene) -> str:
    """A person changes the form's description, so that its revision moves on."""
    query = "SELECT form_id FROM forms WHERE form_id = ? OR ? = ''"
    row = scene.db.execute(query, (scene.form_id, scene.form_id)).fetchone()
    form = forms.find(scene.db, row[0]) if row else None
    if form is None:
        raise Refusal(400, f"Sandbox: the fault {scene.rule.fault} needs a form.")
    content = dict(form.content)
    info = dict(content["info"])
    info["description"] = (info.get("description", "") + "\nChanged by hand.").strip()
    changed = forms.write_content(scene.db, form, content | {"info": info})
    return f"revision {changed.revision_id}"


MEDDLERS: dict[Fault, Callable[[Scene], str]] = {
    Fault.LATE_ROWS: _late,
    Fault.EDITED_ROWS: _edited,
    Fault.DELETED_ROWS: _deleted,
    Fault.BLANKED_ROWS: _blanked,
    Fault.SHUFFLED_ROWS: _shuffled,
    Fault.ADDED_COLUMN: _added_column,
    Fault.RENAMED_COLUMN: _renamed_column,
    Fault.DUPLICATED_COLUMN: _duplicated_column,
    Fault.REMOVED_COLUMN: _removed_column,
    Fault.SECOND_TAB: _second_tab,
    Fault.LOCALISED: _localised,
    Fault.WRONG_ZONE: _wrong_zone,
    Fault.FULL_SHEET: _full,
    Fault.STALE_REVISION: _stale,
}


def meddle(db: sqlite3.Connection, rule: Rule, chances: random.Random, when: datetime, *, form_id: str = "") -> str:
    """Change the world as a rule says; gives what was done. Raises Refusal when there is nothing to change."""
    return MEDDLERS[rule.fault](Scene(db, rule, chances, when, rule.options.get("form", form_id)))
