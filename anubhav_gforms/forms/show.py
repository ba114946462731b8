"""A Plan in words, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import ndiff
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
            out.append(Sentence("       on the form:       {before}", before=_short(line.before)))
            out.append(Sentence("       config/form.toml:  {after}", after=_short(line.after) or Sentence("(nothing)")))
        out.append(Sentence("   Write the same words in config/form.toml, or put the form back, to settle it."))
    out += (Sentence("! {note}", note=note) for note in plan.notes)
    return joined(out, "\n")


def plan_json(plan: Plan, hazards: Iterable[Hazard], stations: Mapping[str, str]) -> dict[str, Any]:
    """The plan as plain values for json.dumps."""
    return {
        "nothing_to_do": plan.nothing_to_do,
        "steps": [
            {"action": step.action.value, "title": step.title, "lines": [_line(line) for line in step.lines]}
            for step in plan.steps
        ],
        "edited_by_hand": [_line(line) for line in plan.by_hand],
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


def _line(line: Line) -> dict[str, str]:
    return {"what": line.what, "before": line.before, "after": line.after}


def _diff(line: Line) -> Iterator[str]:
    if not line.before and "\n" in line.after:
        yield Sentence(
            "+ {what}: {n} line",
            "+ {what}: {n} lines",
            what=line.what,
            n=len(list(filter(None, line.after.splitlines()))),
        )
    elif "\n" in line.before or "\n" in line.after:
        yield Sentence("{what}:", what=line.what)
        for text in ndiff(line.before.splitlines(), line.after.splitlines()):
            if text.strip() and text[0] in "+-" and text[1:].strip():
                yield f"  {_short(text)}"
    elif line.before:
        yield Sentence("- {what}: {before}", what=line.what, before=_short(line.before))
        if line.after:
            yield Sentence("+ {what}: {after}", what=line.what, after=_short(line.after))
    else:
        yield Sentence("+ {what}: {after}", what=line.what, after=_short(line.after))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return text if line == text and len(line) <= WIDTH else line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"
