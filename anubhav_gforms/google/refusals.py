"""The facts of an HTTP reply of Google's that is an error, read from any of its bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from ..files import parse_json
from ..linear import linear

_STATUS = linear(r"Error \d{3}\b")
_ROBOT = linear(r"may be sending automated queries|unusual traffic from your computer|google\.com/sorry/")
_TITLE = linear(r"<title>([^<]{0,300})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The facts of an HTTP reply that is an error, read from any of Google's body formats."""

    status: int
    message: str
    reasons: tuple[str, ...] = ()
    metadata: Mapping[str, str] | None = None
    retry_after: float | None = None
    code: str = ""
    page: bool = False
    strange: bool = False
    """It is neither JSON nor a page of Google's front end, and says something."""
    front: bool = False
    """It is a page of Google's front end, whose title is the status again."""
    robot: bool = False
    """It is the page on which Google says that it takes this network for a robot."""


def read_refusal(status: int, content: bytes | str, headers: Mapping[str, str]) -> Refusal:
    """Read an error body: Google's JSON (with details or with an errors list), a token endpoint's, or HTML."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    wait = _seconds(next((value for name, value in headers.items() if name.lower() == "retry-after"), ""))
    try:
        body = parse_json(text)
    except ValueError:
        title = _title(text)
        front, robot = bool(_STATUS.match(title)), bool(_ROBOT.search(text))
        strange = bool(text.strip()) and not front
        quoted = title if strange else ""
        return Refusal(status, quoted, retry_after=wait, page=True, strange=strange, front=front, robot=robot)
    fault = body.get("error") if isinstance(body, dict) else None
    if not isinstance(fault, dict):
        said = body.get("error_description", fault) if isinstance(body, dict) else ""
        return Refusal(status, str(said or ""), (str(fault or ""),), retry_after=wait)
    details, listed = _objects(fault.get("details")), _objects(fault.get("errors"))
    reasons = tuple(str(each["reason"]) for each in (*details, *listed) if each.get("reason"))
    stated = next((each["metadata"] for each in details if isinstance(each.get("metadata"), dict)), None)
    metadata = {name: text for name, text in stated.items() if isinstance(text, str)} if stated else None
    for detail in details:
        if str(detail.get("@type", "")).endswith("RetryInfo"):
            wait = wait if wait is not None else _seconds(str(detail.get("retryDelay", "")).removesuffix("s"))
    return Refusal(status, str(fault.get("message", "")), reasons, metadata, wait, str(fault.get("status", "")))


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _seconds(text: str) -> float | None:
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()) if text else None
    except (ValueError, TypeError, OverflowError):
        return None


def _title(html: str) -> str:
    """What a page of HTML says; the title of the front end's own pages is only the status again."""
    match = _TITLE.search(html)
    return " ".join(match[1].split()) if match else ""
