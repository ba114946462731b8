"""Rows of the report's tables → what page and packs show of them: names in both languages, notes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ...campaign import Role
from ...grading.columns import Level, probability_columns
from ...grading.cuts import CHANNEL, DISTRICT, KIND, RANGE, STATION
from ...language import both
from ...sentence import Bilingual, Sentence
from .. import phrases, terms
from ..contents import Contents
from ..effects import effect_said
from ..given import ActionTaken
from ..likelihood import in_words, percent
from ..reason_words import say_needed
from ..records import records
from ..rhythm import HOURS
from .facts import said_reasons, station_facts

FIRST_SCORES = (
    (Sentence("within 4 weeks"), 4),
    (Sentence("in 5 to 13 weeks"), 13),
    (Sentence("in more than 13 weeks"), 10_000),
    (phrases.FIRST_SCORE_NONE, math.inf),
)
"""Groups of stations without a score by the weeks, at most, until their first."""
LOW_RATE = 0.03
"""Responses against visitors: with fewer than this share hardly anyone was asked."""


def station_row(row: dict[str, Any], contents: Contents) -> dict[str, Any]:
    district = contents.campaign.district_by_code[row["district"]]
    letters = contents.letters
    shares = {letter: float(row[name] or 0) for letter, name in zip(letters, probability_columns(letters), strict=True)}
    return {
        **row,
        "letter": row["letter"] or None,
        "n": row["n"] or 0,
        "letter_set": row.get("letter_set") or "",
        "letter_place": letters.index(row["letter"] or (row.get("letter_set") or "").split(" ")[0])
        if row["letter"] or row.get("letter_set")
        else "",
        "likely": in_words(shares.get(row["letter"], 0.0)),
        "chances": [
            (letter, round(100 * share), f"{percent(share)}%") for letter, share in shares.items() if round(100 * share)
        ],
        "until": until_scored(row, contents),
        "district_names": _names(district.names),
        "facts": station_facts(row, contents.campaign.grade_rules.trend),
        "said": said_reasons(row),
        "new": row["code"] in contents.changes.newly,
        "elsewhere": district.name_en not in row["name_en"],
    }


def until_scored(row: Mapping[str, Any], contents: Contents) -> Bilingual | None:
    """What stands where a station has no score: how long until its first; None where it has one, or nobody can say."""
    needed = contents.needed(row["code"]) if row["score"] is None else None
    return say_needed(needed, contents.lot) if needed and needed.weeks else None


def quiet_rows(contents: Contents) -> list[dict[str, Any]]:
    """Posters and desks that stopped bringing responses."""
    rows = records(contents.quiet_codes) if contents.quiet_codes is not None else []
    return [_code_row(row, contents) | {"last": date.fromisoformat(row["last"][:10])} for row in rows]


def _code_row(row: dict[str, Any], contents: Contents) -> dict[str, Any]:
    """The row of a poster or desk, with the names of its station."""
    station = contents.campaign.station_by_code.get(row["station"])
    return {**row, **_names(station.names if station else Bilingual.same(row["station"]))}


def _names(names: Bilingual) -> dict[str, str]:
    """As the columns of a table have them."""
    return {"name_en": names.en, "name_hi": names.hi}


def never_rows(contents: Contents) -> dict[str, Any] | None:
    """Posters that never brought a response: `codes`, `hanging`, `by_luck`, and `groups` (what to do, its posters)."""
    never = contents.never
    if never is None:
        return None
    rows = [_code_row(row, contents) | {"printed": date.fromisoformat(row["printed"])} for row in records(never.codes)]
    parts = ((phrases.NEVER_OTHERS, True), (phrases.NEVER_ANY, False))
    groups = [(title, [row for row in rows if bool(row["others"]) is some]) for title, some in parts]
    return {
        "codes": rows, "hanging": never.hanging, "by_luck": never.by_luck,
        "groups": [(title, posters) for title, posters in groups if posters],
    }  # fmt: skip


def rates(contents: Contents) -> list[dict[str, Any]]:
    if contents.rates is None:
        return []
    rows = []
    for row in records(contents.rates):
        station = contents.campaign.station_by_code[row["code"]]
        rate = row["rate"]
        note = "" if rate is None else phrases.RATES_LOW if rate < LOW_RATE else phrases.RATES_HIGH if rate > 1 else ""
        days: dict[str, Any] = {name: date.fromisoformat(row[name]) for name in ("first", "last")}
        percent = "–" if rate is None else f"{100 * rate:.1f}%"
        rows.append({**row, **days, **_names(station.names), "percent": percent, "note": note})
    return rows


def came(contents: Contents) -> list[tuple[Sentence, list[tuple[Bilingual, int]]]]:
    """Which responses came, and which were not used: what is counted, and each part with its number, the largest first."""
    freshness = contents.freshness
    parts = (
        (Sentence("How they came:"), terms.CHANNELS, freshness.channels),
        (
            Sentence("Given a station by the office (anubhav ledger events says by whom and why):"),
            terms.CHANNELS,
            freshness.assigned,
        ),
        (Sentence("Not in any score:"), terms.LEFT_OUT, freshness.left_out),
        (Sentence("In quarantine:"), terms.LEFT_OUT, freshness.quarantined),
    )
    return [
        (title, [(both(names[each]), n) for each, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))])
        for title, names, counts in parts
        if counts
    ]


def action_row(action: ActionTaken, contents: Contents) -> dict[str, Any]:
    station = contents.campaign.station_by_code.get(action.station)
    names = station.names if station else both("whole range")
    effect = contents.effects.get(action)
    return {"day": action.day, "done": action.done, "names": names, "effect": effect and both(effect_said(effect))}


def district_row(row: dict[str, Any], contents: Contents) -> dict[str, Any]:
    counts = list(zip(contents.letters, row["counts"], strict=True))
    more = {"standing": row.get("standing") or "", "average_visitor": row.get("average_visitor")}
    return {**row, **more, "letter": row["letter"] or None, "letter_set": row.get("letter_set") or "", "counts": counts}


def question_rows(contents: Contents) -> list[dict[str, Any]]:
    """Each graded question in the order of the form: title, the range's mean, and the districts at both ends."""
    shown = contents.questions[contents.questions["mean"].notna()].sort_values("mean", kind="stable")
    means = dict(zip(zip(shown["level"], shown["question"], strict=True), shown["mean"].tolist(), strict=True))
    every, rows = records(shown), []
    for question in contents.campaign.form.questions:
        if (Level.RANGE, question.key) not in means:
            continue
        districts = [row for row in every if (row["level"], row["question"]) == (Level.DISTRICT, question.key)]
        ends = [(contents.campaign.district_by_code[row["code"]].names, row["mean"]) for row in districts]
        rows.append(
            {
                "title": contents.question_title(question.key),
                "mean": means[Level.RANGE, question.key],
                "ends": (ends[0], ends[-1]) if len(ends) > 1 else None,
            }
        )
    return rows


