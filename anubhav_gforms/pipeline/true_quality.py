"""How well grades tell the true quality of stations, where a sandbox knows it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd


def rank_correlation(truth: Path, grades: Path) -> tuple[int, float]:
    """How many stations have a score, and Spearman's rank correlation of their true quality with it.

    `truth` has the columns code and true_score, `grades` is the CSV of a report; both in points.
    """
    table = pd.read_csv(grades)
    scored = table[(table["level"] == "station") & table["score"].notna()]
    both = scored.merge(pd.read_csv(truth), on="code")
    return len(both), float(both["score"].rank().corr(both["true_score"].rank()))
