"""anubhav rule-check: would this reward or notice rule punish luck?"""

from __future__ import annotations

import json
from typing import Any

import click

from .. import pipeline
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
    help="Share of satisfied responses, or the score.",
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

    Takes every station's real number of responses and asks: if all were truly equal, whom would this rule hit? Ends with 1
    when luck alone would hit anybody in more than one of twenty cases.

    \b
    Example:
      anubhav rule-check --notice 75% --reward 80%
      anubhav rule-check --measure score --notice 60 --reward 80
    """
    if not (notice or reward):
        raise InputError("There is no rule to check.", cure="Give --notice, --reward or both.")
    campaign = campaign_of(ctx)
    if question not in campaign.grading.grading.items:
        raise InputError(
            '"{question}" is not a rating.',
            cure="Choose one of {items}.",
            question=question,
            items=", ".join(campaign.grading.grading.items),
        )
    grades = pipeline.grade(campaign, week=week, places=False)
    tell_state(grades)
    names = dict(zip(grades.stations["code"], grades.stations["name_en"], strict=True))
    if measure == "satisfied":
        check = pipeline.check_share_rule(
            campaign, grades, notice=notice, reward=reward, truth=truth, question=question, least=least
        )
        shown = f"{100 * check.assumed:.1f} % satisfied ({question} {least} or better)"
    else:
        check = pipeline.check_score_rule(campaign, grades, notice=notice, reward=reward, truth=truth)
        shown = f"a score of {check.assumed:.1f}"
    if as_json:
        click.echo(json.dumps({**check.summary(), "by_station": check.rows}, ensure_ascii=False, indent=1))
    else:
        _say(check.summary(), check.rows, names, shown, measure, notice, reward)
    return 1 if check.unfair else 0


def _say(
    summary: dict[str, Any], rows: list[dict[str, Any]], names: dict[str, str], shown: str, measure: str,
    notice: str | None, reward: str | None,
) -> None:  # fmt: skip
    say(
        "Suppose the truth is the same at all {summary} stations with responses: {shown}.",
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
                f"  Luck stays at or below 5 % from {safe} responses per station."
                if safe
                else "  No number of responses keeps luck at or below 5 %."
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
        "A rule is fair when luck alone hits almost nobody. Ask for more responses, or judge by the interval instead of the mean."
    )


def _percent(chance: float) -> str:
    return "> 99 %" if 0.995 < chance < 1 else "< 1 %" if 0 < chance < 0.005 else f"{100 * chance:.0f} %"
