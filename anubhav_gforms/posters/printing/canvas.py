"""The page around the faces: an open PDF, bleed and crop marks for a press, lines to cut or fold along."""

from __future__ import annotations

import io

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from ...paper import Face, draw, register, width
from ...sentence import Bilingual
from ..design.inks import paint, written
from ..design.lettering import Lettering
from ..design.papers import Paper, Spot
from ..design.pen import LEAST, MM

BLEED = 3.0  # mm of artwork beyond the trimmed page
SLUG = 12.0  # mm around the trimmed page for a press: bleed, then crop marks and the slug line
MARK = 5.0  # mm, length of a crop mark
FOLD = Bilingual("यहाँ मोड़ें, काटें नहीं", "Fold here, do not cut")
RIDGE = 105.5  # mm from the left: between the dark panels of the two faces of a tent


def open_canvas(file: io.BytesIO, width: float, height: float, *, title: str, author: str, subject: str) -> Canvas:
    """A PDF of pages `width` × `height` mm: Hindi, titled, all fonts embedded, the same bytes for the same content."""
    register()
    rl_config.useA85 = 0  # binary streams: a quarter smaller
    canvas = Canvas(
        file,
        pagesize=(width * MM, height * MM),
        initialFontName=Face.REGULAR.value,
        invariant=1,
        pageCompression=1,
        lang="hi",
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator("anubhav")
    for preference, said in (("DisplayDocTitle", "true"), ("PrintScaling", "None"), ("Duplex", "Simplex")):
        canvas.setViewerPreference(preference, said)  # a print window offers full size and one side by itself
    return canvas


def begin_press_page(canvas: Canvas, paper: Paper) -> None:
    """Move to the trimmed page on a larger one, and say where bleed and trim are."""
    slug, bleed = SLUG * MM, BLEED * MM
    wide, high = paper.width * MM, paper.height * MM
    canvas.setTrimBox((slug, slug, slug + wide, slug + high))
    canvas.setBleedBox((slug - bleed, slug - bleed, slug + wide + bleed, slug + high + bleed))
    canvas.translate(slug, slug)


def clip_spot(canvas: Canvas, paper: Paper, spot: Spot) -> None:
    """Keep a face to its spot; where the spot meets the edge of the page, to the bleed."""
    wide, high = paper.face_size
    left, top = (-BLEED if start <= 0 else start for start in (spot.x, spot.y))
    right = spot.x + wide + (BLEED if spot.x + wide >= paper.width - 0.5 else 0)
    bottom = spot.y + high + (BLEED if spot.y + high >= paper.height - 0.5 else 0)
    path = canvas.beginPath()
    path.rect(left * MM, (paper.height - bottom) * MM, (right - left) * MM, (bottom - top) * MM)
    canvas.clipPath(path, stroke=0, fill=0)


def crop_marks(canvas: Canvas, paper: Paper) -> None:
    """Short lines outside the bleed that show where to trim, where to cut between faces, and, dotted, where to fold; and
    two crosses by which the plates are laid on one another.
    """
    across, down = paper.cuts
    wide, high = paper.width, paper.height
    near = BLEED + 1.0
    lines = [(x, y, x, y + MARK) for x in (0.0, *across, wide) for y in (-near - MARK, high + near)]
    lines += [
        (x, y, x + MARK, y) for y in (0.0, *(high - cut for cut in down), high) for x in (-near - MARK, wide + near)
    ]
    canvas.saveState()
    canvas.setStrokeColorCMYK(1, 1, 1, 1)  # on every plate
    canvas.setLineWidth(0.25)
    for x, y in ((wide * 0.75, -near - MARK / 2), (wide * 0.75, high + near + MARK / 2)):
        canvas.circle(x * MM, y * MM, 1.5 * MM, stroke=1, fill=0)
        canvas.line((x - 2.4) * MM, y * MM, (x + 2.4) * MM, y * MM)
        canvas.line(x * MM, (y - 2.4) * MM, x * MM, (y + 2.4) * MM)
    for ends in lines:
        canvas.line(*(end * MM for end in ends))
    canvas.setDash([0.5, 2])
    for fold in paper.folds:
        for x in (-near - MARK, wide + near):
            canvas.line(x * MM, (high - fold) * MM, (x + MARK) * MM, (high - fold) * MM)
    canvas.restoreState()


def cut_lines(canvas: Canvas, paper: Paper) -> None:
    """Where to cut: a white hairline with grey dashes, seen on any ground. Where to fold: only words on the ridge."""
    across, down = paper.cuts
    lines = [(x, 0.0, x, paper.height) for x in across]
    lines += [(0.0, paper.height - y, paper.width, paper.height - y) for y in down]
    canvas.saveState()
    for ends in lines:
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.setLineWidth(0.8)
        canvas.setDash()
        canvas.line(*(end * MM for end in ends))
        canvas.setStrokeColorRGB(0.45, 0.45, 0.45)
        canvas.setLineWidth(0.4)
        canvas.setDash([4, 4])
        canvas.line(*(end * MM for end in ends))
    canvas.restoreState()


def slug_line(canvas: Canvas, paper: Paper, words: str) -> Lettering:
    """Which file and page this is, in black on the waste under the page; gives what the proof must find there."""
    left, low, size = 9.0, -SLUG + 5.1, LEAST
    room = paper.width * (0.5 if paper.cuts[0] else 0.75) - left - 8.0
    while words and width(words, Face.REGULAR, size) > room * MM:
        words = words.rpartition(" ")[0]
    canvas.setFillColorCMYK(0, 0, 0, 1)
    draw(canvas, left * MM, low * MM, words, Face.REGULAR, size)
    x, y = (SLUG + left) * MM, (SLUG + paper.height - low) * MM
    return Lettering(words, Face.REGULAR, size, x, y, "left", written("#000000", press=True))


def fold_words(canvas: Canvas, paper: Paper, *, english: bool, press: bool) -> None:
    """On both sides of a fold, where both faces are light: that it is folded, not cut."""
    canvas.saveState()
    canvas.setFillColor(paint("#595959", press=press))
    for fold in paper.folds:
        ridge = paper.height - fold
        draw(canvas, RIDGE * MM, (ridge + 1.1) * MM, FOLD.hi, Face.REGULAR, 7.0, align="center")
        if english:
            draw(canvas, RIDGE * MM, (ridge - 2.9) * MM, FOLD.en, Face.REGULAR, 7.0, align="center")
    canvas.restoreState()
