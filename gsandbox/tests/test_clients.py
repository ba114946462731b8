"""The clients that people use work against the sandbox as they are: gspread and google-api-python-client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import google_auth_httplib2
import gspread
import httplib2
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from gsandbox.pytest_plugin import Sandbox
from gsandbox.tests.conftest import Book

Service = Callable[[str, str], Any]


def test_gspread_reads_and_writes(client: gspread.Client) -> None:
    """Open, read, write, append, find, sort, insert, delete."""
    made = client.create("Marks")
    book = client.open_by_key(made.id)
    sheet = book.sheet1
    assert (book.title, book.locale, book.timezone, [one.title for one in book.worksheets()]) == (
        "Marks",
        "en_US",
        "Etc/GMT",
        ["Sheet1"],
    )
    assert sheet.get_all_values() == [[]]
    sheet.update([["code", "mark"], ["BSP-KTW", "4"], ["BSP-CVL", 5]], "A1", value_input_option="USER_ENTERED")
    assert sheet.get_all_values() == [["code", "mark"], ["BSP-KTW", "4"], ["BSP-CVL", "5"]]
    assert sheet.get_all_records() == [{"code": "BSP-KTW", "mark": 4}, {"code": "BSP-CVL", "mark": 5}]
    sheet.append_rows([["KRB-KTW", 3], ["KRB-CVL", 1]])
    sheet.batch_update([{"range": "B2", "values": [[2]]}, {"range": "C1:C2", "values": [["note"], ["x"]]}])
    assert sheet.col_values(2) == ["mark", "2", "5", "3", "1"]
    assert sheet.row_values(2) == ["BSP-KTW", "2", "x"]
    found = sheet.find("KRB-KTW")
    assert found is not None
    assert (found.row, found.col) == (4, 1)
    sheet.sort((2, "des"), range="A2:C5")
    assert sheet.col_values(1) == ["code", "BSP-CVL", "KRB-KTW", "BSP-KTW", "KRB-CVL"]
    sheet.insert_rows([["new"]], 2)
    sheet.delete_rows(3)
    assert sheet.col_values(1) == ["code", "new", "KRB-KTW", "BSP-KTW", "KRB-CVL"]
    sheet.batch_clear(["A2:C2"])
    assert sheet.get("A1:B3") == [["code", "mark"], [], ["KRB-KTW", "3"]]
    assert [cell.value for cell in sheet.range("A3:B3")] == ["KRB-KTW", "3"]
    assert sheet.acell("B1").value == "mark"


def test_gspread_arranges(client: gspread.Client) -> None:
    """Tabs, formats, notes, filters, protection, sizes, names, copies."""
    book = client.create("Marks")
    sheet = book.sheet1
    second = book.add_worksheet("Second", rows=10, cols=5)
    assert (second.row_count, second.col_count) == (10, 5)
    with pytest.raises(gspread.exceptions.APIError, match="already exists"):
        book.add_worksheet("Second", rows=1, cols=1)
    sheet.update([["a", "b"]])
    sheet.format("A1:B1", {"textFormat": {"bold": True}, "horizontalAlignment": "CENTER"})
    sheet.freeze(rows=1)
    sheet.insert_note("A1", "a note")
    assert sheet.get_note("A1") == "a note"
    sheet.merge_cells("A2:B2")
    sheet.set_basic_filter("A1:B5")
    sheet.add_protected_range("A1:B1")
    sheet.define_named_range("A1:B1", "head")
    assert [one["name"] for one in book.list_named_ranges()] == ["head"]
    assert [cell.value for cell in book.named_range("head")] == ["a", "b"]
    assert sheet.get("head") == [["a", "b"]]
    sheet.columns_auto_resize(0, 2)
    sheet.hide_columns(1, 2)
    second.resize(20, 6)
    copied = sheet.duplicate(new_sheet_name="Third")
    assert copied.get_all_values() == [["a", "b"]]
    book.reorder_worksheets([second, sheet, copied])
    assert [one.title for one in book.worksheets()] == ["Second", "Sheet1", "Third"]
    book.del_worksheet(second)
    book.update_title("New name")
    book.update_timezone("Asia/Kolkata")
    book.update_locale("en_GB")
    assert client.open("New name").timezone == "Asia/Kolkata"
    assert [one.title for one in client.openall()] == ["New name"]
    twin = client.copy(book.id, title="Twin")
    assert twin.worksheet("Third").get_all_values() == [["a", "b"]]
    assert client.export(book.id, gspread.utils.ExportFormat.CSV) == b"a,b"


def test_gspread_shares_and_deletes(client: gspread.Client, sandbox: Sandbox) -> None:
    """Sharing helpers send a field of an older Drive, which Drive overlooks; a deleted sheet is not found."""
    book = client.create("Marks")
    book.share("clerk@office.invalid", perm_type="user", role="reader", notify=False)
    book.share(None, perm_type="anyone", role="reader")
    assert {one["type"] for one in book.list_permissions()} == {"user", "anyone"}
    book.remove_permissions("clerk@office.invalid")
    assert len(book.list_permissions()) == 2
    assert {one["text"] for one in sandbox.forgive()} == {
        "Invalid JSON payload received. Unknown name \"withLink\" at 'permission': Cannot find field."
    }
    client.del_spreadsheet(book.id)
    with pytest.raises(gspread.exceptions.SpreadsheetNotFound):
        client.open_by_key(book.id)


def test_googleapiclient(service: Service) -> None:
    """Sheets and Drive through Google's own client, paths and encodings included."""
    sheets, drive = service("sheets", "v4").spreadsheets(), service("drive", "v3")
    made = sheets.create(body={"properties": {"title": "T"}}, fields="spreadsheetId").execute()
    key = made["spreadsheetId"]
    sheets.batchUpdate(
        spreadsheetId=key, body={"requests": [{"addSheet": {"properties": {"title": "Form Responses 1"}}}]}
    ).execute()
    sheets.values().append(
        spreadsheetId=key, range="'Form Responses 1'!A1:Z", valueInputOption="RAW", body={"values": [["a", 1]]}
    ).execute()
    got = sheets.values().get(spreadsheetId=key, range="'Form Responses 1'!A1:ZZ").execute()
    assert (got["range"], got["values"]) == ("'Form Responses 1'!A1:Z1000", [["a", "1"]])
    many = ["'Form Responses 1'!A1"] * 100
    got = sheets.values().batchGet(spreadsheetId=key, ranges=many).execute()
    assert len(got["valueRanges"]) == 100
    listed = drive.files().list(q="name = 'T'", fields="files(id,name)").execute()
    assert listed == {"files": [{"id": key, "name": "T"}]}
    drive.permissions().create(
        fileId=key, body={"type": "anyone", "role": "reader", "view": "published"}, fields="id,type,role,view"
    ).execute()
    assert drive.files().delete(fileId=key).execute() in ("", b"")
    with pytest.raises(HttpError) as caught:
        sheets.get(spreadsheetId=key).execute()
    assert (caught.value.status_code, caught.value.reason) == (404, "Requested entity was not found.")


