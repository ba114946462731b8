"""A workbook read back by another library, cell by cell: what an office would find wrong with it."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

POINTS = {
    "raw_mean", "score", "low", "high", "kind_mean", "mean", "upper_edge", "lower_edge", "average_visitor",
    "score_with_set_aside", "score_without_alike",
}  # fmt: skip
SHARES = re.compile(
    r"p_.+|reliability|change_q|money_(share|low|high|probability)|receipt_(share|low|high)|purpose_missing|share"
)
DATES = ("monday",)
IN_WORDS = ("Summary", "Dictionary", "About")
HINDI = re.compile("[\u0900-\u097f]")
SIGNS = ("=", "+", "-", "@")


def faults(path: Path) -> list[str]:
    """Every fault, with its sheet; [] when there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Excel's bars in cells, which this library does not keep
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    explained = {row[0]: row[1:] for row in book["Dictionary"].iter_rows(min_row=2, values_only=True)}
    said = [f"Dictionary: {name} in one language" for name, (hi, en) in explained.items() if not (_hindi(hi) and en)]
    if book.sheetnames[0] != "Summary" or book.sheetnames[-2:] != ["Dictionary", "About"]:
        said.append(f"sheets {book.sheetnames}")
    for sheet in book:
        said += [f"{sheet.title}: {fault}" for fault in (*_print_faults(sheet), *_texts(sheet))]
        if sheet.title == "Summary" and {each.alignment.horizontal for each in sheet["G"][1:] if each.value} != {
            "center"
        }:
            said.append("Summary: the letter stands against the number before it")
        if sheet.title in IN_WORDS:
            heads = " ".join(str(cell.value) for cell in sheet[1] if cell.value)
            said += [] if _hindi(heads) and re.search("[A-Za-z]", heads) else [f"{sheet.title}: head in one language"]
        else:
            said += [f"{sheet.title}: {fault}" for fault in _figures(sheet, explained)]
    return said


def _hindi(text: object) -> bool:
    return bool(HINDI.search(str(text or "")))


def _print_faults(sheet: Any) -> Iterator[str]:
    setup, fit = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    if (setup.orientation, str(setup.paperSize)) != ("landscape", "9"):
        yield f"no A4 across: {setup.orientation} {setup.paperSize}"
    if not (fit and fit.fitToPage) or setup.fitToWidth not in (None, 1) or setup.fitToHeight != 0:
        yield "not as wide as one page"
    if sheet.print_title_rows != "$1:$1":
        yield "the head is not repeated"
    if not sheet.freeze_panes or int(re.sub(r"\D", "", sheet.freeze_panes)) != 2:
        yield "the head does not stay"
    if "&P" not in (sheet.oddFooter.right.text or ""):
        yield "no page numbers"
    if not (_hindi(sheet.oddHeader.left.text) and sheet.oddHeader.right.text):
        yield "its week is not said in both languages"


def _texts(sheet: Any) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" or (isinstance(cell.value, str) and cell.value.startswith(SIGNS)):
                yield f"{cell.coordinate} would be run"
            if isinstance(cell.value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d.*", cell.value):
                yield f"{cell.coordinate} is a day as text"


def _figures(sheet: Any, explained: dict[str, Any]) -> Iterator[str]:
    heads = [str(cell.value) for cell in sheet[1]]
    yield from (f"column {name} is not in the dictionary" for name in heads if name not in explained)
    most = dict.fromkeys(POINTS, 100.0) | {name: 1.0 for name in heads if SHARES.fullmatch(name)}
    if "share" in heads:
        most |= {"low": 1.0, "high": 1.0}
    for cells in sheet.iter_rows(min_row=2):
        row = dict(zip(heads, cells, strict=True))
        for name, cell in row.items():
            if cell.value is None:
                continue
            if name in DATES and not (isinstance(cell.value, datetime) and cell.number_format == "dd-mm-yyyy"):
                yield f"{cell.coordinate}: {cell.value!r} is no day as an office writes it"
            if name in most and not (isinstance(cell.value, int | float) and 0 <= cell.value <= most[name]):
                yield f"{cell.coordinate}: {name} {cell.value!r} lies outside 0 to {most[name]:g}"
            if name in most and ("%" in cell.number_format) != (most[name] == 1.0):
                yield f"{cell.coordinate}: {name} is shown as {cell.number_format}"
        edge = row.get("lower_edge"), row.get("upper_edge")
        if any(each and each.value is not None for each in edge) and not row["letter"].value:
            yield f"{edge[0].coordinate}: edges of a letter that is not given"
