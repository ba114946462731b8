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
CONTROL = re.compile(r"[^\t\n\r -\ufffd\U00010000-\U0010ffff]")
LINES = 62
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
            sheet = book.add_worksheet(_excel_name(tab.title, [each.name for each in book.worksheets()]))
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
        return f'<table:table-cell office:value-type="string"><text:p>{_plain(text)}</text:p></table:table-cell>'

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
        lines = "".join(f"<tr>{''.join(f'<td>{_plain(text)}</td>' for text in row)}</tr>" for row in rows)
        pages[f"{name.replace('/', '_')}.html"] = f'<meta charset="utf-8"><table class="waffle">{lines}</table>'
    return _zipped(pages)


def pdf(db: sqlite3.Connection, spreadsheet: Spreadsheet) -> bytes:
    """Pages to print, each tab on its own, a row a line; letters beyond Latin ones are question marks."""
    pages = []
    for _, rows in _shown(db, spreadsheet):
        lines = ["   ".join(row).encode("latin-1", "replace") for row in rows] or [b""]
        pages += [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for at, page in enumerate(pages):
        told = b"BT/F 9 Tf 12 TL 40 800 Td"
        for line in page:
            told += b"(" + re.sub(rb"([\\()])", rb"\\\1", line) + b")Tj T*"
        held = "/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
        parts.append(f"<</Type/Page{held}/Contents {5 + 2 * at} 0 R>>".encode())
        parts.append(b"<</Length %d>>stream\n%s\nET\nendstream" % (len(told) + 3, told))
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, b"".join(places))
    return made + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(made))


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


def _plain(text: str) -> str:
    """A text as XML writes it, without the control characters that it has no place for."""
    return escape(CONTROL.sub("", text))


def _quoted(text: str) -> str:
    return '"' + _plain(text).replace('"', "&quot;") + '"'


def _excel_name(title: str, taken: list[str]) -> str:
    """A tab's name as Excel allows it: without some characters, of 31 at most, and none twice."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", CONTROL.sub("", title)).strip("'")[:NAME_MAX].strip("'") or "Sheet"
    names = [plain, *(f"{plain[: NAME_MAX - len(f' {number}')]} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name.lower() not in {each.lower() for each in taken})


WHOLE: dict[str, Callable[[sqlite3.Connection, Spreadsheet], bytes]] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
    "application/x-vnd.oasis.opendocument.spreadsheet": ods,
    ODS: ods,
    "application/pdf": pdf,
    "application/zip": web_pages,
}
"""How a spreadsheet becomes a file, by the MIME types that Drive names."""
