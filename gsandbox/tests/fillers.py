"""Two independent ways in which scripts fill a Google Form: by the data array in the page, and by the page's elements.

Written from how such scripts go about it, knowing nothing of the sandbox.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import requests

Json = Any
TYPES = {
    0: "short",
    1: "paragraph",
    2: "radio",
    3: "dropdown",
    4: "checkbox",
    5: "scale",
    7: "grid",
    9: "date",
    10: "time",
    18: "rating",
}


def load_data(html: str) -> Json:
    """The array, by the plainest pattern in use: one line, up to the first `;` before the end of the script."""
    found = re.search(r"var FB_PUBLIC_LOAD_DATA_ = (\[.*\]);</script>", html)
    assert found, "no data in the page"
    return json.loads(found[1])


class ByData:
    """Reads questions from FB_PUBLIC_LOAD_DATA_ and sends everything in one post with the whole pageHistory."""

    def __init__(self, session: requests.Session, url: str) -> None:
        self.session, self.url = session, url
        self.html = session.get(url, timeout=30).text
        self.data = load_data(self.html)

    def questions(self) -> list[dict[str, Any]]:
        """Every entry: id, kind, title, row, options, required, page."""
        found, page = [], 0
        for item in self.data[1][1]:
            if item[3] == 8:
                page += 1
            for entry in item[4] or []:
                options = [option[0] for option in entry[1] or [] if option[0] != ""]
                other = any(len(option) > 4 and option[4] == 1 for option in entry[1] or [])
                row = entry[3][0] if item[3] == 7 else None
                found.append(
                    {"id": entry[0], "kind": TYPES[item[3]], "title": item[1], "row": row, "options": options, "other": other,
                     "required": entry[2] == 1, "page": page}
                )  # fmt: skip
        return found

    def submit(self, values: dict[int, Any]) -> requests.Response:
        """One post: the answers by entry number, fvv, fbzx, the pages."""
        pages = 1 + sum(item[3] == 8 for item in self.data[1][1])
        fbzx = re.search(r'name="fbzx"\s+value="(-?\d+)"', self.html)
        assert fbzx
        fields: dict[str, Any] = {f"entry.{number}": value for number, value in values.items()}
        fields |= {"fvv": "1", "fbzx": fbzx[1], "pageHistory": ",".join(map(str, range(pages)))}
        return self.session.post(self.url.split("?")[0].replace("/viewform", "/formResponse"), data=fields, timeout=30)


class Elements(HTMLParser):
    """The form element, its inputs and the data-params of its items."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.form: dict[str, str] = {}
        self.hidden: list[tuple[str, str]] = []
        self.params: list[Json] = []
        self.roles: list[tuple[str, str]] = []
        self.shown: dict[str, list[str]] = {}
        self._area = ""
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = given
        if "data-params" in given:
            text = given["data-params"]
            assert text.startswith("%.@.")
            self.params.append(json.loads("[" + text[4:]))
        if "data-value" in given:
            self.roles.append((given.get("role", ""), given["data-value"]))
        if tag == "input" and given.get("type") == "hidden":
            self.hidden.append((given["name"], given.get("value", "")))
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self.shown.setdefault(given["name"], []).append(given["value"])
        elif tag == "input" and given.get("value"):
            self.shown.setdefault(given["name"], []).append(given["value"])
        elif tag == "textarea":
            self._area = given["name"]
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self.shown.setdefault(self._select, []).append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and data.strip():
            self.shown.setdefault(self._area, []).append(data.lstrip("\n"))


class ByElements:
    """Walks page by page as a browser does: the hidden inputs come from each page, `continue` on all but the last."""

    def __init__(self, session: requests.Session, url: str) -> None:
        self.session = session
        self.page = session.get(url, timeout=30)
        self.elements = Elements(self.page.text)

    def entries(self) -> dict[str, int]:
        """Entry numbers of this page by title, from data-params; grid rows are title [row]."""
        found = {}
        for params in self.elements.params:
            item = params[0]
            for entry in item[4] or []:
                row = f" [{entry[3][0]}]" if item[3] == 7 else ""
                found[f"{item[1]}{row}"] = entry[0]
        return found

    def step(self, values: dict[str, Any], *, button: str = "") -> requests.Response:
        """Post this page with these answers by title; `button` is "continue", "back" or "" to submit."""
        entries = self.entries()
        fields: list[tuple[str, str]] = []
        for title, value in values.items():
            fields += [(f"entry.{entries[title]}", one) for one in (value if isinstance(value, list) else [value])]
        fields += [(name, value) for name, value in self.elements.hidden]
        if button:
            fields.append((button, "1"))
        self.page = self.session.post(self.elements.form["action"], data=fields, timeout=30)
        self.elements = Elements(self.page.text)
        return self.page
