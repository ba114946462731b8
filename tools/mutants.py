"""Which mistakes would the tests miss? Makes one small mistake after the other in a package and runs its tests.

    python tools/mutants.py PACKAGE_OR_FILE... TESTS... [--jobs 1] [--file PATTERN] [--seconds N] [--named FILE] [--list]

A mutant is one mistake: < for <=, `and` for `or`, a condition turned round, a number one higher, a call left out. Files on
disk are never touched: each mutant lives in a forked process of its own. A mistake in a function is put into the loaded
module, with all tests collected; one that works when the module is loaded makes pytest begin again, with that one module
from the changed tree. Tests that pass through the changed line run, those first that killed its neighbours or meet most of its
function in least time; the first that fails kills the mutant; --seconds bounds how much of them each mutant meets. Survivors are printed; those that docs/mutants.md explains are left out. The exit code is 1 when one is left.
Mistakes in messages, annotations and docstrings are not made. Programs that tests start see the unchanged files.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import fnmatch
import gc
import importlib
import importlib.util
import os
import pickle
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from covering import Lines
from mistakes import Mutant, mutants_of
from planting import PROJECT, OneModule, functions_of, module_name, replace_code

KNOWN = PROJECT / "docs" / "mutants.md"
OPTIONS = ["-q", "-s", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
OPTIONS += ["-W", "ignore:Module already imported"]  # a plugin that came along with what is loaded beforehand


class Only:
    """A pytest plugin that runs some tests in an order of its own, and ends at the first that fails."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.wanted = list(wanted)
        self.killer = ""

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        place = {item.nodeid: item for item in session.items}
        items = [place[test] for test in self.wanted if test in place]
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                self.killer = item.nodeid
                break
        return True


class Trials:
    """A pytest plugin: once all tests are collected, runs them against each mutant in turn instead of once."""

    def __init__(self, mutants: list[Mutant], lines: Lines, jobs: int, report: Path) -> None:
        self.mutants, self.lines, self.jobs, self.report = mutants, lines, jobs, report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for path in {mutant.path for mutant in self.mutants}:
            importlib.import_module(module_name(path))
        functions = functions_of({str(mutant.path) for mutant in self.mutants})
        gc.freeze()

        def attack(mutant: Mutant) -> int:
            tests = self.lines.through(mutant)

            def work() -> int:
                replace_code(mutant, functions)
                only = Only(tests)
                only.pytest_runtestloop(session)
                Path(folder, str(os.getpid())).write_text(only.killer)
                return int(bool(session.testsfailed))

            return in_child(work, seconds=4 + 4 * self.lines.cost(tests))

        def ended(pid: int, mutant: Mutant) -> None:
            with contextlib.suppress(OSError):
                self.lines.learn(mutant, Path(folder, str(pid)).read_text())

        with tempfile.TemporaryDirectory() as folder:
            survived = run(self.mutants, attack, self.jobs, ended)
        self.report.write_bytes(pickle.dumps([self.mutants.index(mutant) for mutant in survived]))
        return True


def in_child(work: Callable[[], int], *, seconds: float = 0) -> int:
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
    lines = Lines(files)
    with tempfile.NamedTemporaryFile() as file:

        def work() -> int:
            code = int(pytest.main([*OPTIONS, *tests], plugins=[lines]))
            loaded = [name for name, module in sys.modules.items() if _from_outside(module)]
            Path(file.name).write_bytes(pickle.dumps((lines.found(), loaded)))
            return code

        _, status = os.waitpid(in_child(work), 0)
        if status:
            raise SystemExit("The tests fail without any mutant. Run them, and correct them first.")
        found, loaded = pickle.loads(Path(file.name).read_bytes())
    lines.take(found)
    return lines, loaded


def _from_outside(module: object) -> bool:
    file = getattr(module, "__file__", None)
    return (
        bool(file) and "site-packages" in file and not any(part in file for part in ("pytest", "hypothesis", "xdist"))
    )


def unharmed(path: Path, tests: list[str], wanted: list[str]) -> bool:
    """Whether the tests pass when a module comes from its tree and nothing in it is changed: else all would seem killed."""

    def work() -> int:
        sys.meta_path.insert(0, OneModule(module_name(path), path, ast.parse(path.read_text(encoding="utf-8"))))
        return int(pytest.main([*OPTIONS, *tests], plugins=[Only(wanted)]))

    return os.waitpid(in_child(work), 0)[1] == 0


