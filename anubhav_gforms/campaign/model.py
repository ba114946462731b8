"""What all config models share: frozen, no unknown keys, no silent conversions."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Model(BaseModel):
    """A part of a config file. Frozen; an unknown key is a mistake; "3" is not 3."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write something here")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("has a line break; write it on one line")
    return text.strip()


def _bilingual(text: str) -> str:
    hindi, separator, english = text.partition(" / ")
    if not separator or " / " in english or not hindi.strip() or not english.strip():
        raise ValueError('must be "हिन्दी / English" with exactly one " / "')
    return text


Line = Annotated[str, AfterValidator(_one_line)]
"""One line of text, which may be empty."""
FilledLine = Annotated[str, AfterValidator(_one_line), AfterValidator(_filled)]
"""One line of text, not empty."""
Bilingual = Annotated[str, AfterValidator(_one_line), AfterValidator(_filled), AfterValidator(_bilingual)]
"""One line "हिन्दी / English" with exactly one " / "."""