def area_rows(areas: pd.DataFrame, contents: Contents) -> dict[str, list[dict[str, Any]]]:
    """By station the score of each graded question in the order of the form: title, score, low, high, lean as words or None."""
    order = {question.key: number for number, question in enumerate(contents.campaign.form.questions)}
    shown = sorted(records(areas), key=lambda row: order.get(row["question"], len(order)))
    titles = {key: contents.question_title(key) for key in {row["question"] for row in shown}}
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in shown:
        lean = both(terms.LEANS[row["lean"]]) if row["lean"] else None
        rows.setdefault(row["code"], []).append({**row, "title": titles[row["question"]], "lean": lean})
    return rows


def share_rows(contents: Contents) -> list[tuple[Sentence, list[dict[str, Any]]]]:
    """(what is compared, its rows) in the order of terms.CUTS: of the range each question, of every other cut the overall
    rating. A row has name, k, n and, from enough responses on, share, low and high in per cent."""
    form = contents.campaign.form
    order = {question.key: number for number, question in enumerate(form.questions)}
    overall = form.key_of(Role.OVERALL)
    tables = []
    for cut, title in terms.CUTS.items():
        rows_of_cut = contents.shares[contents.shares["cut"] == cut]
        shown = rows_of_cut["question"] == overall
        if cut == RANGE:
            shown |= rows_of_cut["stations"] > 1  # what one station alone has by question is hidden, not too little
        shown &= rows_of_cut["k"].notna() | (
            rows_of_cut["n"] < contents.least
        )  # else the whole less it would tell of a few
        rows = [
            {**row, "name": _cut_name(row, contents), **_in_percent(row, "share", "low", "high")}
            for row in records(rows_of_cut[shown])
        ]
        if cut == RANGE:
            rows.sort(key=lambda row: order.get(row["question"], len(order)))
        if quarter := next((row["quarter"] for row in rows if row["quarter"]), ""):
            title = Sentence("{title}, in the quarter {quarter}", title=title, quarter=quarter)
        known = any(row["share"] is not None for row in rows)
        if known and len(rows) > 1:  # one row alone is the range again
            tables.append((title, rows))
    return tables


