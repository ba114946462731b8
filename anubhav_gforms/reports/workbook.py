"""Contents → an Excel workbook for analysts: real numbers with the digits of the page, frozen heads, filters, letters in colour, no live formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import compress
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..grading.columns import letters_of
from ..grading.table import WHOLE as WHOLE_OF_GRADES
from ..language import both
from ..nouns.week import Week
from ..sentence import Sentence
from . import phrases, terms
from .contents import Contents
from .dictionary import described_columns
from .digits import UNSURE, as_on_the_page, is_share, row_on_the_page
from .files import grade_columns
from .how_read import how_to_read
from .overdue import late_flags
from .palette import shades
from .records import plain_columns
from .table_sheet import TableSheet

A4 = 9
"""Excel's number of the paper."""
PRINTED = 14
"""Columns that are printed: up to the status; the others are for the screen."""
NUMBER, WHOLE, SHARE, SHARE_OF_UNSURE, OFFICE_DAY = "0.0", "#,##0", "0%", "0.0%", "dd-mm-yyyy"
WIDTHS = {
    "name_en": 34,
    "name_hi": 34,
    "district": 9,
    "kind": 12,
    "status": 21,
    "code": 11,
    "silent": 40,
    "letters": 24,
}
FURTHER_TABLES = ("week", "monday", "mean", "question", "lean", "cut", "k", "share", "quarter")
"""Columns of the other sheets that the grades do not have."""
SUMMARY = (
    (Sentence("Station"), 44),
    (Sentence("District"), 24),
    (Sentence("Kind"), 24),
    (Sentence("Score"), 8),
    (Sentence("Lower end"), 8),
    (Sentence("Upper end"), 8),
    (Sentence("Letter"), 9),
    (Sentence("Status"), 24),
    (Sentence("Responses"), 11),
)
"""Columns of the first sheet, and their widths."""
WHOLE_COLUMNS = {*WHOLE_OF_GRADES, "k"}


def workbook_bytes(contents: Contents) -> bytes:
    """The grades as .xlsx: sheets Summary (in words, for print), Stations, Districts, Range (and Ranges, of several), Weeks, Questions, Areas, Shares, Letters, Dictionary (what each column means, in both languages) and About. The same input, the same bytes."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    when = contents.freshness.data_up_to or datetime.combine(contents.week.sunday, datetime.min.time())
    office = contents.campaign.office.office
    book.set_properties(
        {"title": f"{office.range_en}, {contents.week_words.en}", "author": office.name_en, "created": _naive(when)}
    )
    _summary(book, contents)
    table = _columns(contents.table[grade_columns(contents.table, contents.letters)])
    for level, name in (("station", "Stations"), ("district", "Districts"), ("range", "Range")):
        of_level = [each == level for each in table["level"]]
        _sheet(book, name, {column: list(compress(cells, of_level)) for column, cells in table.items()}, contents)
    if len(contents.regions):
        _sheet(book, "Ranges", _columns(contents.regions), contents)
    _weekly(book, "Weeks", contents.weekly, ["n", "mean"], contents)
    asked = ["level", "code", "question", "n", "mean"]
    _sheet(book, "Questions", _columns(contents.questions[asked]), contents)
    for name, frame in (("Areas", contents.areas), ("Shares", contents.shares)):
        if len(frame):
            _sheet(book, name, _columns(frame), contents)
    _weekly(book, "Letters", contents.history, ["letter", "score"], contents)
    _dictionary(book, contents)
    _about(book, contents)
    book.close()
    return file.getvalue()


def _columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Its columns as the page rounds them: Excel rounds a half up, and showed 83% beside the page's 82."""
    return plain_columns(as_on_the_page(frame))


def _weekly(book: Any, name: str, frame: pd.DataFrame, figures: list[str], contents: Contents) -> None:
    """A sheet with a row a place and week, the week's first day beside its name."""
    values = _columns(frame[["code", "week", *figures]])
    mondays = {week: Week(week).monday for week in set(values["week"])}
    columns = {"code": values["code"], "week": values["week"], "monday": [mondays[week] for week in values["week"]]}
    _sheet(book, name, columns | {figure: values[figure] for figure in figures}, contents)


