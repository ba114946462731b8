"""Questions moved to where they are wanted, one move after another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from forms_made import LINKS, finished
from hypothesis import given, settings
from hypothesis import strategies as st

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.forms.plan import make_plan
from anubhav_gforms.forms.steps import Action
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.nouns.form_changes import MoveItem

PROJECT = Path(__file__).parent.parent


@settings(max_examples=60, deadline=None)
@given(order=st.permutations(list(range(1, 13))))
def test_moves_end_in_the_wanted_order(order: list[int]) -> None:
    campaign = load_campaign(PROJECT)
    wanted = wanted_form(campaign)
    existing, registry = finished(wanted)
    shuffled = replace(wanted, questions=tuple(wanted.questions[place] for place in (0, *order)))
    step = make_plan(shuffled, existing, registry, links=LINKS).step(Action.CONTENT)
    assert existing.form
    items = list(existing.form.items)
    for change in step.changes if step else ():
        assert isinstance(change, MoveItem)
        items.insert(change.to, items.pop(change.index))
    assert [item.title for item in items] == [wish.title for _, wish in shuffled.parts]
