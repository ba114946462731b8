"""Drive permissions, with those for the published view that let people respond to a form."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from .. import ids
from ..account import profile
from ..refusal import Refusal
from ..wire import Json
from . import files

ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
NOBODY = "nobody@"
"""Who has an address and no Google account."""
EXAMPLES = ("@example.com", "@example.org", "@example.net", "@example.invalid")
"""Nobody's domains: an address there can be invited by mail alone."""
TYPES = ("user", "group", "domain", "anyone")
ROLES = ("owner", "organizer", "fileOrganizer", "writer", "commenter", "reader", "publishedReader")
VIEWS = (None, "published", "metadata")
OWNERS = [
    {"permissionType": "file", "role": "writer", "inherited": True},
    {"permissionType": "file", "role": "owner", "inherited": False},
]
"""Where an owner's right to a file of My Drive comes from: the folder's as a writer, and their own."""
COLUMNS = "id, type, role, view, email, domain, discovery"


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may do what with a file. `view` is "published" for the right to respond to a form, else None."""

    id: str
    type: str
    role: str
    view: str | None
    email: str | None
    domain: str | None
    discovery: bool

    def resource(self, *, listed: bool = False, detailed: bool = False) -> Json:
        """The permission as Drive shows it, all fields; where several are `listed` the name stands behind the id. `detailed`: where
        the owner's comes from."""
        shown: Json = {"kind": "drive#permission", "id": self.id}
        name = {"displayName": "Sandbox user" if self.email else self.domain} if self.email or self.domain else {}
        details = {"permissionDetails": OWNERS} if detailed and self.role == "owner" else {}
        shown |= (name if listed else {}) | {"type": self.type} | (details if listed else {})
        if self.email:
            shown["emailAddress"] = self.email
        if self.domain:
            shown["domain"] = self.domain
        shown["role"] = self.role
        if self.view:
            shown["view"] = self.view
        shown |= name | details
        if self.email:
            shown |= {"deleted": False, "pendingOwner": False}
        if self.type in ("anyone", "domain"):
            shown["allowFileDiscovery"] = self.discovery
        return shown


def of(db: sqlite3.Connection, file_id: str, *, published: bool = False) -> list[Permission]:
    """The permissions of a file, the owner's last; those for the published view only when asked for."""
    query = f"SELECT {COLUMNS} FROM permissions WHERE file_id = ? ORDER BY role = 'owner', id"  # noqa: S608 - a constant
    found = [
        Permission(pid, kind, role, view, email, domain, bool(open_))
        for pid, kind, role, view, email, domain, open_ in db.execute(query, (file_id,))
    ]
    return [one for one in found if published or one.view != "published"]


def may_respond(db: sqlite3.Connection, file_id: str, when: datetime) -> bool:
    """Whether anyone, without a login, may respond to this form; what changed a moment ago does not count yet."""
    changed = db.execute("SELECT open_before, at FROM permission_changes WHERE file_id = ?", (file_id,)).fetchone()
    if changed is not None:
        since = (when - datetime.fromisoformat(changed[1])).total_seconds()
        if 0 <= since < profile.of(db).permission_seconds:
            return bool(changed[0])
    return _open(db, file_id)


def _open(db: sqlite3.Connection, file_id: str) -> bool:
    query = "SELECT 1 FROM permissions WHERE file_id = ? AND type = 'anyone' AND view = 'published'"
    return db.execute(query, (file_id,)).fetchone() is not None


def _note_change(db: sqlite3.Connection, file_id: str, before: bool, when: datetime) -> None:
    if before != _open(db, file_id):
        db.execute("REPLACE INTO permission_changes VALUES (?, ?, ?)", (file_id, before, when.isoformat()))


def born_open(db: sqlite3.Connection, file_id: str) -> None:
    """Let anyone respond to a form from its first moment."""
    create(db, file_id, {"type": "anyone", "role": "reader", "view": "published"}, always=True)


