"""stations.csv → stations; every mistake with its line. Takes what Excel saves: BOM, CRLF, semicolons, blank tails, NFD."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from ..as_typed import DAY_SHAPES, read_day
from ..csv_file import csv_rows
from ..errors import CampaignError, Mistake
from ..nouns.a1 import column
from ..sentence import Sentence
from ..text import plain_digits, same_title
from .kinds import StationKind
from .model import DEVANAGARI, LATIN, LOST_HINDI, unseen_letters
from .printable import why_unprintable
from .toml import renamed
from .values import Station, Status

COLUMNS = ("code", "name_en", "name_hi", "district", "kind")
OPTIONAL = ("parent", "lat", "lon", "status", "closed_on", "copies", "placements")
NUMBERS = ("lat", "lon", "copies")
"""They may be typed in the digits of any script."""
ALL = ",".join(COLUMNS + OPTIONAL)
CODE = re.compile(r"[A-Z]{3}-[A-Z]{2,4}")
MAX_COPIES = 99
MAX_BYTES = 2_000_000
MAX_NAME = 120
"""Letters of a name; the longest of the range has 54."""
_OF_EXCEL = re.compile(r"[=+@-].*|#(NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)")
"""A formula, and what Excel shows instead of one that it cannot work out."""
_IN_ONE_CELL = Sentence(
    "holds all cells in one column. In Excel mark column A, take Data > Text to Columns > Delimited > Comma, and save it again."
)
_ONE_CODE = Sentence("Take one of the two lines out, or give it another code.")
_MOVED = Sentence("One of them is closed: write Old and पूर्व before its names, or add the place to the name.")


def read_stations(path: Path, districts: Collection[str], mistakes: list[Mistake]) -> tuple[Station, ...]:
    """Read stations.csv. Adds every mistake to `mistakes`; the stations returned are those without one.

    An empty `districts` means that the districts are not known (office.toml has a mistake) and are not checked.
    """
    earlier = len(mistakes)
    rows = _rows(path, mistakes)
    if rows is None:
        return ()
    if not rows and len(mistakes) == earlier:
        mistakes.append(Mistake(path, 1, "lists no station. Add one row per station under the header."))
    stations = [station for line, row in rows if (station := _station(path, line, row, districts, mistakes))]
    spoilt = {row["code"] for _, row in rows} - {station.code for station in stations}
    _check_twice(path, rows, mistakes)
    _check_parents(path, stations, spoilt, mistakes)
    return tuple(stations) if len(mistakes) == earlier else ()


def _rows(path: Path, mistakes: list[Mistake]) -> list[tuple[int, dict[str, str]]] | None:
    lost = Sentence("this file is missing. Run anubhav in the campaign's folder, the one that holds stations.csv.")
    try:
        lines = csv_rows(path, missing=renamed(path) or lost, most=MAX_BYTES)
    except CampaignError as error:
        mistakes.extend(error.mistakes)
        return None
    if not lines:
        mistakes.append(Mistake(path, 1, Sentence("is empty. The first line must be {columns}.", columns=ALL)))
        return None
    (first, names), *below = [(line, [" ".join(cell.split()) for cell in raw]) for line, raw in lines]
    header = _header(path, first, names, mistakes)
    if header is None:
        return None
    rows: list[tuple[int, dict[str, str]]] = []
    for line, cells in below:
        if any(cells[len(header) :]):
            text = Sentence(
                "has {cells} cells, the header has {header}. A name with a comma needs quotes.",
                cells=len(cells),
                header=len(header),
            )
            mistakes.append(Mistake(path, line, text))
        elif _in_one_cell(cells):
            mistakes.append(Mistake(path, line, _IN_ONE_CELL))
        else:
            rows.append((line, dict(zip(header, cells, strict=False))))
    return rows


def _in_one_cell(cells: list[str]) -> bool:
    """Whether a whole line stands in its first cell, as after it was pasted into Excel."""
    return not any(cells[1:]) and any(cells[0].count(mark) >= len(COLUMNS) - 1 for mark in ",;\t|")


def _header(path: Path, line: int, cells: list[str], mistakes: list[Mistake]) -> list[str] | None:
    while cells and not cells[-1]:
        cells.pop()
    header = [cell.lower() for cell in cells]
    if _in_one_cell(header):
        mistakes.append(Mistake(path, line, _IN_ONE_CELL))
        return None
    if not {*header} & {*COLUMNS}:
        mistakes.append(Mistake(path, line, Sentence("is no header. The first line must be {columns}.", columns=ALL)))
        return None
    wrong = [Sentence("column {name!r} is missing", name=name) for name in COLUMNS if name not in header]
    wrong += [
        Sentence("column {name!r} is not known", name=name)
        if name
        else Sentence("column {letter} has no name", letter=column(at))
        for at, name in enumerate(header)
        if name not in COLUMNS + OPTIONAL
    ]
    wrong += [
        Sentence("column {name!r} is there twice", name=name)
        for name in sorted({*header} - {""})
        if header.count(name) > 1
    ]
    said = (Sentence("{text}. The columns are {columns}.", text=text, columns=ALL) for text in wrong)
    mistakes.extend(Mistake(path, line, each) for each in said)
    return None if wrong else header


def _station(
    path: Path, line: int, row: dict[str, str], districts: Collection[str], mistakes: list[Mistake]
) -> Station | None:
    row = row | {name: plain_digits(row[name]) for name in NUMBERS if name in row}
    wrong = [*_wrong_code(row, districts), *_wrong_texts(row)]

    def tell(said: str, /, **values: object) -> None:
        wrong.append(Sentence(said, **values))

    kind, status = row.get("kind", "").lower(), row.get("status", "").lower() or Status.TO_CONFIRM  # as Excel corrects
    if kind not in set(StationKind):
        tell("kind {kind!r} is not known. Write one of {listed}.", kind=kind, listed=", ".join(StationKind))
    if status not in set(Status):
        tell("status {status!r} is not known. Write one of {listed}.", status=status, listed=", ".join(Status))
    closed_on = _closed_on(row, status, tell)
    lat = _number(row, "lat", 6, 38, tell)
    lon = _number(row, "lon", 68, 98, tell)
    if (lat is None) != (lon is None) and not wrong:
        tell("has only one of lat and lon. Give both or neither.")
    copies = _number(row, "copies", 1, MAX_COPIES, tell)
    if copies is not None and copies != int(copies):
        tell("copies {copies} is not a whole number.", copies=copies)
    placements = tuple(part.strip() for part in row.get("placements", "").split("|") if part.strip())
    if len(set(map(same_title, placements))) < len(placements):
        tell("placements names a place twice. Give each its own name.")
    mistakes.extend(Mistake(path, line, text) for text in wrong)
    if wrong:
        return None
    return Station(
        code=row["code"],
        name_en=row["name_en"],
        name_hi=row["name_hi"],
        district=row["district"],
        kind=StationKind(kind),
        parent=row.get("parent", ""),
        lat=lat,
        lon=lon,
        status=Status(status),
        copies=max(int(copies or 1), len(placements)),
        placements=placements,
        line=line,
        closed_on=closed_on,
    )


def _wrong_code(row: dict[str, str], districts: Collection[str]) -> Iterator[str]:
    """What is wrong with the code and the district; nothing when all is well."""
    code, district = row["code"], row.get("district", "")
    known = not districts or district in districts
    if not CODE.fullmatch(code):
        yield Sentence(
            "code {code!r} is not three capital letters, a hyphen and 2 to 4 capital letters, such as BSP-KTW.",
            code=code,
        )
    elif district and known and code[:3] != district:
        yield Sentence(
            "code {code} does not begin with its district {district}. A place that moved to another district gets a new line with a code of that district and new posters; its old line stays, with status closed and the day in closed_on, and with Old and पूर्व before its names, since no name may stand twice.",
            code=code,
            district=district,
        )
    if not known:
        yield Sentence(
            "district {row!r} is not in config/office.toml. Write one of {listed}, or add it there under [districts].",
            row=district,
            listed=", ".join(sorted(districts)),
        )


def _wrong_texts(row: dict[str, str]) -> Iterator[str]:
    """What is wrong with the names, and with the letters of any cell."""
    for name, letters in (("name_en", LATIN), ("name_hi", DEVANAGARI)):
        value = row.get(name, "")
        if not value:
            yield Sentence("{name} is empty. Write the name that is on the poster.", name=name)
        elif _OF_EXCEL.fullmatch(value):
            yield Sentence(
                "{name} {value!r} is a formula, or what Excel makes of one. Type the name, beginning with a letter.",
                name=name,
                value=value,
            )
        elif not re.search(letters, value):
            yield _wrong_script(name, value)
            row = row | {name: ""}  # nothing more is said of its letters
    for name, value in row.items():
        if unseen := unseen_letters(value):
            yield Sentence(
                "{name} holds letters that nobody can see ({unseen}). Type it again.", name=name, unseen=unseen
            )
        elif why := why_unprintable(value):
            yield Sentence("{name} {value!r}: {why}.", name=name, value=value, why=why)
        if len(value) > MAX_NAME:
            yield Sentence(
                "{name} has {value} letters; {max_name} are the most.", name=name, value=len(value), max_name=MAX_NAME
            )


def _wrong_script(name: str, value: str) -> Sentence:
    """What is wrong with a name that has no letter of its language."""
    if name == "name_en":
        return Sentence("name_en {name!r} has no Latin letter. Write the name in English.", name=value)
    if LOST_HINDI.search(value):
        return Sentence(
            'name_hi {name!r} has no Devanagari letter. The file was saved without UTF-8, and its Hindi is lost: take your earlier copy, and in Excel save it as "CSV UTF-8 (Comma delimited)".',
            name=value,
        )
    return Sentence("name_hi {name!r} has no Devanagari letter. Write the name in Hindi.", name=value)


def _closed_on(row: dict[str, str], status: str, tell: Callable[..., None]) -> date | None:
    text = row.get("closed_on", "")
    if not text:
        return None
    if status != Status.CLOSED:
        tell(
            "closed_on is {text}, but status is {status}. Write status closed, or empty the cell.",
            text=text,
            status=status,
        )
    day = read_day(text)
    if day is None:
        tell("closed_on {text!r} is not a day such as {shapes}.", text=text, shapes=DAY_SHAPES)
    return day


def _number(row: dict[str, str], name: str, low: float, high: float, tell: Callable[..., None]) -> float | None:
    text = row.get(name, "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        tell("{name} {text!r} is not a number from {low:g} to {high:g}.", name=name, text=text, low=low, high=high)
        return None
    return value


def _check_twice(path: Path, rows: list[tuple[int, dict[str, str]]], mistakes: list[Mistake]) -> None:
    """No code and no name stands in two lines; a line that was pasted twice is one mistake, not one for each cell."""
    pairs, of = set[tuple[int, int]](), dict(rows)
    for name in ("code", "name_en", "name_hi"):
        lines: dict[str, int] = {}
        for number, row in rows:
            value = row.get(name, "")
            first = lines.setdefault(same_title(value), number)
            if any(map(str.isalpha, value)) and first != number and (number, first) not in pairs:
                pairs.add((number, first))
                closed = Status.CLOSED in (each.get("status", "").lower() for each in (row, of[first]))
                cure = _MOVED if closed else Sentence("Add the place to the name.")
                text = Sentence(
                    "{column} {value} is listed twice (first in line {first}). {cure_}",
                    column=name, value=value, first=first, cure_=_ONE_CODE if name == "code" else cure,
                )  # fmt: skip
                mistakes.append(Mistake(path, number, text))


def _check_parents(path: Path, stations: list[Station], spoilt: Collection[str], mistakes: list[Mistake]) -> None:
    """`spoilt`: the codes of lines that have a mistake of their own; nothing is said of what hangs on these."""
    by_code = {station.code: station for station in stations}
    mistakes.extend(
        Mistake(path, station.line, wrong)
        for station in stations
        if station.parent and station.parent not in spoilt and (wrong := _wrong_parent(station, by_code))
    )


def _wrong_parent(station: Station, by_code: Mapping[str, Station]) -> Sentence | None:
    code, parent = station.code, by_code.get(station.parent)
    if station.kind is not StationKind.CHOWKI:
        return Sentence("only a chowki has a parent; {code} is a {kind}. Empty the cell.", code=code, kind=station.kind)
    if parent is None:
        return Sentence("parent {parent!r} of {code} is not a code of this file.", parent=station.parent, code=code)
    if parent.kind is not StationKind.THANA:
        return Sentence("parent {parent} of {code} is not a thana.", parent=station.parent, code=code)
    if parent.district != station.district:
        return Sentence("parent {parent} of {code} is in another district.", parent=station.parent, code=code)
    return None
