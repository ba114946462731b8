"""The certificate for a citizen who asked to be forgotten: what was removed, when, and the line of the ledger that keeps it away."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from ..paper import Face
from ..posters.design.pen import Pen
from ..posters.printing.canvas import open_canvas
from ..sentence import Bilingual

WIDTH, HEIGHT, LEFT, RIGHT = 210.0, 297.0, 18.0, 192.0
INK, GREY = "#000000", "#444444"


def make_certificate(
    office: Bilingual, titles: Sequence[str], *, sent: datetime, forgotten: datetime, code: str, words: str
) -> bytes:
    """A page A4, in Hindi and English. `office`: its name in both; `titles`: of the questions whose answers are gone; both
    times by the office's clock. It says nothing of who asked."""
    file = io.BytesIO()
    canvas = open_canvas(file, WIDTH, HEIGHT, title="anubhav", author="", subject="Forgotten")
    pen, room = Pen(canvas, HEIGHT), RIGHT - LEFT
    pen.text(LEFT, 30, "हटाने का प्रमाणपत्र", Face.EXTRABOLD, 22, INK, room=room)
    pen.text(LEFT, 39, "Certificate of removal", Face.MEDIUM, 13, GREY, room=room)
    y = 54.0
    for text, face, size in (
        (office.hi, Face.BOLD, 13),
        (office.en, Face.REGULAR, 11),
        (
            f"{sent:%d/%m/%Y %H:%M:%S} पर भेजे गए उत्तर से नीचे लिखी बातें {forgotten:%d/%m/%Y} को हमारे रिकॉर्ड से हटा दी गईं। पहले के हर संस्करण से भी।",
            Face.SEMIBOLD,
            13,
        ),
        (
            f"From the response sent on {sent:%d/%m/%Y %H:%M:%S} the following were removed from our records on {forgotten:%d/%m/%Y}, from every earlier version too.",
            Face.REGULAR,
            11,
        ),
        *((f"•  {title}", Face.SEMIBOLD, 12) for title in titles),
        (
            "रेटिंग बनी रहती है: उससे कोई नहीं जान सकता कि किसने दी। ये बातें फिर से नहीं आ सकतीं: नीचे का कोड हमारी खाता-बही की उस पंक्ति का है जो इन्हें रोकती है।",
            Face.REGULAR,
            12,
        ),
        (
            "The ratings stay: nobody can tell whose they are. What was removed cannot come back: the code below is of the line of our ledger that keeps it away.",
            Face.REGULAR,
            10,
        ),
    ):
        for piece in pen.lines(text, face, size, room, balanced=False):
            pen.text(LEFT, y, piece, face, size, INK)
            y += size * 0.56
        y += 3.5
    pen.text(LEFT, y + 6, code, Face.EXTRABOLD, 20, INK, room=room)
    pen.text(LEFT, y + 14, words, Face.MEDIUM, 13, INK, room=room)
    pen.text(LEFT, y + 24, f"जाँच · check: anubhav ledger prove {code}", Face.REGULAR, 10, GREY, room=room)
    pen.text(
        LEFT,
        y + 30,
        "Google के पास की प्रति कार्यालय हाथ से हटाता है। · The copy at Google is removed by hand.",
        Face.REGULAR,
        10,
        GREY,
        room=room,
    )
    canvas.save()
    return file.getvalue()
