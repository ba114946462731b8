"""The designs as tables of measures: wall poster, small poster, desk card, table tent, sticker and label."""

from __future__ import annotations

from ...paper import Face
from .drawing import Design, Symbol
from .measures import CheckStrip, Name, Notes, Pair, Paragraph, SampleMark, Tagline, TextLine
from .shapes import Arc, Band, Card, Footer, Ground, LogoSpot, NoteBox, Plate, Shield, SidePanel
from .steps import StepsBeside, StepsUnder

DISPLAY, BOLD, SEMIBOLD, MEDIUM, REGULAR = Face.DISPLAY, Face.BOLD, Face.SEMIBOLD, Face.MEDIUM, Face.REGULAR

# fmt: off
WALL = Design(
    210.0, 297.0,
    artwork=(
        Ground(),
        Arc(83.5, 5.0, 1.6),
        Tagline(14.0, 196.0, 13.2, sizes=(15.5, 13.0), rule=(16.8, 0.5), indent=26.0),
        TextLine("title", 105.0, 37.0, 86.0, DISPLAY, "title", "center", 180.0, least=0.0, lower=2.0, small=58.0),
        LogoSpot(14.0, 9.0, 22.0),
        SampleMark(105.0, 6.6, 10.5),
        Card(14.0, 95.0, 112.0, 117.0, scan=15.5, thick=1.2, radius=5.0),
        StepsBeside(142.6, 94.0, 169.0, 8.2, left=154.0, right=196.0, hindi=(17.0, 11.0), english=(12.0, 8.0),
                    colours=("ink", "muted"), dots=True),
        NoteBox(133.0, 173.0, 63.0, 39.0, thick=0.5, radius=3.5),
        Shield(141.5, 181.2, 9.5),
        TextLine("check.hi", 148.5, 180.8, 14.2, BOLD, "ink", room=45.0, least=9.0, alone=2.2),
        TextLine("check.en", 148.5, 185.4, 10.0, REGULAR, "muted", room=45.0),
        TextLine("address.joined", 138.5, 191.2, 9.0, REGULAR, "muted", room=53.0, hindi_size=10.5),
        TextLine("code.joined", 138.5, 202.6, 9.0, REGULAR, "muted", room=53.0, hindi_size=10.5),
        TextLine("host", 138.5, 196.4, 12.5, BOLD, "ink", room=53.0, least=8.0),
        Plate(14.0, 220.0, 182.0, 20.0, thick=2.6),
        Notes(14.0, 196.0, 243.3, 19.0, hindi=(11.4, 9.0), english=(8.0, 7.5), icon=7.6, gap=3.5),
        Band(265.5, 270.5, 7.0),
        Footer(270.5),
        TextLine("office.hi", 105.0, 277.2, 15.5, SEMIBOLD, "footer_text", "center", 180.0, least=10.0, alone=2.0),
        TextLine("office.en", 105.0, 282.4, 10.5, REGULAR, "footer_small", "center", 180.0, least=8.0),
        Paragraph("small_print", 14.0, 288.3, (8.0, 7.0), REGULAR, "footer_small", 118.0, align="left"),
    ),
    shared=(
        Pair("question", 105.0, 57.8, 184.0, 23.0, BOLD, "question", hindi=(33.0, 22.0), english=(16.5, 10.0)),
        Pair("promise", 105.0, 77.5, 184.0, 14.5, SEMIBOLD, "title", hindi=(19.0, 12.0), english=(12.0, 8.0)),
    ),
    face=(
        Symbol(23.0, 104.0, 94.0),  # 4 modules of version 10 are 6.6 mm, inside the card's round corners too
        Name(105.0, 220.0, 20.0, room=168.0, sizes=(26.0, 14.0)),
        TextLine("link.value", 138.5, 207.7, 11.5, BOLD, "ink", room=53.0, least=8.0),
        Paragraph("mark", 196.0, 288.3, (8.0, 7.0), REGULAR, "footer_small", 60.0, align="right"),
    ),
)
"""One page, one action. A3 is the same, larger."""

