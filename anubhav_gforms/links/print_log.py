"""data/posters/manifest.json: every file made, with its hash, and what each poster looked like on which day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from ..errors import PosterError
from ..files import parse_json, write_whole

FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One PDF under data/posters."""

    name: str  # BSP-A4.pdf
    sha256: str  # of its bytes
    pages: int
    look: str  # paper and look in one word: "A4-ink"
    made_on: str  # a day: 2026-11-26
    values: tuple[str, ...]  # the codes on it, in order; none on a handover list


@dataclass(frozen=True, slots=True)
class Printing:
    """How one poster looked from a day on."""

    value: str  # its code
    look: str  # paper and look in one word
    made_on: str  # the day
    fingerprint: str  # digest of all that is on the page: another one, another look


@dataclass(frozen=True, slots=True)
class PrintLog:
    """All files, by name, and the history of every poster, oldest first."""

    files: tuple[PrintedFile, ...] = ()
    history: tuple[Printing, ...] = ()

    def with_files(self, files: Iterable[PrintedFile]) -> PrintLog:
        """The log that also knows these files; one of the same name replaces the older."""
        by_name = {file.name: file for file in (*self.files, *files)}
        return replace(self, files=tuple(by_name[name] for name in sorted(by_name)))

    def with_history(self, printings: Iterable[Printing]) -> PrintLog:
        """The log that also knows how these posters look now; an unchanged look adds nothing."""
        newest = {(old.value, old.look): old.fingerprint for old in self.history}
        new = [
            printing for printing in printings if newest.get((printing.value, printing.look)) != printing.fingerprint
        ]
        return replace(self, history=(*self.history, *new))

    def looks_of(self, value: str) -> Sequence[str]:
        """In which looks a poster was printed, the newest first."""
        return tuple(dict.fromkeys(each.look for each in reversed(self.history) if each.value == value))

    def changed(self, value: str, look: str, digest: str, since: date) -> bool:
        """Whether a poster that looks like this now was last printed, up to that day, with another look or never."""
        known = [
            old for old in self.history if (old.value, old.look) == (value, look) and old.made_on <= since.isoformat()
        ]
        return not known or known[-1].fingerprint != digest

    def looked_otherwise(self, value: str, look: str, digest: str) -> bool:
        """Whether a poster that looks like this now was ever printed with another look."""
        return any(old.fingerprint != digest for old in self.history if (old.value, old.look) == (value, look))


def load_print_log(folder: Path) -> PrintLog:
    """The log of this folder, an empty one when there is none. Raises PosterError when it is damaged."""
    path = folder / FILE
    try:
        content = parse_json(path.read_text(encoding="utf-8"))
        files = tuple(PrintedFile(**{**file, "values": tuple(file["values"])}) for file in content["files"])
        return PrintLog(files, tuple(Printing(**printing) for printing in content["history"]))
    except FileNotFoundError:
        return PrintLog()
    except (ValueError, KeyError, TypeError):
        raise PosterError(
            "{path} is damaged.",
            path=path,
            cure="Move it away and make the posters again; no printed code depends on it.",
        ) from None


def save_print_log(log: PrintLog, folder: Path) -> None:
    """Write the log in one move."""
    text = json.dumps(asdict(log), ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / FILE, text.encode())
