"""A tagged PDF, written by reportlab itself: marks around what is drawn, and the tree of headings, paragraphs, tables and figures.

The private names of reportlab that this needs (`_code`, `_doc`, `__NoDefault__`) stay in this file.
"""

from __future__ import annotations

import hashlib
import uuid
import zlib
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFStream,
    PDFStreamFilterZCompress,
    PDFString,
)
from reportlab.pdfgen.canvas import PATH_OPS, Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from ..files import PACKED
from .facts import packet
from .text import has_hindi
from .text import number as number_of

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

    def setFillColor(self, colour: str | Color) -> None:  # noqa: N802  # reportlab's own name
        self._code.append(f"{_rgb(colour)} rg")

    def setStrokeColor(self, colour: str | Color) -> None:  # noqa: N802  # the same
        self._code.append(f"{_rgb(colour)} RG")

    def rect(self, *box: float, stroke: int = 1, fill: int = 0) -> None:
        self._code.append(f"n {_numbers(*box)} re {PATH_OPS[stroke, fill, self._fillMode]}")

    def roundRect(self, *box: float, **painted: int) -> None:  # noqa: N802  # the same
        self._code += _rounded(*box)
        self._strokeAndFill(**painted)

    def line(self, *ends: float) -> None:
        self._code.append(f"n {_numbers(*ends[:2])} m {_numbers(*ends[2:])} l S")

    def part(self, role: str, **more: Any) -> AbstractContextManager[None]:
        """What is drawn meanwhile is this part of the one around it, or one of its own parts."""
        return self.within(self.begun(role, **more))

    def begun(self, role: str, of: TreePart | None = None, **more: Any) -> TreePart:
        """A new part of `of`, or of the one around it, which `within` draws."""
        made = TreePart(role, **more)
        (of or self._path[-1]).parts.append(made)
        return made

    def within(self, part: TreePart) -> AbstractContextManager[None]:
        """What is drawn meanwhile belongs to a part that was begun before."""
        return _Meanwhile(self, part, self._mark(part) if part.role == "Figure" else "")

    def words(self, text: str) -> AbstractContextManager[None]:
        """What is drawn meanwhile says this: content of the part around it, or a paragraph of its own."""
        if self._inside:
            return _Meanwhile(self)
        if self._path[-1].role in LEAVES:
            return _Meanwhile(self, mark=self._mark(self._path[-1]))
        paragraph = self.begun("P", language=self.other_language(text))
        return _Meanwhile(self, paragraph, self._mark(paragraph))

    def decoration(self) -> AbstractContextManager[None]:
        """What is drawn meanwhile is no content: a box, a rule, what stands on every page."""
        return _Meanwhile(self, mark="" if self._inside else "/Artifact BMC")

    def other_language(self, text: str) -> str:
        """The language of a text where it is not the document's; "" else."""
        spoken = "hi" if has_hindi(text) else "en" if any(sign.isalpha() for sign in text) else self._language
        return spoken if spoken != self._language else ""

    def _mark(self, part: TreePart) -> str:
        """How a page begins what is drawn of this part."""
        page = self.getPageNumber() - 1
        number = self._marks.get(page, 0)
        self._marks[page] = number + 1
        part.drawn.append((page, number))
        return f"/{part.role}<</MCID {number}>>BDC"

    def finish(self, title: str, author: str) -> None:
        """Give the file its tree and the facts that say so; to be called before `save`."""
        document = self._doc
        pages = document.Pages.pages
        marks: list[dict[int, str]] = [{} for _ in pages]
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        parent = self._named(root)
        self._pages = [self._named(page) for page in pages]
        self._languages = {each: self._said(each) for each in ("en", "hi")}
        root.dict["K"] = self._element(self._tree, parent, marks)
        numbers: list[str] = []
        for position, (page, by_number) in enumerate(zip(pages, marks, strict=True)):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = position, PDFName("S")
            page.Contents = PDFStream(content=page.stream, filters=[_Packed()])
            numbers += [str(position), _array([by_number[number] for number in sorted(by_number)])]
        root.dict["ParentTree"] = document.Reference(_Written(f"<<\n/Nums {_array(numbers)}\n>>"))
        root.dict["ParentTreeNextKey"] = len(pages)
        catalog = document.Catalog
        catalog.StructTreeRoot, catalog.MarkInfo = root, PDFDictionary({"Marked": "true"})
        digest = hashlib.sha256("".join(page.stream for page in pages).encode("utf-8", "surrogatepass")).hexdigest()
        number = uuid.uuid5(uuid.NAMESPACE_URL, digest)
        catalog.Metadata = _stream(packet(title, author, self._language, number))

    def _element(self, part: TreePart, parent: str, marks: list[dict[int, str]]) -> str:
        """Put the part and its own into the file; gives how others name it."""
        made = _Written()
        own = self._named(made)
        for page, number in part.drawn:
            marks[page][number] = own
        first = part.drawn[0][0] if part.drawn else 0
        kids = [str(number) if page == first else self._elsewhere(page, number) for page, number in part.drawn]
        facts: dict[str, str] = {}
        if part.box:
            edges = _array([number_of(round(edge, 2)) for edge in part.box])
            facts["A"] = _dictionary({"BBox": edges, "O": "/Layout", "Placement": "/Block"})
        elif part.scope or part.columns > 1:
            spans = {"ColSpan": str(part.columns)} if part.columns > 1 else {}
            scope = {"Scope": f"/{part.scope}"} if part.scope else {}
            facts["A"] = _dictionary({**spans, "O": "/Table", **scope})
        if part.says:
            facts["Alt"] = self._said(part.says)
        facts["K"] = _array(kids + [self._element(each, own, marks) for each in part.parts])
        if part.language:
            facts["Lang"] = self._languages[part.language]
        facts["P"] = parent
        if part.drawn:
            facts["Pg"] = self._pages[first]
        made.text = _dictionary(facts | {"S": f"/{part.role}", "Type": "/StructElem"})
        return own

    def _named(self, made: PDFObject) -> str:
        """How others of the file name this object, which is one of it from now on."""
        number, version = self._doc.idToObjectNumberAndVersion[self._doc.Reference(made).name]
        return f"{number} {version} R"

    def _said(self, text: str) -> str:
        return str(PDFString(text).format(self._doc).decode("latin-1"))

    def _elsewhere(self, page: int, number: int) -> str:
        """A mark of a part on another page than its first."""
        return _dictionary({"MCID": str(number), "Pg": self._pages[page], "Type": "/MCR"})


