"""config/office.toml: the office that asks, its time zone, its districts, and where Google is."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from ..languages import LANGUAGES, spoken_languages
from ..nouns.google import spreadsheet_id_in
from ..sentence import Bilingual, Sentence
from .model import EnglishName, HindiName, Line, Model, matching, web_address

DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
"""Names that no file or folder may have on Windows; districts and the campaign's id give some their names."""


def campaign_id(text: str) -> str:
    """The text, when it may be a campaign's id. Raises ValueError."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,30}", text):
        raise ValueError(Sentence("must be 1 to 31 of a-z, 0-9 and hyphen"))
    if text.upper() in DEVICES:
        raise ValueError(Sentence("is a name that Windows keeps for itself; choose another"))
    return text


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (LookupError, ValueError, OSError):
        raise ValueError('is not a time zone; write "Asia/Kolkata"') from None
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(Sentence("must be the code of one of {listed}", listed=spoken_languages()))
    return text


_Locale = Annotated[str, matching(r"[a-z]{2,3}(_[A-Z]{2})?", Sentence('is not a locale; write "en_GB"'))]
_Source = Annotated[str, matching("sheet|forms|both", Sentence('must be "sheet", "forms" or "both"'))]
_Subscription = Annotated[
    str,
    matching(
        r"(projects/[a-z0-9:.-]{1,64}/subscriptions/[A-Za-z][A-Za-z0-9_.~+%-]{2,254})?",
        Sentence('must be empty or a name such as "projects/my-project/subscriptions/anubhav"'),
    ),
]


class CampaignId(Model):
    id: Annotated[str, AfterValidator(campaign_id)]


class Office(Model):
    name_hi: HindiName
    name_en: EnglishName
    range_hi: HindiName
    range_en: EnglishName
    contact_hi: Line = ""
    contact_en: Line = ""
    retention_months: Annotated[int, Field(ge=0, le=120)] = 0
    retention_messages: bool = False
    language: Annotated[str, AfterValidator(_language)] = "en"

    @property
    def names(self) -> Bilingual:
        """Its name in both languages."""
        return Bilingual(self.name_hi, self.name_en)

    @property
    def range_names(self) -> Bilingual:
        """That of its range."""
        return Bilingual(self.range_hi, self.range_en)


class Time(Model):
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Kolkata"
    locale: _Locale = "en_GB"


class GoogleConfig(Model):
    root: Annotated[str, AfterValidator(web_address)] = ""
    subscription: _Subscription = ""
    source: _Source = "both"


def _spreadsheet(text: str) -> str:
    if text and not spreadsheet_id_in(text):
        raise ValueError("must be empty or the address of a spreadsheet")
    return spreadsheet_id_in(text)


class WitnessConfig(Model):
    """Where the heads of ledger and gazette are deposited outside the office, and who stamps them; "" for nobody."""

    heads_sheet: Annotated[str, AfterValidator(_spreadsheet)] = ""
    time_stamp: Annotated[str, AfterValidator(web_address)] = ""


class AreaNames(Model):
    name_en: EnglishName
    name_hi: HindiName


class DistrictNames(AreaNames):
    range: str = ""


class RangeNames(AreaNames):
    state: str = ""


def _district_codes(districts: dict[str, DistrictNames]) -> dict[str, DistrictNames]:
    for code in districts:
        if not re.fullmatch(r"[A-Z]{3}", code):
            raise ValueError(Sentence('has the code "{code}"; write three capital letters, such as BSP', code=code))
        if code in DEVICES:
            raise ValueError(
                Sentence('has the code "{code}", which Windows keeps for itself; choose another', code=code)
            )
    return districts


def _area_codes(areas: dict[str, AreaNames]) -> dict[str, AreaNames]:
    for code in areas:
        if not re.fullmatch(r"[A-Z]{2,8}", code) or code == "RANGE":
            raise ValueError(Sentence('has the code "{code}"; write 2 to 8 capital letters, but not RANGE', code=code))
    return areas


def _cube_keys(keys: dict[str, str]) -> dict[str, str]:
    for code, key in keys.items():
        if not re.fullmatch(r"[A-Z]{3}|range", code) or not re.fullmatch(r"[0-9a-f]{64}", key):
            raise ValueError(
                Sentence('has at {code} no key; write the line that "anubhav cube key" printed there', code=code)
            )
    return keys


class OfficeConfig(Model):
    """The whole of config/office.toml."""

    campaign: CampaignId
    office: Office
    time: Time = Time()
    google: GoogleConfig = GoogleConfig()
    witness: WitnessConfig = WitnessConfig()
    districts: Annotated[dict[str, DistrictNames], Field(min_length=1), AfterValidator(_district_codes)]
    ranges: Annotated[dict[str, RangeNames], AfterValidator(_area_codes), Field(default_factory=dict)]
    states: Annotated[dict[str, AreaNames], AfterValidator(_area_codes), Field(default_factory=dict)]
    cube_keys: Annotated[dict[str, str], AfterValidator(_cube_keys), Field(default_factory=dict)]
