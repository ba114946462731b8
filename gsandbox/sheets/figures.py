"""Patterns of figures, after Google's guide to number formats: sections, conditions, digits, fractions and exponents."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from .locales import signs

WIDE = Context(prec=2000)  # the longest double has 309 digits before the point, and each % of a pattern adds two
PLACES = 400
"""Places behind the point that are looked at."""
TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<blank>_.)|\[(?P<meta>[^\]]*)\]|(?P<one>[eE][+-](?=[#0?])|.)', re.DOTALL)  # fmt: skip
KINDS = {"0": "digit", "#": "digit", "?": "digit", ".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text", "*": "none"}  # fmt: skip
COLOURS = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+", re.IGNORECASE)
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
COMPARED: Mapping[str, Callable[[float, float], bool]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}  # fmt: skip
PADDING = {"0": "0", "#": "", "?": " "}
NO_SECTION = "########"
"""A figure that meets none of the conditions fills its cell with these; how wide a cell is nobody knows here."""
Part = tuple[str, str]
"""A kind and what stands there: digit, point, comma, group, scale, percent, slash, exponent, text (@) or literal."""


@dataclass(frozen=True, slots=True)
class _Section:
    parts: tuple[Part, ...]
    meets: Callable[[float], bool] | None

    def all(self, kind: str) -> list[int]:
        """Where parts of this kind stand."""
        return [place for place, part in enumerate(self.parts) if part[0] == kind]


def figure(value: float, pattern: str, locale: str) -> str | None:
    """A figure by a pattern; None where the pattern is one for texts only."""
    sections, _ = _read(pattern)
    if not sections:
        return None
    signed, section = _chosen(value, sections)
    if section is None:
        return NO_SECTION
    if not section.all("digit"):
        return "".join(text for _, text in section.parts)
    return ("-" if signed < 0 else "") + _written(section, abs(Decimal(repr(float(value)))), locale)


def worded(text: str, pattern: str) -> str:
    """A text by the section that a pattern has for texts, as it is where there is none."""
    section = _read(pattern)[1] if "@" in pattern or ";;" in pattern else None
    return "".join(text if kind == "text" else part for kind, part in section.parts) if section else text


def rounded(number: Decimal, places: int) -> Decimal:
    """A figure with so many places, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)


@lru_cache(maxsize=256)
def _read(pattern: str) -> tuple[tuple[_Section, ...], _Section | None]:
    """The sections for figures, and the one for texts: the fourth, or the last when it has an @."""
    parts: list[list[Part]] = [[]]
    conditions: list[Callable[[float], bool] | None] = [None]
    for token in TOKEN.finditer(pattern):
        if token["one"] == ";":
            parts.append([])
            conditions.append(None)
        elif token["meta"] is not None and (meant := CONDITION.fullmatch(token["meta"].strip())):
            conditions[-1] = _condition(meant[1], float(meant[2]))
        elif (part := _part(token)) is not None:
            parts[-1].append(part)
    sections = [_Section(_commas(each), meets) for each, meets in zip(parts, conditions, strict=True)]
    if len(sections) > 3 or sections[-1].all("text"):
        last = sections[:4].pop()
        return tuple(sections[: min(len(sections) - 1, 3)]), last
    return tuple(sections), None


def _part(token: re.Match[str]) -> Part | None:
    if token["quoted"] is not None or token["escaped"] is not None:
        return "literal", token["quoted"] or token["escaped"] or ""
    if token["blank"]:
        return "literal", " "
    if (meta := token["meta"]) is not None:
        if meta.startswith("$"):
            return "literal", meta[1:].partition("-")[0]
        return None if COLOURS.fullmatch(meta) else ("literal", token[0])
    one = token["one"]
    if len(one) > 1:
        return "exponent", one
    kind = KINDS.get(one, "literal")
    return None if kind == "none" else (kind, one)


def _condition(sign: str, bound: float) -> Callable[[float], bool]:
    return lambda value: COMPARED[sign](value, bound)


def _commas(parts: Sequence[Part]) -> tuple[Part, ...]:
    """A comma between digits groups the whole figure, behind them it divides it by a thousand, elsewhere it is one."""
    read: list[Part] = []
    for place, (kind, text) in enumerate(parts):
        if kind == "comma":
            after = next((each for each, _ in parts[place + 1 :] if each != "comma"), "")
            before = read[-1][0] if read else ""
            kind = ("group" if after == "digit" else "scale") if before in ("digit", "group", "scale") else "literal"
        elif kind == "point" and any(each == "point" for each, _ in read):
            kind = "literal"
        read.append((kind, text))
    return tuple(read)


