"""Drive files: what every form, spreadsheet and folder is underneath."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .. import ids
from ..account import OWNER_EMAIL, OWNER_ID
from ..clock import rfc3339
from ..refusal import Refusal
from ..wire import Json

MIME = {
    "form": "application/vnd.google-apps.form",
    "spreadsheet": "application/vnd.google-apps.spreadsheet",
    "folder": "application/vnd.google-apps.folder",
    "document": "application/vnd.google-apps.document",
    "shortcut": "application/vnd.google-apps.shortcut",
}
BEGAN = "2020-01-01T00:00:00.000Z"
ROOT = "0AKsandboxRootPVA00"
"""My Drive, the folder in which all others are; it has the name root as well."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
  id TEXT PRIMARY KEY,
  mime TEXT NOT NULL,
  name TEXT NOT NULL,
  created TEXT NOT NULL,
  modified TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  trashed INTEGER NOT NULL DEFAULT 0,    -- 1: itself, 2: with a folder that it lies in
  starred INTEGER NOT NULL DEFAULT 0,
  parents TEXT NOT NULL,
  properties TEXT NOT NULL DEFAULT '{}',
  app_properties TEXT NOT NULL DEFAULT '{}',
  by_app INTEGER NOT NULL DEFAULT 1      -- 0: made in an editor, so a drive.file login cannot see it
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_by_name ON files (name);
CREATE TABLE IF NOT EXISTS said (file_id TEXT PRIMARY KEY, fields TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS permissions (
  file_id TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  role TEXT NOT NULL,
  view TEXT,
  email TEXT,
  domain TEXT,
  discovery INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (file_id, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS permission_changes (
  file_id TEXT PRIMARY KEY,
  open_before INTEGER NOT NULL,    -- whether anyone could answer the form before the last change
  at TEXT NOT NULL
) WITHOUT ROWID;
"""
SCHEMA += f"""
INSERT OR IGNORE INTO files (id, mime, name, created, modified, parents)
VALUES ('{ROOT}', '{MIME["folder"]}', 'My Drive', '{BEGAN}', '{BEGAN}', '[]');
INSERT OR IGNORE INTO permissions (file_id, id, type, role, email)
VALUES ('{ROOT}', '{OWNER_ID}', 'user', 'owner', '{OWNER_EMAIL}');
"""  # noqa: S608  # constants

COLUMNS = """
    id, mime, name, created, modified, version, trashed, starred, parents, properties, app_properties, by_app,
    (SELECT fields FROM said WHERE file_id = files.id) AS said,
    (SELECT email FROM permissions WHERE file_id = files.id AND role = 'owner') AS owner
"""


@dataclass(frozen=True, slots=True)
class File:
    """One file. Times are RFC 3339 text with 3 decimals; `parents` are folder ids, `said` what else a client said of it."""

    id: str
    mime: str
    name: str
    created: str
    modified: str
    version: int
    trashed: bool
    explicitly: bool
    starred: bool
    parents: tuple[str, ...]
    by_app: bool
    properties: dict[str, str]
    app_properties: dict[str, str]
    said: Json
    owner: str


def _file(row: tuple[Any, ...]) -> File:
    *plain, trashed, starred, parents, properties, app_properties, by_app, said, owner = row
    read = [json.loads(text or "{}") for text in (properties, app_properties, said)]
    return File(
        *plain, *(bool(trashed), trashed == 1, bool(starred), tuple(json.loads(parents)), bool(by_app), *read, owner)
    )


def insert(
    db: sqlite3.Connection,
    kind: str,
    name: str,
    when: datetime,
    *,
    by_app: bool = True,
    file_id: str = "",
    parents: tuple[str, ...] = (ROOT,),
) -> str:
    """Make a file ("form", "spreadsheet", "folder" or a MIME type) owned by the sandbox's user; gives its id.

    `by_app` is False for what a person makes in an editor: a login with the scope drive.file alone does not see it.
    `file_id` is one that somebody knows already.
    """
    mime = MIME.get(kind, kind)
    file_id = file_id or (ids.folder_id() if mime == MIME["folder"] else ids.file_id())
    stamp = rfc3339(when)
    db.execute(
        "INSERT INTO files (id, mime, name, created, modified, parents, by_app) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (file_id, mime, name, stamp, stamp, json.dumps(parents), by_app),
    )
    db.execute(
        "INSERT INTO permissions (file_id, id, type, role, email) VALUES (?, ?, 'user', 'owner', ?)",
        (file_id, OWNER_ID, OWNER_EMAIL),
    )
    return file_id


def find(db: sqlite3.Connection, file_id: str) -> File | None:
    """The file with this id, trashed or not; None when there is none."""
    known = ROOT if file_id == "root" else file_id
    row = db.execute(f"SELECT {COLUMNS} FROM files WHERE id = ?", (known,)).fetchone()  # noqa: S608  # a constant
    return _file(row) if row else None


def get(db: sqlite3.Connection, file_id: str) -> File:
    """The file with this id. Raises Refusal, Drive's 404."""
    file = find(db, file_id)
    if file is None:
        raise unknown(file_id)
    return file


def unknown(file_id: str) -> Refusal:
    """Drive's 404."""
    return Refusal(404, f"File not found: {file_id}.", reason="notFound", location="fileId")


def every(db: sqlite3.Connection) -> list[File]:
    """All files but the root, newest change first."""
    rows = db.execute(f"SELECT {COLUMNS} FROM files WHERE id != '{ROOT}' ORDER BY modified DESC, id")  # noqa: S608  # constants
    return [_file(row) for row in rows]


def give_away(
    db: sqlite3.Connection, file_id: str, email: str, when: datetime, *, make: str = "", role: str = ""
) -> None:
    """Let the file belong to another account, which shares it back in a role, or not. What an app may see with drive.file it
    may see for one account alone: for this one it is then as if no app had made the file.

    `make` is the kind of file that is made when none is there. Raises Refusal, Drive's 404.
    """
    if make and find(db, file_id) is None:
        mime = MIME.get(make, make)
        if mime not in MAKERS:
            raise Refusal(501, f"Sandbox: files of type {mime} are not served.")
        insert(db, mime, "Untitled", when, by_app=False, file_id=file_id)
        MAKERS[mime](db, file_id, when)
    get(db, file_id)
    db.execute("DELETE FROM permissions WHERE file_id = ? AND email = ? AND role != 'owner'", (file_id, OWNER_EMAIL))
    db.execute("UPDATE files SET by_app = 0 WHERE id = ?", (file_id,))
    db.execute(
        "UPDATE permissions SET email = ?, id = ? WHERE file_id = ? AND role = 'owner'",
        (email, ids.digits(20), file_id),
    )
    if role:
        db.execute(
            "INSERT INTO permissions (file_id, id, type, role, email, discovery) VALUES (?, ?, 'user', ?, ?, 0)",
            (file_id, OWNER_ID, role, OWNER_EMAIL),
        )


def touch(db: sqlite3.Connection, file_id: str, when: datetime) -> None:
    """Note that the content changed: a new modified time, the next version."""
    db.execute("UPDATE files SET modified = ?, version = version + 1 WHERE id = ?", (rfc3339(when), file_id))


def rename(db: sqlite3.Connection, file_id: str, name: str) -> None:
    """Give the file another name."""
    db.execute("UPDATE files SET name = ? WHERE id = ?", (name, file_id))


def change(db: sqlite3.Connection, file_id: str, columns: Json) -> None:
    """Set columns of the file; dicts and lists are kept as JSON. The names are ours, never a client's."""
    for column, value in columns.items():
        stored = json.dumps(value) if isinstance(value, (dict, list)) else value
        db.execute(f"UPDATE files SET {column} = ? WHERE id = ?", (stored, file_id))  # noqa: S608  # our own column names


def say(db: sqlite3.Connection, file: File, fields: Json) -> None:
    """Keep what a client says of the file and Drive only shows again."""
    if fields:
        db.execute("REPLACE INTO said VALUES (?, ?)", (file.id, json.dumps(file.said | fields)))


def placed(db: sqlite3.Connection, file: File, wanted: list[str], left: list[str]) -> list[str]:
    """The one folder, of those wanted, that a file moves into; where it stays, or My Drive. Raises Refusal."""
    if file.id == ROOT:
        return []
    folders = [get(db, one) for one in wanted]
    if any(one.mime != MIME["folder"] for one in folders):
        raise Refusal(403, "The specified parent is not a folder.", reason="parentNotAFolder")
    if len({one.id for one in folders}) > 1:
        raise Refusal(403, "Increasing the number of parents is not allowed", reason="cannotAddParent")
    away = {ROOT if one == "root" else one for one in left}
    if folders and folders[0].id in away:  # into the folder that it shall leave: nothing changes
        return list(file.parents)
    if not folders:
        return [one for one in file.parents if one not in away] or [ROOT]
    above: File | None = folders[0]
    while above:
        if above.id == file.id:
            raise Refusal(400, "Bad Request")
        above = find(db, above.parents[0]) if above.parents else None
    return [folders[0].id]


def follow_folders(db: sqlite3.Connection) -> None:
    """Let what lies in a trashed folder, however deep, be trashed with it, and come back with it."""
    db.execute("""
        WITH RECURSIVE gone (id) AS (
          SELECT id FROM files WHERE trashed = 1
          UNION SELECT files.id FROM gone, files, json_each(files.parents) WHERE json_each.value = gone.id
        )
        UPDATE files SET trashed = 2 * (id IN gone) WHERE trashed NOT IN (1, 2 * (id IN gone))
    """)


def delete(db: sqlite3.Connection, file_id: str) -> None:
    """Remove the file for good, and what its owner has in it when it is a folder: nobody can reach it, or what was in it."""
    inside = """
        SELECT files.id FROM files, json_each(files.parents), permissions AS his, permissions AS its
        WHERE json_each.value = ? AND his.file_id = json_each.value AND his.role = 'owner'
          AND its.file_id = files.id AND its.role = 'owner' AND its.email = his.email
    """
    within = db.execute(inside, (file_id,)).fetchall()
    db.execute("DELETE FROM files WHERE id = ?", (file_id,))
    db.execute("DELETE FROM permissions WHERE file_id = ?", (file_id,))
    db.execute("DELETE FROM contents WHERE file_id = ?", (file_id,))
    db.execute("DELETE FROM locks WHERE file_id = ?", (file_id,))
    db.execute("DELETE FROM said WHERE file_id = ?", (file_id,))
    for (one,) in within:
        delete(db, one)


Copier = Callable[[sqlite3.Connection, str, str, datetime], None]
Maker = Callable[[sqlite3.Connection, str, datetime], None]
Exporter = Callable[[sqlite3.Connection, str, str], bytes]

MAKERS: dict[str, Maker] = {}
"""By MIME type: fills a file that files.create has just made (a spreadsheet gets its first tab)."""
COPIERS: dict[str, Copier] = {}
"""By MIME type: copies the content of one file into a new one: (db, from, to, when)."""
EXPORTERS: dict[str, Exporter] = {}
"""By MIME type: the content of a file in another format: (db, file id, wanted MIME type)."""
Importer = Callable[[sqlite3.Connection, str, bytes, str, datetime], None]

IMPORTERS: dict[tuple[str, str], Importer] = {}
"""By MIME type of the file and of what is sent: puts the sent content, with the name it was sent under, in place of the old one."""
RENAMERS: dict[str, Callable[[sqlite3.Connection, str, str], None]] = {}
"""By MIME type: told of a new name (a spreadsheet's title is its file name)."""
READERS: dict[str, Callable[[sqlite3.Connection, str], str]] = {}
"""By MIME type: the words inside, for a search of the full text."""