def owner(db: sqlite3.Connection, file_id: str) -> str:
    """Whose file it is."""
    (email,) = db.execute("SELECT email FROM permissions WHERE file_id = ? AND role = 'owner'", (file_id,)).fetchone()
    return str(email)


def shared_with(db: sqlite3.Connection, file_id: str, email: str) -> bool:
    """Whether a person or service account has any right to this file."""
    query = "SELECT 1 FROM permissions WHERE file_id = ? AND email = ?"
    return db.execute(query, (file_id, email)).fetchone() is not None


def create(
    db: sqlite3.Connection,
    file_id: str,
    body: Json,
    *,
    when: datetime | None = None,
    transfer: bool = False,
    notify: bool = True,
    always: bool = False,
) -> Permission:
    """Add a permission as permissions.create does; one for the same person and view is replaced, the owner's stays.

    `when` it was asked for: the page follows later. `always`: it is the account's own doing, not a client's.
    Raises Refusal: who has no account is not shared with, unless they are told by mail (`notify`).
    """
    folder = files.get(db, file_id).mime == files.MIME["folder"]
    account, before = profile.of(db), _open(db, file_id)
    for name in ("type", "role"):
        if not body.get(name):
            raise Refusal(
                400, f"The permission {name} field is required.", reason="required", location=f"permission.{name}"
            )
    kind, role, view = body["type"], body["role"], body.get("view")
    known = next((one for one in of(db, file_id) if one.role == "owner"), None)
    _check(kind, role, view, body, transfer=transfer)
    if known and role == "owner" and body.get("emailAddress") != known.email:
        _give_up(db, known, file_id, body.get("emailAddress", ""))
    if kind == "anyone" and not account.sharing_outside and not always:
        raise forbidden_outside()
    if body.get("expirationTime"):
        if not account.sharing_for_a_time:
            raise Refusal(403, "Expiration dates cannot be set on this item.", reason="cannotSetExpiration")
        raise Refusal(501, "Sandbox: a permission that ends by itself is not served.")
    if kind == "anyone" and view == "published":
        role = account.permission_role
    email, domain = body.get("emailAddress"), body.get("domain")
    if email and kind in ("user", "group") and (email.startswith(NOBODY) or (email.endswith(EXAMPLES) and not notify)):
        raise _no_account(email, folder=folder)
    if known and email == known.email:
        return known
    permission_id = _id(db, file_id, kind, view, email, domain)
    db.execute(
        "INSERT OR REPLACE INTO permissions (file_id, id, type, role, view, email, domain, discovery) VALUES (?,?,?,?,?,?,?,?)",
        (file_id, permission_id, kind, role, view, email, domain, bool(body.get("allowFileDiscovery"))),
    )
    if when is not None:
        _note_change(db, file_id, before, when)
    return get(db, file_id, permission_id)


def forbidden_outside() -> Refusal:
    """What Drive says where an administrator forbids sharing with anyone: a reason, and no words for the user."""
    return Refusal(400, 'Bad Request. User message: ""', reason="publishOutNotPermitted")


def _give_up(db: sqlite3.Connection, known: Permission, file_id: str, email: str) -> None:
    """Make the owner a writer. Raises Refusal where who shall be the owner has to say yes before, as all do but in one organisation."""
    if not profile.of(db).transfers or email.partition("@")[2] != (known.email or "").partition("@")[2]:
        text = "Consent is required to transfer ownership of a file to another user."
        raise Refusal(403, text, reason="consentRequiredForOwnershipTransfer")
    db.execute("UPDATE permissions SET role = 'writer' WHERE file_id = ? AND id = ?", (file_id, known.id))


def _no_account(address: str, *, folder: bool) -> Refusal:
    if folder:
        text = f'Forbidden. User message: "Sorry, you cannot share with {address} because they do not have a Google Account."'
        return Refusal(403, text, reason="cannotInviteNonGoogleUser")
    text = (
        f'Bad Request. User message: "You are trying to invite {address}. Since there is no Google account'
        ' associated with this email address, you must check the "Notify people" box to invite this recipient."'
    )
    return Refusal(400, text, reason="invalidSharingRequest")


