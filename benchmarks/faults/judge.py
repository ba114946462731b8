"""Strike a command at every changing call, in every way; then run it again without a fault: it must end as if nothing had been."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from anubhav_gforms.errors import AnubhavError

from .kinds import KILLS, Kind, kinds_at
from .struck import Ended, Place, learn, run
from .things import NAME, Things, likeness, things

KILLED = -9
BUG = "anubhav itself failed"
NEXT = "purge --months 1200 --yes"
"""The next command that writes, where the same one is not run again: whatever it is, it sweeps."""
KEPT = ("response", "said")
"""Things that no moment may be without, when they were there before and are there afterwards."""


class UnfitError(Exception):
    """A row that measures nothing: the command ends wrongly by itself, or otherwise each time, or writes past the disk."""


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the table: what is typed, what the office does before it, what is typed at its questions."""

    name: str
    words: str
    ready: Callable[[Place], None] = lambda place: None
    typed: str = ""
    once: bool = False
    """Whether a second run does a second deed: then nobody types it again who sees that it was done."""
    slow: bool = False
    """Whether it takes seconds."""
    google: bool = False
    """Whether it changes something at Google: then what lies in the office does not say how a second run ends."""


@dataclass(slots=True, kw_only=True)
class Found:
    """How often something was wrong, and in which words."""

    lost: int = 0
    twice: int = 0
    left: int = 0
    wrong: int = 0
    """Ends or words that are not as documented."""
    told: list[str] = field(default_factory=list)

    def add(self, more: Found, where: str) -> None:
        """Count what was wrong after one more fault."""
        for name in ("lost", "twice", "left", "wrong"):
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.told += [f"{where}: {text}" for text in more.told]


@dataclass(slots=True)
class Tally(Found):
    """What faults of one kind did to one command."""

    command: str
    kind: str
    injected: int = 0

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.left or self.wrong)


@dataclass(frozen=True, slots=True)
class Whole:
    """A command that nothing struck: states before and after, how it ended."""

    before: Things
    after: Things
    ended: Ended


def judged(command: Command, place: Place, start: Path, *, most: int = 0) -> Iterator[Tally]:
    """A tally per kind of fault. `most`: so many faults of each kind at most, evenly spread; 0 is all."""
    place.back_to(start)
    start = place.root.with_name(f"{place.root.name}.ready")
    shutil.rmtree(start, ignore_errors=True)
    try:
        command.ready(place)
        shutil.copytree(place.root, start, symlinks=True)
        whole = _whole(command, place, start)
    except UnfitError as error:
        yield Tally(command.name, "none", wrong=1, told=[str(error)])
        return
    seen: dict[object, Found] = {}
    for kind in Kind:
        places = [at for at, (call, _) in enumerate(whole.ended.calls, start=1) if kind in kinds_at(call)]
        tally = Tally(command.name, kind.value)
        for at in sampled(places, most):
            place.back_to(start)
            call, path = whole.ended.calls[at - 1]
            where = f"{kind.value} at {at} ({call} {path.removeprefix(str(place.root))})"
            tally.injected += 1
            tally.add(_strike(command, place, whole, at, kind, seen), where)
        if tally.injected:
            yield tally


def only_read(commands: Iterable[str], place: Place, start: Path) -> Tally:
    """Commands that are to write nothing; one that does is wrong, for nothing strikes it."""
    tally = Tally("(those that read)", "write nothing")
    for words in commands:
        place.back_to(start)
        ended = run(place, words)
        calls = {path for call, path in ended.calls if call not in ("lock", "end")}
        if ended.code not in (0, 1, 2) or calls:
            tally.wrong += 1
            tally.told.append(f"{words}: ended with {ended.code} and wrote {sorted(calls)}: {ended.said[-200:]}")
    return tally


def sampled(places: Sequence[int], most: int) -> list[int]:
    """At most so many of them, evenly spread, the first and the last among them; all when `most` is 0."""
    if not most or len(places) <= most:
        return list(places)
    return [places[round(n * (len(places) - 1) / (most - 1))] for n in range(most)] if most > 1 else [places[-1]]


