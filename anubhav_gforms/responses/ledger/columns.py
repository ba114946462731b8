"""The tidy frame of responses: every column name, written once, with its type in memory and on disk.

One row is one response. Columns that may say who responded (`personal` in config/form.toml) live in files of their own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from ...campaign import FormConfig

RESPONSE_ID = "response_id"
"""str: 16 hexadecimal digits made from the time and the content of the response; kept when the response is edited."""
SUBMITTED_AT = "submitted_at"
"""datetime64[ms, Asia/Kolkata]: when the response was sent, in the campaign's zone."""
DAY = "day"
"""datetime64[s], naive: the local day of `submitted_at`; on disk a date. Weeks are made from it."""
SOURCE = "source"
"""str: where the response came from, a `Source`."""
RAW_CODE = "raw_code"
"""str: what stood in the code question, as it came."""
STATION = "station"
"""str: the station's code; "" when none is known."""
CHANNEL = "channel"
"""str: how the citizen was asked, a `Channel`."""
SERIAL = "serial"
"""Int16: serial of the poster; missing when there is none."""
KEY_ID = "key_id"
"""str: the letter of the key that signed the code; "" when none did."""
CODE_STATUS = "code_status"
"""str: a `CodeStatus`. Only accepted responses are graded."""
CODE_REASON = "code_reason"
"""str: a `CodeReason`; "" for a signed code."""
EPOCH = "epoch"
"""int16: wording epoch, from 1."""

FIXED = (
    RESPONSE_ID, SUBMITTED_AT, DAY, SOURCE, RAW_CODE, STATION, CHANNEL, SERIAL, KEY_ID, CODE_STATUS, CODE_REASON,
    EPOCH,
)  # fmt: skip
"""The columns that every campaign has; one column a question key follows."""

VERSION = "version"
"""int16: 1 for a response as first seen, one more for each edit. Ledger files only."""
SEEN_AT = "seen_at"
"""datetime64[ms, UTC]: the pull that first saw this version. Ledger files only."""
DIGEST = "print"
"""int64: hash of the code and the non-personal answers, to notice a change. Ledger files only."""
PERSONAL_DIGEST = "personal_print"
"""int64: hash of the personal answers; missing when they were purged. Personal files only."""


class Source(StrEnum):
    """Where a response came from."""

    SHEET = "sheet"
    FORMS = "forms"
    IMPORT = "import"


class CodeStatus(StrEnum):
    """Whether the code of a response names a station for certain."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"


class CodeReason(StrEnum):
    """Why a code has its status. An empty reason is a signed code of a poster that hangs."""

    NONE = ""
    TYPED = "typed name"
    ASSIGNED = "assigned by hand"
    UNSIGNED_POSTER = "poster of an adopted form"
    IMPORTED = "code of the import"
    TEST = "test answer"
    BLANK = "blank"
    UNSIGNED = "unsigned"
    BAD_SIGNATURE = "bad signature"
    UNKNOWN_KEY = "unknown key"
    RETIRED_KEY = "retired key"
    REVOKED = "revoked poster"
    COPIED = "copied row"
    UNKNOWN_STATION = "unknown station"
    UNREADABLE = "unreadable"


def answers_schema(form: FormConfig, timezone: str) -> pa.Schema:
    """Arrow schema of a ledger part: the ledger's own columns, the fixed ones, one a non-personal question."""
    import pyarrow as pa  # the names above are read where nothing of Arrow is needed

    scales = {question.key for question in form.questions if question.type.rates}
    fields = [pa.field(key, pa.int8() if key in scales else pa.string()) for key in form.answer_keys]
    return pa.schema([*fixed_schema(timezone), *fields])


def fixed_schema(timezone: str) -> pa.Schema:
    """The part of `answers_schema` that every campaign has."""
    import pyarrow as pa  # as above

    text = pa.string()
    types = {
        RESPONSE_ID: text,
        VERSION: pa.int16(),
        SEEN_AT: pa.timestamp("ms", tz="UTC"),
        DIGEST: pa.int64(),
        SUBMITTED_AT: pa.timestamp("ms", tz=timezone),
        DAY: pa.date32(),
        SERIAL: pa.int16(),
        EPOCH: pa.int16(),
    }
    names = (RESPONSE_ID, VERSION, SEEN_AT, DIGEST, *FIXED[1:])
    return pa.schema([(name, types.get(name, text)) for name in names])


def personal_schema(form: FormConfig) -> pa.Schema:
    """Arrow schema of a personal part; its rows stand in the order of the ledger part that it belongs to."""
    import pyarrow as pa  # as above

    fields = [(RESPONSE_ID, pa.string()), (PERSONAL_DIGEST, pa.int64())]
    return pa.schema(fields + [(key, pa.string()) for key in form.personal_keys])
