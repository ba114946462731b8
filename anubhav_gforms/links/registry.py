"""data/registry.json: what was made at Google and what was printed. The paper on the walls hangs on this file.

Every step of setup-forms leaves its mark here before the next begins; a run that was killed goes on from the marks.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ..errors import StateError
from ..files import held, write_whole
from ..nouns.channel import Channel
from ..nouns.google import Item
from ..sentence import Sentence, joined
from . import KeyRecord, Link

FILE = "registry.json"
_LOOK = re.compile(r"-([A-Za-z0-9]+(?:-(?:ink|hi|press|screen))*)\.\w+$")
DECIDED = (Sentence("revoked"), Sentence("accepted again"), Sentence("printed again"))
"""What may be decided on a poster, for catalogs; the registry keeps the English behind the day."""


@dataclass(frozen=True, slots=True)
class PrintedPoster:
    """One code on one piece of paper that may hang on a wall. `entry` is the question's number in its link."""

    value: str
    station: str
    channel: str
    serial: int
    key_id: str
    placement: str
    url: str
    entry: int
    printed_on: str
    file: str
    revoked: bool = False
    decisions: tuple[str, ...] = ()
    """What was decided on it, oldest first: "2026-11-26 revoked"."""
    earlier: tuple[tuple[str, str], ...] = ()
    """Day and placement of each print before the newest, oldest first: what was said of an earlier week holds after a reprint."""
    earlier_urls: tuple[str, ...] = ()
    """Addresses of earlier prints, each other than the newest: a station that was renamed has papers with either name."""

    def opens(self, url: str) -> bool:
        """Whether this code was printed with this address."""
        return url in (self.url, *self.earlier_urls)

    @property
    def look(self) -> str:
        """Paper and look by the name of its last file: "A4-ink" in BSP-A4-ink.pdf; "" where none is."""
        named = _LOOK.search(self.file)
        return named[1] if named else ""

    @property
    def paper(self) -> str:
        """The paper by that name: "A4"."""
        return self.look.partition("-")[0]

    @property
    def place(self) -> str:
        """Paper and placement: "A4, gate"."""
        return ", ".join(filter(None, (self.paper, self.placement)))

    @property
    def link(self) -> Link:
        """Its code as it was printed."""
        channel = Channel(self.channel)
        return Link(self.station, channel, self.serial, self.placement, self.key_id, self.value, self.url)

    def at(self, day: str) -> PrintedPoster | None:
        """It as it hung at the end of a day, by its last print up to then; None when it was not printed yet, or revoked."""
        prints = [each for each in (*self.earlier, (self.printed_on, self.placement)) if each[0] <= day]
        decided = [note for note in self.decisions if note[:10] <= day]
        revoked = self.revoked if len(decided) == len(self.decisions) else decided and decided[-1].endswith(" revoked")
        if revoked or not prints:
            return None
        printed_on, placement = prints[-1]
        return replace(self, printed_on=printed_on, placement=placement)

    def after(self, old: PrintedPoster) -> PrintedPoster:
        """This print of a code that was printed before: what was known of it stays."""
        prints = dict((*old.earlier, (old.printed_on, old.placement)))
        prints.pop(self.printed_on, None)
        again = (f"{self.printed_on} printed again",) if old.revoked and not self.revoked else ()
        urls = tuple(url for url in dict.fromkeys((*old.earlier_urls, old.url)) if url != self.url)
        return replace(self, earlier=tuple(prints.items()), earlier_urls=urls, decisions=(*old.decisions, *again))

    @property
    def sentence(self) -> Sentence:
        """Its code, on which paper and where it hangs, when it was printed, what was decided on it, in a line."""
        *day, word = (self.decisions[-1] if self.decisions else "revoked" if self.revoked else "").split(" ", 1)
        decision = joined((*day, Sentence(word)), " ") if word else ""
        return Sentence(
            "{code} ({placement}, printed {day}; {decision})" if decision else "{code} ({placement}, printed {day})",
            code=self.value,
            placement=self.place or Sentence("no place named"),
            day=self.printed_on,
            decision=decision,
        )


