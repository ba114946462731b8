"""The office's logo: SVG as a vector, PNG as pixels, in a square."""

from __future__ import annotations

from pathlib import Path

from reportlab.graphics import renderPDF
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ...errors import PosterError
from ...sentence import Sentence

LARGEST = 4_000_000  # bytes; a logo is no photograph


def check_picture(file: Path) -> None:
    """Raise PosterError when the file is not an SVG or PNG that can be drawn."""
    cure = Sentence("Correct [logo] file in config/poster.toml: an SVG or PNG file, or empty.")
    if file.suffix.lower() not in (".svg", ".png"):
        raise PosterError("{file}: a logo must be an SVG or PNG file.", file=file, cure=cure)
    if not file.is_file():
        raise PosterError("{file}: there is no such logo.", file=file, cure=cure)
    if file.stat().st_size > LARGEST:
        raise PosterError(
            "{file}: the logo has {size} MB.",
            file=file,
            size=file.stat().st_size // 1_000_000,
            cure="Make it smaller than 4 MB.",
        )
    place_picture(Canvas(None), file, 0, 0, 100)


def place_picture(canvas: Canvas, file: Path, x: float, y: float, side: float) -> None:
    """Draw the file in the middle of a square with its lower left corner at (x, y), as large as fits; points."""
    unreadable = PosterError("{file}: the logo cannot be read.", file=file, cure="Save it again as SVG or PNG.")
    if file.suffix.lower() == ".svg":
        from svglib.svglib import svg2rlg

        drawing = svg2rlg(str(file))
        if drawing is None or not drawing.width or not drawing.height:
            raise unreadable
        scale = side / max(drawing.width, drawing.height)
        canvas.saveState()
        canvas.translate(x + (side - drawing.width * scale) / 2, y + (side - drawing.height * scale) / 2)
        canvas.scale(scale, scale)
        renderPDF.draw(drawing, canvas, 0, 0)
        canvas.restoreState()
        return
    try:
        image = ImageReader(str(file))
    except OSError:
        raise unreadable from None
    canvas.drawImage(image, x, y, side, side, mask="auto", preserveAspectRatio=True, anchor="c")
