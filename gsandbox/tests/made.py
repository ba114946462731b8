"""Forms on a sandbox: one of every kind of question, and the real question set of the range."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from gsandbox.wire import Json

PROJECT = Path(__file__).parent.parent.parent


def question(title: str, *, required: bool = False, description: str = "", **kind: Any) -> Json:
    """An item that asks one question: question("How?", scaleQuestion={"low": 1, "high": 5})."""
    asked: Json = {**({"required": True} if required else {}), **kind}
    return {
        "title": title,
        **({"description": description} if description else {}),
        "questionItem": {"question": asked},
    }


def choice(title: str, *values: str, kind: str = "RADIO", other: bool = False, required: bool = False) -> Json:
    """An item with options."""
    options: list[Json] = [{"value": value} for value in values] + ([{"isOther": True}] if other else [])
    return question(title, required=required, choiceQuestion={"type": kind, "options": options})


def grid(title: str, rows: list[str], columns: list[str], *, kind: str = "RADIO", required: bool = False) -> Json:
    """A grid item."""
    asked = [{"rowQuestion": {"title": row}, **({"required": True} if required else {})} for row in rows]
    options = [{"value": column} for column in columns]
    return {
        "title": title,
        "questionGroupItem": {"questions": asked, "grid": {"columns": {"type": kind, "options": options}}},
    }


def creates(items: list[Json]) -> list[Json]:
    """createItem requests that put the items in order."""
    return [{"createItem": {"item": item, "location": {"index": index}}} for index, item in enumerate(items)]


SECTION: Json = {"title": "More", "pageBreakItem": {}}
EVERY_KIND = [
    question("Short & sweet = ok?", textQuestion={}, required=True, description="Help <here>"),
    question("Long", textQuestion={"paragraph": True}),
    choice("Radio", "Red", "Green, light", other=True),
    choice("Tick", "One", "Two", "Three", kind="CHECKBOX", other=True),
    choice("Drop", "Alpha", "Beta", kind="DROP_DOWN"),
    question("Scale", scaleQuestion={"low": 0, "high": 10, "lowLabel": "bad", "highLabel": "good"}),
    question("Rating", ratingQuestion={"ratingScaleLevel": 5, "iconType": "STAR"}),
    grid("Grid", ["Row A", "Row B"], ["Yes", "No"]),
    grid("Tick grid", ["North", "South"], ["Sun", "Rain"], kind="CHECKBOX"),
    question("Date", dateQuestion={"includeYear": True}),
    question("Day", dateQuestion={}),
    question("Moment", dateQuestion={"includeYear": True, "includeTime": True}),
    question("Time", timeQuestion={}),
    question("Span", timeQuestion={"duration": True}),
    {"title": "Just a text", "description": "Two\nlines", "textItem": {}},
]


def real_items() -> list[Json]:
    """The range's own question set, as items."""
    items = []
    for asked in tomllib.loads((PROJECT / "config/form.toml").read_text(encoding="utf-8"))["questions"]:
        if asked.get("section"):
            items.append({"title": asked["section"], "pageBreakItem": {}})
        options = [{"value": value} for value in asked.get("options", ())]
        kind = {
            "text": {"textQuestion": {}},
            "paragraph": {"textQuestion": {"paragraph": True}},
            "scale": {
                "scaleQuestion": {"low": 1, "high": 5, "lowLabel": asked.get("low"), "highLabel": asked.get("high")}
            },
            "rating": {"ratingQuestion": {"iconType": "STAR", "ratingScaleLevel": 5}},
            "choice": {"choiceQuestion": {"type": "RADIO", "options": options}},
        }[asked["type"]]
        items.append(
            question(asked["title"], required=asked.get("required", False), description=asked.get("help", ""), **kind)
        )
    return items


