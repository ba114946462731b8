"""What must hold after every step, whatever anybody did. Each law is a function of the world; it gives what breaks it."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from anubhav_gforms.links import CodeCheck, Keyring, read
from anubhav_gforms.links.key_file import read_keys
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.reports.contents import UNFINISHED
from anubhav_gforms.responses.ledger.events import EventKind
from anubhav_gforms.responses.ledger.ledger import Ledger
from anubhav_gforms.responses.ledger.verify import verify

from .pc import Said
from .sheet import INDIA
from .world import Response, World, files_below

LATE = timedelta(hours=26)
"""A daily pull that is this old was missed: what it did not read must not look well."""
SECOND = timedelta(seconds=1)
PERSONAL = {"name", "mobile", "message"}
ENDS = (0, 1, 2, 3, -9)
"""Done, attention, the user's input, Google; and killed, by us."""


class BrokenLawError(AssertionError):
    """A law does not hold."""


@dataclass
class Step:
    """The world after a step: what was typed during it, and the ledger as it is now."""

    world: World
    said: list[Said]
    before: dict[str, bytes]
    """Files of reports and constants, and books, as they were before the step."""
    checked: Counter[str] = field(default_factory=Counter)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.world.data / "ledger")

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Every response of the ledger as it stands, with `when` to the second."""
        columns = ["response_id", "submitted_at", "raw_code", "station", "code_status", "code_reason", "source"]
        rows = self.ledger.read(columns).to_pylist()
        for row in rows:
            row["when"] = row["submitted_at"].astimezone(UTC).replace(microsecond=0)
        return rows

    @cached_property
    def by_time(self) -> dict[datetime, list[dict[str, Any]]]:
        found: dict[datetime, list[dict[str, Any]]] = {}
        for row in self.rows:
            found.setdefault(row["when"], []).append(row)
        return found

    @cached_property
    def gone(self) -> set[datetime]:
        """Times of all responses that the ledger once noted as gone."""
        old = {event.old for event in self.ledger.history if event.kind is EventKind.GONE}
        times = self.ledger.versions(["submitted_at"])["submitted_at"].to_pylist()
        return {times[row].astimezone(UTC).replace(microsecond=0) for row in old}

    @cached_property
    def keyring(self) -> Keyring | None:
        """The keys that lie at the office's computer now; the registry says from which day one is retired."""
        keys = read_keys(self.world.keys_file())
        return keys and keys.as_recorded(load_registry(self.world.data).keys)

    @cached_property
    def unread(self) -> list[Response]:
        """Responses in the sheet that the ledger does not hold although it ought to: read over, or waiting for more than a day."""
        late = self.world.now - LATE
        missing = [each for each in self.world.standing() if each.when not in self.by_time]
        return [each for each in missing if each.read or (each.restored or each.when) < late]


def no_exit_of_ours(step: Step) -> Iterator[str]:
    """No command ends with 4, or in any way that the README does not name."""
    for said in step.said:
        if said.code not in ENDS:
            yield str(said)


def each_response_once(step: Step) -> Iterator[str]:
    """Each response sent is in the ledger exactly once, and with a reason if it does not count."""
    world = step.world
    for each in world.responses:
        rows = step.by_time.get(each.when, [])
        counted = [row for row in rows if row["code_status"] == "accepted"]
        twice = len(counted) > 1 and each.when not in world.forged
        if twice or (len(rows) > 1 and each.when not in world.copies):
            yield f"the response of {each.when} counts {len(counted)} times, stands {len(rows)} times"
        if not rows and each.read and not each.deleted:
            yield f"the response of {each.when} ({each.station}) was read over: it is not in the ledger"
        if not rows and each.deleted and each.known and each.when not in step.gone:
            yield f"the response of {each.when} is gone and no event says so"
        each.known = each.known or bool(rows)
        for row in rows:
            if row["code_status"] != "accepted" and not row["code_reason"]:
                yield f"the response of {each.when} does not count, and no reason is given"
    sent = {each.when for each in world.responses}
    for when in step.by_time:
        if when not in sent and when not in world.strangers:
            yield f"the ledger holds a response of {when} that nobody sent"


def genuine_responses_count(step: Step) -> Iterator[str]:
    """No genuine response stays in quarantine while its key is there: after a pull that ended well it is accepted."""
    if step.keyring is None or not _ended_well(step, "pull"):
        return
    listed = {row["code"] for row in step.world.stations()}
    revoked = {poster.code for poster in step.world.posters if poster.revoked}
    for each in step.world.standing():
        if each.station not in listed or each.code in revoked:
            continue
        if read(each.code, step.keyring, each.when.astimezone(INDIA).date()).verdict is not CodeCheck.SIGNED:
            continue
        for row in step.by_time.get(each.when, []):
            if row["code_status"] != "accepted" and each.when not in step.world.copies and row["raw_code"] == each.code:
                yield f"a genuine response of {each.when} stays in quarantine: {row['code_reason']}"


def nothing_green_while_unread(step: Step) -> Iterator[str]:
    """Doctor is not green while a response is unread."""
    if not step.unread:
        return
    said = step.world.pc.run("doctor")
    if said.code == 0:
        yield f"doctor is green while {len(step.unread)} responses are unread, the first of {step.unread[0].when}"


