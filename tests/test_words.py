"""English that an Indian office speaks, in messages, help and documents; and messages that a catalog can hold."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tools import catalogs
from tools.house import PACKAGE, PROJECT, trees

OLD = {
    r"\banew\b": "again, or re-",
    r"\b[0-9n}]+ [a-z]+ a (station|district|week|day|minute)\b": "per",
    r"\b(links?|PDF|rows?|sheet|poster|address|calls) a (station|district|week|minute|line)\b": "per",
    r"\b([Hh]e|[Hh]is|[Hh]im|[Hh]imself)\b": "a citizen is they",
    r"\bcounts? no more\b": "is no longer accepted",
    r"(?<!and )\bno more([).,;:]| (after|told|given)\b)": "no longer",
    r"(?<!ere )\b(is|are) no (rating|split|option|number|address|poster|code|form|letter|file|answer|response|way|time|spread|choice|backup|entry|text\b)": "is not a",
    r"\bclerk\b": "who reads it",
    r"\bLook what is in\b": "open the file and check",
    r"\b(our|their) own Google\b|Google of our own": "a practice server",
}
"""What no message, help or document says → what it says instead."""
OLD_IN_SENTENCES = OLD | {
    r"\b(lies?|lay|stands?) (in|there|here|ahead|before|beside|on|first|open)\b(?! (\{band\}|for|the other side))": "is",
    r"(^|[.;:] )(Were|Should|Had) [^?.]*, ": "If …",
    r"\b\w+ signs (at least|or more|\()|\bof \d+ signs\b|has \d+ signs\b|the sign \{": "characters",
    r"\bdocs/": "NAME.md in the documentation: who installed a wheel has no docs/",
    r"\bthrow-away\b|\bsticks?\b": "temporary; pen drive",
}
"""The same for the sentences of a catalog."""

ROOMS = ("cli/", "pipeline/")
"""Where every text in quotes is read by somebody."""
PAGES = sorted(
    path
    for path in [PROJECT / "README.md", PROJECT / "CHANGELOG.md", *(PROJECT / "docs").glob("*.md")]
    if path.name not in ("mutants.md", "structure.md")
)

TAKES_A_SENTENCE = {"say", "show", "Sentence", "confirm", "progress", "tell", "Mistake", "translated"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_documents_say_it_in_todays_words(path: Path) -> None:
    assert not list(said_in_old_words(path.read_text(encoding="utf-8")))


def test_sentences_of_the_catalog_say_it_in_todays_words() -> None:
    """Whatever the program shows, from any room."""
    said = [each.id for each in catalogs.collected() if each.id and "click/" not in each.locations[0][0]]
    forms = [form for words in said for form in ((words,) if isinstance(words, str) else words)]
    assert [wrong for form in forms for wrong in said_in_old_words(form, OLD_IN_SENTENCES)] == []


def test_messages_say_it_in_todays_words() -> None:
    """Every text in quotes of these rooms, help texts and docstrings of commands among them."""
    found = {
        path: wrong
        for path, tree in trees(PACKAGE).items()
        if path.startswith(ROOMS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (wrong := list(said_in_old_words(node.value)))
    }
    assert not found


def said_in_old_words(text: str, old: Mapping[str, str] = OLD) -> Iterator[str]:
    """What of a text is said in old words, with some of what is around it, and the word to use."""
    for pattern, new in old.items():
        for match in re.finditer(pattern, text):
            yield f"{text[max(0, match.start() - 30) : match.end() + 10]!r} → {new}"


def test_a_message_is_a_template_and_its_values() -> None:
    """A catalog knows templates: what an f-string has filled already can never be said in another language."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees(PACKAGE).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and takes_a_sentence(node.func)
        for value in [*node.args, *(word.value for word in node.keywords if word.arg == "cure")]
        if filled_already(value)
    ]
    assert not found


def test_a_cure_that_waits_in_a_variable_is_in_the_catalog() -> None:
    """What a call is given as it stands is collected; a text that stands in a name before is so only as a Sentence."""
    known = {each for words in catalogs.collected() for each in ([words.id] if isinstance(words.id, str) else words.id)}
    found = [
        f"{path}:{node.lineno}"
        for path, tree in trees(PACKAGE).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        if {each.id.lower().strip("_") for each in node.targets if isinstance(each, ast.Name)} & {"cure", "said"}
        if node.value.value and node.value.value not in known
    ]
    assert not found


def takes_a_sentence(function: ast.expr) -> bool:
    """Whether a call says something: by `say` and the like, or as an error that is not one of Python's own."""
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name in TAKES_A_SENTENCE or (name.endswith("Error") and not hasattr(builtins, name))


def filled_already(value: ast.expr) -> bool:
    """Whether a text is an f-string, wholly, in a part, or on one side of an if."""
    match value:
        case ast.JoinedStr():
            return True
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            return filled_already(one) or filled_already(other)
    return False


def test_the_checks_see_what_they_are_for() -> None:
    wrong = [
        "computed anew",
        "one link a station",
        "find his row",
        "'x' is no rating",
        "3 calls a minute",
        "counts no more",
        "a letter that is no more given",
        "what it asks no more.",
    ]
    assert all(list(said_in_old_words(text)) for text in wrong)
    assert not list(
        said_in_old_words("one link per station, again; they give the time; its length and no more; no more rows")
    )
    bad, good = (
        ast.parse(text, mode="eval").body for text in ("say('a' + f'{b}' if c else 'd')", "say('{b}', b=f'{c}')")
    )
    assert isinstance(bad, ast.Call)
    assert isinstance(good, ast.Call)
    assert filled_already(bad.args[0])
    assert not filled_already(good.args[0])
