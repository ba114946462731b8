"""The spreadsheet as the API shows it, with cells."""

from __future__ import annotations

import sqlite3

from .. import masks
from ..front import Call
from ..wire import Json
from . import a1, colours, links, store
from .a1 import Window
from .books import resource, tab_parts, tab_properties
from .cells import Mistake, Scalar, Stored, cell_of
from .conditions import holds
from .line_requests import PIXELS
from .reading import Reader
from .show import default_pattern
from .store import Spreadsheet

ERROR_TYPES = {"#NULL!": "NULL_VALUE", "#DIV/0!": "DIVIDE_BY_ZERO", "#VALUE!": "VALUE", "#REF!": "REF", "#NAME?": "NAME", "#NUM!": "NUM", "#N/A": "N_A", "#ERROR!": "ERROR"}  # fmt: skip


def cells_wanted(call: Call, asked: bool) -> bool:
    """Whether a reply has cells: a mask says so by reaching them, and `*` alone does not; without a mask what was asked."""
    if call.mask is None:
        return asked
    return "*" not in call.mask and masks.covers(call.mask, "sheets", "data")


def with_data(db: sqlite3.Connection, spreadsheet: Spreadsheet, areas: list[Window], *, data: bool = True) -> Json:
    """The resource with the cells of the ranges, or of everything; tabs that no range touches are left out."""
    areas = areas or [a1.on_grid(tab, None) for tab in spreadsheet.tabs]
    shown = resource(spreadsheet)
    shown["sheets"] = []
    reader = Reader(db, spreadsheet)
    for tab in spreadsheet.tabs:
        mine = [area for area in areas if area.tab.sheet_id == tab.sheet_id]
        if not mine:
            continue
        sheet: Json = {"properties": tab_properties(tab)}
        if data:
            sheet["data"] = [_block(reader, area) for area in mine]
        shown["sheets"].append(sheet | _met(tab_parts(tab), mine))
    return shown


def _met(parts: Json, areas: list[Window]) -> Json:
    """The parts of a tab, of its merges, filter, rules and bands only those that meet one of the ranges."""

    def meets(one: Json) -> bool:
        places = one.get("ranges") or [one.get("range", one)]
        return any(a1.touches(place, area) for place in places for area in areas)

    for name in ("merges", "basicFilter", "conditionalFormats", "bandedRanges"):
        if isinstance(part := parts.get(name), list):
            parts[name] = [one for one in part if meets(one)]
        elif part and not meets(part):
            del parts[name]
    return {name: part for name, part in parts.items() if part != []}


def _block(reader: Reader, area: Window) -> Json:
    reader.home = area.tab
    block: Json = {}
    if area.top:
        block["startRow"] = area.top
    if area.left:
        block["startColumn"] = area.left
    rows: list[Json] = []
    for number, cells in store.read(reader.db, area.tab, area.top, area.bottom):
        part = cells[area.left : area.right]
        if not part:
            continue
        rows += [{} for _ in range(number - area.top - len(rows))]
        rows.append({"values": [cell_data(reader, one) for one in part]})
        for rule in reversed(area.tab.parts.get("conditionalFormats", ())):
            _paint(reader, rule, area, number, part, rows[-1]["values"])
    _add_validations(area, rows)
    if rows:
        block["rowData"] = rows
    sizes = area.tab.parts.get("dimensions", {})
    for name, dimension, first, last in (
        ("rowMetadata", "ROWS", area.top, area.bottom),
        ("columnMetadata", "COLUMNS", area.left, area.right),
    ):
        kept, usual = sizes.get(dimension, {}), {"pixelSize": PIXELS[dimension]}
        if first < last:
            block[name] = [usual | kept.get(str(line), {}) for line in range(first, last)]
    return block


def _paint(reader: Reader, rule: Json, area: Window, row: int, cells: list[Stored], shown: list[Json]) -> None:
    """Let the cells of a row look as a rule says for those that meet it; scales of colours are kept, not painted."""
    for ends in rule["ranges"] if "booleanRule" in rule else ():
        if ends["startRowIndex"] <= row < ends["endRowIndex"]:
            first, behind = max(0, ends["startColumnIndex"] - area.left), max(0, ends["endColumnIndex"] - area.left)
            for one, cell in list(zip(cells, shown, strict=True))[first:behind]:
                wish, look = rule["booleanRule"].get("format", {}), cell.get("effectiveFormat")
                if look and holds(rule["booleanRule"]["condition"], reader.effective(one), reader.text(one)):
                    texts = {"textFormat": look["textFormat"] | wish.get("textFormat", {})}
                    cell["effectiveFormat"] = {name: (wish | texts).get(name, part) for name, part in look.items()}


