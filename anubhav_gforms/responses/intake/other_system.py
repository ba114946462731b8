"""The export of another system under our names: its columns by our keys, its answers as the form writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...campaign.sources import OtherSource
from ...errors import SheetError

Line = tuple[int, list[str]]


def as_ours(
    path: Path, header: Sequence[str], lines: Sequence[Line], source: OtherSource
) -> tuple[list[str], list[Line], list[int]]:
    """Header and lines as an import of our own has them, and where each column stands in the file. Cells behind the last column stay, to be refused with their line.

    Raises SheetError for a column that the mapping names and the file has not, or that it has and the mapping does not name.
    """
    named = {source.time: "Timestamp", **{column: key for key, column in source.columns.items()}}
    missing = [name for name in named if header.count(name) != 1]
    strange = [name for name in header if name and name not in named and name not in source.ignored]
    if missing or strange:
        raise SheetError(
            "{path} is not an export of {name}: missing or twice: {missing}; not named in config/sources.toml: {strange}.",
            cure="Correct columns, time or ignored of this source in config/sources.toml.",
            path=path,
            name=source.name,
            missing=", ".join(missing) or "-",
            strange=", ".join(strange) or "-",
        )
    places = [(header.index(name), source.answers.get(key, {})) for name, key in named.items()]
    ours = [
        (number, [*(_said(cells, at, words) for at, words in places), *cells[len(header) :]]) for number, cells in lines
    ]
    return list(named.values()), ours, [at for at, _ in places]


def _said(cells: Sequence[str], at: int, words: dict[str, str | int]) -> str:
    cell = cells[at].strip() if at < len(cells) else ""
    return str(words.get(cell, cell))
