"""A table written into a workbook as a whole: the same bytes as cell by cell, in a fraction of the time.

The private names of xlsxwriter that this needs (`_write_rows` and what it calls, `str_table`, `excel_version`, `fh`, the `ZipFile` of its workbook) stay in this file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zipfile import ZipFile, ZipInfo

from xlsxwriter import workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ..files import PACKED, inert

BLOCK = 16
"""Rows that say together which columns they reach, as xlsxwriter does."""
ROW = "#"
"""Stands for the number of a cell's row: the same texts, days and counts stand in thousands of rows."""


class _Archive(ZipFile):
    """The file of a workbook, packed as hard as all else of a report: xlsxwriter asks nobody."""

    def writestr(self, name: str | ZipInfo, content: str | Any, *_: object) -> None:
        super().writestr(name, content, compresslevel=PACKED)


workbook.ZipFile = _Archive


class TableSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet with one head, and below it rows of plain values: a number, a text, a day, or nothing (None and "")."""

    def write_table(
        self, names: Sequence[str], columns: Sequence[Sequence[Any]], head: Format, looks: Sequence[Format] = ()
    ) -> None:
        """Write the table from the first cell on, once; a cell looks as `looks` has it for its column, else as `set_column` says."""
        self._columns = columns
        self._looks = looks or [self.col_info[column].column_format for column in range(len(columns))]
        self._number_of: dict[str, int] = {}  # in the workbook's list of texts
        for column, name in enumerate(names):
            self.write_string(0, column, name, head)
        worded = [column for column in columns if any(issubclass(kind, str) for kind in {*map(type, column)})]
        texts = Counter(
            [value for row in zip(*worded, strict=True) for value in row if isinstance(value, str) and value]
        )
        for text, times in texts.items():
            self._number_of[text] = self.str_table._get_shared_string_index(inert(text))
            self.str_table.count += times - 1
        self._check_dimensions(len(columns[0]), len(columns) - 1)

    def _cells(self, column: int) -> list[str]:
        """The elements of a column's cells, with ROW for the number of their row; "" leaves one out."""
        look = self._looks[column]._get_xf_index()
        style = f'<c r="{xl_col_to_name(column)}{ROW}"' + (f' s="{look}"' if look else "")

        @lru_cache(maxsize=None, typed=True)
        def cell(value: Any) -> str:
            if isinstance(value, float):
                return f"{style}><v>{value:.16G}</v></c>"
            if value is None or value == "":
                return ""
            if isinstance(value, str):
                return f'{style} t="s"><v>{self._number_of[value]}</v></c>'
            if isinstance(value, bool):
                return f'{style} t="b"><v>{value:d}</v></c>'
            if isinstance(value, date):
                value = self._convert_date_time(datetime.combine(value, datetime.min.time()))
            return f"{style}><v>{value:.16G}</v></c>"

        return [*map(cell, self._columns[column])]

    def _write_rows(self) -> None:
        reach = f"1:{len(self._columns)}"  # of the head's own block
        self._write_row(0, reach)
        for column, cell in self.table[0].items():
            self._write_cell(0, column, cell)
        self._xml_end_tag("row")
        cells_of = [self._cells(column) for column in range(len(self._columns))]
        more = ' x14ac:dyDescent="0.25"' if self.excel_version == 2010 else ""  # of a sheet with a bar in its cells
        for row, cells in enumerate(zip(*cells_of, strict=True), start=1):
            if row % BLOCK == 0:
                filled = [any(each[row - 1 : row - 1 + BLOCK]) for each in cells_of]
                reach = f"{filled.index(True) + 1}:{len(filled) - filled[::-1].index(True)}"
            number = str(row + 1)
            written = "".join(cells).replace(ROW, number)
            self.fh.write(f'<row r="{number}" spans="{reach}"{more}>{written}</row>')