SMALL = Design(
    148.0, 210.0,
    artwork=(
        Ground(),
        Arc(50.5, 3.6, 1.17),
        TextLine("title", 74.0, 21.2, 46.0, DISPLAY, "title", "center", 130.0),
        LogoSpot(9.0, 6.3, 14.5),
        Card(9.0, 57.0, 92.0, 94.0, scan=12.0, thick=0.9, radius=4.0),
        StepsUnder(104.0, 139.0, 58.0, 150.0, 6.4, hindi=(11.5, 8.0), english=(8.0, 7.0)),
        Plate(9.0, 156.5, 130.0, 14.0, thick=1.815),
        Notes(9.0, 139.0, 172.3, 9.6, hindi=(8.6, 7.0), icon=4.6, gap=2.0),
        CheckStrip(9.0, 139.0, 183.4, 8.6, code=77.9, label=7.0, value=8.6),
        Band(193.0, 195.8, 4.6),
        Footer(195.8),
        TextLine("office.hi", 74.0, 200.3, 10.0, SEMIBOLD, "footer_text", "center", 130.0),
        SampleMark(74.0, 4.6, 7.2),
    ),
    shared=(
        Pair("question", 74.0, 33.2, 132.0, 13.6, BOLD, "question", hindi=(20.0, 13.0), english=(10.5, 7.0)),
        Pair("promise", 74.0, 46.0, 132.0, 9.6, SEMIBOLD, "title", hindi=(12.6, 8.5), english=(8.2, 7.0)),
    ),
    face=(
        Symbol(16.8, 63.7, 76.4),
        Name(74.0, 156.5, 14.0, room=123.4, sizes=(18.0, 9.6)),
        TextLine("link.value", 77.9, 190.55, 8.6, BOLD, "ink", room=59.8),
        Paragraph("mark", 74.0, 203.6, (7.0, 7.0), REGULAR, "footer_small", 130.0, most=1, align="center"),
    ),
)
"""A5: less text."""

CARD = Design(
    105.0, 148.5,
    artwork=(
        Ground(),
        Arc(32.4, 2.2, 0.91),
        TextLine("title", 52.5, 13.4, 32.0, DISPLAY, "title", "center", 92.0),
        LogoSpot(6.5, 5.0, 9.5),
        Card(6.5, 37.2, 66.0, 66.6, scan=9.0, thick=0.7, radius=3.0),
        StepsUnder(75.5, 98.5, 38.6, 97.0, 5.0, hindi=(8.4, 7.0)),
        Plate(6.5, 108.0, 92.0, 12.9, thick=1.452),
        Notes(6.5, 98.5, 122.0, 8.2, hindi=(7.4, 7.0), icon=3.2, gap=1.4),
        CheckStrip(6.5, 98.5, 131.3, 7.2, code=55.26, label=7.0, value=7.6),
        Footer(139.5, edge=(6.5, 92.0)),
        TextLine("office.hi", 52.5, 142.9, 7.2, SEMIBOLD, "footer_text", "center", 92.0),
        SampleMark(87.0, 103.6, 7.0, short=True),
    ),
    shared=(
        Pair("question", 52.5, 22.8, 92.0, 9.6, BOLD, "question", hindi=(14.0, 9.0), english=(7.4, 7.0)),
        Pair("promise", 52.5, 30.2, 95.0, 4.6, SEMIBOLD, "title", hindi=(9.4, 7.0)),
    ),
    face=(
        Symbol(12.8, 42.3, 53.4),
        Name(52.5, 108.0, 12.9, room=86.72, sizes=(14.0, 7.6)),
        TextLine("link.value", 55.26, 137.28, 7.6, BOLD, "ink", room=42.32),
        Paragraph("mark", 87.0, 100.2, (7.0, 7.0), REGULAR, "muted", 24.0),
    ),
)
"""A6: a desk card."""

TENT = Design(
    210.0, 148.5,
    artwork=(
        Ground(),
        SidePanel(122.0, 1.2),
        Card(11.0, 8.0, 103.0, 107.5, scan=13.0, thick=1.0, radius=4.5),
        Plate(11.0, 122.0, 103.0, 14.5, thick=1.9),
        TextLine("title", 166.0, 20.6, 44.0, DISPLAY, "title", "center", 66.0, least=0.0),
        StepsBeside(137.0, 62.5, 98.5, 5.4, left=147.0, right=203.0, hindi=(13.0, 8.0), english=(8.6, 7.0),
                    colours=("question", "question_small"), on_header=True),
        Notes(129.0, 205.0, 99.5, 21.0, hindi=(8.6, 7.0), icon=4.4, stacked=True, gap=1.0),
        NoteBox(129.0, 122.0, 76.0, 14.5, thick=0.4, radius=2.6),
        Shield(199.0, 129.2, 8.0),
        TextLine("address.joined", 132.0, 124.9, 7.0, REGULAR, "muted", room=63.0),
        TextLine("code.joined", 132.0, 131.6, 7.0, REGULAR, "muted", room=63.0),
        TextLine("host", 132.0, 128.2, 8.6, BOLD, "ink", room=63.0, least=7.0),
        TextLine("office.hi", 167.0, 141.6, 9.0, SEMIBOLD, "question", "center", 76.0),
        LogoSpot(126.0, 5.0, 10.0),
        SampleMark(62.5, 4.7, 6.4),
    ),
    shared=(
        Pair("question", 166.0, 35.6, 76.0, 16.0, BOLD, "question", hindi=(16.5, 9.0), english=(9.6, 7.0)),
        Pair("promise", 166.0, 53.2, 76.0, 15.0, SEMIBOLD, "title", hindi=(12.0, 8.0), english=(7.4, 7.0)),
    ),
    face=(
        Symbol(19.0, 16.0, 87.0),
        Name(62.5, 122.0, 14.5, room=94.0, sizes=(16.0, 8.6)),
        Paragraph("mark", 62.5, 141.2, (7.0, 7.0), REGULAR, "muted", 103.0, align="center"),
        TextLine("link.value", 132.0, 134.9, 8.6, BOLD, "ink", room=62.0),  # after what stands lower: on one line with the name's, it would be read within it
    ),
)
"""One face of a table tent: an A4 page is folded across, with the same face on both sides."""

