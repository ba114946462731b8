"""Plays of the clerk's quarter, in several processes at once."""

from __future__ import annotations

import atexit
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from ..on_sandbox import PROJECT

sys.path.insert(0, str(PROJECT / "tests"))  # the machine is a test first

from quarter.google_side import GoogleSide
from quarter.later import LaterQuarter
from quarter.world import Template

AT_ONCE = 2
"""Processes that play, each with a Google of its own."""
PLAYS = 10
"""Plays from one seed: hypothesis begins each seed with the dullest play."""


class Play(LaterQuarter):
    """A play that tells when it is over, also while hypothesis looks for the shortest."""

    def teardown(self) -> None:
        super().teardown()
        self.told["plays"] += 1
        print(".", end="", flush=True)


def all_played(steps: int, length: int, first: int) -> tuple[Counter[str], str]:
    """Plays from one seed after the other until there are so many steps or a law is broken; what was told, what broke it."""
    began, told, broken, number = time.perf_counter(), Counter[str](), "", first
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn"), initializer=_begin) as pool:
        running: set[Future[tuple[Counter[str], str]]] = set()
        while not broken and told["steps"] < steps:
            while len(running) < AT_ONCE:
                running.add(pool.submit(played, number, min(PLAYS, -(-(steps - told["steps"]) // length)), length))
                number += 1
            done = next(as_completed(running))
            running.remove(done)
            more, broken = done.result()
            told += more
            print(f" {told['steps']:,} steps, {time.perf_counter() - began:,.0f} s", flush=True)
        for rest in running:
            more, also = rest.result()
            told, broken = told + more, broken or also
    return told, broken


def _begin() -> None:
    """What one process needs: a Google, and the campaign after its trial quarter."""
    google, folder = GoogleSide(), tempfile.TemporaryDirectory(prefix="anubhav-quarter-")
    atexit.register(folder.cleanup)
    Play.template = Template.make(google, Path(folder.name))


def played(number: int, plays: int, length: int) -> tuple[Counter[str], str]:
    """So many plays from this seed: what was told, and the shortest that breaks a law, as text, or ""."""
    Play.told.clear()
    plan = settings(
        max_examples=plays,
        stateful_step_count=length,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(number)(Play), settings=plan)
    except Exception as error:  # whatever broke, it is shown
        return Play.told, "\n".join(_shown(error))
    return Play.told, ""


def _shown(error: BaseException) -> list[str]:
    """What broke and how, each failure where there are several."""
    if isinstance(error, BaseExceptionGroup):
        return [line for one in error.exceptions for line in _shown(one)]
    return [*traceback.format_exception_only(error), *getattr(error, "__notes__", ())]
