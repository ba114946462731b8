"""Bands of letters: what the scores of a week say about those of today and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..grading.calibrate import MOST_WRONG, calibrate

if TYPE_CHECKING:
    from ..grading.calibrate import Bands, Calibration
    from ..grading.grades import Grades


def propose_bands(grades: Grades) -> Calibration:
    """Bands judged by the scores of stations with enough responses. Nothing is changed: the office writes bands into config."""
    return calibrate(grades)


def few_wrong(bands: Bands) -> bool:
    """Whether so few letters would be wrong by chance that these bands may be used."""
    return bands.wrong <= MOST_WRONG
