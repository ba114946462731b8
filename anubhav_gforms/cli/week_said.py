"""What a report says of its week: in three lines, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .. import pipeline
from ..sentence import Sentence
from .show import in_language


def headline(report: pipeline.Report) -> Iterator[str]:
    """The week in three lines."""
    contents = report.contents
    whole, week = contents.whole, contents.week
    yield Sentence(
        "{range}, week {week} ({monday} to {sunday:%d.%m.%Y}){mark}",
        range=in_language(contents.campaign.office.office.range_names),
        week=week.label,
        monday=f"{week.monday:%d.%m.%Y}".removesuffix(f"{week.sunday:%Y}"),
        sunday=week.sunday,
        mark=Sentence(" · unfinished · अधूरा") if contents.unfinished else "",
    )
    yield from (f"  {in_language(said)}" for said in contents.marked)
    if whole["score"] is None:
        yield Sentence("  not enough responses for a score")
    else:
        yield Sentence(
            "  score {score} of 100 (90% interval {low} to {high}){letter}, {status}",
            **{name: pipeline.tenth_said(whole[name]) for name in ("score", "low", "high")},
            letter=Sentence(", letter {letter}", letter=letters) if (letters := pipeline.letters_of(whole)) else "",
            status=Sentence(whole["status"]),
        )
    if away := _away(report):
        yield Sentence("  not delivered: {districts}; this is the range without them", districts=", ".join(away))
    yield Sentence(
        "  {responses}; {graded}, {silent}",
        responses=Sentence("{n:,} response", "{n:,} responses", n=whole["responses"]),
        graded=Sentence(
            "{graded} of {n} station has a score",
            "{graded} of {n} stations have a score",
            n=len(contents.stations),
            graded=len(contents.graded),
        ),
        silent=Sentence(
            "{n} has fewer than {lot} responses",
            "{n} have fewer than {lot} responses",
            n=len(contents.heard.silent),
            lot=contents.lot,
        )
        if contents.lot
        else Sentence("{n} has no response", "{n} have no response", n=len(contents.heard.silent)),
    )
    if not whole["responses"]:
        for reason, n in contents.freshness.left_out.items():
            yield Sentence(
                "  {n:,} response came and is in no score: {why}",
                "  {n:,} responses came and are in no score: {why}",
                n=n,
                why=pipeline.LEFT_OUT[reason],
            )
    elif unlisted := contents.freshness.unlisted:
        yield Sentence(
            "  {n:,} response of a station that is closed or not in stations.csv: in no score",
            "  {n:,} responses of stations that are closed or not in stations.csv: in no score",
            n=unlisted,
        )
    if contents.trial:
        yield Sentence("  trial period: no letters, and nobody is named for praise or attention yet")
        return
    if contents.graded.empty:
        return
    praise, attention, noise = (len(contents.named(standing)) for standing in ("praise", "attention", "noise"))
    named = Sentence("{n} needs attention", "{n} need attention", n=attention)
    if unscored := praise + attention + noise - len(contents.graded):  # named for what was said there, not for a score
        named = Sentence("{attention} ({n} without a score)", attention=named, n=unscored)
    others = Sentence("{n} does not differ clearly from its kind", "{n} do not differ clearly from their kind", n=noise)
    yield Sentence("  {praise} earned praise, {attention}, {noise}", praise=praise, attention=named, noise=others)


def report_json(report: pipeline.Report) -> dict[str, Any]:
    """A report in the shape of `anubhav report --json`; a score and a letter are None with too few responses."""
    contents = report.contents
    whole = contents.whole
    return {
        "week": contents.week.label,
        "finished": not contents.unfinished,
        "announced_edition": contents.edition if contents.announced else None,
        **{name: whole[name] for name in ("score", "low", "high", "letter", "status", "responses")},
        "stations": len(contents.stations),
        "graded": len(contents.graded),
        "silent": [] if contents.lot else [row["code"] for row in contents.heard.silent],
        **{standing: [row["code"] for row in contents.named(standing)] for standing in ("praise", "attention")},
        "not_delivered": _away(report),
        "not_compared_since": contents.not_compared_since,
        "frozen": list(report.frozen),
        "page": report.page,
        "kept": report.kept,
        "left": list(report.left),
    }


def _away(report: pipeline.Report) -> list[str]:
    rows = report.contents.districts.to_dict("records")
    return [row["code"] for row in rows if row["status"] == "Not delivered"]
