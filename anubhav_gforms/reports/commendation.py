"""A letter of commendation as PDF, in Hindi, for the office to sign: who, where, on how many days; never a citizen's words."""

from __future__ import annotations

import io

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ..campaign import Campaign
from ..cases.praise import Praised
from ..language import both
from ..nouns.week import Month
from ..paper import Face, draw, fitted, register, wrap
from .palette import INK, QUIET

WIDTH, HEIGHT = A4
EDGE = 70.0
NAVY, GOLD = "#10264d", "#e0a526"


def commendation(campaign: Campaign, praised: Praised, *, once: str = "") -> bytes:
    """The letter for the days of the draft; `once` is the name of a station that stations.csv no longer lists. The same draft gives the
    same bytes."""
    assert praised.draft, "a letter was drafted"
    register()
    rl_config.useA85 = 0
    office, station = campaign.office.office, campaign.station_by_code.get(praised.station)
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, initialFontName=Face.REGULAR.value, invariant=1, lang="hi")
    title = both("Letter of commendation").hi
    canvas.setTitle(title)
    canvas.setAuthor(office.name_en)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setStrokeColor(HexColor(GOLD))
    canvas.setLineWidth(3)
    canvas.rect(32, 32, WIDTH - 64, HEIGHT - 64)
    canvas.setStrokeColor(HexColor(NAVY))
    canvas.setLineWidth(1)
    canvas.rect(39, 39, WIDTH - 78, HEIGHT - 78)
    room = WIDTH - 2 * EDGE

    def line(y: float, text: str, face: Face, size: float, colour: str = INK, x: float = WIDTH / 2) -> None:
        canvas.setFillColor(HexColor(colour))
        draw(canvas, x, y, text, face, fitted(text, face, size, room), align="center" if x == WIDTH / 2 else "left")

    line(HEIGHT - 92, office.name_hi, Face.SEMIBOLD, 15, NAVY)
    line(HEIGHT - 132, both("Number: ……………     Date: ……………").hi, Face.REGULAR, 12, QUIET, EDGE)
    line(HEIGHT - 210, title, Face.DISPLAY, 38, NAVY)
    line(HEIGHT - 270, praised.name, Face.BOLD, 24)
    name = station.name_hi if station else once
    line(HEIGHT - 298, f"{name} ({praised.station})" if name else praised.station, Face.MEDIUM, 15)
    days = praised.draft.days
    y = HEIGHT - 350
    for text in (
        both(
            "Up to {month}, citizens praised your conduct and your work through Anubhav on {n} separate days. An officer read and confirmed each of these responses.",
            month=Month(f"{days[-1]:%Y-%m}"),  # no day: whoever gets it knows who came on it
            n=len(days),
        ).hi,
        both("The trust that you earned honours the whole police. This office thanks you for it.").hi,
        both("We hope that you go on serving citizens in the same way.").hi,
    ):
        for part in wrap(text, Face.REGULAR, 15, room):
            line(y, part, Face.REGULAR, 15, x=EDGE)
            y -= 25
        y -= 12
    canvas.setFillColor(HexColor(INK))
    draw(canvas, WIDTH - EDGE, 178, both("Signature and seal").hi, Face.MEDIUM, 13, align="right")
    draw(canvas, WIDTH - EDGE, 158, office.range_hi, Face.REGULAR, 12, align="right")
    line(64, both("Draft of Anubhav: it counts once it is signed.").hi, Face.REGULAR, 10, QUIET)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
