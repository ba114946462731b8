"""A tagged PDF, written by reportlab itself: marks around what is drawn, and the tree of headings, paragraphs, tables and figures.

The private names of reportlab that this needs (`_code`, `_doc`, `__NoDefault__`) stay in this file.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

from .facts import packet
from .text import has_hindi

Box = tuple[float, float, float, float]
LEAVES = ("H1", "H2", "P", "TH", "TD", "Figure")
"""Parts that hold what is drawn; all others hold parts."""


@dataclass
class TreePart:
    """One part of the document: its role of ISO 32000, its own parts in the order of reading, and what is drawn of it."""

    role: str
    parts: list[TreePart] = field(default_factory=list)
    drawn: list[tuple[int, int]] = field(default_factory=list)  # page and number of each mark on it, both from 0
    says: str = ""  # instead of a picture
    box: Box | None = None  # of a picture: left, low, right, top; points
    language: str = ""  # where it is another than the document's
    columns: int = 1  # that a cell of a table takes
    scope: str = ""  # of a heading of a table: "Column" or "Row"


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas whose file can be listened to: what is drawn inside `part` belongs to that part, and all else is no content."""

    def __init__(self, *arguments: Any, lang: str, **options: Any) -> None:
        super().__init__(*arguments, lang=lang, pdfVersion=(1, 7), **options)
        self._language = lang
        self._tree = TreePart("Document")
        self._path = [self._tree]
        self._marks: dict[int, int] = {}
        self._inside = False

    @contextmanager
    def part(self, role: str, **more: Any) -> Iterator[TreePart]:
        """What is drawn meanwhile is this part of the one around it, or one of its own parts."""
        made = TreePart(role, **more)
        self._path[-1].parts.append(made)
        with self.within(made):
            yield made

    @contextmanager
    def within(self, part: TreePart) -> Iterator[None]:
        """What is drawn meanwhile belongs to a part that was begun before."""
        self._path.append(part)
        try:
            with self._marked(part) if part.role == "Figure" else _nothing():
                yield
        finally:
            self._path.pop()

    @contextmanager
    def words(self, text: str) -> Iterator[None]:
        """What is drawn meanwhile says this: content of the part around it, or a paragraph of its own."""
        if self._inside:
            yield
            return
        if self._path[-1].role in LEAVES:
            with self._marked(self._path[-1]):
                yield
            return
        with self.part("P", language=self.other_language(text)) as paragraph, self._marked(paragraph):
            yield

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn meanwhile is no content: a box, a rule, what stands on every page."""
        if self._inside:
            yield
            return
        with self._between("/Artifact BMC"):
            yield

    def other_language(self, text: str) -> str:
        """The language of a text where it is not the document's; "" else."""
        spoken = "hi" if has_hindi(text) else "en" if any(sign.isalpha() for sign in text) else self._language
        return spoken if spoken != self._language else ""

    @contextmanager
    def _marked(self, part: TreePart) -> Iterator[None]:
        page = self.getPageNumber() - 1
        number = self._marks.get(page, 0)
        self._marks[page] = number + 1
        part.drawn.append((page, number))
        with self._between(f"/{part.role}<</MCID {number}>>BDC"):
            yield

    @contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        """What is drawn meanwhile stands between this mark and its end."""
        self._code.append(begin)
        self._inside = True
        try:
            yield
        finally:
            self._inside = False
            self._code.append("EMC")

    def finish(self, title: str, author: str) -> None:
        """Give the file its tree and the facts that say so; to be called before `save`."""
        document = self._doc
        pages = document.Pages.pages
        marks: list[dict[int, Any]] = [{} for _ in pages]
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        parent = document.Reference(root)
        root.dict["K"] = self._element(self._tree, parent, marks)
        numbers: list[Any] = []
        for position, (page, by_number) in enumerate(zip(pages, marks, strict=True)):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = position, PDFName("S")
            numbers += [position, PDFArray([by_number[number] for number in sorted(by_number)])]
        root.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root.dict["ParentTreeNextKey"] = len(pages)
        catalog = document.Catalog
        catalog.StructTreeRoot, catalog.MarkInfo = root, PDFDictionary({"Marked": "true"})
        digest = hashlib.sha256("".join(page.stream for page in pages).encode("utf-8", "surrogatepass")).hexdigest()
        number = uuid.uuid5(uuid.NAMESPACE_URL, digest)
        catalog.Metadata = _stream(packet(title, author, self._language, number))

    def _element(self, part: TreePart, parent: Any, marks: list[dict[int, Any]]) -> Any:
        made = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(part.role), "P": parent})
        own = self._doc.Reference(made)
        for page, number in part.drawn:
            marks[page][number] = own
        first = part.drawn[0][0] if part.drawn else 0
        kids = [number if page == first else self._elsewhere(page, number) for page, number in part.drawn]
        made.dict["K"] = PDFArray(kids + [self._element(each, own, marks) for each in part.parts])
        if part.drawn:
            made.dict["Pg"] = self._doc.Reference(self._doc.Pages.pages[first])
        if part.language:
            made.dict["Lang"] = PDFString(part.language)
        if part.says:
            made.dict["Alt"] = PDFString(part.says)
        if part.box:
            edges = PDFArray([round(edge, 2) for edge in part.box])
            made.dict["A"] = PDFDictionary({"O": PDFName("Layout"), "Placement": PDFName("Block"), "BBox": edges})
        elif part.scope or part.columns > 1:
            spans = {"ColSpan": part.columns} if part.columns > 1 else {}
            scope = {"Scope": PDFName(part.scope)} if part.scope else {}
            made.dict["A"] = PDFDictionary({"O": PDFName("Table"), **scope, **spans})
        return own

    def _elsewhere(self, page: int, number: int) -> PDFDictionary:
        """A mark of a part on another page than its first."""
        reference = self._doc.Reference(self._doc.Pages.pages[page])
        return PDFDictionary({"Type": PDFName("MCR"), "Pg": reference, "MCID": number})


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _stream(content: bytes) -> PDFStream:
    made = PDFStream(content=content)
    made.dictionary["Type"], made.dictionary["Subtype"] = PDFName("Metadata"), PDFName("XML")
    return made
