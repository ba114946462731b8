"""Every kind of thing that is taken out of a message. Where two overlap, the earlier one here names what is taken out."""

from __future__ import annotations

from .account import ACCOUNT
from .address import ADDRESS
from .belt import BELT
from .birth import BIRTH
from .documents import AADHAAR, LICENCE, PAN, PASSPORT, VEHICLE, VOTER
from .fir import FIR
from .handle import HANDLE
from .internet import EMAIL, LINK, SPELT
from .kind import Kind
from .listed import LISTED
from .mobile import MOBILE
from .name import NAME
from .payments import IFSC, UPI
from .relation import RELATION
from .signature import SIGNATURE
from .subject import SUBJECT

KINDS: tuple[Kind, ...] = (
    UPI, EMAIL, LINK, HANDLE, PAN, FIR, LICENCE, VEHICLE, VOTER, IFSC, PASSPORT, BIRTH, AADHAAR, MOBILE, BELT,
    ACCOUNT, SPELT, NAME, RELATION, SIGNATURE, LISTED, SUBJECT, ADDRESS,
)  # fmt: skip
"""A new kind: an object, and a place in this row."""
PERSONS = frozenset(kind for kind in KINDS if kind.person)
"""Names of persons and places: the IG reads them, since praise and tips need them."""
