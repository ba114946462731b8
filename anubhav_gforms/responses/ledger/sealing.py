"""Personal columns under a key per row: whoever destroys the key has destroyed the text, in every copy of the ledger.

A sealed file of the ledger holds the row's place in the key file, and its personal cells and their digest under AES-256-GCM: a digest in
clear could be held against every mobile there is. The key file lies
apart from the data, in a folder beside them: random keys of 32 bytes one after the other, nothing else. A destroyed key is all
zeros. A new ledger is sealed from its first row; one that was begun in clear, or with its keys among the data, stays so until
`ledger seal`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ...errors import StateError, refusal
from ...files import flush_folder, make_private, plain_refusal, private
from .columns import PERSONAL_DIGEST, RESPONSE_ID

KEYS = "keys"
"""The folder beside data/ in which the key file lies. What copies data/ has no keys; the office may put the folder on another disk
and a link in its place."""
FILE = "personal-keys.bin"
"""There only where personal columns are sealed: a ledger without it was begun in clear."""
SLOT = "key"
"""Column of a sealed file: which key of the key file is the row's; int64."""
SIZE = 32
_PLAIN = (RESPONSE_ID, SLOT)

Slots = np.ndarray[Any, np.dtype[np.int64]]


def key_path(ledger: Path) -> Path:
    """The key file of the ledger in this folder, data/ledger: apart from data/, or still in it."""
    return among_data(ledger) or keys_apart(ledger)


def keys_apart(ledger: Path) -> Path:
    """Where the keys of this ledger belong."""
    return ledger.parent.parent / KEYS / FILE


def among_data(ledger: Path) -> Path | None:
    """The key file that an older version put into data/, beside what it opens; None when it lies apart."""
    path = ledger.parent / FILE
    return path if path.exists() else None


def set_apart(ledger: Path) -> None:
    """Move the key file out of data/; there is one when this returns, empty where there was none. The caller holds the ledger.

    Raises StateError when the keys of another ledger lie where it belongs.
    """
    old, new = among_data(ledger), keys_apart(ledger)
    with plain_refusal(new):
        make_private(new.parent)
        if old and new.exists() and not old.read_bytes().startswith(new.read_bytes()):
            raise StateError(
                "{path}: other keys are here already. Nothing was changed.",
                cure="Move that file to a safe place yourself and run this again.",
                path=new,
            )
        if old:
            old.replace(new)
            if not old.parent.samefile(new.parent):  # as where links lead both to one folder
                old.unlink(missing_ok=True)  # after a power cut both may name one file: then to move it does nothing
        else:
            open(new, "ab", opener=private).close()
        flush_folder(new.parent)
        flush_folder(ledger.parent)


def is_sealed(schema: pa.Schema) -> bool:
    """Whether a personal file with this schema is sealed."""
    return SLOT in schema.names


def is_sealed_whole(schema: pa.Schema) -> bool:
    """Whether the digests are sealed too, which an older version kept in clear."""
    return is_sealed(schema) and pa.types.is_binary(schema.field(PERSONAL_DIGEST).type)


def schema_read(schema: pa.Schema) -> pa.Schema:
    """The schema of a personal file as its readers see it: texts, digests as numbers, and no slots."""
    fields = [field for field in schema if field.name != SLOT]
    return pa.schema([_field_read(each) if pa.types.is_binary(each.type) else each for each in fields])


def _field_read(field: pa.Field) -> pa.Field:
    return pa.field(field.name, pa.int64() if field.name == PERSONAL_DIGEST else pa.string())


