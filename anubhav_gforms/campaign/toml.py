"""TOML file → frozen config value; every mistake with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import Mistake
from ..sentence import Sentence, as_sentence, quoted
from ..text import plain_digits, stored
from .model import DEVANAGARI, LOST_HINDI, Model, unseen_letters

M = TypeVar("M", bound=Model)
Place = tuple[int | str, ...]


def read_toml(path: Path, model: type[M], mistakes: list[Mistake]) -> M | None:
    """Read `path` as `model`. Adds every mistake to `mistakes` and gives None when there is one."""
    text, line_number = "", 0
    try:
        text = path.read_text(encoding="utf-8-sig")
        if lost := _lost_hindi(text):
            mistakes.append(
                Mistake(
                    path,
                    lost,
                    Sentence(
                        "holds Hindi that was lost, as the file was saved without UTF-8. Take your earlier copy, and in Notepad save it with the encoding UTF-8."
                    ),
                )
            )
            return None
        if value := _validated(text, model):
            return cast("M", value)
        line_number = 1
        said = Sentence(
            "is empty. Bring it back from a backup, or copy it from a folder that anubhav init makes and fill it in."
        )
    except FileNotFoundError:
        said = renamed(path) or Sentence(
            "this file is missing. Run anubhav in the campaign's folder; if the file is lost, bring it back from a backup or copy it from a folder that anubhav init makes."
        )
    except OSError:
        if not path.is_dir():  # Windows refuses to read one with other words than Linux
            raise
        said = Sentence("is a folder. Move it away, and bring the file back.")
    except UnicodeDecodeError:
        said = Sentence("is not UTF-8. Save it again with encoding UTF-8.")
    except RecursionError:
        said = Sentence("has tables or lists within each other a hundred times over. Take them apart.")
    except tomllib.TOMLDecodeError as error:
        line_number, said = _syntax_mistake(error, text)
    except ValidationError as error:
        lines = line_numbers(text)
        mistakes += [Mistake(path, _line(lines, each["loc"]), _sentence(each, model)) for each in error.errors()]
        return None
    except ValueError:  # as Python reads no number of thousands of digits
        said = Sentence("has a number of thousands of digits. Write one that can be meant.")
    mistakes.append(Mistake(path, line_number, said))
    return None


def renamed(path: Path) -> Sentence | None:
    """That beside a missing file one lies with the name that Windows gives to a second copy, or to a text; None when none does."""
    copies = (f"{path.stem} (1){path.suffix}", f"{path.stem} - Copy{path.suffix}", f"{path.name}.txt")
    if other := next(filter(lambda name: (path.parent / name).exists(), copies), None):
        return Sentence(
            "this file is missing, and {other} is there. If that is the right one, name it {name}.",
            other=other,
            name=path.name,
        )
    return None


def _lost_hindi(text: str) -> int:
    """The first line, but for those that explain, on which nothing is left of Hindi but question marks or signs of Windows; 0 for none."""
    if not LOST_HINDI.search(text):
        return 0
    for number, written in enumerate(text.splitlines(), start=1):
        if LOST_HINDI.search(written) and not written.startswith("#") and not re.search(DEVANAGARI, written):
            return number
    return 0


@lru_cache(maxsize=16)
def _validated(text: str, model: type[Model]) -> Model | None:
    """The frozen value of a text, None for an empty one; a desk and a watch read the same files again and again."""
    content = _stored(tomllib.loads(text))
    return model.model_validate(content) if content else None


@lru_cache(maxsize=16)
def line_numbers(text: str) -> dict[Place, int]:
    """Line on which each key of a TOML text stands: ("questions", 2, "title") → 37. Tables count from 0."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if quotes:
            quotes = "" if quotes in line else quotes
            continue
        if header := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line):
            table = _keys(header[2])
            for depth in range(1, len(table)):
                if table[:depth] in counts:
                    table = (*table[:depth], counts[table[:depth]] - 1, *table[depth:])
                    break
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table] - 1)
            lines.setdefault(table, number)
        elif pair := re.match(r"""\s*((?:"[^"]*"|'[^']*'|[\w.-])+)\s*=\s*(.*)""", line):
            lines.setdefault((*table, *_keys(pair[1])), number)
            for mark in ('"' * 3, "'" * 3):
                if pair[2].startswith(mark) and mark not in pair[2][3:]:
                    quotes = mark
    return lines


