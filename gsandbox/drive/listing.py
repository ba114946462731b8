"""files.list: the query language, the order, pages; refused in the order in which Drive looks at its parameters."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

from .. import masks, oauth
from ..account import OWNER_EMAIL, SHARED_DRIVE, profile
from ..discovery import snake
from ..front import Call, Reply
from ..refusal import Refusal
from ..wire import Json
from . import files, permissions, query, shared
from .files import File
from .shown import resource

MASK = masks.parse("kind,nextPageToken,incompleteSearch,files(kind,id,name,mimeType,driveId,teamDriveId)")
FOLDER = files.MIME["folder"]
KEYS: dict[str, Callable[[File], str]] = {
    "name": lambda file: file.name.casefold(),
    "createdTime": lambda file: file.created,
    "modifiedTime": lambda file: file.modified,
    "starred": lambda file: str(not file.starred),
    "folder": lambda file: str(file.mime != FOLDER),
    "sharedWithMeTime": lambda file: file.created if file.owner != OWNER_EMAIL else "",
}
KEYS |= {"name_natural": KEYS["name"], "quotaBytesUsed": KEYS["folder"]}
KEYS |= dict.fromkeys(("recency", "modifiedByMeTime", "viewedByMeTime"), KEYS["modifiedTime"])
"""What files are sorted by; of what is not known here the next of kin takes the place."""
MARK = "~!!~"
NO_ADMINISTRATOR = (
    "The requesting user does not have the administrator privilege required to list or manage all shared drives."
)
APP_DATA = "https://www.googleapis.com/auth/drive.appdata"


def list_files(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """files.list."""
    size = page_size(call, 1000) or 100
    order, broken = _order(call.text("orderBy"))
    wanted = _drives(db, call)
    spaces = _spaces(call)
    who, asked = call.login.account or OWNER_EMAIL, call.text("q")
    test, folders, full = query.parse(db, asked, who) if asked.strip() else (None, [], False)
    start = _start(call.text("pageToken"))
    for folder in folders:
        _check_folder(db, call, folder)
    if full and order:
        text = "Sorting is not supported for queries with fullText terms. Results are always in descending relevance order."
        raise Refusal(403, text, reason="forbidden", location="orderBy")
    if broken:
        raise Refusal(500, "Internal Error", reason="internalError")
    own = call.login.own_files_only(call.method)
    hidden = oauth.foreign(db)
    found = [
        file
        for file in (files.every(db) if "drive" in spaces else ())
        if file.id not in hidden and wanted(file.id) and (test is None or test(file)) and (file.by_app or not own)
    ]
    if call.login.service:
        found = [file for file in found if permissions.shared_with(db, file.id, call.login.account)]
    for key, down in reversed(order):
        found.sort(key=key, reverse=down)
    page = [resource(db, call, file) for file in found[start : start + size]]
    reply: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": page}
    if len(found) > start + size:
        reply = {"nextPageToken": f"{MARK}{start + size}", **reply}
    return Reply(reply, mask=MASK)


def _check_folder(db: sqlite3.Connection, call: Call, folder: str) -> None:
    """Refuse to look into what is not there for this login, by Drive's 404, which does not say what. Raises Refusal."""
    if folder in ("root", files.ROOT, "appDataFolder") or (folder == SHARED_DRIVE and shared.every(db)):
        return
    try:
        files.get(db, folder)
        oauth.check_file(db, call.login, call.method, folder)
    except Refusal:
        raise files.unknown("") from None


def page_size(call: Call, most: int, name: str = "pageSize") -> int:
    """How many a page may hold, at most `most`; 0 when nothing is said. Of a size that is said twice only the first counts.

    Raises Refusal; sizes said twice are not: then what is too much is `most`, and what is too little 500.
    """
    size = call.number(name, 0)
    if len(call.query.get(name, ())) > 1:
        return min(size if size > 0 else 500, most)
    if name in call.query and not 1 <= size <= most:
        text = f"Invalid value '{size}'. Values must be within the range: [value: 1\n, value: {most}\n]"
        raise Refusal(400, text, reason="invalidParameter", location=snake(name))
    return size


