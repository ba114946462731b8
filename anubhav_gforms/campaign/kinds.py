"""What sort of place a station is."""

from __future__ import annotations

from enum import StrEnum


class StationKind(StrEnum):
    """What sort of place a station is. Grades are compared within a kind only."""

    IG_OFFICE = "ig_office"
    SP_OFFICE = "sp_office"
    THANA = "thana"
    WOMEN_THANA = "women_thana"
    AJAK = "ajak"
    CYBER = "cyber"
    TRAFFIC = "traffic"
    CHOWKI = "chowki"
    POLICE_LINE = "police_line"