@dataclass(frozen=True, slots=True)
class TomlMistakes:
    """What is found wrong in a TOML file after it was read: each goes among the mistakes of all files."""

    path: Path
    mistakes: list[Mistake]

    def tell(self, said: str, keys: Place, /, **values: object) -> None:
        """Add one, with the line to which these keys lead; that of the table around it where there is none, else 1."""
        lines = line_numbers(self.path.read_text(encoding="utf-8-sig"))
        self.mistakes.append(Mistake(self.path, _line(lines, keys), as_sentence(said, values)))


def _keys(dotted: str) -> Place:
    return tuple(part.strip("\"'") for part in re.findall(r""""[^"]*"|'[^']*'|[\w-]+""", dotted))


def _line(lines: dict[Place, int], keys: Place) -> int:
    while keys and keys not in lines:
        keys = keys[:-1]
    return lines.get(keys, 1)


def _stored(value: object) -> object:
    """NFC for every string, tuples for lists: the form in which values are compared from here on."""
    if isinstance(value, str):
        return stored(value)
    if isinstance(value, list):
        return tuple(_stored(each) for each in value)
    if isinstance(value, dict):
        return {stored(key): _stored(each) for key, each in value.items()}
    return value


def _syntax_mistake(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, Sentence]:
    """The line and what is wrong there."""
    said = str(error)
    position = re.search(r"\(at line (\d+), column \d+\)", said)
    what = re.sub(r"\s*\(at .*\)$", "", said)
    line_number = int(position[1]) if position else 0  # "at end of document": what is open there began anywhere above
    if position and re.search(r"[=\[,{]\s*[“”„‘’]", text.split("\n")[line_number - 1]):
        return line_number, Sentence(
            'has curly quotes, as a word processor writes them. Write straight ones: ". An editor such as Notepad does.'
        )
    if position and (digits := re.search(r"=\s*([+-]?[०-९][0-9०-९.]*)", text.split("\n")[line_number - 1])):
        plain = plain_digits(digits[1])
        return line_number, Sentence(
            "has a number in other digits: write {plain}, not {typed}.", plain=plain, typed=digits[1]
        )
    written = text.split("\n")[line_number - 1].replace("\t", "") if position else ""
    if unseen := unseen_letters(written) or ("U+00A0" if "\u00a0" in written else ""):
        return line_number, Sentence(
            "holds letters that nobody can see ({unseen}); type the line again.", unseen=unseen
        )
    if re.match(r"Cannot (overwrite|declare|mutate)|Duplicate", what):
        again = Sentence("gives a name that was given above already. Remove one of the two.")
        return line_number or len(text.splitlines()), again
    ours = next((ours for theirs, ours in SYNTAX.items() if what.startswith(theirs)), what)
    return line_number, Sentence(
        "is not valid TOML: {what}. Look for a missing quote or bracket; write half as 0.5, yes and no as true and false.",
        what=ours,
    )


