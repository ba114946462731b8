"""config/alerts.toml: what the office is told at once. Without the file nothing but the defaults below hold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from ..errors import CampaignError, Mistake
from ..sentence import Sentence
from .model import FilledLine, Line, Model, web_address
from .toml import read_toml, renamed

FILE = "alerts.toml"
Hours = Annotated[int, Field(ge=0, le=720)]


class AlertRules(Model):
    """Each rule is off at false or 0."""

    money: bool = True
    grave: bool = True
    low_rating: Annotated[int, Field(ge=0, le=5)] = 1
    burst: Annotated[int, Field(ge=0)] = 20
    changed: bool = True
    sheet_silent_hours: Hours = 6
    pull_overdue_hours: Hours = 6


def _never(asked: bool) -> bool:
    """A line of older campaigns, which is let stand while it says false."""
    if asked:
        raise ValueError(
            Sentence(
                "is no longer possible: an alert holds no citizen's words. It names the response and its case, and anubhav answer ID shows the words to whoever may read them. Remove the line"
            )
        )
    return asked


class AlertText(Model):
    """How much an alert says; never a citizen's words."""

    include_messages: Annotated[bool, AfterValidator(_never)] = False
    most_lines: Annotated[int, Field(ge=1, le=200)] = 20


Days = Annotated[int, Field(ge=0, le=365)]


class CaseRules(Model):
    """In how many days a case is due, by what it is about; `address`: where the office's desk is reached, for links in alerts."""

    grave_days: Days = 1
    money_days: Days = 7
    other_days: Days = 14
    address: Annotated[str, AfterValidator(web_address)] = ""


class Heartbeat(Model):
    """What a monitor outside watches: an address that is asked, and a file that is touched, after every look that succeeded."""

    url: Annotated[str, AfterValidator(web_address)] = ""
    file: Line = ""


class WatchWords(Model):
    """Words and phrases; one that ends in * stands for every word that begins so, # for a number."""

    grave: tuple[FilledLine, ...] = ()


class AlertsConfig(Model):
    """The whole of config/alerts.toml."""

    rules: AlertRules = AlertRules()
    text: AlertText = AlertText()
    words: WatchWords = WatchWords()
    cases: CaseRules = CaseRules()
    heartbeat: Heartbeat = Heartbeat()


def load_alerts(root: Path) -> AlertsConfig:
    """The alert rules of the campaign under `root`. Raises CampaignError with every mistake of the file."""
    path = root / "config" / FILE
    if not (path.exists() or path.is_symlink()):  # a link that leads nowhere is a file that is lost
        if said := renamed(path):
            raise CampaignError([Mistake(path, 0, said)])
        return AlertsConfig()
    mistakes: list[Mistake] = []
    alerts = read_toml(path, AlertsConfig, mistakes)
    if alerts is None:
        raise CampaignError(mistakes)
    return alerts