def range_shares(contents: Contents) -> dict[str, dict[str, Any]]:
    """By question of the range, with enough responses: k, n, and share, low and high in per cent."""
    of_range = contents.shares[(contents.shares["cut"] == RANGE) & contents.shares["k"].notna()]
    return {row["question"]: {**row, **_in_percent(row, "share", "low", "high")} for row in records(of_range)}


def first_scores(contents: Contents, rows: Sequence[dict[str, Any]]) -> list[tuple[Bilingual, list[dict[str, Any]]]]:
    """(when, stations in the order of the roster): which will have their first score in which time, at today's pace."""
    groups: dict[Sentence, list[dict[str, Any]]] = {title: [] for title, _ in FIRST_SCORES}
    for row in rows:
        needed = contents.needed(row["code"])
        if needed and needed.first:
            weeks = math.inf if needed.weeks is None else needed.weeks
            groups[next(title for title, most in FIRST_SCORES if weeks <= most)].append(row)
    named = {phrases.FIRST_SCORE_NONE: contents.either(phrases.FIRST_SCORE_NONE, phrases.FIRST_SCORE_FEW)}
    return [(named.get(title) or both(title), waiting) for title, waiting in groups.items() if waiting]


def station_shares(contents: Contents) -> dict[str, dict[str, Any]]:
    """By code: k of n visitors who were content and its interval in per cent, of stations without a score and with enough
    responses."""
    scored = set(contents.graded["code"])
    rows_of_cut = contents.shares[(contents.shares["cut"] == STATION) & contents.shares["k"].notna()]
    return {
        row["code"]: {"k": row["k"], "n": row["n"], **_in_percent(row, "low", "high")}
        for row in records(rows_of_cut)
        if row["code"] not in scored
    }


def _in_percent(row: dict[str, Any], *names: str) -> dict[str, int | None]:
    return {name: None if row[name] is None else round(100 * row[name]) for name in names}


def _cut_name(row: dict[str, Any], contents: Contents) -> Bilingual:
    """What a row of shares is about: a question, a district, a kind, a purpose, a channel or hours."""
    code = row["code"]
    if row["cut"] == RANGE:
        return contents.question_title(row["question"])
    if row["cut"] == DISTRICT:
        return contents.campaign.district_by_code[code].names
    if row["cut"] == KIND:
        return both(terms.KINDS[code])
    if row["cut"] == CHANNEL:
        return both(terms.CHANNELS[code])
    if row["cut"] == HOURS:
        return both("{first} to {last} o'clock", first=code[:2], last=code[3:])
    return Bilingual.halves(code)