@dataclass
class MadeForm:
    """A form on the sandbox, open to anyone."""

    sandbox: Any
    id: str
    uri: str

    def read(self) -> Json:
        """forms.get."""
        return dict(self.sandbox.api("GET", f"/v1/forms/{self.id}").json())

    def batch(self, *requests: Json, **more: Any) -> requests.Response:
        """forms.batchUpdate."""
        return self.sandbox.api("POST", f"/v1/forms/{self.id}:batchUpdate", json={"requests": list(requests), **more})

    def update(self, *requests: Json, **more: Any) -> Json:
        """forms.batchUpdate that must succeed; gives the reply."""
        reply = self.batch(*requests, **more)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def publish(self, *, accepting: bool = True, published: bool = True) -> requests.Response:
        """forms.setPublishSettings."""
        state = {"isPublished": published, "isAcceptingResponses": accepting}
        body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        return self.sandbox.api("POST", f"/v1/forms/{self.id}:setPublishSettings", json=body)

    def open_to_all(self) -> None:
        """Anyone with the link may respond."""
        body = {"type": "anyone", "role": "reader", "view": "published"}
        assert self.sandbox.api("POST", f"/drive/v3/files/{self.id}/permissions", json=body).status_code == 200

    def entry(self, title: str, row: int = 0) -> str:
        """entry.N of the question with this title."""
        for item in self.read()["items"]:
            if item.get("title") == title:
                asked = (
                    [item["questionItem"]["question"]]
                    if "questionItem" in item
                    else item["questionGroupItem"]["questions"]
                )
                return f"entry.{int(asked[row]['questionId'], 16)}"
        raise KeyError(title)

    def page(self, query: str = "", **options: Any) -> requests.Response:
        """GET viewform."""
        return self.sandbox.http.get(self.uri + query, timeout=30, **options)

    def send(self, fields: Any, *, at: str = "", **options: Any) -> requests.Response:
        """POST formResponse, at a time (RFC 3339) when one is given."""
        headers = {**({"X-Sandbox-Clock": at} if at else {}), **options.pop("headers", {})}
        address = self.uri.replace("/viewform", "/formResponse")
        return self.sandbox.http.post(address, data=fields, headers=headers, timeout=30, **options)

    def responses(self, query: str = "") -> list[Json]:
        """forms.responses.list, one page."""
        return list(self.sandbox.api("GET", f"/v1/forms/{self.id}/responses{query}").json().get("responses", []))

    def tab(self) -> list[list[Any]]:
        """The values of the first tab of the linked spreadsheet, unformatted."""
        book = self.read()["linkedSheetId"]
        meta = self.sandbox.api("GET", f"/v4/spreadsheets/{book}").json()
        title = meta["sheets"][0]["properties"]["title"]
        query = "?valueRenderOption=UNFORMATTED_VALUE"
        return list(
            self.sandbox.api("GET", f"/v4/spreadsheets/{book}/values/'{title}'{query}").json().get("values", [])
        )


def every_answer(form: Any) -> dict[str, Any]:
    """Something for every kind of question."""
    return {
        form.entry("Short & sweet = ok?"): "BBK-001",
        form.entry("Long"): "line one\nline two",
        form.entry("Radio"): "__other_option__",
        form.entry("Radio") + ".other_option_response": "Blue",
        form.entry("Tick"): ["Three", "__other_option__", "One"],
        form.entry("Tick") + ".other_option_response": "Four",
        form.entry("Drop"): "Beta",
        form.entry("Scale"): "0",
        form.entry("Rating"): "4",
        form.entry("Grid", 0): "Yes",
        form.entry("Grid", 1): "No",
        form.entry("Tick grid", 1): ["Sun", "Rain"],
        form.entry("Date") + "_year": "2026",
        form.entry("Date") + "_month": "1",
        form.entry("Date") + "_day": "5",
        form.entry("Day"): "02-29",
        form.entry("Moment"): "2026-11-24T09:05",
        form.entry("Time") + "_hour": "9",
        form.entry("Time") + "_minute": "05",
        form.entry("Span"): "1:02:03",
    }
