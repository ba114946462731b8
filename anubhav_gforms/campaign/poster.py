"""config/poster.toml: what stands on the posters, and how they are coded."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .model import FilledLine, Line, Model


class PosterStep(Model):
    hi: FilledLine
    en: Line = ""


class Code(Model):
    """The QR symbol: one version and level for the whole campaign."""

    version: Annotated[int, Field(ge=7, le=20)] = 10
    ecc: Literal["L", "M", "Q", "H"] = "Q"


class Copies(Model):
    """How many codes a station gets where stations.csv asks for no more, and where they hang."""

    posters: Annotated[int, Field(ge=1, le=99)] = 1
    placements: tuple[FilledLine, ...] = ()
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
    title_hi: FilledLine
    question_hi: FilledLine
    question_en: Line = ""
    scan_hi: FilledLine
    scan_en: Line = ""
    note_privacy_hi: Line = ""
    note_privacy_en: Line = ""
    note_praise_hi: Line = ""
    note_praise_en: Line = ""
    check_hi: FilledLine
    check_en: Line = ""
    address_hi: FilledLine
    address_en: Line = ""
    code_hi: FilledLine
    code_en: Line = ""
    host: FilledLine = "docs.google.com"
    tagline_hi: Line = ""
    tagline_en: Line = ""
    emergency_hi: Line = ""
    emergency_en: Line = ""
    footer_hi: Line = ""
    footer_en: Line = ""
    steps: Annotated[tuple[PosterStep, ...], Field(min_length=1, max_length=4)]


class PosterConfig(Model):
    """The whole of config/poster.toml."""

    poster: PosterTextConfig
    code: Code = Code()
    copies: Copies = Copies()
    colours: Colours = Colours()
    logo: Logo = Logo()
