"""How a formula is kept that someone types: its ranges are spelled as Google spells them, all else as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from . import formula
from .a1 import quoted
from .notation import column_number

PIECE = re.compile(
    r"""(?P<text>"[^"]*"?)
    |(?P<word>'[^']*(?:''[^']*)*'?|[\w.$]+)(?P<mark>!(?P<first>[\w.$]*))?(?P<colon>:(?P<last>[\w.$]*))?(?P<call>\s*\()?""",
    re.VERBOSE,
)
"""A text, or a word with all that may belong to it; it never looks at a letter twice."""
CORNER = re.compile(r"(\$?[A-Za-z]{1,3})?(\$?[0-9]{1,7})?")
Corner = tuple[str, str]


def kept(text: str, titles: Iterable[str], locale: str) -> str:
    """A formula with its ranges as Google keeps them; one that is no formula stays as it is.

    =sum( 'sales'!b3:a2 ) -> =sum( Sales!A2:B3 ), and a range of one cell is the cell. `titles` are those of all tabs.
    """
    if formula.evaluate(text, lambda _: [], locale) is formula.PARSE:
        return text
    known = {title.casefold(): title for title in titles}
    return PIECE.sub(lambda piece: _spelled(piece, known), text)


def _spelled(piece: re.Match[str], known: dict[str, str]) -> str:
    if piece["text"] or piece["call"]:
        return piece[0]
    title, first = "", piece["word"]
    if piece["mark"]:
        name = piece["word"]
        name = name[1:-1].replace("''", "'") if name.startswith("'") else name
        if name.casefold() not in known:
            return piece[0]
        title, first = quoted(known[name.casefold()]) + "!", piece["first"]
    texts = [first, piece["last"]] if piece["colon"] else [first]
    ends = [corner for corner in map(_corner, texts) if corner]
    if len(ends) < len(texts) or (len(ends) == 1 and "" in ends[0]):
        return piece[0]
    return title + _range(ends)


def _corner(text: str) -> Corner | None:
    """The column and the row of a corner, either of which may be missing; None for a word that is none."""
    match = CORNER.fullmatch(text)
    return ((match[1] or "").upper(), match[2] or "") if match and text else None


def _range(ends: list[Corner]) -> str:
    columns, rows = [column for column, _ in ends], [row for _, row in ends]
    if "" not in columns:
        columns.sort(key=lambda column: column_number(column.replace("$", "")))
    if "" not in rows:
        rows.sort(key=lambda row: int(row.replace("$", "")))
    corners = [column + row for column, row in zip(columns, rows, strict=True)]
    one_cell = corners[0] == corners[-1] and "" not in columns + rows
    return corners[0] if one_cell else ":".join(corners)