def test_spellings_of_clients_in_daily_use(sandbox: Sandbox) -> None:
    """A slash before the verb; `asc`; recency. Drive's empty replies carry a type and nothing more."""
    made = [sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": name}}).json() for name in "ab"]
    ids = [one["spreadsheetId"] for one in made]
    change = {"requests": [{"addSheet": {"properties": {"title": "more"}}}]}
    reply = sandbox.api("POST", f"/v4/spreadsheets/{ids[0]}/:batchUpdate", json=change)
    assert reply.json()["replies"][0]["addSheet"]["properties"]["title"] == "more"
    for order in ("modifiedTime asc", "recency", "recency asc"):
        files = sandbox.api("GET", "/drive/v3/files", params={"orderBy": order}).json()["files"]
        assert {file["id"] for file in files} == set(ids)
    late = {"X-Sandbox-Clock": "2099-01-01T00:00:00Z"}
    sandbox.api("PATCH", f"/drive/v3/files/{ids[0]}", json={"name": "c"}, headers=late)
    orders = {"recency": ids[::-1], "recency desc": ids, "modifiedTime asc": ids[::-1]}
    for order, wanted in orders.items():
        files = sandbox.api("GET", "/drive/v3/files", params={"orderBy": order}).json()["files"]
        assert [file["id"] for file in files] == wanted
    gone = sandbox.api("DELETE", f"/drive/v3/files/{ids[0]}")
    assert (gone.status_code, gone.content, gone.headers["content-type"]) == (204, b"", "text/html")


def test_colours_and_switches_read_back_as_google_gives_them(sandbox: Sandbox) -> None:
    """Colours as the shortest 32-bit float, without zeros, and as a style; the side on which groups are folded."""
    made = sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T"}}).json()["spreadsheetId"]

    def change(*requests: dict[str, Any]) -> None:
        reply = sandbox.api("POST", f"/v4/spreadsheets/{made}:batchUpdate", json={"requests": list(requests)})
        assert reply.status_code == 200, reply.text

    def paint(fields: str, **given: Any) -> dict[str, Any]:
        change({"repeatCell": {"range": {"endRowIndex": 1}, "cell": {"userEnteredFormat": given}, "fields": fields}})
        asked = {"ranges": "A1", "fields": "sheets.data.rowData.values.userEnteredFormat"}
        reply = sandbox.api("GET", f"/v4/spreadsheets/{made}", params=asked).json()
        return dict(reply["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"])

    blue = {"red": 66 / 255, "green": 0, "blue": 1}
    shown = {"red": 0.25882354, "blue": 1}
    seen = paint("userEnteredFormat.backgroundColor", backgroundColor=blue)
    assert seen == {"backgroundColor": shown, "backgroundColorStyle": {"rgbColor": shown}}
    black = {"backgroundColorStyle": {"rgbColor": {"red": 0}}}
    assert paint("userEnteredFormat.backgroundColorStyle", **black)["backgroundColor"] == {}
    assert paint("userEnteredFormat.backgroundColor", backgroundColor=blue)["backgroundColorStyle"] == {
        "rgbColor": shown
    }
    text = paint("userEnteredFormat", textFormat={"foregroundColor": blue, "bold": True})["textFormat"]
    assert text == {"bold": True, "foregroundColor": shown, "foregroundColorStyle": {"rgbColor": shown}}
    assert list(text) == ["foregroundColor", "bold", "foregroundColorStyle"]
    switches = {"rowGroupControlAfter": True, "columnGroupControlAfter": True}
    properties = {"sheetId": 0, "tabColor": blue, "gridProperties": switches}
    fields = "tabColor,gridProperties(rowGroupControlAfter,columnGroupControlAfter)"
    change({"updateSheetProperties": {"properties": properties, "fields": fields}})
    tab = sandbox.api("GET", f"/v4/spreadsheets/{made}").json()["sheets"][0]["properties"]
    assert tab["tabColorStyle"] == {"rgbColor": shown}
    assert switches.items() <= tab["gridProperties"].items()
    half = {"sheetId": 0, "tabColorStyle": {"rgbColor": {"red": 1, "green": 0, "blue": 0.5}}}
    change({"updateSheetProperties": {"properties": half, "fields": "tabColorStyle"}})
    tab = sandbox.api("GET", f"/v4/spreadsheets/{made}").json()["sheets"][0]["properties"]
    assert tab["tabColorStyle"] == {"rgbColor": {"red": 1, "blue": 0.49803922}}
    emptied = {"sheetId": 0, "tabColorStyle": {"rgbColor": None}}
    change({"updateSheetProperties": {"properties": emptied, "fields": "tabColorStyle"}})
    tab = sandbox.api("GET", f"/v4/spreadsheets/{made}").json()["sheets"][0]["properties"]
    assert not tab.keys() & {"tabColor", "tabColorStyle"}


def test_requests_inside_requests(book: Book) -> None:
    """A list in the list is more of the same, as pygsheets sends it; requests in a request are refused."""
    first, second = ({"addSheet": {"properties": {"title": title}}} for title in ("more", "most"))
    assert len(book.ask("POST", ":batchUpdate", json={"requests": [[first], [[[second]]]]})["replies"]) == 2
    words = "Invalid JSON payload received. Unknown name \"requests\" at 'requests[0]': Cannot find field."
    assert book.refused_change({"requests": [first]}) == words
    book.sandbox.forgive()


def test_a_file_of_another_account_is_not_there(sandbox: Sandbox) -> None:
    """Drive does not know it, Forms and Sheets forbid it; shared with everybody it can be read."""
    form = sandbox.api("POST", "/v1/forms", json={"info": {"title": "T"}}).json()["formId"]
    book = sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T"}}).json()["spreadsheetId"]
    sandbox.api("POST", f"/drive/v3/files/{book}/permissions", json={"type": "anyone", "role": "reader"})
    for file_id in (form, book):
        assert sandbox.post(f"/sandbox/files/{file_id}/owner", json={}).status_code == 200
    assert sandbox.api("GET", f"/drive/v3/files/{form}").json()["error"]["errors"][0]["reason"] == "notFound"
    refused = sandbox.api("GET", f"/v1/forms/{form}").json()["error"]
    assert (refused["code"], refused["message"]) == (403, "The caller does not have permission")
    assert sandbox.api("GET", f"/v4/spreadsheets/{book}").status_code == 200
    listed = sandbox.api("GET", "/drive/v3/files").json()["files"]
    assert [file["id"] for file in listed] == [book]


def test_a_file_that_another_account_shares_may_only_be_read(sandbox: Sandbox) -> None:
    """As a reader the user reads, copies and searches by filter; writing, also into it from a file of one's own, is 403."""
    theirs, mine = (
        sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T"}}).json()["spreadsheetId"]
        for _ in range(2)
    )
    assert sandbox.post(f"/sandbox/files/{theirs}/owner", json={"role": "reader"}).status_code == 200
    filters = {"dataFilters": [{"a1Range": "A1"}]}
    assert sandbox.api("GET", f"/v4/spreadsheets/{theirs}").status_code == 200
    assert sandbox.api("POST", f"/v4/spreadsheets/{theirs}:getByDataFilter", json=filters).status_code == 200
    assert sandbox.api("POST", f"/drive/v3/files/{theirs}/copy", json={"name": "C"}).status_code == 200
    refused = [
        sandbox.api("PUT", f"/v4/spreadsheets/{theirs}/values/A1?valueInputOption=RAW", json={"values": [[1]]}),
        sandbox.api("POST", f"/v4/spreadsheets/{mine}/sheets/0:copyTo", json={"destinationSpreadsheetId": theirs}),
    ]
    for reply in refused:
        assert (reply.status_code, reply.json()["error"]["message"]) == (403, "The caller does not have permission")
    listed = sandbox.api("GET", f"/drive/v3/files/{theirs}/permissions").json()["error"]
    assert (listed["code"], listed["errors"][0]["reason"]) == (403, "insufficientFilePermissions")
    assert sandbox.post(f"/sandbox/files/{theirs}/owner", json={"role": "owner"}).status_code == 400


def test_a_tab_is_downloaded_as_text(sandbox: Sandbox) -> None:
    """By its gid, with commas or tabs; without a login only what everybody may read; a format that is none is refused."""
    book = sandbox.api("POST", "/v4/spreadsheets", json={"properties": {"title": "T"}}).json()["spreadsheetId"]
    added = {"requests": [{"addSheet": {"properties": {"title": "Two", "sheetId": 2}}}]}
    sandbox.api("POST", f"/v4/spreadsheets/{book}:batchUpdate", json=added)
    values = {"values": [["a", "b,c"]]}
    sandbox.api("PUT", f"/v4/spreadsheets/{book}/values/Two!A1?valueInputOption=RAW", json=values)
    address = f"/spreadsheets/d/{book}/export"
    assert sandbox.api("GET", f"{address}?format=csv&gid=2").text == 'a,"b,c"'
    assert sandbox.api("GET", f"{address}?format=tsv&gid=2").text == "a\tb,c"
    assert sandbox.get(f"{address}?format=csv&gid=2").status_code == 401
    sandbox.api("POST", f"/drive/v3/files/{book}/permissions", json={"type": "anyone", "role": "reader"})
    assert sandbox.get(f"{address}?format=csv&gid=2").status_code == 200
    assert sandbox.api("GET", f"{address}?format=docx").status_code == 400


def test_a_client_that_asks_for_the_discovery_document(sandbox: Sandbox) -> None:
    """As Google's samples of Forms do it: the document leads to the sandbox, nothing else is changed."""
    http = google_auth_httplib2.AuthorizedHttp(Credentials(token="anything"), http=httplib2.Http(proxy_info=None))
    address = sandbox.root + "/$discovery/rest?version={apiVersion}"
    for name, version in (("forms", "v1"), ("sheets", "v4"), ("drive", "v3")):
        made = build(name, version, http=http, discoveryServiceUrl=address, static_discovery=False)
        assert made._baseUrl.startswith(sandbox.root)
    assert made.files().list().execute()["files"] == []
    older = sandbox.root + "/discovery/v1/apis/{api}/{apiVersion}/rest"
    forms = build("forms", "v1", http=http, discoveryServiceUrl=older, static_discovery=False)
    assert forms.forms().create(body={"info": {"title": "T"}}).execute()["info"]["title"] == "T"
    http.close()
    reply = sandbox.get("/discovery/v1/apis/gmail/v1/rest")
    assert (reply.status_code, reply.json()["error"]["status"]) == (404, "NOT_FOUND")
