"""One way of making N posters a function: ours, and each peer as its own documentation would have a user do it.

python -m benchmarks.posters.ways WAY COUNT FILE
"""

from __future__ import annotations

import html
import io
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ..codes import posters, style

FONTS = Path(__file__).parents[2] / "anubhav_gforms" / "paper" / "fonts"


def ours(count: int) -> bytes:
    from anubhav_gforms.posters.printing.document import make_pdf

    return make_pdf(posters(count), style(), title="posters")


def ours_checked(count: int) -> bytes:
    from anubhav_gforms.posters.printing.document import draw_pdf, pages_of
    from anubhav_gforms.posters.reading.proof import prove

    many, look = posters(count), style()
    drawn = draw_pdf(many, look, title="posters")
    faults = prove(drawn.content, pages_of(many, look.paper), version=look.version, ink=drawn.ink)
    if faults:
        raise SystemExit(f"{len(faults)} faults: {faults[0]}")
    return drawn.content


def ours_by_district(count: int) -> Iterator[bytes]:
    """As anubhav posters writes them: a file for every thirty, read back and put away before the next."""
    from anubhav_gforms.posters.printing.batches import proven

    many, look = posters(count), style()
    for start in range(0, count, 30):
        pdf, good, faults = proven(many[start : start + 30], look, title="posters")
        if faults or not good:
            raise SystemExit(f"{len(faults)} faults: {faults[0]}")
        yield pdf


def reportlab_as_usual(count: int) -> bytes:
    """The same page with qrcode.make, drawImage, the artwork drawn again on every page, and no shaping cache."""
    import qrcode
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    from anubhav_gforms.paper import register, text
    from anubhav_gforms.posters.design.drawing import Drawing
    from anubhav_gforms.posters.design.pen import MM, Pen

    register()
    look, file = style(), io.BytesIO()
    design, symbol = look.paper.design, look.paper.design.symbol
    canvas = Canvas(file, pagesize=(210 * MM, 297 * MM))
    for poster in posters(count):
        pen = Pen(canvas, 297)
        Drawing(pen, design, look.texts, look.colours).draw(design.artwork)
        Drawing(pen, design, look.texts, look.colours, poster).draw(design.shared)
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q)
        code.add_data(poster.link.url)
        code.make()
        Drawing(pen, design, look.texts, look.colours, poster).draw(design.face)  # the code is a picture here
        left, top, side = symbol.box(look.version)
        picture = ImageReader(code.make_image().get_image())
        canvas.drawImage(picture, left * MM, (297 - top - side) * MM, side * MM, side * MM)
        canvas.showPage()
        text._shaped.cache_clear()
        text.em.cache_clear()
    canvas.save()
    return file.getvalue()


def fpdf2(count: int) -> bytes:
    import qrcode
    from fpdf import FPDF

    words = style().texts
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    for name in ("Bold", "Regular"):
        pdf.add_font("Mukta", "B" if name == "Bold" else "", FONTS / f"Mukta-{name}.ttf")
    pdf.set_text_shaping(True)

    def line(y: float, text: str, size: float, bold: bool) -> None:
        pdf.set_font("Mukta", "B" if bold else "", size)
        pdf.set_xy(10, y)
        pdf.cell(190, 10, text, align="C")

    for poster in posters(count):
        pdf.add_page()
        pdf.set_fill_color(20, 40, 75)
        pdf.rect(0, 0, 210, 80, "F")
        pdf.set_text_color(255, 255, 255)
        line(25, words.title, 60, True)
        line(50, poster.question.hi, 30, True)
        line(65, poster.question.en, 16, False)
        pdf.set_text_color(22, 35, 59)
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q)
        code.add_data(poster.link.url)
        code.make()
        pdf.image(code.make_image().get_image(), 53, 90, 104)
        for y, text, size, bold in _lines(poster, words):
            line(y, text, size, bold)
    return bytes(pdf.output())