def _order(text: str) -> tuple[list[tuple[Callable[[File], str], bool]], bool]:
    """The sort keys, first to last, and whether each goes down; and whether Drive breaks over them. Raises Refusal."""
    order, names = [], []
    for key in (part.strip() for part in text.split(",") if part.strip()):
        name, _, way = key.partition(" ")
        if name not in KEYS or way not in ("", "asc", "desc"):
            raise Refusal(400, "Invalid Value", reason="invalid", location="orderBy")
        name = name.removesuffix("_natural")
        if name in names:
            text = "The orderBy parameter cannot contain duplicate sort keys."
            raise Refusal(403, text, reason="orderByContainsDuplicateSortKeys", location="orderBy")
        names.append(name)
        order.append((KEYS[name], way == "desc"))
    return order, "starred" in names[1:]  # it sorts by stars first or not at all


def drives(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """drives.list: the one shared drive, when something lies in it."""
    page_size(call, 100)
    check_only_page(call)
    if call.written("useDomainAdminAccess") == "true" and profile.of(db).name == "workspace":
        raise Refusal(403, NO_ADMINISTRATOR, reason="noListTeamDrivesAdministratorPrivilege")
    return Reply({"kind": "drive#driveList", "drives": [shared.SHOWN] if shared.every(db) else []})


def check_only_page(call: Call, *, empty_too: bool = False) -> None:
    """A list that has one page only gives no token; an empty one says nothing, or is taken for an old one. Raises Refusal."""
    if call.text("pageToken"):
        raise Refusal(400, "Invalid Value", reason="invalid", location="pageToken")
    if empty_too and "pageToken" in call.query:
        text = "The specified page token has expired, and can no longer be used."
        raise Refusal(403, text, reason="pageTokenExpired")


def _drives(db: sqlite3.Connection, call: Call) -> Callable[[str], bool]:
    """Whether a file is asked for: those of shared drives by programs that say that they know them. Raises Refusal."""
    wants = shared.known_to(call, "includeItemsFromAllDrives", "includeTeamDriveItems")
    if wants and not shared.known_to(call, "supportsAllDrives", "supportsTeamDrives"):
        text = "The supportsAllDrives parameter was not set to true."
        raise Refusal(403, text, reason="supportsTeamDrivesRequired")
    corpora, drive = call.text("corpora"), call.text("driveId") or call.text("teamDriveId")
    if (drive or corpora in ("drive", "teamDrive", "allDrives", "allTeamDrives")) and not wants:
        text = "The includeItemsFromAllDrives parameter must be set to true when driveId is specified or corpora contains drive or allDrives."
        raise Refusal(403, text, reason="includeTeamDriveItemsRequired")
    if bool(drive) != (corpora in ("drive", "teamDrive")):
        text = "The driveId parameter must be specified if and only if corpora is set to drive."
        raise Refusal(403, text, reason="teamDriveIdRequiresTeamDriveCorpora")
    there = shared.every(db)
    if drive and not (there and drive == SHARED_DRIVE):
        raise Refusal(404, f"Shared drive not found: {drive}", reason="notFound", location="driveId")
    return (lambda file_id: file_id in there) if drive else (lambda file_id: wants or file_id not in there)


def _spaces(call: Call) -> set[str]:
    """The spaces that are listed; beside Drive itself there are the data of apps, which have a scope of their own."""
    wanted = {name.strip() for name in call.text("spaces").split(",") if name.strip()} or {"drive"}
    if wanted != {"drive"} and call.login.scopes is not None and APP_DATA not in call.login.scopes:
        text = "The granted scopes do not give access to all of the requested spaces."
        raise Refusal(403, text, reason="insufficientScopes", location="spaces")
    return wanted


def _start(token: str) -> int:
    if not token:
        return 0
    number = token.removeprefix(MARK)
    if number == token or not number.isdecimal() or len(number) > 9:
        raise Refusal(400, "Invalid Value", reason="invalid", location="pageToken")
    return int(number)
