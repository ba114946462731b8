"""A campaign's folder → one frozen value, or all its mistakes at once."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import CampaignError, Mistake
from .form import FormConfig, QuestionType
from .grading import GradingConfig
from .office import OfficeConfig
from .poster import PosterConfig
from .roster import read_stations
from .toml import line_numbers, read_toml
from .values import Campaign, District


def load_campaign(root: str | os.PathLike[str] = ".") -> Campaign:
    """Read config/*.toml and stations.csv under `root`.

    Gives a frozen Campaign. Raises CampaignError with every mistake of every file: file, line, value, what to do.
    """
    root = Path(root)
    mistakes: list[Mistake] = []
    office = read_toml(root / "config" / "office.toml", OfficeConfig, mistakes)
    form = read_toml(root / "config" / "form.toml", FormConfig, mistakes)
    grading = read_toml(root / "config" / "grading.toml", GradingConfig, mistakes)
    poster = read_toml(root / "config" / "poster.toml", PosterConfig, mistakes)
    stations = read_stations(root / "stations.csv", tuple(office.districts) if office else (), mistakes)
    if form:
        _check_questions(root / "config" / "form.toml", form, mistakes)
    if form and grading:
        _check_items(root / "config" / "grading.toml", form, grading, mistakes)
    if mistakes or not (office and form and grading and poster):
        raise CampaignError(mistakes)
    districts = tuple(District(code, names.name_en, names.name_hi) for code, names in office.districts.items())
    return Campaign(root, office, form, grading, poster, districts, stations)


def _check_questions(path: Path, form: FormConfig, mistakes: list[Mistake]) -> None:
    lines = line_numbers(path.read_text(encoding="utf-8-sig"))

    def wrong(index: int, name: str, text: str) -> None:
        mistakes.append(Mistake(path, lines.get(("questions", index, name), lines.get(("questions", index), 1)), text))

    for name in ("key", "title"):
        first: dict[str, int] = {}
        for index, question in enumerate(form.questions):
            value = getattr(question, name)
            if value in first:
                wrong(
                    index,
                    name,
                    f'{name} "{value}" is used by questions {first[value] + 1} and {index + 1}. Each needs its own.',
                )
            first.setdefault(value, index)
    prefilled = [index for index, question in enumerate(form.questions) if question.prefilled]
    if prefilled != [0]:
        wrong(
            prefilled[-1] if prefilled else 0,
            "prefilled",
            "the first question, and only it, must have prefilled = true: the QR code fills it in.",
        )


def _check_items(path: Path, form: FormConfig, grading: GradingConfig, mistakes: list[Mistake]) -> None:
    lines = line_numbers(path.read_text(encoding="utf-8-sig"))
    types = {question.key: question.type for question in form.questions}
    rules = grading.grading
    for key in rules.items:
        if types.get(key) is not QuestionType.SCALE:
            line = lines.get(("grading", "items", key), 1)
            mistakes.append(
                Mistake(
                    path,
                    line,
                    f"grading.items.{key}: form.toml has no scale question with this key. Weights belong to scale questions.",
                )
            )
    if types.get(rules.integrity.item) is not QuestionType.CHOICE:
        line = lines.get(("grading", "integrity", "item"), 1)
        mistakes.append(
            Mistake(path, line, f'grading.integrity.item "{rules.integrity.item}" is no choice question of form.toml.')
        )
    for table, counted in (("integrity", rules.integrity), ("receipt", rules.receipt)):
        if types.get(counted.item) is not QuestionType.CHOICE:
            continue
        for word in ("yes", "no"):
            if getattr(counted, word) not in form.question(counted.item).options:
                line = lines.get(("grading", table, word), lines.get(("grading", table), 1))
                text = f'grading.{table}.{word} is no option of the question "{counted.item}" in form.toml.'
                mistakes.append(Mistake(path, line, f"{text} Copy the option's exact text."))
    purposes = form.question("purpose").options if "purpose" in types else ()
    if rules.not_visited and rules.not_visited not in purposes:
        line = lines.get(("grading", "not_visited"), 1)
        mistakes.append(
            Mistake(
                path,
                line,
                "grading.not_visited is no option of the question purpose in form.toml. Copy the option's exact text.",
            )
        )
