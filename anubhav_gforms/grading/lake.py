"""The cube of an export in Hive folders, by an engine that somebody already runs: DuckDB, Spark, or BigQuery by its query."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import InputError
from .cube import Cube, Shape
from .query import bigquery_sql, duckdb_cube, ibis_cube

LAKE_ENGINES = ("duckdb", "spark", "bigquery")


def cube_on_duckdb(files: Sequence[Path], shape: Shape) -> Cube:
    """The cube of Parquet files, by DuckDB in this process."""
    return duckdb_cube([str(path) for path in files], shape)


def cube_on_spark(folder: Path | str, shape: Shape, *, connect: str = "") -> Cube:
    """The cube of an export, by Spark: the session of this process, or the server at `connect` (sc://host:port).

    The server must see the same folder. Raises InputError without pyspark and ibis.
    """
    try:
        import ibis  # an extra
        from pyspark.sql import SparkSession  # an extra
    except ImportError:
        raise InputError(
            "Spark needs the packages pyspark and ibis.",
            cure='Install them: pip install "anubhav-gforms[spark]"',
        ) from None
    builder = SparkSession.builder
    session = (builder.remote(connect) if connect else builder).getOrCreate()
    table = ibis.pyspark.connect(session).read_parquet(str(folder), table_name="responses")
    return ibis_cube(table, shape)


def query_for_bigquery(shape: Shape, table: str) -> str:
    """What BigQuery runs over an external table of the export; its answer is the cells of a cube."""
    return bigquery_sql(shape, table)
