"""Responses of full groups of five → the texts that may leave the IG's office: the law of numbers holds for words too.

A text leaves with its group, says its week and not its day, and only from a station with enough responses for a score.
Each waits until a person of the IG's office has read it and released it. No list of words lets a text go: "do din andar rakha" is made of
harmless ones. They say what may be read first, and of praise and suggestions what may be read and released together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from hashlib import sha256

import numpy as np
import pandas as pd

from ...campaign import Campaign
from ...campaign.alerts import load_alerts
from ...grading.grades import Grades
from ...nouns.week import Week, read_week
from ...privacy.redaction import redact
from ...responses.alerts.grave import grave_finder
from ...responses.ledger.columns import CHANNEL, RESPONSE_ID, STATION
from ...responses.ledger.ledger import Ledger
from ..themes import themes_of
from .piles import Audience, Messages, Pile, sorted_by

TOGETHER = (Pile.PRAISE, Pile.SUGGESTION)
"""Piles whose harmless texts a person may release in one act."""
DELAY = 1
"""Weeks between the week of a group of five and the first page with its texts."""


def leaving_texts(
    campaign: Campaign, outside: Grades, ledger: Ledger, *, first: int, last: int, also: Collection[str] = ()
) -> pd.DataFrame:
    """The texts of groups of five that were full in the weeks `first` to `last` (their numbers), and of the responses `also` in earlier ones.

    Columns: answer (response id), week (number), station, district, channel, pile, grave, themes, text (redacted) and
    harmless (a person may release it together with others); the newest week first.
    """
    topic, message = sorted_by(campaign)
    graded = outside.table
    enough = {*graded.loc[graded["score"].notna(), "code"]}
    lots = outside.lots
    codes = np.asarray(lots.table[STATION].to_pylist(), object)
    places = np.flatnonzero((lots.weeks <= last) & np.isin(codes, [*enough]))
    columns = [RESPONSE_ID, CHANNEL, topic.key, message.key]
    given = ledger.rows(lots.rows[places], columns).to_pandas()
    table = pd.DataFrame(
        {
            "answer": given[RESPONSE_ID].astype(str).to_numpy(),
            "week": lots.weeks[places],
            "station": codes[places],
            "channel": given[CHANNEL].astype(str).to_numpy(),
            "topic": given[topic.key].fillna("").astype(str).to_numpy(),
            "said": given[message.key].fillna("").astype(str).str.strip().to_numpy(),
        }
    )
    table = table[(table["said"] != "") & ((table["week"] >= first) | table["answer"].isin([*also]))]
    piles = {text: Pile(meaning) for meaning, text in topic.means.items()}
    by_code = campaign.station_by_code
    texts = [redact(text) for text in table["said"]]
    grave = [*map(grave_finder(load_alerts(campaign.root)), table["said"])]
    pile = [piles.get(said, Pile.UNSORTED) for said in table["topic"]]
    table = table.assign(
        district=[by_code[code].district for code in table["station"]],
        pile=[str(each) for each in pile],
        grave=pd.Series(grave, dtype=object, index=table.index),
        themes=pd.Series([themes_of(text) for text in table["said"]], dtype=object, index=table.index),
        text=[each.text for each in texts],
        harmless=[
            kind in TOGETHER and not matters and leaving.harmless
            for kind, matters, leaving in zip(pile, grave, texts, strict=True)
        ],
    )
    table = table.drop(columns=["topic", "said"])
    order = ["week", "station", "text", "answer"]
    return table.sort_values(order, ascending=[False, True, True, True], kind="stable").reset_index(drop=True)


def shape_of(text: str) -> str:
    """By what a text is known that a person read: its length, and where brackets stand for what was taken out. Nobody can try words out
    against it, not even the few of a short text; were the text redacted otherwise one day, it waits again."""
    return " ".join(map(str, (len(text), *(at for at, sign in enumerate(text) if sign == "["))))


def is_as_read(text: str, kept: str | None) -> bool:
    """Whether a text is the one that was released; `kept`: its shape, or the digest that versions before kept."""
    return kept in (shape_of(text), sha256(text.encode()).hexdigest()[:16])


def messages_outside(
    campaign: Campaign, outside: Grades, ledger: Ledger, week: Week, *, weeks: int, released: Mapping[str, str]
) -> Messages:
    """What SPs may read with the report of a week: what is `released` (response id → shape of the text that was read); and how many
    texts of the groups of five of the `weeks` up to it, but for the last, wait."""
    last = read_week(week.label) - DELAY
    first = last + DELAY - (weeks - 1)
    texts = leaving_texts(campaign, outside, ledger, first=first, last=last, also=released)
    let = np.array(
        [
            is_as_read(text, released.get(response_id))
            for response_id, text in zip(texts["answer"], texts["text"], strict=True)
        ],
        bool,
    )
    recent = (texts["week"] >= first).to_numpy(bool)
    said = texts.assign(released=True)[let].reset_index(drop=True)
    hidden = Counter(texts.loc[~let & recent, "district"].tolist())
    return Messages(Audience.DISTRICT, said, hidden, Week.at(first).monday, Week.at(last).sunday)
