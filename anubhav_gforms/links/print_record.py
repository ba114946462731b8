"""What is known of printed posters: the registry and the print log, loaded and saved together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from . import Link
from .print_log import PrintedFile, Printing, PrintLog, load_print_log, save_print_log
from .registry import PrintedPoster, Registry, load_registry, save_registry


@dataclass(frozen=True, slots=True)
class PrintRecord:
    """Which posters may hang (data/registry.json), and which files were made (data/posters/manifest.json)."""

    registry: Registry
    log: PrintLog

    def with_files(
        self, files: Iterable[PrintedFile], posters: Iterable[PrintedPoster], printings: Iterable[Printing]
    ) -> PrintRecord:
        """The record that also knows these files, the posters in them and how they look."""
        log = self.log.with_files(files).with_history(printings)
        return PrintRecord(self.registry.with_printed(*posters), log)

    def papers_of(self, poster: PrintedPoster) -> frozenset[str]:
        """The papers that a code was printed on ("A4"), by the log and its last file; none when nobody knows."""
        looks = (*self.log.looks_of(poster.value), poster.paper)
        return frozenset(look.partition("-")[0] for look in looks if look)

    def old_at(self, link: Link, look: str, digest: str) -> str:
        """What comes down where this poster goes up: "P1" where it hangs with another look, key or address, or where P1 was revoked.

        "" where nothing of that paper hung there before, or the same.
        """
        old = dict.fromkeys(
            f"{link.channel.letter}{poster.serial}"
            for poster in self.registry.printed
            if (poster.station, poster.channel) == (link.station, link.channel.value)
            and look.partition("-")[0] in self.papers_of(poster)
            and (
                (poster.value, poster.url, poster.earlier_urls) != (link.value, link.url, ())
                or self.log.looked_otherwise(link.value, look, digest)
                if poster.serial == link.serial
                else poster.revoked and poster.placement == link.placement
            )
        )
        return ", ".join(old)


def posters_folder(data: Path) -> Path:
    """Where files of posters and their log are kept."""
    return data / "posters"


def load_print_record(data: Path) -> PrintRecord:
    """The record under `data`, an empty one before setup-forms.

    Raises StateError for a damaged registry, PosterError for a damaged log.
    """
    return PrintRecord(load_registry(data), load_print_log(posters_folder(data)))


def save_print_record(record: PrintRecord, data: Path) -> None:
    """Write both files, the registry first: what hangs matters more than how it looked."""
    save_registry(record.registry, data)
    save_print_log(record.log, posters_folder(data))
