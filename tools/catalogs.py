"""Collect every sentence that the program shows into the catalogs: `make catalogs`.

New sentences come in without a translation, changed ones are marked fuzzy, and those that nobody says any more go.
A sentence is a text in quotes at one of the places of `PLACES`, in a page's template one of `TEMPLATE_PLACES`, the help text of a command or option, or a verb's line
in cli/verbs.py. Prints what each catalog still lacks; exit 1 when something is missing. hatch_build.py compiles
them when the package is installed, so `make` installs it again after a change.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from anubhav_gforms.language.catalog import FOLDER
from anubhav_gforms.languages import LANGUAGES, WRITTEN

ROOT = Path(__file__).parent.parent
PLACES = {
    "Sentence": (0, 1), "say": (0, 1), "both": (0, 1), "show": (0, 1), "confirm": (0, 1), "progress": (0,), "translated": (0,),
    "said": (0,), "tell": (0,), "Mistake": (2,), "add_mistake": (1,), "green": (0, 1), "red": (0, 1), "not_asked": (0,), "named": (0,), "DoctorCheck": (0,),
    "_asked": (0,), "wrong": (2,), "note": (0,), "_unavailable": (1,), "_send": (1, 2), "ask": (0, 1), "pages": (2,), "change": (2,), "BadParameter": (0,), "fail": (0,),
    "each": (0, 1, 2, 3, 4, 5),
}  # fmt: skip
"""Function: which of its arguments are sentences. Every class whose name ends in Error takes one too."""
COUNTED = {"Sentence": 0, "say": 0, "both": 0, "show": 0, "confirm": 0, "green": 0}
"""Those of which an argument is the plural of the one before it, whose place this is."""
TEMPLATE_PLACES = {"t": 2, "both": 2, "either": 2, "label": 1}
"""The same in the templates of pages: how many of the first arguments."""
KEYWORDS = {"help", "cure", "short_help", "show_default", "doing"}
ENUMS = {
    "CodeStatus", "CodeReason", "EventKind", "WallState", "Severity", "KeyState", "LoginKind", "Channel", "Holds",
    "Certainty", "Arrow", "GradeStatus", "EffectWord", "ItemKind", "QuestionType", "BookName",
}  # fmt: skip
"""Classes whose values people read: each value is a sentence."""
OF_THE_SANDBOX = ("visitors/survey.py", "visitors/walk.py", "world.py")
"""Files of gsandbox whose refusals the commands say in the user's language."""
Found = tuple[str, str]
"""(sentence, its plural or "")."""


def texts(node: ast.expr) -> Iterator[str]:
    """The texts in quotes that an argument may be: both sides of an if, every part of an or."""
    match node:
        case ast.Constant(value=str() as text) if any(sign.isalpha() for sign in text):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from texts(body)
            yield from texts(other)
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from texts(part)


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a command's help, without its examples."""
    for part in cleandoc(text).split("\n\n"):
        if not part.startswith("\b") and part.strip():
            yield " ".join(part.split())


def sentences(path: Path) -> Iterator[Found]:
    """Every sentence of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.ClassDef) and node.name in ENUMS:
            values = (each.value for each in node.body if isinstance(each, ast.Assign))
            yield from ((text, "") for value in values for text in texts(value))
        elif isinstance(node, ast.FunctionDef) and _is_command(node) and (text := ast.get_docstring(node)):
            yield from ((part, "") for part in paragraphs(text))
        elif (
            isinstance(node, ast.AnnAssign | ast.Assign)
            and node.value is not None
            and path.parts[-2:] == ("cli", "verbs.py")
        ):
            yield from _of_verbs(node.value)


def _of_call(node: ast.Call) -> Iterator[Found]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    places = PLACES.get(name) or ((0,) if name.endswith("Error") else ())
    given = [list(texts(node.args[place])) for place in places if place < len(node.args)]
    one = COUNTED.get(name, len(given))
    if len(given) == one + 2 and given[one + 1]:
        yield from zip(given[one], given[one + 1], strict=False)
        given = given[:one]
    yield from ((text, "") for part in given for text in part)
    for keyword in node.keywords:
        if keyword.arg in KEYWORDS:
            yield from ((text, "") for text in texts(keyword.value))


def of_template(path: Path) -> Iterator[Found]:
    """Every sentence of a page's template: the texts of t("…"), with their plurals, and of either, both and label."""
    for call in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        if name not in TEMPLATE_PLACES:
            continue
        said = [list(template_texts(argument)) for argument in call.args[: TEMPLATE_PLACES[name]]]
        if name != "either" and len(said) == 2 and said[1]:
            yield from zip(said[0], said[1], strict=False)
        else:
            yield from ((text, "") for texts_of_one in said for text in texts_of_one)


