"""Responses collected elsewhere, on paper, by telephone or in another system: a CSV through the same checks as the sheet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import pyarrow as pa

from ...as_typed import read_stamp
from ...campaign import Campaign, Question
from ...campaign.sources import OtherSource
from ...csv_file import csv_rows
from ...errors import CampaignError, InputError, Mistake, SheetError
from ...files import hash_of
from ...nouns import a1
from ...nouns.channel import Channel
from ...sentence import Sentence
from ..ledger.columns import (
    DAY,
    RAW_CODE,
    RESPONSE_ID,
    STATION,
    SUBMITTED_AT,
    CodeReason,
    CodeStatus,
    Source,
    answers_schema,
    personal_schema,
)
from ..ledger.decisions import IMPORT, Batch, batch_name, batches
from ..ledger.digests import with_digests
from ..ledger.forgetting import any_of, covered, tombstones, without_personal
from ..ledger.typed import without_typed
from ..ledger.writer import writing
from .blocks import Block, digests_of, read_block
from .cells import is_rating
from .codes import CheckCode, ResponseOrigin
from .headers import TIMESTAMP_HEADERS, Columns, match_columns, owned_by_one, title_compared
from .lines_there import not_sent, not_yet_there
from .versions import judged, local_days, response_ids, versions

Line = tuple[int, list[str]]
SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock without a zone, as a sheet has it


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    new: int  # responses added
    already: int  # responses that an earlier import brought
    batch: str  # the name by which the whole import can be taken back; "" when nothing was added
    earlier: tuple[tuple[Batch, int], ...]  # the imports that brought what is there already, and how many of it
    corrected: tuple[
        tuple[Batch, int], ...
    ]  # those whose responses this file has at the same time in other words, and how many
    notes: tuple[str, ...]
    sent: int  # of those there already, how many citizens sent through the form themselves


def import_csv(
    path: Path,
    folder: Path,
    campaign: Campaign,
    check_code: CheckCode,
    channel: Channel,
    *,
    now: datetime,
    apply: bool,
    source: OtherSource | None = None,
) -> Imported:
    """Add the responses of a CSV to the ledger in `folder`, all or none; a file imported twice adds nothing, nor does one of the form's
    own responses.

    Columns are found by title, key, or half a title; the time column is called Timestamp. A bare station code of
    stations.csv is enough. With `source` the file is another system's: its columns and answers go by other names. `now` (the office's wall clock): no response is later. Raises CampaignError with every wrong line
    (see `mistakes`), SheetError for missing columns.
    """
    reader = _code_of_import(check_code, {station.code for station in campaign.stations}, channel)
    block, columns = read_csv_responses(path, campaign, reader, now, source)
    with writing(folder, command="import") as writer:
        batch, writer.ledger.asked = "", campaign.form.keys
        places, there, other = not_yet_there(writer.ledger, digests_of(block))
        places, sent = not_sent(writer.ledger, digests_of(block), places)
        known = batches(writer.ledger) if there or other else ()
        answers, personal = block.answers.take(places), with_digests(block.personal.take(places), len(places))
        days = local_days(answers[SUBMITTED_AT].cast(pa.int64()).to_numpy(), campaign.timezone)
        standings = judged(answers[RAW_CODE], days, reader)
        digests = digests_of(block).take(places)
        stones = tombstones(folder, writer.manifest)
        masks = covered(stones, digests.times)
        answers = without_typed(answers, standings, any_of(masks, len(places)))
        personal = without_personal(personal, stones, masks)
        table = versions(
            answers,
            ids=response_ids(writer.ledger, digests.times, digests.digests),
            numbers=[1] * len(places),
            standings=standings,
            seen_at=writer.now(),
            source=Source.IMPORT,
            epochs=writer.manifest.epochs,
            timezone=campaign.timezone,
            schema=answers_schema(campaign.form, campaign.timezone),
        )
        if apply and len(places):
            beside = personal.append_column(RESPONSE_ID, table[RESPONSE_ID])
            writer.add_answers(table, beside.select(personal_schema(campaign.form).names))
            about = {"file": path.name, "sha256": hash_of(path), "channel": channel.value, "answers": len(places)}
            about |= {"source": source.name} if source else {}
            writer.commit(IMPORT, about=about)
            batch = batch_name(writer.manifest.lines)
            writer.compact()
    return Imported(
        new=len(places),
        already=len(block.rows) - len(places),
        batch=batch,
        earlier=_of_each(known, there),
        corrected=_of_each(known, other),
        notes=(*columns.notes, *block.marked, *_of_closed(campaign, table)),
        sent=sent,
    )


def _of_closed(campaign: Campaign, versions: pa.Table) -> Iterator[Sentence]:
    """A sentence for each station that was closed when these responses were given: a wrong code or day, as often as not."""
    days = dict[str, list[date]]()
    for code, day in zip(versions[STATION].to_pylist(), versions[DAY].to_pylist(), strict=True):
        days.setdefault(code, []).append(day)
    for station in campaign.stations:
        if n := sum(not station.listed_on(day) for day in days.get(station.code, ())):
            yield Sentence(
                "{n:,} response is of {name} ({code}), which was closed then: it counts in no grade. If the code or the day is wrong, take the import back and correct the file.",
                "{n:,} responses are of {name} ({code}), which was closed then: they count in no grade. If the code or the day is wrong, take the import back and correct the file.",
                n=n,
                name=station.names,
                code=station.code,
            )


def read_csv_responses(
    path: Path, campaign: Campaign, reader: CheckCode, now: datetime, source: OtherSource | None = None
) -> tuple[Block, Columns]:
    """The responses of a CSV, typed. Raises as `import_csv`."""
    file_header, lines = _read(path)
    header, rows, places = (
        (file_header, lines, range(len(file_header))) if source is None else as_ours(path, file_header, lines, source)
    )
    called = [
        Sentence("column {letter} ({name})", letter=a1.column(number), name=file_header[number]) for number in places
    ]
    optional = [q.key for q in campaign.form.questions if not q.prefilled and not q.required]
    times = (*TIMESTAMP_HEADERS, "time", "date", "दिनांक", "समय")
    timestamp = next(filter(times.__contains__, map(title_compared, header)), "")
    columns = match_columns(
        header, campaign.form, what=str(path), optional=optional, timestamp=timestamp,
        cure=Sentence("The first line names the columns: Timestamp, and the questions by title or by key, such as station and overall."),
    )  # fmt: skip
    padded = [(line, [*row, *[""] * (len(header) - len(row))]) for line, row in rows]
    for question in campaign.form.questions:
        written = as_the_form_writes(question)
        for number in columns.questions.get(question.key, ()) if written else ():
            for _, row in padded:
                row[number] = written.get(title_compared(row[number]), row[number])
    if wrong := [*mistakes(path, padded, called, columns, campaign, reader, now)]:
        raise CampaignError(wrong)
    cells: list[list[str | float]] = [[row[number] for _, row in padded] for number in range(len(header))]
    cells[columns.timestamp] = [_serial(row[columns.timestamp], campaign.zone) for _, row in padded]
    return read_block(cells, columns, campaign.form, timezone=campaign.timezone, first_row=2), columns


def _read(path: Path) -> tuple[list[str], list[Line]]:
    """The names of the columns, and every other row with its line."""
    rows = csv_rows(path)
    if not rows:
        raise InputError(
            "{path}: is empty.", cure="The first line names the columns, as anubhav ledger export does.", path=path
        )
    return [cell.strip() for cell in rows[0][1]], rows[1:]


def mistakes(
    path: Path, rows: Sequence[tuple[int, Sequence[str]]], called: Sequence[str], columns: Columns, campaign: Campaign,
    reader: CheckCode, now: datetime,
) -> Iterator[Mistake]:  # fmt: skip
    """Everything for which an import is refused, every line of the file: more cells than columns, which are `called` so; a time that cannot be read, lies
    ahead of `now` or before the campaign; a code that is not accepted; a blank where the form asks for an answer; no option;
    no rating.

    No sentence shows what stands there: when columns are shifted it could be a name or a number.
    """
    rules = campaign.grade_rules  # no grade looks further back than the baseline of the first letters
    begins = rules.letters_from - timedelta(weeks=rules.shrink.baseline_weeks)
    checks = [(question, columns.questions.get(question.key, ()), _fits(question, reader)) for question in campaign.form.questions]  # fmt: skip
    width = len(called)
    for line, row in rows:
        if len(row) > width and any(map(str.strip, row[width:])):
            yield Mistake(path, line, Sentence("has {n} cells, the first line names {width}.", n=len(row), width=width))
        moment = read_stamp(row[columns.timestamp], campaign.zone)
        if moment is None:
            yield Mistake(path, line, "its time cannot be read. Write it as 2026-11-24 18:05 or 24/11/2026 18:05.")
        elif moment > now:
            yield Mistake(path, line, "its time is in the future: nobody can have responded then.")
        elif moment.date() < begins:
            yield Mistake(
                path, line, Sentence("its time is before {begins}: no grade looks back so far.", begins=begins)
            )
        for question, places, (fits, needs) in checks:
            filled = [place for place in places if row[place].strip()]
            text = row[filled[0]].strip() if filled else ""
            at = called[(filled or places)[0]] if places else question.key
            if text and not fits(text):
                yield Mistake(path, line, Sentence("{column} {needs}.", column=at, needs=needs))
            elif not text and (question.required or question.prefilled):
                yield Mistake(path, line, Sentence("{column} is blank; the form asks everybody for it.", column=at))


def _fits(question: Question, reader: CheckCode) -> tuple[Callable[[str], bool], Sentence]:
    """Whether a text that is not blank answers the question, and what is said of one that does not."""
    if question.prefilled:
        says = Sentence("is not a code or a name of a known station; a signed code must be genuine and not revoked")
        return lambda text: reader(text).status is CodeStatus.ACCEPTED, says
    if question.type.rates:
        return is_rating, Sentence("is not a rating from 1 to 5")
    options = {title_compared(option) for option in question.options}
    says = Sentence("is none of the options of this question: {options}", options="; ".join(question.options))
    return lambda text: not options or title_compared(text) in options, says


def as_the_form_writes(question: Question) -> dict[str, str]:
    """How people write an answer, as `title_compared` makes it → as the form writes it: either language of an option, the word at an end of a
    scale, a rating as Excel saves it. What could be two answers is neither."""
    options = {option: option for option in question.options}
    if question.type.rates:
        options = {f"{rating}.0": str(rating) for rating in range(1, 6)}
        options |= {words: rating for words, rating in ((question.low, "1"), (question.high, "5")) if words}
    parts = owned_by_one((part, answer) for words, answer in options.items() for part in (words, *words.split(" / ")))
    return parts | {title_compared(words): answer for words, answer in options.items()}


def _serial(text: str, zone: tzinfo) -> float:
    """A time as a sheet's serial number."""
    moment = read_stamp(text, zone)
    assert moment is not None, "mistakes() has read it"
    return (moment - SERIAL_ZERO).total_seconds() / 86_400


