"""anubhav watch: pull again and again, tell the office at once what cannot wait, stop cleanly."""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path
from threading import Event
from typing import Any

import click

from .. import pipeline
from ..errors import AnubhavError, CampaignError, GoogleError, InputError, StateError, refused_file
from ..sentence import Sentence
from ..version import RunningCode
from .modes import modes
from .options import json_option
from .pull import changes_json, deposit_heads
from .show import campaign_of, quietly, said, say, show, show_json, translated

BETWEEN_RINGS = 2.0
"""Seconds between two questions whether somebody responded, where Google does not wait before it replies."""
LONGEST_PAUSE = 900.0
"""Seconds between two tries, however often pulling failed."""


def interval(ctx: click.Context, parameter: click.Parameter, text: str | None) -> float | None:
    """The seconds of a time such as 5m; None when none was given."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,5})\s*([smh]?)", text.strip())
    seconds = int(match[1]) * {"s": 1, "m": 60, "h": 3600, "": 60}[match[2]] if match else 0
    if not 60 <= seconds <= 24 * 3600:
        raise click.BadParameter(translated("write a time of at least a minute and at most a day, such as 5m or 1h"))
    return float(seconds)


@click.command("watch")
@click.option("--every", default="5m", show_default=True, callback=interval, help="Time between two pulls: 1m to 24h.")
@click.option("--once", is_flag=True, help="Pull and tell once, then end; for cron, systemd and Task Scheduler.")
@json_option(help="Print each look as one line of JSON.")
@modes({"--once": "--json", "": "--json"})
@click.pass_context
def command(ctx: click.Context, every: float, once: bool, as_json: bool) -> None:
    """Pull on a schedule and alert the office at once.

    Alert rules are set in config/alerts.toml. Where alerts go is written, one Apprise address per line, into the file
    alert-addresses.txt beside the campaign's signing keys (the command names its place); it holds passwords, so it
    must be readable by you only. "hi " or "en " before an address is the language of its alerts. Without addresses alerts are only shown. Each alert is sent once, or twice where the computer stops while it is sent. Ctrl-C, or the
    signal TERM, stops it after the current step. With a subscription in config/office.toml a response wakes it at once.

    \b
    Example:
      anubhav watch --every 5m
      anubhav watch --once
    """
    campaign = campaign_of(ctx)
    quietly(as_json)
    if once:
        _looks(campaign, as_json=as_json)[0]()
        return
    if not watch_until(campaign, every, _stop_signal(), as_json=as_json):
        raise StateError("anubhav was updated while it watches.", cure="Nothing is lost. Start it again: anubhav watch")
    say("Stopped. Nothing is lost: the next anubhav watch goes on here.")


def watch_until(campaign: pipeline.Campaign, every: float, stop: Event, *, as_json: bool = False) -> bool:
    """Look again and again until `stop` is set; a response wakes it where the office has a subscription. False when it ended because
    the package was updated: what pulls is one code, not half of each."""
    code = RunningCode()
    look, google = _looks(campaign, as_json=as_json)
    bell = pipeline.response_bell(campaign, google)
    if bell:
        say("A response wakes it at once, through {subscription}.", subscription=campaign.office.google.subscription)
    zone = campaign.zone
    wait = woken(stop, bell.rings, zone) if bell else stop.wait
    keep_looking(look, every=every, stop=lambda seconds: wait(seconds) or code.was_replaced, zone=zone)
    return stop.is_set()


def _looks(campaign: pipeline.Campaign, *, as_json: bool) -> tuple[Callable[[], None], pipeline.Google]:
    """What one look does, and the gateway that it asks. Each reads config/ and stations.csv as they are then."""
    from ..campaign import load_campaign  # --help reads no campaign

    with suppress(InputError, CampaignError):  # each look says it, after its pull
        _say_where_alerts_go(*pipeline.alert_addresses(campaign))
    google = pipeline.connect(campaign)

    def look() -> None:
        nonlocal campaign
        try:
            campaign = load_campaign(campaign.root)
        except (CampaignError, OSError) as error:  # Windows opens none that another program is writing
            wrong = refused_file(error) if isinstance(error, OSError) else error
            say("{clock}  {error}", clock=_clock(campaign.zone), error=wrong)
            say("          Until that is put right, pulls and alerts go by config/ and stations.csv as they were.")
        seen = pipeline.watch(campaign, google, said=_said)
        if as_json:
            show_json(look_json(seen), in_a_row=True)
        else:
            _tell(seen, campaign.zone, loud=seen.told_nobody)
        deposit_heads(campaign)

    return look, google


def _say_where_alerts_go(file: Path, addresses: Sequence[str]) -> None:
    if addresses:
        say(
            "Alerts go to {n} address of {folder}.",
            "Alerts go to {n} addresses of {folder}.",
            n=len(addresses),
            folder=file,
        )
    else:
        say("No addresses in {folder}: alerts are only shown here.", folder=file)


def look_json(look: pipeline.Look) -> dict[str, Any]:
    """One look in the shape of `anubhav watch --json`. Alerts hold no citizen's words, unless config/alerts.toml allows it."""
    return {
        "changes": changes_json(look.changes) if look.changes else None,
        "alerts": [
            {"rule": alert.rule, "title": translated(alert.title), "lines": [translated(line) for line in alert.lines]}
            for alert in look.alerts
        ],
        "sent": look.sent,
        "failed": list(look.failed),
        "waiting": look.waiting,
        "uncertain": look.uncertain,
        "silent_monitor": translated(look.silent_monitor) if look.silent_monitor else None,
    }


