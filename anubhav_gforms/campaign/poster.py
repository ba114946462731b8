"""config/poster.toml: what stands on the posters."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .model import FilledLine, Line, Model


class Step(Model):
    hi: FilledLine
    en: Line = ""


class Poster(Model):
    title_hi: FilledLine
    question_hi: FilledLine
    question_en: Line = ""
    scan_hi: FilledLine
    scan_en: Line = ""
    note_privacy_hi: Line = ""
    note_privacy_en: Line = ""
    note_praise_hi: Line = ""
    note_praise_en: Line = ""
    host: FilledLine = "docs.google.com"
    tagline_hi: Line = ""
    tagline_en: Line = ""
    emergency_hi: Line = ""
    emergency_en: Line = ""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=4)]


class PosterConfig(Model):
    """The whole of config/poster.toml."""

    poster: Poster
