"""Drive v3: permissions of a file, and who becomes its owner."""

from __future__ import annotations

from typing import Any

import pytest

from gsandbox.tests.conftest import Book
from gsandbox.wire import Json


def test_permissions(book: Book) -> None:
    """Listed, made, changed, taken away; the owner stays."""
    path = f"/drive/v3/files/{book.id}/permissions"
    assert [one["role"] for one in book.sandbox.api("GET", path).json()["permissions"]] == ["owner"]
    made = book.sandbox.api("POST", path, json={"type": "user", "role": "reader", "emailAddress": "a@b.invalid"}).json()
    assert list(made) == ["kind", "id", "type", "role"]
    again = book.sandbox.api(
        "POST", path, json={"type": "user", "role": "writer", "emailAddress": "a@b.invalid"}
    ).json()
    assert (again["id"], again["role"]) == (made["id"], "writer")
    assert book.sandbox.api("PATCH", f"{path}/{made['id']}", json={"role": "reader"}).json()["role"] == "reader"
    gone = book.sandbox.api("DELETE", f"{path}/{made['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert book.sandbox.api("GET", f"{path}/{made['id']}").status_code == 404
    owner = book.sandbox.api("GET", path).json()["permissions"][0]["id"]
    assert book.sandbox.api("DELETE", f"{path}/{owner}").status_code == 403


def test_the_published_view(book: Book) -> None:
    """A permission to respond is seen only when it is asked for, and only with `fields` one sees the view."""
    book.sandbox.profile(permission_id="number")
    path = f"/drive/v3/files/{book.id}/permissions"
    body = {"type": "anyone", "role": "reader", "view": "published"}
    made = book.sandbox.api("POST", path, params={"fields": "id,type,role,view"}, json=body).json()
    assert (made["type"], made["role"], made["view"]) == ("anyone", "reader", "published")
    assert len(book.sandbox.api("GET", path).json()["permissions"]) == 1
    query = {"includePermissionsForView": "published", "fields": "permissions(id,type,role,view)"}
    seen = book.sandbox.api("GET", path, params=query).json()["permissions"]
    assert made in seen
    anyone = book.sandbox.api("POST", path, json={"type": "anyone", "role": "reader"}).json()
    shown = {"kind": "drive#permission", "id": "anyoneWithLink", "type": "anyone", "role": "reader"}
    assert anyone == shown | {"allowFileDiscovery": False}  # a recording of March 2026


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"role": "reader"}, 400),
        ({"type": "anyone"}, 400),
        ({"type": "everyone", "role": "reader"}, 400),
        ({"type": "anyone", "role": "boss"}, 400),
        ({"type": "user", "role": "reader"}, 400),
        ({"type": "anyone", "role": "reader", "view": "secret"}, 400),
        ({"type": "user", "role": "owner", "emailAddress": "a@b.invalid"}, 403),
    ],
)
def test_a_bad_permission(book: Book, body: Json, status: int) -> None:
    """Missing or wrong fields."""
    reply = book.sandbox.api("POST", f"/drive/v3/files/{book.id}/permissions", json=body)
    assert reply.status_code == status
    assert reply.json()["error"]["errors"]


def test_nobody_is_made_the_owner_unasked(book: Book) -> None:
    """Reports of 2022 to 2026: another account has to consent, and must be a writer before; the owner stays the owner."""
    path = f"/drive/v3/files/{book.id}/permissions"
    other = {"type": "user", "emailAddress": "a@b.invalid"}

    def reason(verb: str, at: str, body: Json) -> str:
        reply = book.sandbox.api(verb, f"{path}{at}?transferOwnership=true", json=body)
        assert reply.status_code == 403
        return str(reply.json()["error"]["errors"][0]["reason"])

    assert reason("POST", "", other | {"role": "owner"}) == "consentRequiredForOwnershipTransfer"
    made = book.sandbox.api("POST", path, json=other | {"role": "reader"}).json()["id"]
    assert reason("PATCH", f"/{made}", {"role": "owner"}) == "consentRequiredForOwnershipTransfer"
    assert reason("PATCH", f"/{made}", {"role": "reader", "pendingOwner": True}) == "pendingOwnerWriterRequired"
    (own,) = [one["id"] for one in book.sandbox.api("GET", path).json()["permissions"] if one["role"] == "owner"]
    assert reason("PATCH", f"/{own}", {"role": "reader"}) == "cannotRemoveOwner"
    assert book.sandbox.api("PATCH", f"{path}/{made}", json={"role": "writer", "pendingOwner": True}).status_code == 200


def test_an_organisation_passes_a_file_on_at_once(book: Book) -> None:
    """As the guide of transfers says of Workspace: to its own accounts without consent, and who gives stays a writer."""
    path = f"/drive/v3/files/{book.id}/permissions"
    book.sandbox.profile("workspace")

    def call(verb: str, at: str, role: str, email: str) -> Any:
        body = {"role": role} | ({} if at else {"type": "user", "emailAddress": email})
        return book.sandbox.api(verb, f"{path}{at}?transferOwnership=true", json=body)

    def roles() -> dict[str, str]:
        shown = book.sandbox.api("GET", f"{path}?fields=permissions(emailAddress,role)").json()["permissions"]
        return {one["emailAddress"]: one["role"] for one in shown if "emailAddress" in one}

    owner, first, second = (f"{name}@sandbox.invalid" for name in ("owner", "first", "second"))
    assert call("POST", "", "owner", "a@b.invalid").status_code == 403
    assert roles() == {owner: "owner"}
    call("POST", "", "owner", first).raise_for_status()
    assert roles() == {owner: "writer", first: "owner"}
    made = call("POST", "", "reader", second).json()["id"]
    call("PATCH", f"/{made}", "owner", second).raise_for_status()
    assert roles() == {owner: "writer", first: "writer", second: "owner"}
