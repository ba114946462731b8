"""The constants of a quarter, computed once more from the single responses by the formulas of docs/grading.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Grades, Shape, grade, make_cube
from anubhav_gforms.grading.baseline import _kinds, _within
from anubhav_gforms.grading.cube.items import composite
from anubhav_gforms.grading.formulas import money
from anubhav_gforms.grading.formulas.spread import paule_mandel, reml, shrink, week_moment
from anubhav_gforms.grading.formulas.window import pool

from .world import ITEMS, frame_of, praise, responses

QUARTER = date(2026, 10, 5)
"""The first Monday of the quarter that is graded; the baseline are the 26 weeks before it."""


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    """Thirty-four weeks: blanks, unknown purposes, other channels, bad weeks, one forged day; one station is nearly silent."""
    frame = responses(bilaspur, weeks=34, a_week=4, seed=11, blank=0.2)
    rng = np.random.default_rng(4)
    frame["purpose"] = frame["purpose"].where(rng.random(len(frame)) > 0.1, "")
    frame["channel"] = np.where(rng.random(len(frame)) < 0.05, "desk", "poster")
    week = (frame["day"] - pd.Timestamp(2026, 1, 5)).dt.days // 7
    bad = (rng.random((60, 158)) < 0.15)[week, pd.factorize(frame["station"])[0]]
    for key in ITEMS:
        frame.loc[bad, key] = (frame.loc[bad, key] - 1).clip(lower=1)
    silent = (frame["station"] == "KRB-AJK") & (frame["day"] < np.datetime64(QUARTER))
    frame = frame[~silent | (frame.index == frame.index[silent & (frame["overall"] == 4) & frame["heard"].notna()][-1])]
    forged = praise(bilaspur, "BSP-SKD", "2026-09-10", 20)
    return pd.concat([frame, forged], ignore_index=True)


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign, frame: pd.DataFrame) -> Grades:
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", places=False)


@pytest.fixture(scope="module")
def counted(bilaspur: Campaign, frame: pd.DataFrame, grades: Grades) -> pd.DataFrame:
    """Every response of the baseline that counts, those with too few ratings too (`rated` says which)."""
    rules = bilaspur.grade_rules
    rows = frame[(frame["channel"] == "poster") & (frame["purpose"] != rules.not_visited)]
    rows = rows[(rows["day"] < np.datetime64(QUARTER)) & (rows["day"] >= np.datetime64(QUARTER) - np.timedelta64(26, "W"))]  # fmt: skip
    aside = set(zip(grades.bursts["code"], grades.bursts["day"], strict=True))
    assert ("BSP-SKD", "2026-09-10") in aside
    free = [(code, str(day)[:10]) not in aside for code, day in zip(rows["station"], rows["day"], strict=True)]
    rows = rows[np.array(free)].copy()
    keys = list(rules.items)
    weight = rows[keys].notna().to_numpy() @ np.array([rules.items[key] for key in keys])
    return rows.assign(rated=weight >= 0.5 - 1e-9, week=(rows["day"] - pd.Timestamp(1970, 1, 5)).dt.days // 7)


@pytest.fixture(scope="module")
def rated(bilaspur: Campaign, grades: Grades, counted: pd.DataFrame) -> pd.DataFrame:
    """The responses with a composite: `y`, and `adjusted` for the purpose of the visit."""
    rules, rows = bilaspur.grade_rules, counted[counted["rated"]]
    keys = list(rules.items)
    points = (rows[keys].astype("Float64") - 1) * 25
    y = composite(points.to_numpy(dtype=float, na_value=np.nan), list(rules.items.values()), points.mean())
    shift = {text: move for text, (_, move) in grades.constants.purposes.items()}
    return rows.assign(y=y, adjusted=y - rows["purpose"].map(shift).fillna(0.0).to_numpy())


@pytest.fixture(scope="module")
def weekly(bilaspur: Campaign, rated: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """(stations, weeks): how many responses, and the sum of their adjusted scores."""
    codes = [station.code for station in bilaspur.stations]
    by = rated.groupby(["station", "week"])["adjusted"]
    return tuple(part.unstack().reindex(codes).fillna(0.0).to_numpy(dtype=float) for part in (by.size(), by.sum()))  # type: ignore[return-value]


def test_the_baseline_is_named(grades: Grades, rated: pd.DataFrame) -> None:
    found = grades.constants
    assert (found.name, found.valid_from, found.weeks) == ("2026-Q4", "2026-10-05", 26)
    assert (found.first_day, found.last_day) == ("2026-04-06", "2026-10-04")
    assert found.responses == len(rated)


def test_the_means_of_the_questions(grades: Grades, rated: pd.DataFrame) -> None:
    for key, mean in grades.constants.means.items():
        assert mean == pytest.approx(((rated[key].astype("Float64") - 1) * 25).mean())


def test_the_shifts_of_the_purposes(bilaspur: Campaign, grades: Grades, rated: pd.DataFrame) -> None:
    """Least squares over single responses, both sides less their station's mean; one small purpose has no shift."""
    known = rated[rated["purpose"] != ""]
    options = [text for text in bilaspur.form.question("purpose").options if text in set(known["purpose"])]
    sizes = known["purpose"].value_counts()
    large = sorted(text for text in options if sizes[text] >= 200)
    assert len(large) >= 3
    group = known["purpose"].where(known["purpose"].isin(large), "others")
    small = len(known) - sizes[large].sum()
    names = [*large, *(["others"] if small >= 200 else [])]
    inside = known.assign(group=group)[group.isin(names)]
    dummies = np.column_stack([inside["group"] == name for name in names]).astype(float)
    less = [values - values.groupby(inside["station"].to_numpy()).transform("mean") for values in (pd.DataFrame(dummies), inside["y"].reset_index(drop=True))]  # fmt: skip
    beta = np.append(0.0, np.linalg.lstsq(less[0].to_numpy()[:, 1:], less[1].to_numpy(), rcond=None)[0])
    pi = dummies.mean(axis=0)
    assert grades.constants.beta == pytest.approx(beta)
    assert grades.constants.pi == pytest.approx(pi)
    for number, name in enumerate(large):
        assert grades.constants.purposes[name] == (number, pytest.approx(beta[number] - pi @ beta))


