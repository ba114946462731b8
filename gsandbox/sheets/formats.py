"""A whole spreadsheet as a file: XLSX with formulas and looks of figures, ODS, PDF and zipped HTML with the texts as shown."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from . import a1, store
from .cells import cell_of
from .reading import Reader
from .store import Spreadsheet

NAME_MAX = 31
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
Shown = list[tuple[str, list[list[str]]]]
"""The tabs by name, with their texts as a person sees them."""


def xlsx(db: sqlite3.Connection, spreadsheet: Spreadsheet) -> bytes:
    """An Excel workbook."""
    from xlsxwriter import Workbook  # only who downloads one waits for it

    out, reader = io.BytesIO(), Reader(db, spreadsheet)
    with Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        looks: dict[str, Any] = {}
        for tab in spreadsheet.tabs:
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", tab.title)[:NAME_MAX])
            reader.home = tab
            for row, cells in store.read(db, tab, 0, tab.rows):
                for column, one in enumerate(cells):
                    cell, value = cell_of(one), reader.effective(one)
                    pattern = str(reader.number_format(one).get("pattern", ""))
                    if pattern not in looks:
                        looks[pattern] = book.add_format({"num_format": pattern} if pattern else {})
                    look = looks[pattern]
                    if cell.formula:
                        sheet.write_formula(row, column, cell.formula, look, "" if value is None else value)
                    elif isinstance(value, str):
                        sheet.write_string(row, column, value, look)
                    elif value is not None:
                        sheet.write(row, column, value, look)
    return out.getvalue()


def ods(db: sqlite3.Connection, spreadsheet: Spreadsheet) -> bytes:
    """An OpenDocument spreadsheet."""

    def cell(text: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'

    tables = "".join(
        f"<table:table table:name={_quoted(name)}>"
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows or [[""]])
        + "</table:table>"
        for name, rows in _shown(db, spreadsheet)
    )
    spaces = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", ODS), ("content.xml", "text/xml"))
    )
    return _zipped(
        {
            "mimetype": ODS,
            "content.xml": f'<office:document-content {spaces} office:version="1.2">{body}</office:document-content>',
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0" m:version="1.2">{entries}</m:manifest>',
        }
    )


def web_pages(db: sqlite3.Connection, spreadsheet: Spreadsheet) -> bytes:
    """A page for each tab, zipped."""
    pages = {}
    for name, rows in _shown(db, spreadsheet):
        lines = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
        pages[f"{name.replace('/', '_')}.html"] = f'<meta charset="utf-8"><table class="waffle">{lines}</table>'
    return _zipped(pages)


def pdf(db: sqlite3.Connection, spreadsheet: Spreadsheet) -> bytes:
    """Pages to print, a tab after the other; letters that the PDF's own fonts lack are boxes."""
    from reportlab.lib.pagesizes import A4, landscape  # only who downloads one waits for it
    from reportlab.platypus import PageBreak, SimpleDocTemplate, Table

    out, parts = io.BytesIO(), list[Any]()
    for _, rows in _shown(db, spreadsheet):
        width = max((len(row) for row in rows), default=1)
        parts += [Table([row + [""] * (width - len(row)) for row in rows] or [[""]]), PageBreak()]
    SimpleDocTemplate(out, pagesize=landscape(A4), title=spreadsheet.properties["title"]).build(parts)
    return out.getvalue()


def _shown(db: sqlite3.Connection, spreadsheet: Spreadsheet) -> Shown:
    reader = Reader(db, spreadsheet)
    found = [(tab.title, reader.values(a1.on_grid(tab, None))) for tab in spreadsheet.tabs]
    return [(title, [[str(one) for one in row] for row in rows]) for title, rows in found]


def _zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in files.items():
            kind = zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(path, text.encode(), kind)
    return out.getvalue()


def _quoted(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


WHOLE: dict[str, Callable[[sqlite3.Connection, Spreadsheet], bytes]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
    "application/x-vnd.oasis.opendocument.spreadsheet": ods,
    ODS: ods,
    "application/pdf": pdf,
    "application/zip": web_pages,
}
"""How a spreadsheet becomes a file, by the MIME types that Drive names."""