def template_texts(node: nodes.Node) -> Iterator[str]:
    """The texts in quotes that an argument in a template may be."""
    match node:
        case nodes.Const(value=str() as text) if any(sign.isalpha() for sign in text):
            yield text
        case nodes.CondExpr(expr1=first, expr2=second):
            yield from template_texts(first)
            if second:
                yield from template_texts(second)


def _is_command(node: ast.FunctionDef) -> bool:
    return any("command" in ast.unparse(each) or "group" in ast.unparse(each) for each in node.decorator_list)


def _of_verbs(value: ast.expr) -> Iterator[Found]:
    if isinstance(value, ast.Dict):
        for each in value.values:
            if isinstance(each, ast.Tuple) and len(each.elts) == 2:
                yield from ((text, "") for text in texts(each.elts[1]))


@cache
def said_by(path: Path) -> tuple[Found, ...]:
    """Every sentence of a file or a template, which is read once."""
    return tuple(sentences(path) if path.suffix == ".py" else of_template(path))


@cache
def said_by_click() -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    """The file of click and the words that it says, also before a command is known."""
    keywords = {"_": None, "ngettext": (1, 2)}
    said = [(name, text) for name, _, text, _, _ in extract_from_dir(Path(click.__file__).parent, keywords=keywords)]
    return (*said, *(("core.py", text) for text in ("[OPTIONS]", "COMMAND [ARGS]...", "[COMMAND] [ARGS]...")))


def collected() -> Catalog:
    """All sentences of the package and of click, each with the files that say it."""
    catalog = Catalog(fuzzy=False)
    for name, words in said_by_click():
        catalog.add(words, locations=[(f"click/{name}", 0)])
    package = ROOT / "anubhav_gforms"
    pages = [*(package / "reports").rglob("*.html"), *(package / "desk").rglob("*.html")]
    for path in [*sorted([*package.rglob("*.py"), *pages]), *(ROOT / "gsandbox" / each for each in OF_THE_SANDBOX)]:
        place = str(path.relative_to(ROOT).as_posix())
        for text, plural in said_by(path):
            catalog.add(
                (text, plural) if plural else text,
                locations=[(place, 0)],
                flags=["python-brace-format"] if "{" in text else [],
            )
    return catalog


def updated(language: str) -> Catalog:
    """The catalog of a language with today's sentences; without a .po yet, one in which nothing is translated."""
    path = FOLDER / f"{language}.po"
    known = path.read_bytes() if path.exists() else b""
    catalog = read_po(BytesIO(known), locale=language)
    catalog.update(collected(), no_fuzzy_matching=False)
    catalog.obsolete.clear()
    return catalog


def missing(catalog: Catalog) -> list[str]:
    """What a translator has still to do: sentences without translation, or with one of another sentence (fuzzy)."""
    return [
        str(each.id[0] if isinstance(each.id, tuple) else each.id)
        for each in catalog
        if each.id and (each.fuzzy or not each.string or not all(each.string))
    ]


HEADER = """\
# The sentences of anubhav: msgid is the English that stands in the program, msgstr what its readers see.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def written(catalog: Catalog, language: str) -> bytes:
    """The .po of a catalog, in the order of its sentences and without dates: the same sentences give the same bytes."""
    out = BytesIO()
    write_po(out, catalog, width=0, sort_output=True, include_lineno=False, omit_header=True)
    return HEADER.format(language=language, plural_forms=LANGUAGES[language].plurals).encode() + out.getvalue()


def main() -> int:
    """Bring every catalog up to date."""
    lacking = 0
    for language in LANGUAGES:
        if language == WRITTEN.code:
            continue
        catalog = updated(language)
        (FOLDER / f"{language}.po").write_bytes(written(catalog, language))
        left = missing(catalog)
        lacking += len(left)
        print(f"{language}.po: {len(catalog)} sentences, {len(left)} without a translation of their own")
        for each in left[:20]:
            print(f"  {each}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
