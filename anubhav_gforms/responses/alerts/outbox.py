"""Alerts on their way: what was looked at, what is still to be sent, and to whom. Each goes out once to each address, and at most twice when it is killed while it sends."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.quoprimime import header_length
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from ...cases.case import CaseBook
from ...errors import InputError, StateError
from ...files import write_whole
from ...languages import LANGUAGES
from ...secret_files import refuse_open
from ...sentence import Sentence, joined
from .alerts import Alert, Said, as_written

STATE = "alerts.json"
ADDRESSES = "alert-addresses.txt"
MOST_SENT = 2
"""So often a message may reach one address when the process is killed while it is sent."""
MOST_REFUSED = 2
"""After so many failures an address is left until the next look: a server that hangs costs a quarter of a minute each."""
CUT = Sentence("data/cases.jsonl lacks what the last look of anubhav watch saw in it: lines are gone")
LONGEST_WAIT = 3600.0
"""Seconds between two tries of a message: a server that takes it and confirms nothing shows it again with each."""
LONGEST_SUBJECT = 900
"""Octets of a mail's subject: Apprise writes it in one line, and servers refuse a line of more than 998 (RFC 5322)."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that one address has not taken yet; `to` is the hash of the address, so that no secret lies here."""

    to: str
    title: str
    body: str
    begun: int = 0  # how often sending it was begun without an end
    failed: int = 0  # how often the address did not confirm it
    again: float = 0.0  # not tried before this time


@dataclass(frozen=True, slots=True)
class Outbox:
    """How far the ledger (`row`, `event`) and the case book (`entries`) were looked at, what waits, and which lasting conditions were told already."""

    row: int = -1
    event: int = -1
    waiting: tuple[Waiting, ...] = ()
    told: tuple[str, ...] = ()
    pulled_at: float = 0.0
    entries: int = -1
    case_head: str = ""  # the last entry of the case book that was looked at
    addressed: tuple[str, ...] = ()  # hashes of the addresses that it was last delivered to

    def misses(self, book: CaseBook) -> bool:
        """Whether the case book lacks what the last look saw in it: somebody cut it, or took the file away."""
        return bool(self.case_head) and self.case_head not in book.hashes

    def with_waiting(self, message: Waiting, *instead: Waiting) -> Outbox:
        """The outbox with one message replaced, or taken away."""
        at = self.waiting.index(message)
        return replace(self, waiting=(*self.waiting[:at], *instead, *self.waiting[at + 1 :]))


_ADAPTER = TypeAdapter(Outbox)


def load_outbox(data: Path) -> Outbox:
    """The outbox under the campaign's data folder; a fresh one when there is none. StateError when damaged."""
    try:
        return _ADAPTER.validate_json((data / STATE).read_bytes())
    except FileNotFoundError:
        return Outbox()
    except ValidationError:
        raise StateError(
            "{data} is damaged.", cure="Delete it; alerts then begin again with what comes.", data=data / STATE
        ) from None


def save_outbox(outbox: Outbox, data: Path) -> None:
    """Write the outbox in one move, readable by its owner only."""
    write_whole(data / STATE, _ADAPTER.dump_json(outbox, indent=1))


def read_addresses(folder: Path) -> tuple[str, ...]:
    """Apprise addresses, one a line, from a private file in the user's settings. They hold passwords: never in data/.

    "hi " or "en " before an address is the language of its alerts; without it they are in the office's.

    Raises InputError that names each line that is no address, when others can read the file, and when it is not a text.
    """
    path = folder / ADDRESSES
    if not path.exists():
        return ()
    refuse_open(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise InputError(
            "{path}: cannot be read as text.",
            cure="Make it readable for you, and save it with encoding UTF-8, one address per line.",
            path=path,
        ) from None
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), start=1)]
    kept = [(n, line) for n, line in lines if line and not line.startswith("#")]
    import apprise  # takes a fifth of a second: only where somebody has an address

    wrong = []
    for n, line in kept:
        sender = apprise.Apprise()
        if not sender.add(_language(line)[1]):
            wrong.append(Sentence("{path}:{line}: is not an address that Apprise knows.", path=path, line=n))
        elif sum(map(len, sender)) > 1:
            wrong.append(Sentence("{path}:{line}: names several receivers.", path=path, line=n))
    if wrong:
        raise InputError(
            joined(wrong, "\n"),
            cure="Write addresses such as mailto://… or gchat://…, one receiver per line; hi or en and a blank may be before it.",
        )
    return tuple(line for _, line in kept)


