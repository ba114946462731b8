"""The designs as tables of measures: wall poster, small poster, desk card and table tent."""

from __future__ import annotations

from ...paper import Face
from .measures import (
    Arc,
    Band,
    Card,
    CheckStrip,
    Design,
    Footer,
    Ground,
    LogoSpot,
    Name,
    NoteBox,
    NotesBeside,
    Plate,
    PrivacyNote,
    SampleMark,
    Shield,
    SidePanel,
    StepsBeside,
    StepsUnder,
    Symbol,
    Tagline,
    TextLine,
)

DISPLAY, BOLD, SEMIBOLD, MEDIUM, REGULAR = Face.DISPLAY, Face.BOLD, Face.SEMIBOLD, Face.MEDIUM, Face.REGULAR

# fmt: off
WALL = Design(
    210.0, 297.0,
    artwork=(
        Ground(),
        Arc(80.5, 5.4, 1.6),
        Tagline(14.0, 196.0, 13.2, sizes=(15.5, 13.0), rule=(16.8, 0.5), indent=26.0),
        TextLine("title", 105.0, 39.8, 98.0, DISPLAY, "title", "center", 180.0, least=0.0, lower=4.4, small=80.0),
        TextLine("question.hi", 105.0, 65.5, 34.0, BOLD, "question", "center", 184.0, least=20.0, alone=4.5, lower=1.4),
        TextLine("question.en", 105.0, 76.3, 17.0, MEDIUM, "question_small", "center", 170.0, least=10.0, lower=0.7),
        LogoSpot(14.0, 9.0, 22.0),
        SampleMark(105.0, 4.5, 9.5),
        Card(14.0, 92.0, 112.0, 117.0, scan=15.5, thick=1.2, radius=5.0),
        StepsBeside(141.6, 102.0, 155.0, 8.6, left=153.8, right=196.0, hindi=(17.0, 11.0, 0.2, 2.4),
                    english=(12.0, 8.0, 6.2), colours=("ink", "muted"), dots=True),
        NoteBox(133.0, 170.0, 63.0, 39.0, thick=0.5, radius=3.5),
        Shield(141.5, 178.2, 9.5),
        TextLine("check.hi", 148.5, 177.8, 14.2, BOLD, "ink", room=45.0, least=9.0, alone=2.2),
        TextLine("check.en", 148.5, 182.4, 10.0, REGULAR, "muted", room=45.0),
        TextLine("address.joined", 138.5, 188.2, 9.0, REGULAR, "muted", room=53.0, hindi_size=10.5),
        TextLine("code.joined", 138.5, 199.6, 9.0, REGULAR, "muted", room=53.0, hindi_size=10.5),
        TextLine("host", 138.5, 193.4, 12.5, BOLD, "ink", room=53.0, least=8.0),
        Plate(14.0, 219.0, 182.0, 22.0, thick=2.6),
        NotesBeside(14.0, 196.0, 246.0, 15.5, gap=4.0),
        Band(265.5, 271.5, 7.0),
        Footer(271.5),
        TextLine("office.hi", 105.0, 279.8, 16.0, SEMIBOLD, "footer_text", "center", 180.0, least=10.0, alone=2.4),
        TextLine("office.en", 105.0, 285.9, 11.5, REGULAR, "footer_small", "center", 180.0, least=8.0),
        TextLine("small_print", 14.0, 291.6, 8.5, REGULAR, "footer_small", room=118.0),
    ),
    face=(
        Symbol(23.0, 101.0, 94.0),  # 4 modules of version 10 are 6.6 mm, inside the card's round corners too
        Name(105.0, 219.0, 22.0, room=168.0, sizes=(27.0, 14.5)),
        TextLine("link.value", 138.5, 204.7, 11.5, BOLD, "ink", room=53.0, least=8.0),
        TextLine("mark", 196.0, 291.6, 8.5, REGULAR, "footer_small", "right", 88.0),
    ),
)
"""One page, one action. A3 is the same, larger."""

