"""data/posters/manifest.json: every file made, with its hash, and what each poster looked like on which day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from ..errors import PosterError
from ..files import write_whole

FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One PDF: its name under data/posters, its hash, its pages, and the codes on it in order."""

    name: str
    sha256: str
    pages: int
    look: str
    made_on: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printing:
    """How one poster looked from a day on. `fingerprint` changes when anything on the page does."""

    value: str
    look: str
    made_on: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PrintLog:
    """All files, by name, and the history of every poster, oldest first."""

    files: tuple[PrintedFile, ...] = ()
    history: tuple[Printing, ...] = ()

    def with_files(self, files: Iterable[PrintedFile]) -> PrintLog:
        """The manifest that also knows these files; one of the same name replaces the older."""
        by_name = {file.name: file for file in (*self.files, *files)}
        return replace(self, files=tuple(by_name[name] for name in sorted(by_name)))

    def with_history(self, printings: Iterable[Printing]) -> PrintLog:
        """The manifest that also knows how these posters look now; an unchanged look adds nothing."""
        newest = {(old.value, old.look): old.fingerprint for old in self.history}
        new = [each for each in printings if newest.get((each.value, each.look)) != each.fingerprint]
        return replace(self, history=(*self.history, *new))

    def changed(self, value: str, look: str, fingerprint: str, since: date) -> bool:
        """Whether a poster that looks like this now was last printed, up to that day, with another look or never."""
        known = [
            old for old in self.history if (old.value, old.look) == (value, look) and old.made_on <= since.isoformat()
        ]
        return not known or known[-1].fingerprint != fingerprint


def load_manifest(folder: Path) -> PrintLog:
    """The manifest of this folder, an empty one when there is none. Raises PosterError when it is damaged."""
    path = folder / FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(PrintedFile(**{**each, "values": tuple(each["values"])}) for each in found["files"])
        return PrintLog(files, tuple(Printing(**each) for each in found["history"]))
    except FileNotFoundError:
        return PrintLog()
    except (ValueError, KeyError, TypeError):
        raise PosterError(
            "{path} is damaged.",
            cure="Move it away and make the posters again; no printed code depends on it.",
            path=path,
        ) from None


def save_manifest(manifest: PrintLog, folder: Path) -> None:
    """Write the manifest in one move."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / FILE, text.encode())
