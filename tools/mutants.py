"""Which mistakes would the tests miss? Makes one small mistake after the other in a package and runs its tests.

    python tools/mutants.py PACKAGE_OR_FILE... TESTS... [--jobs 2] [--file PATTERN] [-k EXPRESSION] [--list]

A mutant is one mistake: < for <=, `and` for `or`, a condition turned round, a number one higher, a call left out. Files on
disk are never touched: each mutant lives in a process of its own, in which one module is loaded from the changed tree.
Tests that pass through the changed line run first, the quickest first, and the first that fails kills the mutant; what
survives those is tried against all. Survivors are printed; those that docs/mutants.md explains are left out.
The exit code is 1 when one is left. Mistakes in messages, annotations and docstrings are not made. Programs that tests start
see the unchanged files.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import fnmatch
import importlib.util
import os
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path

import pytest
from mistakes import Mutant, mutants_of

PROJECT = Path(__file__).parents[1]
KNOWN = PROJECT / "docs" / "mutants.md"
OPTIONS = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
OPTIONS += ["-W", "ignore:Module already imported"]  # a plugin that came along with what is loaded beforehand


class OneModule(SourceFileLoader):
    """Loads one module from a tree instead of its file, and leaves all others to Python."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        super().__init__(name, str(path))
        self.tree = tree

    def get_code(self, fullname: str):
        return compile(self.tree, self.path, "exec", dont_inherit=True)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        inside = [str(Path(self.path).parent)] if self.path.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=inside)


def module_name(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


class Lines:
    """A pytest plugin that notes which tests pass through which lines, and how long each takes."""

    def __init__(self, files: list[Path]) -> None:
        self.files = {str(path) for path in files}
        self.tests: dict[tuple[str, int], set[str]] = {}
        self.took: dict[str, float] = {}
        self.now = ""

    def through(self, mutant: Mutant) -> set[str]:
        """The tests that pass through its line; none for a line that runs when the module is loaded."""
        return self.tests.get((str(mutant.path), mutant.line), set())

    def trace(self, frame, event, arg):
        if frame.f_code.co_filename not in self.files:
            return None
        file = frame.f_code.co_filename

        def note(frame, event, arg):
            self.tests.setdefault((file, frame.f_lineno), set()).add(self.now)
            return note

        return note(frame, event, arg)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item, nextitem):
        self.now, before = item.nodeid, time.process_time()
        sys.settrace(self.trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.took[item.nodeid] = time.process_time() - before


class Only:
    """A pytest plugin that keeps some tests, the quickest first."""

    def __init__(self, wanted: list[str]) -> None:
        self.wanted = {test: place for place, test in enumerate(wanted)}

    def pytest_collection_modifyitems(self, items):
        items[:] = sorted((each for each in items if each.nodeid in self.wanted), key=lambda e: self.wanted[e.nodeid])


def in_child(work, *, seconds: float = 0) -> int:
    """Start `work` in a forked process, silent, with at most so much CPU; gives its pid."""
    pid = os.fork()
    if pid:
        return pid
    code = 3
    try:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
            signal.alarm(int(seconds * 6) + 30)
        os.setpgid(0, 0)
        code = work()
    finally:
        os._exit(code)


def survey(files: list[Path], tests: list[str]) -> tuple[Lines, list[str]]:
    """One run of the tests as they are, in a child: who comes through which line; and which packages they load."""
    import pickle

    with tempfile.NamedTemporaryFile() as file:

        def work() -> int:
            lines = Lines(files)
            code = int(pytest.main([*OPTIONS[1:], *tests], plugins=[lines]))
            loaded = [name for name, module in sys.modules.items() if _from_outside(module)]
            Path(file.name).write_bytes(pickle.dumps((lines.tests, lines.took, loaded)))
            return code

        _, status = os.waitpid(in_child(work), 0)
        if status:
            raise SystemExit("The tests fail without any mutant. Run them, and correct them first.")
        found = Lines(files)
        found.tests, found.took, loaded = pickle.loads(Path(file.name).read_bytes())
    return found, loaded


def _from_outside(module: object) -> bool:
    file = getattr(module, "__file__", None)
    return (
        bool(file) and "site-packages" in file and not any(part in file for part in ("pytest", "hypothesis", "xdist"))
    )


def unharmed(files: list[Path], tests: list[str]) -> bool:
    """Whether the tests pass when a module comes from its tree and nothing in it is changed: else all would seem killed."""
    path = files[0]

    def work() -> int:
        sys.meta_path.insert(0, OneModule(module_name(path), path, ast.parse(path.read_text(encoding="utf-8"))))
        return int(pytest.main([*OPTIONS, *tests]))

    return os.waitpid(in_child(work), 0)[1] == 0


def hasty_hypothesis() -> None:
    """A failure is a failure: no time is spent on making its example smaller."""
    from hypothesis import Phase, settings

    settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], max_examples=40, database=None)
    settings.load_profile("mutants")


