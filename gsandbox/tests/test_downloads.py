"""A spreadsheet as a file: by Drive's export, and by the addresses in exportLinks and of the page."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook

from gsandbox.tests.conftest import Book

OPEN = "application/vnd.oasis.opendocument.spreadsheet"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def filled(book: Book) -> Book:
    """Two tabs: texts, figures with a look, a day, a formula, Hindi."""
    book.change({"addSheet": {"properties": {"title": "दो / 2", "sheetId": 2}}})
    rows: list[list[Any]] = [["code", "09876", "=B2*2"], ["हाँ <b>", 4.5, "2020-01-01"], ["x", "50%", True]]
    book.put("Sheet1!A1", rows, "USER_ENTERED")
    book.put("'दो / 2'!A1", [["second"]])
    return book


def exported(book: Book, mime: str) -> bytes:
    reply = book.sandbox.api("GET", f"/drive/v3/files/{book.id}/export", params={"mimeType": mime})
    assert (reply.status_code, reply.headers["content-type"]) == (200, mime)
    return reply.content


def test_excel(filled: Book) -> None:
    """Every tab; figures stay figures with their looks, formulas stay formulas."""
    made = load_workbook(io.BytesIO(exported(filled, EXCEL)))
    assert made.sheetnames == ["Sheet1", "दो   2"]
    sheet = made["Sheet1"]
    assert [cell.value for cell in sheet[1]] == ["code", 9876, "=B2*2"]
    assert (sheet["A2"].value, sheet["B2"].value, sheet["C2"].number_format) == ("हाँ <b>", 4.5, "yyyy-mm-dd")
    assert (sheet["B3"].value, sheet["B3"].number_format, sheet["C3"].value) == (0.5, "0%", True)
    assert load_workbook(io.BytesIO(exported(filled, EXCEL)), data_only=True)["Sheet1"]["C1"].value == 9


@pytest.mark.parametrize("mime", [OPEN, "application/x-vnd.oasis.opendocument.spreadsheet"])
def test_open_document(filled: Book, mime: str) -> None:
    packed = zipfile.ZipFile(io.BytesIO(exported(filled, mime)))
    assert packed.infolist()[0].filename == "mimetype"
    assert packed.read("mimetype").decode() == OPEN
    text = packed.read("content.xml").decode()
    assert 'table:name="दो / 2"' in text
    assert "<text:p>हाँ &lt;b&gt;</text:p>" in text


def test_pdf_and_pages(filled: Book) -> None:
    """A PDF that other readers open: a page for each tab."""
    filled.put("Sheet1!A4", [["(brackets) \\ é"]])
    with pikepdf.open(io.BytesIO(exported(filled, "application/pdf"))) as made:
        assert len(made.pages) == 2
    read = pdfium.PdfDocument(exported(filled, "application/pdf"))
    assert "x 50% TRUE\r\n(brackets) \\ é" in read[0].get_textpage().get_text_range()
    packed = zipfile.ZipFile(io.BytesIO(exported(filled, "application/zip")))
    assert packed.namelist() == ["Sheet1.html", "दो _ 2.html"]
    assert "<td>50%</td>" in packed.read("Sheet1.html").decode()


def test_odd_names_and_letters(book: Book) -> None:
    """Names that Excel does not allow or that become the same, and characters that XML has no place for."""
    titles = ["A" * 40, "a" * 41, "x/y", "x?y", "'q'", "''", "[]", "é\x01"]
    book.change(*({"addSheet": {"properties": {"title": title}}} for title in titles))
    book.put("Sheet1!A1", [["a\x01b\ufffe", "😀"]])
    names = load_workbook(io.BytesIO(exported(book, EXCEL))).sheetnames
    assert names == ["Sheet1", "A" * 31, "a" * 29 + " 2", "x y", "x y 2", "q", "Sheet", "  ", "é"]
    packed = zipfile.ZipFile(io.BytesIO(exported(book, OPEN)))
    assert "ab" in ElementTree.fromstring(packed.read("content.xml")).itertext()


def test_the_addresses_of_the_links(filled: Book) -> None:
    """Those that the file itself names, with the sandbox's host in place of Google's; a name for the file goes along."""
    links = filled.sandbox.api("GET", f"/drive/v3/files/{filled.id}?fields=exportLinks").json()["exportLinks"]
    for mime, link in links.items():
        reply = filled.sandbox.api("GET", link.removeprefix("https://docs.google.com"))
        assert (reply.status_code, reply.headers["content-type"]) == (200, mime.replace("x-vnd", "vnd"))
    page = f"/spreadsheets/d/{filled.id}/export"
    named = filled.sandbox.api("GET", page).headers["content-disposition"]
    assert named == "attachment; filename=\"Play.xlsx\"; filename*=UTF-8''Play.xlsx"
    tab = filled.sandbox.api("GET", f"{page}?format=csv&gid=0").headers["content-disposition"]
    assert tab == "attachment; filename=\"Play-Sheet1.csv\"; filename*=UTF-8''Play%20-%20Sheet1.csv"
    for area, text in (("B1:C2", "9876,9\r\n4.5,2020-01-01"), ("A3:A", "x"), ("nothing here", None)):
        part = filled.sandbox.api("GET", f"{page}?format=csv&gid=0&range={area}")
        assert (part.status_code, part.text if text else None) == (200 if text else 400, text)  # as googlesheets4 reads


def test_an_address_for_download_leads_elsewhere_first(filled: Book) -> None:
    """307, to an address that is good for whoever has it, and for nothing else."""
    page = f"/spreadsheets/d/{filled.id}/export?format=csv&id={filled.id}"
    asked = filled.sandbox.api("GET", page, allow_redirects=False)
    assert (asked.status_code, asked.headers["content-type"]) == (307, "text/html; charset=UTF-8")
    assert "<TITLE>Temporary Redirect</TITLE>" in asked.text
    address = asked.headers["location"]
    one, two, _, owner, reader, file_id = address.partition("?")[0].split("/export/")[1].split("/")
    assert (len(one), len(two), file_id, owner == reader) == (26, 26, filled.id, True)
    given = filled.sandbox.http.get(address)
    assert (given.status_code, given.headers["access-control-allow-origin"]) == (200, "*")
    assert given.text.startswith("code,9876,9\r\n")
    assert filled.sandbox.http.get(address.replace(filled.id, "1" + filled.id[1:][::-1])).status_code == 404


def test_a_stranger_asks_for_a_download(filled: Book) -> None:
    """401 with a sign-in page while it is shared with nobody; then it comes to them too."""
    page = f"/spreadsheets/d/{filled.id}/export?format=tsv"
    away = filled.sandbox.get(page)
    assert (away.status_code, away.headers["content-type"]) == (401, "text/html; charset=UTF-8")
    made = filled.sandbox.api(
        "POST", f"/drive/v3/files/{filled.id}/permissions", json={"type": "anyone", "role": "reader"}
    )
    assert made.status_code == 200
    asked = filled.sandbox.get(page, allow_redirects=False)
    assert asked.headers["location"].partition("?")[0].endswith(f"/*/{filled.id}")
    assert filled.sandbox.get(page).text.startswith("code\t9876\t9")
    assert filled.sandbox.get("/spreadsheets/d/nothing/export").status_code == 404