def published_figures_stay(step: Step) -> Iterator[str]:
    """What was published is not changed silently: it is as it was, or the old is kept and the change was said."""
    now = published(step.world)
    kept = Counter(_figures(name, content) for name, content in now.items())
    text = "\n".join(said.text for said in step.said)
    for name, content in step.before.items():
        figures = _figures(name, content)
        if (name in now and _figures(name, now[name]) == figures) or not _is_figures(name, step.before):
            continue
        if name.startswith("constants/"):
            if not any(said.typed[:2] == ("calibrate", "--freeze") for said in step.said) or not kept[figures]:
                yield f"{name} was changed by {[said.typed for said in step.said]}"
        elif not kept[figures]:
            yield f"{name} was published and is another one now; the old one is nowhere"
        elif not re.search(r"(?i)differ|changed|edition|replaced", text):
            yield f"{name} was published and is another one now, without a word"


def _figures(name: str, content: bytes) -> bytes:
    """A table without the names of places, which a report follows when stations.csv has another; any other file as it is."""
    if not name.startswith("reports/") or not name.endswith(".csv"):
        return content
    head, *rows = csv.reader(content.decode("utf-8-sig").splitlines())
    named = {place for place, column in enumerate(head) if column.startswith("name_")}
    return json.dumps(
        [[cell for place, cell in enumerate(row) if place not in named] for row in (head, *rows)]
    ).encode()


def _is_figures(name: str, before: dict[str, bytes]) -> bool:
    """Whether a file holds published figures: constants, and the grades of a week that was over; words around them may be
    written again, such as the time of the last pull."""
    if name.startswith("constants/"):
        return True
    manifest = before.get(f"{name.rpartition('/')[0].removesuffix('/shared')}/manifest.json", b"{}")
    return name.endswith(("grades.csv", "office.csv")) and UNFINISHED not in json.loads(manifest).get("marks", ())


def books_only_grow(step: Step) -> Iterator[str]:
    """What stands in a book stays as it was written: lines are only added."""
    for name, content in step.before.items():
        book = step.world.data / name
        if name.endswith(".jsonl") and not (book.exists() and book.read_bytes().startswith(content)):
            yield f"{name} was written again by {[said.typed for said in step.said]}"


def what_was_forgotten_is_nowhere(step: Step) -> Iterator[str]:
    """What says who responded is in no file of the office and in nothing printed, from the moment it was forgotten."""
    words = {text for each in step.world.responses if each.forgotten for text in each.personal}
    if not words:
        return
    for said in step.said:
        found = [word for word in words if word in said.text]
        if found and said.typed[0] != "purge":
            yield f"{found} printed by {said}"
    for path in files_below(step.world.campaign, step.world.pc.user):
        content = text_of(path)
        found = [word for word in words if word in content]
        if found:
            yield f"{found} in {path.relative_to(step.world.folder)}"
    opened = str(step.ledger.versions(sorted(PERSONAL & set(step.ledger.personal_schema().names))).to_pylist())
    found = [word for word in words if word in opened]
    if found:
        yield f"{found} in the ledger, opened with its keys"


def keys_are_made_only_once(step: Step) -> Iterator[str]:
    """A key is made by the first setup-forms and by a rotation, and by nothing else."""
    if step.world.key_away and step.world.keys_file().exists():
        yield f"the key file was away; one of {[said.typed for said in step.said]} made another"


def the_history_verifies(step: Step) -> Iterator[str]:
    """The ledger's own check finds nothing, and none of its times lies in the future."""
    yield from (str(fault) for fault in verify(step.ledger).faults)
    written = step.ledger.manifest.written_at / 1000
    if written > step.world.now.timestamp() + 120:
        yield f"the ledger was written {timedelta(seconds=written - step.world.now.timestamp())} from now"


def no_draft_is_left(step: Step) -> Iterator[str]:
    """A command that writes and ends well leaves no draft of an earlier one that did not."""
    if _ended_well(step, "pull"):
        yield from (f"{path.name} is left" for path in files_below(step.world.data / "ledger") if path.suffix == ".tmp")


Law = Callable[[Step], Iterator[str]]
LAWS: tuple[Law, ...] = (
    no_exit_of_ours,
    each_response_once,
    genuine_responses_count,
    keys_are_made_only_once,
    nothing_green_while_unread,
    published_figures_stay,
    books_only_grow,
    what_was_forgotten_is_nowhere,
    the_history_verifies,
    no_draft_is_left,
)


def check(step: Step, laws: tuple[Law, ...] = LAWS) -> None:
    """Raise BrokenLawError with everything that breaks a law."""
    broken = []
    for law in laws:
        step.checked[law.__name__] += 1
        broken += [f"{law.__name__}: {found}" for found in law(step)]
    if broken:
        raise BrokenLawError("\n".join(broken[:8]))


def published(world: World) -> dict[str, bytes]:
    """Every file of reports and of constants, and every book, by its name below data/."""
    folders = (world.data / "reports", world.data / "constants")
    found = [*files_below(*folders), *world.data.glob("*.jsonl")]
    return {path.relative_to(world.data).as_posix(): path.read_bytes() for path in found}


def whole(world: World) -> dict[str, bytes]:
    """Every file that the office has: to see that a reading command wrote nothing."""
    places = (world.campaign, world.pc.user)
    return {path.relative_to(world.folder).as_posix(): path.read_bytes() for path in files_below(*places)}


def _ended_well(step: Step, verb: str) -> bool:
    return any(said.typed[0] == verb and said.code in (0, 1) for said in step.said)


def text_of(path: Path) -> str:
    """All text in a file, also in the compressed columns of Parquet."""
    raw = path.read_bytes()
    text = raw.decode("utf-8", "ignore")
    if raw[:4] == b"PAR1":
        text += str(pq.read_table(path).to_pylist()) + str(pq.read_schema(path).metadata)
    return text