def _check(kind: str, role: str, view: str | None, body: Json, *, transfer: bool) -> None:
    views = (None,) if role == "owner" else VIEWS
    for name, given, known in (("type", kind, TYPES), ("role", role, ROLES), ("view", view, views)):
        if given not in known:
            text = f"The specified {name} is invalid or not supported."
            raise Refusal(400, text, reason="invalid", location=f"permission.{name}")
    lacks_address = kind in ("user", "group") and not ADDRESS.fullmatch(body.get("emailAddress") or "")
    for name, lacks in (("emailAddress", lacks_address), ("domain", kind == "domain" and not body.get("domain"))):
        if lacks:
            text = f"The specified {name} is invalid or not applicable for the given permission type."
            raise Refusal(400, text, reason="invalid", location=f"permission.{name}")
    if role == "organizer":
        text = "Organizer role is only valid for shared drives."
        raise Refusal(403, text, reason="organizerOnNonTeamDriveNotSupported")
    if role == "owner" and not transfer:
        text = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise Refusal(403, text, reason="forbidden", location="transferOwnership")


def _id(
    db: sqlite3.Connection, file_id: str, kind: str, view: str | None, email: str | None, domain: str | None
) -> str:
    query = "SELECT id FROM permissions WHERE file_id = ? AND type = ? AND view IS ? AND email IS ? AND domain IS ?"
    known = db.execute(query, (file_id, kind, view, email, domain)).fetchone()
    if known:
        return str(known[0])
    if kind == "anyone" and (view is None or profile.of(db).permission_id == "anyoneWithLink"):
        taken = "SELECT 1 FROM permissions WHERE file_id = ? AND id = 'anyoneWithLink'"
        if db.execute(taken, (file_id,)).fetchone() is None:
            return "anyoneWithLink"
    return ids.digits(20) + ("k" if kind == "domain" else "")


def get(db: sqlite3.Connection, file_id: str, permission_id: str) -> Permission:
    """One permission. Raises Refusal, Drive's 404."""
    files.get(db, file_id)
    for one in of(db, file_id, published=True):
        if one.id == permission_id:
            return one
    raise Refusal(404, f"Permission not found: {permission_id}.", reason="notFound", location="permissionId")


def update(db: sqlite3.Connection, file_id: str, permission_id: str, body: Json, *, transfer: bool) -> Permission:
    """Change the role. Raises Refusal; the owner stays the owner."""
    known, role = get(db, file_id, permission_id), body["role"]
    _check(known.type, role, known.view, {"emailAddress": known.email, "domain": known.domain}, transfer=transfer)
    if known.role == "owner" and role != "owner":
        raise _not_removed()
    if known.role != "owner" and role == "owner":
        _give_up(db, next(one for one in of(db, file_id) if one.role == "owner"), file_id, known.email or "")
    if body.get("pendingOwner") and role != "writer":
        text = "The target user cannot be a pending owner because the target user does not have a writer role for the file."
        raise Refusal(403, text, reason="pendingOwnerWriterRequired")
    db.execute("UPDATE permissions SET role = ? WHERE file_id = ? AND id = ?", (role, file_id, permission_id))
    return get(db, file_id, permission_id)


def _not_removed() -> Refusal:
    text = "The owner of a file cannot be removed."
    return Refusal(403, text, reason="cannotRemoveOwner", location="permissionId")


def delete(db: sqlite3.Connection, file_id: str, permission_id: str, when: datetime) -> None:
    """Take the permission away. Raises Refusal; the owner's cannot be removed."""
    if get(db, file_id, permission_id).role == "owner":
        raise _not_removed()
    before = _open(db, file_id)
    db.execute("DELETE FROM permissions WHERE file_id = ? AND id = ?", (file_id, permission_id))
    _note_change(db, file_id, before, when)
