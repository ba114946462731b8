"""The world of a sandbox: everything it knows, in one SQLite file that survives a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import SandboxError

APPLICATION = 0x616E7562  # "anub": marks the file as ours
VERSION = 1


class WorldError(SandboxError):
    """The file cannot be used as a world: it is something else, or of another version."""


class World:
    """One SQLite file (WAL). One sandbox uses it at a time; work happens inside `transaction()`, without `await`."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._lock = FileLock(f"{self.path}.lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise WorldError("{world} is in use by another sandbox.", world=self.path) from error
        self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self._depth = 0
        try:
            self._claim()
        except sqlite3.DatabaseError as error:
            self.close()
            raise WorldError("{world} is not a world of the sandbox.", world=self.path) from error
        except WorldError:
            self.close()
            raise

    def _claim(self) -> None:
        db = self._db
        (application,), (version,) = (
            db.execute("PRAGMA application_id").fetchone(),
            db.execute("PRAGMA user_version").fetchone(),
        )
        (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables and application != APPLICATION:
            raise WorldError("{world} is an SQLite file, but not a world of the sandbox.", world=self.path)
        if tables and version != VERSION:
            raise WorldError(
                "{world} is a world of version {version}; this sandbox reads version {ours}.",
                world=self.path,
                version=version,
                ours=VERSION,
            )
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA cache_size = -65536")
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute(f"PRAGMA user_version = {VERSION}")

    def install(self, schema: str) -> None:
        """Make the tables of a room (CREATE TABLE IF NOT EXISTS ...)."""
        self._db.executescript(f"BEGIN; {schema}; COMMIT;")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection inside a transaction: all or nothing. A transaction inside another one joins it."""
        if self._depth:
            yield self._db
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        else:
            self._db.execute("COMMIT")
        finally:
            self._depth = 0

    def close(self) -> None:
        """Close the file."""
        self._db.close()
        self._lock.release()
