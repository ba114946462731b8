"""Lots of responses: when one is full, which week it has, when it goes, and that any two reports differ by whole ones."""

from __future__ import annotations

import numpy as np

from anubhav_gforms.privacy.lots import BATCH, LEFT, WAITS, lots_without, make_lots


def lots(counts: str, gone: str = "", weeks: str = "", until: int = 9, older: str = "") -> str:
    """Lots of one station, a sign a response: its lot's week, "-" for one that waits, "." for one that left. + counts, x is deleted, o is of
    a wording that does not count any longer."""
    parts = {
        "stations": np.zeros(len(counts), np.int64),
        "weeks": np.array([int(week) for week in weeks or "3" * len(counts)]),
        "counts": np.array([sign == "+" for sign in counts]),
        "gone": np.array([sign == "x" for sign in gone.ljust(len(counts))]),
        "older": np.array([sign == "o" for sign in older.ljust(len(counts))]),
    }
    signs = {WAITS: "-", LEFT: "."}
    return "".join(signs.get(week, str(week)) for week in make_lots(**parts, until=until).tolist())


def test_a_lot_is_five_responses_that_count_and_what_came_between_them():
    assert lots("++++") == "----"
    assert lots("+++++") == "33333"
    assert lots("+++++++++") == "33333----"
    assert lots("++.+++.+++++") == "333333333333"
    assert lots("++.++.") == "------"
    assert lots("+++++", weeks="12322") == "33333", "its week is the latest of its responses' weeks"
    assert lots("++++++++++", weeks="1234544444", until=4) == "-----44444", "and a later lot need not wait for it"


def test_a_lot_goes_when_all_its_responses_that_count_were_deleted():
    assert lots("++++++++++", "xxxxx") == "-----33333"
    assert lots("++++++++++", "xxxx x") == "3333333333"
    assert lots("++.+++", "xx xxx") == "------"


def test_a_lot_that_holds_one_of_an_older_wording_leaves_whole():
    assert lots("++++++++++", older="ooo") == ".....33333"
    assert lots("+++++++", older="oooooo") == ".......", "one that is filled later goes with it"
    assert lots("+.++++++", older="o") == "......--"


def test_what_is_left_of_groups_with_forged_ones_forms_groups_among_itself():
    def without(*taken: str) -> str:
        """Fifteen of three weeks; x is taken by that decision."""
        weeks, counts = np.repeat([1, 2, 3], 5), np.ones(15, bool)
        made = lots_without(weeks, counts, [(4, np.array([sign == "x" for sign in each.ljust(15)])) for each in taken])
        return "".join("-" if week == WAITS else str(week) for week in made.tolist())

    assert without() == "111112222233333"
    assert without("x") == "-----2222233333", "four wait"
    assert without("x", "     xxxx") == "-2222----233333", "a fifth came free"
    assert without("x    xxxx") == "-2222----233333"
    assert without("     x", "x") == "-2----222233333", "what was decided on first goes first"
    assert without("x", "     xxxx", " x") == "----------33333", "a group of these leaves whole too"


def test_groups_of_what_is_left_are_the_same_in_the_next_weeks_table():
    """The first decision takes one of the group that is full in the second week too; at the first week's end nobody knew."""
    weeks, first, second = np.repeat([1, 1, 2], 5), np.zeros(15, bool), np.zeros(15, bool)
    first[[0, 10]], second[5] = True, True
    taken = [(2, first), (2, second)]
    week, both = (
        lots_without(weeks[:known], np.ones(known, bool), [(turn, part[:known]) for turn, part in taken])
        for known in (10, 15)
    )
    assert "".join("-" if week < 0 else str(week) for week in week.tolist()) == "-1111-1---"
    assert both[:10].tolist()[:7] == week[:7].tolist()


def _world(chance: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    weeks = np.sort(chance.integers(0, 12, size)) - (chance.random(size) < 0.1) * chance.integers(0, 5, size)
    return {
        "stations": chance.integers(0, 4, size),
        "weeks": np.maximum(weeks, 0),
        "counts": chance.random(size) < 0.8,
        "deleted": np.where(chance.random(size) < 0.3, chance.integers(0, size, size) + np.arange(size), 10**6),
    }


def test_any_two_reports_differ_by_whole_lots():
    """Whatever week and state of the ledger they were made of: late responses, uncounted and deleted ones among them."""
    chance = np.random.default_rng(5)
    differed = gone = 0
    for _ in range(60):
        size = int(chance.integers(30, 160))
        world = _world(chance, size)
        shown = []
        for _ in range(2):
            state, until = int(chance.integers(10, size + 1)), int(chance.integers(0, 12))
            parts = {name: world[name][:state] for name in ("stations", "weeks", "counts")}
            lots = make_lots(**parts, gone=world["deleted"][:state] < state, until=until)
            assert lots.max(initial=-1) <= until
            shown.append(np.append(lots, np.full(size - state, -1)))
        changed = (shown[0] != shown[1]) & world["counts"]
        assert not ((shown[0] != shown[1]) & (shown[0] >= 0) & (shown[1] >= 0)).any(), "a lot never moves"
        for station in range(4):
            here = changed & (world["stations"] == station)
            for week in set(np.maximum(*shown)[here].tolist()):
                count = int((here & (np.maximum(*shown) == week)).sum())
                assert count % BATCH == 0
                differed += 1
        gone += int(((shown[0] >= 0) & (shown[1] < 0)).any())
    assert differed > 50
    assert gone > 5