def _whole(command: Command, place: Place, start: Path) -> Whole:
    """Run it twice from the same start, nothing struck: both must end alike, and every change must have passed the disk."""
    states = []
    for _ in range(2):
        place.back_to(start)
        before, stamps = things(place.root), _stamps(place.root)
        ended = run(place, command.words, typed=command.typed)
        if ended.code not in (0, 1) or not ended.calls:
            raise UnfitError(f"ended with {ended.code} before anything struck it:\n{ended.said}")
        seen = {path for _, path in ended.calls}
        changed = [path for path, stamp in _stamps(place.root).items() if stamps.get(path) != stamp]
        if unseen := [path for path in changed if not seen & {path, *map(str, Path(path).parents)}]:
            raise UnfitError(f"changed past the disk that fails: {unseen}")
        learn(ended.modules)
        states.append(Whole(before, things(place.root), ended))
    first, second = states
    if first.after != second.after:
        raise UnfitError(
            f"two runs end differently: {list((first.after - second.after) + (second.after - first.after))[:6]}"
        )
    return second


def _stamps(root: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in root.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


def _strike(command: Command, place: Place, whole: Whole, at: int, kind: Kind, seen: dict[object, Found]) -> Found:
    """What is wrong after this fault. `seen`: what came of a state in which another fault left the office."""
    found, ended = Found(), run(place, command.words, at=at, kind=kind, typed=command.typed)
    if wrong := _wrong_end(ended, kind):
        found.wrong += 1
        found.told.append(wrong)
    call = (*whole.ended.calls, ("", ""))[at - 1][0]
    done = ended.code == whole.ended.code or call == "end"
    state = _state(place, found)
    if state is None:
        return found
    kept = Counter({thing: n for thing, n in (whole.before & whole.after).items() if thing[0] in KEPT})
    _count(found, "in between", kept - state, Counter())
    if done:
        _count(found, "said to be done", whole.after - state, Counter())
    alike = object() if command.google else likeness(place.root, state)
    if alike not in seen:
        seen[alike] = _goes_on(command, place, whole, state)
    found.add(seen[alike], "afterwards")
    return found


def _goes_on(command: Command, place: Place, whole: Whole, state: Things) -> Found:
    """What is wrong when the office goes on from this state."""
    found, finished = Found(), not whole.after - state
    if not (command.once and finished):
        again = run(place, command.words, typed=command.typed)
        allowed = (0, 1, 2) if finished else (0, 1)
        if again.code not in allowed or BUG in again.said:
            found.wrong += 1
            found.told.append(f"run again it ended with {again.code}: {again.said[-400:]}")
    else:
        again = run(place, NEXT)
        found.wrong += again.code not in (0, 1)
    end = _state(place, found)
    if end is not None:
        _count(found, "at the end", whole.after - end, end - whole.after)
    return found


def _wrong_end(ended: Ended, kind: Kind) -> str:
    """What is wrong with how it ended, else ""."""
    if kind in KILLS:
        return "" if ended.code == KILLED else f"was to be killed, ended with {ended.code}: {ended.said[-300:]}"
    if ended.code not in (0, 1, 2) or BUG in ended.said or "Traceback" in ended.said:
        return f"ended with {ended.code}: {ended.said[-600:]}"
    return "" if ended.said.strip() or ended.code == 0 else "said nothing"


def _state(place: Place, found: Found) -> Things | None:
    try:
        return things(place.root)
    except (AnubhavError, OSError, ValueError) as error:
        found.lost += 1
        found.told.append(f"cannot be read: {error}")
        return None


def _count(found: Found, when: str, missing: Things, more: Things) -> None:
    names = Counter({thing: n for thing, n in more.items() if thing[0] == NAME})
    found.lost += bool(missing)
    found.left += bool(names)
    found.twice += bool(more - names)
    for what, each in (("missing", missing), ("more", more)):
        if each:
            found.told.append(f"{when} {what}: {list(each)[:3]}")
