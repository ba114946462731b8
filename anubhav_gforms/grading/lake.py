"""The cube of an export in Hive folders, by an engine that somebody already runs: DuckDB, Spark, or BigQuery by its query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from .cube import Cube, Shape
from .query import BIGQUERY, SPARK, cube_of_groups, cube_sql, duckdb_cube


def cube_on_duckdb(files: Sequence[Path], shape: Shape) -> Cube:
    """The cube of Parquet files, by DuckDB in this process."""
    return duckdb_cube([str(path) for path in files], shape)


def cube_on_spark(files: Sequence[Path], shape: Shape, *, connect: str = "") -> Cube:
    """The same by Spark: the session of this process, or the server at `connect` (sc://host:port).

    The server must see the same files. Raises InputError without pyspark.
    """
    try:
        from pyspark.sql import SparkSession  # an extra
    except ImportError:
        raise InputError(
            "The package pyspark is not installed.",
            cure='Install it: pip install "anubhav-gforms[spark]"',
        ) from None
    builder = SparkSession.builder
    session = (builder.remote(connect) if connect else builder).getOrCreate()
    # each file is named: there are no folders to look through, and a task a file would cost more than the counting
    session.conf.set("spark.sql.sources.parallelPartitionDiscovery.threshold", len(files))
    session.read.parquet(*map(str, files)).createOrReplaceTempView("responses")
    groups = session.sql(cube_sql(shape, "responses", SPARK)).toArrow()
    return cube_of_groups(groups.to_pandas(date_as_object=False), shape)


def query_for_bigquery(shape: Shape, table: str) -> str:
    """What BigQuery runs over an external table of the export; its answer is the cells of a cube."""
    return cube_sql(shape, BIGQUERY.name(table), BIGQUERY)
