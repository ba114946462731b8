"""The cube: station x day x purpose x channel x epoch → counts and sums of responses. Nothing later sees a response.

All sums are whole numbers, so they are the same in any order of the rows and in every engine, cubes can be added, and a
district can send its cube and keep its responses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign import Campaign, Role
from ...errors import InputError
from ..arrays import Bools
from .cell_columns import CellColumns
from .items import SCALE, Items

KEY = ("station", "day", "purpose", "channel", "epoch", "reason", "gap")
"""What a cell is: labels as codes, the day number, and `gap`: 0 when every rating was answered, else the pattern + 1."""
TALLIES = (
    "best", "worst", "straight", "bad", "money_yes", "money_no", "money_unsaid", "receipt_yes", "receipt_no"
)  # fmt: skip
LABELS = ("station", "purpose", "channel", "reason")
"""The parts of KEY that are texts."""
LARGE = ("y", "yy")
APART = "apart_"
"""Sums that need 64 bits, and how the names of more such begin; the others fit in 32."""
EXTREMES = {"lowest": 100 * SCALE, "highest": 0}
"""Columns that are not added but compared, and what stands there when a cell has no row for them."""
COLUMNS = ("station", "day", "channel", "epoch", "code_status", "code_reason")
"""Columns of the ledger that are read besides the answers."""
ABOUT_ELSEWHERE = "about something else"
"""The `reason` of a response through an accepted code whose citizen says that it is not about this place: it is no visit."""


COUNTED_ALONE = (
    ("topic", Role.TOPIC, {"elsewhere": "elsewhere"}),
    ("money", Role.MONEY, {"money_yes": "yes", "money_no": "no"}),
    ("receipt", Role.RECEIPT, {"receipt_yes": "yes", "receipt_no": "no"}),
)
"""Fields of a shape: of a question's key, its role, and of its texts the meaning of each."""


