"""What goes wrong with a form, a sheet or a folder: a function each, and the check of doctor that tells it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.responses.ledger.manifest import MANIFEST, manifest_bytes, read_manifest


def press(sandbox: Any, campaign: Campaign, action: str, **more: Any) -> None:
    """Press a button of the form's editor."""
    form_id = load_registry(campaign.data).form_id
    sandbox.post(f"/sandbox/forms/{form_id}/edit", json={"action": action, **more}).raise_for_status()


def first_item(sandbox: Any, campaign: Campaign) -> str:
    form_id = load_registry(campaign.data).form_id
    return str(sandbox.api("GET", f"/v1/forms/{form_id}").json()["items"][0]["itemId"])


def respond(sandbox: Any, campaign: Campaign, count: int, station: str = "BSP-KTW") -> None:
    """Citizens responded some hours ago."""
    registry = load_registry(campaign.data)
    path = registry.responder_uri.removeprefix(sandbox.root).replace("/viewform", "/formResponse")
    purpose = campaign.form.question("purpose").options[0]
    given = {"station": station, "purpose": purpose, "overall": "4"}
    for turn in range(count):  # apart by a second: a row of the same second and words would be a copy
        clock = {"X-Sandbox-Clock": (datetime.now(UTC) - timedelta(hours=5, seconds=turn)).isoformat()}
        sent = {f"entry.{registry.entry(key)}": value for key, value in given.items()}
        sandbox.post(path, data={**sent, "pageHistory": "0,1"}, headers=clock).raise_for_status()


def close(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "stop")


def unpublish(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "unpublish")


def unlink(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "unlink")


def reword(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "rename", item=first_item(sandbox, campaign), title="Station")


def delete_station(sandbox: Any, campaign: Campaign) -> None:
    press(sandbox, campaign, "delete", item=first_item(sandbox, campaign))


def collect_email(sandbox: Any, campaign: Campaign) -> None:
    form_id = load_registry(campaign.data).form_id
    setting = {"updateSettings": {"settings": {"emailCollectionType": "VERIFIED"}, "updateMask": "emailCollectionType"}}
    sandbox.api("POST", f"/v1/forms/{form_id}:batchUpdate", json={"requests": [setting]}).raise_for_status()


def withdraw(sandbox: Any, campaign: Campaign) -> None:
    sandbox.profile(permission_seconds=0)
    form_id = load_registry(campaign.data).form_id
    path = f"/drive/v3/files/{form_id}/permissions"
    listed = sandbox.api("GET", f"{path}?includePermissionsForView=published&fields=permissions(id,type,view)").json()
    for each in listed["permissions"]:
        if each["type"] == "anyone":
            sandbox.api("DELETE", f"{path}/{each['id']}").raise_for_status()


def let_all_edit(sandbox: Any, campaign: Campaign) -> None:
    form_id = load_registry(campaign.data).form_id
    sandbox.api(
        "POST", f"/drive/v3/files/{form_id}/permissions", json={"type": "anyone", "role": "writer"}
    ).raise_for_status()


def let_all_read_the_sheet(sandbox: Any, campaign: Campaign) -> None:
    path = f"/drive/v3/files/{load_registry(campaign.data).spreadsheet_id}/permissions"
    sandbox.api("POST", path, json={"type": "anyone", "role": "reader"}).raise_for_status()


def bin_form(sandbox: Any, campaign: Campaign) -> None:
    form_id = load_registry(campaign.data).form_id
    sandbox.api("PATCH", f"/drive/v3/files/{form_id}", json={"trashed": True}).raise_for_status()


def bin_sheet(sandbox: Any, campaign: Campaign) -> None:
    sheet_id = load_registry(campaign.data).spreadsheet_id
    sandbox.api("PATCH", f"/drive/v3/files/{sheet_id}", json={"trashed": True}).raise_for_status()


def spoil_links(sandbox: Any, campaign: Campaign) -> None:
    path = campaign.root / "links.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("BSP-KTW.P1.A", "BSP-CVL.P1.A"), encoding="utf-8-sig")


