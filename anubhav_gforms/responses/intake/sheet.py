"""The response sheet, read in windows: all of it, or only its tail when nothing before it moved."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from zoneinfo import ZoneInfo

from ...campaign import FormConfig
from ...errors import SheetError, UnavailableError
from ...nouns import a1
from ...nouns.gateway import Cell, SheetsDoor
from ...nouns.google import FULL, Spreadsheet, Tab
from ...nouns.moments import same_clock
from ...nouns.progress import Progress, silent
from ...sentence import Sentence
from ..ledger.manifest import SheetState
from .blocks import Block, digests_of, join_blocks, read_block
from .cells import canonical
from .compare import compare
from .headers import Columns, match_columns

WINDOW_ROWS = 20_000
LEAST_WINDOW = 1_000
"""A window of fewer rows is not halved further when Google does not manage it."""
TAIL_ROWS = 50
AUDIT_ROWS = 500
MOST_IN_FLIGHT = 2
"""More would not be faster: Google allows 60 reads a minute. They would only need more memory."""


@dataclass(frozen=True, slots=True)
class SheetExpectation:
    """How a sheet is to be read: the questions, all titles they ever had, the campaign's zone.

    `optional` are keys that the form does not ask: an adopted form may lack some.
    """

    form: FormConfig
    titles: Mapping[str, Sequence[str]]
    timezone: str
    accept_zone: str = ""
    optional: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `block` holds the responses; `last_row` is the last sheet row with anything in it."""

    spreadsheet: Spreadsheet
    tab: Tab
    timezone: str
    header: tuple[str, ...]
    columns: Columns
    block: Block
    notes: tuple[str, ...] = field(default=())

    @property
    def last_row(self) -> int:
        rows = [1, *(row for row, _ in self.block.foreign)]
        return max(*rows, int(self.block.rows[-1]) if len(self.block.rows) else 1)


def open_tab(
    sheets: SheetsDoor, book: Spreadsheet, tab: Tab, expected: SheetExpectation, state: SheetState | None
) -> Opened:
    """A tab of a spreadsheet, both as they are now, and the zone of its times. Nothing is asked yet.

    Raises SheetError when it writes its times in another zone than the campaign's and nobody accepted that, or in
    another one than at the last pull.
    """
    zone = zone_of(book.timezone, expected.timezone, state, accepted=expected.accept_zone)
    notes = []
    if book.fullness >= FULL:
        notes.append(
            Sentence(
                "The response spreadsheet has {cells:,} cells, {fullness:.0%} of what Google allows. See what to do: anubhav setup-forms --new-sheet --dry-run",
                cells=book.cells,
                fullness=book.fullness,
            )
        )
    if not same_clock(zone, expected.timezone):
        notes.append(
            Sentence(
                "The response sheet writes its times in {zone}; they are converted to {timezone}.",
                zone=zone,
                timezone=expected.timezone,
            )
        )
    return Opened(sheets, book, tab, zone, expected, tuple(notes))


