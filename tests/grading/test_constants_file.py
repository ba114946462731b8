"""The file of a quarter's constants: readable, sealed, and the same for ever."""

from __future__ import annotations

import hashlib
import json
import math
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.campaign.grading import CaseMix, DayCap, Grading, Trend
from anubhav_gforms.errors import StateError
from anubhav_gforms.grading.constants import (
    Constants,
    KindConstants,
    config_digest,
    estimation_digest,
    reml_differs,
)

from .worked import FROZEN
from .world import with_rules

GRADING = Path(__file__).parents[2] / "docs" / "grading.md"


def test_a_file_that_was_sealed_today_opens_for_ever() -> None:
    """The seal stands in files of past quarters: a change here would call all of them forged."""
    sealed = FROZEN.sealed()
    assert sealed.sha256 == "0eac2b3e49495299cc669c1fa0fcb804505c7f87da711b1054099fdc2ba74051"
    assert sealed.sealed() == sealed, "the seal is no part of what is sealed"
    assert Constants.from_json(sealed.to_json()) == sealed


def test_its_seal_is_made_again_as_the_docs_tell() -> None:
    sealed = FROZEN.sealed()
    emptied = re.sub(r'"sha256": "[0-9a-f]*"', '"sha256": ""', sealed.to_json())
    assert hashlib.sha256(emptied.encode()[:-1]).hexdigest() == sealed.sha256
    assert """sed 's/"sha256": "[0-9a-f]*"/"sha256": ""/' data/constants""" in GRADING.read_text("utf-8")


def test_order_and_layout_of_the_file_do_not_matter_and_a_person_can_read_it() -> None:
    text = FROZEN.sealed().to_json()
    assert "शिकायत / Complaint" in text
    assert text.endswith("}\n")
    shuffled = dict(reversed(json.loads(text).items()))
    for indent in (None, 1):
        assert Constants.from_json(json.dumps(shuffled, indent=indent)) == FROZEN.sealed()


def test_another_value_that_is_added_at_the_end_of_the_file_is_refused() -> None:
    """JSON keeps the last of two: what was read would not be what was sealed."""
    text = FROZEN.sealed().to_json()
    with pytest.raises(StateError, match="changed after it was frozen"):
        Constants.from_json(text.replace("}\n", ', "sw2": 9.5}\n'))


@pytest.mark.parametrize("text", ["", "[]", "{}", '"x"', '{"kinds": []}', FROZEN.to_json().replace('"s2"', '"s3"')])
def test_what_is_no_such_file_is_named(text: str) -> None:
    with pytest.raises(StateError, match=r"here\.json is not a file of constants"):
        Constants.from_json(text, file="here.json")


def test_a_file_without_its_seal_is_refused() -> None:
    with pytest.raises(StateError, match=r"here\.json was changed"):
        Constants.from_json(FROZEN.to_json(), file="here.json")


def test_purposes_and_kinds_that_the_baseline_did_not_see() -> None:
    shift, known = FROZEN.shifts(["Other", "शिकायत / Complaint", "new", ""])
    assert shift.tolist() == [0, -3.5, 0, 0]
    assert known.tolist() == [False, True, False, False]
    tau2, mu, var_mu, shrunk = FROZEN.spreads(["ajak", "thana", "new"])
    assert tau2.tolist() == [60.5] * 3, "the spread of the largest kind, for the status"
    assert mu.tolist() == [64.25] * 3
    assert var_mu.tolist() == [0.75] * 3
    assert shrunk.tolist() == [False, True, False]


def test_before_the_first_response_no_kind_has_a_spread() -> None:
    nothing = Constants(**(vars(FROZEN) | {"kinds": {}, "largest": ""}))
    tau2, mu, var_mu, shrunk = nothing.spreads(["thana"])
    assert (tau2.tolist(), shrunk.tolist()) == ([0], [False])
    assert np.isnan([mu, var_mu]).all()


def test_estimators_differ_much_from_five_hundredths_of_reliability_on() -> None:
    """R = tau2 / (tau2 + v) at thirty responses in one week."""
    v = FROZEN.s2 / 30 + FROZEN.sw2

    def differs(r: float, other: float) -> bool:
        one, two = (v * value / (1 - value) for value in (r, other))
        kind = KindConstants(50, one, 60.0, 1.0, two, shrunk=True)
        return reml_differs(Constants(**(vars(FROZEN) | {"kinds": {"thana": kind}})), "thana")

    assert [differs(0.8, 0.8 + change) for change in (0.0499, 0.0501, -0.0499, -0.0502)] == [False, True, False, True]
    assert math.isclose(v, 17)


OTHER = {
    "channels": ("poster", "desk"), "not_visited": "Nobody", "first_epoch": 2, "items": {"behaviour": 0.5, "overall": 0.5},
    "steps": {"overall": (0, 10, 20, 30, 100)}, "casemix": CaseMix(min_responses=300),
}  # fmt: skip


def test_an_upgrade_does_not_disown_constants_frozen_before_it() -> None:
    """The digest stands in their files: with another one they would be refused until they are frozen again."""
    rules = Grading(
        letters_from=date(2026, 10, 5), items={"overall": 1.0}, bands={"A": 50.0, "C": 0.0}, not_visited="नहीं गए"
    )
    assert estimation_digest(rules) == "b26fc1e4b5135743a908e70164f1c82eb321e1e9d1061a19ad6295e555b3d67e"


@pytest.mark.parametrize("part", [*OTHER, "shrink"])
def test_what_constants_are_estimated_under_cannot_change_unnoticed(bilaspur: Campaign, part: str) -> None:
    rules = bilaspur.grade_rules
    value = OTHER.get(part) or rules.shrink.model_copy(update={"baseline_weeks": 20})
    changed = with_rules(bilaspur, **{part: value}).grade_rules
    assert estimation_digest(changed) != estimation_digest(rules)
    assert config_digest(changed) != config_digest(rules)


@pytest.mark.parametrize(
    ("part", "value"), [("bands", {"A": 50.0, "B": 0.0}), ("day_cap", DayCap(floor=9)), ("trend", Trend(recent=5))]
)
def test_what_they_do_not_depend_on_leaves_them_in_force(bilaspur: Campaign, part: str, value: object) -> None:
    rules, changed = bilaspur.grade_rules, with_rules(bilaspur, **{part: value}).grade_rules
    assert estimation_digest(changed) == estimation_digest(rules)
    assert config_digest(changed) != config_digest(rules)
