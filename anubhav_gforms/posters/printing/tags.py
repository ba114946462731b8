"""What a page says to people who listen to it: marks around its parts, and the tree of them that a finished PDF has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from reportlab.pdfgen.canvas import Canvas

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Tagged:
    """One part of a face, in the order of reading; its number on the page is its place in the order of drawing."""

    role: str  # of ISO 32000: "H1", "P", "Figure"
    number: int
    says: str = ""  # instead of a picture
    box: Box = (0.0, 0.0, 0.0, 0.0)  # of a picture: left, low, right, top; points


@contextmanager
def tagged(canvas: Canvas, role: str, number: int) -> Iterator[None]:
    """What is drawn meanwhile is one part of the page."""
    canvas._code.append(f"/{role}<</MCID {number}>>BDC")
    yield
    canvas._code.append("EMC")


@contextmanager
def artifact(canvas: Canvas) -> Iterator[None]:
    """What is drawn meanwhile is for printers and cutters only."""
    canvas._code.append("/Artifact BMC")
    yield
    canvas._code.append("EMC")


def add_tree(pdf: Pdf, pages: Sequence[Sequence[tuple[Tagged, ...]]]) -> None:
    """Give the PDF its tree: page by page the faces, of each its parts in the order of reading."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    sections, numbers = Array(), Array()
    for number, (page, faces) in enumerate(zip(pdf.pages, pages, strict=True)):
        by_number: dict[int, Object] = {}
        for parts in faces:
            section = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=whole))
            section.K = Array([_element(pdf, page.obj, section, part, by_number) for part in parts])
            sections.append(section)
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        numbers.append(number)
        numbers.append(Array([by_number[number] for number in sorted(by_number)]))
    whole.K, root.K = sections, whole
    root.ParentTree, root.ParentTreeNextKey = pdf.make_indirect(Dictionary(Nums=numbers)), len(pages)
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)


def _element(pdf: Pdf, page: Object, section: Object, part: Tagged, by_number: dict[int, Object]) -> Object:
    made = Dictionary(Type=Name.StructElem, S=Name("/" + part.role), P=section, Pg=page, K=part.number)
    if part.says:
        made.Alt = String(part.says)
        made.A = Dictionary(O=Name.Layout, BBox=Array([round(edge, 2) for edge in part.box]), Placement=Name.Block)
    by_number[part.number] = pdf.make_indirect(made)
    return by_number[part.number]
