"""The time zone of a sheet: its times are numbers without one, so a wrong guess would move every answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ..errors import SheetError
from .manifest import SheetState


def same_clock(one: str, other: str) -> bool:
    """Whether two zones show the same time, as Asia/Kolkata and Asia/Calcutta do: compared every ten days of 2015-2035."""
    if one == other:
        return True
    start = datetime(2015, 1, 1, tzinfo=UTC)
    zones = ZoneInfo(one), ZoneInfo(other)
    instants = (start + timedelta(days=days) for days in range(0, 7305, 10))
    return all(len({instant.astimezone(zone).utcoffset() for zone in zones}) == 1 for instant in instants)


def zone_of(zone: str, wanted: str, state: SheetState | None, *, accepted: str = "") -> str:
    """The zone in which a sheet that is set to `zone` wrote its times.

    Raises SheetError when it is another one than at the last pull (`state`), or not the campaign's (`wanted`) and not
    `accepted` by a person.
    """
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # an unknown zone is a KeyError
        raise SheetError(
            "The response sheet is set to the time zone {zone!r}, which is not known here.",
            cure="Set it to {wanted} in the sheet: File > Settings > Time zone.",
            zone=zone,
            wanted=wanted,
        ) from None
    if state and not same_clock(zone, state.timezone):
        raise SheetError(
            (
                "The response sheet was set from the time zone {timezone} to {zone}; every time in it would now "
                "be read wrong."
            ),
            cure="Set it back to {timezone} in the sheet: File > Settings > Time zone. Nothing was recorded.",
            timezone=state.timezone,
            zone=zone,
        )
    if same_clock(zone, wanted) or state or zone == accepted:
        return zone
    raise SheetError(
        ("The response sheet writes its times in {zone}; config/office.toml says {wanted}. Nothing was recorded."),
        cure=(
            "If it holds no responses yet, set it to {wanted} in the sheet: File > Settings > Time zone. If "
            "it does, leave it as it is and run: anubhav pull --accept-zone {zone}"
        ),
        zone=zone,
        wanted=wanted,
    )
