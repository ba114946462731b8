"""A table of the workbook that is written at once: the same file as one whose cells are written one by one."""

from __future__ import annotations

import io
from datetime import date, datetime

import xlsxwriter

from anubhav_gforms.files import inert
from anubhav_gforms.reports.table_sheet import TableSheet

NAMES = ["code", "score", "letter", "day", "known", "nothing"]
COLUMNS = [
    [f"KRB-{number}" if number % 7 else "=1+1" for number in range(40)],
    [number * 1.000001 / 7 - 2 if number % 3 else number for number in range(40)],
    ["A" if number > 20 else "" for number in range(40)],
    [date(2026, 1, 1 + number % 28) for number in range(40)],
    [number > 3 if number % 2 else None for number in range(40)],
    [None] * 40,
]


def written(at_once: bool, names: list[str], columns: list[list[object]], *, bar: bool = False) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": datetime.combine(date(2026, 1, 1), datetime.min.time())})
    head = book.add_format({"bold": True})
    sheet = book.add_worksheet("Table", TableSheet if at_once else None)
    for column in range(len(names)):
        sheet.set_column(column, column, 12, book.add_format({"num_format": "0.0" if column % 2 else "General"}))
    if at_once:
        sheet.write_table(names, columns, head)
    else:
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, head)
        for row, values in enumerate(zip(*columns, strict=True), start=1):
            for column, value in enumerate(values):
                one_by_one(sheet, row, column, value)
    sheet.conditional_format(1, 1, 40, 1, {"type": "data_bar", "bar_solid": True} if bar else {"type": "duplicate"})
    sheet.freeze_panes(1, 1)
    book.close()
    return file.getvalue()


def one_by_one(sheet, row: int, column: int, value: object) -> None:
    match value:
        case None | "":
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, datetime.combine(value, datetime.min.time()))
        case _:
            sheet.write_string(row, column, str(inert(str(value))))


def test_a_table_written_at_once_has_the_bytes_of_its_cells():
    assert written(True, NAMES, COLUMNS) == written(False, NAMES, COLUMNS)


def test_a_bar_in_the_cells_changes_nothing_of_that():
    assert written(True, NAMES, COLUMNS, bar=True) == written(False, NAMES, COLUMNS, bar=True)
    assert written(True, NAMES, COLUMNS, bar=True) != written(True, NAMES, COLUMNS)


def test_rows_that_reach_less_far_say_so():
    """Sixteen rows without anything in the outer columns."""
    gap = [[None if 15 <= row < 31 and column in (0, 4) else value for row, value in enumerate(values)]
           for column, values in enumerate(COLUMNS)]  # fmt: skip
    assert written(True, NAMES, gap) == written(False, NAMES, gap)
    assert written(True, NAMES, gap) != written(True, NAMES, COLUMNS)


def test_a_table_without_rows_is_its_head():
    assert written(True, NAMES, [[] for _ in NAMES]) == written(False, NAMES, [[] for _ in NAMES])