SMALL = Design(
    148.0, 210.0,
    artwork=(
        Ground(),
        Arc(47.0, 3.8, 1.17),
        TextLine("title", 74.0, 22.5, 58.0, DISPLAY, "title", "center", 130.0),
        TextLine("question.hi", 74.0, 38.6, 22.0, BOLD, "question", "center", 139.0, alone=2.2),
        TextLine("question.en", 74.0, 45.2, 11.0, MEDIUM, "question_small", "center", 130.0),
        LogoSpot(9.0, 6.3, 14.5),
        Card(9.0, 54.0, 92.0, 96.0, scan=12.0, thick=0.9, radius=4.0),
        StepsUnder(104.0, 139.0, 60.3, 111.5, 6.2, hindi=11.5, english=8.0),
        PrivacyNote(104.0, 132.4, 35.0, 17.6),
        Plate(9.0, 158.0, 130.0, 16.5, thick=1.815),
        CheckStrip(9.0, 139.0, 177.5, 10.5, code=77.9, label=7.2, value=10.0),
        Band(191.0, 194.6, 4.6),
        Footer(194.6),
        TextLine("office.hi", 74.0, 199.8, 11.0, SEMIBOLD, "footer_text", "center", 130.0),
        TextLine("office.en", 74.0, 203.4, 7.6, REGULAR, "footer_small", "center", 130.0),
        SampleMark(74.0, 3.2, 7.2),
    ),
    face=(
        Symbol(16.5, 61.5, 77.0),
        Name(74.0, 158.0, 16.5, room=123.4, sizes=(19.5, 10.5)),
        TextLine("link.value", 77.9, 186.215, 10.0, BOLD, "ink", room=59.8),
        TextLine("mark", 74.0, 206.4, 7.0, REGULAR, "footer_small", "center", 130.0),
    ),
)
"""A5: less text."""

CARD = Design(
    105.0, 148.5,
    artwork=(
        Ground(),
        Arc(30.3, 2.4, 0.91),
        TextLine("title", 52.5, 14.6, 38.0, DISPLAY, "title", "center", 92.0),
        TextLine("question.hi", 52.5, 25.3, 15.0, BOLD, "question", "center", 98.5, alone=1.5),
        TextLine("question.en", 52.5, 29.6, 7.6, MEDIUM, "question_small", "center", 92.0),
        LogoSpot(6.5, 4.55, 9.5),
        Card(6.5, 35.6, 66.0, 68.0, scan=9.0, thick=0.7, radius=3.0),
        StepsUnder(75.5, 98.5, 43.6, 89.6, 5.6, hindi=8.4, english=0.0),
        Plate(6.5, 109.3, 92.0, 13.2, thick=1.452),
        CheckStrip(6.5, 98.5, 125.0, 8.8, code=55.26, label=7.0, value=8.0),
        Footer(136.5, edge=(6.5, 92.0)),
        TextLine("office.hi", 52.5, 141.0, 7.4, SEMIBOLD, "footer_text", "center", 92.0),
        SampleMark(87.0, 103.9, 7.2, short=True),
    ),
    face=(
        Symbol(12.0, 41.1, 55.0),
        Name(52.5, 109.3, 13.2, room=86.72, sizes=(14.0, 7.6)),
        TextLine("link.value", 55.26, 132.304, 8.0, BOLD, "ink", room=42.32),
        TextLine("mark", 52.5, 145.0, 7.0, REGULAR, "footer_small", "center", 92.0),
    ),
)
"""A6: a desk card."""

TENT = Design(
    210.0, 148.5,
    artwork=(
        Ground(),
        SidePanel(122.0, 1.2),
        Card(11.0, 10.0, 103.0, 107.5, scan=13.0, thick=1.0, radius=4.5),
        Plate(11.0, 124.5, 103.0, 16.0, thick=1.9),
        TextLine("title", 166.0, 31.0, 62.0, DISPLAY, "title", "center", 72.0, least=0.0),
        TextLine("question.hi", 166.0, 47.5, 20.0, BOLD, "question", "center", 72.0, least=12.0, alone=2.5),
        TextLine("question.en", 166.0, 54.5, 10.0, MEDIUM, "question_small", "center", 72.0),
        StepsBeside(137.5, 66.5, 99.5, 6.2, left=148.0, right=201.0, hindi=(14.0, 8.0, 0.2, 1.8),
                    english=(9.0, 7.0, 4.8), colours=("question", "question_small"), on_header=True),
        NoteBox(129.0, 111.0, 74.0, 23.0, thick=0.4, radius=2.6),
        Shield(193.5, 122.5, 11.0),
        TextLine("address.joined", 132.5, 116.0, 7.4, REGULAR, "muted", room=67.0),
        TextLine("code.joined", 132.5, 126.4, 7.4, REGULAR, "muted", room=67.0),
        TextLine("host", 132.5, 120.9, 11.0, BOLD, "ink", room=67.0, least=8.0),
        TextLine("office.hi", 166.0, 139.8, 9.2, SEMIBOLD, "question", "center", 72.0, alone=1.7),
        TextLine("office.en", 166.0, 143.6, 7.0, REGULAR, "question_small", "center", 79.0, least=6.5),
        LogoSpot(126.0, 4.5, 10.0),
        SampleMark(62.5, 2.6, 7.6),
    ),
    face=(
        Symbol(19.0, 18.0, 87.0),
        Name(62.5, 124.5, 16.0, room=94.0, sizes=(17.0, 9.0)),
        TextLine("link.value", 132.5, 131.2, 10.5, BOLD, "ink", room=62.0),
        TextLine("mark", 62.5, 145.0, 7.0, REGULAR, "muted", "center", 103.0),
    ),
)
"""One face of a table tent: an A4 page is folded across, with the same face on both sides."""
