"""Time stamps (RFC 3161) over the heads of ledger and gazette: an authority outside signs that a line was there at a moment.

data/time-stamps/ keeps each reply of the authority as other programs read it, `BOOK-LINE.tsr`. What is stamped is the hash of
that line as 64 signs; as each line covers the one before it, a stamp stands for all lines up to its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from ..errors import InputError, StateError
from ..files import make_private, read_limited, write_whole
from ..linear import linear
from ..sentence import Sentence
from .heads import BookName, Head, every_head

FOLDER = "time-stamps"
"""Under data/."""
CERTIFICATES = "time-stamp.pem"
"""Under config/: the authority's certificate and those of who issued it, in one file."""
MOST_BYTES = 64_000
"""A reply with all its certificates has a tenth of it."""
_FILE = linear(r"(ledger|gazette)-(\d{1,9})\.tsr")
_AHEAD = timedelta(minutes=2)
"""So far the clock of the office may be ahead of the authority's."""

if TYPE_CHECKING:
    from rfc3161_client import TimeStampResponse

Certificates = Sequence[x509.Certificate]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp that is kept: of which book, up to which line, and its file."""

    book: BookName
    line: int
    file: Path


def read_certificates(root: Path) -> Certificates:
    """Whose stamps this campaign believes. Raises InputError without them."""
    path = root / "config" / CERTIFICATES
    try:
        certificates = x509.load_pem_x509_certificates(read_limited(path, MOST_BYTES, what=Sentence("certificates")))
    except (OSError, ValueError):
        certificates = []
    if not any(map(_stamps, certificates)):
        raise InputError(
            "{path}: there is no certificate of a time stamp authority.",
            cure="Put the authority's certificate and those of who issued it into this file, one below the other (PEM).",
            path=path,
        )
    return certificates


def stamped_text(hashed: str) -> bytes:
    """What the authority is asked to stamp for a line with this hash."""
    return hashed.encode()


def time_of(reply: bytes, certificates: Certificates, hashed: str, nonce: int | None = None) -> datetime:
    """The moment (UTC) at which an authority that we believe saw the line with this hash. Raises StateError with the fault.

    `nonce`: that of the request, when this is the reply to it.
    """
    try:
        stamp = _opened(reply)
        at, imprint = stamp.tst_info.gen_time, stamp.tst_info.message_imprint.message
        signed = any(_signed(certificates, own, reply, imprint) for own in certificates if _stamps(own))
    except Exception:  # bytes of anybody: what reads them has no common error
        raise StateError("it is not a whole time stamp") from None
    if not signed:
        raise StateError("no authority of config/{file} has signed it", file=CERTIFICATES)
    if imprint != hashlib.sha256(stamped_text(hashed)).digest():
        raise StateError("what was stamped on {at:%Y-%m-%d %H:%M} (UTC) is NOT part of today's books", at=at)
    if nonce is not None and stamp.tst_info.nonce != nonce:
        raise StateError("it was made for another request, on {at:%Y-%m-%d %H:%M} (UTC)", at=at)
    return at


def keep_stamp(data: Path, head: Head, reply: bytes) -> None:
    """Keep a reply that was held against its head."""
    make_private(data / FOLDER)
    write_whole(data / FOLDER / f"{head.book}-{head.line}.tsr", reply)


def stamps_in(data: Path) -> tuple[Stamp, ...]:
    """Every stamp that is kept, by book and line."""
    named = ((_FILE.fullmatch(path.name), path) for path in (data / FOLDER).glob("*.tsr"))
    stamps = (Stamp(BookName(name[1]), int(name[2]), path) for name, path in named if name)
    return tuple(sorted(stamps, key=lambda stamp: (stamp.book, stamp.line)))


def made_at(stamp: Stamp) -> datetime | None:
    """When it says that it was made, without a look at who signed it; None where it cannot be read."""
    try:
        return _opened(stamp.file.read_bytes()).tst_info.gen_time
    except (OSError, ValueError):
        return None


def first_stamp(data: Path, head: Head, certificates: Certificates) -> tuple[Stamp, datetime] | None:
    """The earliest stamp that covers this line, and its moment; None when no stamp does that holds."""
    for stamp, outcome in _read(data, certificates):
        if isinstance(outcome, datetime) and stamp.book is head.book and stamp.line >= head.line:
            return stamp, outcome
    return None


def stamp_faults(data: Path, certificates: Certificates) -> Iterator[Sentence]:
    """What is wrong with the stamps that are kept, a sentence for each."""
    for stamp, outcome in _read(data, certificates):
        if isinstance(outcome, Sentence):
            yield Sentence("{file}: {fault}", file=stamp.file.name, fault=outcome)


def _read(data: Path, certificates: Certificates) -> Iterator[tuple[Stamp, datetime | Sentence]]:
    """Each stamp with its moment, or with its fault."""
    lines = {(head.book, head.line): head for head in every_head(data).values()}
    for stamp in stamps_in(data):
        head = lines.get((stamp.book, stamp.line))
        try:
            reply = read_limited(stamp.file, MOST_BYTES, what=Sentence("a time stamp"))
            at = time_of(reply, certificates, head.hash if head else "")
        except (OSError, InputError) as error:
            yield stamp, error.message if isinstance(error, InputError) else Sentence("it cannot be read")
            continue
        if head and head.at and head.at - at > _AHEAD:
            said = Sentence(
                "its line says {written:%Y-%m-%d %H:%M}, later than the stamp of {at:%Y-%m-%d %H:%M} (UTC): this computer's clock was ahead",
                written=head.at,
                at=at,
            )
            yield stamp, said
        else:
            yield stamp, at


def _opened(reply: bytes) -> TimeStampResponse:
    from rfc3161_client import decode_timestamp_response  # brings an OpenSSL: only where there is a stamp

    return decode_timestamp_response(reply)


def _signed(certificates: Certificates, own: x509.Certificate, reply: bytes, imprint: bytes) -> bool:
    """Whether the holder of the certificate `own` has signed this reply."""
    from rfc3161_client import VerificationError, VerifierBuilder  # brings an OpenSSL: only where there is a stamp

    issuers = [each for each in certificates if not _stamps(each)]
    try:
        verifier = VerifierBuilder(tsa_certificate=own, roots=issuers or [own]).build()
        return verifier.verify(_opened(reply), imprint)
    except VerificationError:
        return False


def _stamps(certificate: x509.Certificate) -> bool:
    """Whether it is a certificate for time stamps."""
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in uses
