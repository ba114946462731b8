"""Files that are not of Google's own kinds: the bytes that they hold, what Drive says of them, and how they are fetched."""

from __future__ import annotations

import hashlib
import mimetypes
import re
import sqlite3
from pathlib import PurePath

from starlette.responses import Response

from .. import wire
from ..front import Call
from ..refusal import Refusal
from ..wire import Json

SCHEMA = """
CREATE TABLE IF NOT EXISTS contents (
  file_id TEXT PRIMARY KEY,
  data BLOB NOT NULL,
  revision TEXT NOT NULL
) WITHOUT ROWID;
"""
TYPE = re.compile(r"[!-~]+/[ -~]+")
PLAIN = "application/octet-stream"
OWN = "application/vnd.google-apps."
"""How the MIME types of Google's own kinds begin."""
HELD = wire.DRIVE | {"cache-control": "private, max-age=0, must-revalidate"}


def kind_of(kind: str, name: str) -> str:
    """The MIME type of what was sent: as it says, else by the name of the file."""
    return kind.partition(";")[0].strip() or mimetypes.guess_type(name)[0] or PLAIN


def put(db: sqlite3.Connection, file_id: str, data: bytes) -> None:
    """Let a file hold these bytes."""
    revision = "0B" + hashlib.sha256(file_id.encode() + data).hexdigest()[:48]
    db.execute("REPLACE INTO contents VALUES (?, ?, ?)", (file_id, data, revision))


def copy(db: sqlite3.Connection, source_id: str, file_id: str) -> None:
    """Let a new file hold what another one holds."""
    put(db, file_id, _of(db, source_id)[0])


def _of(db: sqlite3.Connection, file_id: str) -> tuple[bytes, str]:
    row = db.execute("SELECT data, revision FROM contents WHERE file_id = ?", (file_id,)).fetchone()
    return row or (b"", "")


def shown(db: sqlite3.Connection, file_id: str, name: str) -> Json:
    """What Drive says of a file's content."""
    data, revision = _of(db, file_id)
    ending = PurePath(name).suffix[1:]
    return {
        "size": str(len(data)),
        "quotaBytesUsed": str(len(data)),
        "md5Checksum": hashlib.md5(data).hexdigest(),  # noqa: S324  # the name of Drive's field
        "sha1Checksum": hashlib.sha1(data).hexdigest(),  # noqa: S324
        "sha256Checksum": hashlib.sha256(data).hexdigest(),
        "headRevisionId": revision,
        "originalFilename": name,
        "webViewLink": f"https://drive.google.com/file/d/{file_id}/view?usp=drivesdk",
        "webContentLink": f"https://drive.google.com/uc?id={file_id}&export=download",
        **({"fileExtension": ending, "fullFileExtension": ending} if ending else {}),
    }


def check_acknowledged(call: Call) -> None:
    """Only who fetches a file can say that he knows it to be dangerous; Drive looks before it looks for the file. Raises Refusal."""
    if call.written("acknowledgeAbuse") == "true" and call.text("alt") != "media":
        text = "The acknowledgeAbuse parameter is only applicable for download requests."
        raise Refusal(403, text, reason="invalidAbuseAcknowledgment", location="acknowledgeAbuse")


def fetched(db: sqlite3.Connection, file_id: str, kind: str, wanted: str) -> Response:
    """alt=media: the bytes, or the part that a Range header asks for. Raises Refusal (416) for one behind the end."""
    data, _ = _of(db, file_id)
    headers = {**HELD, "content-type": kind, "content-disposition": "attachment"}
    found = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", wanted)
    if not found or not any(found.groups()) or (all(found.groups()) and int(found[1]) > int(found[2])):
        return Response(data, headers=headers)
    if found[1]:
        first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
    else:
        first, last = max(0, len(data) - int(found[2])), len(data) - 1
    if first >= len(data):
        headers = {"content-range": f"bytes */{len(data)}"}
        raise Refusal(416, "Request range not satisfiable", reason="requestedRangeNotSatisfiable", headers=headers)
    headers["content-range"] = f"bytes {first}-{last}/{len(data)}"
    return Response(data[first : last + 1], status_code=206, headers=headers)
