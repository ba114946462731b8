"""A Plan in words, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from difflib import ndiff
from itertools import takewhile
from operator import eq
from typing import Any

from ..sentence import Sentence, joined
from .guard import Hazard, tell_hazard
from .steps import Line, Plan

WIDTH = 100


def plan_text(plan: Plan) -> str:
    """The plan as a diff for a terminal: + comes, - goes, = stays as a person made it, ! to know."""
    out: list[str] = []
    for number, step in enumerate(plan.steps, start=1):
        out.append(Sentence("{number}. {title}", number=number, title=step.title))
        for line in step.lines:
            out += (Sentence("     {text}", text=text) for text in _diff(line))
    if plan.by_hand:
        out.append(Sentence("Edited by hand in Google Forms; anubhav leaves these as they are:"))
        for line in plan.by_hand:
            out.append(Sentence("   = {what}", what=line.what))
            before, after = _apart(line.before, line.after)
            out.append(Sentence("       on the form:       {before}", before=before))
            out.append(Sentence("       config/form.toml:  {after}", after=after or Sentence("(nothing)")))
        out.append(Sentence("   Write the same words in config/form.toml, or put the form back, to settle it."))
    out += (Sentence("! {note}", note=note) for note in plan.notes)
    return joined(out, "\n")


def plan_json(plan: Plan, hazards: Iterable[Hazard], stations: Mapping[str, str]) -> dict[str, Any]:
    """The plan as plain values for json.dumps."""
    return {
        "nothing_to_do": plan.nothing_to_do,
        "steps": [
            {"action": step.action.value, "title": step.title, "lines": [asdict(line) for line in step.lines]}
            for step in plan.steps
        ],
        "edited_by_hand": [asdict(line) for line in plan.by_hand],
        "notes": list(plan.notes),
        "refused": [
            {
                "reason": hazard.reason,
                "posters": len(hazard.posters),
                "stations": sorted({poster.station for poster in hazard.posters}),
                "text": tell_hazard(hazard, stations),
            }
            for hazard in hazards
        ],
    }


def _diff(difference: Line) -> Iterator[str]:
    if not difference.before and "\n" in difference.after:
        yield Sentence(
            "+ {what}: {n} line",
            "+ {what}: {n} lines",
            what=difference.what,
            n=len(list(filter(None, difference.after.splitlines()))),
        )
    elif "\n" in difference.before or "\n" in difference.after:
        yield Sentence("{what}:", what=difference.what)
        for text in ndiff(difference.before.splitlines(), difference.after.splitlines()):
            if text.strip() and text[0] in "+-" and text[1:].strip():
                yield f"  {_short(text)}"
    elif difference.before:
        before, after = _apart(difference.before, difference.after)
        yield Sentence("- {what}: {before}", what=difference.what, before=before)
        if after:
            yield Sentence("+ {what}: {after}", what=difference.what, after=after)
    else:
        yield Sentence("+ {what}: {after}", what=difference.what, after=_short(difference.after))


def _apart(before: str, after: str) -> tuple[str, str]:
    """Both short; where one is too long for a line, both from a little before the first sign that is not the same."""
    same = sum(1 for _ in takewhile(bool, map(eq, before, after)))
    if max(map(len, (before, after))) > WIDTH and (skip := same - WIDTH // 3) > 0:
        before, after = f"…{before[skip:]}", f"…{after[skip:]}"
    return _short(before), _short(after)


def _short(text: str) -> str:
    shortened = " ".join(text.split())
    if len(shortened) > WIDTH:
        return f"{shortened[: WIDTH - 1]}…"
    return text if shortened == text else shortened  # a sentence stays one