@dataclass(frozen=True, slots=True)
class Registry:
    """What this campaign has at Google. Empty texts and None mean: not made yet.

    `question_ids` maps question keys to Google's ids, `titles` to all titles that a question ever had (the newest
    last), `left` to the items as our last run left them, `stations` codes to English names at the last setup, `columns` each
    other column of the office's lists to what it said of each code then; {} by an anubhav that kept English names alone.
    `adopted` says that the form was not made by us and is never changed; then `station_answers` maps what its station
    question holds to station codes, and `station_kind` is "text" (our signed links can fill it in) or "dropdown".
    `keys` are the signing keys that were ever in use, oldest first, by their fingerprints.
    `root` is "" for the real Google. `pending` names a create whose reply may have been lost.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    root: str = ""
    form_id: str = ""
    responder_uri: str = ""
    document_title: str = ""
    revision_id: str = ""
    question_ids: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spreadsheet_id: str = ""
    tab_id: int | None = None
    adopted: bool = False
    station_kind: str = "text"
    station_answers: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    pending: str = ""
    left: Mapping[str, Item] = field(default_factory=dict)
    left_name: str = ""
    left_title: str = ""
    left_description: str = ""
    stations: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    printed: tuple[PrintedPoster, ...] = ()
    keys: tuple[KeyRecord, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether setup-forms has finished at least once: the form is public and links can be made."""
        return bool(self.form_id and self.responder_uri and self.question_ids and "links" in self.steps)

    @property
    def hanging(self) -> tuple[PrintedPoster, ...]:
        """What was printed and not revoked."""
        return tuple(poster for poster in self.printed if not poster.revoked)

    @property
    def replaced(self) -> frozenset[str]:
        """Hanging codes whose place and serial were printed again with a later key: old papers, to be taken down."""
        order = {record.letter: place for place, record in enumerate(self.keys)}
        latest: dict[tuple[str, str, int], int] = {}
        for poster in self.hanging:
            code = poster.station, poster.channel, poster.serial
            latest[code] = max(latest.get(code, -1), order.get(poster.key_id, -1))
        return frozenset(
            poster.value
            for poster in self.hanging
            if order.get(poster.key_id, -1) < latest[poster.station, poster.channel, poster.serial]
        )

    def entry(self, key: str) -> int:
        """The number of a question in prefilled links. Raises KeyError when the form does not ask it."""
        return int(self.question_ids[key], 16)

    def revoked_codes(self, entry: int) -> frozenset[tuple[str, Channel, int]]:
        """Codes that were revoked one by one and still open this form by question `entry`; their serials are used up.

        What was revoked because the form itself moved does not count: those posters open another form.
        """
        here = urlsplit(self.responder_uri).path
        return frozenset(
            (poster.station, Channel(poster.channel), poster.serial)
            for poster in self.printed
            if poster.revoked and poster.entry == entry and urlsplit(poster.url).path == here
        )

    def with_key(self, record: KeyRecord) -> Registry:
        """The registry that knows this of a key; a record of the same letter is replaced."""
        if record.letter not in {each.letter for each in self.keys}:
            return replace(self, keys=(*self.keys, record))
        return replace(self, keys=tuple(record if each.letter == record.letter else each for each in self.keys))

    def with_step(self, step: str) -> Registry:
        return self if step in self.steps else replace(self, steps=(*self.steps, step))

    def with_printed(self, *posters: PrintedPoster) -> Registry:
        """The registry that also knows of these prints; a code that was printed before keeps its earlier days and decisions."""
        known = {poster.value: poster for poster in self.printed}
        new = {each.value: each.after(known[each.value]) if each.value in known else each for each in posters}
        return replace(self, printed=(*(old for old in self.printed if old.value not in new), *new.values()))


_ADAPTER = TypeAdapter(Registry)


def load_registry(data: Path) -> Registry:
    """The registry under `data`, an empty one when there is none. Raises StateError when the file is damaged."""
    path = data / FILE
    try:
        content = path.read_bytes().removeprefix(BOM_UTF8)  # as an editor of Windows saves it
        registry = _ADAPTER.validate_json(content)
        if b'"form_id"' not in content:
            raise ValueError
    except FileNotFoundError:
        return Registry()
    except ValueError as error:
        first = (
            error.errors()[0]
            if isinstance(error, ValidationError)
            else {"loc": (), "msg": Sentence("it holds no registry")}
        )
        if b'"form_id"' in content and first.get("type") == "unexpected_keyword_argument":
            raise StateError(
                "{path}: this file was written by a newer anubhav.", cure="Install the newer version.", path=path
            ) from error
        known = [str(part) for part in first["loc"] if part in Registry.__dataclass_fields__]
        raise StateError(
            "{path} is damaged ({known}: {first}).",
            cure="Bring it back from a backup. It knows which posters hang; do not delete it while posters are printed.",
            path=path,
            known=".".join(known) or Sentence("the file"),
            first=first["msg"],
        ) from error
    return registry


def save_registry(registry: Registry, data: Path) -> None:
    """Write the registry under `data` in one move: a reader sees the old file or the new one."""
    write_whole(data / FILE, _ADAPTER.dump_json(registry, indent=2) + b"\n")


def hold_registry(data: Path) -> AbstractContextManager[None]:
    """Keep other runs of anubhav from changing the registry meanwhile. Raises StateError when one is at work."""
    busy = Sentence("Another anubhav command is changing this campaign right now.")
    return held(data / FILE, wait=0, busy=busy)