def _code_of_import(check_code: CheckCode, codes: set[str], channel: Channel) -> CheckCode:
    """As `check_code`, but the office's own bare code is good, and the channel is the import's."""

    def read(raw: str, day: date | None = None) -> ResponseOrigin:
        standing = check_code(raw, day)
        code = raw.strip().upper()
        if code in codes and standing.reason is CodeReason.UNSIGNED:
            return ResponseOrigin(code, channel, None, "", CodeStatus.ACCEPTED, CodeReason.IMPORTED)
        return replace(standing, channel=channel)

    return read


def _of_each(known: Sequence[Batch], responses: Collection[int]) -> tuple[tuple[Batch, int], ...]:
    """Of some responses those that each import brought; imports that brought none are left out."""
    counts = [(batch, sum(response in batch.rows for response in responses)) for batch in known]
    return tuple((batch, count) for batch, count in counts if count)


def as_ours(
    path: Path, header: Sequence[str], lines: Sequence[Line], source: OtherSource
) -> tuple[list[str], list[Line], list[int]]:
    """Header and lines of the export of another system as an import of our own has them: columns by our keys, answers as the form writes them; and where
    each column stands in the file. Cells behind the last column stay, to be refused with their line.

    Raises SheetError for a column that the mapping names and the file has not, or that it has and the mapping does not name.
    """
    named = {source.time: "Timestamp", **{column: key for key, column in source.columns.items()}}
    missing = [name for name in named if header.count(name) != 1]
    strange = [name for name in header if name and name not in named and name not in source.ignored]
    if missing or strange:
        raise SheetError(
            "{path} is not an export of {name}: missing or twice: {missing}; not named in config/sources.toml: {strange}.",
            cure="Correct columns, time or ignored of this source in config/sources.toml.",
            path=path,
            name=source.name,
            missing=", ".join(missing) or "-",
            strange=", ".join(strange) or "-",
        )
    places = [(header.index(name), source.answers.get(key, {})) for name, key in named.items()]
    ours = [
        (number, [*(_said(cells, at, words) for at, words in places), *cells[len(header) :]]) for number, cells in lines
    ]
    return list(named.values()), ours, [at for at, _ in places]


def _said(cells: Sequence[str], at: int, words: dict[str, str | int]) -> str:
    cell = cells[at].strip() if at < len(cells) else ""
    return str(words.get(cell, cell))
