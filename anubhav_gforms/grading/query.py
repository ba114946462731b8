"""The cube as one aggregate query: hand-written for DuckDB, and one Ibis expression for Spark and BigQuery.

Both count exactly what numpy counts: whole numbers only, so that all engines give equal cubes. The weight of a rating and its
points are written into the query, since they come from the config; nothing estimated is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import InputError
from ..responses.schema import CodeStatus
from .cube import ABOUT_ELSEWHERE, APART, EXTREMES, KEY, LABELS, TALLIES, Cube, Shape, columns_of
from .items import BAD, BASE, HUNDREDTH, LEVELS, SCALE, TOP

if TYPE_CHECKING:
    import pyarrow as pa

TEXT_COLUMNS = ("station", "purpose", "channel", "reason")


def sql(shape: Shape, source: str) -> str:
    """The query for DuckDB over `source` (a table, view or read_parquet call)."""
    items = shape.items
    keys = items.keys
    whole = " AND ".join(f"{_name(key)} IS NOT NULL" for key in keys)
    rated = " OR ".join(f"{_name(key)} IS NOT NULL" for key in keys)
    points = [_case(key, items.points[q]) for q, key in enumerate(keys)]
    y = " + ".join(f"{weight} * {case}" for weight, case in zip(items.weights, points, strict=True))
    pattern = " + ".join(f"COALESCE({_name(key)}, 0)::BIGINT * {BASE**q}" for q, key in enumerate(keys))

    def all_are(level: int) -> str:
        return f"({rated}) AND " + " AND ".join(f"COALESCE({_name(key)}, {level}) = {level}" for key in keys)

    straight = " OR ".join(
        "(" + " AND ".join(f"{_name(key)} = {level}" for key in keys) + ")" for level in range(1, LEVELS + 1)
    )
    counts = {
        **{_name(f"top_{key}"): f"{_name(key)} >= {TOP}" for key in keys},
        "best": all_are(LEVELS),
        "worst": all_are(1),
        "straight": straight,
        "bad": f"{_name(shape.overall)} <= {BAD}" if shape.overall else "FALSE",
        **_counted(shape),
    }

    def apart(case: str) -> str:
        away = f"({case} * {SCALE} - y)"
        return f"CAST(FLOOR(({away}::BIGINT * {away} + {HUNDREDTH // 2}) / {HUNDREDTH}.0) AS BIGINT)"

    extremes = (
        f"MIN(CASE WHEN gap = 0 AND NOT ({all_are(1)}) THEN y ELSE {EXTREMES['lowest']} END) AS lowest",
        f"MAX(CASE WHEN gap = 0 AND NOT ({all_are(LEVELS)}) THEN y ELSE {EXTREMES['highest']} END) AS highest",
    )
    return f"""
WITH answers AS (
  SELECT COALESCE(station, '') AS station, day, {_purpose(shape)} AS purpose, COALESCE(channel, '') AS channel, epoch,
    CASE WHEN code_status = {_text(CodeStatus.ACCEPTED)} THEN {_elsewhere(shape)} WHEN COALESCE(code_reason, '') = '' THEN 'unknown' ELSE code_reason END AS reason,
    CASE WHEN {whole} THEN 0 ELSE {pattern} + 1 END AS gap,
    CASE WHEN {whole} THEN ({y})::BIGINT ELSE 0 END AS y,
    {", ".join(_name(key) for key in dict.fromkeys([*keys, *filter(None, (shape.money, shape.receipt))]))}
  FROM {source}
)
SELECT station, day, purpose, channel, epoch, reason, gap, COUNT(*) AS rows, SUM(y)::BIGINT AS y, SUM(y * y)::BIGINT AS yy,
  {", ".join(f"SUM(CASE WHEN gap = 0 THEN {case} ELSE 0 END)::BIGINT AS {_name(f'points_{key}')}" for key, case in zip(keys, points, strict=True))},
  {", ".join(f"SUM(CASE WHEN gap = 0 THEN {apart(case)} ELSE 0 END)::BIGINT AS {_name(f'{APART}{key}')}" for key, case in zip(keys, points, strict=True))},
  {", ".join(f"COUNT(*) FILTER (WHERE {condition}) AS {name}" for name, condition in counts.items())},
  {", ".join(extremes)}