def test_the_variances(grades: Grades, rated: pd.DataFrame) -> None:
    """s2 from the squares inside station-weeks; sw2 by equating the squares between the weeks of a station to what they should be."""
    weeks = rated.groupby(["station", "week"])["adjusted"].agg(["size", "mean", "var"])
    many = weeks[weeks["size"] > 1]
    s2 = ((many["size"] - 1) * many["var"]).sum() / (many["size"] - 1).sum()
    assert grades.constants.s2 == pytest.approx(s2)
    above = below = 0.0
    for _, mine in weeks.groupby(level="station"):
        n = mine["size"].to_numpy(dtype=float)
        centre = (n * mine["mean"]).sum() / n.sum()
        above += (n * (mine["mean"] - centre) ** 2).sum() - (len(n) - 1) * s2
        below += n.sum() - (n**2).sum() / n.sum()
    assert grades.constants.sw2 == pytest.approx(above / below)
    assert above > 0


def kinds_of(bilaspur: Campaign) -> Iterator[tuple[str, np.ndarray]]:
    kinds = np.array([str(station.kind) for station in bilaspur.stations])
    for kind in sorted(set(kinds)):
        yield kind, kinds == kind


def test_the_spread_of_each_kind(bilaspur: Campaign, grades: Grades, weekly: tuple[np.ndarray, np.ndarray]) -> None:
    found = grades.constants
    ybar, v, size = pool(*weekly, found.s2, found.sw2)
    assert 1 in size
    for kind, mine in kinds_of(bilaspur):
        some = mine & (size > 0)
        spread, check, one = paule_mandel(ybar[some], v[some]), reml(ybar[some], v[some]), found.kinds[kind]
        assert (one.tau2, one.mu, one.var_mu) == pytest.approx((spread.tau2, spread.mu, spread.var_mu))
        assert one.tau2_reml == pytest.approx(check.tau2)
        assert (one.stations, one.shrunk) == (some.sum(), some.sum() >= bilaspur.grade_rules.shrink.min_stations)
    assert found.largest == max(found.kinds, key=lambda kind: found.kinds[kind].stations)


def test_the_baselines_of_the_alarm(bilaspur: Campaign, grades: Grades, weekly: tuple[np.ndarray, np.ndarray]) -> None:
    found = grades.constants
    ybar, v, size = pool(*weekly, found.s2, found.sw2)
    assert list(found.baselines) == [one.code for one, n in zip(bilaspur.stations, size, strict=True) if n]
    for unit, station in enumerate(bilaspur.stations):
        if size[unit]:
            kind = found.kinds[str(station.kind)]
            expected = ybar[unit], v[unit] ** 0.5
            if kind.shrunk:
                expected = tuple(
                    float(part) for part in shrink(ybar[unit], v[unit], kind.tau2, kind.mu, kind.var_mu)[:2]
                )
            assert found.baselines[station.code] == pytest.approx(expected)


def test_the_prior_for_money(bilaspur: Campaign, grades: Grades, counted: pd.DataFrame) -> None:
    """From every response that counts, also those with too few ratings for a score."""
    yes, no = (counted[counted["money"] == text].groupby("station").size() for text in ("हाँ / Yes", "नहीं / No"))
    both = pd.DataFrame({"yes": yes, "no": no}).reindex([one.code for one in bilaspur.stations]).fillna(0)
    assert grades.constants.money == pytest.approx(money.prior(both["yes"], both["yes"] + both["no"]))
    assert not counted["rated"].all()


