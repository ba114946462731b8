"""The cells of one column → typed values and a digest of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from math import isfinite

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...linear import linear
from ...nouns.gateway import Cell
from ...sentence import Sentence
from ...text import plain_digits, stored
from ..ledger.digests import digests_of_texts
from ..ledger.rows import Hashes
from .headers import title_compared


def canonical(cell: Cell) -> str:
    """A cell as text that does not depend on how it travelled: 4, 4.0 and "4" are one; NFC; no blanks around."""
    if isinstance(cell, str):
        return stored(cell).replace("\r\n", "\n").strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(int(cell)) if isfinite(cell) and cell == int(cell) else repr(cell)


_MOBILE_SIGNS = linear(r"[\s().+-]")
_MOBILE_DIGITS = linear(r"(?:0|91|091|0091)?([6-9]\d{9})")


def mobile_digits(text: str) -> str:
    """An Indian mobile number as ten digits, with the zero or 91 before it taken off; any other text unchanged."""
    match = _MOBILE_DIGITS.fullmatch(_MOBILE_SIGNS.sub("", plain_digits(text)))
    return match[1] if match else text


_RATINGS: dict[object, int] = {None: 0, "": 0} | {form: n for n in range(1, 6) for form in (n, str(n), chr(0x966 + n))}


@cache
def _rating_hashes(key: str) -> Hashes:
    """The digest of each rating of a question, 0 for a blank."""
    return digests_of_texts(key, ["", *map(str, range(1, 6))])


def ratings_of(key: str, column: Sequence[Cell], marks: dict[str, int]) -> tuple[pa.Array, Hashes]:
    """Ratings → int8 with blanks missing. What is no rating becomes missing too, is counted, and changes the digest."""
    texts_alone = set(map(type, column)) == {str}  # as the form's own list has them
    values = None if texts_alone else _whole_numbers(column, pa.int8(), 1, 5)
    if values is not None:
        return values, _rating_hashes(key)[values.fill_null(0).to_numpy()]
    cells = column if texts_alone else [cell if type(cell) in (int, float) else canonical(cell) for cell in column]
    number = {cell: n for n, cell in enumerate(dict.fromkeys(cells))}  # few are different
    texts = [cell if type(cell) in (int, float) else canonical(cell) for cell in number]
    odd = np.array([text not in _RATINGS for text in texts], np.bool_)
    ratings = np.array([_RATINGS.get(text, 0) for text in texts], np.int8)
    hashes = _rating_hashes(key)[ratings]
    hashes[odd] = digests_of_texts(key, [_whole(canonical(text)) for text in texts if text not in _RATINGS])
    places = np.fromiter(map(number.__getitem__, cells), np.int64, len(cells))
    if odd.any():
        marks[Sentence("no rating from 1 to 5 in {key}", key=key)] = int(odd[places].sum())
    ratings = ratings[places]
    return pa.array(ratings, mask=ratings == 0), hashes[places]


def is_rating(cell: Cell) -> bool:
    """Whether a cell is a rating from 1 to 5, in any digits of India that a form gives."""
    return (cell if type(cell) in (int, float) else canonical(cell)) in _RATINGS and cell not in (None, "")


def _whole_numbers(column: Sequence[Cell], kind: pa.DataType, least: int, most: int) -> pa.Array | None:
    """The usual case at once: whole numbers in this span, as the sheet keeps them, and blanks. None for anything else."""
    for with_blanks in (False, True):
        with suppress(pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            values = pa.array([None if cell == "" else cell for cell in column] if with_blanks else column, kind)
            span = pc.min_max(values).as_py()
            return values if span["min"] is None or least <= span["min"] <= span["max"] <= most else None
    return None


def choices_of(
    key: str, column: Sequence[Cell], options: Sequence[str], marks: dict[str, int]
) -> tuple[pa.Array, Hashes]:
    """Texts that repeat, codes and choices, as a dictionary. What reads like an option gets the option's exact text."""
    cells = list(set(column))
    if 0 in cells or 1 in cells:  # equal to FALSE and TRUE, which a sheet makes of those words
        cells = list(set(column := list(map(canonical, column))))
    texts = [_whole(canonical(cell)) for cell in cells]
    if options:
        exact = {title_compared(option): option for option in options}
        strange = {cell for cell, text in zip(cells, texts, strict=True) if text and title_compared(text) not in exact}
        if strange:
            marks[Sentence("an answer to {key} that is no longer an option", key=key)] = sum(
                cell in strange for cell in column
            )
        texts = [exact.get(title_compared(text), text) for text in texts]
    labels = list(dict.fromkeys(texts))
    code = {text: n for n, text in enumerate(labels)}
    number = {cell: code[text] for cell, text in zip(cells, texts, strict=True)}
    codes = np.fromiter(map(number.__getitem__, column), np.int32, len(column))
    values = pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(labels, pa.string()))
    hashes = digests_of_texts(key, labels)
    return values, hashes[codes] if labels else hashes


def texts_of(column: Sequence[Cell], *, mobile: bool) -> pa.Array:
    """Texts that are all different: messages, names and mobile numbers. Cleaned only where something is to be cleaned.

    Of a `mobile` the sheet eats digits: 09876543210 becomes the number 9876543210.
    """
    if mobile and (numbers := _whole_numbers(column, pa.int64(), 6_000_000_000, 9_999_999_999)) is not None:
        return numbers.cast(pa.large_string()).fill_null("")
    values = _texts(column)
    try:
        joined = "\n".join(column)  # type: ignore[arg-type]  # the usual case; what is no text raises TypeError
    except TypeError:
        joined = "\n".join(values.to_pylist())
    if "\r" in joined or not (joined.isascii() or unicodedata.is_normalized("NFC", joined)):
        values = pa.array(list(map(canonical, values.to_pylist())), pa.large_string())
    values = pc.utf8_trim_whitespace(values)
    if mobile:
        values = pa.array([text and mobile_digits(text) for text in values.to_pylist()], pa.large_string())
    return values


def _texts(column: Sequence[Cell]) -> pa.Array:
    """Cells as texts, blanks as ""."""
    try:
        return pa.array(column, pa.large_string()).fill_null("")
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        return pa.array([_whole(canonical(cell)) for cell in column], pa.large_string())


def _whole(text: str) -> str:
    """Half a surrogate pair, which JSON can carry and UTF-8 cannot, becomes the replacement sign."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
