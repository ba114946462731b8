"""What was done because citizens asked for it: noted in actions.csv, and measured against stations where nothing was done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ..campaign import Campaign
from ..files import held
from ..grading.effects import MeasuredEffect
from ..grading.grades import Grades
from ..reports.effects import effects_of
from ..reports.given import ACTIONS, ActionTaken, LineToAdd, add_line, checked_action, line_to_add, read_actions
from .clock import Clock, now
from .grades import grade


def plan_action(campaign: Campaign, *, station: str, theme: str, done: str, day: date) -> LineToAdd:
    """The line that would be added to actions.csv; nothing is written. `station` "" is the whole range, `theme` "" none.

    Raises CampaignError for a station, theme or day that cannot be, and for a file with mistakes; InputError for an action that stands there.
    """
    return line_to_add(campaign, checked_action(campaign, station=station, theme=theme, done=done, day=day))


def add_action(campaign: Campaign, action: ActionTaken) -> Path:
    """Add an action that was planned to the file as it is now."""
    with held(campaign.data / ACTIONS):  # the lock lies where the office keeps no tables of its own
        return add_line(line_to_add(campaign, action))


def effects_now(campaign: Campaign, *, clock: Clock = now) -> dict[ActionTaken, MeasuredEffect]:
    """What each action changed as of the last finished week, the same figures as in a report of it; an action since then is in it too,
    as too early to say."""
    actions = read_actions(campaign)
    return effects_of(grade(campaign, places=False, clock=clock), actions) if actions else {}


def list_actions(campaign: Campaign, grades: Grades) -> list[tuple[ActionTaken, MeasuredEffect | None]]:
    """Every action, the newest first, with what it changed up to the graded week; one after it is too early to tell. None where that
    cannot be measured: of the whole range, and under version 1 of the method."""
    actions = read_actions(campaign)
    effects = effects_of(grades, actions)
    return [(action, effects.get(action)) for action in actions]
