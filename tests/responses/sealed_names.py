"""A first pull with one citizen who will ask to be forgotten, and what is told of names under keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from anubhav_gforms import pipeline

SENT = datetime(2026, 3, 2, 8, 35, 33, tzinfo=UTC)  # 14:05:33 in India
AT_SHEET = datetime(2026, 3, 2, 14, 5, 33)  # noqa: DTZ001 - as a clerk types it
WHO = {"name": "Citizen CANARY", "mobile": "9876500001", "message": "CANARY wrote this"}


def begun(office: Any) -> None:
    """The first pull of a campaign."""
    office.respond_many(3, name="Citizen OTHER")
    office.respond(when=SENT, code="CANARY DHRUV 9876500001", **WHO)
    office.pull()


def told_of_names(office: Any) -> dict[str, Any]:
    """What doctor and today say of the personal columns."""
    pages = (pipeline.doctor(office.campaign, office.google), pipeline.due_today(office.campaign))
    [doctor, today] = [next(check for check in page if check.name == "names sealed") for page in pages]
    assert doctor == today
    return {"ok": doctor.ok, "said": doctor.said, "cure": doctor.cure}


def names(ledger: Any) -> list[str]:
    return sorted(ledger.versions(["name"])["name"].to_pylist())
