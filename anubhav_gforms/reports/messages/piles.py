"""Messages → piles, for the IG: praise, suggestions, complaints, grave matters, not about the place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from ...campaign import Campaign, Question, Role
from ...campaign.alerts import load_alerts
from ...errors import InputError
from ...privacy.redaction import PERSONS, redact
from ...responses.alerts.grave import grave_finder
from ...responses.ledger.columns import CHANNEL, CODE_STATUS, DAY, RESPONSE_ID, STATION, CodeStatus
from ..themes import themes_of

SORTED = (Role.TOPIC, Role.MESSAGE)
"""What a message is sorted by, and the message."""


class Audience(StrEnum):
    """Who reads. The IG reads messages without numbers; an SP reads redacted ones of full groups of five; a station reads none."""

    IG = "ig"
    DISTRICT = "district"
    STATION = "station"

    def reads(self, name: str) -> bool:
        """True for the name of a file, in a report's folder, that is made for this audience alone."""
        folder, ending = {
            "ig": ("ig/", ""),
            "district": ("districts/", "-messages.html"),
            "station": ("stations/", ""),
        }[self.value]
        return name.startswith(folder) and name.endswith(ending)


class Pile(StrEnum):
    """Where a message belongs; a person decides in the end."""

    GRAVE = "grave"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    ELSEWHERE = "elsewhere"
    UNSORTED = "unsorted"


@dataclass(frozen=True)
class Messages:
    """The messages that one audience may read, sorted."""

    audience: Audience  # who reads them
    table: pd.DataFrame  # newest first: id (IG), day (IG) or week (SP), station and district ("": not known), channel, pile, grave, themes, text
    hidden: Mapping[str, int]  # texts that wait for a person's release, by district
    first: date  # day from which this audience may read
    last: date  # last day that it may read


def message_columns(campaign: Campaign) -> tuple[str, ...]:
    """What the ledger must give for messages: never the name or the mobile. Raises InputError when the form asks for none."""
    return (RESPONSE_ID, DAY, STATION, CHANNEL, CODE_STATUS, *(question.key for question in sorted_by(campaign)))


def sorted_by(campaign: Campaign) -> tuple[Question, Question]:
    """The questions on the topic and with the message. Raises InputError when the form does not ask both."""
    topic, message = (campaign.form.role(role) for role in SORTED)
    if topic and message:
        return topic, message
    missing = [f'role = "{role}"' for role, asked in zip(SORTED, (topic, message), strict=True) if not asked]
    raise InputError(
        "config/form.toml has no question with {roles}, so there are no messages to sort.",
        cure="Leave out --audience.",
        roles=", ".join(missing),
    )


def sort_messages(
    campaign: Campaign, responses: pd.DataFrame, *, first: date, last: date, district: str | None = None
) -> Messages:
    """Every message from `first` to `last`, sorted into piles, for the IG alone: numbers and addresses of e-mail are taken out,
    names and places stay (praise needs them). `responses` has the columns of `message_columns`. `district`: those of one alone, "" for
    stations that are not known."""
    text = responses[sorted_by(campaign)[1].key].fillna("").astype(str).str.strip()
    days = pd.to_datetime(responses[DAY])
    written = responses[(text != "") & days.between(pd.Timestamp(first), pd.Timestamp(last))]
    if district is not None:
        written = written[[each == district for each in _districts(campaign, _stations(written))]]
    table = _sorted(campaign, written)
    table = table.assign(text=[redact(text, spare=PERSONS).text for text in table["text"]])
    return Messages(Audience.IG, table.reset_index(drop=True), {}, first, last)


def _sorted(campaign: Campaign, responses: pd.DataFrame) -> pd.DataFrame:
    topic, message = sorted_by(campaign)
    piles = {text: Pile(meaning) for meaning, text in topic.means.items()}
    texts = responses[message.key].astype(str)
    grave = [*map(grave_finder(load_alerts(campaign.root)), texts)]
    station = _stations(responses)
    table = pd.DataFrame(
        {
            "id": responses[RESPONSE_ID].astype(str).to_numpy(),
            "day": pd.to_datetime(responses[DAY]).to_numpy(),
            "station": station.to_numpy(),
            "district": _districts(campaign, station),
            "channel": responses[CHANNEL].astype(str).to_numpy(),
            "pile": [
                str(Pile.GRAVE if matters else piles.get(said, Pile.UNSORTED))
                for matters, said in zip(grave, responses[topic.key].fillna("").astype(str), strict=True)
            ],
            "grave": pd.Series(grave, dtype=object),
            "themes": pd.Series([themes_of(text) for text in texts], dtype=object),
            "text": texts.to_numpy(),
        }
    )
    return table.sort_values(["day", "station"], ascending=[False, True], kind="stable")


def _stations(responses: pd.DataFrame) -> pd.Series[str]:
    """The station of each; "" where the code was not accepted."""
    return responses[STATION].astype(str).where(responses[CODE_STATUS].astype(str) == CodeStatus.ACCEPTED, "")


def _districts(campaign: Campaign, stations: pd.Series[str]) -> list[str]:
    by_code = campaign.station_by_code
    return [by_code[code].district if code in by_code else "" for code in stations]
