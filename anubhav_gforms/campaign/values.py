"""The nouns of a campaign: districts, stations, and the campaign that holds everything the office wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from ..sentence import Bilingual
from .form import FormConfig
from .grading import Grading, GradingConfig
from .kinds import StationKind
from .office import OfficeConfig
from .poster import PosterConfig
from .roles import Role, Words


class Status(StrEnum):
    """How sure the roster is of a station; what follows from each stands in STATUSES."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to-confirm"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StatusMeaning:
    """What a status does. Whatever it is, the station's codes stay valid and its responses stay in the ledger.

    `listed`: it stands in lists, on the map and in the means of its district. `printed`: posters are made without its being
    named. `asked`: its name is told before a print, to be confirmed. `says`: the same in a sentence, for the docs.
    """

    listed: bool
    printed: bool
    asked: bool
    says: str


STATUSES: Mapping[Status, StatusMeaning] = MappingProxyType(
    {
        Status.CONFIRMED: StatusMeaning(True, True, False, "name and place are right"),
        Status.TO_CONFIRM: StatusMeaning(
            True, True, True, "as confirmed, and named before a print: somebody must check it"
        ),
        Status.CLOSED: StatusMeaning(
            False,
            False,
            False,
            "from the day in closed_on it is in no list, on no map and in no mean; its history can still be explained",
        ),
    }
)
"""The one table of statuses."""


class Named:
    """What has a name in both languages."""

    __slots__ = ()
    name_en: str
    name_hi: str

    @property
    def names(self) -> Bilingual:
        """The name in both languages."""
        return Bilingual(self.name_hi, self.name_en)


@dataclass(frozen=True, slots=True)
class District(Named):
    """One district of the range. `code` is what every station code of it begins with."""

    code: str
    name_en: str
    name_hi: str


class RegionLevel(StrEnum):
    """What lies above a district in a campaign that holds several ranges."""

    RANGE = "police range"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Region(Named):
    """A range or a state of a campaign that holds several of them, and the codes of its districts."""

    level: RegionLevel
    code: str
    name_en: str
    name_hi: str
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Station(Named):
    """One place that is graded: a row of stations.csv.

    `closed_on` is the first day on which a closed one was closed, None when the office did not say: then it is in no week's
    lists. `lat` and `lon` are degrees (WGS 84) or None. `copies` is how many posters it hangs, `placements` where
    (short names, the first for the first copy). `line` is its line in stations.csv.
    """

    code: str
    name_en: str
    name_hi: str
    district: str
    kind: StationKind
    parent: str = ""
    lat: float | None = None
    lon: float | None = None
    status: Status = Status.TO_CONFIRM
    copies: int = 1
    placements: tuple[str, ...] = ()
    line: int = 0
    closed_on: date | None = None

    def listed_on(self, day: date) -> bool:
        """Whether it stands in the lists and means of that day."""
        return STATUSES[self.status].listed or (self.closed_on is not None and day < self.closed_on)


@dataclass(frozen=True, repr=False)
class Campaign:
    """Everything the office wrote, checked: config/*.toml and stations.csv under `root`."""

    root: Path
    office: OfficeConfig
    form: FormConfig
    grading: GradingConfig
    poster: PosterConfig
    districts: tuple[District, ...]
    stations: tuple[Station, ...]
    announced_words: Mapping[Role, Words] | None = None
    rules_before: tuple[tuple[int, Grading], ...] | None = None
    """The rules as they were announced, each set with the number of the last week under it, where who counted differs from today;
    None: not looked up."""

    def __repr__(self) -> str:
        return f"Campaign({self.id!r}, {len(self.stations)} stations in {len(self.districts)} districts)"

    def __getstate__(self) -> dict[str, object]:
        """What another process gets; it makes its own look-ups."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def id(self) -> str:
        """Short name of the campaign; signing keys and logins are kept under it."""
        return self.office.campaign.id

    @property
    def grade_rules(self) -> Grading:
        """How responses become grades: config/grading.toml, table [grading]."""
        return self.grading.grading

    @property
    def data(self) -> Path:
        """The folder that the program writes: state and personal data."""
        return self.root / "data"

    @property
    def timezone(self) -> str:
        """IANA name of the zone in which days and weeks are counted."""
        return self.office.time.timezone

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.timezone)

    @property
    def words(self) -> Mapping[Role, Words]:
        """What answers mean, by the role of their question: as announced, where that is known, else as config/form.toml says."""
        return self.form.words if self.announced_words is None else self.announced_words

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The states, then the ranges, each where there is more than one; () for one range."""
        office = self.office
        ranges = tuple(
            Region(RegionLevel.RANGE, code, names.name_en, names.name_hi,
                   tuple(district for district, of in office.districts.items() if of.range == code))
            for code, names in office.ranges.items()
        )  # fmt: skip
        states = tuple(
            Region(RegionLevel.STATE, code, names.name_en, names.name_hi,
                   tuple(district for one in ranges if office.ranges[one.code].state == code for district in one.districts))
            for code, names in office.states.items()
        )  # fmt: skip
        return tuple(region for of_level in (states, ranges) if len(of_level) > 1 for region in of_level)

    @cached_property
    def station_by_code(self) -> Mapping[str, Station]:
        return MappingProxyType({station.code: station for station in self.stations})

    @cached_property
    def district_by_code(self) -> Mapping[str, District]:
        return MappingProxyType({district.code: district for district in self.districts})
