"""What is taken out of a message, and where it stood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of things that may say who wrote or who is meant."""

    MOBILE = "mobile"
    AADHAAR = "aadhaar"
    PAN = "pan"
    VEHICLE = "vehicle"
    EMAIL = "e-mail"
    LINK = "link"
    FIR = "fir"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: text[start:end]."""

    kind: Kind
    start: int
    end: int
