"""What is said of one station: the figures under its score, in a fixed order, and why it is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
Row = Mapping[str, Any]
Figures = Iterator[tuple[Bilingual, object]]

FORGED = {
    "forged_worst": Sentence("Worst responses that would change this"),
    "forged_best": Sentence("Best responses that would change this"),
}
"""The certificate of a station."""


def station_facts(row: Row, trend: Trend) -> list[Fact]:
    """(its name, its value) for every figure of this station that is known."""
    return [
        (name, spoken(value))
        for name, value in (
            *_score(row),
            *_letter(row, trend),
            *_asked(row),
            *_set_aside(row),
            *_certificate(row),
            *_to_the_next_letter(row),
        )
        if value is not None and value != ""
    ]


def _known(row: Row, *names: str) -> bool:
    return None not in map(row.get, names)


def _score(row: Row) -> Figures:
    if _known(row, "low", "high", "score"):
        yield both("90% interval"), Bilingual.same(f"{tenth_said(row['low'])} – {tenth_said(row['high'])}")
    yield both("Responses that count / received"), Bilingual.same(f"{int(row['n'] or 0)} / {row['responses']}")
    if row.get("waiting"):
        yield both("Waiting for a full group of five (told to the IG's office alone)"), int(row["waiting"])
    if _known(row, "raw_mean"):
        yield both("Plain mean, before any adjustment"), float(row["raw_mean"])
    if _known(row, "peer_mean", "p_above", "score"):
        yield both("Mean of its kind"), float(row["peer_mean"])
        yield both("Chance that it truly lies above its kind"), in_words(float(row["p_above"]))
    if _known(row, "case_mix"):
        points = f"{row['case_mix']:+.1f}".replace("-", "–")
        yield both("Adjustment for purpose of visit"), both("{n} points", n=points)
    if _known(row, "weeks_used"):
        yield both("Weeks used"), int(row["weeks_used"])


def _letter(row: Row, trend: Trend) -> Figures:
    if _known(row, "p_letter") and row.get("letter"):
        yield both("How sure this letter is"), in_words(float(row["p_letter"]))
        if row.get("held_since"):
            yield both("This letter was given in the week"), Week(row["held_since"])
    yield both("Letter before"), row.get("previous_letter")
    if _known(row, "old_letter"):
        yield both(phrases.OLD_LETTER), with_stroke(row["old_letter"]) or "–"
    if row.get("arrow"):
        weeks = both("Last {recent} weeks against the {before} before", recent=trend.recent, before=trend.before)
        yield weeks, both(row["arrow"])


def _asked(row: Row) -> Figures:
    """The questions that are told as shares: money, and the receipt."""
    quarter = row.get("money_quarter")
    money = both("Asked for money or a gift")
    if quarter:
        money = both("Asked for money or a gift, in the quarter {quarter}", quarter=quarter)
    for title, name in ((money, "money"), (both("Given a receipt or copy of the FIR"), "receipt")):
        if _known(row, f"{name}_yes", f"{name}_no") and row[f"{name}_yes"] + row[f"{name}_no"]:
            counts = {"k": int(row[f"{name}_yes"]), "n": int(row[f"{name}_yes"] + row[f"{name}_no"])}
            low, high = (f"{100 * (row.get(f'{name}_{end}') or 0):.0f}" for end in ("low", "high"))
            yield title, both("{k} of {n} ({low} to {high}%)", low=low, high=high, **counts)
    if row.get("money_few"):
        least = {"reports": LEAST_SHOWN_REPORTS, "n": LEAST_SHOWN_RESPONSES}
        yield (
            money,
            both(
                "fewer than {reports} reports, or fewer than {n} answers, here or at all places that are not told",
                **least,
            ),
        )


def _set_aside(row: Row) -> Figures:
    if row.get("set_aside"):
        yield both("Responses set aside"), int(row["set_aside"])
    if not row.get("under_review"):
        return
    if _known(row, "score_with_set_aside"):
        yield both("Score if these counted"), float(row["score_with_set_aside"])
    if not _known(row, "score_without_alike"):
        return
    if row.get("standing") and row.get("standing_with_alike"):
        without, with_them = (both(terms.AMONG_ITS_KIND[row[name]]) for name in ("standing", "standing_with_alike"))
        standings = both("{without}; with them {with_them}", without=without, with_them=with_them)
        yield both("Among its kind, without responses under review"), standings
    alike = {"n": int(row["alike"] or 0), "score": tenth_said(row["score_without_alike"])}
    yield both("Under review"), both("{n} responses alike; score without them {score}", **alike)


def _certificate(row: Row) -> Figures:
    for name, sentence in FORGED.items():
        if _known(row, "score") and name in row:
            yield both(sentence), int(row[name]) if row[name] is not None else both("more than {n}", n=MOST)
    if row.get("flags_open"):
        yield both("Open questions (flags)"), int(row["flags_open"])


def _to_the_next_letter(row: Row) -> Figures:
    if row.get("capped"):
        yield both("Letter without the cap"), row.get("uncapped_letter")
    if _known(row, "to_upper") and row.get("letter"):
        distance = both("Distance to the next letter")
        if rounded(row["to_upper"]) < 0:
            distance = both("Already inside the next letter by (it waits until surer)")
        yield distance, both("{n} points", n=abs(float(row["to_upper"])))


def said_reasons(row: Row) -> list[Bilingual]:
    """Why this station is named, in words; for one above or below its kind by how many points at least."""
    by, warned = int(row.get("margin") or 0), not terms.PRAISING.issuperset(row["reasons"])

    def said(reason: str) -> Bilingual:
        by_points = by and reason in terms.REASONS_BY
        words = both(terms.REASONS_BY[reason], n=by) if by_points else both(terms.REASONS[reason])
        return both("though {reason}", reason=words) if warned and reason in terms.PRAISING else words

    return [said(reason) for reason in row["reasons"]]
