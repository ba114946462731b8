"""What is said of one station: the figures under its score, in a fixed order, and why it is named."""

from __future__ import annotations

from typing import Any

from ...campaign.grading import Trend
from ...grading.columns import with_stroke
from ...grading.method.certificate import MOST
from ...grading.method.money import LEAST_SHOWN_REPORTS, LEAST_SHOWN_RESPONSES
from ...language import both, spoken
from ...nouns.week import Week
from ...sentence import Bilingual, Sentence
from .. import phrases, terms
from ..digits import rounded, tenth_said
from ..likelihood import in_words

Fact = tuple[Bilingual, Bilingual]

FORGED = {
    "forged_worst": Sentence("Worst responses that would change this"),
    "forged_best": Sentence("Best responses that would change this"),
}
"""The certificate of a station."""


def station_facts(row: dict[str, Any], trend: Trend) -> list[Fact]:
    """(its name, its value) for every figure of this station that is known."""
    facts: list[Fact] = []

    def add(name: Bilingual, value: object) -> None:
        if value is not None and value != "":
            facts.append((name, spoken(value)))

    def known(*names: str) -> bool:
        return None not in map(row.get, names)

    if known("low", "high", "score"):
        add(both("90% interval"), Bilingual.same(f"{tenth_said(row['low'])} – {tenth_said(row['high'])}"))
    add(both("Responses that count / received"), f"{int(row['n'] or 0)} / {row['responses']}")
    if row.get("waiting"):
        add(both("Waiting for a full group of five (told to the IG's office alone)"), int(row["waiting"]))
    if known("raw_mean"):
        add(both("Plain mean, before any adjustment"), float(row["raw_mean"]))
    if known("peer_mean", "p_above", "score"):
        add(both("Mean of its kind"), float(row["peer_mean"]))
        add(both("Chance that it truly lies above its kind"), in_words(float(row["p_above"])))
    if known("case_mix"):
        add(both("Adjustment for purpose of visit"), both("{n} points", n=f"{row['case_mix']:+.1f}".replace("-", "–")))
    if known("weeks_used"):
        add(both("Weeks used"), int(row["weeks_used"]))
    if row.get("p_letter") is not None and row.get("letter"):
        add(both("How sure this letter is"), in_words(float(row["p_letter"])))
        if row.get("held_since"):
            add(both("This letter was given in the week"), Week(row["held_since"]))
    add(both("Letter before"), row.get("previous_letter"))
    if row.get("old_letter") is not None:
        add(both(phrases.OLD_LETTER), with_stroke(row["old_letter"]) or "–")
    if row.get("arrow"):
        add(
            both("Last {recent} weeks against the {before} before", recent=trend.recent, before=trend.before),
            both(row["arrow"]),
        )
    quarter = row.get("money_quarter")
    asked = (
        both("Asked for money or a gift, in the quarter {quarter}", quarter=quarter)
        if quarter
        else both("Asked for money or a gift")
    )
    for title, name in ((asked, "money"), (both("Given a receipt or copy of the FIR"), "receipt")):
        if known(f"{name}_yes", f"{name}_no") and row[f"{name}_yes"] + row[f"{name}_no"]:
            counts = {"k": int(row[f"{name}_yes"]), "n": int(row[f"{name}_yes"] + row[f"{name}_no"])}
            low, high = (f"{100 * (row.get(f'{name}_{end}') or 0):.0f}" for end in ("low", "high"))
            add(title, both("{k} of {n} ({low} to {high}%)", low=low, high=high, **counts))
    if row.get("money_few"):
        least = {"reports": LEAST_SHOWN_REPORTS, "n": LEAST_SHOWN_RESPONSES}
        few = both(
            "fewer than {reports} reports, or fewer than {n} answers, here or at all places that are not told", **least
        )
        add(asked, few)
    if row.get("set_aside"):
        add(both("Responses set aside"), int(row["set_aside"]))
    if row.get("under_review") and known("score_with_set_aside"):
        add(both("Score if these counted"), float(row["score_with_set_aside"]))
    if row.get("under_review") and known("score_without_alike"):
        alike = {"n": int(row["alike"] or 0), "score": tenth_said(row["score_without_alike"])}
        if row.get("standing") and row.get("standing_with_alike"):
            words = (both(terms.AMONG_ITS_KIND[row[name]]) for name in ("standing", "standing_with_alike"))
            without, with_them = words
            both_said = both("{without}; with them {with_them}", without=without, with_them=with_them)
            add(both("Among its kind, without responses under review"), both_said)
        add(both("Under review"), both("{n} responses alike; score without them {score}", **alike))
    for name, sentence in FORGED.items():
        if known("score") and name in row:
            add(both(sentence), int(row[name]) if row[name] is not None else both("more than {n}", n=MOST))
    if row.get("flags_open"):
        add(both("Open questions (flags)"), int(row["flags_open"]))
    if row.get("capped"):
        add(both("Letter without the cap"), row.get("uncapped_letter"))
    if known("to_upper") and row.get("letter"):
        distance = (
            both("Distance to the next letter")
            if rounded(row["to_upper"]) >= 0
            else both("Already inside the next letter by (it waits until surer)")
        )
        add(distance, both("{n} points", n=abs(float(row["to_upper"]))))
    return facts


def said_reasons(row: dict[str, Any]) -> list[Bilingual]:
    """Why this station is named, in words; for one above or below its kind by how many points at least."""
    by = int(row.get("margin") or 0)
    return [
        both(terms.REASONS_BY[reason], n=by) if by and reason in terms.REASONS_BY else both(terms.REASONS[reason])
        for reason in row["reasons"]
    ]
