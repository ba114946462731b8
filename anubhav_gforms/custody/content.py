"""What belongs into a backup: everything that cannot be made again. Posters, pages and PDFs can."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ..errors import StateError
from ..files import TMP
from ..links.key_file import key_file
from ..responses.ledger.ledger import FOLDER
from ..responses.ledger.manifest import HISTORY, MANIFEST, read_manifest
from ..responses.ledger.sealing import KEYS, key_path

SETTINGS = "settings"
"""Where files of the user's settings stand in an archive."""
KEPT_SETTINGS = ("signing-keys.json", "desk-accounts.json")
"""The login is not among them: one logs in again."""
REMADE = ("posters", "reports", "audits")
"""Folders under data/ of which only what says what was made is taken."""
SAYS = (".json", ".jsonl", ".csv")
LAST = "backup.json"
"""Under data/: when the last backup was made. Not in a backup itself."""
_OWN = (LAST, "anubhav.log")


def files_to_keep(root: Path, data: Path, campaign_id: str) -> dict[str, Path]:
    """Name in the archive → file, for a campaign whose ledger nobody writes meanwhile. Raises StateError for a name that no
    restore would take."""
    kept = {path.name: path for path in sorted(root.glob("*.csv"))}
    kept |= {f"config/{path.name}": path for path in sorted((root / "config").iterdir()) if path.is_file()}
    kept |= {f"data/{path.relative_to(data).as_posix()}": path for path in _under(data)}
    kept |= {f"data/{FOLDER}/{name}": data / FOLDER / name for name in _of_ledger(data / FOLDER)}
    kept |= {path.relative_to(root).as_posix(): path for path in (key_path(data / FOLDER),) if path.is_file()}
    settings = key_file(campaign_id, project=root).parent
    kept |= {f"{SETTINGS}/{name}": settings / name for name in KEPT_SETTINGS if (settings / name).is_file()}
    for name, path in kept.items():
        if not could_be_kept(name):
            raise StateError(
                "{path}: a file of this name cannot be brought back on every computer.",
                cure="Rename it, without a colon and without a backslash, and run it again.",
                path=path,
            )
    return kept


def could_be_kept(name: str) -> bool:
    """Whether a name in an archive is one that `files_to_keep` gives: what anybody else put there is never unpacked."""
    path = PurePosixPath(name)
    if path.as_posix() != name or ".." in path.parts or {*"\\:\0"} & {*name}:
        return False
    top, *rest = path.parts
    if top == SETTINGS:
        return rest[0] in KEPT_SETTINGS if len(rest) == 1 else False
    return top in ("config", "data", KEYS) if rest else top.lower().endswith(".csv")


def _under(data: Path) -> Iterator[Path]:
    """Files under data/ without the ledger's, which go by its manifest."""
    for path in sorted(data.rglob("*")):
        top = path.relative_to(data).parts[0]
        plain = path.is_file() and not path.is_symlink() and top != FOLDER and not top.endswith(TMP)
        if not plain or path.suffix in (TMP, ".lock") or path.name in _OWN:
            continue
        if top not in REMADE or path.suffix in SAYS:
            yield path


def _of_ledger(folder: Path) -> Iterator[str]:
    manifest = read_manifest(folder)
    if (folder / MANIFEST).exists():
        yield from (MANIFEST, HISTORY, *(file.name for file in manifest.files))
