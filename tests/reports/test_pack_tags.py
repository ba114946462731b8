"""What listeners hear of packs: headings, paragraphs, tables and figures, checked on every page of every pack."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pdfua
import pikepdf
import pytest

from anubhav_gforms.reports import Contents, PackLanguage, for_outside
from anubhav_gforms.reports.pack import district_pack, edition_pack, range_pack, strips
from anubhav_gforms.reports.records import records
from tests.pdf_tree import check_tree


def every_pack(contents: Contents, language: PackLanguage) -> Iterator[tuple[str, bytes]]:
    outside = for_outside(contents)
    yield "range", range_pack(contents, language)
    yield "shared", range_pack(outside, language)
    for district in contents.campaign.districts:
        yield district.code, district_pack(outside, district, language)
    rows = {row["score"] is None: row for row in records(outside.stations)}
    for row in rows.values():
        yield row["code"], edition_pack(outside, row, language)
    hung = strips(contents, contents.actions, language)
    assert hung
    yield "strips", hung


@pytest.mark.parametrize("language", list(PackLanguage))
def test_what_a_machine_can_check_of_pdf_ua_is_right_in_every_pack(told: Contents, language: PackLanguage, tmp_path):
    for name, content in every_pack(told, language):
        (tmp_path / "pack.pdf").write_bytes(content)
        report = pdfua.validate(tmp_path / "pack.pdf")
        assert [str(finding) for finding in report.findings] == [], name


def test_everything_on_a_page_is_in_the_tree_or_marked_as_no_content(told: Contents):
    for _, content in every_pack(told, PackLanguage.BOTH):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            check_tree(pdf)


def parts(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in element.K if isinstance(element.K, pikepdf.Array) else [element.K]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from parts(kid)


def test_a_listener_hears_headings_tables_with_heads_and_what_pictures_show(told: Contents):
    with pikepdf.open(io.BytesIO(range_pack(told, PackLanguage.BOTH))) as pdf:
        heard = list(parts(pdf.Root.StructTreeRoot))
        assert str(pdf.Root.Lang) == "hi"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) in pdf.Root.Metadata.read_bytes().decode()
        assert sum(part.S == "/H1" for part in heard) == len(pdf.pages)
        rows = [part for part in heard if part.S == "/TR"]
        stations = len(told.stations)
        assert len(rows) >= stations + len(told.campaign.districts)
        assert {len(row.K) for row in rows} <= {1, 5}, "a whole row, or the heading of a district over all columns"
        assert sum(part.S == "/TH" and part.get("/A", {}).get("/Scope") == "/Row" for part in heard) >= stations
        pictures = [part for part in heard if part.S == "/Figure"]
        assert len(pictures) > len(told.graded)
        assert all(str(part.Alt).strip() and "/BBox" in part.A for part in pictures)
        assert any(part.get("/Lang") == "en" for part in heard), "English sentences are spoken as English"


def test_no_table_has_a_head_alone(told: Contents):
    """The stations of a small district fill one column of two."""
    for district in told.campaign.districts:
        with pikepdf.open(io.BytesIO(district_pack(told, district, PackLanguage.BOTH))) as pdf:
            tables = [part for part in parts(pdf.Root.StructTreeRoot) if part.S == "/Table"]
            assert tables
            assert all(len(table.K) > 1 for table in tables), district.code


def test_a_pack_without_its_tree_is_not_right(told: Contents, tmp_path):
    with pikepdf.open(io.BytesIO(range_pack(told))) as pdf:
        del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo
        pdf.save(tmp_path / "pack.pdf")
    assert pdfua.validate(tmp_path / "pack.pdf").findings