_OPEN_TEXT = Sentence("a text has no quote at its end")
_UNSEEN = Sentence("it holds a character that nobody can see")
_BACKSLASH = Sentence("a text holds a backslash; type it twice")
_NO_NAME = Sentence("a name begins with a character that begins no name")
SYNTAX = {
    "Illegal character '\\n'": _OPEN_TEXT,
    "Found invalid character '\\n'": _OPEN_TEXT,
    "Illegal character": _UNSEEN,
    "Found invalid character": _UNSEEN,
    "Unterminated string": _OPEN_TEXT,
    "Unclosed array": Sentence("a list has no bracket at its end"),
    "Unclosed inline table": Sentence("a table has no bracket at its end"),
    "Expected ']": Sentence("the name of a table has no bracket at its end"),
    "Expected '='": Sentence("there is no = after a name"),
    "Expected newline": Sentence("there is something after a value"),
    "Expected ": _OPEN_TEXT,
    "Invalid value": Sentence("there is no value after = that can be read"),
    "Invalid statement": _NO_NAME,
    "Invalid initial character": _NO_NAME,
    "Invalid date": Sentence("a day or a time is in no calendar"),
    "Unescaped": _BACKSLASH,
    "Escaped": _BACKSLASH,
    "Invalid hex": _BACKSLASH,
}
"""How what tomllib says begins, in our words; its own English is told of what is not here."""


def dotted(keys: Sequence[int | str]) -> str:
    """("questions", 2, "title") → questions[3].title, counted as people count."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in keys).lstrip(".")


OUR_WORDS = {
    "greater_than": Sentence("must be more than {gt}"),
    "greater_than_equal": Sentence("must be {ge} or more"),
    "less_than": Sentence("must be less than {lt}"),
    "less_than_equal": Sentence("must be {le} or less"),
    "string_type": Sentence("must be a text in quotes"),
    "int_type": Sentence("must be a whole number"),
    "int_from_float": Sentence("must be a whole number"),
    "float_type": Sentence("must be a number"),
    "bool_type": Sentence("must be true or false"),
    "dict_type": Sentence("must be a table: names, each with = and a value"),
    "model_type": Sentence("must be a table: names, each with = and a value"),
    "tuple_type": Sentence("must be a list in square brackets"),
    "date_type": Sentence("must be a day without quotes, such as 2026-11-16"),
    "too_short": Sentence("must hold {min_length} or more"),
    "too_long": Sentence("must hold {max_length} at most"),
}
"""What pydantic says, in our words, by its type of error; its own English is told of what is not here."""


def _names(model: type[Model], keys: Place) -> list[str]:
    """The names that a table may hold: that to which these keys lead in a file of this model."""
    for key in keys:
        if field := model.model_fields.get(str(key)):
            model = next(_models(field.annotation), model)
    return sorted(model.model_fields)


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _sentence(error: ErrorDetails, model: type[Model]) -> Sentence:
    name, value = dotted([part for part in error["loc"] if part != "[key]"]), error["input"]
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return Sentence("{name} is missing. Add it; the file that anubhav init makes explains it.", name=name)
        case "extra_forbidden":
            near = get_close_matches(str(error["loc"][-1]).lower(), _names(model, error["loc"][:-1]), n=1, cutoff=0.7)
            if not near:
                return Sentence("{name} is not a key of this file. Check its spelling or remove it.", name=name)
            return Sentence(
                "{name} is not a key of this file; {near} is close to it. Check its spelling or remove it.",
                name=name,
                near=near[0],
            )
        case "value_error":
            typed = quoted(value) if isinstance(value, str) else value
            shown = f" ({typed})" if isinstance(value, str | int | float) else ""
            return Sentence("{name}{shown} {says}.", name=name, shown=shown, says=as_sentence(context["error"].args[0]))
        case "int_type" | "float_type" if isinstance(value, str) and value.strip().isdecimal():
            return Sentence(
                "{name} is a number: write {plain} without quotes, not {value!r}.",
                name=name,
                plain=plain_digits(value.strip()).lstrip("0") or "0",
                value=value,
            )
        case "literal_error" | "enum":
            listed = context["expected"].replace(" or ", ", ").replace("'", '"')
            return Sentence(
                "{name} ({value!r}) is not known; write one of {listed}.", name=name, value=value, listed=listed
            )
        case _:
            ours = OUR_WORDS.get(error["type"])
            says = Sentence(ours, **context) if ours else Sentence(error["msg"])
            if isinstance(value, str | int | float | bool):
                return Sentence("{name}: {says}, not {value!r}.", name=name, says=says, value=value)
            return Sentence("{name}: {says}.", name=name, says=says)