def _naive(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when


def _sheet(book: Any, name: str, table: Mapping[str, Sequence[Any]], contents: Contents) -> None:
    sheet: TableSheet = book.add_worksheet(name, TableSheet)
    columns, count = list(table), len(next(iter(table.values())))
    head = book.add_format(
        {"bold": True, "bg_color": "#10264D", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
    )
    for number, column in enumerate(columns):
        middle = {"align": "center"} if column in ("letter", "previous_letter", "uncapped_letter") else {}
        shown = WHOLE if _whole(column, table[column]) else _format(column, of_shares="share" in columns)
        cells = book.add_format({"num_format": shown, **middle})
        sheet.set_column(number, number, WIDTHS.get(column, 10), cells)
    sheet.write_table(columns, list(table.values()), head)
    sheet.freeze_panes(1, 3 if "name_en" in columns else 1)
    _printed(sheet, contents)
    sheet.print_area(0, 0, count, min(len(columns), PRINTED) - 1)
    if count:
        sheet.autofilter(0, 0, count, len(columns) - 1)
        _colour(book, sheet, columns, count, contents)


def _summary(book: Any, contents: Contents) -> None:
    """The stations in words, Hindi and English, as they are read and printed."""
    sheet: TableSheet = book.add_worksheet(both("Summary").en, TableSheet)
    head = book.add_format({"bold": True, "bg_color": "#E9EDF4", "text_wrap": True, "valign": "vcenter", "border": 1})
    plain_cell = book.add_format({"text_wrap": True, "valign": "vcenter"})
    number = book.add_format({"num_format": NUMBER, "valign": "vcenter"})
    middle = book.add_format({"align": "center", "valign": "vcenter"})
    for column, (_, width) in enumerate(SUMMARY):
        sheet.set_column(column, column, width)
    districts = {each.code: f"{each.name_hi}\n{each.name_en}" for each in contents.campaign.districts}
    rows = [
        (
            f"{row['name_hi']}\n{row['name_en']}",
            districts[row["district"]],
            _on_two_lines(terms.KINDS[row["kind"]]),
            row["score"],
            row["low"],
            row["high"],
            letters_of(row),
            _on_two_lines(row["status"]),
            contents.count_shown(int(row["responses"])),
        )
        for row in map(row_on_the_page, contents.rows)
    ]
    titles = [_on_two_lines(title) for title, _ in SUMMARY]
    formats = [*[plain_cell] * 3, *[number] * 3, middle, *[plain_cell] * 2]
    sheet.write_table(titles, [*zip(*rows, strict=True)], head, formats)
    sheet.freeze_panes(1, 1)
    _printed(sheet, contents)
    _colour(book, sheet, ["", "", "", "", "", "", "letter"], len(contents.stations), contents)


def _on_two_lines(sentence: str) -> str:
    text = both(sentence)
    return f"{text.hi}\n{text.en}"


def _dictionary(book: Any, contents: Contents) -> None:
    """What every column of every sheet holds."""
    head, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    heading, holds = both("Column"), both("What it holds")
    columns = [*grade_columns(contents.table, contents.letters), *FURTHER_TABLES]
    meanings = ((column, both(meaning)) for column, meaning in described_columns(columns))
    rows = [(column, text.hi, text.en) for column, text in meanings]
    sheet = _of_texts(book, "Dictionary", [(f"{heading.hi} · {heading.en}", holds.hi, holds.en), *rows], head, contents)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 2, 70, wrapped)
    sheet.freeze_panes(1, 1)


def _of_texts(book: Any, name: str, rows: Sequence[Sequence[str]], head: Format, contents: Contents) -> Worksheet:
    """A sheet of texts, the first row its head."""
    sheet: Worksheet = book.add_worksheet(name)
    for line, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.write_string(line, column, text, None if line else head)
    _printed(sheet, contents)
    return sheet


def _printed(sheet: Worksheet, contents: Contents) -> None:
    """A4 across, as wide as one page, its head on each, page numbers below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_header(f"&L{contents.week_words.hi}&R{contents.week_words.en}")
    sheet.set_footer("&L&A&R&P / &N")


def _format(column: str, *, of_shares: bool) -> str:
    """How a column's numbers are shown; in a table of shares its interval is one as well."""
    if column == "monday":
        return OFFICE_DAY
    if is_share(column, of_shares=of_shares):
        return SHARE_OF_UNSURE if column in UNSURE else SHARE
    return NUMBER


def _whole(column: str, values: Sequence[Any]) -> bool:
    """Whether a column is of counts."""
    return column in WHOLE_COLUMNS or {*map(type, values)} in ({int}, {int, type(None)})


def _colour(book: Any, sheet: Worksheet, columns: Sequence[str], count: int, contents: Contents) -> None:
    """Letters on their colours; a bar in the score's cell."""
    if "letter" in columns:
        column = columns.index("letter")
        for letter, shade in shades(contents.letters).items():
            look: Format = book.add_format({"bg_color": shade.fill, "font_color": shade.ink, "bold": True})
            rule = {"type": "cell", "criteria": "==", "value": f'"{letter}"', "format": look}
            sheet.conditional_format(1, column, count, column, rule)
    if "score" in columns:
        column = columns.index("score")
        ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
        bar = {"type": "data_bar", "bar_color": "#9CC0E6", "bar_solid": True, **ends}
        sheet.conditional_format(1, column, count, column, bar)


def _about(book: Any, contents: Contents) -> None:
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    said = [
        both("How to read this"), *contents.marked, *contents.corrections, *late_flags(contents), *contents.bands_are_new, both(phrases.HONEST), contents.upto,
        *how_to_read(contents), *contents.said_notes,
    ]  # fmt: skip
    sheet = _of_texts(book, "About", [(text.hi, text.en) for text in said], bold, contents)
    sheet.set_column(0, 1, 80, wrapped)
    sheet.freeze_panes(1, 0)