@dataclass(frozen=True)
class Shape:
    """What the cube counts: the items, the keys of other questions, and the exact texts of those counted alone."""

    items: Items
    purpose: str = ""
    overall: str = ""
    topic: str = ""
    elsewhere: str = ""
    money: str = ""
    money_yes: str = ""
    money_no: str = ""
    receipt: str = ""
    receipt_yes: str = ""
    receipt_no: str = ""
    former: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Texts of earlier forms: (field of today's text, text)."""

    @classmethod
    def of(cls, campaign: Campaign) -> Shape:
        rules, form = campaign.grade_rules, campaign.form
        overall = form.key_of(Role.OVERALL)
        texts, former = {"purpose": form.key_of(Role.PURPOSE), "overall": overall if overall in rules.items else ""}, []
        for name, role, meanings in COUNTED_ALONE:
            words = campaign.words.get(role)
            if words is None or not any(words.means.get(meaning) for meaning in meanings.values()):
                continue
            texts[name] = words.key
            for today, meaning in meanings.items():
                texts[today], *earlier = words.means.get(meaning) or ("",)
                former += [(today, text) for text in earlier]
        return cls(Items.make(rules.items, rules.steps), **texts, former=tuple(former))

    def texts_of(self, name: str) -> tuple[str, ...]:
        """Today's text and those of earlier forms of one that is counted alone, such as money_yes; none where no option means it."""
        return tuple(filter(None, (getattr(self, name), *(text for today, text in self.former if today == name))))

    @property
    def columns(self) -> list[str]:
        """The ledger columns that a cube is made from: no personal one."""
        return [*COLUMNS, *self.items.keys, *self.texts]

    @property
    def texts(self) -> list[str]:
        """The columns of `columns` that are choices of the citizen."""
        return [key for key in (self.purpose, self.topic, self.money, self.receipt) if key]

    @property
    def sums(self) -> list[str]:
        """The summed columns of a cell."""
        of_items = (f"{what}{key}" for what in ("points_", APART, "top_") for key in self.items.keys)
        return ["rows", "y", "yy", *of_items, *TALLIES]

    @property
    def columns_of_cells(self) -> list[str]:
        """Every column of a cell, in order."""
        return [*KEY, *self.sums, *EXTREMES]


@dataclass(frozen=True)
class Cube:
    """Counts and sums of each combination that occurs, in the order of KEY.

    `columns` (cells,) by name; one that is summed may be summed only when it is asked for (`count.Sums`). KEY (codes into the labels; `day` a day number), then `rows`; `y`, `yy` sum and sum of squares of the
    composite (ten-thousandths of a point, and their squares); of each item `points_<item>`, the sum of points, and
    `apart_<item>`, of (points - composite)^2 in hundredths; all these of complete rows only; `top_<item>`, how many gave 4 or 5;
    counts `best worst straight bad` (all answered ratings best, worst; all equal and complete; overall rating 1 or 2);
    `money_yes money_no money_unsaid receipt_yes receipt_no`. `reason` is "" for an accepted code, ABOUT_ELSEWHERE for an accepted
    one with a response about something else, and else why the code was not accepted.
    `lowest`, `highest`: the lowest composite of the complete rows that are not all-worst, and the highest of those that are not
    all-best, as `y`; so that a score can be had without its lowest response and without alike ones.
    """

    shape: Shape
    stations: tuple[str, ...]
    purposes: tuple[str, ...]
    channels: tuple[str, ...]
    reasons: tuple[str, ...]
    columns: CellColumns = field(repr=False)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """All columns as one frame: whoever needs a few asks for them by name."""
        return pd.DataFrame({name: self[name] for name in self.shape.columns_of_cells}, copy=False)

    @property
    def rows(self) -> int:
        """How many responses it holds."""
        return int(self["rows"].sum())

    def __len__(self) -> int:
        """How many cells it has."""
        return len(self["rows"])

    def __getitem__(self, column: str) -> npt.NDArray[Any]:
        return self.columns[column]

    def with_cells(self, cells: pd.DataFrame) -> Cube:
        """The same labels over other cells."""
        return replace(self, columns=columns_of(cells))


def columns_of(cells: pd.DataFrame) -> CellColumns:
    """Cells by column, in the smallest types that cannot overflow."""
    return CellColumns(
        {str(name): column.to_numpy(np.int64 if large(str(name)) else np.int32) for name, column in cells.items()}
    )


def merge(cubes: Sequence[Cube]) -> Cube:
    """One cube out of several of the same shape; cells that meet are added, and their extremes compared."""
    if not cubes:
        raise InputError("There is no cube to merge.")
    shape = cubes[0].shape
    if any(cube.shape != shape for cube in cubes):
        raise InputError(
            "The cubes do not count the same questions with the same weights.", cure="Make them with the same config/."
        )
    union = {name: tuple(sorted({text for cube in cubes for text in getattr(cube, f"{name}s")})) for name in LABELS}
    frames = []
    for cube in cubes:
        cells = cube.cells.copy(deep=False)
        for name, texts in union.items():
            position = {text: code for code, text in enumerate(texts)}
            table = np.array([position[text] for text in getattr(cube, f"{name}s")], dtype=np.int32)
            cells[name] = table[cells[name].to_numpy()]
        frames.append(cells)
    together = pd.concat(frames, ignore_index=True)
    how = {"lowest": "min", "highest": "max"}
    joined = {name: how.get(name, "sum") for name in shape.columns_of_cells if name not in KEY}
    grouped = together.groupby(list(KEY), sort=True, as_index=False).agg(joined)
    return Cube(shape, union["station"], union["purpose"], union["channel"], union["reason"], columns_of(grouped))


def large(name: str) -> bool:
    """Whether a column needs 64 bits."""
    return name in LARGE or name.startswith(APART)


def listed(cube: Cube, stations: Sequence[str]) -> tuple[npt.NDArray[np.int32], Bools]:
    """For each cell its station's place in a roster (0 where it has none), and whether it has one."""
    position = {code: index for index, code in enumerate(stations)}
    table = np.array([position.get(code, -1) for code in cube.stations], dtype=np.int32)
    where, known = np.maximum(table, 0).take(cube["station"]), table >= 0
    return where, np.full(len(where), True) if known.all() else known.take(cube["station"])
