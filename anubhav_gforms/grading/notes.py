"""What a page must say of a week's grades, in plain sentences; and how far scores moved by new constants alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from ..campaign.grading import Grading
from ..sentence import Bilingual, Sentence
from .columns import Level
from .constants import reml_differs
from .cube.scope import Scope
from .estimate import Estimate
from .formulas.letters import NONE
from .formulas.status import enough
from .method.evidence import plain_day_sums
from .method.freeze import belief_of
from .method.letters import expected_wrong
from .method.score import Scores
from .method.season import Season
from .method.standing import score_week
from .replay import Replay, Roster, scores_before
from .timeline import Timeline
from .working import Working

PURPOSE_OFTEN_MISSING = 0.30
MOST_NAMED = 12
"""Stations that one sentence names; of more it names those that miss most."""


def page_notes(
    timeline: Timeline, replayed: Replay, table: pd.DataFrame, season: Season | None = None
) -> Iterator[str]:
    """What every page must say, and what this week's constants, letters and purposes make it say."""
    yield "People choose whether to answer. The score describes those who did. Small differences mean nothing."
    if timeline.young:
        yield Sentence(
            "The project is younger than 13 weeks: its constants are computed again each week, and there are no letters."
        )
    for kind, of_kind in replayed.constants.kinds.items():
        if of_kind.shrunk and of_kind.tau2 == 0:
            yield Sentence("Stations of the kind {kind} cannot be told apart this quarter.", kind=kind)
        if of_kind.shrunk and reml_differs(replayed.constants, kind):
            yield Sentence(
                "Two estimates of the spread of stations of the kind {kind} differ much; its reliability is unsure.",
                kind=kind,
            )
    if season and (single := int((season.last.said.letters.letter != NONE).sum())):
        yield Sentence(
            "Of {single} single letters about {states:.0f} are wrong: each says how probable it is.",
            single=single,
            states=expected_wrong(season.last.said.letters),
        )
    missing = (table["level"] == Level.STATION.value) & (table["purpose_missing"] > PURPOSE_OFTEN_MISSING)
    often = table[missing].sort_values("purpose_missing", ascending=False, kind="stable")
    if len(often) > MOST_NAMED:
        yield Sentence(
            "Purpose often missing at {n} stations, most of all at {listed}. Each is in the tables, column purpose_missing.",
            n=len(often),
            listed=names_of_places(often[:MOST_NAMED]),
        )
    elif len(often):
        yield Sentence("Purpose often missing: {listed}.", listed=names_of_places(often))
    if timeline.replayed:
        yield Sentence(
            "config/grading.toml changed since an earlier quarter: letters of that time are replayed under today's rules."
        )


def names_of_places(rows: pd.DataFrame) -> Bilingual:
    """Places of the table by name and code, as a page lists them."""
    names = zip(rows["name_hi"], rows["name_en"], rows["code"], strict=True)
    return Bilingual.in_a_row(Bilingual(hindi, english) + f" ({code})" for hindi, english, code in names)


def new_constants_notes(working: Working) -> list[str]:
    """What the first week of a quarter must say: how far scores moved by method alone."""
    if working.replay.week != working.timeline.eras[-1].valid_from:
        return []
    both = changed_by_method(working)
    moved = (both["after"] - both["before"]).abs().dropna()
    if moved.empty:
        return []
    says = Sentence(
        "New constants hold from this week on. Under them the scores of the week before would have been {moved:.1f} points different on average, at most {moved_2:.1f}: so much of a change since then is method, not performance.",
        moved=moved.mean(),
        moved_2=moved.max(),
    )
    return [says]


def changed_by_method(working: Working) -> pd.DataFrame:
    """Scores of the last week before this quarter under the old and the new constants (code, before, after): what moves is method, not
    performance. Missing below the least number of responses, empty when no earlier constants were in use."""
    scored: Sequence[Estimate | Scores] = (
        scores_before(working.scope, working.timeline, working.roster, working.rules)
        if working.season is None
        else _second_scores_before(working.season, working.scope, working.roster, working.rules)
    )
    if not scored:
        return pd.DataFrame({"code": [], "before": [], "after": []})
    before, after = (np.where(enough(one.n, working.least), one.score, np.nan) for one in scored)
    return pd.DataFrame({"code": working.roster.codes, "before": before, "after": after})


def _second_scores_before(season: Season, scope: Scope, roster: Roster, rules: Grading) -> list[Scores]:
    """As `replay.scores_before`."""
    old = season.constants[-2] if len(season.constants) > 1 else None
    if old is None or old.method != 2:
        return []
    week = season.eras[-1].valid_from - 1 - scope.first_week
    means, shift = old.item_means(scope.cube.shape.items.keys), old.shifts(scope.cube.purposes)[0]
    both = (
        (plain_day_sums(scope, means, shift)[0], belief_of(old, roster.codes, roster.kinds)[0]),
        (season.days, season.belief),
    )
    return [score_week(days, week, scope.campaign_day, belief, rules.v2) for days, belief in both]
