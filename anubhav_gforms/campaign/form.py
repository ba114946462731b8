"""config/form.toml: the title, the privacy notice and the questions of the form."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from .model import Bilingual, FilledLine, Line, Model, Text


class QuestionType(StrEnum):
    """The kinds of question that we ask. A scale runs from 1 to 5, and 5 is the good end."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    SCALE = "scale"


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z_]*", text):
        raise ValueError("must be a-z and underscore")
    return text


def _option(text: str) -> str:
    if "," in text:
        raise ValueError("holds a comma; options must not, since the sheet joins answers with commas")
    return text


def _type(text: object) -> QuestionType:
    try:
        return QuestionType(str(text))
    except ValueError:
        raise ValueError(f"is not a type; write one of {', '.join(QuestionType)}") from None


Option = Annotated[Bilingual, AfterValidator(_option)]


class Question(Model):
    """One question of the form, in the order of the page."""

    key: Annotated[str, AfterValidator(_key)]
    type: Annotated[QuestionType, BeforeValidator(_type)]
    title: Bilingual
    help: Line = ""
    required: bool = False
    prefilled: bool = False
    personal: bool = False
    options: tuple[Option, ...] = ()
    low: Line = ""
    high: Line = ""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Question:
        if self.type is QuestionType.CHOICE:
            if len(self.options) < 2:
                raise ValueError("a choice needs at least two options")
            twice = sorted({text for text in self.options if self.options.count(text) > 1})
            if twice:
                raise ValueError(f'option "{twice[0]}" is listed twice; options must differ')
        elif self.options:
            raise ValueError('only a choice has options; remove them or set type = "choice"')
        if self.type is not QuestionType.SCALE and (self.low or self.high):
            raise ValueError('only a scale has low and high; remove them or set type = "scale"')
        if self.prefilled and self.type is not QuestionType.TEXT:
            raise ValueError('the prefilled question must have type = "text"')
        return self


class FormText(Model):
    title: Bilingual
    document_title: FilledLine
    notice_hi: Text
    notice_en: Text


class FormConfig(Model):
    """The whole of config/form.toml."""

    form: FormText
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @property
    def station_question(self) -> Question:
        """The question that the QR code fills in."""
        return next(question for question in self.questions if question.prefilled)

    def question(self, key: str) -> Question:
        """The question with this key; KeyError when there is none."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)
