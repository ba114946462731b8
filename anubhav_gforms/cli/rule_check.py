"""anubhav rule-check: would this reward or notice rule hit those who do not deserve it?"""

from __future__ import annotations

import click

from .. import pipeline
from ..errors import InputError
from ..sentence import percent
from .modes import modes
from .options import json_option
from .show import campaign_of, in_language, say, show, show_json, tell_state


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
@click.option("--week", metavar="WEEK", help="ISO week that ends the 13 weeks.  [default: the last finished one]")
@json_option(help="Print it as JSON, every station.")
@modes({"--measure score": "--notice --reward --week --json", "": "--notice --reward --week --json"})
@click.pass_context
def command(
    ctx: click.Context, notice: str | None, reward: str | None, measure: str, question: str, least: int,
    week: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Say how many notices and rewards of a rule would be undeserved, before the order is signed.

    Takes every station with at least 10 responses and asks: how probable is it that its truth lies on the other side of the
    limit? Ends with 1 when that is more than 5% for somebody who is hit, or when too few stations can be judged.

    \b
    Example:
      anubhav rule-check --notice 75% --reward 80%
      anubhav rule-check --measure score --notice 60 --reward 80
    """
    if not (notice or reward):
        raise InputError("There is no rule to check.", cure="Give --notice, --reward or both.")
    shares = measure == "satisfied"
    campaign = campaign_of(ctx)
    if question not in campaign.grade_rules.items:
        raise InputError(
            '"{question}" is not a rating.',
            cure="Choose one of {items}.",
            question=question,
            items=", ".join(campaign.grade_rules.items),
        )
    grades = (
        pipeline.count_exactly(campaign, week=week) if shares else pipeline.grade(campaign, week=week, places=False)
    )
    tell_state(grades)
    names = {station.code: in_language(station.names) for station in campaign.stations}
    check = (
        pipeline.check_share_rule(campaign, grades, notice=notice, reward=reward, question=question, least=least)
        if shares
        else pipeline.check_score_rule(grades, notice=notice, reward=reward)
    )
    if as_json:
        show_json({**check.summary(), "by_station": check.rows})
    else:
        _say(check, names, measure, {"notice": notice, "reward": reward})
    return 1 if check.unfair else 0


def _say(check: pipeline.RuleCheck, names: dict[str, str], measure: str, limits: dict[str, str | None]) -> None:
    figures = check.summary()
    if not check.checked:
        say(
            "{n} station has enough responses; from fewer than 10 nothing can be said of a rule.",
            "{n} stations have enough responses; from fewer than 10 nothing can be said of a rule.",
            n=len(check.rows),
        )
        return
    for word, limit in limits.items():
        if limit is None:
            continue
        say(
            "Notice below {limit}: {hit} of {stations} stations; about {undeserved:.1f} of these would be undeserved."
            if word == "notice"
            else "Reward above {limit}: {hit} of {stations} stations; about {undeserved:.1f} of these would be undeserved.",
            limit=limit, hit=figures[f"{word}s"], stations=len(check.rows),
            undeserved=figures[f"undeserved_{word}s"],
        )  # fmt: skip
        if f"planned_{word}s" in figures:
            say(
                "  At such numbers of responses the rule gives {hit:.1f} in the long run, {undeserved:.1f} of them undeserved.",
                hit=figures[f"planned_{word}s"],
                undeserved=figures[f"planned_undeserved_{word}s"],
            )
    if check.above_own:
        own = f"{100 * check.own:.1f}%" if measure == "satisfied" else f"{check.own:.1f}"
        say(
            "The notice begins above what the range reaches ({own}): more than half of the stations would get one. These notices are then mostly deserved by the rule, not by bad luck.",
            own=own,
        )
    for word in ("notice", "reward"):
        hit = sorted((row for row in check.rows if row[word]), key=lambda row: -(row[f"undeserved_{word}"] or 0))
        if hit:
            show(
                "Notices, the least deserved first (n, measured, chance that it is undeserved):"
                if word == "notice"
                else "Rewards, the least deserved first (n, measured, chance that it is undeserved):"
            )
        for row in hit[:10]:
            value = f"{100 * row['measured']:.0f}%" if measure == "satisfied" else f"{row['measured']:.1f}"
            chance = percent(row[f"undeserved_{word}"])
            click.echo(f"  {row['code']:9} {names[row['code']][:40]:40} {row['n']:5}  {value:>6}  {chance:>6}")
    if check.too_few:
        say(
            "{n} station has fewer than 10 responses: no rule should touch it.",
            "{n} stations have fewer than 10 responses: no rule should touch them.",
            n=check.too_few,
        )
    say(
        "A rule is fair when hardly anybody is hit without deserving it. Ask for more responses, or go by the words above and below."
    )
