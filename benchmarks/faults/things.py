"""What lies in an office, thing by thing, so that two states can be compared: what is lost, what is twice, what is left over.

A response, an event, a line of a text file and the whole of another file are a thing each; so is the name of every file and folder.
Moments, and hashes that hang on moments or chance, are no part of a thing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.responses.ledger.changes import described_changes
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.verify import verify

Things = Counter[tuple[str, ...]]
NAME = "name"
LEDGER = "campaign/data/ledger"
BY_CHANCE = (
    ".age",
    ".bin",
    ".pem",
    ".tsr",
    "forgotten.pdf",
    "quota.json",
    "desk-accounts.json",
    "desk-door.json",
    "last-pull.json",
    "live-findings.json",
    "google.jsonl",
    *(f"signing-keys-{n}-of-3.pdf" for n in (1, 2, 3)),
)
"""Files whose bytes are another thing at each run: sealed ones, random keys, shares of a secret; requests of a minute."""
_PASSING = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?|\b\d{8}-\d{6}\b|\b1[5-9]\d{8,11}\b|\.[A-Z]\d\.[A-Z][A-Z0-9]{8}\b|\b[0-9a-f]{8,64}\b|\b[0-9a-f]{4}(-[0-9a-f]{4}){3}\b"
)
_DRAFT = re.compile(r"\d+-[a-z0-9_]{8}\.tmp")


def things(root: Path) -> Things:
    """Everything below `root`. Raises what reading raises: a state that cannot be read is no state."""
    found: Things = Counter()
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if name.endswith(".parquet") and name.startswith(LEDGER):
            continue
        if path.suffix == ".lock":
            continue
        plain = _DRAFT.sub("DRAFT.tmp", _passed(name))
        found[NAME, plain] += 1
        if path.is_file() and not name.startswith(LEDGER) and not name.endswith(BY_CHANCE):
            found.update(_content(plain, path.read_bytes()))
    if (root / LEDGER / "manifest.json").exists():
        found.update(_ledger(root, _digest(root)))
    return found


def likeness(root: Path, found: Things) -> bytes:
    """What two states share that a command cannot tell apart: the things that were `found`, modes, and how long sealed files are."""
    more = {
        (_DRAFT.sub("DRAFT.tmp", _passed(path.relative_to(root).as_posix())), about.st_mode, about.st_size * by_chance)
        for path in root.rglob("*")
        for about, by_chance in [(path.lstat(), path.name.endswith(BY_CHANCE))]
    }
    return hashlib.sha256(repr((sorted(found.items()), sorted(more))).encode()).digest()


@lru_cache(maxsize=500_000)
def _passed(text: str) -> str:
    """The text without moments, and without what hangs on moments or chance."""
    return _PASSING.sub("~", text)


def _content(name: str, content: bytes) -> Things:
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError:
        return Counter({(name, hashlib.sha256(content).hexdigest()): 1})
    return Counter((name, _passed(line)) for line in lines)


def _digest(root: Path) -> bytes:
    """Of all that a ledger is read by: its own files, the config and the keys."""
    whole = hashlib.sha256()
    for folder in (root / LEDGER, root / "campaign" / "keys", root / "campaign" / "config", root / "user"):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            whole.update(f"{path.relative_to(root)} {path.stat().st_size}\n".encode())
            whole.update(path.read_bytes())
    return whole.digest()


@lru_cache(maxsize=1_000)
def _ledger(root: Path, digest: bytes) -> Things:
    """Responses as they count, the personal columns of all versions, events, and what the ledger's own check finds."""
    ledger = open_ledger(load_campaign(root / "campaign"))
    frame = ledger.frame()
    rows: Things = Counter(("response", *map(str, row)) for row in frame.itertuples(index=False))
    names = [column for column in ledger.versions_schema().names if column in ("name", "mobile", "message")]
    for row in ledger.versions([*names]).to_pylist():
        rows["said", *map(str, row.values())] += 1
    history = ledger.history
    for event, change in zip(history, described_changes(ledger, history, ZoneInfo("UTC")), strict=True):
        told = (change.kind, change.response_id, change.station, change.what, change.before, change.after)
        rows["event", *map(str, told), event.who, event.why] += 1
    for fault in verify(ledger).faults:
        rows["fault", str(fault)] += 1
    named = {file.name for file in ledger.manifest.files}
    for path in (root / LEDGER).glob("*.parquet"):
        rows[NAME, "a part" if path.name in named else "a part that no manifest names"] += 1
    return rows
