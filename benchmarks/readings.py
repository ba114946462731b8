"""What nobody knows of Google, read one way and another: for the matrix of stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

NO_PERMIT = "anubhav doctor --live: not passed yet"
"""What posters says where doctor, a step before, named the cause."""


@dataclass(frozen=True)
class Reading:
    """One reading of what nobody knows: facts of the profile read another way, a fault, and the words of the true cause."""

    facts: Mapping[str, object] = field(default_factory=dict)
    fault: str = ""
    causes: tuple[str, ...] = ()


READINGS = {
    "as the profile says": Reading(),
    "missing required answer: 200": Reading({"missing_required": 200}),
    "updateItem: full": Reading({"update_item": "full"}),
    "updateItem: partial": Reading({"update_item": "partial"}),
    "empty publishState: {}": Reading({"empty_publish_state": "bare"}),
    "a permission takes a second": Reading({"permission_seconds": 1}),
    "links fill in nothing": Reading(fault="noprefill", causes=("does not fill in the station question", NO_PERMIT)),
}
PROFILE_CAUSES = {
    "restricted": (
        "outside your organisation",
        "asks for a sign-in",
        "only invited people",
        "has not come to its end",
        NO_PERMIT,
    )
}
