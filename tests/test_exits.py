"""The ways out of two packages that had no release for long: what would take their place does the same."""

from __future__ import annotations

import numpy as np
import pytest
import requests
import zxingcpp

from anubhav_gforms.google.caller import Caller
from anubhav_gforms.google.sheets import Sheets
from anubhav_gforms.google.transport import service
from anubhav_gforms.links.symbol import symbol
from gsandbox.pytest_plugin import Sandbox

LINK = (
    "https://docs.google.com/forms/d/e/1FAIpQLSd_an-example-of-the-length-of-real-ones-1234567890/viewform?usp=pp_url"
)

LEVELS = "LMQH"


def test_googles_own_client_reads_and_changes_a_sheet_as_gspread_does(sandbox: Sandbox) -> None:
    session = requests.Session()
    session.headers["Authorization"] = "Bearer sandbox"
    made = sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T"}}).json()["spreadsheetId"]
    rows = [["थाना", 2.5, "=1+1"], ["", True, ""], ["x", "0042", 7]]
    path = f"/v4/spreadsheets/{made}/values/Sheet1!A1"
    sandbox.api("PUT", path, params={"valueInputOption": "USER_ENTERED"}, json={"values": rows})
    ranges = ["'Sheet1'!A1:C3", "'Sheet1'!B1:B2"]
    ours = Sheets(session, sandbox.root, Caller())
    ours.set_time(made, locale="en_US", timezone="Asia/Kolkata")
    exit_ = service("sheets", "v4", session, sandbox.root).spreadsheets()
    read = {
        "majorDimension": "COLUMNS",
        "valueRenderOption": "UNFORMATTED_VALUE",
        "dateTimeRenderOption": "SERIAL_NUMBER",
    }
    reply = exit_.values().batchGet(spreadsheetId=made, ranges=ranges, **read).execute()
    assert [each["values"] for each in reply["valueRanges"]] == ours.values(made, ranges)
    change = {"properties": {"timeZone": "Asia/Calcutta"}, "fields": "timeZone"}
    exit_.batchUpdate(spreadsheetId=made, body={"requests": [{"updateSpreadsheetProperties": change}]}).execute()
    assert ours.describe(made).timezone == "Asia/Calcutta"


@pytest.mark.parametrize(("version", "ecc"), [(7, "Q"), (10, "Q"), (11, "M"), (12, "L")])
def test_zxing_writes_a_symbol_of_the_same_size_that_reads_the_same(version: int, ecc: str) -> None:
    text = LINK[:80]
    ours = symbol(text, version, ecc)
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, options=f"ecLevel={ecc},version={version}")
    theirs = np.array(made.to_image(scale=1, add_quiet_zones=False)) == 0
    assert theirs.shape == ours.shape
    for modules in (ours, theirs):
        wide = np.kron(np.pad(modules, 4), np.ones((4, 4))) > 0
        [found] = zxingcpp.read_barcodes(np.where(wide, 0, 255).astype(np.uint8))
        assert found.text == text
        assert LEVELS.index(found.ec_level) >= LEVELS.index(ecc)  # zxing takes a higher level where it costs no module
