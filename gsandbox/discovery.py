"""Google's discovery documents, as the Google client package ships them: which methods exist, and what each one takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import unquote

from .wire import Json

DOCUMENTS = {
    "forms": "forms.v1",
    "sheets": "sheets.v4",
    "drive": "drive.v3",
    "drive.v2": "drive.v2",
    "pubsub": "pubsub.v1",
}
PACKAGE = "google-api-python-client"
FOLDER = "googleapiclient/discovery_cache/documents"


RPC = {
    "sheets.spreadsheets": "sheets.v4.SpreadsheetsService.{}Spreadsheet",
    "sheets.spreadsheets.values": "sheets.v4.SpreadsheetsService.{}Values",
    "sheets.spreadsheets.sheets": "sheets.v4.SpreadsheetsService.CopySheetTo",
    "sheets.spreadsheets.developerMetadata": "sheets.v4.SpreadsheetsService.{}DeveloperMetadata",
    "forms.forms": "forms.v1.FormsService.{}Form",
    "forms.forms.responses": "forms.v1.FormsService.{}FormResponse",
    "forms.forms.watches": "forms.v1.FormsService.{}Watch",
    "drive.about": "drive.v3.DriveAbout.{}",
    "drive.changes": "drive.v3.DriveChanges.{}",
    "drive.files": "drive.v3.DriveFiles.{}",
    "drive.permissions": "drive.v3.DrivePermissions.{}",
}
"""What Google calls the methods inside, by the resources of the discovery documents."""
IRREGULAR = {
    "ListFormResponse": "ListFormResponses",
    "ListWatch": "ListWatches",
    "SetPublishSettingsForm": "SetPublishSettings",
}


@dataclass(frozen=True)
class Method:
    """One method of one API: `id` is Google's name for it, such as sheets.spreadsheets.values.get."""

    api: str
    id: str
    verb: str
    pattern: re.Pattern[str]
    parameters: dict[str, Json]
    request: str | None
    response: str | None
    scopes: frozenset[str]
    downloads: bool

    @property
    def rpc(self) -> str:
        """Google's name for it inside, which refusals of logins show: google.apps.sheets.v4.SpreadsheetsService.GetValues."""
        resource, _, verb = self.id.rpartition(".")
        if resource not in RPC:
            return self.id
        what, by, filtered = verb.partition("ByDataFilter")
        path, _, name = (RPC[resource].format(what[0].upper() + what[1:]) + by + filtered).rpartition(".")
        return f"google.apps.{path}.{IRREGULAR.get(name, name)}"

    @property
    def body_field(self) -> str:
        """What Google calls the body in its error paths: "data" for ValueRange, "" when the body is the request itself."""
        if self.request is None or self.request.endswith("Request"):
            return ""
        return "data" if self.request == "ValueRange" else snake(self.request)


@dataclass(frozen=True)
class Match:
    """A method and the values found in the path, percent-decoded."""

    method: Method
    path: dict[str, str]


@dataclass(frozen=True)
class Api:
    """One discovery document, read."""

    name: str
    prefix: str
    schemas: dict[str, Json]
    parameters: dict[str, Json]
    methods: tuple[Method, ...]

    def find(self, verb: str, raw_path: str) -> Match | None:
        """The method that this HTTP verb and still encoded path mean. A custom verb (`:append`) is tried first."""
        for method in self.methods:
            if method.verb == verb and (found := method.pattern.fullmatch(raw_path)):
                return Match(method, {name: unquote(value) for name, value in found.groupdict().items()})
        return None


@lru_cache(maxsize=4096)
def snake(name: str) -> str:
    """camelCase as Google spells it in error paths: updateSheetProperties -> update_sheet_properties."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def camel(path: str) -> str:
    """A path of an update mask as the API shows its names: publish_state.is_published -> publishState.isPublished."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), path.strip())


def text(name: str) -> str:
    """The document of this name ("forms.v1"), as it is shipped."""
    file = Path(str(distribution(PACKAGE).locate_file(f"{FOLDER}/{name}.json")))
    return file.read_text(encoding="utf-8")


def served(name: str, root: str) -> Json | None:
    """The document of this name with the sandbox's address in place of Google's; None for an API that is not served."""
    if name not in DOCUMENTS.values():
        return None
    document: Json = json.loads(text(name))
    del document["mtlsRootUrl"]
    return document | {"rootUrl": f"{root}/", "baseUrl": f"{root}/{document['servicePath']}"}


@cache
def load(api: str) -> Api:
    """Read the discovery document of "forms", "sheets", "drive", "drive.v2" (uploads only) or "pubsub"."""
    document = json.loads(text(DOCUMENTS[api]))
    prefix = "/" + document["servicePath"]
    methods = [_method(api, prefix, raw) for raw in _walk(document)]
    methods.sort(key=lambda method: (":" not in method.pattern.pattern, "(?P<" in method.pattern.pattern))
    return Api(api, prefix, document["schemas"], document["parameters"], tuple(methods))


def _walk(node: Json) -> Iterator[Json]:
    yield from node.get("methods", {}).values()
    for resource in node.get("resources", {}).values():
        yield from _walk(resource)


def _method(api: str, prefix: str, raw: Json) -> Method:
    path = prefix + (
        raw["flatPath"] if api == "pubsub" else raw["path"]
    )  # Pub/Sub's own has one name for several parts
    parts = re.split(r"\{\+?(\w+)\}", path)
    pattern = "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    if api == "sheets":  # clients write a slash before the verb, and are understood
        pattern = re.sub(r":(?=\w+$)", "/?:", pattern)
    return Method(
        api=api.partition(".")[0],
        id=raw["id"],
        verb=raw["httpMethod"],
        pattern=re.compile(pattern + "/?"),
        parameters=raw.get("parameters", {}),
        request=raw.get("request", {}).get("$ref"),
        response=raw.get("response", {}).get("$ref"),
        scopes=frozenset(raw.get("scopes", ())),
        downloads=raw.get("supportsMediaDownload", False),
    )
