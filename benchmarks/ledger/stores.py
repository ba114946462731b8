"""The stores that are compared: each appends 1,000 responses, loads a million to typed pandas, and has a size on disk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

from anubhav_gforms.responses.ledger.columns import PERSONAL_DIGEST, RESPONSE_ID
from anubhav_gforms.responses.ledger.ledger import Ledger
from anubhav_gforms.responses.ledger.parquet import to_frame
from anubhav_gforms.responses.ledger.writer import writing


class Store:
    """A store in a folder of its own."""

    name = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)

    def append(self, answers: pa.Table, personal: pa.Table) -> None:
        """Add rows, durable when this returns."""
        raise AssertionError

    def load(self) -> pd.DataFrame:
        """All rows with every column, personal ones too, as typed pandas."""
        raise AssertionError

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


class OurLedger(Store):
    name = "anubhav ledger"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "data" / "ledger")

    def append(self, answers: pa.Table, personal: pa.Table) -> None:
        with writing(self.folder, command="bench") as step:
            step.add_answers(answers, personal)
            step.commit("pull", pulled_at=step.now())
            step.compact()

    def load(self) -> pd.DataFrame:
        ledger = Ledger(self.folder)
        names = [*ledger.versions_schema().names, *ledger.personal_schema().names[2:]]
        return ledger.frame(names)


def together(answers: pa.Table, personal: pa.Table) -> pa.Table:
    """One table, as a store without a room for personal columns keeps it."""
    for name in personal.schema.names:
        if name not in (RESPONSE_ID, PERSONAL_DIGEST):
            answers = answers.append_column(name, personal[name])
    return answers


class SqliteText(Store):
    name = "SQLite, text, WAL"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.base = sqlite3.connect(folder / "answers.sqlite", isolation_level=None)
        self.base.execute("PRAGMA journal_mode=WAL")
        self.base.execute("PRAGMA synchronous=FULL")
        self.schema: pa.Schema | None = None

    def append(self, answers: pa.Table, personal: pa.Table) -> None:
        table = together(answers, personal)
        if self.schema is None:
            self.schema = table.schema
            self.base.execute(
                f"CREATE TABLE answers ({', '.join(table.schema.names)}, PRIMARY KEY (response_id, version))"
            )
        columns = [
            column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column for column in table.columns
        ]
        columns = [column.cast(pa.int32()) if pa.types.is_date32(column.type) else column for column in columns]
        marks = ", ".join("?" * len(columns))
        self.base.execute("BEGIN")
        self.base.executemany(
            f"INSERT INTO answers VALUES ({marks})", zip(*(column.to_pylist() for column in columns), strict=True)
        )
        self.base.execute("COMMIT")

    def load(self) -> pd.DataFrame:
        assert self.schema is not None
        frame = pd.read_sql_query("SELECT * FROM answers", self.base)
        for field in self.schema:
            if pa.types.is_timestamp(field.type):
                frame[field.name] = pd.to_datetime(frame[field.name], unit="ms", utc=True)
            elif pa.types.is_date32(field.type):
                frame[field.name] = pd.to_datetime(frame[field.name], unit="D")
            elif pa.types.is_integer(field.type):
                frame[field.name] = frame[field.name].astype(
                    {"int8": "Int8", "int16": "Int16"}.get(str(field.type), "Int64")
                )
        return frame


class DuckFile(Store):
    name = "DuckDB file"

    def __init__(self, folder: Path) -> None:
        import duckdb

        super().__init__(folder)
        self.base = duckdb.connect(str(folder / "answers.duckdb"))
        self.made = False

    def append(self, answers: pa.Table, personal: pa.Table) -> None:
        rows = together(answers, personal)
        self.base.register("rows", rows)
        self.base.execute(
            "INSERT INTO answers SELECT * FROM rows" if self.made else "CREATE TABLE answers AS SELECT * FROM rows"
        )
        self.made = True

    def load(self) -> pd.DataFrame:
        return to_frame(self.base.sql("SELECT * FROM answers").to_arrow_table())


class OneParquet(Store):
    name = "Parquet, one file rewritten"

    def append(self, answers: pa.Table, personal: pa.Table) -> None:
        path, rows = self.folder / "answers.parquet", together(answers, personal)
        if path.exists():
            rows = pa.concat_tables([pq.read_table(path), rows])
        pq.write_table(rows, path.with_suffix(".tmp"), compression="zstd")
        path.with_suffix(".tmp").replace(path)

    def load(self) -> pd.DataFrame:
        return to_frame(pq.read_table(self.folder / "answers.parquet"))


class OneFeather(Store):
    name = "Feather (lz4), rewritten"

    def append(self, answers: pa.Table, personal: pa.Table) -> None:
        path, rows = self.folder / "answers.feather", together(answers, personal)
        if path.exists():
            rows = pa.concat_tables([feather.read_table(path, memory_map=False), rows])
        feather.write_feather(rows, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def load(self) -> pd.DataFrame:
        return to_frame(feather.read_table(self.folder / "answers.feather", memory_map=False))


STORES: tuple[type[Store], ...] = (OurLedger, SqliteText, DuckFile, OneParquet, OneFeather)


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall and CPU seconds of some work, and what it gave."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result
