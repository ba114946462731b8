"""A4 sheets, wide, with the head and the foot that every page of a pack carries; text in one language or both."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import AbstractContextManager
from enum import StrEnum

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape

from ...custody.heads import words_of_hash
from ...language import both, spoken
from ...links.symbol import symbol
from ...paper import Face, draw, fitted, register, wrap
from ...paper.tree import TaggedCanvas, TreePart
from ...sentence import Bilingual
from .. import phrases
from ..charts.marks import looks
from ..charts.scene import Scene
from ..charts.to_pdf import to_pdf
from ..contents import Contents
from ..freshness import upto
from ..palette import INK, QUIET

WIDTH, HEIGHT = landscape(A4)
MARGIN = 34
NAVY, GOLD, LINE, GROUND = "#10264d", "#e0a526", "#d8dee8", "#f4f6f9"
HEAD, FOOT = 46, 40
LEAST = 6.0
"""Points of the smallest letters of a line that was made to fit."""
MODULE, SIDE, CLEAR = 1.3, 25, 4
"""Of the QR code with the head of the gazette: points of a module, as large as on a label of a parcel; modules; clear modules around."""
WIDE = (SIDE + 2 * CLEAR) * MODULE


class PackLanguage(StrEnum):
    """In which languages a pack speaks."""

    ENGLISH = "en"
    HINDI = "hi"
    BOTH = "both"


class Sheet:
    """A pack in the making: `y` is the cursor, points from below.

    With `by_week` the sheet is dated by its week alone and not by the last pull.
    """

    def __init__(self, contents: Contents, title: Bilingual, language: PackLanguage, *, by_week: bool = False) -> None:
        register()
        rl_config.useA85 = 0
        self.contents, self.title, self.language = contents, title, language
        self._by_week = by_week
        self._looks = looks(contents.letters)
        self._file = io.BytesIO()
        size = (WIDTH, HEIGHT)
        spoken_first = "en" if language is PackLanguage.ENGLISH else "hi"
        self.canvas = TaggedCanvas(
            self._file, pagesize=size, initialFontName=Face.REGULAR.value, invariant=1, lang=spoken_first
        )
        office = contents.campaign.office.office
        self.canvas.setTitle(self.line(title))
        self.canvas.setAuthor(office.name_en)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.page = 0
        self.y = 0.0

    def say(self, text: Bilingual) -> tuple[str, ...]:
        """The text in the languages of this pack, Hindi first; once where both are the same."""
        if self.language is PackLanguage.BOTH and text.hi != text.en:
            return text.hi, text.en
        return (text.en if self.language is PackLanguage.ENGLISH else text.hi,)

    def line(self, text: Bilingual, between: str = " · ") -> str:
        """The text in the languages of this pack on one line."""
        return between.join(self.say(text))

    def begin(self, heading: Bilingual, bookmark: str = "") -> None:
        """Start a page under this heading; `bookmark` makes it findable in the outline."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        canvas = self.canvas
        self.box(0, HEIGHT - HEAD, WIDTH, HEAD, NAVY)
        self.box(0, HEIGHT - HEAD - 4, WIDTH, 4, GOLD)
        marked = bool(self.page == 1 and not self._by_week and self.contents.announced)
        room = WIDTH - 2 * MARGIN - 190 - (WIDE + 8 if marked else 0)
        text = self.line(heading)
        with canvas.part("H1"):
            self.fit(MARGIN, HEIGHT - 31, text, Face.BOLD, 19, room, "#ffffff")
        with canvas.decoration() if self.page > 1 else canvas.part("Sect"):
            self._range_and_week()
            self._foot()
        if marked:
            self._book_mark(self.contents.announced, WIDTH - MARGIN - 190 - WIDE, HEIGHT - HEAD)
        if bookmark:
            canvas.bookmarkPage(bookmark)
            canvas.addOutlineEntry(text, bookmark, level=0)
        self.y = HEIGHT - HEAD - 26

    def _book_mark(self, code: str, left: float, below: float) -> None:
        """The head of the gazette: a small QR code for a photo, four words for the telephone. Whoever keeps the paper can have it
        proved later: anubhav ledger prove. A release's line holds the ledger's own head, so that one code stands for both."""
        self.box(left, below, WIDE, WIDE, "#ffffff")
        for row, modules in enumerate(symbol(code, 2, "M")):
            y = below + (CLEAR + SIDE - 1 - row) * MODULE
            for column, dark in enumerate(modules):
                if dark:
                    self.box(left + (CLEAR + column) * MODULE, y, MODULE, MODULE, "#000000")
        said = f'anubhav ledger prove "{words_of_hash(code)}"'
        self.text(WIDTH - MARGIN, HEIGHT - HEAD - 11.5, said, Face.REGULAR, 7.5, QUIET, "right")

    def _range_and_week(self) -> None:
        office = self.contents.campaign.office.office
        owner = office.range_en if self.language is PackLanguage.ENGLISH else office.range_hi
        self.text(WIDTH - MARGIN, HEIGHT - 22, owner, Face.SEMIBOLD, 11, "#ffffff", "right")
        unfinished, days = self.contents.unfinished, self.contents.week_words
        dated = days.en if self.language is PackLanguage.ENGLISH else days.hi
        if unfinished and self.language is PackLanguage.BOTH:
            dated = f"{dated} · {both('unfinished').en}"
        colour = "#ffffff" if unfinished else "#c6d3ea"
        self.fit(WIDTH - MARGIN, HEIGHT - 37, dated, Face.REGULAR, 11, 185, colour, "right")

    def mark(self, title: Bilingual, bookmark: str) -> None:
        """Make this page findable in the outline under another name too."""
        self.canvas.bookmarkPage(bookmark)
        self.canvas.addOutlineEntry(self.line(title), bookmark, level=1)

    def _foot(self) -> None:
        self.rule(FOOT - 4, LINE)
        when = None if self._by_week else self.contents.freshness.data_up_to
        said = upto(when, self.contents.week.sunday)
        for row, text in enumerate(self.say(both(phrases.HONEST))):
            self.text(MARGIN, FOOT - 16 - 12 * row, text, Face.REGULAR, 9.5, QUIET)
        if self.contents.announced and not self._by_week:
            said = both("{said} · Gazette {head}", said=said, head=self.contents.announced)
        for row, text in enumerate(self.say(said)):
            self.text(WIDTH - MARGIN - 24, FOOT - 16 - 12 * row, text, Face.REGULAR, 9.5, QUIET, "right")
        with self.canvas.decoration():
            self.text(WIDTH - MARGIN, FOOT - 16, str(self.page), Face.BOLD, 10, INK, "right")

    def room(self, height: float) -> bool:
        """True when this much fits above the foot."""
        return self.y - height >= FOOT + 4

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face = Face.REGULAR,
        size: float = 11,
        colour: str = INK,
        align: str = "left",
    ) -> float:
        self.canvas.setFillColor(colour)
        if not text:
            return 0.0
        with self.canvas.words(text):
            return draw(self.canvas, x, y, text, face, size, align=align)  # type: ignore[arg-type]  # one of three words

    def head(self, x: float, y: float, text: str | Bilingual, size: float, room: float = WIDTH) -> None:
        """A heading inside a page: a line that is made smaller where it must, or a label."""
        with self.canvas.part("H2"):
            if isinstance(text, Bilingual):
                self.label(x, y, text, Face.BOLD, size, room)
            else:
                self.fit(x, y, text, Face.BOLD, size, room)

    def row(self, table: TreePart) -> AbstractContextManager[None]:
        """What is drawn meanwhile is one more row of this table."""
        return self.canvas.within(self.canvas.begun("TR", table))

    def fit(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        size: float,
        room: float,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """One line, smaller where it would be wider than `room` points; of one that nobody could read then, its first words or letters."""
        shown, least = fitted(text, face, size, room), max(LEAST, size / 2)
        if shown < least:
            begin = wrap(text, face, least, room - least)[0]
            begin = begin[: int(len(begin) * fitted(begin, face, least, room) / least) + 1]
            while begin and fitted(f"{begin}…", face, least, room) < least:
                begin = begin[:-1]
            text, shown = f"{begin}…", least
        self.text(x, y, text, face, shown, colour, align)

    def label(
        self, x: float, y: float, text: Bilingual, face: Face, size: float, room: float, colour: str = INK
    ) -> None:
        """Both languages where they fit without shrinking much, else the first one alone."""
        both = self.line(text)
        shown = both if fitted(both, face, size, room) >= 0.85 * size else self.say(text)[0]
        self.fit(x, y, shown, face, size, room, colour)

    def small(self, x: float, y: float, text: Bilingual, size: float, room: float) -> None:
        """A remark in the first language on two lines around y, smaller where they would not hold it."""
        said = self.say(text)[0]
        while len(lines := wrap(said, Face.REGULAR, size, room)) > 2 and size > 5:
            size -= 0.5
        for row, line in enumerate(lines[:2]):
            self.text(x, y - row * (size + 1.2), line, Face.REGULAR, size, QUIET)

    def names(self, names: Iterable[str], x: float, room: float, *, size: float, step: float, below: float = 0) -> None:
        """Names after each other, as many lines as there is room for above the foot and `below` points; where that is not all of
        them, where they stand. Moves the cursor."""
        text = ", ".join(names)
        for words in wrap(text, Face.REGULAR, size, room) if text else ():
            if not self.room(26 + below):
                page = both("all of them: {page}", page=self.contents.named_file("html"))
                self.fit(x, self.y, self.line(page), Face.SEMIBOLD, size, room, QUIET)
                self.y -= 14
                return
            self.text(x, self.y, words, Face.REGULAR, size)
            self.y -= step

    def paragraph(
        self,
        text: Bilingual,
        *,
        x: float = MARGIN,
        room: float = WIDTH - 2 * MARGIN,
        size: float = 11,
        face: Face = Face.REGULAR,
        colour: str = INK,
    ) -> None:
        """The text in this pack's languages, wrapped, each language on lines of its own. Moves the cursor."""
        for sentence in filter(None, self.say(text)):
            with self.canvas.part("P", language=self.canvas.other_language(sentence)):
                for words in wrap(sentence, face, size, room):
                    self.text(x, self.y, words, face, size, colour)
                    self.y -= size * 1.4

    def box(self, x: float, y: float, wide: float, tall: float, fill: str, radius: float = 0) -> None:
        self.canvas.setFillColor(fill)
        with self.canvas.decoration():
            if radius:
                self.canvas.roundRect(x, y, wide, tall, radius, stroke=0, fill=1)
            else:
                self.canvas.rect(x, y, wide, tall, stroke=0, fill=1)

    def rule(self, y: float, colour: str = LINE, x: float = MARGIN, end: float = WIDTH - MARGIN) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(0.6)
        with self.canvas.decoration():
            self.canvas.line(x, y, end, y)

    def picture(self, scene: Scene, x: float, y: float, says: Bilingual, *, short: bool = False) -> None:
        """A picture with its upper left corner at (x, y), which `says` so much to who does not see it; `short`: its labels have room
        for one language only."""
        say = (lambda text: self.say(text)[0]) if short else self.line
        box = (x, y - scene.size.height, x + scene.size.width, y)
        with self.canvas.part("Figure", says=self.say(says)[0], box=box):
            to_pdf(self.canvas, scene, self._looks, x, y, say)

    def joined(self, parts: Iterable[Bilingual]) -> str:
        """Some texts on one line in this pack's first language."""
        return " · ".join(self.say(part)[0] for part in parts)

    def number(self, value: float | int) -> str:
        return spoken(value).en

    def finish(self) -> bytes:
        """The whole pack as PDF. The same contents give the same bytes."""
        self.canvas.showPage()
        self.canvas.finish(self.line(self.title), self.contents.campaign.office.office.name_en)
        self.canvas.save()
        return self._file.getvalue()
