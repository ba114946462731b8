"""config/form.toml: the title, the privacy notice and the questions of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ..sentence import Sentence
from .model import Bilingual, FilledLine, Line, Model, OptionalBilingual, Text, matching
from .question_types import QUESTION_TYPES, TEXT, QuestionType
from .roles import ROLES, Role, Words, means_of, mistakes_of

PUT_IN = ("{MONTHS}", "{CONTACT}")
"""What a privacy notice takes from config/office.toml: retention_months, contact_hi and contact_en."""


def _option(text: str) -> str:
    if "," in text:
        raise ValueError("holds a comma; options must not, since the sheet joins answers with commas")
    return text


def _notice(text: str) -> str:
    for sign in re.findall(r"\{[^{}]*\}", text):
        if sign not in PUT_IN:
            raise ValueError(Sentence("holds {sign}; what is put in is {listed}", sign=sign, listed=", ".join(PUT_IN)))
    return text


def _type(text: object) -> QuestionType:
    known = QUESTION_TYPES.get(str(text))
    if known is None:
        raise ValueError(Sentence("is not a type; write one of {questiontype}", questiontype=", ".join(QUESTION_TYPES)))
    return known


def _role(text: object) -> Role:
    try:
        return Role(str(text))
    except ValueError:
        raise ValueError(Sentence("is not a role; write one of {role}", role=", ".join(Role))) from None


Option = Annotated[Bilingual, AfterValidator(_option)]


class Question(Model):
    """One question of the form, in the order of the page."""

    key: Annotated[str, matching(r"[a-z][a-z_]*", Sentence("must be a-z and underscore"))]
    type: Annotated[QuestionType, BeforeValidator(_type)]
    title: Bilingual
    help: Line = ""
    required: bool = False
    prefilled: bool = False
    section: OptionalBilingual = ""
    personal: bool = False
    options: tuple[Option, ...] = ()
    low: Line = ""
    high: Line = ""
    role: Annotated[Role | None, BeforeValidator(_role)] = None
    means: dict[str, Line] = Field(default_factory=dict)

    @property
    def yes(self) -> str:
        """The option that means yes, by its exact text; "" when none does."""
        return self.means.get("yes", "")

    @property
    def no(self) -> str:
        """The option that means no, by its exact text; "" when none does."""
        return self.means.get("no", "")

    @model_validator(mode="after")
    def _fits_its_type(self) -> Question:
        if mistake := self.type.mistake(self.options, (self.low, self.high)):
            raise ValueError(mistake)
        if self.prefilled and self.section:
            raise ValueError("the prefilled question is on the first page; remove section")
        if self.prefilled and self.type is not TEXT:
            raise ValueError('the prefilled question must have type = "text"')
        return self


class FormText(Model):
    title: Bilingual
    document_title: FilledLine
    notice_hi: Annotated[Text, AfterValidator(_notice)]
    notice_en: Annotated[Text, AfterValidator(_notice)]
    brief_hi: Line = ""
    brief_en: Line = ""
    notice_title: OptionalBilingual = ""
    notice_where: Line = ""
    thanks_hi: Line = ""
    thanks_en: Line = ""

    @model_validator(mode="after")
    def _brief_is_whole(self) -> FormText:
        brief = (self.brief_hi, self.brief_en, self.notice_title)
        if any(brief) and not all(brief):
            raise ValueError("brief_hi, brief_en and notice_title belong together: fill in all three or none")
        return self


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

    def role(self, role: Role) -> Question | None:
        """The question with this role and what its options mean; None when the form asks no such thing.

        A question without a `role` has the one that its key names, when no other question claims it.
        """
        named = next((each for each in self.questions if each.role is role), None)
        question = named or next((each for each in self.questions if self._may_have(each, role)), None)
        return question and question.model_copy(
            update={"role": role, "means": means_of(role, question.options, question.means)}
        )

    def _may_have(self, question: Question, role: Role) -> bool:
        return question.role is None and question.key == role.value and not self._misfits(question, role)

    @staticmethod
    def _misfits(question: Question, role: Role) -> list[tuple[str, str]]:
        return [*mistakes_of(role, question.type, question.personal, question.options, question.means)]

    def key_of(self, role: Role) -> str:
        """The key of the question with this role; "" when the form asks no such thing."""
        question = self.role(role)
        return question.key if question else ""

    @property
    def words(self) -> dict[Role, Words]:
        """What the options of each question that has meanings mean, by its role."""
        questions = {role: self.role(role) for role, fit in ROLES.items() if fit.meanings}
        return {
            role: Words(question.key, {meaning: (text,) for meaning, text in question.means.items()})
            for role, question in questions.items()
            if question
        }

    @property
    def personal_keys(self) -> tuple[str, ...]:
        """Keys of the questions that may say who responded."""
        return tuple(question.key for question in self.questions if question.personal)

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all questions."""
        return tuple(question.key for question in self.questions)

    @property
    def answer_keys(self) -> tuple[str, ...]:
        """Keys of the questions that have a column of their own in the ledger: neither the code nor a personal one."""
        return tuple(question.key for question in self.questions if not question.prefilled and not question.personal)

    def role_mistakes(self) -> Iterator[tuple[int, str, str]]:
        """What is wrong with the roles: (place of the question, key of its table, sentence).

        A question whose key names a role but does not fit it is a mistake too: else it would be left out silently.
        """
        first: dict[Role, int] = {}
        for index, question in enumerate(self.questions):
            named = question.role or next((role for role in ROLES if role.value == question.key), None)
            if named is None or (question.role is None and any(each.role is named for each in self.questions)):
                if question.means:
                    text = Sentence("means belongs to a question with a role; write its role, or remove it.")
                    yield (index, "means", text)
                continue
            yield from ((index, name, text) for name, text in self._misfits(question, named))
            if named in first:
                text = Sentence(
                    'role "{named}" is given to questions {first} and {index}. One question has it.',
                    named=named,
                    first=first[named] + 1,
                    index=index + 1,
                )
                yield (index, "role", text)
            first.setdefault(named, index)