def seal_table(table: pa.Table, ledger: Path) -> pa.Table:
    """A personal table with its texts under new keys, which are on disk when this returns. Blank cells stay blank."""
    path = key_path(ledger)
    keys = secrets.token_bytes(SIZE * table.num_rows)
    make_private(path.parent)
    with plain_refusal(path), open(path, "ab", opener=private) as file:
        file.truncate(file.tell() // SIZE * SIZE)  # what a killed step left torn
        first = file.seek(0, os.SEEK_END) // SIZE
        file.write(keys)
        file.flush()
        os.fsync(file.fileno())
    names = [name for name in table.schema.names if name not in _PLAIN]
    columns = {name: table[name] for name in table.schema.names if name not in names}
    columns[SLOT] = np.arange(first, first + table.num_rows, dtype=np.int64)
    for name in names:
        column = _digits(table[name]) if name == PERSONAL_DIGEST else table[name]
        sealed, nonce = [b""] * table.num_rows, _nonce(name)
        for row, text in _filled(column):
            key = keys[SIZE * row : SIZE * row + SIZE]
            sealed[row] = AESGCM(key).encrypt(nonce, text.encode(), None)
        purged = column.is_null().to_numpy() if name == PERSONAL_DIGEST else None
        columns[name] = pa.array(sealed, pa.binary(), mask=purged)
    return pa.table(columns)


def open_table(table: pa.Table, ledger: Path) -> pa.Table:
    """A sealed table as its readers see it; a text whose key was destroyed is blank. Plain tables stay as they are.

    Raises StateError without the key file, or when a text and its key do not belong together.
    """
    if not is_sealed(table.schema):
        return table
    path, slots = key_path(ledger), table[SLOT].to_numpy()
    columns: dict[str, Any] = {}
    keys = b""
    for name in table.schema.names:
        if name == SLOT:
            continue
        if not pa.types.is_binary(table[name].type):
            columns[name] = table[name]
            continue
        texts, nonce = [""] * table.num_rows, _nonce(name)
        for row, cell in _filled(table[name]):
            keys = keys or _keys(path)
            at = SIZE * int(slots[row])
            key = keys[at : at + SIZE]
            texts[row] = _text(key, nonce, cell, path) if any(key) else ""
        columns[name] = _numbers(texts, table[name]) if name == PERSONAL_DIGEST else pa.array(texts, pa.string())
    return pa.table(columns)


def _digits(digests: pa.ChunkedArray) -> pa.ChunkedArray:
    """Digests as texts: "" of a response without anything personal, missing of one that was purged."""
    return pc.if_else(pc.equal(digests, 0), "", digests.cast(pa.string()))


def _numbers(texts: Sequence[str], sealed: pa.ChunkedArray) -> pa.Array:
    """Digests as numbers; missing where they were, and where the key was destroyed."""
    blank = pc.equal(pc.binary_length(sealed), 0).to_pylist()
    return pa.array(
        [int(text) if text else 0 if none else None for text, none in zip(texts, blank, strict=True)], pa.int64()
    )


def _filled(column: pa.ChunkedArray) -> Iterator[tuple[int, Any]]:
    """Row and content of each cell that holds something; most hold nothing."""
    rows = np.flatnonzero(pc.binary_length(column).fill_null(0).to_numpy())
    return zip(rows.tolist(), column.take(pa.array(rows)).to_pylist(), strict=True)


def _text(key: bytes, nonce: bytes, cell: bytes, path: Path) -> str:
    try:
        return AESGCM(key).decrypt(nonce, cell, None).decode()
    except (InvalidTag, ValueError):
        raise StateError(
            "{path}: its keys do not open the personal columns of this ledger.",
            cure="Put back the copy of this file that belongs to data/ledger, or bring both back: anubhav restore FILE",
            path=path,
        ) from None


def destroy_unused(ledger: Path, used: Sequence[Slots]) -> int:
    """Overwrite every key that no file of the ledger uses any more; gives how many there were. Durable when this returns."""
    path = key_path(ledger)
    if not path.exists():
        return 0
    try:
        with path.open("r+b") as file:
            kept = np.frombuffer(file.read(), np.uint8)
            keys = kept[: len(kept) // SIZE * SIZE].reshape(-1, SIZE)
            unused = np.asarray(keys.any(axis=1))
            for slots in used:
                unused[slots[slots < len(unused)]] = False
            for row in np.flatnonzero(unused):
                file.seek(SIZE * int(row))
                file.write(bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        return int(unused.sum())
    except OSError as error:
        raise StateError(
            "{path}: keys of forgotten responses cannot be destroyed: {strerror}.",
            cure="Make this file writable for you, and run it again.",
            path=path,
            strerror=refusal(error),
        ) from None


def _keys(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StateError(
            "{path}: the keys of the personal columns cannot be read: {strerror}.",
            cure="Put it back from your copy, or bring everything back: anubhav restore FILE",
            path=path,
            strerror=refusal(error),
        ) from None


def _nonce(name: str) -> bytes:
    """One per column: a key seals each column of its row once."""
    return sha256(name.encode()).digest()[:12]
