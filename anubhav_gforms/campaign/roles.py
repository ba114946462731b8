"""What a question is for, whatever its key is called: its role, and which of its options means what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..sentence import Sentence
from ..text import searched
from .question_types import CHOICE, PARAGRAPH, RATING, SCALE, TEXT, QuestionType


class Role(StrEnum):
    """What the toolkit does with the answers to a question, beside grading its ratings."""

    PURPOSE = "purpose"
    OVERALL = "overall"
    RECEIPT = "receipt"
    MONEY = "money"
    TOPIC = "topic"
    MESSAGE = "message"
    NAME = "name"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True)
class Fit:
    """Which questions can have a role."""

    types: tuple[QuestionType, ...]
    """A question of any other type cannot have it."""
    personal: bool = False
    """Whether its answers may say who responded, so that personal = true is needed."""
    meanings: Mapping[str, frozenset[str]] | None = None
    """What its options can mean, and the words (one half of the option, small letters) by which we know them unless the
    office says which: `means` of config/form.toml."""
    needed: tuple[str, ...] = ()
    """The meanings without which the role is of no use."""


@dataclass(frozen=True, slots=True)
class Words:
    """What answers to the question with a role mean: its key, and by meaning the options' exact texts, today's first, then those of
    earlier forms."""

    key: str
    means: Mapping[str, tuple[str, ...]]


YES, NO = frozenset({"हां", "yes"}), frozenset({"नहीं", "no"})
"""Words as `searched` spells them."""

ROLES: Mapping[Role, Fit] = {
    Role.PURPOSE: Fit((CHOICE,)),
    Role.OVERALL: Fit((SCALE, RATING)),
    Role.RECEIPT: Fit((CHOICE,), meanings={"yes": YES, "no": NO}, needed=("yes", "no")),
    Role.MONEY: Fit((CHOICE,), meanings={"yes": YES, "no": NO}, needed=("yes", "no")),
    Role.TOPIC: Fit(
        (CHOICE,),
        meanings={
            "praise": frozenset({"तारीफ", "प्रशंसा", "सराहना", "praise"}),
            "complaint": frozenset({"शिकायत", "complaint"}),
            "suggestion": frozenset({"सुझाव", "suggestion"}),
            "elsewhere": frozenset({"ऐसी बात जो इस जगह के बारे में नहीं है", "something not about this place"}),
        },
        needed=("elsewhere",),
    ),
    Role.MESSAGE: Fit((PARAGRAPH, TEXT), personal=True),
    Role.NAME: Fit((TEXT,), personal=True),
    Role.MOBILE: Fit((TEXT,), personal=True),
}


def means_of(role: Role, options: tuple[str, ...], written: Mapping[str, str]) -> dict[str, str]:
    """Meaning → the option's exact text: as written in the config, else the first option that is known by its words."""
    texts: dict[str, str] = {}
    for meaning, words in (ROLES[role].meanings or {}).items():
        known = (text for text in options if _says(text, words))
        texts[meaning] = written[meaning] if meaning in written else next(known, "")
    return {meaning: text for meaning, text in texts.items() if text}


def _says(option: str, words: frozenset[str]) -> bool:
    """Whether one half of an option is one of these words."""
    return not words.isdisjoint(searched(half.strip()) for half in option.split(" / "))


def _other_meaning(known: Mapping[str, frozenset[str]], meaning: str, option: str) -> str:
    """The other meaning that an option's own words have; "" when they have none."""
    return next((other for other, words in known.items() if other != meaning and _says(option, words)), "")


def mistakes_of(role: Role, kind: QuestionType, personal: bool, options: tuple[str, ...], written: Mapping[str, str]) -> Iterator[tuple[str, str]]:  # fmt: skip
    """Why a question cannot have a role: (the key of config/form.toml that is wrong, a sentence); none when it can."""
    fit = ROLES[role]
    if kind not in fit.types:
        needed = fit.types[0].name
        yield (
            "role",
            Sentence('role = "{role}" needs type = "{types}", not "{kind}".', role=role, types=needed, kind=kind.name),
        )
        return
    if fit.personal and not personal:
        yield (
            "personal",
            Sentence('role = "{role}" needs personal = true: such an answer may say who responded.', role=role),
        )
    known = fit.meanings or {}
    texts = means_of(role, options, written)
    for meaning, text in written.items():
        if meaning not in known:
            says = Sentence("write one of {listed}", listed=", ".join(known)) if known else Sentence("remove it")
            yield (
                "means",
                Sentence(
                    'means.{meaning}: the options of role = "{role}" have no such meaning; {says}.',
                    meaning=meaning,
                    role=role,
                    says=says,
                ),
            )
        elif text and text not in options:
            yield (
                "means",
                Sentence(
                    "means.{meaning} is not an option of this question. Copy the option's exact text.", meaning=meaning
                ),
            )
        elif text and (other := _other_meaning(known, meaning, text)) and texts.get(other) != text:
            yield (
                "means",
                Sentence(
                    'means.{meaning} is "{text}", which says {other}. Give each meaning the option that says it; a question asked the other way round is to be asked straight.',
                    meaning=meaning,
                    text=text,
                    other=other,
                ),
            )
    for number, meaning in enumerate(fit.needed):
        twice = [
            other for other in texts if texts[other] == texts.get(meaning) and other not in fit.needed[: number + 1]
        ]
        if twice:
            text = Sentence(
                'means: {meaning} and {other} are the same option, "{text}". Write each with an option of its own.',
                meaning=meaning,
                other=twice[0],
                text=texts[meaning],
            )
            yield ("means", text)
    for meaning in fit.needed:
        if meaning not in texts and (meaning not in written or role is not Role.TOPIC):
            example = f'means = {{ {meaning} = "{options[0]}" }}'
            yield (
                "options",
                Sentence(
                    'role = "{role}": it is not clear which option means {meaning}. Write it: {example}.',
                    role=role,
                    meaning=meaning,
                    example=example,
                ),
            )
