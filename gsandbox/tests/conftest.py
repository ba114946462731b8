"""A spreadsheet to play with, makers of forms, and the two clients that people use, unchanged but for the address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import google_auth_httplib2
import gspread
import httplib2
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from gspread.http_client import HTTPClient

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.made import MadeForm, creates
from gsandbox.wire import Json


@dataclass
class Book:
    """A spreadsheet on the sandbox, spoken to with plain HTTP."""

    sandbox: Sandbox
    id: str

    def _url(self, rest: str) -> str:
        return f"/v4/spreadsheets/{self.id}{rest}"

    def get(self, **query: Any) -> Json:
        """spreadsheets.get."""
        return self.ask("GET", "", params=query)

    def values(self, area: str, **query: Any) -> Json:
        """values.get."""
        return self.ask("GET", f"/values/{quote(area, safe='')}", params=query)

    def put(self, area: str, values: list[list[Any]], option: str = "RAW", **query: Any) -> Json:
        """values.update."""
        query |= {"valueInputOption": option}
        return self.ask("PUT", f"/values/{quote(area, safe='')}", params=query, json={"values": values})

    def append(self, area: str, values: list[list[Any]], **query: Any) -> Json:
        """values.append."""
        query = {"valueInputOption": "RAW", **query}
        return self.ask("POST", f"/values/{quote(area, safe='')}:append", params=query, json={"values": values})

    def change(self, *requests: Json, **body: Any) -> Json:
        """spreadsheets.batchUpdate."""
        return self.ask("POST", ":batchUpdate", json={"requests": list(requests), **body})

    def ask(self, verb: str, rest: str, **options: Any) -> Json:
        """Any call on this spreadsheet that Google grants."""
        reply = self.sandbox.api(verb, self._url(rest), **options)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def refused(self, verb: str, rest: str, **options: Any) -> Json:
        """The `error` of a call that Google refuses."""
        reply = self.sandbox.api(verb, self._url(rest), **options)
        assert reply.status_code >= 400, reply.text
        return dict(reply.json()["error"])

    def refused_change(self, *requests: Json) -> str:
        """The message of a batchUpdate that Google refuses."""
        return str(self.refused("POST", ":batchUpdate", json={"requests": list(requests)})["message"])


@pytest.fixture
def book(sandbox: Sandbox) -> Book:
    """An empty spreadsheet with one tab of 1000 rows and 26 columns."""
    made = sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "Play"}})
    return Book(sandbox, made.json()["spreadsheetId"])


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[gspread.Client]:
    """gspread, unchanged but for the address."""

    class Http(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Any:
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, sandbox.root)
            return super().request(method, endpoint, *args, **options)

    made = gspread.Client(auth=Credentials(token="anything"), http_client=Http)
    with made.http_client.session as session:
        session.trust_env = False
        yield made


@pytest.fixture
def service(sandbox: Sandbox) -> Iterator[Any]:
    """A maker of googleapiclient services: service("drive", "v3")."""
    opened: list[httplib2.Http] = []

    def build(name: str, version: str) -> Any:
        document = json.loads(get_static_doc(name, version))
        document["rootUrl"] = sandbox.root + "/"
        document["baseUrl"] = document["rootUrl"] + document["servicePath"]
        opened.append(httplib2.Http(proxy_info=None))
        opened[-1].redirect_codes = opened[-1].redirect_codes - {308}  # as the client's own maker of transports does
        http = google_auth_httplib2.AuthorizedHttp(Credentials(token="anything"), http=opened[-1])
        return build_from_document(document, http=http)

    yield build
    for http in opened:
        http.close()


@pytest.fixture
def blank(sandbox: Any) -> Callable[..., MadeForm]:
    """Makes a form without items, not published."""

    def make(title: str = "T", **info: str) -> MadeForm:
        reply = sandbox.api("POST", "/v1/forms?unpublished=true", json={"info": {"title": title, **info}})
        assert reply.status_code == 200, reply.text
        return MadeForm(sandbox, reply.json()["formId"], reply.json()["responderUri"])

    return make


@pytest.fixture
def opened(blank: Callable[..., MadeForm]) -> Callable[..., MadeForm]:
    """Makes a form with these items, published and open to anyone."""

    def make(items: list[Json], title: str = "Citizen feedback") -> MadeForm:
        form = blank(title)
        form.update(*creates(items))
        assert form.publish().status_code == 200
        form.open_to_all()
        return form

    return make
