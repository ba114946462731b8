"""Text → QR symbol, the same as that of `qrcode`, whose tables and patterns it uses.

The check bytes are counted a byte at a time, and the mask is chosen for all eight masks at once: a tenth of the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, zip_longest

import numpy as np
from numpy.typing import NDArray
from qrcode import LUT, base, constants, util
from qrcode.main import QRCode

from ..errors import LinkError

Modules = NDArray[np.bool_]

_LEVELS = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}


def symbol(text: str, version: int, ecc: str) -> Modules:
    """The QR symbol of `text` in byte mode: square array, True is dark, no quiet zone.

    The side is 17 + 4 × version modules. The mask is the one with the least penalty of ISO/IEC 18004, so the
    symbol equals that of `qrcode`. Raises LinkError when the text is too long for this version.
    """
    raw = text.encode()
    if len(raw) > capacity(version, ecc):
        raise LinkError(
            "{text!r} has {n} bytes; QR version {version} with error correction {ecc} holds {capacity}.",
            text=text,
            n=len(raw),
            version=version,
            ecc=ecc,
            capacity=capacity(version, ecc),
        )
    frame = _frame(version, ecc)
    bits = np.unpackbits(np.frombuffer(_codewords(raw, version, ecc), dtype=np.uint8)).astype(bool)
    data = np.zeros(frame.masks.shape[1:], dtype=bool)
    data[frame.rows[: len(bits)], frame.columns[: len(bits)]] = bits
    masked = data ^ frame.masks
    best = int(np.argmin(_penalties(masked | frame.draft)))
    modules: Modules = masked[best] | frame.final[best]
    return modules


def capacity(version: int, ecc: str) -> int:
    """How many bytes of text a symbol of this version holds."""
    header = 4 + (8 if version < 10 else 16)
    return (int(util.BIT_LIMIT_TABLE[_LEVELS[ecc]][version]) - header) // 8


def smallest_version(length: int, ecc: str) -> int:
    """The smallest version that holds `length` bytes. Raises LinkError when none does."""
    for version in range(1, 41):
        if capacity(version, ecc) >= length:
            return version
    raise LinkError("No QR symbol holds {length} bytes with error correction {ecc}.", length=length, ecc=ecc)


def _codewords(raw: bytes, version: int, ecc: str) -> bytes:
    """Mode, length, text and padding, cut into blocks and laid in turn, then the check bytes of the blocks."""
    blocks = base.rs_blocks(version, _LEVELS[ecc])
    length = len(raw).to_bytes(1 if version < 10 else 2)
    header = util.MODE_8BIT_BYTE << 8 * len(length) | len(raw)
    text = ((header << 8 * len(raw) | int.from_bytes(raw)) << 4).to_bytes(len(length) + len(raw) + 1)
    whole = sum(block.data_count for block in blocks)
    padded = iter(text + b"\xec\x11" * whole)
    data = [bytes(islice(padded, block.data_count)) for block in blocks]
    checks = [
        _check_bytes(words, block.total_count - block.data_count) for words, block in zip(data, blocks, strict=True)
    ]
    return bytes(
        byte for part in (data, checks) for byte in chain.from_iterable(zip_longest(*part)) if byte is not None
    )


def _check_bytes(data: bytes, count: int) -> bytes:
    """The remainder of a block, divided by the generator of so many check bytes (Reed and Solomon)."""
    steps, rest, top = _steps(count), 0, 8 * (count - 1)
    for byte in data:
        lead = rest >> top ^ byte
        rest = (rest & (1 << top) - 1) << 8 ^ steps[lead]
    return rest.to_bytes(count)


@cache
def _steps(count: int) -> tuple[int, ...]:
    """What each leading byte takes from a remainder: the generator times that byte."""
    generator = [base.glog(factor) for factor in LUT.rsPoly_LUT[count][1:]]
    return 0, *(int.from_bytes(base.gexp(base.glog(lead) + factor) for factor in generator) for lead in range(1, 256))


@dataclass(frozen=True)
class _Frame:
    """What all symbols of a version and level share. `masks` is False outside the data cells; `draft` and `final`
    are the fixed dark modules for each mask, with the format cells left light and filled in."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    masks: Modules
    draft: Modules
    final: Modules


@cache
def _frame(version: int, ecc: str) -> _Frame:
    side = 17 + 4 * version

    def fixed(test: bool, mask: int) -> list[list[bool | None]]:
        code = QRCode(version=version, error_correction=_LEVELS[ecc])
        code.modules_count = side
        cells: list[list[bool | None]] = [[None] * side for _ in range(side)]
        code.modules = cells
        for row, column in ((0, 0), (side - 7, 0), (0, side - 7)):
            code.setup_position_probe_pattern(row, column)
        code.setup_position_adjust_pattern()
        code.setup_timing_pattern()
        code.setup_type_info(test, mask)
        if version >= 7:
            code.setup_type_number(test)
        return cells

    free = np.array([[cell is None for cell in row] for row in fixed(False, 0)])
    path = [(row, column) for row, column in _zigzag(side) if free[row, column]]
    rows, columns = np.array(path, dtype=np.intp).T
    masks = np.array(
        [np.fromfunction(np.vectorize(util.mask_func(mask)), (side, side), dtype=int) for mask in range(8)]
    )
    draft = np.array([[[cell is True for cell in row] for row in fixed(True, mask)] for mask in range(8)])
    final = np.array([[[cell is True for cell in row] for row in fixed(False, mask)] for mask in range(8)])
    return _Frame(rows, columns, masks & free, draft, final)


def _zigzag(side: int) -> Iterator[tuple[int, int]]:
    """All cells in the order in which a symbol is filled: two columns at a time, from the right, up and down."""
    upward = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for row in range(side - 1, -1, -1) if upward else range(side):
            yield (row, right)
            yield (row, right - 1)
        upward = not upward


def _penalties(masked: Modules) -> NDArray[np.int64]:
    """Penalty of each symbol of a stack: runs, 2 × 2 blocks, finder-like patterns, share of dark modules."""
    count, side, _ = masked.shape
    lines = np.concatenate([masked, masked.transpose(0, 2, 1)], axis=1)  # rows, then columns
    same = lines[:, :, 1:] == lines[:, :, :-1]
    five = same[:, :, :-3] & same[:, :, 1:-2] & same[:, :, 2:-1] & same[:, :, 3:]
    starts = five.copy()
    starts[:, :, 1:] &= ~five[:, :, :-1]
    runs = five.sum(axis=(1, 2)) + 2 * starts.sum(axis=(1, 2))

    across = same[:, :side]
    blocks = across[:, 1:] & across[:, :-1] & (masked[:, 1:, 1:] == masked[:, :-1, 1:])

    words = np.zeros((count, 2 * side, side - 10), dtype=np.int16)
    for offset in range(11):
        words = (words << 1) | lines[:, :, offset : side - 10 + offset]
    finders = ((words == 0b10111010000) | (words == 0b00001011101)).sum(axis=(1, 2))

    dark = masked.sum(axis=(1, 2)) / (side * side)
    share = (np.abs(dark * 100 - 50) / 5).astype(int)
    total: NDArray[np.int64] = runs + 3 * blocks.sum(axis=(1, 2)) + 40 * finders + 10 * share
    return total
