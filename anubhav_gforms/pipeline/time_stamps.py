"""The heads of the books, stamped by a time stamp authority where the office has one: at most once a day and book."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..campaign import Campaign
from ..custody.heads import Head, every_head, heads
from ..custody.stamps import (
    FOLDER,
    MOST_BYTES,
    Certificates,
    first_stamp,
    keep_stamp,
    made_at,
    read_certificates,
    stamp_faults,
    stamped_text,
    stamps_in,
    time_of,
)
from ..errors import AnubhavError, StateError
from ..files import make_private, plain_refusal, write_whole
from ..forms.checks import Check, green, red
from ..sentence import Sentence

EVERY = timedelta(days=1)
"""A book is stamped again after so long."""
AGAIN = timedelta(hours=1)
"""After so long an authority that did not reply is asked again."""
LATE = timedelta(days=1)
"""A stamp or a deposit that is overdue by so much is told by doctor and today."""
SECONDS = 10
"""For the authority's whole reply."""
AT_ONCE = datetime.min.replace(tzinfo=UTC)
_NO_REPLY = "no-answer"
"""Beside the stamps, while the authority does not reply: when it was asked last."""


def stamp_heads(campaign: Campaign, present: datetime) -> Iterator[Sentence]:
    """Have the heads stamped that are due; gives what a person should know, once until the authority replies again.

    Never raises for what is wrong with the authority or its reply. Raises StateError when this disk does not keep a stamp: the next
    pull asks for it again.
    """
    address, data = campaign.office.witness.time_stamp, campaign.data
    if not address:
        return
    failed, replies = data / FOLDER / _NO_REPLY, list[tuple[Head, bytes]]()
    asked = _asked_at(failed)
    error: AnubhavError | None = None
    try:
        due = [head for head in heads(data) if (at := _due(data, head)) and at <= present]
        if due and asked and abs(present - asked) < AGAIN:
            return
        certificates = read_certificates(campaign.root) if due else ()
        for head in due:
            replies.append((head, _stamped(address, head, certificates)))
    except AnubhavError as refused:
        error = refused
    for head, reply in replies:
        keep_stamp(data, head, reply)
    if error:
        with suppress(AnubhavError):
            make_private(failed.parent)
            write_whole(failed, present.isoformat().encode())
        if not asked:
            yield Sentence(
                "The heads of the books have no time stamp; it is asked for again every hour. {message} {cure}",
                message=error.message,
                cure=error.cure,
            )
    elif asked:
        with plain_refusal(failed):
            failed.unlink()


def look_at_stamps(campaign: Campaign) -> tuple[int, tuple[Sentence, ...]]:
    """How many time stamps are kept, and what is wrong with them. Raises InputError without the authority's certificate."""
    faults = tuple(stamp_faults(campaign.data, read_certificates(campaign.root)))
    return len(stamps_in(campaign.data)), faults


def stamped_at(campaign: Campaign, head: Head) -> tuple[int, datetime] | None:
    """The earliest stamp that covers a line: up to which line it goes, and the authority's moment (UTC); None without one."""
    if not stamps_in(campaign.data):
        return None
    earliest = first_stamp(campaign.data, head, read_certificates(campaign.root))
    return (earliest[0].line, earliest[1]) if earliest else None


def check_stamps(campaign: Campaign, present: datetime) -> Check:
    """Whether the heads are stamped as they should be, and each stamp is of today's books. Reads this computer only."""
    if not campaign.office.witness.time_stamp:
        return green("no time stamp authority is named in config/office.toml")
    count, faults = look_at_stamps(campaign)
    if faults:
        return red(faults[0], "anubhav ledger prove --time-stamps")
    for head in heads(campaign.data):
        due, waits = _due(campaign.data, head), _waits(campaign.data, head)
        if due and waits and present - max(due, waits) > LATE:
            book = Sentence(head.book)
            return red("{book}: lines since {day:%d.%m.%Y} have no time stamp", "anubhav pull", book=book, day=waits)
    return green("{n:,} time stamp", "{n:,} time stamps", n=count)


def _due(data: Path, head: Head) -> datetime | None:
    """From when on this head is to be stamped: it is newer than what was stamped, and that was a day before. None: it is not."""
    last = next((stamp for stamp in reversed(stamps_in(data)) if stamp.book is head.book), None)
    if last is None:
        return AT_ONCE
    stamped = made_at(last)
    return None if head.line <= last.line else stamped + EVERY if stamped else AT_ONCE


def _waits(data: Path, head: Head) -> datetime | None:
    """When the first line of this book was written that no stamp goes up to."""
    reached = max((stamp.line for stamp in stamps_in(data) if stamp.book is head.book), default=0)
    lines = every_head(data).values()
    return next((each.at for each in lines if each.book is head.book and each.line > reached), None)


def _stamped(address: str, head: Head, certificates: Certificates) -> bytes:
    """The authority's reply for this head, once it holds. Raises StateError."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # brings an OpenSSL: only where one is named

    asked = TimestampRequestBuilder(stamped_text(head.hash), HashAlgorithm.SHA256, cert_req=False).build()
    reply = _reply(address, asked.as_bytes())
    try:
        time_of(reply, certificates, head.hash, asked.nonce)
    except StateError as error:
        raise StateError("The reply of {address} is not kept: {fault}.", address=address, fault=error.message) from None
    return reply


def _reply(address: str, request: bytes) -> bytes:
    import requests  # 50 ms of a start, and only an office with an authority asks one

    end, content = time.monotonic() + SECONDS, b""
    try:
        kind = {"Content-Type": "application/timestamp-query"}
        with requests.post(
            address, request, headers=kind, timeout=SECONDS, stream=True, allow_redirects=False
        ) as reply:
            for byte in reply.iter_content(1):  # as it comes: one that trickles holds nobody up
                content += byte
                if len(content) > MOST_BYTES or time.monotonic() > end:
                    break
            if reply.status_code == requests.codes.ok:
                return content
            raise StateError("{address} replied with status {status}.", address=address, status=reply.status_code)
    except requests.RequestException:
        raise StateError(
            "{address} does not reply.", cure="Check [witness] in config/office.toml.", address=address
        ) from None


def _asked_at(failed: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(failed.read_text("utf-8"))
    except (OSError, ValueError):
        return None
