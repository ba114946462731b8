"""The columns of the table, computed once more from the single responses of each station's window."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign, Role
from anubhav_gforms.grading import Decisions, Grades, Shape, grade, make_cube
from anubhav_gforms.grading.cube.items import composite
from anubhav_gforms.grading.daybook import day_weight
from anubhav_gforms.grading.explain import explain
from anubhav_gforms.grading.formulas import money
from anubhav_gforms.grading.formulas.proportion import wilson
from anubhav_gforms.grading.formulas.spread import shrink
from anubhav_gforms.grading.formulas.trend import arrows
from anubhav_gforms.grading.formulas.window import pool, weeks_used

from .worked import LAST
from .world import praise, with_every_reason

GENUINE, REFUSED = ("BSP-CVL", "2026-11-10"), ("BSP-SKD", "2026-11-18")
WAITS = ("BSP-RCY", "2026-11-17")
"""Three forged days: a person found the first genuine and the second not; the third, at a busy station, waits."""


@pytest.fixture(scope="module")
def frame(bilaspur: Campaign) -> pd.DataFrame:
    """Thirty weeks: blanks, unknown purposes, every reason not to count, and three forged days."""
    frame = with_every_reason(bilaspur)
    frame = frame[~frame["station"].isin(["BSP-TKT", "BSP-KOT"])]
    once = frame["station"].eq("KRB-AJK") & frame["heard"].notna() & frame["channel"].eq("poster") & frame["day"].lt("2026-11-20") & frame["code_status"].eq("accepted")  # fmt: skip
    frame = frame[frame["station"].ne("KRB-AJK") | (frame.index == frame.index[once][0])]
    frame.loc[frame["station"].eq("KRB-AJK"), ["day", "overall", "behaviour", "purpose"]] = [
        np.datetime64("2026-11-19"),
        4,
        4,
        "",
    ]
    forged = [praise(bilaspur, *where, 40) for where in (GENUINE, REFUSED, WAITS)]
    few = frame["station"].eq("BSP-SKD") & (np.arange(len(frame)) % 8 > 0)
    return pd.concat([frame[~few], *forged], ignore_index=True)


@pytest.fixture(scope="module")
def grades(bilaspur: Campaign, frame: pd.DataFrame) -> Grades:
    decisions = Decisions(released=frozenset({GENUINE}), kept_aside=frozenset({REFUSED}))
    return grade(bilaspur, make_cube(frame, Shape.of(bilaspur)), "2026-W47", decisions=decisions, places=False)


@pytest.fixture(scope="module")
def rows(bilaspur: Campaign, frame: pd.DataFrame, grades: Grades) -> pd.DataFrame:
    """Every response that counts: `age` in weeks, `y`, `shift`, `known` purpose, `rated`, `aside`, `weight`, `used` in a window."""
    rules, found = bilaspur.grade_rules, grades.constants
    codes = [station.code for station in bilaspur.stations]
    rows = frame[frame["channel"].eq("poster") & frame["purpose"].ne(rules.not_visited) & frame["code_status"].eq("accepted") & frame["station"].isin(codes) & frame["topic"].eq("")].copy()  # fmt: skip
    keys = list(rules.items)
    points = ((rows[keys].astype("Float64") - 1) * 25).to_numpy(dtype=float, na_value=np.nan)
    rows["rated"] = ~np.isnan(points) @ np.array(list(rules.items.values())) >= 0.5 - 1e-9
    rows["y"] = composite(points, list(rules.items.values()), [found.means[key] for key in keys])
    rows["shift"] = rows["purpose"].map({text: move for text, (_, move) in found.purposes.items()}).fillna(0.0)
    rows["known"] = rows["purpose"].map({text: group >= 0 for text, (group, _) in found.purposes.items()}).eq(True)
    bursts = grades.bursts[grades.bursts["decision"] != "genuine"]
    aside = set(zip(bursts["code"], bursts["day"], strict=True))
    rows["aside"] = [(code, str(day)[:10]) in aside for code, day in zip(rows["station"], rows["day"], strict=True)]
    number = ((rows["day"].to_numpy() - rows.loc[rows["rated"], "day"].min().to_numpy()) // np.timedelta64(1, "D")).astype(int)  # fmt: skip
    rows["age"] = ((LAST - rows["day"].to_numpy()).astype("timedelta64[D]").astype(int)) // 7
    unit = rows["station"].map({code: place for place, code in enumerate(codes)}).to_numpy()
    daily, closed = np.zeros((len(codes), number.max() + 1)), np.zeros((len(codes), number.max() + 1), bool)
    rated = rows["rated"].to_numpy() & (number >= 0)
    np.add.at(daily, (unit[rated], number[rated]), 1)
    closed[unit[rows["aside"]], number[rows["aside"]]] = True
    rows["weight"] = day_weight(daily, closed, 0, rules.day_cap)[unit, np.maximum(number, 0)]
    rows["unit"] = unit
    use = weeks_used(weekly(rows[rows["rated"] & ~rows["aside"]], len(codes), "weight"), rules.window)
    rows["used"] = (rows["age"] < use.shape[1]) & use[unit, np.minimum(rows["age"], use.shape[1] - 1)]
    return rows


def weekly(rows: pd.DataFrame, stations: int, column: str, oldest: int = 26) -> np.ndarray:
    """(stations, ages): a column added over each week, newest first."""
    sums = np.zeros((stations, oldest))
    rows = rows[rows["age"] < oldest]
    np.add.at(sums, (rows["unit"].to_numpy(), rows["age"].to_numpy()), rows[column].to_numpy(dtype=float))
    return sums


@pytest.fixture(scope="module")
def expected(bilaspur: Campaign, grades: Grades, rows: pd.DataFrame) -> pd.DataFrame:
    """One row a station: what stands in the table, by plain sums over its responses."""
    found, rules = grades.constants, bilaspur.grade_rules
    count = len(bilaspur.stations)
    used = rows[rows["used"]].assign(one=1.0)
    free, scored = used[~used["aside"]], used[used["rated"] & ~used["aside"]]
    scored = scored.assign(adjusted=scored["weight"] * (scored["y"] - scored["shift"]), moved=scored["weight"] * scored["shift"], unknown=~scored["known"])  # fmt: skip

    def total(of: pd.DataFrame, column: str = "one") -> np.ndarray:
        return of.groupby("unit")[column].sum().reindex(range(count)).fillna(0.0).to_numpy(dtype=float)

    n, sums = weekly(scored, count, "weight"), weekly(scored, count, "adjusted")
    everything = rows[rows["rated"]].assign(adjusted=rows["weight"] * (rows["y"] - rows["shift"]))
    n_all, sums_all = weekly(everything, count, "weight"), weekly(everything, count, "adjusted")
    use = weeks_used(n_all, rules.window)
    n_all, sums_all = np.where(use, n_all, 0), np.where(use, sums_all, 0)
    ybar, v, size = pool(n, sums, found.s2, found.sw2)
    tau2, mu, var_mu, shrunk = found.spreads([str(one.kind) for one in bilaspur.stations])
    score, sd, r = shrink(ybar, v, tau2, mu, var_mu)
    table = pd.DataFrame(
        {"n": size, "responses": total(scored), "raw_mean": total(scored, "y") / np.maximum(total(scored), 1)}
    )
    table["score"], table["sd"] = np.where(shrunk, score, ybar), np.where(shrunk, sd, np.sqrt(v))
    table["reliability"], table["kind_mean"] = r, np.where(shrunk, mu, np.nan)
    ybar, v, size = pool(n_all, sums_all, found.s2, found.sw2)
    score = np.where(shrunk, shrink(ybar, v, tau2, mu, var_mu)[0], ybar)
    table["case_mix"] = -total(scored, "moved") / np.where(table["n"] > 0, table["n"], np.nan)
    table["purpose_missing"] = total(scored, "unknown") / np.where(total(scored) > 0, total(scored), np.nan)
    table["weeks_used"], table["set_aside"] = (n > 0).sum(axis=1), total(used[used["rated"] & used["aside"]])
    table["score_with_set_aside"] = np.where(table["set_aside"] > 0, score, np.nan)
    for name, rule in (("money", bilaspur.form.role(Role.MONEY)), ("receipt", bilaspur.form.role(Role.RECEIPT))):
        yes, no = (total(free[free[name] == text]) for text in (rule.yes, rule.no))
        table[f"{name}_yes"], table[f"{name}_no"] = yes, no
        table[f"{name}_share"] = np.where(yes + no > 0, yes / np.maximum(yes + no, 1), np.nan)
        table[f"{name}_low"], table[f"{name}_high"] = wilson(yes, yes + no, 0.9)
    asked = free["money"].ne("") & ~free["money"].isin(["हाँ / Yes", "नहीं / No"])
    table["money_unsaid"] = total(free[asked])
    table["money_probability"] = money.probability(table["money_yes"], table["money_yes"] + table["money_no"], *found.money, rules.integrity.reference)  # fmt: skip
    return table.assign(
        code=[one.code for one in bilaspur.stations], district=[one.district for one in bilaspur.stations]
    )


HIDDEN = ("score", "sd", "reliability", "score_with_set_aside", "raw_mean", "case_mix")


def test_every_column_of_a_station(bilaspur: Campaign, grades: Grades, expected: pd.DataFrame) -> None:
    assert 1 in expected["responses"].tolist()
    table = grades.stations
    graded = table["status"].isin(["Firm", "Provisional"]).to_numpy()
    assert 100 < graded.sum() < 157, "some are not"
    for name in ("code", "name_en", "name_hi", "district", "kind"):
        assert table[name].tolist() == [str(getattr(station, name)) for station in bilaspur.stations]
    for column in expected.columns.drop(["code", "district"]):
        mine = expected[column].to_numpy(dtype=float, copy=True)
        if column in HIDDEN:
            mine[~graded] = np.nan  # what a status hides
        found = table[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
        assert found == pytest.approx(mine, nan_ok=True), column


def test_days_that_wait_and_responses_set_aside(grades: Grades, expected: pd.DataFrame) -> None:
    table = grades.stations.set_index("code")
    mine = expected.set_index("code")
    assert table["flags_open"].loc[lambda flags: flags > 0].to_dict() == {"BSP-RCY": 1}
    assert mine["set_aside"].loc[["BSP-RCY", "BSP-SKD"]].ge(40).all()
    share = mine["set_aside"] / (mine["set_aside"] + mine["responses"])
    assert table["under_review"].eq(share >= 0.2).all()
    assert table.loc["BSP-SKD", "under_review"]
    assert not table.loc["BSP-RCY", "under_review"]
    decided = grades.bursts.set_index(["code", "day"])["decision"].to_dict()
    assert decided == {GENUINE: "genuine", REFUSED: "not genuine", WAITS: ""}


def test_arrows_look_at_the_last_four_weeks_and_the_twelve_before(
    bilaspur: Campaign, grades: Grades, rows: pd.DataFrame
) -> None:
    scored = rows[rows["rated"] & ~rows["aside"]]
    scored = scored.assign(adjusted=scored["weight"] * (scored["y"] - scored["shift"]))
    n, total = (weekly(scored, len(bilaspur.stations), name, 16) for name in ("weight", "adjusted"))
    found = arrows(n, total, grades.constants.s2, grades.constants.sw2, bilaspur.grade_rules.trend)
    assert grades.stations["arrow"].tolist() == found.word.tolist()
    for name, mine in (("change", found.change), ("change_q", found.q)):
        assert grades.stations[name].to_numpy(dtype=float) == pytest.approx(mine, nan_ok=True)


def test_every_column_of_a_district_and_of_the_range(
    bilaspur: Campaign, grades: Grades, expected: pd.DataFrame
) -> None:
    expected = expected.assign(
        letter=grades.stations["letter"].tolist(), graded=grades.stations["score"].notna().tolist()
    )
    for row in [*grades.districts.to_dict("records"), *grades.range.to_dict("records")]:
        mine = expected if row["code"] == "RANGE" else expected[expected["district"] == row["code"]]
        office, named = bilaspur.office.office, {one.code: one for one in bilaspur.districts}.get(row["code"])
        names = (named.name_en, named.name_hi, named.code) if named else (office.range_en, office.range_hi, "")
        assert (row["name_en"], row["name_hi"], row["district"]) == names
        for column in ("responses", "money_yes", "money_no", "money_unsaid", "receipt_yes", "receipt_no", "set_aside"):
            assert row[column] == mine[column].sum(), (row["code"], column)
        assert row["n"] == pytest.approx(mine["n"].sum())
        assert row["raw_mean"] == pytest.approx((mine["raw_mean"] * mine["responses"]).sum() / mine["responses"].sum())
        assert row["average_visitor"] == pytest.approx(np.average(mine["score"][mine["n"] > 0], weights=mine["responses"][mine["n"] > 0]))  # fmt: skip
        yes, both = mine["money_yes"].sum(), mine["money_yes"].sum() + mine["money_no"].sum()
        assert (row["money_low"], row["money_high"]) == tuple(float(end) for end in wilson(yes, both, 0.9))
        assert (row["stations"], row["stations_enough"]) == (len(mine), (mine["n"] >= 10).sum())
        assert row["silent"] == ", ".join(mine["code"][mine["n"] == 0])
        tally = [(name, (mine["letter"] == name).sum()) for name in grades.letters]
        assert row["letters"] == ", ".join(f"{name} {count}" for name, count in tally if count)
        assert row["lowest_station"] == mine[mine["graded"]].set_index("code")["score"].idxmin()


def test_weekly_means_of_half_a_year(bilaspur: Campaign, grades: Grades, rows: pd.DataFrame) -> None:
    scored = rows[rows["rated"] & ~rows["aside"] & (rows["age"] < 26)]
    scored = scored.assign(adjusted=scored["weight"] * (scored["y"] - scored["shift"]), week=scored["day"].dt.strftime("%G-W%V"))  # fmt: skip
    mine = scored.groupby(["station", "week"])[["weight", "adjusted"]].sum()
    found = grades.weekly.set_index(["code", "week"])
    assert set(found.index) == set(mine.index)
    mine = mine.loc[found.index]
    assert found["n"].to_numpy() == pytest.approx(mine["weight"].to_numpy())
    assert found["mean"].to_numpy() == pytest.approx((mine["adjusted"] / mine["weight"]).to_numpy())
    assert found["v"].to_numpy() == pytest.approx(
        grades.constants.s2 / mine["weight"].to_numpy() + grades.constants.sw2
    )


def test_an_explanation_holds_the_responses_of_the_window(
    bilaspur: Campaign, grades: Grades, rows: pd.DataFrame, expected: pd.DataFrame
) -> None:
    found = grades.constants
    scored = rows[rows["rated"] & ~rows["aside"] & rows["used"]]
    groups = [group for group, _ in found.purposes.values()]
    for row in grades.stations[grades.stations["score"].notna()].iloc[::12].to_dict("records"):
        one, mine = explain(grades, row["code"]), scored[scored["station"] == row["code"]]
        assert one.items == pytest.approx(
            {key: (mine[key].astype("Float64").mean() - 1) * 25 for key in one.item_weights}
        )
        weight = mine.groupby("purpose")["weight"].sum()
        assert {part.purpose: part.n for part in one.purposes} == pytest.approx(weight.to_dict())
        assert [part.n for part in one.purposes] == pytest.approx(sorted(weight, reverse=True))
        for part in one.purposes:
            group, shift = found.purposes.get(part.purpose, (-1, 0.0))
            assert (part.share, part.shift) == (pytest.approx(part.n / weight.sum()), shift)
            alone = group >= 0 and groups.count(group) == 1
            assert part.range_share == (found.pi[group] if alone else None)
        sums = mine.assign(
            adjusted=mine["weight"] * (mine["y"] - mine["shift"]), week=mine["day"].dt.strftime("%G-W%V")
        )
        sums = sums.groupby("week")[["weight", "adjusted"]].sum().sort_index(ascending=False)
        assert [week.week for week in one.weeks] == list(sums.index)
        assert [week.n for week in one.weeks] == pytest.approx(sums["weight"].tolist())
        assert [week.mean for week in one.weeks] == pytest.approx((sums["adjusted"] / sums["weight"]).tolist())
        assert [week.v for week in one.weeks] == pytest.approx((found.s2 / sums["weight"] + found.sw2).tolist())
        assert (one.weeks_held, one.raw_mean) == (len(sums), pytest.approx(mine["y"].mean()))
        use = grades.working.replay.stations.estimate.use[grades.working.roster.codes.index(row["code"])]
        assert one.weeks_tried == use.sum()
        names = [f"{LAST - np.timedelta64(7 * int(age), 'D')}" for age in np.flatnonzero(use)]
        weeks = [pd.Timestamp(name).strftime("%G-W%V") for name in names]
        out = grades.left_out[(grades.left_out["station"] == row["code"]) & grades.left_out["week"].isin(weeks)]
        assert one.left_out == out.groupby("reason")["rows"].sum().to_dict()


def test_means_of_the_questions_over_every_window(bilaspur: Campaign, grades: Grades, rows: pd.DataFrame) -> None:
    scored = rows[rows["rated"] & ~rows["aside"] & rows["used"]]
    district = scored["station"].map({one.code: one.district for one in bilaspur.stations})
    for found in grades.questions.to_dict("records"):
        mine = scored.loc[(district == found["code"]) | (found["code"] == "RANGE"), found["question"]].dropna()
        assert (found["n"], found["mean"]) == (len(mine), pytest.approx((mine.astype(float).mean() - 1) * 25))