def _chosen(value: float, sections: Sequence[_Section]) -> tuple[float, _Section | None]:
    """The section for a figure, and the figure less the sign that its section stands for."""
    first, second, third = (*sections, None, None)[:3]
    if not any(each.meets for each in sections[:2]):
        if value < 0 and second:
            return -value, second
        return value, third if value == 0 and third else first
    if first and (first.meets(value) if first.meets else value > 0):
        return value, first
    if second and (second.meets(value) if second.meets else value < 0 or not third):
        return value, second
    return value, third


def _written(section: _Section, number: Decimal, locale: str) -> str:
    """The parts of a section with the digits of a figure in their places."""
    written = {"group": "", "scale": "", "point": signs(locale)[0]}
    texts = [written.get(kind, text) for kind, text in section.parts]
    number = number.scaleb(2 * len(section.all("percent")) - 3 * len(section.all("scale")), WIDE)
    digits, points, exponents, slashes = (section.all(kind) for kind in ("digit", "point", "exponent", "slash"))
    marks = {place: section.parts[place][1] for place in digits}
    if slashes and not points and not exponents and (slashes[0] - 1) in marks:
        _fraction(section.parts, texts, marks, slashes[0], number)
        return "".join(texts)
    end = exponents[0] if exponents else len(texts)
    point = points[0] if points else end
    whole, rest = [each for each in digits if each < min(point, end)], [each for each in digits if point < each < end]
    places = min(len(rest), PLACES)
    if exponents:
        number, power = _mantissa(number, max(len(whole), 1), places)
        texts[end] = texts[end][0] + ("-" if power < 0 else "+" if texts[end][1] == "+" else "")
        _fill(texts, marks, [each for each in digits if each > end], str(abs(power)))
    left, _, right = str(rounded(number, places)).partition(".")
    _fill(texts, marks, whole, left.lstrip("0"), locale if section.all("group") else None)
    if not whole and left.strip("0"):
        texts[point if points else end - 1] = left + (texts[point] if points else "")
    meant = len(right.rstrip("0"))
    for place, each in enumerate(rest):
        texts[each] = right[place] if place < meant else PADDING[marks[each]] if place < places else ""
    return "".join(texts)


def _fill(texts: list[str], marks: Mapping[int, str], places: Sequence[int], digits: str, grouped: str | None = None) -> None:  # fmt: skip
    """Digits into their places from the right; the leftmost place takes all that are left."""
    count = 0
    for order, place in enumerate(reversed(places), 1):
        taken = digits if order == len(places) else digits[-1:]
        digits = "" if order == len(places) else digits[:-1]
        text = ""
        for one in reversed(taken or PADDING[marks[place]]):
            comma = grouped is not None and one != " " and _parts_thousands(count, grouped)
            text = one + (signs(grouped)[1] if grouped and comma else "") + text
            count += 1
        texts[place] = text


def _parts_thousands(count: int, locale: str) -> bool:
    """Whether a comma stands before this many digits: by three, in India by two after the first three."""
    if locale in ("en_IN", "hi_IN"):
        return count >= 3 and count % 2 == 1
    return count > 0 and count % 3 == 0


def _mantissa(number: Decimal, width: int, places: int) -> tuple[Decimal, int]:
    """A figure as one of so many digits before the point and a power of ten that these digits divide."""
    power = number.adjusted() // width * width if number else 0
    shown = rounded(number.scaleb(-power, WIDE), places)
    if shown >= 10**width:
        return shown.scaleb(-width, WIDE), power + width
    return shown, power


def _fraction(parts: Sequence[Part], texts: list[str], marks: Mapping[int, str], slash: int, number: Decimal) -> None:
    """The nearest fraction of so many digits, or of the denominator that stands there; none where nothing is left."""
    start, end = slash, slash + 1
    while start - 1 in marks:
        start -= 1
    while end < len(parts) and (end in marks or parts[end][1].isdecimal()):
        end += 1
    named = "".join(parts[place][1] for place in range(slash + 1, end))
    whole = [place for place in marks if place < start]
    left = int(number) if whole else 0
    rest = Fraction(number) - left
    if named.isdecimal() and int(named):
        above, below = int(rest * int(named) + Fraction(1, 2)), int(named)
    else:
        above, below = rest.limit_denominator(10 ** max(end - slash - 1, 1) - 1).as_integer_ratio()
    if whole and above == below:
        left, above = left + 1, 0
    _fill(texts, marks, whole, str(left).lstrip("0") or ("" if above else "0"))
    for place in range(start, end):
        texts[place] = ""
    if above or not whole:
        _fill(texts, marks, range(start, slash), str(above))
        texts[slash] = "/" + str(below).ljust(end - slash - 1 if "?" in named else 0)
