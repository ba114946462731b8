"""What must be true of the demo's folder, in whatever language it was played."""

from __future__ import annotations

import ast
import csv
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pypdfium2

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.responses.ledger.columns import DIGEST, PERSONAL_DIGEST
from anubhav_gforms.responses.ledger.ledger import open_ledger
from tests import workbook_read
from tests.packed_pages import unpacked
from tests.paper_frame import faults

PROJECT = Path(__file__).parent.parent


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def check_grades(folder: Path, said: str) -> None:
    """158 stations; shuffled or constant scores cannot reach this rank correlation.

    With k scored stations the correlation of unrelated ranks has a standard deviation of 1/sqrt(k-1): about 0.1.
    """
    report = max((folder / "data" / "reports").iterdir())
    stations, correlation = pipeline.rank_correlation(folder / "truth.csv", report / "office.csv")
    assert stations >= 60
    assert correlation > 0.7
    assert f"{correlation:.2f}" in said
    responses = sum(int(row["responses"]) for row in rows_of(report / "office.csv") if row["level"] == "station")
    assert responses > 1000, "the window of the last weeks holds most of a quarter's responses"
    assert "groups of 5" in text_of(report / "office.html")
    assert "groups of 0" not in text_of(report / "office.html")
    assert len(list((folder / "data" / "posters").glob("???-A4.pdf"))) == 8


def text_of(path: Path) -> str:
    """All the text that a file holds."""
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        prints = [name for name in (DIGEST, PERSONAL_DIGEST) if name in table.column_names]
        return str(
            table.drop_columns(prints).to_pylist()
        )  # keyed, of 19 digits: one run in some thousand has a mobile's ten
    return unpacked(path.read_text(encoding="utf-8", errors="replace"))  # keys are no text


def check_planted_identifiers(folder: Path, said: str) -> None:
    """They stand in no file but the IG's messages, in the ledger under a key each: 200 invented mobiles, Aadhaar, PAN, vehicle and FIR numbers, addresses and names, written by the demo's citizens."""
    planted = {row["text"]: row["kind"] for row in rows_of(folder / "planted.csv")}
    assert len(planted) == 200
    assert len(set(planted.values())) == 11
    ours = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((".", "sandbox.", "planted.csv"))
    }
    ledger = open_ledger(load_campaign(folder))
    texts = ledger.versions(
        [name for name in ledger.personal_schema().names if name not in ("response_id", "personal_print")]
    )
    kept = "\n".join(text for column in texts.columns for text in column.to_pylist())
    assert all(text in kept for text in planted), "they reached the ledger"
    [sealed] = [name for name in ours if name.endswith("ig/messages.html")]
    for_the_ig = text_of(ours.pop(sealed))
    assert {kind for text, kind in planted.items() if text in for_the_ig} == {"name"}
    read = {name: text_of(path) for name, path in ours.items()} | {"what it said": said}
    pages = [text for name, text in read.items() if name.endswith("-messages.html")]
    assert not any('<article class="message' in text for text in pages), "every text waits for a person"
    wait = pipeline.waiting_texts(load_campaign(folder))
    assert sum(each.harmless for each in wait) >= 10
    waiting = [each.text for each in wait]
    assert sum("[mobile]" in text for text in waiting) >= 10
    read["what a person may release"] = "\n".join(waiting)
    assert sum(name.startswith("data/reports/") for name in read) > 180
    leaked = {
        (name, kind) for name, text in read.items() for planted_text, kind in planted.items() if planted_text in text
    }
    assert leaked == set()


def check_paper(folder: Path) -> None:
    """Every page of every pack and sheet of the demo's reports keeps to its frame, and no text lies on another."""
    papers = sorted((folder / "data" / "reports").rglob("*.pdf"))
    assert len(papers) > 100, "range, districts and stations"
    assert {path.name: found for path in papers if (found := faults(path))} == {}


def check_notebook(folder: Path) -> None:
    """Every cell of docs/first-grades.ipynb runs in the demo's folder; charts are pictures, the frame holds nobody's name."""
    notebook = json.loads((PROJECT / "docs" / "first-grades.ipynb").read_text(encoding="utf-8"))
    names: dict[str, Any] = {}
    shown = []
    for cell in (cell for cell in notebook["cells"] if cell["cell_type"] == "code"):
        tree = ast.parse("".join(cell["source"]).replace('Path("demo")', f"Path({str(folder)!r})"))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "first-grades.ipynb", "exec"), names)  # our own document
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), "first-grades.ipynb", "eval"), names))
    pictures = [each for each in shown if type(each).__name__ == "Plot"]
    assert len(pictures) == 3
    for picture in pictures:
        assert ElementTree.fromstring(picture._repr_html_()).tag == "{http://www.w3.org/2000/svg}svg"
        assert len(repr(picture)) < 80
    assert {"name", "mobile", "message", "raw_code"}.isdisjoint(names["frame"].columns)
    assert "<table" in names["grades"]._repr_html_()
    assert len(repr(names["grades"])) < 80
    assert len(repr(names["campaign"])) < 80


def check_workbooks(folder: Path) -> None:
    """Those of the office and of everybody: explained in both languages, ready to print, nothing beyond the scale."""
    books = sorted((folder / "data" / "reports").rglob("*.xlsx"))
    assert {path.name for path in books} == {"office.xlsx", "grades.xlsx"}
    assert {path.name: wrong for path in books if (wrong := workbook_read.faults(path))} == {}
