"""Many responses that changed at once are one accident of the sheet: told as one matter, and each of them still listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import gt, lt

from ...as_typed import read_count
from ...campaign import FormConfig
from ...sentence import Sentence, joined
from .changes import Change, column_title

MANY = 20
"""From so many responses on, whose same columns one pull found changed, they are told together."""

CURE = Sentence(
    "Was a column deleted or moved, were rows deleted or pasted over? Put the sheet back in Google Sheets (File > Version history), then anubhav pull: what is as it was needs no decision."
)
"""What to do where it was an accident."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Responses of which one pull found the same thing: their changes, in order, at least `MANY`."""

    changes: tuple[Change, ...]
    places: tuple[int, ...]  # where they stood among all

    @property
    def name(self) -> str:
        """The id of its first response, by which commands know it."""
        return self.changes[0].response_id

    @property
    def station(self) -> str:
        """The one station that all of them are of; "" of several."""
        stations = {change.station for change in self.changes}
        return stations.pop() if len(stations) == 1 else ""

    def said(self, form: FormConfig) -> Sentence:
        """What happened, in a line: how many of how many stations, and what became of each column, by its question's title."""
        first, stations = self.changes[0], Counter(change.station for change in self.changes if change.station)
        text = Sentence(
            "{kind}: {n:,} response, noticed {at:%Y-%m-%d %H:%M}",
            "{kind}: {n:,} responses at once, noticed {at:%Y-%m-%d %H:%M}",
            kind=Sentence(first.kind.value),
            n=len(self.changes),
            at=first.noticed_at,
        )
        if stations:
            most = [Sentence("{station} {count:,}", station=code, count=n) for code, n in stations.most_common(3)]
            at = Sentence(
                "at {n} station, {most}", "at {n:,} stations, most at {most}", n=len(stations), most=joined(most, ", ")
            )
            text = Sentence("{text}, {at}", text=text, at=at)
        columns = Counter(name for change in self.changes for name in change.what)
        became = (self._became(form, *each) for each in columns.most_common())
        return joined((text, joined(became, "; ")), ": ") if columns else text

    @property
    def ways(self) -> tuple[Sentence, ...]:
        """How each response is seen, and how all are decided in one step; nothing of what asks for no decision."""
        if not any(change.waits for change in self.changes):
            return ()
        return (
            Sentence("Each of them: anubhav bench list --together {name}", name=self.name),
            Sentence(
                "All decided in one step: anubhav bench decide {name} --together --first --why TEXT; --sheet when the sheet is right.",
                name=self.name,
            ),
        )

    def _became(self, form: FormConfig, column: str, count: int) -> Sentence:
        """What became of a column: how often it is blank now, raised or lowered; personal columns tell only how often."""
        pairs = [
            (change.before[column], change.after[column])
            for change in self.changes
            if change.before and change.after and column in change.before and column in change.after
        ]
        blank = sum(not after for _, after in pairs)
        filled = sum(not before for before, _ in pairs)
        numbers = [(read_count(before), read_count(after)) for before, after in pairs]
        raised, lowered = (
            sum(old is not None and new is not None and compared(old, new) for old, new in numbers)
            for compared in (lt, gt)
        )
        counts = (
            (blank, Sentence("{n:,} blank now", n=blank)),
            (filled, Sentence("{n:,} blank before", n=filled)),
            (raised, Sentence("{n:,} raised", n=raised)),
            (lowered, Sentence("{n:,} lowered", n=lowered)),
        )
        more = joined((words for number, words in counts if number), ", ")
        text = Sentence("{column} in {count:,}", column=column_title(form, column), count=count)
        return Sentence("{text} ({more})", text=text, more=more) if more else text


def sweeps_apart(changes: Sequence[Change]) -> tuple[tuple[Sweep, ...], tuple[int, ...]]:
    """The sweeps among some changes, and the places of those that stand alone: also one of such a pull that touches a column which
    few others touch. Columns of which no response changed in two are two accidents."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for turn, change in enumerate(changes):
        groups.setdefault((change.kind, change.noticed_at), []).append(turn)
    sweeps, alone = [], set(range(len(changes)))
    for group in groups.values():
        columns = Counter(name for turn in group for name in changes[turn].what)
        alike = [turn for turn in group if all(columns[name] >= MANY for name in changes[turn].what)]
        for places in _accidents(changes, alike):
            if len(places) >= MANY:
                sweeps.append(Sweep(tuple(changes[turn] for turn in places), places))
                alone -= {*places}
    return tuple(sweeps), tuple(sorted(alone))


def _accidents(changes: Sequence[Change], turns: Sequence[int]) -> list[tuple[int, ...]]:
    """These changes in groups, each of columns that hang together: by a response in which both changed."""
    together: list[frozenset[str]] = []
    for what in dict.fromkeys(frozenset(changes[turn].what) for turn in turns):
        touched = [columns for columns in together if columns & what]
        together = [columns for columns in together if columns not in touched] + [what.union(*touched)]
    groups: dict[frozenset[str], list[int]] = {}
    for turn in turns:
        what = frozenset(changes[turn].what)
        groups.setdefault(next(columns for columns in together if columns & what or columns == what), []).append(turn)
    return [tuple(group) for group in groups.values()]
