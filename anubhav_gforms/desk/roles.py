"""Who sits at the desk, and what each may open."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..campaign import Campaign
from ..cases.case import Case, owner_of_district
from ..sentence import Sentence


class DeskRole(StrEnum):
    """What an account is for."""

    IG = "ig"
    SP = "sp"
    ANALYST = "analyst"


ROLE_NAMES = {
    DeskRole.IG: Sentence("IG's office"),
    DeskRole.SP: Sentence("District SP"),
    DeskRole.ANALYST: Sentence("Analyst"),
}


class May(StrEnum):
    """What a page or a deed asks for."""

    SEE_RANGE = "see every response as a row, and counts of single stations"
    SEE_LOTS = "see the district in full groups of five"
    READ_GRAVE = "know which responses speak of money or another grave matter"
    READ_RESPONSE = "open one response and the page of messages"
    ACT = "see the cases that lie with them, and act on those"
    SEE_HEALTH = "see the state of the connection"


ALLOWED = {
    DeskRole.IG: frozenset({May.SEE_RANGE, May.READ_GRAVE, May.READ_RESPONSE, May.ACT, May.SEE_HEALTH}),
    DeskRole.SP: frozenset({May.SEE_LOTS, May.ACT}),
    DeskRole.ANALYST: frozenset({May.SEE_RANGE, May.SEE_HEALTH, May.ACT}),
}


@dataclass(frozen=True, slots=True)
class Officer:
    """Who asks: the account's name, its role, and the code of an SP's district."""

    name: str
    role: DeskRole
    district: str = ""
    with_password: bool = True  # False for whoever sits at this computer and has no account

    def may(self, what: May) -> bool:
        """Whether the role allows it."""
        return what in ALLOWED[self.role]

    @property
    def scope(self) -> str:
        """Officers of one scope see the same pages."""
        return f"{self.role}:{self.district}"

    def sees(self, campaign: Campaign, station: str) -> bool:
        """Whether a station lies where this officer looks."""
        there = campaign.station_by_code.get(station)
        return self.role is not DeskRole.SP or (there is not None and there.district == self.district)


def sees_case(officer: Officer, case: Case) -> bool:
    """The IG's office sees every case, others those that lie with them now."""
    owner = owner_of_district(officer.district) if officer.role is DeskRole.SP else str(officer.role)
    return officer.role is DeskRole.IG or case.owner == owner


def name_of_case(officer: Officer, case: Case) -> str:
    """What an officer calls a case, in words and addresses: its number; for who does not see all of them its mark, since gaps between
    numbers tell how many lie with others, and when each came."""
    return str(case.number) if officer.role is DeskRole.IG else case.mark


def may_have(officer: Officer, name: str) -> bool:
    """Whether an officer may have a file of a report's folder, by its name there; docs/reports.md says who reads what."""
    top, _, rest = name.partition("/")
    shared = top == "shared" and bool(rest)
    match officer.role:
        case DeskRole.IG:
            return True
        case DeskRole.ANALYST:
            return shared or (not rest and name.endswith((".html", ".csv", ".json", ".xlsx", ".pdf")))
        case DeskRole.SP:
            return shared or name in {f"districts/{officer.district}{end}" for end in (".pdf", "-messages.html")}
