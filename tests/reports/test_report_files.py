"""The tables as CSV and JSON: documented columns, the same numbers, harmless in a spreadsheet, never half-written."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pandas as pd
import pytest

from anubhav_gforms.files import write_whole
from anubhav_gforms.grading.columns import BASE
from anubhav_gforms.reports import PackLanguage, for_outside, make_contents, write_files
from anubhav_gforms.reports.files import csv_bytes, grade_columns, grade_rows, json_bytes, rows_json_bytes
from anubhav_gforms.reports.page import page_bytes
from tests.packed_pages import unpacked


@pytest.fixture(scope="module")
def report(few_stations, few_grades, tmp_path_factory):
    return written(few_stations, few_grades, tmp_path_factory.mktemp("report"))


def written(campaign, grades, folder):
    contents = make_contents(campaign, grades)
    return write_files(contents, folder, outside=for_outside(contents), language=PackLanguage.HINDI)


def test_the_leading_columns_are_the_documented_ones(report, small_office):
    header = next(csv.reader(io.StringIO(report.files["office.csv"].read_text("utf-8-sig"))))
    letters = small_office.grade_rules.letters
    assert header[: len(BASE) + len(letters)] == [*BASE, *(f"p_{letter}" for letter in letters)]
    assert list(json.loads(report.files["office.json"].read_text("utf-8"))[0]) == header


def test_csv_and_json_hold_the_same_numbers(report):
    table = pd.read_csv(report.files["office.csv"])
    rows = pd.DataFrame(json.loads(report.files["office.json"].read_text("utf-8")))
    assert len(table) == 31 + 2 + 1
    for column in ("n", "responses", "raw_mean", "score", "low", "high", "p_A", "sd"):
        pd.testing.assert_series_equal(table[column], rows[column], check_dtype=False)


def test_excel_sees_the_encoding(report):
    assert report.files["office.csv"].read_bytes().startswith(b"\xef\xbb\xbf")
    assert "सक्ती" in report.files["office.csv"].read_text("utf-8-sig")


def test_the_same_input_gives_the_same_bytes(report, few_stations, few_grades, tmp_path):
    folders = [report.folder, tmp_path / "again"]
    written(few_stations, few_grades, folders[1])
    names = sorted(str(path.relative_to(folders[0])) for path in folders[0].rglob("*.*"))
    assert names == [
        *(f"districts/{code}.pdf" for code in sorted(few_stations.district_by_code)),
        "manifest.json",
        *(f"office.{kind}" for kind in ("csv", "html", "json", "pdf", "xlsx")),
        *(f"shared/{name}" for name in ("grades.csv", "grades.json", "grades.xlsx", "range.pdf", "report.html")),
    ]
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_a_text_that_looks_like_a_formula_is_inert_and_a_number_stays_a_number(text):
    content = csv_bytes([{"name": text, "change": -1.5}], ["name", "change"]).decode("utf-8-sig")
    [_, row] = list(csv.reader(io.StringIO(content, newline="")))
    assert row == ["'" + text, "-1.5"]


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path):
    path = write_whole(tmp_path / "report.html", b"old")
    with pytest.raises(TypeError):
        write_whole(path, "not bytes")  # type: ignore[arg-type]  # the failure under test
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_a_station_with_too_few_responses_shows_its_count_and_nothing_else(small_office, few_grades):
    table = few_grades.table.copy()
    few = table["status"] == "Not enough responses"
    table.loc[few, ["money_yes", "money_no", "raw_mean"]] = (1, 6, 33.0)
    contents = make_contents(small_office, replace(few_grades, table=table))
    rows = grade_rows(contents.table, contents.letters)
    shown = pd.read_csv(io.BytesIO(csv_bytes(rows, grade_columns(contents.table, contents.letters))))
    rows = shown[shown["status"] == "Not enough responses"]
    assert len(rows) > 3
    hidden = rows.drop(columns=["level", "code", "name_en", "name_hi", "district", "kind", "n", "responses", "status"])
    assert not hidden.select_dtypes("number").notna().any(axis=None)
    page = unpacked(page_bytes(contents))
    station = page.partition(f'<template data-station="{rows.iloc[0]["code"]}">')[2].partition("</template>")[0]
    assert "1 of 7" not in station
    assert "<svg" not in station


def test_rows_are_written_by_the_encoder_in_c_with_the_bytes_of_the_plain_one() -> None:
    rows = [
        {"code": "BSP-BLH", "name": 'थाना "बिल्हा"\n,\n  {', "score": 45.87, "n": 35, "letter": None, "praise": True},
        {"code": "", "name": "]\\", "score": -0.0, "n": 0, "letter": "A+", "praise": False},
    ]
    assert rows_json_bytes(rows) == json_bytes(rows)
    assert rows_json_bytes(rows[:1]) == json_bytes(rows[:1])
