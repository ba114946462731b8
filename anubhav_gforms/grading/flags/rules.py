"""All rules, in the order in which their flags are told."""

from __future__ import annotations

from types import MappingProxyType

from . import (
    alarms,
    crowds,
    f1_alike,
    f2_straight_lines,
    f3_copies,
    f4_hours,
    f5_variance,
    f7_coverage,
    f8_call_backs,
    f9_edges,
    money,
)

RULES = tuple(
    file.RULE
    for file in (
        f1_alike, crowds, f2_straight_lines, alarms, money, f3_copies, f4_hours, f5_variance, f7_coverage, f8_call_backs, f9_edges,
    )
)  # fmt: skip

TITLES = MappingProxyType(
    dict(
        sorted((pair for rule in RULES for pair in rule.titles.items()), key=lambda pair: (pair[0].isalpha(), pair[0]))
    )
)
"""What each rule sees, in words, by its id: F1 to F9 first; there is no F6, since the form promises that numbers play no part."""
