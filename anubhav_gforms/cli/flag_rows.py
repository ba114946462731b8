"""The responses behind a flag, as a person reads them before deciding."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from .. import pipeline
from ..campaign import Role
from ..sentence import joined
from .show import put, say, show, translated

if TYPE_CHECKING:
    from pandas import DataFrame


def say_taken(taken: Collection[str]) -> None:
    """How many responses "not genuine" takes out, where it takes any: none of them is looked at alone."""
    if taken:
        say(
            "not-genuine takes out the {n} response that is all alike (* in flags show), also if an honest visitor sent it.",
            "not-genuine takes out all {n} responses that are all alike (* in flags show), also those that honest visitors sent.",
            n=len(taken),
        )


def show_responses(campaign: pipeline.Campaign, rows: DataFrame, taken: Collection[str]) -> None:
    """The responses behind a flag, a line each with the poster or card that brought it, those that "not genuine" takes out with a mark, and
    what to do with them."""
    money = campaign.form.key_of(Role.MONEY)
    keys = [*campaign.grade_rules.items, *([money] if money else [])]
    show(
        "  {response:16}  {sent:16}  {channel:12}  ratings ({keys})",
        response=translated("response"),
        sent=translated("sent"),
        channel=translated("channel"),
        keys=joined((pipeline.column_title(campaign.form, key) for key in keys), ", "),
    )
    given = rows[keys].astype("string").fillna("-").replace("", "-").agg(" ".join, axis=1)
    serials = rows["serial"].astype("string").fillna("")
    for response, sent, channel, serial, words in zip(
        rows["response_id"], rows["submitted_at"], rows["channel"], serials, given, strict=True
    ):
        came_by, mark = f"{translated(channel)} {serial}", "*" if response in taken else " "
        put(f"{mark} {response:16}  {sent:%Y-%m-%d %H:%M}  {came_by:12}  {words}")
    say(
        "{n} response. Look at the register and the visitors of that day before deciding; to ask the station first warns it.",
        "{n} responses. Look at the register and the visitors of these days before deciding; to ask the station first warns it.",
        n=len(rows),
    )
    say("Open one: anubhav answer ID. Who looked is written down.")
