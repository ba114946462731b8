"""config/poster.toml: what stands on the posters, and how they are coded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ..sentence import Sentence
from .kinds import StationKind
from .model import FilledPrintedLine, Line, Model, PrintedLine, matching


class PosterStep(Model):
    hi: FilledPrintedLine
    en: PrintedLine = ""


class Code(Model):
    """The QR symbol: one version and level for the whole campaign."""

    version: Annotated[int, Field(ge=7, le=20)] = 10
    ecc: Literal["L", "M", "Q", "H"] = "Q"
    name: Annotated[int, Field(ge=0, le=60)] = 0


class Copies(Model):
    """How many codes a station gets where stations.csv asks for no more, and where they hang."""

    posters: Annotated[int, Field(ge=1, le=99)] = 1
    placements: tuple[FilledPrintedLine, ...] = ()
    desk_cards: Annotated[int, Field(ge=0, le=99)] = 0


Colour = Annotated[
    str,
    matching("#[0-9A-Fa-f]{6}", Sentence('is not a colour; write "#" and six digits 0-9 A-F, such as "#14284B"')),
    AfterValidator(str.upper),
]


class Colours(Model):
    """The four colours that the office may choose; all others follow from them or are fixed."""

    main: Colour = "#14284B"
    accent: Colour = "#F2A81D"
    alert: Colour = "#B3261E"
    page: Colour = "#FFF9EE"


class Logo(Model):
    """The office's logo, a file in the campaign's folder; none when empty."""

    file: Line = ""


class PlaceTexts(Model):
    """What posters say of the place that they hang in, where it is no thana."""

    question_hi: FilledPrintedLine
    question_en: PrintedLine = ""
    promise_hi: FilledPrintedLine
    promise_en: PrintedLine = ""


def _place(question_hi: str, question_en: str, not_to_hi: str, not_to_en: str) -> PlaceTexts:
    return PlaceTexts(
        question_hi=f"{question_hi} आपका अनुभव कैसा रहा?",
        question_en=f"How was your experience {question_en}?",
        promise_hi=f"आपका उत्तर सीधे आईजी कार्यालय {not_to_hi}",
        promise_en=f"Your answer goes straight to {not_to_en}",
    )


PLACES = {
    StationKind.IG_OFFICE: _place("आईजी कार्यालय में", "at the IG's office", "जाता है", "the IG's office"),
    StationKind.SP_OFFICE: _place(
        "इस कार्यालय में", "at this office", "जाता है, इस कार्यालय को नहीं", "the IG's office, not to this office"
    ),
    StationKind.TRAFFIC: _place(
        "यातायात पुलिस के साथ",
        "with the traffic police",
        "जाता है, यातायात पुलिस को नहीं",
        "the IG's office, not to the traffic police",
    ),
    StationKind.POLICE_LINE: _place(
        "पुलिस लाइन में", "at the police lines", "जाता है, पुलिस लाइन को नहीं", "the IG's office, not to the police lines"
    ),
    StationKind.CHOWKI: _place(
        "चौकी में", "at this police outpost", "जाता है, इस चौकी को नहीं", "the IG's office, not to this outpost"
    ),
}
"""By kind of station; a kind that is not here is a thana, and has the texts of [poster]."""


Places = Annotated[
    dict[Annotated[StationKind, Field(strict=False)], PlaceTexts], AfterValidator(lambda written: PLACES | written)
]


class PosterTextConfig(Model):
    title_hi: FilledPrintedLine
    question_hi: FilledPrintedLine
    question_en: PrintedLine = ""
    scan_hi: FilledPrintedLine
    scan_en: PrintedLine = ""
    promise_hi: FilledPrintedLine = "आपका उत्तर सीधे आईजी कार्यालय जाता है, इस थाने को नहीं"
    promise_en: PrintedLine = "Your answer goes straight to the IG's office, not to this station"
    note_privacy_hi: FilledPrintedLine
    note_privacy_en: PrintedLine = ""
    note_praise_hi: FilledPrintedLine
    note_praise_en: PrintedLine = ""
    note_payment_hi: FilledPrintedLine = "यह पेमेंट QR नहीं – पैसे या OTP कोई नहीं माँगेगा"
    note_payment_en: PrintedLine = "Not a payment code. Nobody asks for money or an OTP"
    check_hi: FilledPrintedLine
    check_en: PrintedLine = ""
    address_hi: FilledPrintedLine
    address_en: PrintedLine = ""
    code_hi: FilledPrintedLine
    code_en: PrintedLine = ""
    host: FilledPrintedLine = "docs.google.com"
    tagline_hi: PrintedLine = ""
    tagline_en: PrintedLine = ""
    emergency_hi: PrintedLine = ""
    emergency_en: PrintedLine = ""
    footer_hi: PrintedLine = ""
    footer_en: PrintedLine = ""
    steps: Annotated[tuple[PosterStep, ...], Field(min_length=1, max_length=4)]


class PosterConfig(Model):
    """The whole of config/poster.toml."""

    poster: PosterTextConfig
    places: Places = PLACES
    code: Code = Code()
    copies: Copies = Copies()
    colours: Colours = Colours()
    logo: Logo = Logo()
