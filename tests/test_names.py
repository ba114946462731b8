"""One word, one meaning: no class name twice, no forbidden names for values, no test that imports another test.

What stands in the lists below is still to be renamed. A list may only become shorter: take an entry off when you have renamed it.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from anubhav_gforms import pipeline
from tools.house import (
    PACKAGE,
    PROJECT,
    SANDBOX,
    arrows,
    arrows_up,
    circles,
    classes_twice,
    imports_without_reason,
    lines_of,
    trees,
)

SAY_NOTHING = {"all_of_it", "each", "found", "mine", "one", "place", "run", "sc", "theirs", "told", "wanted", "work"}
"""No value and no parameter is called so: a name says what it holds."""

MOST = {"line": 56, "told": 1, "answer": 11, "answers": 46, "answered": 7}
"""A `line` is a line of text, the Outbox keeps what was `told`, an `answer` is what a response says to one question (in books on disk
also a response's id): no more than these."""

SENT_BACK = re.compile(
    r"([\w.]+\.)?Response( \| None)?|requests\.(get|post|put|request)\(.*|.*\b(urlopen|getresponse)\(.*"
)
"""A type or a call that gives what a server sends back."""


@pytest.mark.parametrize("package", [PACKAGE, SANDBOX])
def test_no_class_name_stands_twice(package: str) -> None:
    assert not classes_twice(package)


def test_a_name_says_what_it_holds() -> None:
    names = Counter(
        name for tree in trees(PACKAGE).values() for name in bound(tree) if name in SAY_NOTHING | MOST.keys()
    )
    assert not {name: count for name, count in names.items() if count > MOST.get(name, 0)}


@pytest.mark.parametrize("package", [PACKAGE, SANDBOX])
def test_what_a_server_sends_back_is_a_reply(package: str) -> None:
    """A response is a citizen's."""
    names = {name for tree in trees(package).values() for name, kind in named(tree) if SENT_BACK.fullmatch(kind)}
    assert names == {"reply"}


def named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names with their types, and with the calls that are bound to them."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=name, annotation=ast.expr() as kind):
                yield name, ast.unparse(kind)
            case (
                ast.AnnAssign(target=target, annotation=kind)
                | ast.Assign(targets=[target], value=ast.Call() as kind)
                | ast.withitem(optional_vars=ast.expr() as target, context_expr=ast.Call() as kind)
            ):
                yield ast.unparse(target), ast.unparse(kind)


def bound(tree: ast.Module) -> Iterator[str]:
    """Names that an assignment, a loop or a parameter gives; not those of a lambda or a comprehension of one line."""
    short = {
        id(node)
        for each in ast.walk(tree)
        if isinstance(each, ast.Lambda | ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp)
        and each.lineno == each.end_lineno
        for node in ast.walk(each)
    }
    for node in ast.walk(tree):
        if id(node) in short:
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg


def test_an_import_inside_a_function_says_why() -> None:
    """What a file builds on stands at its head; elsewhere only with a reason beside it."""
    assert not imports_without_reason(PACKAGE)


def test_the_story_loads_each_thing_that_it_names() -> None:
    assert {"pull", "grade", "write_report", "Grades"} <= set(pipeline.__all__)
    assert all(hasattr(pipeline, name) for name in pipeline.__all__)


def test_no_test_imports_another() -> None:
    """What two tests share stands in conftest.py or in a module beside it."""
    assert not {path: names for path, names in imports_of_tests() if names}


def imports_of_tests() -> Iterator[tuple[str, set[str]]]:
    """(test file, the test files that it imports from)."""
    for path in sorted(file for root in TESTS for file in root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        last = {module.rpartition(".")[2] for module in modules}
        yield path.relative_to(PROJECT).as_posix(), {name for name in last if name.startswith("test_")}


TESTS: tuple[Path, ...] = (PROJECT / "tests", PROJECT / "gsandbox" / "tests")


def test_data_flows_one_way_and_never_in_a_circle() -> None:
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    assert not arrows_up(arrows(graph))
    assert not circles(graph)


@pytest.mark.parametrize("package", [PACKAGE, SANDBOX])
def test_no_file_is_longer_than_300_lines(package: str) -> None:
    """Who opens one finds what they look for without a search."""
    assert {path: lines for path, lines in lines_of(package).items() if lines > 300} == {}
