"""The cube as one aggregate query in the SQL that DuckDB, Spark and BigQuery share; they differ in two marks.

It counts exactly what numpy counts: whole numbers only, so that all engines give equal cubes. The weight of a rating and its
points are written into the query, since they come from the config; nothing estimated is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...errors import InputError
from ...responses.ledger.columns import CodeStatus
from .cube import ABOUT_ELSEWHERE, APART, EXTREMES, KEY, LABELS, Cube, Shape, columns_of
from .items import BAD, BASE, HUNDREDTH, LEVELS, SCALE, TOP


@dataclass(frozen=True)
class Dialect:
    """How an engine writes names and texts."""

    mark: str
    """Stands around a name."""
    escapes: tuple[tuple[str, str], ...]
    """What stands in a text for a sign that would end it."""

    def name(self, column: str) -> str:
        return f"{self.mark}{column}{self.mark}"

    def text(self, value: str) -> str:
        for sign, instead in self.escapes:
            value = value.replace(sign, instead)
        return f"'{value}'"


DUCKDB = Dialect('"', (("'", "''"),))
SPARK = BIGQUERY = Dialect("`", (("\\", "\\\\"), ("'", "\\'")))


def cube_sql(shape: Shape, source: str, dialect: Dialect) -> str:
    """The query over `source` (a table, a view, or DuckDB's read_parquet call), for engines that write so."""
    name, items = dialect.name, shape.items
    keys = items.keys
    whole = " AND ".join(f"{name(key)} IS NOT NULL" for key in keys)
    rated = " OR ".join(f"{name(key)} IS NOT NULL" for key in keys)
    points = [_points(name(key), items.points[q]) for q, key in enumerate(keys)]
    y = " + ".join(f"{weight} * {case}" for weight, case in zip(items.weights, points, strict=True))
    pattern = " + ".join(f"CAST(COALESCE({name(key)}, 0) AS BIGINT) * {BASE**q}" for q, key in enumerate(keys))

    def all_are(level: int) -> str:
        return f"({rated}) AND " + " AND ".join(f"COALESCE({name(key)}, {level}) = {level}" for key in keys)

    def total(value: str, column: str) -> str:
        return f"CAST(SUM({value}) AS BIGINT) AS {name(column)}"

    def where(condition: str, value: str | int = 1, otherwise: int = 0) -> str:
        return f"CASE WHEN {condition} THEN {value} ELSE {otherwise} END"

    straight = " OR ".join(
        "(" + " AND ".join(f"{name(key)} = {level}" for key in keys) + ")" for level in range(1, LEVELS + 1)
    )
    counted = {
        **{f"top_{key}": f"{name(key)} >= {TOP}" for key in keys},
        "best": all_are(LEVELS),
        "worst": all_are(1),
        "straight": straight,
        "bad": f"{name(shape.overall)} <= {BAD}" if shape.overall else "FALSE",
        **_counted(shape, dialect),
    }

    def apart(case: str) -> str:
        away = f"CAST({case} * {SCALE} - y AS BIGINT)"
        return f"CAST(FLOOR(({away} * {away} + {HUNDREDTH // 2}) / {HUNDREDTH}.0) AS BIGINT)"

    sums = [
        total("1", "rows"), total("y", "y"), total("y * y", "yy"),
        *(total(where("gap = 0", case), f"points_{key}") for key, case in zip(keys, points, strict=True)),
        *(total(where("gap = 0", apart(case)), f"{APART}{key}") for key, case in zip(keys, points, strict=True)),
        *(total(where(condition), column) for column, condition in counted.items()),
        f"MIN({where(f'gap = 0 AND NOT ({all_are(1)})', 'y', EXTREMES['lowest'])}) AS lowest",
        f"MAX({where(f'gap = 0 AND NOT ({all_are(LEVELS)})', 'y', EXTREMES['highest'])}) AS highest",
    ]  # fmt: skip
    read = dict.fromkeys([*keys, *filter(None, (shape.money, shape.receipt))])
    between = ",\n  "
    purpose = f"COALESCE({name(shape.purpose)}, '')" if shape.purpose else "''"
    return f"""
WITH answers AS (
  SELECT COALESCE(station, '') AS station, day, {purpose} AS purpose, COALESCE(channel, '') AS channel, epoch,
    CASE WHEN code_status = {dialect.text(CodeStatus.ACCEPTED)} THEN {_elsewhere(shape, dialect)} WHEN COALESCE(code_reason, '') = '' THEN 'unknown' ELSE code_reason END AS reason,
    CASE WHEN {whole} THEN 0 ELSE {pattern} + 1 END AS gap,
    CASE WHEN {whole} THEN CAST({y} AS BIGINT) ELSE 0 END AS y,
    {", ".join(name(key) for key in read)}
  FROM {source}
)
SELECT {", ".join(KEY)},
  {between.join(sums)}
FROM answers GROUP BY {", ".join(KEY)}"""  # noqa: S608 - made of the config's keys, quoted; nothing that a citizen wrote


def _elsewhere(shape: Shape, dialect: Dialect) -> str:
    """The reason of a response with an accepted code."""
    if not shape.topic:
        return "''"
    elsewhere = _is_one(shape, shape.topic, "elsewhere", dialect)
    return f"(CASE WHEN {elsewhere} THEN {dialect.text(ABOUT_ELSEWHERE)} ELSE '' END)"


def _points(rating: str, points: Sequence[int]) -> str:
    """Points of a rating; 0 for a blank."""
    arms = " ".join(f"WHEN {level} THEN {points[level]}" for level in range(1, LEVELS + 1))
    return f"(CASE {rating} {arms} ELSE 0 END)"


def _is_one(shape: Shape, key: str, name: str, dialect: Dialect) -> str:
    """Whether the answer to a question is one of the texts that mean something."""
    texts = ", ".join(map(dialect.text, shape.texts_of(name)))
    return f"{dialect.name(key)} IN ({texts})" if key and texts else "FALSE"


def _counted(shape: Shape, dialect: Dialect) -> dict[str, str]:
    said = ", ".join(map(dialect.text, ("", *shape.texts_of("money_yes"), *shape.texts_of("money_no"))))
    unsaid = f"COALESCE({dialect.name(shape.money)}, '') NOT IN ({said})" if shape.money else "FALSE"
    return {
        "money_yes": _is_one(shape, shape.money, "money_yes", dialect),
        "money_no": _is_one(shape, shape.money, "money_no", dialect),
        "money_unsaid": unsaid,
        "receipt_yes": _is_one(shape, shape.receipt, "receipt_yes", dialect),
        "receipt_no": _is_one(shape, shape.receipt, "receipt_no", dialect),
    }


def duckdb_cube(files: Sequence[Path], shape: Shape) -> Cube:
    """The cube of Parquet files by DuckDB. Raises InputError without duckdb."""
    try:
        import duckdb  # an extra
    except ImportError:
        raise InputError(
            "The engine duckdb is not installed.", cure='Install it: pip install "anubhav-gforms[duckdb]"'
        ) from None
    source = f"read_parquet([{', '.join(DUCKDB.text(str(path)) for path in files)}], union_by_name => true)"
    with duckdb.connect() as connection:
        groups = connection.sql(cube_sql(shape, source, DUCKDB)).to_arrow_table()
        return cube_of_groups(groups.to_pandas(date_as_object=False), shape)


def spark_cube(files: Sequence[Path], shape: Shape, *, connect: str = "") -> Cube:
    """The cube of Parquet files by Spark: the session of this process, or the server at `connect` (sc://host:port).

    The server must see the same files. Raises InputError without pyspark.
    """
    try:
        from pyspark.sql import SparkSession  # an extra
    except ImportError:
        raise InputError(
            "The package pyspark is not installed.", cure='Install it: pip install "anubhav-gforms[spark]"'
        ) from None
    builder = SparkSession.builder
    session = (builder.remote(connect) if connect else builder).getOrCreate()
    # each file is named: there are no folders to look through, and a task a file would cost more than the counting
    session.conf.set("spark.sql.sources.parallelPartitionDiscovery.threshold", len(files))
    session.read.parquet(*map(str, files)).createOrReplaceTempView("responses")
    groups = session.sql(cube_sql(shape, "responses", SPARK)).toArrow()
    return cube_of_groups(groups.to_pandas(date_as_object=False), shape)


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
