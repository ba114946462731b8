"""What grading keeps between runs, under data/: the constants of each quarter, and what persons decided about flags."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from types import MappingProxyType

from ..errors import InputError, StateError
from ..files import held, parse_json, uncollected, write_whole
from ..nouns import week as weeks
from .constants import Constants
from .decisions import GENUINE, NOT_GENUINE, Decisions, span_of

DECISIONS = "flags.jsonl"
"""Under data/: what persons decided about flags, one line each."""
CONFIRMED, SEEN, CLOSED = "confirmed", "seen", "closed"
CONSTANTS = "constants"
"""The folder of frozen constants under data/."""


def load_constants(folder: Path, then: Mapping[str, str] = MappingProxyType({})) -> dict[str, Constants]:
    """Frozen constants by the name of their quarter: `folder`/2026-Q4.json and so on. `then`: SHA-256 by quarter of those of
    another time, which others may have replaced since; of such a quarter none where no file has it.

    Raises StateError when a file is not one, or was changed after it was frozen.
    """
    known = {
        constants.name: constants for constants in _read(folder.glob("????-Q?.json")) if constants.name not in then
    }
    kept = (
        constants
        for name, sha256 in then.items()
        for constants in _read(folder.glob(f"{name}*.json"))
        if constants.sha256 == sha256
    )
    return known | {constants.name: constants for constants in kept}


def _read(paths: Iterable[Path]) -> list[Constants]:
    with uncollected():
        return [
            Constants.from_json(path.read_text("utf-8", errors="replace"), file=str(path)) for path in sorted(paths)
        ]


def save_constants(folder: Path, constants: Constants, *, replacing: bool = False) -> Path:
    """Write the constants of a quarter whole or not at all. Frozen ones are never overwritten: `replacing` them, the old file
    stays beside the new one as 2026-Q4.1.json."""
    path = folder / f"{constants.name}.json"
    if path.exists():
        if not replacing:
            raise StateError("{path} exists: the constants of {name} are frozen.", path=path, name=constants.name)
        was, number = path.read_bytes(), 1
        while (old := folder / f"{constants.name}.{number}.json").exists() and old.read_bytes() != was:
            number += 1
        if not old.exists():
            write_whole(old, was)
    return write_whole(path, constants.to_json().encode())


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on one flag: its id, the decision, when (ISO date and time), by which office, and why; of alike responses on which
    sides of that day or week ("praise", "blame" or both, with a blank between; "" where nobody wrote it down)."""

    flag: str
    decision: str
    when: str
    by: str
    why: str
    sides: str = ""

    @property
    def moment(self) -> datetime | None:
        """When it was made; None where `when` is no time that somebody can mean."""
        try:
            moment = datetime.fromisoformat(self.when)
        except ValueError:
            return None
        return moment if 2000 <= moment.year < 3000 else None

    @property
    def week(self) -> str:
        """The week in which it was made; "" where `when` is no time."""
        return weeks.week_name(weeks.week_number(self.moment.date())) if self.moment else ""

    def day(self, zone: tzinfo) -> str:
        """The ISO day on which it was made, as the office's calendar has it; as it stands there where it is no time."""
        return self.moment.astimezone(zone).date().isoformat() if self.moment else self.when[:10]


def load_decisions(path: Path) -> tuple[Decision, ...]:
    """All decisions in the order in which they were made; a later one on the same flag goes before.

    A last line without its end is one that a crash tore off while it was written: nobody was told that it was recorded.
    """
    if not path.exists():
        return ()
    decisions = []
    for number, line in enumerate(_whole_lines(path), start=1):
        try:
            decision = Decision(**parse_json(line))
            if not all(isinstance(value, str) for value in asdict(decision).values()):
                raise TypeError
            span_of(decision.flag.rpartition(":")[2])
            decisions.append(decision)
        except (ValueError, TypeError, InputError):
            raise StateError(
                "{path}:{number}: is not a decision.",
                path=path,
                number=number,
                cure="Restore the file from a backup, or remove this line.",
            ) from None
    return tuple(decisions)


def save_decision(path: Path, decision: Decision) -> Decision | None:
    """Add a decision, whole or not at all; nothing is ever taken away. Gives the one on the same flag that it goes before."""
    with held(path):
        before = [each for each in load_decisions(path) if each.flag == decision.flag]
        lines = [*(_whole_lines(path) if path.exists() else ()), json.dumps(asdict(decision), ensure_ascii=False)]
        write_whole(path, ("\n".join(lines) + "\n").encode())
    return before[-1] if before else None


def _whole_lines(path: Path) -> list[str]:
    text = path.read_text("utf-8", errors="replace")
    *whole, torn = text.split("\n")
    try:
        return [*whole, torn] if torn and isinstance(parse_json(torn), dict) else whole
    except ValueError:
        return whole


def decisions_in(data: Path, first: int | None = None, before: datetime | None = None) -> Decisions:
    """What persons decided, as the folder data/ has it; with `first` only their first so many decisions, with `before` only those of an
    earlier moment."""
    decided = load_decisions(data / DECISIONS)[:first]
    return in_force(
        tuple(each for each in decided if before is None or (each.moment and each.moment.astimezone() < before))
    )


def in_force(decisions: tuple[Decision, ...]) -> Decisions:
    """The last decision on each flag, sorted by what it means for grading."""
    last: dict[str, Decision] = {}
    begun: dict[str, tuple[int, str]] = {}
    sides: dict[str, str] = {}
    for number, decision in enumerate(decisions, start=1):
        if decision.sides:
            sides[decision.flag] = decision.sides
        if decision.flag not in last or last[decision.flag].decision != decision.decision:
            begun[decision.flag] = number, decision.when
        last[decision.flag] = decision
    pairs: dict[str, set[tuple[str, str]]] = {word: set() for word in (GENUINE, NOT_GENUINE, CONFIRMED, SEEN)}
    seen_in, confirmed_as, closed, since, sides_of = {}, {}, {}, {}, {}
    for flag, decision in last.items():
        name, _, rest = flag.partition(":")
        station, _, when = rest.partition(":")
        if name in ("F1", "F1W", "ALARM") and decision.decision in pairs:
            pairs[decision.decision].add((station, when))
            if name == "ALARM":
                seen_in[station, when] = decision.week
                if decision.decision == CONFIRMED:
                    confirmed_as[station, when] = begun[flag][0]
            else:  # an alarm of a week is no decision on its responses
                since[station, when] = begun[flag][1]
                sides_of[station, when] = frozenset(sides.get(flag, "").split())
        if name == "MONEY" and decision.decision == CLOSED:
            closed[station, when] = decision.week
    return Decisions(
        released=frozenset(pairs[GENUINE]),
        kept_aside=frozenset(pairs[NOT_GENUINE]),
        acknowledged=frozenset(pairs[SEEN] | pairs[CONFIRMED]),
        confirmed=frozenset(pairs[CONFIRMED]),
        seen_in=seen_in,
        confirmed_as=confirmed_as,
        money_closed=closed,
        since=since,
        sides=sides_of,
    )