def test_what_bursts_are_compared_with(grades: Grades, rated: pd.DataFrame) -> None:
    given = rated[list(ITEMS)]
    assert grades.constants.burst.best == pytest.approx((given.eq(5) | given.isna()).all(axis=1).mean())
    assert grades.constants.burst.worst == pytest.approx((given.eq(1) | given.isna()).all(axis=1).mean())


def test_straight_lines_expected_at_each_score(grades: Grades, rated: pd.DataFrame) -> None:
    """Stations with thirty responses or more in the order of their means, in ten groups as equal as can be."""
    given = rated[list(ITEMS)]
    lines = given.notna().all(axis=1) & given.eq(given["overall"], axis=0).fillna(value=False).all(axis=1)
    by = rated.assign(line=lines).groupby("station").agg(n=("y", "size"), total=("y", "sum"), line=("line", "sum"))
    large = by[by["n"] >= 30]
    order = large.assign(mean=large["total"] / large["n"]).sort_values("mean", kind="stable")
    assert len(order) > 50
    assert len(grades.constants.straight) == 10
    sums = [order.iloc[part].sum() for part in np.array_split(np.arange(len(order)), 10)]
    for found, one in zip(grades.constants.straight, sums, strict=True):
        assert found == pytest.approx((one["total"] / one["n"], one["line"] / one["n"]))


def test_few_stations_make_fewer_groups(bilaspur: Campaign, frame: pd.DataFrame, rated: pd.DataFrame) -> None:
    """Five stations or more in each: 29 large stations are five groups."""
    large = rated["station"].value_counts().loc[lambda n: n >= 40].index[:29]
    few = frame[frame["station"].isin(large)]
    found = grade(bilaspur, make_cube(few, Shape.of(bilaspur)), "2026-W47", places=False).constants
    assert (len(large), len(found.straight)) == (29, 5)


# the borders of the estimates


def test_a_range_without_responses_has_constants_all_the_same(bilaspur: Campaign, frame: pd.DataFrame) -> None:
    found = grade(bilaspur, make_cube(frame.iloc[:0], Shape.of(bilaspur)), "2026-W47", places=False).constants
    assert (found.responses, found.kinds, found.largest, found.straight) == (0, {}, "", ())
    assert (found.burst.alpha, found.burst.best, found.burst.worst) == (0.02, 0, 0)
    assert (found.s2, found.sw2, set(found.means.values())) == (25, 0, {50.0})


def test_as_many_stations_as_the_rule_asks_are_drawn_to_their_mean_and_one_fewer_is_not(bilaspur: Campaign) -> None:
    rules = bilaspur.grade_rules
    least = rules.shrink.min_stations
    kinds = ["enough"] * least + ["few"] * least
    seen = np.arange(2 * least) < 2 * least - 1
    found = _kinds(np.linspace(50, 70, 2 * least), np.ones(2 * least), seen, kinds, rules)
    shrunk = {kind: (one.stations, one.shrunk) for kind, one in found.items()}
    assert shrunk == {"enough": (least, True), "few": (least - 1, False)}


def test_variances_of_nothing_and_of_little() -> None:
    n = np.array([[1.0, 0, 1]])
    assert _within(n, n * 60, n * 3600) == 25, "no week with two responses"
    two = np.array([[2.0]])
    assert _within(two, np.array([[100.0]]), np.array([[40.0**2 + 60**2]])) == 200
    assert _within(two, np.array([[100.0]]), np.array([[48.0**2 + 52**2]])) == 25, "never less"
    assert week_moment(two, two * 60, 100) == (0, 0), "one week does not vary"
    weeks = np.array([[1.0, 1.0]])
    assert week_moment(weeks, np.array([[40.0, 80.0]]), 100) == ((800 - 100) / 1, 1)
    assert week_moment(weeks, np.array([[60.0, 60.0]]), 100) == ((0 - 100) / 1, 1)


def test_a_question_that_nobody_answered_is_in_the_middle(bilaspur: Campaign) -> None:
    days = np.datetime64(QUARTER) - np.arange(1, 200)
    frame = frame_of(np.repeat("BSP-KTW", len(days)), days.astype("datetime64[D]"))
    frame = frame.assign(purpose="", money="", receipt="")
    for key in ITEMS:
        frame[key] = pd.array([4] * len(frame), dtype="Int8")
    frame["facilities"] = pd.array([pd.NA] * len(frame), dtype="Int8")
    found = grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W41", places=False).constants
    assert {key: mean for key, mean in found.means.items() if mean != 75} == {"facilities": 50}
    assert found.sw2 == 0, "weeks that are all alike: never negative"