def attack(mutant: Mutant, tests: list[str], lines: Lines, *, everything: bool) -> int:
    """Start the tests against a mutant; gives the pid. Exit code 0: it survived."""
    here = lines.through(mutant)
    touched = sorted(lines.took if everything or not here else here, key=lambda test: lines.took[test])
    cost = sum(lines.took[test] for test in touched)

    def work() -> int:
        hasty_hypothesis()
        sys.meta_path.insert(0, OneModule(module_name(mutant.path), mutant.path, mutant.make()))
        return int(pytest.main([*OPTIONS, *tests], plugins=[Only(touched)]))

    return in_child(work, seconds=20 + 4 * cost)


def run(mutants: list[Mutant], tests: list[str], lines: Lines, jobs: int, *, everything: bool) -> list[Mutant]:
    """The mutants that survive, in order."""
    running: dict[int, Mutant] = {}
    survived: list[Mutant] = []
    waiting = list(reversed(mutants))
    done = 0
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[attack(mutant, tests, lines, everything=everything)] = mutant
        pid, status = os.wait()
        mutant = running.pop(pid)
        done += 1
        if status == 0:
            survived.append(mutant)
        if sys.stderr.isatty() or done % 50 == 0:
            print(f"\r{done} of {len(mutants)}, {len(survived)} alive", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return sorted(survived, key=lambda each: (str(each.path), each.line))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PACKAGE TESTS", help="folders or files; tests lie under tests/")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--file", default="*", help="only files of this name, such as codes.py")
    parser.add_argument("-k", default="", metavar="EXPRESSION", help="only these tests, as for pytest")
    parser.add_argument("--list", action="store_true", help="only say what would be tried")
    asked = parser.parse_args()
    os.chdir(PROJECT)
    sys.path.insert(0, str(PROJECT))
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    places = [Path(path).resolve() for path in asked.paths]
    tests = [str(path) for path in places if path.is_relative_to(PROJECT / "tests")]
    code = [path for path in places if not path.is_relative_to(PROJECT / "tests")]
    tests += ["-k", asked.k] if asked.k else []
    files = sorted(file for path in code for file in (path.rglob("*.py") if path.is_dir() else [path]))
    files = [file for file in files if fnmatch.fnmatch(file.name, asked.file)]
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    if asked.list:
        for mutant in mutants:
            print(f"{mutant.line}: {mutant.name}")
        return 0
    lines, loaded = survey(files, tests)
    for name in loaded:  # what is loaded here need not be loaded for every mutant
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if not unharmed(files, tests):
        raise SystemExit("The tests fail in a forked process. Run them one by one to see which.")
    print(f"{len(mutants)} mutants, {len(lines.took)} tests of {sum(lines.took.values()):.0f} s", file=sys.stderr)
    alive = run(mutants, tests, lines, asked.jobs, everything=False)
    again = [mutant for mutant in alive if len(lines.through(mutant)) not in (0, len(lines.took))]
    gone = set(map(id, again)) - set(map(id, run(again, tests, lines, asked.jobs, everything=True)))
    alive = [mutant for mutant in alive if id(mutant) not in gone]
    explained = KNOWN.read_text(encoding="utf-8") if KNOWN.exists() else ""
    new = [mutant for mutant in alive if f"`{mutant.name}`" not in explained]
    made, left = Counter(each.path for each in mutants), Counter(each.path for each in alive)
    print("| file | mutants | killed | explained | alive |\n|---|---|---|---|---|")
    for path in files:
        unexplained = sum(each.path == path for each in new)
        row = (made[path], made[path] - left[path], left[path] - unexplained, unexplained)
        print(f"| {path.relative_to(PROJECT)} | {' | '.join(map(str, row))} |")
    for mutant in new:
        print(f"{mutant.path.relative_to(PROJECT)}:{mutant.line}: `{mutant.name}`")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
