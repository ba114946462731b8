"""staff.csv: who serves where. Optional and private; with it, praise is confirmed for people who exist, under their names as written there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..campaign import Campaign
from ..errors import InputError
from ..secret_files import refuse_open
from ..sentence import Sentence
from ..text import searched
from .given import read_table, refuse_station

STAFF = "staff.csv"
STAFF_COLUMNS = ("station", "rank", "name_hi", "name_en")
LEAST_WORD = 3
"""A part of a name with fewer letters is found in too many other words."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Somebody of the staff: code of the station, rank, name in both languages; one of the two names may be ""."""

    station: str
    rank: str
    name_hi: str
    name_en: str

    @property
    def title(self) -> str:
        """Rank and name as a letter says them, Hindi where there is one."""
        return f"{self.rank} {self.name_hi or self.name_en}".strip()

    @property
    def words(self) -> frozenset[str]:
        """The parts of their name by which a message may call them."""
        return frozenset(word for word in searched(f"{self.name_hi} {self.name_en}").split() if len(word) >= LEAST_WORD)


def read_staff(campaign: Campaign) -> tuple[Serving, ...]:
    """staff.csv under the campaign's root; () without the file. Raises CampaignError with all mistakes, StateError when others can
    read it."""
    path = campaign.root / STAFF
    if path.exists():
        refuse_open(path)

    def serving(row: dict[str, str], wrong: list[Sentence]) -> Serving:
        refuse_station(campaign, row["station"], wrong)
        if not row["name_hi"] and not row["name_en"]:
            wrong.append(Sentence("name_hi and name_en are both empty. Write the name in one of them."))
        return Serving(row["station"], row["rank"], row["name_hi"], row["name_en"])

    return tuple(read_table(path, STAFF_COLUMNS, serving))


def serving_there(staff: Sequence[Serving], station: str, name: str) -> Serving:
    """The one of a station whose name holds every word of `name`. Raises InputError when it is none or several."""
    asked = set(searched(name).replace(".", " ").split())
    fitting = [
        officer
        for officer in staff
        if officer.station == station
        and asked <= {*searched(f"{officer.rank} {officer.name_hi} {officer.name_en}").split()}
    ]
    if not fitting:
        raise InputError(
            "staff.csv has nobody of that name at {station}.",
            cure="Write the name as it is there, or add the person.",
            station=station,
        )
    if len(fitting) > 1:
        raise InputError(
            "staff.csv has {n} persons of that name at {station}.",
            cure="Write rank and whole name, as they are there.",
            n=len(fitting),
            station=station,
        )
    return fitting[0]
