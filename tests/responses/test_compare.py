"""What changed between two readings: no false alarm, no miss."""

from __future__ import annotations

import random
import tracemalloc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from anubhav_gforms.responses.intake.compare import compare
from anubhav_gforms.responses.ledger.digests import Digests
from benchmarks.ledger.alarms import false_alarms, misses

Row = tuple[int, int, int]


def digests(rows: list[Row], purged: bool = False) -> Digests:
    times, public, personal = (np.array([row[n] for row in rows], np.int64) for n in range(3))
    return Digests(times, public, personal, np.full(len(rows), purged))


rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(0, 3)), max_size=25)


@given(rows, st.randoms(use_true_random=False))
def test_sorting_raises_no_alarm(known: list[Row], chance: random.Random) -> None:
    seen = known.copy()
    chance.shuffle(seen)
    found = compare(digests(known), digests(seen))
    assert len(found.gone) == len(found.new) == len(found.edited) == 0
    assert all(known[a] == seen[b] for a, b in found.same.tolist())
    assert (found.moved == 0) == (found.same[:, 1].tolist() == sorted(found.same[:, 1].tolist()))


@given(rows, rows)
def test_every_response_is_accounted_for_once(known: list[Row], seen: list[Row]) -> None:
    found = compare(digests(known), digests(seen))
    left = [*found.same[:, 0], *found.edited[:, 0], *found.gone]
    right = [*found.same[:, 1], *found.edited[:, 1], *found.new]
    assert sorted(left) == list(range(len(known)))
    assert sorted(right) == list(range(len(seen)))
    assert all(known[a] == seen[b] for a, b in found.same.tolist())
    assert all(known[a] != seen[b] for a, b in found.edited.tolist())


@given(rows, rows)
def test_as_many_as_possible_are_the_same(known: list[Row], seen: list[Row]) -> None:
    """The equal ones are the intersection of two multisets, however they are ordered."""
    expected = sum(min(known.count(row), seen.count(row)) for row in set(known))
    assert len(compare(digests(known), digests(seen)).same) == expected


@given(rows, st.randoms(use_true_random=False))
def test_purged_responses_match_whatever_is_personal(known: list[Row], chance: random.Random) -> None:
    seen = [(time, public, chance.randrange(9)) for time, public, _ in known]
    chance.shuffle(seen)
    found = compare(digests(known, purged=True), digests(seen))
    assert len(found.gone) == len(found.new) == len(found.edited) == 0


def test_a_cell_changed_by_hand_is_an_edit() -> None:
    found = compare(digests([(1, 5, 0), (2, 5, 0), (3, 5, 0)]), digests([(1, 5, 0), (2, 9, 0), (3, 5, 0)]))
    assert found.edited.tolist() == [[1, 1]]
    assert len(found.gone) == len(found.new) == 0


def test_a_response_sent_again_is_an_edit() -> None:
    found = compare(digests([(1, 5, 0), (2, 5, 0), (3, 5, 0)]), digests([(1, 5, 0), (9, 6, 0), (3, 5, 0), (10, 5, 0)]))
    assert found.edited.tolist() == [[1, 1]]
    assert found.new.tolist() == [3]


def test_of_two_responses_in_the_same_millisecond_the_likelier_one_is_the_edited_one() -> None:
    found = compare(digests([(1, 5, 7), (1, 6, 8)]), digests([(1, 60, 8), (1, 5, 7)]))
    assert found.edited.tolist() == [[1, 0]]
    assert found.same.tolist() == [[0, 1]]


@settings(max_examples=30)
@given(rows, rows)
def test_of_one_moment_the_first_alike_is_paired_then_the_first(known: list[Row], seen: list[Row]) -> None:
    """As it is said in words: each known one in turn looks through those that are left."""
    known, seen = ([(1, *row[1:]) for row in each] for each in (known, seen))
    found = compare(digests(known), digests(seen))
    same = found.same.tolist()
    left = [n for n in range(len(known)) if n not in {old for old, _ in same}]
    free = [n for n in range(len(seen)) if n not in {new for _, new in same}]
    pairs = list[list[int]]()
    for alike in (True, False):
        for old in [n for n in left if n not in {first for first, _ in pairs}]:
            (_, answers, personal) = known[old]
            fits = [n for n in free if not alike or answers == seen[n][1] or personal == seen[n][2] != 0]
            if fits:
                pairs.append([old, fits[0]])
                free.remove(fits[0])
    assert found.edited.tolist() == sorted(pairs)


def test_new_responses_cost_no_memory_of_python() -> None:
    """The first file of years has nothing to be held against: 800 MB for 300,000 rows, when each waited for a partner."""
    many = np.arange(1, 20_001)
    tracemalloc.start()
    try:
        found = compare(digests([(0, 1, 1)]), Digests(many, many, many, np.zeros(len(many), np.bool_)))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.new) == len(many)
    assert most < 500 * len(many)


def test_ten_thousand_harmless_operations_raise_no_alarm() -> None:
    """Sorted, moved, filtered and added to, ten things between two pulls; the bench looks after each single one."""
    assert false_alarms(10_000, together=10) == 0


def test_ten_thousand_edits_and_deletions_are_all_noticed() -> None:
    """Each is named exactly: which response, and what became of it, whatever was sorted at the same time."""
    assert misses(10_000, rows=400, together=40) == 0


@settings(max_examples=20)
@given(rows)
def test_an_empty_sheet_is_all_gone(known: list[Row]) -> None:
    found = compare(digests(known), digests([]))
    assert found.gone.tolist() == list(range(len(known)))
