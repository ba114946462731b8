"""A table written into a workbook as a whole: the same bytes as cell by cell, in a fraction of the time.

The private names of xlsxwriter that this needs (`_write_rows` and what it calls, `str_table`, `fh`) stay in this file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ..files import inert

BLOCK = 16
"""Rows that say together which columns they reach, as xlsxwriter does."""


class TableSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet with one head, and below it rows of plain values: a number, a text, a day, or nothing (None and "")."""

    def write_table(self, names: Sequence[str], columns: Sequence[Sequence[Any]], head: Format) -> None:
        """Write the table from the first cell on, once; a cell looks as `set_column` says."""
        self._names = names
        for column, name in enumerate(names):
            self.write_string(0, column, name, head)
        known = lru_cache(maxsize=None, typed=True)(self._cell)  # the same days and counts stand in thousands of rows
        self._cells = [
            [known(value) if isinstance(value, (int, date)) else self._cell(value) for value in row]
            for row in zip(*columns, strict=True)
        ]
        self._check_dimensions(len(self._cells), len(names) - 1)

    def _cell(self, value: Any) -> str:
        """The end of a cell's element, from its type on; "" leaves it out."""
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            return f' t="s"><v>{self.str_table._get_shared_string_index(inert(value))}</v></c>'
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        if isinstance(value, date):
            return f"><v>{self._convert_date_time(datetime.combine(value, datetime.min.time())):.16G}</v></c>"
        if isinstance(value, (int, float)):
            return f"><v>{value:.16G}</v></c>"
        return self._cell(str(value))

    def _write_rows(self) -> None:
        starts = []
        for column in range(len(self._names)):
            look = self.col_info[column].column_format._get_xf_index()
            starts.append((f'<c r="{xl_col_to_name(column)}', f'" s="{look}"' if look else '"'))
        self._write_row(0, f"1:{len(starts)}")
        for column, cell in self.table[0].items():
            self._write_cell(0, column, cell)
        self._xml_end_tag("row")
        reach = f"1:{len(starts)}"  # of the head's own block
        for row, cells in enumerate(self._cells, start=1):
            if row % BLOCK == 0:
                filled = [any(column) for column in zip(*self._cells[row - 1 : row - 1 + BLOCK], strict=True)]
                reach = f"{filled.index(True) + 1}:{len(filled) - filled[::-1].index(True)}"
            number = str(row + 1)
            written = [
                start + number + style + cell for (start, style), cell in zip(starts, cells, strict=True) if cell
            ]
            self._write_row(row, reach)
            self.fh.write("".join(written))
            self._xml_end_tag("row")
