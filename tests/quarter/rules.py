"""The clerk's quarter as a hypothesis state machine: what citizens, clerks, officers and mishaps do, one rule each."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from .laws import BrokenLawError, Step, check, published, whole
from .pc import Said
from .sheet import shown
from .template import Template
from .world import Response, World

ANY = st.integers(0, 999)
RATING = st.integers(1, 5)
TOUCH = st.integers(1, 24)
MANY = 300
"""A play with more responses than this takes no more copies."""

PAPER = "paper.csv"
REPORT = ("report", "--no-open", "--language", "hi", "--week")
"""PDF files of one language: they cost most of a play and no law looks into them."""

READING = (
    ("doctor",),
    ("today",),
    ("explain", "BSP-KTW"),
    ("flags",),
    ("flags", "--all", "--json"),
    ("rule-check", "--reward", "80%"),
    ("calibrate",),
    ("ledger", "verify"),
    ("ledger", "stats"),
    ("ledger", "events"),
    ("gazette", "list"),
    ("gazette", "verify"),
    ("quarantine", "list"),
    ("bench", "list"),
    ("setup-forms", "--dry-run"),
    ("purge", "--dry-run"),
    ("keys", "show"),
    ("schedule",),
    ("completion", "bash"),
    ("posters", "--help"),
)
WEEKS = ("2026-W4", "2026-W60", "2027-W20", "2026-45", "W45", "2020-W01", "2026-W53", "2026-W99", "", "2026-W52")
WRITING = (
    ("pull",),
    ("pull", "--full"),
    ("posters", "--stations", "KRB-CVL"),
    ("setup-forms", "--yes"),
    ("calibrate", "--freeze", "2026-Q4", "--yes"),
    ("watch", "--once"),
    ("purge", "--months", "1", "--yes"),
    ("import", PAPER, "--channel", "paper"),
)
"""Commands that change something, each of which may be killed, find the disk full, or run beside another."""


class Quarter(RuleBasedStateMachine):
    """One play of the calendar. `template` and `told` are set by who runs it."""

    template: Template
    told: ClassVar[Counter[str]] = Counter()
    """How often each rule was played and each law checked, over all plays."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="anubhav-quarter-")
        self.world: World = self.template.load(Path(self._folder.name))
        self.before = published(self.world)
        self.since = 0

    def teardown(self) -> None:
        self.world.google.shut()
        self._folder.cleanup()

    @invariant()
    def the_laws_hold(self) -> None:
        """After every step."""
        said = self.world.pc.said[self.since :]
        step = Step(self.world, said, self.before)
        check(step)
        self.told.update({f"law {name}": count for name, count in step.checked.items()})
        self.told["steps"] += 1
        self.since, self.before = len(self.world.pc.said), published(self.world)

    def _promise(self, kept: bool, told: str) -> None:
        """What one rule alone can see: an act that must be refused, a file that must be read."""
        if not kept:
            raise BrokenLawError(told)

    def _tell(self, name: str) -> None:
        self.told[f"rule {name}"] += 1

    # --- citizens

    @rule(which=ANY, rating=RATING, count=st.integers(1, 3), named=st.booleans())
    def responses_arrive(self, which: int, rating: int, count: int, named: bool) -> None:
        self._tell("responses arrive")
        world = self.world
        for turn in range(count):
            poster = world.posters[(which + turn) % len(world.posters)]
            number = len(world.responses)
            more = {}
            if named:
                more = {"name": f"Naamzq{number}", "mobile": f"98{number:08d}", "message": f"Sandeshzq{number} पानी"}
            world.respond(poster.code, poster.station, rating, **more)

    @rule(which=ANY, rating=RATING, own=st.booleans())
    def a_code_is_typed(self, which: int, rating: int, own: bool) -> None:
        """Somebody writes the station's name where the code should be; or their own."""
        self._tell("a code is typed")
        station = self.world.stations()[which % len(self.world.stations())]
        if not own:
            self.world.respond(station["name_hi"], station["code"], rating)
            return
        name = f"Apnaanaamzq{len(self.world.responses)}"
        self.world.respond(name, station["code"], rating, message=f"{name} ko mat batana").personal += (name,)

    # --- the clerk in the sheet

    def _row(self, which: int, responses: list[Response] | None = None) -> tuple[Response, int] | None:
        """One of the responses that stand in the sheet, and the row that it stands in now."""
        rows = {row.when: row.number for row in self.world.tab.rows()[1]}
        found = [each for each in (responses or self.world.standing()) if each.when in rows]
        return (found[which % len(found)], rows[found[which % len(found)].when]) if found else None

    @rule(column=st.integers(0, 6), up=st.booleans())
    def rows_are_sorted(self, column: int, up: bool) -> None:
        self._tell("rows are sorted")
        self.world.tab.sort(column, up=up)

    @rule(which=ANY, rating=RATING, newest=st.booleans())
    def a_row_is_edited(self, which: int, rating: int, newest: bool) -> None:
        self._tell("a row is edited")
        responses = self.world.standing()
        found = self._row(which, responses[-5:] if newest else responses)
        if found:
            column = self.world.tab.rows()[0].index(self.world.title("overall"))
            self.world.tab.set(found[1], column, rating)
            self.world.forged |= {found[0].when} & self.world.copies

    @rule(which=ANY, newest=st.booleans())
    def a_row_is_deleted(self, which: int, newest: bool) -> None:
        self._tell("a row is deleted")
        responses = [each for each in self.world.standing() if each.when not in self.world.copies]
        found = self._row(which, responses[-5:] if newest else responses)
        if found:
            found[0].deleted = self.world.tab.delete(found[1])

    @precondition(lambda self: any(each.deleted for each in self.world.responses))
    @rule(which=ANY)
    def a_row_is_restored(self, which: int) -> None:
        self._tell("a row is restored")
        gone = [each for each in self.world.responses if each.deleted]
        each = gone[which % len(gone)]
        self.world.tab.restore(each.deleted)
        self.world.put_back(each)

    @precondition(lambda self: len(self.world.responses) < MANY)
    @rule(which=ANY)
    def a_row_is_duplicated(self, which: int) -> None:
        self._tell("a row is duplicated")
        found = self._row(which)
        if found:
            self.world.tab.duplicate(found[1])
            self.world.copies.add(found[0].when)

    @rule(which=ANY, rating=RATING)
    def a_row_is_typed(self, which: int, rating: int) -> None:
        self._tell("a row is typed")
        world = self.world
        world.google.pass_time(timedelta(minutes=1))
        header = world.tab.rows()[0]
        station = world.stations()[which % len(world.stations())]
        given = {"station": station["name_en"], "purpose": world.purpose, "overall": rating}
        cells: list[Any] = [shown(world.now), *[""] * (len(header) - 1)]
        for key, value in given.items():
            cells[header.index(world.title(key))] = value
        world.tab.type_row(cells)
        world.strangers.add(world.now.replace(microsecond=0))

    def _ledger_rows(self) -> list[dict[str, Any]]:
        return Step(self.world, [], {}).rows

    # --- every day

    @rule(full=st.booleans())
    def pull(self, full: bool) -> None:
        self._tell("pull")
        self.world.run("pull", *["--full"] * full)

    @rule()
    def watch(self) -> None:
        self._tell("watch")
        self.world.run("watch", "--once")

    @rule(back=st.integers(1, 6), audience=st.sampled_from(["", "ig", "district", "station"]))
    def report(self, back: int, audience: str) -> None:
        self._tell("report")
        week = (self.world.now - timedelta(weeks=back)).strftime("%G-W%V")
        asked = ["--audience", audience] if audience else []
        self.world.run(*REPORT, week, *asked)

    @rule(command=st.sampled_from(READING))
    def somebody_reads(self, command: tuple[str, ...]) -> None:
        self._tell("somebody reads")
        self._reads(*command)

    @rule(week=st.sampled_from(WEEKS), verb=st.sampled_from(["explain", "flags", "rule-check", "calibrate", "report"]))
    def a_week_is_mistyped(self, week: str, verb: str) -> None:
        self._tell("a week is mistyped")
        more = {"explain": ["BSP-KTW"], "rule-check": ["--reward", "80%"]}.get(verb, [])
        if verb == "report":
            self.world.run(*REPORT, week)
        else:
            self._reads(verb, *more, "--week", week)

    def _reads(self, *command: str) -> Said:
        """A command that only reads writes nothing."""
        before = whole(self.world)
        said = self.world.run(*command)
        after = whole(self.world)
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        self._promise(not changed, f"a reading command wrote: anubhav {' '.join(command)}: {sorted(changed)[:5]}")
        self.told["law reading commands write nothing"] += 1
        return said

    @rule(days=st.integers(1, 5))
    def days_pass(self, days: int) -> None:
        self._tell("days pass")
        self.world.google.pass_time(timedelta(days=days))

    @rule(
        hours=st.sampled_from([-400 * 24, -26, -1, 1, 26, 400 * 24]),
        command=st.sampled_from([("pull",), ("pull", "--full"), *WRITING[-3:]]),
    )
    def the_clock_is_wrong(self, hours: int, command: tuple[str, ...]) -> None:
        """For one command and one look; then somebody sets it right."""
        self._tell("the clock is wrong")
        self.world.pc.error = timedelta(hours=hours)
        try:
            self.world.run(*self._typed(command))
            self._reads("doctor")
        finally:
            self.world.pc.error = timedelta()

    # --- mishaps

    def _typed(self, command: tuple[str, ...]) -> tuple[str, ...]:
        """A command with the file that it takes."""
        return tuple(str(self.world.paper()) if word == PAPER else word for word in command)

    @rule(touch=TOUCH, command=st.sampled_from(WRITING))
    def killed(self, touch: int, command: tuple[str, ...]) -> None:
        self._tell("killed")
        self.world.note(self.world.pc.killed(touch, *self._typed(command)))

    @rule(touch=TOUCH, command=st.sampled_from(WRITING))
    def the_disk_is_full(self, touch: int, command: tuple[str, ...]) -> None:
        self._tell("the disk is full")
        self.world.note(self.world.pc.out_of_space(touch, *self._typed(command)))

    @rule(one=st.sampled_from(WRITING), other=st.sampled_from(WRITING))
    def two_users_at_once(self, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        self._tell("two users at once")
        for said in self.world.pc.at_once(self._typed(one), self._typed(other)):
            self.world.note(said)