def _add_validations(area: Window, rows: list[Json]) -> None:
    """Put the rules of validation into the cells they are for, empty ones too."""
    for one in area.tab.parts.get("validations", []):
        ends = one["range"]
        for row in range(max(area.top, ends["startRowIndex"]), min(area.bottom, ends["endRowIndex"])):
            for column in range(max(area.left, ends["startColumnIndex"]), min(area.right, ends["endColumnIndex"])):
                rows += [{} for _ in range(row - area.top + 1 - len(rows))]
                cells = rows[row - area.top].setdefault("values", [])
                cells += [{} for _ in range(column - area.left + 1 - len(cells))]
                cells[column - area.left]["dataValidation"] = one["rule"]


def cell_data(reader: Reader, one: Stored) -> Json:
    """A CellData: what was entered, what it comes to, how it looks."""
    cell = cell_of(one)
    shown: Json = {}
    value = reader.effective(one)
    given, address = links.told(reader.format(cell.format), reader.address(cell.formula) if cell.formula else "")
    if cell.formula:
        shown["userEnteredValue"] = {"formulaValue": cell.formula}
    elif cell.value is not None:
        shown["userEnteredValue"] = _extended(cell.value)
    if value is not None and value != "":
        shown["effectiveValue"] = _error(value) if isinstance(value, Mistake) else _extended(value)
        shown["formattedValue"] = reader.text(one)
    if given:
        shown["userEnteredFormat"] = given
    if given or cell.formula or value is not None:
        look = None if cell.formula else reader.looks.get((cell.format, type(value)))
        look = shown["effectiveFormat"] = look or _effective(reader, one, value, address, given)
        if not cell.formula:
            reader.looks[cell.format, type(value)] = look
    if not address and len(cell.runs) == 1:  # the link of a part of the text is told with that part alone
        address = cell.runs[0]["format"].get("link", {}).get("uri", "")
    if address:
        shown["hyperlink"] = address
    if cell.note:
        shown["note"] = cell.note
    if cell.runs:
        shown["textFormatRuns"] = cell.runs
    return shown


def _extended(value: Scalar) -> Json:
    if isinstance(value, bool):
        return {"boolValue": value}
    return {"stringValue": value} if isinstance(value, str) else {"numberValue": value}


def _error(value: Mistake) -> Json:
    said = {"message": value.message} if value.message else {}
    return {"errorValue": {"type": ERROR_TYPES[str(value)], **said}}


def _effective(reader: Reader, one: Stored, value: Scalar, address: str, given: Json) -> Json:
    base: Json = dict(reader.spreadsheet.properties["defaultFormat"])
    if kind := given.get("numberFormat", {}).get("type"):
        pattern = given["numberFormat"].get("pattern") or default_pattern(kind, reader.locale)
        base["numberFormat"] = {"type": kind} | ({"pattern": pattern} if pattern else {})
    elif figures := reader.number_format(one):
        base["numberFormat"] = figures
    if not isinstance(value, str) and value is not None:
        base["horizontalAlignment"] = "CENTER" if isinstance(value, bool) else "LEFT" if kind == "TEXT" else "RIGHT"
    elif isinstance(value, str):
        base["horizontalAlignment"] = "LEFT"
    base["textFormat"] = base["textFormat"] | {"fontFamily": _font(reader.spreadsheet.properties)}
    if value is not None:
        base["hyperlinkDisplayType"] = "LINKED" if address else "PLAIN_TEXT"
    if address:
        base["textFormat"] = base["textFormat"] | colours.settled(colours.LINK) | {"link": {"uri": address}}
    for name, item in given.items():
        if name != "numberFormat":
            base[name] = base[name] | item if name in ("textFormat", "padding") else item
    return dict(sorted(base.items(), key=lambda part: colours.PLACES[part[0]]))


def _font(properties: Json) -> str:
    """The font of cells that have none of their own: of several that the default names, the theme's."""
    names = str(properties["defaultFormat"]["textFormat"]["fontFamily"])
    return str(properties["spreadsheetTheme"].get("primaryFontFamily", "Arial")) if "," in names else names