@dataclass(frozen=True, slots=True)
class Opened:
    """A tab ready to be read."""

    sheets: SheetsDoor
    spreadsheet: Spreadsheet
    tab: Tab
    timezone: str
    expected: SheetExpectation
    notes: tuple[str, ...]

    def tail(self, state: SheetState) -> tuple[Reading, Block | None] | None:
        """The known tail and what follows it, and beside it the next rows of the audit, in one request.

        None when the header is another one, or knew nothing of a question that is asked now, or the sheet is now too
        short: then all must be read.
        """
        if state.tail_row > self.tab.rows or state.last_row > self.tab.rows or not state.tail:
            return None
        try:
            columns = self._columns(state.header, state)
        except SheetError:
            return None
        width = a1.column(columns.width - 1)
        last = min(state.tail_row + WINDOW_ROWS - 1, self.tab.rows)
        audit = self.audit_rows(state)
        ranges = ["1:1", f"A{state.tail_row}:{width}{last}", *([f"A{audit[0]}:{width}{audit[1]}"] if audit else [])]
        header, tail, *audited = self._values(ranges)
        if _texts(header) != state.header:
            return None
        blocks = [self._block(tail, columns, state.tail_row)]
        blocks += self._windows(columns, last + 1, silent)
        block = self._block(audited[0], columns, audit[0]) if audit else None
        return self._reading(state.header, columns, join_blocks(blocks)), block

    def everything(self, state: SheetState | None, progress: Progress = silent) -> Reading:
        """Every row. Windows are not one snapshot, so the first rows are read again at the end, until they agree.

        Raises SheetError for a header without our questions, or a sheet that does not hold still.
        """
        for _ in range(3):
            last = min(1 + WINDOW_ROWS, self.tab.rows)
            full = a1.column(self.tab.columns - 1)
            header, *first = self._values(["1:1", *([f"A2:{full}{last}"] if last > 1 else [])])
            texts = _texts(header)
            columns = self._columns(texts, state)
            blocks = [self._block(first[0] if first else [], columns, 2)]
            progress(last - 1, max(self.tab.rows - 1, 1))
            blocks += self._windows(columns, last + 1, progress)
            reading = self._reading(texts, columns, join_blocks(blocks))
            if len(blocks) == 1 or self._holds_still(reading):
                return reading
        raise SheetError("The response sheet is being changed while it is read.", cure="Run anubhav pull again later.")

    def _holds_still(self, reading: Reading) -> bool:
        """Whether the header, the first and the last rows still stand as they were read."""
        block, columns = reading.block, reading.columns
        if not len(block.rows):
            return True
        width = a1.column(columns.width - 1)
        spans = [
            (int(block.rows[0]), int(block.rows[:TAIL_ROWS][-1])),
            (int(block.rows[-TAIL_ROWS:][0]), int(block.rows[-1])),
        ]
        header, *again = self._values(["1:1", *(f"A{low}:{width}{high}" for low, high in spans)])
        pieces = [self._block(cells, columns, low) for cells, (low, _) in zip(again, spans, strict=True)]
        known = digests_of(block, 0, TAIL_ROWS), digests_of(block, -TAIL_ROWS)
        same = [not compare(old, digests_of(piece)).changed for old, piece in zip(known, pieces, strict=True)]
        return _texts(header) == reading.header and all(same)

    def _windows(self, columns: Columns, first_row: int, progress: Progress) -> Iterator[Block]:
        """Windows from `first_row` to the end of the grid, in order; the next ones travel while one is typed.

        Starts with one request in flight and adds more only while waiting takes longer than typing.
        """
        starts = deque(range(first_row, self.tab.rows + 1, WINDOW_ROWS))
        width, allowed = a1.column(columns.width - 1), 1
        if not starts:
            return
        with ThreadPoolExecutor(MOST_IN_FLIGHT, thread_name_prefix="sheet") as pool:
            flying: deque[tuple[int, Future[list[list[list[Cell]]]]]] = deque()
            while starts or flying:
                while starts and len(flying) < allowed:
                    row = starts.popleft()
                    last = min(row + WINDOW_ROWS - 1, self.tab.rows)
                    flying.append((row, pool.submit(self._window, row, last, width)))
                row, future = flying.popleft()
                asked = perf_counter()
                cells = future.result()[0]
                arrived = perf_counter()
                block = self._block(cells, columns, row)
                if arrived - asked > perf_counter() - arrived:
                    allowed = min(allowed + 1, MOST_IN_FLIGHT)
                progress(min(row + WINDOW_ROWS - 2, self.tab.rows - 1), self.tab.rows - 1)
                yield block

    def _window(self, first: int, last: int, width: str) -> list[list[list[Cell]]]:
        """One window; in halves when Google does not manage it in one."""
        try:
            return self._values([f"A{first}:{width}{last}"])
        except UnavailableError:
            if last - first < LEAST_WINDOW:
                raise
            middle = (first + last) // 2
            upper, lower = self._window(first, middle, width)[0], self._window(middle + 1, last, width)[0]
            height = middle - first + 1
            columns = max(len(upper), len(lower))
            above = [[*(upper[n] if n < len(upper) else [])] for n in range(columns)]
            for n, column in enumerate(above):
                if n < len(lower):
                    column += [None] * (height - len(column)) + lower[n]
            return [above]

    def _values(self, ranges: Sequence[str]) -> list[list[list[Cell]]]:
        return self.sheets.values(self.spreadsheet.id, [f"{a1.quoted(self.tab.title)}!{each}" for each in ranges])

    def _columns(self, header: Sequence[str], state: SheetState | None) -> Columns:
        remembered = state.timestamp if state else ""
        return match_columns(
            header,
            self.expected.form,
            titles=self.expected.titles,
            timestamp=remembered,
            optional=self.expected.optional,
            what=Sentence('Tab "{tab}" of the response sheet', tab=self.tab.title),
        )

    def _block(self, cells: Sequence[Sequence[Cell]], columns: Columns, first_row: int) -> Block:
        return read_block(cells, columns, self.expected.form, timezone=self.timezone, first_row=first_row)

    def audit_rows(self, state: SheetState) -> tuple[int, int] | None:
        """First and last sheet row of the history that the next quick reading audits; None when there is none."""
        if state.tail_row <= 2 or len(state.gaps) > AUDIT_ROWS:
            return None
        first = state.next_audit if 2 <= state.next_audit < state.tail_row else 2
        return first, min(first + AUDIT_ROWS, state.tail_row) - 1

    def _reading(self, header: tuple[str, ...], columns: Columns, block: Block) -> Reading:
        return Reading(self.spreadsheet, self.tab, self.timezone, header, columns, block, (*self.notes, *columns.notes))


def _texts(header: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """The header row, given column by column."""
    return tuple(canonical(column[0]) if column else "" for column in header)


def zone_of(zone: str, expected: str, state: SheetState | None, *, accepted: str = "") -> str:
    """The zone in which a sheet that is set to `zone` wrote its times.

    Raises SheetError when it is another one than at the last pull (`state`), or not the campaign's (`expected`) and not
    `accepted` by a person; and when the person accepted another one than this.
    """
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # an unknown zone is a KeyError
        raise SheetError(
            "The response sheet is set to the time zone {zone!r}, which is not known here.",
            cure="Set it to {wanted} in the sheet: File > Settings > Time zone.",
            zone=zone,
            wanted=expected,
        ) from None
    if accepted not in ("", zone):
        raise SheetError(
            "--accept-zone says {accepted!r}; the response sheet writes its times in {zone}. Nothing was recorded.",
            cure="Leave --accept-zone out; pull says when it is needed.",
            accepted=accepted,
            zone=zone,
        )
    if state and not same_clock(zone, state.timezone):
        raise SheetError(
            "The response sheet was set from the time zone {timezone} to {zone}; every time in it would now be read wrong.",
            cure="Set it back to {timezone} in the sheet: File > Settings > Time zone. Nothing was recorded.",
            timezone=state.timezone,
            zone=zone,
        )
    if same_clock(zone, expected) or state or zone == accepted:
        return zone
    raise SheetError(
        ("The response sheet writes its times in {zone}; config/office.toml says {wanted}. Nothing was recorded."),
        cure="If it holds no responses yet, set it to {wanted} in the sheet: File > Settings > Time zone. If it does, leave it as it is and run: anubhav pull --accept-zone {zone}",
        zone=zone,
        wanted=expected,
    )