def typst(count: int) -> bytes:
    import segno
    import typst as compiler

    words = style().texts
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        rows = []
        for number, poster in enumerate(posters(count)):
            segno.make(poster.link.url, error="q", micro=False).save(place / f"{number}.svg", border=4)
            rows.append([[y, text, size, bold] for y, text, size, bold in _lines(poster, words)])
        (place / "rows.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        (place / "main.typ").write_text(
            f"""#set page(paper: "a4", margin: 0pt)
#set text(font: "Mukta", lang: "hi")
#let line(y, body, size, bold, colour) = place(top + center, dy: y * 1mm, text(size: size * 1pt, weight: if bold {{ "bold" }} else {{ "regular" }}, fill: colour, body))
#for (number, row) in json("rows.json").enumerate() {{
  place(top + left, rect(width: 210mm, height: 80mm, fill: rgb("#14284B")))
  line(25, "{words.title}", 60, true, white)
  line(50, "{words.check.hi}", 30, true, white)
  line(65, "{words.check.en}", 16, false, white)
  place(top + left, dx: 53mm, dy: 90mm, image(str(number) + ".svg", width: 104mm))
  for (y, body, size, bold) in row {{ line(y, body, size, bold, rgb("#16233B")) }}
  pagebreak(weak: true)
}}
""",
            encoding="utf-8",
        )
        pdf: bytes = compiler.compile(str(place / "main.typ"), font_paths=[str(FONTS)])
        return pdf


def chromium(count: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(_html(count), encoding="utf-8")
        browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={pdf}",
                f"file://{page}",
            ],
            check=True,
            capture_output=True,
        )
        return pdf.read_bytes()


def weasyprint(count: int) -> bytes:
    from weasyprint import HTML

    pdf: bytes = HTML(string=_html(count)).write_pdf()
    return pdf


def _lines(poster, words):
    """What stands under the code, in all the simpler pages of the peers: top in mm, text, points, bold."""
    return (
        (205, poster.name.hi, 27, True),
        (218, poster.name.en, 14, False),
        (228, poster.link.value, 12, True),
        (236, words.host, 12, True),
        (246, words.privacy.hi, 14, True),
        (253, words.privacy.en, 10, False),
        (276, words.office.hi, 16, True),
        (284, words.office.en, 11, False),
    )


def _html(count: int) -> str:
    import segno

    words = style().texts
    faces = "".join(
        f'@font-face{{font-family:Mukta;font-weight:{weight};src:url("file://{FONTS}/Mukta-{name}.ttf")}}'
        for name, weight in (("Regular", 400), ("Bold", 700))
    )
    pages = []
    for poster in posters(count):
        svg = segno.make(poster.link.url, error="q", micro=False).svg_inline(border=4, omitsize=True)
        top = ((25, words.title, 60, True), (50, poster.question.hi, 30, True), (65, poster.question.en, 16, False))
        lines = "".join(
            f'<p style="top:{y}mm;font-size:{size}pt;font-weight:{700 if bold else 400};color:{"#fff" if y < 80 else "#16233B"}">{html.escape(text)}</p>'
            for y, text, size, bold in (*top, *_lines(poster, words))
        )
        pages.append(f"<section><header></header>{lines}<div>{svg}</div></section>")
    return (
        f"<!doctype html><meta charset=utf-8><style>{faces}@page{{size:A4;margin:0}}body{{margin:0;font-family:Mukta}}"
        "section{position:relative;width:210mm;height:296.9mm;overflow:hidden;break-after:page}"
        "header{position:absolute;left:0;top:0;width:210mm;height:80mm;background:#14284B}"
        "p{position:absolute;margin:0;width:210mm;text-align:center;line-height:1}div{position:absolute;left:53mm;top:90mm;width:104mm;height:104mm}svg{width:104mm;height:104mm}</style>"
        + "".join(pages)
    )


WAYS: dict[str, Callable[[int], bytes | Iterator[bytes]]] = {
    "ours": ours,
    "ours, every page read back": ours_checked,
    "ours, read back, a file for every 30": ours_by_district,
    "reportlab as usual": reportlab_as_usual,
    "fpdf2": fpdf2,
    "typst": typst,
    "Chromium": chromium,
    "weasyprint": weasyprint,
}

if __name__ == "__main__":
    way, count, target = sys.argv[1:]
    made = WAYS[way](int(count))
    with Path(target).open("wb") as file:
        for part in [made] if isinstance(made, bytes) else made:
            file.write(part)
