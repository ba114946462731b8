"""config/poster.toml: what stands on the posters, and how they are coded."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .model import FilledPrintedLine, Line, Model, PrintedLine


class PosterStep(Model):
    hi: FilledPrintedLine
    en: PrintedLine = ""


class Code(Model):
    """The QR symbol: one version and level for the whole campaign."""

    version: Annotated[int, Field(ge=7, le=20)] = 10
    ecc: Literal["L", "M", "Q", "H"] = "Q"


class Copies(Model):
    """How many codes a station gets where stations.csv asks for no more, and where they hang."""

    posters: Annotated[int, Field(ge=1, le=99)] = 1
    placements: tuple[FilledPrintedLine, ...] = ()
    desk_cards: Annotated[int, Field(ge=0, le=99)] = 0


def _colour(text: str) -> str:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", text):
        raise ValueError('is not a colour; write "#" and six digits 0-9 A-F, such as "#14284B"')
    return text.upper()


Colour = Annotated[str, AfterValidator(_colour)]


class Colours(Model):
    """The four colours that the office may choose; all others follow from them or are fixed."""

    main: Colour = "#14284B"
    accent: Colour = "#F2A81D"
    alert: Colour = "#B3261E"
    page: Colour = "#FFF9EE"


class Logo(Model):
    """The office's logo, a file in the campaign's folder; none when empty."""

    file: Line = ""


class PosterTextConfig(Model):
    title_hi: FilledPrintedLine
    question_hi: FilledPrintedLine
    question_en: PrintedLine = ""
    scan_hi: FilledPrintedLine
    scan_en: PrintedLine = ""
    note_privacy_hi: PrintedLine = ""
    note_privacy_en: PrintedLine = ""
    note_praise_hi: PrintedLine = ""
    note_praise_en: PrintedLine = ""
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
    code: Code = Code()
    copies: Copies = Copies()
    colours: Colours = Colours()
    logo: Logo = Logo()
