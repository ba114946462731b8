"""Tabs of a Google Sheet as values: what a report says, and the gateway writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shade:
    """A fill and the ink that can be read on it (contrast at least 4.5:1)."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class StyledCell:
    """One cell: its value, its number format ("" for none), bold or not, and a shade or none."""

    value: str | float | None
    pattern: str = ""
    bold: bool = False
    shade: Shade | None = None


@dataclass(frozen=True, slots=True)
class TabContent:
    """One tab: its title, its rows from the top, and how many of them stay in sight."""

    title: str
    rows: tuple[tuple[StyledCell, ...], ...]
    frozen: int = 1