def post(outbox: Outbox, alerts: Sequence[Alert], addresses: Sequence[str], said: Said = as_written) -> Outbox:
    """The outbox with these alerts waiting for every address, each in the language of the address."""
    new = [
        Waiting(_name(address), worded.title, worded.body)
        for alert in alerts
        for address in addresses
        for worded in [alert.in_words(said, _language(address)[0])]
    ]
    return replace(outbox, waiting=(*outbox.waiting, *new))


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of sending: the outbox, messages that were taken, kinds of addresses that have one still to take, and `uncertain`: messages that
    were being sent twice when the process ended, of which nobody knows whether they arrived; they are not sent a third time."""

    outbox: Outbox
    sent: int
    failed: tuple[str, ...]
    uncertain: int


def deliver(outbox: Outbox, addresses: Sequence[str], data: Path) -> Delivery:
    """Send what waits; what is not taken stays.

    No channel can promise "exactly once". A message is marked in the outbox before it is sent and leaves it after: whoever is killed in
    between sends it once more, and never a third time. What an address did not confirm is tried again, behind what else waits for it:
    after a minute, then after twice as long each time, at most `LONGEST_WAIT`.
    """
    by_name = {_name(address): address for address in addresses}
    if (known := _readdressed(outbox, tuple(by_name))) != outbox:
        outbox = known
        save_outbox(outbox, data)
    sent, uncertain, now = 0, 0, time.time()
    refused: Counter[str] = Counter()
    for message in outbox.waiting:
        if refused[message.to] == MOST_REFUSED or 0 < message.again - now <= LONGEST_WAIT:
            continue
        if message.begun < MOST_SENT:
            marked = replace(message, begun=message.begun + 1)
            outbox = outbox.with_waiting(message, marked)
            save_outbox(outbox, data)
            if not _send(by_name[message.to], message):
                refused[message.to] += 1
                pause = min(60.0 * 2 ** min(message.failed, 9), LONGEST_WAIT)
                later = replace(message, begun=0, failed=message.failed + 1, again=now + pause)
                outbox = outbox.with_waiting(marked)
                outbox = replace(outbox, waiting=(*outbox.waiting, later))
                save_outbox(outbox, data)
                continue
            sent, message = sent + 1, marked
        else:
            uncertain += 1
        outbox = outbox.with_waiting(message)
        save_outbox(outbox, data)
    failed = dict.fromkeys(urlsplit(_language(by_name[message.to])[1]).scheme for message in outbox.waiting)
    return Delivery(outbox, sent, tuple(failed), uncertain)


def _readdressed(outbox: Outbox, names: tuple[str, ...]) -> Outbox:
    """The outbox for these addresses. What waits for one that is no longer there waits for those that were not there before: somebody
    corrected it. Where one address takes the place of several, it is told once."""
    new = [name for name in names if outbox.addressed and name not in outbox.addressed]
    waiting = dict.fromkeys(
        message if to == message.to else Waiting(to, message.title, message.body)
        for message in outbox.waiting
        for to in ([message.to] if message.to in names else new)
    )
    return replace(outbox, waiting=tuple(waiting), addressed=names)


def _send(address: str, message: Waiting) -> bool:
    import apprise  # as above

    sender = apprise.Apprise()
    sender.add(_language(address)[1])
    whole = f"Anubhav: {message.title}"
    title, body = _subject(whole), message.body or message.title
    # said to be plain: as HTML its lines ran together, and what looks like a tag was gone
    return bool(sender.notify(title=title, body=body if title == whole else f"{whole}\n{body}", body_format="text"))


def _subject(text: str) -> str:
    """The text, or as much of its beginning as a mail's subject may hold."""
    octets = list(accumulate(header_length(sign.encode()) for sign in text))
    if octets[-1] <= LONGEST_SUBJECT:
        return text
    return text[: bisect_right(octets, LONGEST_SUBJECT - header_length("…".encode()))] + "…"


def _name(address: str) -> str:
    return sha256(_language(address)[1].encode()).hexdigest()[:16]


def _language(line: str) -> tuple[str, str]:
    """The language of a line of the file ("" for the office's own), and the address."""
    first, _, rest = line.partition(" ")
    return (first, rest.strip()) if first in LANGUAGES else ("", line)
