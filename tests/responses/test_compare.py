"""What changed between two readings: no false alarm, no miss."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from anubhav_gforms.responses.compare import Prints, compare

Row = tuple[int, int, int]


def prints(rows: list[Row], purged: bool = False) -> Prints:
    times, public, personal = (np.array([row[n] for row in rows], np.int64) for n in range(3))
    return Prints(times, public, personal, np.full(len(rows), purged))


rows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(0, 3)), max_size=25)


@given(rows, st.randoms(use_true_random=False))
def test_sorting_raises_no_alarm(known: list[Row], chance: random.Random) -> None:
    seen = known.copy()
    chance.shuffle(seen)
    found = compare(prints(known), prints(seen))
    assert len(found.gone) == len(found.new) == len(found.edited) == 0
    assert all(known[a] == seen[b] for a, b in found.same.tolist())
    assert (found.moved == 0) == (found.same[:, 1].tolist() == sorted(found.same[:, 1].tolist()))


@given(rows, rows)
def test_every_answer_is_accounted_for_once(known: list[Row], seen: list[Row]) -> None:
    found = compare(prints(known), prints(seen))
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
    assert len(compare(prints(known), prints(seen)).same) == expected


@given(rows, st.randoms(use_true_random=False))
def test_purged_answers_match_whatever_is_personal(known: list[Row], chance: random.Random) -> None:
    seen = [(time, public, chance.randrange(9)) for time, public, _ in known]
    chance.shuffle(seen)
    found = compare(prints(known, purged=True), prints(seen))
    assert len(found.gone) == len(found.new) == len(found.edited) == 0


def test_a_cell_changed_by_hand_is_an_edit() -> None:
    found = compare(prints([(1, 5, 0), (2, 5, 0), (3, 5, 0)]), prints([(1, 5, 0), (2, 9, 0), (3, 5, 0)]))
    assert found.edited.tolist() == [[1, 1]]
    assert len(found.gone) == len(found.new) == 0


def test_an_answer_sent_again_is_an_edit() -> None:
    found = compare(prints([(1, 5, 0), (2, 5, 0), (3, 5, 0)]), prints([(1, 5, 0), (9, 6, 0), (3, 5, 0), (10, 5, 0)]))
    assert found.edited.tolist() == [[1, 1]]
    assert found.new.tolist() == [3]


def test_of_two_answers_in_the_same_millisecond_the_likelier_one_is_the_edited_one() -> None:
    found = compare(prints([(1, 5, 7), (1, 6, 8)]), prints([(1, 60, 8), (1, 5, 7)]))
    assert found.edited.tolist() == [[1, 0]]
    assert found.same.tolist() == [[0, 1]]


def test_ten_thousand_harmless_operations_raise_no_alarm() -> None:
    """Sorting, inserting blank or helper rows (which never reach here), new answers: nothing is edited or gone."""
    chance = random.Random(7)
    known = [(chance.randrange(400), chance.randrange(50), chance.randrange(20)) for _ in range(60)]
    for step in range(10_000):
        seen = known.copy()
        match step % 4:
            case 0:
                chance.shuffle(seen)
            case 1:
                seen.sort(key=lambda row: (row[chance.randrange(3)], row))
            case 2:
                seen.sort(reverse=True)
            case _:
                seen = sorted(seen[:20]) + seen[20:]
        added = [(1000 + step, chance.randrange(50), chance.randrange(20)) for _ in range(chance.randrange(3))]
        seen += added
        found = compare(prints(known), prints(seen))
        assert (len(found.edited), len(found.gone), len(found.new)) == (0, 0, len(added)), step
        known = seen[-60:] if len(seen) > 80 else seen


def test_ten_thousand_edits_and_deletions_are_all_noticed() -> None:
    """Each is named exactly: which answer, and what became of it, whatever was sorted at the same time."""
    chance = random.Random(11)
    known = [(place * 10, chance.randrange(50), chance.randrange(20)) for place in range(60)]
    for step in range(10_000):
        seen = known.copy()
        touched = sorted(chance.sample(range(60), chance.randrange(1, 5)))
        deleted = [place for place in touched if chance.random() < 0.5]
        edited = [place for place in touched if place not in deleted]
        for place in edited:
            time, public, personal = seen[place]
            seen[place] = (time, public + 100, personal) if chance.random() < 0.5 else (time, public, personal + 100)
        seen = [row for place, row in enumerate(seen) if place not in deleted]
        if step % 3 == 0:
            chance.shuffle(seen)
        found = compare(prints(known), prints(seen))
        assert found.gone.tolist() == deleted, step
        assert found.edited[:, 0].tolist() == edited, step
        assert all(known[a][0] == seen[b][0] for a, b in found.edited.tolist()), step


@settings(max_examples=20)
@given(rows)
def test_an_empty_sheet_is_all_gone(known: list[Row]) -> None:
    found = compare(prints(known), prints([]))
    assert found.gone.tolist() == list(range(len(known)))
