"""The fault plan: what goes wrong, when, and how often. Seeded, so that the same plan goes wrong in the same way."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from .wire import Json


class When(Enum):
    """At which moment of a request a fault strikes."""

    WORLD = "the world changes just before the request is served"
    BEFORE = "instead of the work"
    AFTER = "after the work was done"
    GRANT = "at the token endpoint"


class Fault(StrEnum):
    """Everything that can go wrong. docs/sandbox.md has a line for each."""

    # instead of the work
    QUOTA = "quota"
    QUOTA_ZERO = "quota-zero"
    QUOTA_DAY = "quota-day"
    QUOTA_PROJECT = "quota-project"
    QUOTA_PER_MINUTE = "quota-per-minute"
    ERROR_409 = "error-409"
    ERROR_500 = "error-500"
    ERROR_503 = "error-503"
    HTML_502 = "html-502"
    HTML_503 = "html-503"
    HTML_403 = "html-403"
    ROBOT = "robot"
    SLOW = "slow"
    NEVER_ARRIVED = "never-arrived"
    PERMISSION = "permission"
    NOT_FOUND = "not-found"
    PROTECTED = "protected"
    SERVICE_DISABLED = "service-disabled"
    PROJECT_SUSPENDED = "project-suspended"
    BILLING_DISABLED = "billing-disabled"
    TERMS = "terms"
    PERIMETER = "perimeter"
    ORG_RESTRICTION = "org-restriction"
    ACCOUNT_OFF = "account-off"
    SCOPES = "scopes"
    EXPIRED = "expired-token"
    STORAGE_QUOTA = "storage-quota"
    DRIVE_FULL = "drive-full"
    SHARING_FORBIDDEN = "sharing-forbidden"
    SHARING_RATE = "sharing-rate"
    APPS_FORBIDDEN = "apps-forbidden"
    # after the work was done
    REPLY_LOST = "reply-lost"
    REPLY_503 = "reply-503"
    CUT_OFF = "cut-off"
    HTML_200 = "html-200"
    EMPTY = "empty"
    PUBLISHED_READER = "published-reader"
    NO_PREFILL = "noprefill"
    # the world changes
    LATE_ROWS = "late-rows"
    EDITED_ROWS = "edited-rows"
    DELETED_ROWS = "deleted-rows"
    BLANKED_ROWS = "blanked-rows"
    SHUFFLED_ROWS = "shuffled-rows"
    ADDED_COLUMN = "added-column"
    RENAMED_COLUMN = "renamed-column"
    DUPLICATED_COLUMN = "duplicated-column"
    REMOVED_COLUMN = "removed-column"
    SECOND_TAB = "second-tab"
    LOCALISED = "localised"
    WRONG_ZONE = "wrong-zone"
    FULL_SHEET = "full-sheet"
    STALE_REVISION = "stale-revision"
    # at the token endpoint
    INVALID_GRANT = "invalid-grant"
    INVALID_CLIENT = "invalid-client"
    DELETED_CLIENT = "deleted-client"
    DISABLED_CLIENT = "disabled-client"
    UNAUTHORIZED_CLIENT = "unauthorized-client"
    SESSION_OVER = "session-over"
    REVOKED_KEY = "revoked-key"
    TESTING = "testing"
    OFTEN_RENEWED = "often-renewed"
    ACCOUNT_DELETED = "account-deleted"
    ACCOUNT_RESTRICTED = "account-restricted"
    ORG_INTERNAL = "org-internal"
    POLICY_ENFORCED = "policy-enforced"
    ADMIN_POLICY = "admin-policy"

    @property
    def when(self) -> When:
        """The moment at which it strikes."""
        moments = {When.WORLD: _WORLD, When.AFTER: _AFTER, When.GRANT: _GRANT}
        return next((moment for moment, faults in moments.items() if self in faults), When.BEFORE)


_WORLD = {
    Fault.LATE_ROWS, Fault.EDITED_ROWS, Fault.DELETED_ROWS, Fault.BLANKED_ROWS, Fault.SHUFFLED_ROWS, Fault.ADDED_COLUMN,
    Fault.RENAMED_COLUMN, Fault.DUPLICATED_COLUMN, Fault.REMOVED_COLUMN, Fault.SECOND_TAB, Fault.LOCALISED,
    Fault.WRONG_ZONE, Fault.FULL_SHEET, Fault.STALE_REVISION,
}  # fmt: skip
_AFTER = {
    Fault.REPLY_LOST, Fault.REPLY_503, Fault.CUT_OFF, Fault.HTML_200, Fault.EMPTY, Fault.PUBLISHED_READER, Fault.NO_PREFILL,
}  # fmt: skip
_GRANT = {
    Fault.INVALID_GRANT, Fault.INVALID_CLIENT, Fault.DELETED_CLIENT, Fault.DISABLED_CLIENT, Fault.UNAUTHORIZED_CLIENT,
    Fault.SESSION_OVER, Fault.REVOKED_KEY, Fault.TESTING, Fault.ADMIN_POLICY, Fault.OFTEN_RENEWED, Fault.ACCOUNT_DELETED,
    Fault.ACCOUNT_RESTRICTED, Fault.ORG_INTERNAL, Fault.POLICY_ENFORCED,
}  # fmt: skip

CREATES = "*.create"
USUALLY_ON = {
    Fault.STORAGE_QUOTA: CREATES,
    Fault.DRIVE_FULL: "drive.files.create",
    Fault.QUOTA_DAY: "drive.*",
    Fault.SHARING_FORBIDDEN: "drive.permissions.create",
    Fault.SHARING_RATE: "drive.permissions.create",
    Fault.EMPTY: "sheets.spreadsheets.values.*",
    Fault.STALE_REVISION: "forms.forms.batchUpdate",
    Fault.PUBLISHED_READER: "drive.permissions.*",
    Fault.NO_PREFILL: "page.viewform",
    Fault.PROTECTED: "sheets.spreadsheets.*pdate",
    Fault.ADMIN_POLICY: "login.consent",
}
"""Where a fault strikes when the plan does not say. World faults strike at once, token faults at the token endpoint."""
LASTS = {Fault.QUOTA_PER_MINUTE, Fault.TESTING, Fault.PUBLISHED_READER, Fault.NO_PREFILL}
"""Faults that last until the plan ends when the plan does not say how often; the others strike once."""
NOW = "now"
OWN = {"fault", "on", "after", "times", "chance"}
OPTIONS: dict[Fault, set[str]] = {
    Fault.QUOTA: {"retry_after", "per"},
    Fault.QUOTA_PER_MINUTE: {"divide"},
    Fault.ERROR_503: {"retry_after"},
    Fault.HTML_200: {"status"},
    Fault.SLOW: {"seconds"},
    Fault.EMPTY: {"key"},
    Fault.LATE_ROWS: {"hold"},
    Fault.EDITED_ROWS: {"count", "column"},
    Fault.DELETED_ROWS: {"count"},
    Fault.BLANKED_ROWS: {"count"},
    Fault.ADDED_COLUMN: {"at", "header"},
    Fault.RENAMED_COLUMN: {"column", "header"},
    Fault.DUPLICATED_COLUMN: {"column"},
    Fault.REMOVED_COLUMN: {"column"},
    Fault.LOCALISED: {"tab", "header"},
    Fault.WRONG_ZONE: {"zone", "locale"},
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "on": str, "after": int, "times": int, "chance": (int, float), "retry_after": int, "per": str, "divide": int,
    "seconds": (int, float), "hold": int, "count": int, "column": (int, str), "at": int, "header": str, "tab": str, "key": str,
    "status": int, "zone": str, "locale": str, "spreadsheet": str, "sheet": int, "form": str,
}  # fmt: skip


LEAST = {"divide": 1, "status": 200}
MOST = {"chance": 1, "status": 599, "sheet": 2**31}


class PlanError(ValueError):
    """The plan cannot be used; the text lists every mistake, a line each."""


@dataclass
class Rule:
    """One line of the plan, and how often it was met and struck."""

    fault: Fault
    on: str
    after: int = 0
    times: int | None = 1
    chance: float = 1.0
    options: Json = field(default_factory=dict)
    met: int = 0
    struck: int = 0

    def strikes(self, method_id: str, chances: random.Random) -> bool:
        """Whether it strikes this request; counts."""
        if not fnmatchcase(method_id, self.on):
            return False
        self.met += 1
        if self.met <= self.after or (self.times is not None and self.struck >= self.times):
            return False
        if self.chance < 1 and chances.random() >= self.chance:
            return False
        self.struck += 1
        return True

    def shown(self) -> Json:
        """The rule as the plan wrote it, with its counts."""
        shown: Json = {
            "fault": self.fault.value,
            "on": self.on,
            "after": self.after,
            "times": self.times,
            "chance": self.chance,
        }
        return shown | self.options | {"met": self.met, "struck": self.struck}


@dataclass
class Plan:
    """The rules in their order, the source of chance, and what has happened so far."""

    rules: list[Rule] = field(default_factory=list)
    seed: int = 0
    log: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chances = random.Random(self.seed)  # noqa: S311 - a repeatable plan, no secret

    def strikes(self, method_id: str, *moments: When) -> list[Rule]:
        """The rules that strike this request at one of these moments, in the order of the plan."""
        return [rule for rule in self.rules if rule.fault.when in moments and rule.strikes(method_id, self.chances)]

    def note(self, rule: Rule, method_id: str, what: str = "") -> None:
        """Keep what happened, for GET /sandbox/faults."""
        self.log.append({"fault": rule.fault.value, "method": method_id} | ({"what": what} if what else {}))
        del self.log[:-1000]

    def shown(self) -> Json:
        """The plan and its log."""
        return {"seed": self.seed, "faults": [rule.shown() for rule in self.rules], "log": self.log}


def load(file: Path) -> Plan:
    """Read a plan from a TOML file. Raises PlanError with every mistake."""
    try:
        return read(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlanError(f"{file}: {error}.") from error
    except PlanError as error:
        raise PlanError("\n".join(f"{file}: {line}." for line in str(error).splitlines())) from error


def read(given: Json) -> Plan:
    """A plan from its parts: {"seed": 7, "faults": [{"fault": "quota", "on": "sheets.*", ...}]}. Raises PlanError."""
    mistakes = [f"unknown key {name!r}; a plan has seed and faults" for name in given if name not in ("seed", "faults")]
    seed, lines = given.get("seed", 0), given.get("faults", [])
    if not isinstance(seed, int) or isinstance(seed, bool):
        mistakes.append(f"seed must be a whole number, not {seed!r}")
    if not isinstance(lines, list):
        mistakes.append("faults must be a list")
        lines = []
    rules = [_rule(number, line, mistakes) for number, line in enumerate(lines, 1)]
    if mistakes:
        raise PlanError("\n".join(mistakes))
    return Plan([rule for rule in rules if rule is not None], seed)


def _rule(number: int, line: Any, mistakes: list[str]) -> Rule | None:
    place = f"fault {number}"
    if not isinstance(line, dict) or "fault" not in line:
        mistakes.append(f"{place}: must be a table with the key fault")
        return None
    try:
        fault = Fault(line["fault"])
    except ValueError:
        mistakes.append(f"{place}: unknown fault {line['fault']!r}. Known: {', '.join(Fault)}")
        return None
    before = len(mistakes)
    known = OWN | OPTIONS.get(fault, set())
    if fault.when is When.WORLD:
        known |= {"spreadsheet", "sheet", "form"}
    for name, value in line.items():
        if name not in known:
            mistakes.append(f"{place}: {fault} has no option {name!r}. It has: {', '.join(sorted(known - {'fault'}))}")
        elif name in TYPES and (not isinstance(value, TYPES[name]) or isinstance(value, bool)):
            mistakes.append(f"{place}: {name} = {value!r} is of the wrong type")
        elif not isinstance(value, str) and not LEAST.get(name, 0) <= value <= MOST.get(name, 10**9):
            mistakes.append(f"{place}: {name} = {value!r} is out of range")
        elif name == "per" and value not in ("user", "project"):
            mistakes.append(f"{place}: per must be user or project, not {value!r}")
    if len(mistakes) > before:
        return None
    usual = NOW if fault.when is When.WORLD else "token.*" if fault.when is When.GRANT else "*"
    times = line.get("times", None if fault in LASTS else 1)
    options = {name: value for name, value in line.items() if name not in OWN}
    return Rule(
        fault,
        on=line.get("on", USUALLY_ON.get(fault, usual)),
        after=line.get("after", 0),
        times=None if times == 0 else times,
        chance=line.get("chance", 1.0),
        options=options,
    )