def _said(text: str, language: str) -> str:
    """A sentence in the language of an address; "" is the language of this run."""
    return said(text, language) if language else translated(text)


def keep_looking(
    look: Callable[[], None],
    *,
    every: float,
    stop: Callable[[float], bool],
    zone: tzinfo,
    clock: Callable[[], float] = time.monotonic,
    chance: Callable[[float, float], float] = random.uniform,
) -> None:
    """Look again and again, about every `every` seconds, until `stop(seconds)`, which waits so long, says so.

    A look that fails, without network or login, is told and tried again: after a minute, then after twice as long each
    time, at most `LONGEST_PAUSE`.
    """
    failures = 0
    while True:
        began = clock()
        try:
            look()
            failures = 0
        except AnubhavError as error:
            failures += 1
            say("{clock}  {error}", clock=_clock(zone), error=error)
            if not isinstance(error, GoogleError):
                say("          The next pull tries again; nothing is lost.")
        pause = every * chance(0.95, 1.05) - (clock() - began)
        if failures:
            pause = min(60.0 * 2 ** min(failures - 1, 9), LONGEST_PAUSE) * chance(0.9, 1.1)
        if stop(max(pause, 1.0)):
            return


def woken(
    stop: Event,
    rings: Callable[[], bool],
    zone: tzinfo,
    *,
    clock: Callable[[], float] = time.monotonic,
    pause: float = BETWEEN_RINGS,
) -> Callable[[float], bool]:
    """A wait of so many seconds that also ends when it `rings()`; it gives whether it was stopped.

    What keeps it from hearing is told, and the rest of this wait passes as without a bell.
    """

    def wait(seconds: float) -> bool:
        end = clock() + seconds
        while (left := end - clock()) > 0 and not stop.is_set():
            try:
                if rings():
                    return False
            except AnubhavError as error:
                say("{clock}  {error}", clock=_clock(zone), error=error)
                say("          Until the next pull nothing wakes it.")
                return stop.wait(left)
            stop.wait(min(left, pause))
        return stop.is_set()

    return wait


def _stop_signal() -> Event:
    stop = Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: stop.set())
    return stop


def _tell(look: pipeline.Look, zone: tzinfo, *, loud: bool) -> None:
    """Show what a look found; alerts that go nowhere else (`loud`) also when --quiet."""
    shout = show if loud else say
    changes = look.changes
    if changes is not None:
        until = f"{changes.data_until:%d.%m. %H:%M}" if changes.data_until else Sentence("none yet")
        say(
            "{clock}  {new:,} new, {total:,} in all, data up to {until}",
            clock=_clock(zone),
            new=changes.new,
            total=changes.total,
            until=until,
        )
    if look.history:
        say(
            "          {n:,} response that was there before is history: no case is opened for it. Grave words in it: anubhav report --audience ig",
            "          {n:,} responses that were there before are history: no case is opened for them. Grave words in them: anubhav report --audience ig",
            n=look.history,
        )
    for alert in look.alerts:
        shout(Sentence("          ALERT {title}", title=alert.title))
        for line in alert.lines:
            shout(Sentence("            {line}", line=line))
    if look.sent:
        say("          {n} message sent", "          {n} messages sent", n=look.sent)
    if look.uncertain:
        say(
            "          {n} message may have arrived or not: it was cut off twice while it was sent",
            "          {n} messages may have arrived or not: they were cut off twice while they were sent",
            n=look.uncertain,
        )
    if look.silent_monitor:
        say("          {fault}", fault=look.silent_monitor)
    if look.failed:
        say(
            "          not taken by: {failed}; {n} waits and is tried again, within an hour",
            "          not taken by: {failed}; {n} wait and are tried again, within an hour",
            failed=", ".join(look.failed),
            n=look.waiting,
        )


def _clock(zone: tzinfo) -> str:
    """The time in the office's zone, as all other times that it says."""
    return f"{datetime.now(zone):%H:%M:%S}"
