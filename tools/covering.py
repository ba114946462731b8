"""Which tests pass through which lines, for tools/mutants.py: a pytest plugin that watches one run."""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from mistakes import Mutant

LOADING = ""
"""What stands for the time before the first test: modules are loaded, tests collected."""


class Lines:
    """Notes who passes through which line and function of some files, and how long each test takes.

    What a fixture of several tests does is noted for all of them; its time is nobody's.
    """

    def __init__(self, files: list[Path]) -> None:
        self.files = {str(path) for path in files}
        self.who: dict[tuple[str, int | str], set[str]] = {}
        self.parts: dict[tuple[str, str], set[int]] = {}
        self.users: dict[str, set[str]] = {}
        self.took: dict[str, float] = {}
        self.kills: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.now, self.shared = LOADING, 0.0
        self.most = float("inf")

    def found(self) -> Any:
        return self.who, self.parts, self.users, self.took

    def take(self, found: Any) -> None:
        """Take over what was found in another process."""
        self.who, self.parts, self.users, self.took = found

    def through(self, mutant: Mutant) -> list[str]:
        """The tests that pass through its line, or at least its function; all, for what works when a module is loaded."""
        if not mutant.inside or self.at_loading(mutant):
            tests = set(self.took)
        else:
            here = self._at(mutant, mutant.line) or self._at(mutant, mutant.where)
            tests = self._tests(here)
        near, far = self.kills[str(mutant.path), mutant.where], self.kills[str(mutant.path), ""]
        meets = self._meets(str(mutant.path), mutant.where)
        order = sorted(
            tests & self.took.keys(),
            key=lambda test: (-near[test], -(meets[test] + far[test] / 100) / (self.took[test] + 0.02), test),
        )
        return self._within(order, self.most)

    def quickest(self, seconds: float) -> list[str]:
        """As many tests as can run in so much CPU."""
        return self._within(sorted(self.took, key=self.took.__getitem__), seconds)

    def _within(self, tests: list[str], seconds: float) -> list[str]:
        spent = accumulate(self.took[test] for test in tests)
        return [test for test, sum_so_far in zip(tests, spent, strict=True) if sum_so_far <= seconds]

    def learn(self, mutant: Mutant, killer: str) -> None:
        """A test that killed one mutant is likely to kill its neighbours."""
        if killer:
            self.kills[str(mutant.path), mutant.where][killer] += 1
            self.kills[str(mutant.path), ""][killer] += 1

    def at_loading(self, mutant: Mutant) -> bool:
        """Whether its function runs before the first test."""
        return LOADING in self._at(mutant, mutant.where)

    def cost(self, tests: list[str]) -> float:
        """CPU seconds of these tests."""
        return sum(self.took[test] for test in tests)

    def _tests(self, found: set[str]) -> set[str]:
        return {test for one in found for test in self.users.get(one, {one})}

    @cache  # noqa: B019 - lives as long as the run
    def _meets(self, file: str, where: str) -> Counter[str]:
        """How much of a function each test meets; a line that few tests meet counts most."""
        meets: Counter[str] = Counter()
        for line in self.parts.get((file, where), ()):
            tests = self._tests(self.who[file, line])
            for test in tests:
                meets[test] += 1 / len(tests)
        return meets

    def _at(self, mutant: Mutant, place: int | str) -> set[str]:
        return self.who.get((str(mutant.path), place), set())

    def trace(self, frame: Any, event: str, arg: object) -> Any:
        code = frame.f_code
        if code.co_filename not in self.files:
            return None
        file = code.co_filename
        where = code.co_qualname.replace(".<locals>", "")
        self.who.setdefault((file, where), set()).add(self.now)
        part = self.parts.setdefault((file, where), set())

        def note(frame: Any, event: str, arg: object) -> Any:
            self.who.setdefault((file, frame.f_lineno), set()).add(self.now)
            part.add(frame.f_lineno)
            return note

        return note(frame, event, arg)

    def pytest_configure(self) -> None:
        sys.settrace(self.trace)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        before, self.now = self.now, _name(fixturedef)
        begin = time.process_time()
        try:
            return (yield)
        finally:
            self.now = before
            self.shared += time.process_time() - begin

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.now, before, self.shared = item.nodeid, time.process_time(), 0.0
        for fixtures in getattr(item, "_fixtureinfo").name2fixturedefs.values():  # noqa: B009 - pytest's own
            for fixture in fixtures:
                if fixture.scope != "function":
                    self.users.setdefault(_name(fixture), set()).add(item.nodeid)
        sys.settrace(self.trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.took[item.nodeid] = time.process_time() - before - self.shared


def _name(fixture: Any) -> str:
    return f"fixture {fixture.baseid} {fixture.argname}"
