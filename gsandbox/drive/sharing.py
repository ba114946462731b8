"""The Drive methods about who may use a file, by Google's names for them."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from functools import partial

from starlette.responses import Response

from .. import masks, wire
from ..front import Call, Handler, Reply
from ..refusal import Refusal
from . import files, listing, permissions

PERMISSION_MASK = masks.parse("kind,id,type,role,allowFileDiscovery")
PERMISSIONS_MASK = masks.parse("kind,nextPageToken,permissions(kind,id,type,role)")
NOTHING = partial(Response, status_code=204, headers={**wire.DRIVE, "content-type": "text/html"})


def permissions_list(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """permissions.list; those for the published view with includePermissionsForView=published."""
    listing.page_size(call, 100)
    listing.check_only_page(call, empty_too=True)
    view = call.text("includePermissionsForView")
    if view not in ("", "published"):
        raise Refusal(400, f"Invalid value: {view}", reason="invalidParameter", location="includePermissionsForView")
    if call.written("useDomainAdminAccess") == "true":
        raise files.unknown(call.path["fileId"])  # nobody here administers a domain
    file = files.get(db, call.path["fileId"])
    found = permissions.of(db, file.id, published=view == "published")
    return Reply(
        {"kind": "drive#permissionList", "permissions": [one.resource(listed=True, detailed=True) for one in found]},
        mask=PERMISSIONS_MASK,
    )


def permissions_create(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """permissions.create."""
    transfer = call.flag("transferOwnership")
    notify = call.text("sendNotificationEmail").lower() != "false"
    made = permissions.create(db, call.path["fileId"], call.body, when=when, transfer=transfer, notify=notify)
    return Reply(made.resource(), mask=PERMISSION_MASK)


def permissions_get(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """permissions.get."""
    found = permissions.get(db, call.path["fileId"], call.path["permissionId"])
    return Reply(found.resource(detailed=True), mask=PERMISSION_MASK)


def permissions_update(db: sqlite3.Connection, call: Call, when: datetime) -> Reply:
    """permissions.update: the role."""
    if not call.body.get("role"):
        raise Refusal(400, "The permission role field is required.", reason="required", location="permission.role")
    told, transfer = (call.path["fileId"], call.path["permissionId"], call.body), call.flag("transferOwnership")
    found = permissions.update(db, *told, transfer=transfer)
    return Reply(found.resource(), mask=PERMISSION_MASK)


def permissions_delete(db: sqlite3.Connection, call: Call, when: datetime) -> Response:
    """permissions.delete: 204, empty."""
    permissions.delete(db, call.path["fileId"], call.path["permissionId"], when)
    return NOTHING()


HANDLERS: dict[str, Handler] = {
    "drive.permissions.list": permissions_list,
    "drive.permissions.create": permissions_create,
    "drive.permissions.get": permissions_get,
    "drive.permissions.update": permissions_update,
    "drive.permissions.delete": permissions_delete,
}
