"""The parameters of an address that Google's front end reads before any method does: $.xgafv, alt, prettyPrint."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from .discovery import Method
from .refusal import Refusal, bad_request

XGAFV = "$.xgafv"
"""The form of errors: 1 puts the list of Drive's into those of Forms and Sheets. Of several the last counts."""
REFUSED = "INVALID_ARGUMENT"

Query = Mapping[str, list[str]]


def check(query: Query) -> None:
    """Before all else, the login too. Raises Refusal."""
    value = query.get(XGAFV, ["1"])[-1]
    if value not in ("1", "2"):
        text = f"Invalid query parameters. Invalid value '{value}' for system query parameter : {XGAFV}"
        raise Refusal(400, text, google_status=REFUSED)


def check_format(query: dict[str, list[str]]) -> None:
    """Before the login: a reply is JSON, or what a file holds, as the first `alt` says in any case. Raises Refusal."""
    asked = query.get("alt", [""])[0]
    if asked.lower() not in ("", "json", "media"):
        raise Refusal(400, f"Invalid value \"{asked}\" for query parameter 'alt'", google_status=REFUSED)
    if asked:
        query["alt"] = [asked.lower()]


def check_media(method: Method, query: dict[str, list[str]]) -> None:
    """After the login: only some methods give what a file holds. Raises Refusal."""
    if query.get("alt") == ["media"] and not method.downloads:
        raise Refusal(400, 'Unsupported alt type "media" for non byte stream request.', google_status=REFUSED)


def bad_mask(api: str, path: str) -> Refusal:
    """What a field mask is refused with that names what a reply cannot hold."""
    if api == "drive":
        return Refusal(400, f"Invalid field selection {path}", reason="invalidParameter", location="fields")
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    wrong = bad_request([(path, text)])
    wrong.message, wrong.reason, wrong.domain = "Request contains an invalid argument.", "badRequest", "global"
    return wrong


def lists_errors(query_text: str) -> bool:
    """Whether an error of Forms or Sheets comes with the list that one of Drive has."""
    return parse_qs(query_text).get(XGAFV, [""])[-1] == "1"


def packed(pretty_print: list[str]) -> bool:
    """Whether what is granted comes without blanks, as the first prettyPrint says; Google knows two spellings of it."""
    return pretty_print[:1] in (["false"], ["0"])
