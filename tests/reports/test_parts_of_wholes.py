"""The arithmetic of what may be told of parts of a whole: what is left is nothing, or as much as may be told."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import numpy as np

from anubhav_gforms.grading.closed_money import _parts_told, _told
from anubhav_gforms.grading.cuts import tellable
from anubhav_gforms.grading.method.money import money_shown


def test_what_is_left_of_a_whole_is_nothing_or_as_much_as_may_be_told() -> None:
    chance, hidden = np.random.default_rng(3), 0
    for _ in range(500):
        n = chance.integers(0, 30, chance.integers(1, 8))
        whole = int(n.sum() + chance.integers(0, 3))
        shown = tellable(n, whole, 10)
        assert not (shown & (n < 10)).any()
        assert not shown.any() or not 0 < whole - n[shown].sum() < 10
        hidden += int((n[~shown] >= 10).any())
    assert 50 < hidden < 400, "some went to the others, and not all do"


def test_nor_do_districts_less_their_stations_tell_of_few_reports_of_money() -> None:
    """Everything that can be had by adding and taking away: a whole less those of its parts that are told, at both levels at once."""
    chance, fewer = np.random.default_rng(4), 0
    for _ in range(400):
        groups = np.sort(chance.integers(0, 3, 9))
        stations = np.array([chance.integers(0, top, 9) for top in (7, 40, 5)], float) * (chance.random(9) < 0.8)
        districts = np.array([np.bincount(groups, of, minlength=3) for of in stations])
        by_station, by_district = _told(stations, groups, districts)
        wholes = [(stations.sum(axis=1, keepdims=True), districts, by_district)]
        wholes += [
            (districts[:, [d]], stations[:, groups == d], by_station[groups == d])
            for d in range(3)
            if by_district[d] or by_station[groups == d].any()
        ]
        for whole, parts, told_of in wholes:
            if not money_shown(whole[0], whole[0] + whole[1]):
                assert not told_of.any()
                continue
            left = whole[:, 0] - parts[:, told_of].sum(axis=1)
            assert not left.any() or money_shown(left[0], left[0] + left[1])
        assert not by_station[~by_district[groups]].any(), "or the range would tell the rest of its district"
        fewer += int((money_shown(stations[0], stations[0] + stations[1]) & ~by_station).any())
    assert fewer > 50


def test_no_count_of_few_reports_is_the_only_one_that_fits_what_is_told() -> None:
    """Of seven reports where one station has three and two are below three, those have two each: so then one more is not told."""
    answers = np.array([30, 40, 50])
    fits: defaultdict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for yes in product(range(13), repeat=3):
        told_of = _parts_told(np.array([yes, answers - yes, [0] * 3], float))
        if 3 <= sum(yes) <= 12:
            fits[sum(yes), *(count if shown else None for count, shown in zip(yes, told_of, strict=True))].append(yes)
    for (_, *told_of), worlds in fits.items():
        for place, count in enumerate(told_of):
            assert (
                count is not None
                or min(each[place] for each in worlds) >= 3
                or len({each[place] for each in worlds}) > 1
            )
    assert len(fits) > 30
