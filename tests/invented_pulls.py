"""A ledger as some pulls leave it, written by the ledger's own writer: new responses, edited ones, deleted ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.responses.ledger.columns import answers_schema, personal_schema
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.writer import writing
from tests.office import with_own_prints

Response = dict[str, Any]


@dataclass(frozen=True)
class Pull:
    """What one pull brings: new responses; responses edited (number, as it is now); numbers of responses deleted."""

    day: date
    new: Sequence[Response] = ()
    edited: Sequence[tuple[int, Response]] = ()
    gone: Sequence[int] = ()
    hour: int = 18  # of UTC


def a_response(campaign: Campaign, station: str, day: date, chance: random.Random, **more: Any) -> Response:
    form = campaign.form
    keys = {key: chance.randint(1, 5) for key in campaign.grade_rules.items}
    return {
        "station": station,
        "day": day,
        "minute": chance.randrange(600, 1200),
        "purpose": chance.choice(form.question("purpose").options[:5]),
        "topic": chance.choice(form.question("topic").options[:3]),
        "money": chance.choice(form.question("money").options),
        "receipt": chance.choice(form.question("receipt").options),
        "message": chance.choice(["", "", "पानी नहीं था", "दो घंटे इंतज़ार", "व्यवहार अच्छा"]),
        **keys,
        **more,
    }


def pull_time(day: date, hour: int = 18) -> int:
    """When the pull of a day ran: UTC milliseconds."""
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp() * 1000)


def write(campaign: Campaign, pulls: Sequence[Pull]) -> None:
    """A ledger with these pulls, written by the ledger's own writer, behind what it holds; numbers are of these responses alone."""
    shapes = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
    numbers: list[int] = []
    with writing(campaign.data / "ledger", command="test") as writer:
        held = writer.manifest.rows
        for pull in pulls:
            seen = pull_time(pull.day, pull.hour)
            versions = [(held + number, each, 2) for number, each in pull.edited]
            versions += [(held + len(numbers) + turn, each, 1) for turn, each in enumerate(pull.new)]
            tables = [_table([_row(*version, seen) for version in versions], shape) for shape in shapes]
            first = writer.add_answers(*with_own_prints(campaign, *tables))
            for turn, (number, _) in enumerate(pull.edited):
                row = numbers[number]
                writer.add_events([Event(EventKind.EDITED, seen, row, row, first + turn)])
            writer.add_events([Event(EventKind.GONE, seen, numbers[each], numbers[each], -1) for each in pull.gone])
            numbers += range(first + len(pull.edited), first + len(versions))
            writer.commit("pull", about={"day": str(pull.day)}, pulled_at=seen)


def write_version(campaign: Campaign, number: int, given: Response, seen: int) -> int:
    """Another version of a response, of which nothing is said yet; gives its row."""
    shapes = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
    with writing(campaign.data / "ledger", command="test") as writer:
        tables = [_table([_row(number, given, 2, seen)], shape) for shape in shapes]
        row = writer.add_answers(*with_own_prints(campaign, *tables))
        writer.commit("pull", about={})
    return row


def _row(number: int, given: Response, version: int, seen: int) -> dict[str, Any]:
    day = datetime(given["day"].year, given["day"].month, given["day"].day, tzinfo=UTC)
    return {
        "serial": 1, "epoch": 1, **given, "response_id": f"{number:016x}", "version": version, "seen_at": seen,
        "submitted_at": int((day + timedelta(minutes=given["minute"])).timestamp() * 1000), "channel": "poster",
        "code_status": "accepted", "source": "sheet", "key_id": "A",
    }  # fmt: skip


def _table(rows: list[dict[str, Any]], shape: pa.Schema) -> pa.Table:
    def blank(kind: pa.DataType) -> Any:
        return "" if pa.types.is_string(kind) else None

    columns = {each.name: pa.array([row.get(each.name, blank(each.type)) for row in rows], each.type) for each in shape}
    return pa.table(columns, schema=shape)
