"""Work on what strangers send, done by child processes under limits: what asks too much ends there, and the rest goes on.

A picture can be made so that it unpacks without end, or so that a renderer never comes back. Each piece of work gets a budget of
CPU seconds and memory; its process is ended when it needs more. The processes stay for the next piece.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

STARTS = 300  # seconds in which a process, on a busy machine too, has loaded what a piece of work needs
PATIENCE = 20  # times its CPU seconds that a piece may take by the clock, on a busy machine
MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Budget:
    """What one piece of work may use."""

    seconds: int  # of CPU
    megabytes: int  # of memory, on top of what the programs themselves need


class OverBudgetError(Exception):
    """A piece of work needed more than its budget, or took its process with it."""


class _Worker:
    """A child process that does one piece after the other; started when it is needed, and again when it was ended or we work in another
    folder: it reads files by the names that they have from there."""

    def __init__(self) -> None:
        self.process: Any = None
        self.pipe: Any = None
        self.began: tuple[int, Path | None] = 0, None

    def do(self, task: bytes, item: object, budget: Budget) -> object:
        """What the pickled `task` makes of an item. Raises OverBudgetError, or what it raised."""
        for _ in range(2):
            self._ready()
            with suppress(OSError):
                self.pipe.send((task, item, budget))
            try:
                done, outcome = self._heard(STARTS) or self._heard(budget.seconds * PATIENCE)
            except (EOFError, OSError):
                self.process.join()
                if self.process.exitcode == -signal.SIGTERM:  # somebody else ended it
                    continue
                break
            if done:
                return outcome
            raise outcome
        raise OverBudgetError

    def _heard(self, seconds: int) -> Any:
        """What the process says next; it is ended when it says nothing for so long. Raises EOFError when it has ended."""
        if not self.pipe.poll(seconds):
            self.process.kill()
        return self.pipe.recv()

    def _ready(self) -> None:
        here = os.getpid(), Path.cwd()
        if self.began == here and self.process.is_alive():
            return
        if self.began[0] == here[0]:
            self.process.kill()
        context = multiprocessing.get_context("spawn")
        self.pipe, child_end = context.Pipe()
        self.process = context.Process(target=_serve, args=(child_end,), daemon=True)
        with _STARTING:
            script, sys.modules["__main__"] = (
                sys.modules["__main__"],
                ModuleType("__main__"),
            )  # else it runs again there
            try:
                self.process.start()
            finally:
                sys.modules["__main__"] = script
        child_end.close()
        self.began = here


def confined(task: Callable[[Any], Any], items: Sequence[object], budget: Budget) -> Iterator[Any]:
    """What `task` makes of each item, in their order; an OverBudgetError in the place of what needed too much.

    `task` is pickled. Whatever else it raises is raised here.
    """
    pickled = pickle.dumps(task)

    def judged(item: object) -> object:
        worker = _idle()
        try:
            return worker.do(pickled, item, budget)
        except OverBudgetError as error:
            return error
        finally:
            _WORKERS.put(worker)

    with ThreadPoolExecutor(max(1, min(len(items), os.cpu_count() or 1, MOST_WORKERS))) as threads:
        yield from threads.map(judged, items)


_STARTING = threading.Lock()
_WORKERS: queue.SimpleQueue[_Worker] = queue.SimpleQueue()


def _idle() -> _Worker:
    try:
        return _WORKERS.get_nowait()
    except queue.Empty:
        return _Worker()


def _serve(pipe: Connection) -> None:
    """The child: does what it is sent until its parent is gone. With one thread: there are as many of it as processors."""
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # read when the work loads numpy; more would wait for one another
    kept, task = b"", None
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            pickled, item, budget = pipe.recv()
            try:
                if pickled != kept:
                    kept, task = pickled, pickle.loads(pickled)  # noqa: S301 - from our own parent, by a pipe
                pipe.send(None)
                with _limits(budget):
                    outcome = pickle.dumps((True, task(item)))  # type: ignore[misc]
            except MemoryError:
                outcome = pickle.dumps((False, OverBudgetError()))
            except Exception as error:  # whatever it is, the parent tells it
                outcome = pickle.dumps((False, error))
            pipe.send_bytes(outcome)


@contextmanager
def _limits(budget: Budget) -> Iterator[None]:
    """This process's limits while it does one piece; the system ends it when it needs more CPU."""
    if sys.platform == "win32":  # which has no such limits: there the clock alone ends what never comes back
        yield
        return
    resource = import_module("resource")  # which Windows has not
    used = resource.getrusage(resource.RUSAGE_SELF)
    limits = {resource.RLIMIT_CPU: int(used.ru_utime + used.ru_stime) + 1 + budget.seconds, resource.RLIMIT_CORE: 0}
    with suppress(OSError):  # Linux says how much this process has; elsewhere memory is not limited
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + budget.megabytes * 1_000_000
    before = {kind: resource.getrlimit(kind) for kind in limits}
    for kind, most in limits.items():
        with suppress(ValueError, OSError):  # more than this process may have at all, or a system without it
            resource.setrlimit(kind, (most, before[kind][1]))
    try:
        yield
    finally:
        for kind, limit in before.items():
            resource.setrlimit(kind, limit)
