"""Bands of letters: what the scores of a week say about those of today and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..grading.calibrate import LEAST_STATIONS, calibrate

if TYPE_CHECKING:
    from ..grading.calibrate import Calibration
    from ..grading.grades import Grades


def propose_bands(grades: Grades) -> Calibration:
    """Bands judged by the scores of stations with enough responses. Nothing is changed: the office writes bands into config."""
    return calibrate(grades)


def enough_for_bands(stations: int) -> bool:
    """Whether so many scored stations are enough to draw bands from."""
    return stations >= LEAST_STATIONS
