"""Whether a watch can look, and whether somebody takes what it tells."""

from __future__ import annotations

from ..campaign import Campaign
from ..campaign.alerts import load_alerts
from ..errors import AnubhavError
from ..forms.checks import Check, green, red
from ..responses.alerts.outbox import load_outbox
from ..sentence import Sentence
from .responses import alert_addresses


def check_alerts(campaign: Campaign) -> Check:
    """Whether config/alerts.toml and the file of addresses can be used and have words to look for, and no message waits for an
    address that does not take it. Reads only."""
    try:
        rules, addresses, outbox = load_alerts(campaign.root), alert_addresses(campaign)[1], load_outbox(campaign.data)
    except AnubhavError as error:
        return red(error.message, error.cure or "Correct it: until then anubhav watch pulls and sends no alert.")
    if rules.rules.grave and not rules.words.grave:
        return red(
            "config/alerts.toml has no words for grave matters: no message is told at once",
            "Bring the file back from a backup or from a folder that anubhav init makes; or set grave = false in it.",
        )
    if n := len(outbox.waiting):
        said = Sentence(
            "{n} message was not taken by its address", "{n} messages were not taken by their addresses", n=n
        )
        return red(
            said, "anubhav watch --once names the address; what waits is sent again by each look, within an hour"
        )
    if not addresses:
        return green("no address is set: they are shown where anubhav watch runs, and open a case")
    n = len(addresses)
    return green("they go to {n} address; each was taken", "they go to {n} addresses; each was taken", n=n)
