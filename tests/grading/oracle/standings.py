"""Above, below, and letters (section 8 of docs/grading.md)."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

EDGES = (90, 80, 70, 60, 50)
"""The lower edges of all letters but the last."""
LETTERS = ("A+", "A", "B", "C", "D", "F")


def standing(probabilities: tuple[float, float, float], gap: float, before: int) -> int:
    """Section 8: 1 above, −1 below, else 0. The probabilities of "above": all responses, without the worst one, without the best."""
    everyone, no_worst, no_best = probabilities
    if everyone >= 0.95 and no_best >= 0.95 and gap >= 2:
        return 1
    if everyone <= 0.05 and no_worst <= 0.05 and gap <= -2:
        return -1
    if before == 1 and max(everyone, no_worst) >= 0.90:
        return 1
    if before == -1 and min(everyone, no_best) <= 0.10:
        return -1
    return 0


def judged_together(with_alike: int, without_alike: int) -> int:
    """Section 9: under review the standing is judged without the alike rows, and "above" must hold with them too."""
    return 0 if without_alike == 1 and with_alike != 1 else without_alike


def chances(score: float, sd: float) -> np.ndarray:
    """Section 8: P(letter), normal, of each letter from the best to the worst."""
    return np.diff([0.0, *ndtr((score - np.array(EDGES)) / sd), 1.0])


def letter(chance: np.ndarray, before: int, review: bool = False) -> tuple[int, int, int]:
    """Section 8: (letter, first, size): held while ≥ .50, else the one with ≥ .80, else the smallest run of 2, then 3; −1 for none."""
    if before >= 0 and (review or chance[before] >= 0.50):
        return before, -1, 0
    if review:
        return -1, -1, 0
    if chance.max() >= 0.80:
        return int(chance.argmax()), -1, 0
    for size in (2, 3):
        together = [chance[first : first + size].sum() for first in range(len(chance) + 1 - size)]
        if max(together) >= 0.80:
            return -1, int(np.argmax(together)), size
    return -1, -1, 0


def word(given: tuple[int, int, int], chance: np.ndarray, n: float, shown: bool) -> str:
    """The word on the page: No responses, Not enough responses, Sure, Held, Between letters or No letter."""
    if not shown:
        return "Not enough responses" if n > 0 else "No responses"
    if given[0] >= 0:
        return "Sure" if chance[given[0]] >= 0.80 else "Held"
    return "Between letters" if given[2] else "No letter"


def letter_on_page(given: int, money: bool) -> str:
    """Section 9: while money is flagged the letter of the next week is at most C."""
    return "" if given < 0 else LETTERS[max(given, LETTERS.index("C")) if money else given]