STICKER = Design(
    99.0, 91.0,
    artwork=(
        Ground(),
        SidePanel(62.6, 0.7),
        Card(3.0, 3.2, 57.0, 57.3, scan=8.0, thick=0.6, radius=2.2),
        Plate(3.0, 63.8, 57.0, 11.8, thick=1.0),
        NoteBox(3.0, 76.6, 57.0, 10.6, thick=0.3, radius=1.6),
        TextLine("host", 5.0, 79.8, 7.6, BOLD, "ink", room=53.0, least=7.0),
        TextLine("title", 79.6, 11.6, 16.5, DISPLAY, "title", "center", 29.6, least=0.0),
        Notes(64.5, 95.4, 46.0, 41.2, hindi=(8.0, 7.0), icon=2.8, stacked=True, gap=0.8),
        LogoSpot(64.8, 5.4, 6.5),
        SampleMark(79.6, 0.4, 7.0, short=True),
    ),
    shared=(
        Pair("question", 79.6, 21.4, 29.6, 14.0, BOLD, "question", hindi=(10.5, 7.0)),
        Pair("promise", 79.6, 36.6, 29.6, 15.0, SEMIBOLD, "title", hindi=(8.6, 7.0)),
    ),
    face=(
        Symbol(8.5, 7.4, 46.0),  # modules of 0.76 mm: a photocopy of it reads; at 0.69 most do not
        Name(31.5, 63.8, 11.8, room=53.0, sizes=(12.0, 7.0)),
        TextLine("link.value", 5.0, 82.9, 7.4, BOLD, "ink", room=53.0),
        Paragraph("mark", 5.0, 85.0, (7.0, 7.0), REGULAR, "muted", 53.0, most=1, align="left"),
    ),
)
"""A sticker of 99 by 91 mm, six on a sheet: no steps, but every promise."""

LABEL = Design(
    100.0, 44.0,
    artwork=(
        Plate(41.6, 4.1, 54.8, 9.9, thick=0.9),
        Notes(41.9, 96.9, 24.3, 9.3, hindi=(7.4, 7.0), icon=2.6, stacked=True, gap=0.0, boxed=False),
        TextLine("title", 6.6, 38.4, 8.0, DISPLAY, "plate_edge", room=12.0),
        TextLine("scan.hi", 35.6, 38.4, 7.4, BOLD, "ink", "right", 17.0),
        TextLine("host", 43.5, 38.9, 7.0, BOLD, "ink", room=23.0, least=7.0),
        SampleMark(69.0, 0.0, 7.0, short=True),
    ),
    shared=(
        Pair("question", 69.0, 16.4, 52.0, 4.0, BOLD, "ink", hindi=(8.4, 7.0)),
        Pair("promise", 69.0, 21.1, 52.0, 6.1, SEMIBOLD, "plate_edge", hindi=(7.2, 7.0)),
    ),
    face=(
        Symbol(6.6, 4.6, 29.0),
        Name(69.0, 4.1, 9.9, room=52.6, sizes=(9.4, 7.0)),
        TextLine("link.value", 95.5, 38.9, 7.0, BOLD, "ink", "right", 31.0),
        TextLine("link.placement", 43.5, 36.0, 7.0, REGULAR, "muted", room=52.0),
    ),
)
"""A label of 100 by 44 mm, twelve on a sheet that is bought cut: white to its edges, as printers feed it a little off."""
