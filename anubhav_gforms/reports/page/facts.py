"""What is said of one station: the figures under its score, in a fixed order, and why it is named."""

from __future__ import annotations

from typing import Any

from ...sentence import Bilingual
from ..words import spoken, words

Fact = tuple[str, Bilingual]


def station_facts(row: dict[str, Any]) -> list[Fact]:
    """(key of the word, value in both languages) for every figure of this station that is known."""
    facts: list[Fact] = []

    def add(key: str, value: object) -> None:
        if value is not None and value != "":
            facts.append((key, spoken(value)))

    def known(*names: str) -> bool:
        return all(row.get(name) is not None for name in names)

    if known("low", "high", "score"):
        add("detail_interval", Bilingual.same(f"{row['low']:.1f} – {row['high']:.1f}"))
    add("detail_answers", f"{int(row['n'] or 0)} / {row['responses']}")
    if known("raw_mean"):
        add("detail_raw", float(row["raw_mean"]))
    if known("peer_mean", "p_above", "score"):
        add("detail_peers", float(row["peer_mean"]))
        add("detail_chance", words("percent", n=round(100 * row["p_above"])))
    if known("case_mix"):
        add("detail_case_mix", words("points", n=f"{row['case_mix']:+.1f}".replace("-", "–")))
    if known("reliability"):
        add("detail_reliability", f"{row['reliability']:.2f}")
    if known("weeks_used"):
        add("detail_weeks", int(row["weeks_used"]))
    add("detail_previous", row.get("previous_letter"))
    if row.get("arrow"):
        add("detail_arrow", words(f"arrow.{row['arrow']}"))
    for fact, name in (("detail_money", "money"), ("detail_receipt", "receipt")):
        if known(f"{name}_yes", f"{name}_no") and row[f"{name}_yes"] + row[f"{name}_no"]:
            counts = {"k": int(row[f"{name}_yes"]), "n": int(row[f"{name}_yes"] + row[f"{name}_no"])}
            low, high = (f"{100 * (row.get(f'{name}_{end}') or 0):.0f}" for end in ("low", "high"))
            add(fact, words("k_of_n_interval", low=low, high=high, **counts))
    if known("place_best", "place_worst", "place_of"):
        place = {"low": int(row["place_best"]), "high": int(row["place_worst"]), "of": int(row["place_of"])}
        add("detail_rank", words("rank_between", **place))
    if row.get("set_aside"):
        add("detail_set_aside", int(row["set_aside"]))
    if row.get("under_review") and known("score_with_set_aside"):
        add("detail_with_set_aside", float(row["score_with_set_aside"]))
    if row.get("flags_open"):
        add("detail_flags", int(row["flags_open"]))
    if row.get("capped"):
        add("detail_capped", row.get("uncapped_letter"))
    if known("to_upper") and row.get("letter"):
        key = "detail_edge" if row["to_upper"] > 0 else "detail_waits"
        add(key, words("points", n=abs(float(row["to_upper"]))))
    return facts


def said_reasons(row: dict[str, Any]) -> list[Bilingual]:
    """Why this station is named, in words; for one above or below its kind by how many points at least."""
    by = int(row.get("margin") or 0)
    return [
        words(f"reason_{reason}_by", n=by) if by and reason in ("above", "below") else words(f"reason_{reason}")
        for reason in row["reasons"]
    ]
