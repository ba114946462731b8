"""Each graded question at each station: a score with its interval, drawn towards the station's own score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .arrays import Bools, Floats
from .formulas.status import enough
from .method.areas import QuestionConstants, QuestionScores, question_constants, question_scores
from .method.evidence import question_sums
from .method.score import Z90
from .working import Working

STRONGER, WEAKER = "stronger", "weaker"
LEANS = {1: STRONGER, -1: WEAKER, 0: ""}
"""How a question lies to the rest of a station's answers; "" where that cannot be told."""
COLUMNS = ("code", "question", "n", "score", "low", "high", "lean")


@dataclass(frozen=True)
class StationQuestions:
    """A question (its key) at all stations: (stations,) its responses with all ratings, whether it is shown, and its scores."""

    question: str
    rows: Floats = field(repr=False)
    shown: Bools = field(repr=False)
    scores: QuestionScores = field(repr=False)


def station_questions(working: Working) -> Iterator[StationQuestions]:
    """Every graded question over the window, under the constants of the quarter; none under version 1 of the method. A quarter that
    was frozen before questions had constants takes them from the window."""
    if working.season is None:
        return
    scope, policy, said = working.scope, working.rules.v2, working.season.last.said
    scores, second = said.triple.all, working.season.constants[-1].second
    assert second is not None, "constants of version 2"
    for key, sums in question_sums(scope, working.position - policy.window + 1, working.position).items():
        kept = second.questions.get(key)
        constants = QuestionConstants(*kept) if kept else question_constants(sums)
        shown = said.shown & enough(sums.rows, working.least)
        yield StationQuestions(key, sums.rows, shown, question_scores(sums, scores.score, scores.sd, constants))


def area_frame(working: Working) -> pd.DataFrame:
    """Columns code, question (key), n (responses with all ratings), score, low and high (points, 90 % interval within 0..100), lean
    ("stronger", "weaker" than the rest of the station's answers, "" where that cannot be told). Where both have enough responses."""
    codes, parts = np.array(working.roster.codes, dtype=object), []
    for asked in station_questions(working):
        some = np.flatnonzero(asked.shown & working.listed)
        score, half = asked.scores.score[some], Z90 * asked.scores.sd[some]
        low, high = np.clip(score - half, 0, 100), np.clip(score + half, 0, 100)
        leans = [LEANS[int(side)] for side in asked.scores.lean[some]]
        rows = asked.rows[some].astype(int)
        values = (codes[some], asked.question, rows, np.clip(score, 0, 100), low, high, leans)
        parts.append(pd.DataFrame(dict(zip(COLUMNS, values, strict=True))))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
