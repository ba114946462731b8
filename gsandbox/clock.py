"""What time it is: the machine's, unless one request says otherwise in the header X-Sandbox-Clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from starlette.requests import Request

from .refusal import Refusal

HEADER = "x-sandbox-clock"
EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


def now(request: Request) -> datetime:
    """The time of this request, aware and in UTC: X-Sandbox-Clock (RFC 3339) when sent, else the machine's clock.

    Raises Refusal (400) for a header that is no RFC 3339 instant.
    """
    text = request.headers.get(HEADER)
    if text is None:
        return datetime.now(UTC)
    try:
        when = datetime.fromisoformat(text)
        if when.tzinfo is not None and 1 < when.year < 9999:
            return when.astimezone(UTC)
    except ValueError:
        pass
    raise Refusal(400, f"Sandbox: the header X-Sandbox-Clock is not an RFC 3339 instant: {text!r}.")


def rfc3339(when: datetime, *, digits: int = 3) -> str:
    """An instant as Google writes it: 2026-11-24T03:35:00.417Z, with 3 or 6 decimals (cut, not rounded)."""
    micros = f"{when.microsecond:06d}"[:digits]
    return f"{when.astimezone(UTC).isoformat()[:19]}.{micros}Z"


def stamp(text: str) -> str:
    """A time that a program gives, as Google writes it. Raises Refusal for one that is none."""
    try:
        when = datetime.fromisoformat(text)
        return rfc3339(when if when.tzinfo else when.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        raise Refusal(400, f'Invalid value for: Invalid format: "{text}"', reason="invalid") from None


def shortened(stamp: str) -> str:
    """An instant as the newer APIs write it: no, 3 or 6 decimals, as many as it takes (Forms, Pub/Sub)."""
    whole, _, decimals = stamp.removesuffix("Z").partition(".")
    while decimals.endswith("000"):
        decimals = decimals[:-3]
    return f"{whole}.{decimals}Z" if decimals else f"{whole}Z"


def serial(local: datetime) -> float:
    """A wall-clock time as a spreadsheet serial: days since 1899-12-30, fractions for the time, zone ignored."""
    delta = local.replace(tzinfo=UTC) - EPOCH
    return delta.days + (delta.seconds * 1_000_000 + delta.microseconds) / 86_400_000_000


def from_serial(number: float) -> datetime:
    """The wall-clock time of a serial, naive, to the millisecond."""
    return (EPOCH + timedelta(milliseconds=round(number * 86_400_000))).replace(tzinfo=None)