FROM answers GROUP BY ALL"""  # noqa: S608 - made of the config's keys, quoted; nothing that a citizen wrote


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _purpose(shape: Shape) -> str:
    return f"COALESCE({_name(shape.purpose)}, '')" if shape.purpose else "''"


def _elsewhere(shape: Shape) -> str:
    """The reason of a response with an accepted code."""
    if not shape.topic:
        return "''"
    return f"(CASE WHEN {_name(shape.topic)} = {_text(shape.elsewhere)} THEN {_text(ABOUT_ELSEWHERE)} ELSE '' END)"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _case(key: str, points: Sequence[int]) -> str:
    """Points of a rating; 0 for a blank."""
    arms = " ".join(f"WHEN {level} THEN {points[level]}" for level in range(1, LEVELS + 1))
    return f"(CASE {_name(key)} {arms} ELSE 0 END)"


def _counted(shape: Shape) -> dict[str, str]:
    def is_one(key: str, text: str) -> str:
        return f"{_name(key)} = {_text(text)}" if key else "FALSE"

    money = shape.money
    unsaid = (
        f"COALESCE({_name(money)}, '') NOT IN ('', {_text(shape.money_yes)}, {_text(shape.money_no)})"
        if money
        else "FALSE"
    )
    return {
        "money_yes": is_one(money, shape.money_yes),
        "money_no": is_one(money, shape.money_no),
        "money_unsaid": unsaid,
        "receipt_yes": is_one(shape.receipt, shape.receipt_yes),
        "receipt_no": is_one(shape.receipt, shape.receipt_no),
    }


def duckdb_cube(tables: Sequence[pa.Table] | Sequence[str], shape: Shape) -> Cube:
    """The cube by DuckDB, from Parquet paths (read by DuckDB itself) or Arrow tables."""
    try:
        import duckdb
    except ImportError:
        raise InputError(
            "The engine duckdb is not installed.", cure='Install it: pip install "anubhav-gforms[duckdb]"'
        ) from None
    import pyarrow as pa

    with duckdb.connect() as connection:
        if tables and isinstance(tables[0], str):
            source = f"read_parquet([{', '.join(_text(str(path)) for path in tables)}], union_by_name => true)"
        else:
            connection.register(
                "responses", pa.concat_tables([table for table in tables if isinstance(table, pa.Table)])
            )
            source = "responses"
        return cube_of_groups(
            connection.sql(sql(shape, source)).to_arrow_table().to_pandas(date_as_object=False), shape
        )


def ibis_expression(table: Any, shape: Shape) -> Any:
    """The cube as one Ibis expression over a table with the ledger's columns, for whatever backend the table belongs to."""
    try:
        import ibis
    except ImportError:
        raise InputError(
            "The engine ibis is not installed.", cure='Install it: pip install "anubhav-gforms[ibis]"'
        ) from None
    items = shape.items
    ratings = [table[key] for key in items.keys]
    whole = ibis.and_(*(rating.notnull() for rating in ratings))
    rated = ibis.or_(*(rating.notnull() for rating in ratings))

    def points(q: int, rating: Any) -> Any:
        arms = [(rating == level, items.points[q][level]) for level in range(1, LEVELS + 1)]
        return ibis.cases(*arms, else_=0).cast("int64")

    each = [points(q, rating) for q, rating in enumerate(ratings)]
    y = sum((weight * one for weight, one in zip(items.weights[1:], each[1:], strict=True)), items.weights[0] * each[0])
    codes = [rating.coalesce(0).cast("int64") * BASE**q for q, rating in enumerate(ratings)]
    zero = ibis.literal(0, "int64")

    def all_are(level: int) -> Any:
        return rated & ibis.and_(*(rating.coalesce(level) == level for rating in ratings))

    def is_one(key: str, text: str) -> Any:
        return (table[key].coalesce("") == text) if key else ibis.literal(False)

    money = shape.money
    said = table[money].coalesce("").isin(["", shape.money_yes, shape.money_no]) if money else ibis.literal(True)
    accepted = table["code_status"] == CodeStatus.ACCEPTED.value
    about = (table[shape.topic].coalesce("") == shape.elsewhere) if shape.topic else ibis.literal(False)
    named = table["code_reason"].coalesce("") != ""
    answers = table.select(
        station=table["station"].coalesce(""),
        day=table["day"],
        purpose=table[shape.purpose].coalesce("") if shape.purpose else ibis.literal(""),
        channel=table["channel"].coalesce(""),
        epoch=table["epoch"],
        reason=ibis.cases(
            (accepted & about, ABOUT_ELSEWHERE), (accepted, ""), (named, table["code_reason"]), else_="unknown"
        ),
        gap=ibis.ifelse(whole, zero, sum(codes[1:], codes[0]) + 1),
        y=ibis.ifelse(whole, y, zero),
        **{f"points_{key}": ibis.ifelse(whole, one, zero) for key, one in zip(items.keys, each, strict=True)},
        **{f"top_{key}": rating.coalesce(0) >= TOP for key, rating in zip(items.keys, ratings, strict=True)},
        best=all_are(LEVELS),
        worst=all_are(1),
        bad=(table[shape.overall].coalesce(LEVELS) <= BAD) if shape.overall else ibis.literal(False),
        straight=whole & ibis.and_(*(rating == ratings[0] for rating in ratings)),
        money_yes=is_one(money, shape.money_yes),
        money_no=is_one(money, shape.money_no),
        money_unsaid=~said,
        receipt_yes=is_one(shape.receipt, shape.receipt_yes),
        receipt_no=is_one(shape.receipt, shape.receipt_no),
    )
    summed = ["y", *(f"points_{key}" for key in items.keys)]
    counted = [name for name in shape.sums if name.startswith("top_") or name in TALLIES]

    def apart(key: str) -> Any:
        away = answers[f"points_{key}"] * SCALE - answers["y"]
        whole_row = ((away * away + HUNDREDTH // 2) / float(HUNDREDTH)).floor().cast("int64")
        return ibis.ifelse(answers["gap"] == 0, whole_row, 0).sum()

    def extreme(but: str, least: int) -> Any:
        return ibis.ifelse((answers["gap"] == 0) & ~answers[but], answers["y"], least)

    return answers.group_by(list(KEY)).aggregate(
        rows=answers.count(),
        yy=(answers["y"] * answers["y"]).sum(),
        **{name: answers[name].sum() for name in summed},
        **{f"{APART}{key}": apart(key) for key in items.keys},
        **{name: answers.count(where=answers[name]) for name in counted},
        lowest=extreme("worst", EXTREMES["lowest"]).min(),
        highest=extreme("best", EXTREMES["highest"]).max(),
    )


def ibis_cube(table: Any, shape: Shape) -> Cube:
    """The cube by whatever engine an Ibis table belongs to."""
    return cube_of_groups(ibis_expression(table, shape).to_pandas(), shape)


def bigquery_sql(shape: Shape, name: str = "responses") -> str:
    """The same query as BigQuery runs it; no account is needed to write it."""
    import ibis

    schema = {
        **dict.fromkeys(("station", "channel", "code_status", "code_reason"), "string"),
        "day": "date",
        "epoch": "int16",
        **dict.fromkeys(shape.items.keys, "int8"),
        **dict.fromkeys(shape.texts, "string"),
    }
    return str(ibis.to_sql(ibis_expression(ibis.table(schema, name=name), shape), dialect="bigquery"))


def cube_of_groups(groups: pd.DataFrame, shape: Shape) -> Cube:
    """What an engine gave, in the order and types of a cube."""
    labels: dict[str, Any] = {}
    for name in LABELS:
        codes, texts = pd.factorize(groups[name].astype(object), sort=True)
        groups[name], labels[f"{name}s"] = codes, tuple(texts)
    days = pd.to_datetime(groups["day"]).to_numpy().astype("datetime64[D]")
    groups["day"] = days.astype(np.int64)
    order = np.lexsort([groups[name].to_numpy() for name in reversed(KEY)])
    return Cube(shape=shape, columns=columns_of(groups[shape.columns_of_cells].iloc[order]), **labels)
