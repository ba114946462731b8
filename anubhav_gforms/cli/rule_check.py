"""anubhav rule-check: would this reward or notice rule punish luck?"""

from __future__ import annotations

import json
from typing import Any

import click

from ..errors import InputError
from .show import campaign_of, say, tell_state


@click.command("rule-check")
@click.option("--notice", metavar="X", help="A notice below this: a share such as 75%, or points with --measure score.")
@click.option("--reward", metavar="Y", help="A reward above this.")
@click.option(
    "--measure",
    type=click.Choice(["satisfied", "score"]),
    default="satisfied",
    show_default=True,
    help="Share of satisfied answers, or the score.",
)
@click.option("--question", default="overall", show_default=True, help="The rating that says who is satisfied.")
@click.option(
    "--satisfied",
    "least",
    default=4,
    show_default=True,
    type=click.IntRange(2, 5),
    help="This rating or better is satisfied.",
)
@click.option("--truth", metavar="P", help="Assumed true share or score everywhere.  [default: the range's own]")
@click.option("--week", metavar="WEEK", help="ISO week that ends the 13 weeks.  [default: the last finished one]")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, every station.")
@click.pass_context
def command(
    ctx: click.Context, notice: str | None, reward: str | None, measure: str, question: str, least: int,
    truth: str | None, week: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Say how often luck alone earns a notice or a reward, before the order is signed.

    Takes every station's real number of answers and asks: if all were truly equal, whom would this rule hit? Ends with 1
    when luck alone would hit anybody in more than one of twenty cases.

    \b
    Example:
      anubhav rule-check --notice 75% --reward 80%
      anubhav rule-check --measure score --notice 60 --reward 80
    """
    import numpy as np

    from .. import pipeline
    from ..grading.rules import ShareRule, luck_of_scores, luck_of_shares, safe_from, share, truly_at_least
    from ..grading.status import enough

    if not (notice or reward):
        raise InputError("There is no rule to check.", cure="Give --notice, --reward or both.")
    campaign = campaign_of(ctx)
    if question not in campaign.grading.grading.items:
        raise InputError(
            '"{question}" is no rating.',
            cure="Choose one of {items}.",
            question=question,
            items=", ".join(campaign.grading.grading.items),
        )
    grades = pipeline.grade(campaign, week=week, places=False)
    tell_state(grades)
    names = dict(zip(grades.stations["code"], grades.stations["name_en"], strict=True))
    rows: list[dict[str, Any]]
    safe: tuple[int | None, int | None] = (None, None)
    limits: tuple[Any, Any]
    if measure == "satisfied":
        rule = ShareRule(_share(share, notice), _share(share, reward))
        _in_order(rule.below, rule.above)
        counted = pipeline.satisfied(campaign, grades, question=question, least=least)
        total = int(counted["n"].sum())
        assumed = float(_share(share, truth) or 0) if truth else (float(counted["k"].sum() / total) if total else 0.0)
        luck = luck_of_shares(counted["n"].to_numpy(), rule, assumed)
        safe = safe_from(rule, assumed)
        rows = [
            {"code": code, "n": int(n), "measured": k / n if n else None}
            for code, n, k in zip(counted.index, counted["n"], counted["k"], strict=True)
        ]
        limits = (rule.below, rule.above)
        shown = f"{100 * assumed:.1f} % satisfied ({question} {least} or better)"
    else:
        limits = (_points(notice), _points(reward))
        _in_order(*limits)
        estimate = grades.working.replay.stations.estimate
        on = grades.working.listed
        n, score, sd = estimate.n[on], estimate.score[on], estimate.sd[on]
        seen = enough(n, campaign.grading.grading)
        point = _points(truth)
        assumed = float(score[seen].mean()) if point is None else point
        luck = luck_of_scores(np.where(seen, estimate.v[on], np.nan), *limits, assumed)
        deserved = truly_at_least(score, sd, limits[0]) if limits[0] is not None else [None] * len(seen)
        rows = [
            {"code": str(code), "n": int(count), "measured": float(mean) if told else None, "truly_above": float(p) if told and p is not None else None}
            for code, count, mean, p, told in zip(grades.stations["code"], n, score, deserved, seen, strict=True)
        ]  # fmt: skip
        shown = f"a score of {assumed:.1f}"
    for row, low, high in zip(rows, luck.notice.tolist(), luck.reward.tolist(), strict=True):
        row |= {"notice_by_luck": low if low == low else None, "reward_by_luck": high if high == high else None}
        row["notice"] = limits[0] is not None and row["measured"] is not None and row["measured"] < limits[0]
        row["reward"] = limits[1] is not None and row["measured"] is not None and row["measured"] > limits[1]
    summary = {
        "week": grades.week, "assumed": assumed, "stations": sum(row["n"] > 0 for row in rows),
        "expected_notices_by_luck": luck.expected_notices, "expected_rewards_by_luck": luck.expected_rewards,
        "notices": sum(row["notice"] for row in rows), "rewards": sum(row["reward"] for row in rows),
        "notice_safe_from_n": safe[0], "reward_safe_from_n": safe[1],
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps({**summary, "by_station": rows}, ensure_ascii=False, indent=1))
    else:
        _say(summary, rows, names, shown, measure, notice, reward)
    worst = max((row[f"{word}_by_luck"] or 0 for row in rows for word in ("notice", "reward")), default=0)
    return 1 if worst > 0.05 else 0


def _say(
    summary: dict[str, Any], rows: list[dict[str, Any]], names: dict[str, str], shown: str, measure: str,
    notice: str | None, reward: str | None,
) -> None:  # fmt: skip
    say(
        "Suppose the truth is the same at all {summary} stations with answers: {shown}.",
        summary=summary["stations"],
        shown=shown,
    )
    for word, limit, which in (("notice", notice, "below"), ("reward", reward, "above")):
        if limit is None:
            continue
        click.echo(
            f"{word.capitalize()} {which} {limit}: luck alone gives {summary[f'expected_{word}s_by_luck']:.1f} {word}s; this week the rule gives {summary[f'{word}s']}."
        )
        if measure == "satisfied":
            safe = summary[f"{word}_safe_from_n"]
            click.echo(
                f"  Luck stays at or below 5 % from {safe} answers a station."
                if safe
                else "  No number of answers keeps luck at or below 5 %."
            )
    hit = sorted((row for row in rows if row["notice"]), key=lambda row: -(row["notice_by_luck"] or 0))
    if hit:
        click.echo("Notices, the unluckiest first (n, measured, chance by luck):")
    for row in hit[:10]:
        value = f"{100 * row['measured']:.0f} %" if measure == "satisfied" else f"{row['measured']:.1f}"
        sure = (
            f"; truly above the limit with {_percent(row['truly_above'])}" if row.get("truly_above") is not None else ""
        )
        click.echo(
            f"  {row['code']:9} {names[row['code']][:40]:40} {row['n']:5}  {value:>6}  {_percent(row['notice_by_luck'])}"
            + sure
        )
    say(
        "A rule is fair when luck alone hits almost nobody. Ask for more answers, or judge by the interval instead of the mean."
    )


def _percent(chance: float) -> str:
    return "> 99 %" if 0.995 < chance < 1 else "< 1 %" if 0 < chance < 0.005 else f"{100 * chance:.0f} %"


def _share(read: Any, text: str | None) -> Any:
    try:
        return None if text is None else read(text)
    except (ValueError, ZeroDivisionError):
        raise InputError('"{text}" is not a share.', cure='Write it as "75%" or "0.75".', text=text) from None


def _in_order(notice: Any, reward: Any) -> None:
    """Raises InputError when one station could earn both."""
    if notice is not None and reward is not None and notice > reward:
        raise InputError(
            "The notice begins above the reward: one station would earn both.", cure="Turn the limits round."
        )


def _points(text: str | None) -> float | None:
    try:
        value = None if text is None else float(text)
    except ValueError:
        value = -1.0
    if value is not None and not 0 <= value <= 100:
        raise InputError('"{text}" is not a score.', cure="Write points between 0 and 100, such as 60.", text=text)
    return value