class Hasty:
    """A pytest plugin: a failure is a failure, and no time is spent on making its example smaller."""

    def pytest_collection(self) -> None:
        from hypothesis import Phase, settings

        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutants", phases=phases, max_examples=40, database=None, derandomize=True)
        settings.load_profile("mutants")


def run(
    mutants: list[Mutant],
    attack: Callable[[Mutant], int],
    jobs: int,
    ended: Callable[[int, Mutant], None] = lambda pid, mutant: None,
) -> list[Mutant]:
    """The mutants that survive, in order; each is told as soon as it is known. `attack` starts one and gives its pid."""
    running: dict[int, Mutant] = {}
    survived: list[Mutant] = []
    waiting = list(reversed(mutants))
    done = 0
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[attack(mutant)] = mutant
        pid, status = os.wait()
        mutant = running.pop(pid)
        ended(pid, mutant)
        done += 1
        if status == 0:
            survived.append(mutant)
            tell(mutant, "alive")
        if done % 50 == 0:
            print(f"{done} of {len(mutants)}, {len(survived)} alive", file=sys.stderr, flush=True)
    return sorted(survived, key=lambda each: (str(each.path), each.line))


def tell(mutant: Mutant, what: str) -> None:
    print(f"{what} {mutant.path.relative_to(PROJECT)}:{mutant.line}: `{mutant.name}`", file=sys.stderr, flush=True)


def hunt(mutants: list[Mutant], tests: list[str], lines: Lines, jobs: int) -> list[Mutant]:
    """All mutants that survive: those of lines that no test meets, of functions, and of what works at loading."""
    alive = [mutant for mutant in mutants if not lines.through(mutant)]
    for mutant in alive:
        tell(mutant, "untested")
    met = [mutant for mutant in mutants if lines.through(mutant)]
    soft = [mutant for mutant in met if mutant.inside and not lines.at_loading(mutant)]
    with tempfile.NamedTemporaryFile() as file:

        def work() -> int:
            return int(pytest.main([*OPTIONS, *tests], plugins=[Hasty(), Trials(soft, lines, jobs, Path(file.name))]))

        pid = os.fork()
        if not pid:
            os._exit(work())
        os.waitpid(pid, 0)
        alive += [soft[index] for index in pickle.loads(Path(file.name).read_bytes())]

    def attack(mutant: Mutant) -> int:
        wanted = lines.through(mutant)

        def begin_again() -> int:
            sys.meta_path.insert(0, OneModule(module_name(mutant.path), mutant.path, mutant.make()))
            return int(pytest.main([*OPTIONS, *tests], plugins=[Hasty(), Only(wanted)]))

        return in_child(begin_again, seconds=20 + 4 * lines.cost(wanted))

    hard = [mutant for mutant in met if mutant not in set(soft)]
    return [*alive, *run(hard, attack, jobs)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PACKAGE TESTS", help="folders or files; tests lie under tests/")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--file", default="*", help="only files of this name, such as codes.py or links/codes.py; several with commas"
    )
    parser.add_argument("--named", type=Path, help="only mutants that this file names, such as the output of a run")
    parser.add_argument("-k", default="", metavar="EXPRESSION", help="only these tests, as for pytest")
    parser.add_argument("--seconds", type=float, default=1e9, help="tests of at most so much CPU for each mutant")
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
    files = [
        file for file in files if any(fnmatch.fnmatch(file.as_posix(), f"*/{one}") for one in asked.file.split(","))
    ]
    mutants = [mutant for file in files for mutant in mutants_of(file)]
    if asked.named:
        names = asked.named.read_text(encoding="utf-8")
        mutants = [mutant for mutant in mutants if f"`{mutant.name}`" in names]
    if asked.list:
        for mutant in mutants:
            print(f"{mutant.line}: {mutant.name}")
        return 0
    lines, loaded = survey(files, tests)
    lines.most = asked.seconds
    for name in loaded:  # what is loaded here need not be loaded for every mutant
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if not unharmed(files[0], tests, lines.quickest(min(asked.seconds, 10))):
        raise SystemExit("The tests fail in a forked process. Run them one by one to see which.")
    print(f"{len(mutants)} mutants, {len(lines.took)} tests of {sum(lines.took.values()):.0f} s", file=sys.stderr)
    alive = hunt(mutants, tests, lines, asked.jobs)
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
