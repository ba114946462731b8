"""Ranges and states of a campaign that holds several: each graded as the whole is, from its districts' stations, silent ones included."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from .columns import GradeStatus
from .formulas.letters import NONE, probabilities
from .formulas.status import NOT_DELIVERED, STATUSES
from .method.letters import letter_states
from .method.score import Z90
from .method.week import areas_shown
from .second import letter_status
from .working import Working


def region_frame(working: Working, districts: pd.DataFrame) -> pd.DataFrame:
    """One row a state, then a range; no row where there is only one, nor under version 1 of the method. `districts`: their rows of the
    grades table.

    Columns level (campaign.RegionLevel), code, name_en, name_hi, score, low, high, sd, p_above (of the whole), letter, letter_set, p_letter,
    status, stations, stations_enough. One is shown where a district of its stations would be. Each week gives its own letter: nothing is
    held from the week before.
    """
    regions, season = working.campaign.regions, working.season
    if not regions or season is None:
        return pd.DataFrame()
    rules, said = working.rules, season.last.said
    areas, n = said.areas, np.where(working.listed, said.triple.all.n, 0.0)
    codes = districts["code"].to_numpy(object)
    away = districts["status"].to_numpy(object) == GradeStatus.NOT_DELIVERED
    members = [np.isin(codes, region.districts) & ~away for region in regions]
    score, sd = np.array([areas.together(mine) for mine in members]).T
    counts = {
        name: [int(districts.loc[mine, name].sum()) for mine in members] for name in ("stations", "stations_enough")
    }
    of_district = working.roster.groups
    shown = np.array(
        [
            areas_shown(n, said.shown & working.listed, np.where(inside[of_district], 0, 1), 2, rules.v2)[0]
            for inside in members
        ]
    )
    p = probabilities(score, sd, tuple(rules.bands.values()))
    none = np.full(len(regions), NONE)
    given = letter_states(p, none, none, working.replay.week, shown & season.letters, rules.v2)
    status = letter_status(~np.isnan(score), shown, given, rules)
    status[[not mine.any() for mine in members]] = NOT_DELIVERED
    names = (*rules.letters, "")

    def told(values: np.ndarray) -> np.ndarray:
        return np.where(shown, values, np.nan)

    return pd.DataFrame(
        {
            **{
                name: [str(getattr(region, name)) for region in regions]
                for name in ("level", "code", "name_en", "name_hi")
            },
            "score": told(np.clip(score, 0, 100)),
            "low": told(np.clip(score - Z90 * sd, 0, 100)),
            "high": told(np.clip(score + Z90 * sd, 0, 100)),
            "sd": told(sd),
            "p_above": told(ndtr((score - areas.range_estimate) / sd)),
            "letter": [names[letter] for letter in given.letter],
            "letter_set": given.sets(rules.letters),
            "p_letter": given.p,
            "status": [STATUSES[number].value for number in status],
            **counts,
        }
    )
