"""The constants of each quarter: frozen before, or estimated now."""

from __future__ import annotations

from collections.abc import Mapping

from ...campaign.grading import Grading
from ..constants import Constants, Era, changed_since, estimation_digest
from ..replay import Roster
from ..scope import Scope
from .freeze import estimate_second


def constants_of_eras(
    scope: Scope, roster: Roster, rules: Grading, plan: tuple[Era, ...], frozen: Mapping[str, Constants], code_version: str,
    letters_from: int,
) -> tuple[tuple[Constants, ...], tuple[Constants, ...]]:  # fmt: skip
    """The constants of each era, and those to be saved: of earlier eras only where they gave letters."""
    digest = estimation_digest(rules, 2)
    chosen, new = [], []
    for era in plan:
        kept = frozen.get(era.name) if era.frozen else None
        if kept is not None and kept.method == 2 and kept.config_sha256 != digest:
            if era is plan[-1]:
                raise changed_since(era.name)
            kept = None
        if kept is None:
            lettered = era is plan[-1] or plan[plan.index(era) + 1].valid_from > letters_from
            kept = estimate_second(
                scope, roster.kinds, roster.groups, len(roster.district_codes), rules, era=era, code_version=code_version,
                questions=lettered,
            )  # fmt: skip
            if era.frozen and era.name not in frozen and lettered:
                new.append(kept)
        chosen.append(kept)
    return tuple(chosen), tuple(new)
