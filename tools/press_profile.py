"""Make the colour profile of press files again, from FOGRA39L.ti3: python tools/press_profile.py FOGRA39L.ti3

The 1,617 measured patches of coated offset (Fogra, in Debian's icc-profiles-free under the zlib licence) become a small ICC
profile of version 2: CMYK to Lab on a grid of nine, Lab to CMYK on a grid of 17. The way back uses as much black as there is
(never more than two inks beside it, at most 300 %), so greys are black alone and small misfits of plates are not seen.
"""

from __future__ import annotations

import struct
import sys
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RegularGridInterpolator
from scipy.spatial import cKDTree

TARGET = Path(__file__).parents[1] / "anubhav_gforms/posters/design/FOGRA39L-small.icc"
D50 = np.array([0.9642, 1.0, 0.8249])
STEPS, BACK, FINE = 9, 17, 51
NAME = b"FOGRA39L, reduced by anubhav"
NOTICE = b"From FOGRA39L.ti3, zlib licence, altered: characterisation data of Fogra, reduced to small tables"
Values = NDArray[np.float64]


def measured(path: Path) -> tuple[Values, Values]:
    """CMYK of every patch, 0 to 1, and its XYZ, 1 for white."""
    rows = path.read_text().partition("BEGIN_DATA\n")[2].partition("END_DATA")[0].split("\n")
    table = np.array([[float(cell) for cell in row.split()[1:8]] for row in rows if row.strip()])
    return table[:, :4] / 100, table[:, 4:] / 100


def lab(xyz: Values, white: Values) -> Values:
    ratio = xyz / white
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * root[:, 1] - 16, 500 * (root[:, 0] - root[:, 1]), 200 * (root[:, 1] - root[:, 2])], axis=1)


AXES = {
    0.0: (0.0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.85, 1.0),
    0.2: (0.0, 0.1, 0.2, 0.4, 0.7, 1.0),
    0.4: (0.0, 0.2, 0.4, 0.7, 1.0),
    0.6: (0.0, 0.2, 0.4, 0.7, 1.0),
    0.8: (0.0, 0.4, 0.7, 1.0),
    1.0: (0.0, 0.4, 1.0),
}
"""By black: the shares of the three inks of which every mixture was measured."""


class Press:
    """What paper shows for any CMYK: between the patches of each black, then between blacks."""

    def __init__(self, cmyk: Values, shown: Values) -> None:
        known = {tuple(ink): colour for ink, colour in zip(cmyk.round(4).tolist(), shown, strict=True)}
        self.blacks, self.levels = np.array([*AXES]), []
        for black, axis in AXES.items():
            grid = np.array([known[(*cell, black)] for cell in product(axis, repeat=3)])
            self.levels.append(RegularGridInterpolator((axis,) * 3, grid.reshape(*(len(axis),) * 3, 3)))

    def __call__(self, cmyk: Values) -> Values:
        at = np.clip(np.searchsorted(self.blacks, cmyk[:, 3], side="right") - 1, 0, len(self.blacks) - 2)
        share = ((cmyk[:, 3] - self.blacks[at]) / (self.blacks[at + 1] - self.blacks[at]))[:, None]
        found = np.zeros((len(cmyk), 3))
        for level in range(len(self.blacks) - 1):
            here = at == level
            inks = cmyk[here, :3]
            found[here] = self.levels[level](inks) * (1 - share[here]) + self.levels[level + 1](inks) * share[here]
        return found


def lut(kind: bytes, inputs: int, outputs: int, steps: int, cells: Values) -> bytes:
    """A table of an ICC profile of version 2 with straight curves; `cells` in 0 to 1."""
    head = kind + bytes(4) + bytes([inputs, outputs, steps, 0])
    head += struct.pack(">9i", *(65536 if place % 4 == 0 else 0 for place in range(9)))
    if kind == b"mft1":
        ramp = bytes(range(256))
        return head + ramp * inputs + np.round(cells * 255).astype(np.uint8).tobytes() + ramp * outputs
    ends = struct.pack(">2H", 0, 65535)
    return (
        head
        + struct.pack(">2H", 2, 2)
        + ends * inputs
        + np.round(cells * 65535).astype(">u2").tobytes()
        + ends * outputs
    )


def text(words: bytes) -> bytes:
    return b"text" + bytes(4) + words + b"\0"


def description(words: bytes) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(words) + 1) + words + b"\0" + bytes(12 + 67)


def profile(tables: dict[bytes, bytes], white: Values) -> bytes:
    """The file, with tables that are the same kept once."""
    fixed = [round(float(value) * 65536) for value in white]
    tags = {
        b"desc": description(NAME),
        b"cprt": text(NOTICE),
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">3i", *fixed),
    } | tables
    offset, body, places, index = 128 + 4 + 12 * len(tags), b"", dict[bytes, int](), b""
    for name, content in tags.items():
        if content not in places:
            places[content] = offset + len(body)
            body += content + bytes(-len(content) % 4)
        index += name + struct.pack(">2I", places[content], len(content))
    size = offset + len(body)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2026, 11, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3i", *(round(float(value) * 65536) for value in D50)) + bytes(48)
    return head + struct.pack(">I", len(tags)) + index + body


def main() -> int:
    cmyk, xyz = measured(Path(sys.argv[1]))
    white = xyz[np.all(cmyk == 0, axis=1)][0]
    press = Press(cmyk, lab(xyz, white))
    grid = np.linspace(0, 1, STEPS)
    there = press(np.array(list(product(grid, repeat=4))))
    encoded = np.clip(np.column_stack([there[:, 0] * 652.8, (there[:, 1:] + 128) * 256]) / 65535, 0, 1)
    fine = np.linspace(0, 1, FINE)
    pairs = np.array(list(product(fine, repeat=3)))
    inks = np.concatenate([np.insert(pairs, missing, 0, axis=1) for missing in range(3)])
    tree = cKDTree(press(inks))
    back = np.linspace(0, 255, BACK)
    cells = np.array(list(product(back * 100 / 255, back - 128, back - 128)))
    far, nearest = tree.query(cells)
    into = lut(b"mft2", 4, 3, STEPS, encoded)
    out = lut(b"mft1", 3, 4, BACK, inks[nearest])
    outside = lut(b"mft1", 3, 1, BACK, (far > 8).astype(float))
    tables = dict.fromkeys((b"A2B0", b"A2B1", b"A2B2"), into) | dict.fromkeys((b"B2A0", b"B2A1", b"B2A2"), out)
    TARGET.write_bytes(profile(tables | {b"gamt": outside}, white))
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