class _Meanwhile:
    """What is drawn meanwhile belongs to a part, stands between a mark and its end, or both. A generator would take thrice as long."""

    __slots__ = ("_canvas", "_mark", "_part")

    def __init__(self, canvas: TaggedCanvas, part: TreePart | None = None, mark: str = "") -> None:
        self._canvas, self._part, self._mark = canvas, part, mark

    def __enter__(self) -> None:
        canvas = self._canvas
        if self._part:
            canvas._path.append(self._part)
        if self._mark:
            canvas._code.append(self._mark)
            canvas._inside = True

    def __exit__(self, *_: object) -> None:
        canvas = self._canvas
        if self._mark:
            canvas._inside = False
            canvas._code.append("EMC")
        if self._part:
            canvas._path.pop()


class _Written(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object of the file, as it stands there: thousands of them would take reportlab as long as all pages."""

    def __init__(self, text: str = "") -> None:
        self.text = text

    def format(self, document: PDFDocument) -> bytes:
        return self.text.encode("latin-1")


class _Packed(PDFStreamFilterZCompress):  # type: ignore[misc]  # the same
    """What is drawn on a page, packed as hard as all else of a report."""

    def encode(self, text: str) -> bytes:
        return zlib.compress(text.encode("utf-8"), PACKED)


def _dictionary(facts: Mapping[str, str]) -> str:
    """The facts, given in the order of their names, as reportlab sets them."""
    return f"<<\n{_spaced([f'/{name} {fact}' for name, fact in facts.items()], 6)}\n>>"


def _array(values: Sequence[str]) -> str:
    return f"[ {_spaced(values, 10)} ]"


def _spaced(parts: Sequence[str], most: int) -> str:
    """The parts after each other, so many on a line, as reportlab sets them."""
    if len(parts) <= most:
        return " ".join(parts)
    return " \n  ".join([" ".join(parts[start : start + most]) for start in range(0, len(parts), most)])


@cache
def _rgb(colour: str | Color) -> str:
    return str(fp_str((HexColor(colour) if isinstance(colour, str) else colour).rgb()))


@lru_cache(maxsize=1 << 13)
def _numbers(*values: float) -> str:
    return str(fp_str(values))


@lru_cache(maxsize=1 << 12)
def _rounded(*box: float) -> list[str]:
    """A box with round corners: left, low, width, height, radius. Tables have it at the same places on every page."""
    code: list[str] = []
    PDFPathObject(code=code).roundRect(*box)
    return code


def _stream(content: bytes) -> PDFStream:
    made = PDFStream(content=content)
    made.dictionary["Type"], made.dictionary["Subtype"] = PDFName("Metadata"), PDFName("XML")
    return made
