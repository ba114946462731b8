"""Decisions of the office under version 2: exactly the rows that they name, for as long as they hold."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Decisions, Grades
from anubhav_gforms.grading.columns import Reason

from .second_world import collapsed, forged, graded, no_of, row, shield, yes_of
from .world import responses

FIELDS = ("score", "low", "high", "n", "standing", "letter", "letter_set", "status")


def test_a_decision_removes_exactly_the_named_rows(bilaspur2: Campaign, half_a_year: pd.DataFrame) -> None:
    """After "not genuine" on every flag the grades are those of the honest responses, and what was removed is counted."""
    broken, fallen = collapsed(bilaspur2, half_a_year)
    extra = shield(bilaspur2, fallen, 8)
    alone, behind = graded(bilaspur2, broken), graded(bilaspur2, broken, extra)
    mine = behind.bursts[behind.bursts["code"] == "BSP-SKR"]
    days = {day.date().isoformat() for day in extra["day"]}
    assert days <= set(mine["when"])
    decided = Decisions(kept_aside=frozenset(zip(mine["code"], mine["when"], strict=True)))
    after = graded(bilaspur2, broken, extra, decisions=decided, frozen={alone.constants.name: alone.constants})
    for name in FIELDS:
        assert row(after, "BSP-SKR")[name] == row(alone, "BSP-SKR")[name]
    gone = after.left_out[after.left_out["reason"] == Reason.REMOVED.value]
    assert gone["rows"].sum() == len(extra)
    assert (gone["station"] == "BSP-SKR").all()
    genuine = Decisions(released=decided.kept_aside)
    assert not row(graded(bilaspur2, broken, extra, decisions=genuine), "BSP-SKR")["under_review"]


@pytest.mark.parametrize(
    ("beside", "side", "on", "still"),
    [
        (3, "praise", "2026-11-18", []),
        (3, "praise", "2026-W47", []),
        (3, "blame", "2026-11-18", ["2026-W47"]),
        (6, "praise", "2026-11-18", ["2026-W47"]),
    ],
)
def test_one_decision_covers_a_crowds_day_and_week(bilaspur2, half_a_year, beside, side, on, still) -> None:
    """Twelve alike of a day are a crowd of its week too: that flag stays open only where it could be raised without them."""
    days = [date(2026, 11, 18)] * 12 + [date(2026, 11, 17), date(2026, 11, 19), date(2026, 11, 21)] * (beside // 3)
    crowd = forged(bilaspur2, "SKT-LINE", days, 5, no_of(bilaspur2))
    decided = Decisions(kept_aside=frozenset({("SKT-LINE", on)}), sides={("SKT-LINE", on): frozenset({side})})
    after = graded(bilaspur2, half_a_year, crowd, decisions=decided)
    open_ = after.bursts[(after.bursts["code"] == "SKT-LINE") & (after.bursts["decision"] == "")]
    assert open_["when"].tolist() == still
    assert row(after, "SKT-LINE")["under_review"] == bool(still)


@pytest.mark.parametrize(
    ("genuine", "side", "forged_on", "gone"),
    [
        ("2026-11-18", "praise", "2026-W47", 6),
        ("2026-11-18", "blame", "2026-W47", 18),
        ("2026-W47", "praise", "2026-11-18", 12),
    ],
)
def test_a_decision_on_a_day_counts_for_it_whatever_is_decided_on_its_week(
    bilaspur2, half_a_year, genuine, side, forged_on, gone
) -> None:
    """Else a person hears that the day is genuine now, and its responses stay out of every score."""
    days = [date(2026, 11, day) for day in (*[18] * 12, 17, 17, 19, 19, 21, 21)]
    crowd = forged(bilaspur2, "SKT-LINE", days, 5, no_of(bilaspur2))
    released, aside = ("SKT-LINE", genuine), ("SKT-LINE", forged_on)
    sides = {released: frozenset({side}), aside: frozenset({"praise"})}
    decided = Decisions(released=frozenset({released}), kept_aside=frozenset({aside}), sides=sides)
    after = graded(bilaspur2, half_a_year, crowd, decisions=decided)
    assert after.left_out.loc[after.left_out["reason"] == Reason.REMOVED.value, "rows"].sum() == gone
    said = after.bursts[after.bursts["code"] == "SKT-LINE"].set_index("when")["decision"]
    assert said[forged_on] == "not genuine"


def test_a_decision_takes_denials_along_but_no_report_and_no_call_back(
    bilaspur2: Campaign, half_a_year: pd.DataFrame, honest: Grades
) -> None:
    """Noes of a crowd count neither while it is under review nor when it was found not genuine; other channels keep their rows."""
    day = date(2026, 11, 18)
    crowd = [
        forged(bilaspur2, "SKT-LINE", [day] * 12, 5, no_of(bilaspur2)),
        forged(bilaspur2, "SKT-LINE", [day], 5, yes_of(bilaspur2)),
    ]
    calls = forged(bilaspur2, "SKT-LINE", [day] * 15, 5, no_of(bilaspur2)).assign(channel="call-back")
    behind = graded(bilaspur2, half_a_year, *crowd, calls)
    mine = behind.bursts[behind.bursts["code"] == "SKT-LINE"]
    decided = Decisions(kept_aside=frozenset(zip(mine["code"], mine["when"], strict=True)))
    after = graded(bilaspur2, half_a_year, *crowd, calls, decisions=decided)
    was, now = row(honest, "SKT-LINE"), row(after, "SKT-LINE")
    assert (now["money_yes"], now["money_no"]) == (was["money_yes"] + 1, was["money_no"])
    assert after.left_out.loc[after.left_out["reason"] == Reason.REMOVED.value, "rows"].sum() == 13
    shares = after.shares.set_index(["cut", "code", "question"])["n"]
    assert shares["channel", "call-back", "overall"] == len(calls)


def test_a_decision_holds_though_later_constants_would_not_raise_its_flag(bilaspur2: Campaign) -> None:
    """The last trial week raises a flag, a person decides; the constants that are frozen a week later see nothing odd."""
    crowd = forged(bilaspur2, "KRB-CHT", [date(2026, 11, 5)] * 6, 5, no_of(bilaspur2))
    young = pd.concat([responses(bilaspur2, weeks=14, a_week=2, seed=4), crowd], ignore_index=True)
    flagged = graded(bilaspur2, young, week="2026-W45").bursts
    mine = flagged[flagged["code"] == "KRB-CHT"]
    assert list(mine["when"]) == ["2026-11-05"]
    decided = Decisions(kept_aside=frozenset({("KRB-CHT", "2026-11-05")}))
    later = graded(bilaspur2, young, week="2026-W46")
    assert not (later.bursts["code"] == "KRB-CHT").any()
    gone = graded(bilaspur2, young, week="2026-W46", decisions=decided).left_out
    assert gone.loc[gone["reason"] == Reason.REMOVED.value, "rows"].tolist() == [6]
    before = graded(bilaspur2, young, week="2026-W44", decisions=decided).left_out
    assert (before["reason"] != Reason.REMOVED.value).all(), "the day had not come"