def save_links_as_workbook(sandbox: Any, campaign: Campaign) -> None:
    (campaign.root / "links.csv").write_bytes(b"PK\x03\x04" + bytes(300))


def lose_keys(sandbox: Any, campaign: Campaign) -> None:
    (Path(os.environ["ANUBHAV_CONFIG_DIR"]) / campaign.id / "signing-keys.json").unlink()


def drop_station(sandbox: Any, campaign: Campaign) -> None:
    path = campaign.root / "stations.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("BSP-KTW")), encoding="utf-8-sig")


def spoil_header(sandbox: Any, campaign: Campaign) -> None:
    registry = load_registry(campaign.data)
    tab = sandbox.api("GET", f"/v4/spreadsheets/{registry.spreadsheet_id}").json()["sheets"]
    title = next(each["properties"]["title"] for each in tab if each["properties"]["sheetId"] != 0)
    path = f"/v4/spreadsheets/{registry.spreadsheet_id}/values/'{title}'!D1?valueInputOption=RAW"
    sandbox.api("PUT", path, json={"values": [["Behaviour?"]]}).raise_for_status()


def move_zone(sandbox: Any, campaign: Campaign) -> None:
    registry = load_registry(campaign.data)
    change = {"updateSpreadsheetProperties": {"properties": {"timeZone": "America/Los_Angeles"}, "fields": "timeZone"}}
    sandbox.api(
        "POST", f"/v4/spreadsheets/{registry.spreadsheet_id}:batchUpdate", json={"requests": [change]}
    ).raise_for_status()


FAULTS: dict[str, tuple[Callable[[Any, Campaign], None], str, str]] = {
    "closed": (close, "published", "does not accept responses"),
    "closed for citizens": (close, "public page", "closed for responses"),
    "unpublished": (unpublish, "published", "not published"),
    "unlinked": (unlink, "sheet linked", "not linked"),
    "reworded by hand": (reword, "questions", "1 edit was made by hand"),
    "station question deleted": (delete_station, "posters", "deleted from the form"),
    "station question deleted, seen by citizens": (delete_station, "public page", "does not ask"),
    "e-mail collected": (collect_email, "no e-mail", "collects e-mail"),
    "not open": (withdraw, "open to anyone", "only invited people"),
    "not open for citizens": (withdraw, "public page", "cannot respond"),
    "sheet open to read": (let_all_read_the_sheet, "sheet closed", "READ"),
    "open for editing": (let_all_edit, "open to anyone", "EDIT"),
    "in the bin": (bin_form, "form and sheet", "in the bin"),
    "its sheet in the bin": (bin_sheet, "sheet linked", "in the bin"),
    "spoiled links": (spoil_links, "links", "BSP-KTW"),
    "links as a workbook": (save_links_as_workbook, "links", "have no link"),
    "keys lost": (lose_keys, "signing keys", "not on this computer"),
    "station dropped": (drop_station, "posters", "no longer in stations.csv"),
    "header spoiled": (spoil_header, "sheet header", "behaviour"),
    "zone moved": (move_zone, "sheet header", "America/Los_Angeles"),
}


def take_away_the_thanks(sandbox: Any, campaign: Campaign) -> None:
    sandbox.end(load_registry(campaign.data).form_id, "")


def response_unread(sandbox: Any, campaign: Campaign) -> None:
    respond(sandbox, campaign, 1)


def drop_prefill(sandbox: Any, campaign: Campaign) -> None:
    sandbox.faults({"fault": "noprefill", "on": "*", "times": 99})


def form_unwitnessed(sandbox: Any, campaign: Campaign) -> None:
    folder = campaign.data / "ledger"
    (folder / MANIFEST).write_bytes(manifest_bytes(replace(read_manifest(folder), form=None)))


FAULTS |= {
    "no thanks": (take_away_the_thanks, "after sending", "thanks of config/form.toml are not there"),
    "a response that was not pulled": (response_unread, "responses read", "not in the ledger"),
    "prefill that is passed over": (drop_prefill, "printed links", ""),
    "no second witness": (form_unwitnessed, "witnesses", "only witness"),
}
