"""A campaign's folder → one frozen value, or all its mistakes at once."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import CampaignError, Mistake
from ..sentence import Sentence, as_sentence
from .form import FormConfig
from .grading import Asked, GradingConfig
from .office import OfficeConfig
from .poster import PosterConfig
from .question_types import CHOICE
from .roles import Role
from .roster import read_stations
from .toml import line_finder, read_toml
from .values import Campaign, District

NO_CAMPAIGN = Sentence(
    "this folder holds no campaign. Go to the folder with stations.csv and config/, or name it with -C; anubhav init makes a new one."
)


def load_campaign(root: str | os.PathLike[str] = ".") -> Campaign:
    """Read config/*.toml and stations.csv under `root`.

    Gives a frozen Campaign. Raises CampaignError with every mistake of every file: file, line, value, what to do.
    """
    root = Path(root)
    if not any((root / name).exists() for name in ("config", "stations.csv")):
        raise CampaignError([Mistake(root.resolve(), 0, NO_CAMPAIGN)])
    mistakes: list[Mistake] = []
    office = read_toml(root / "config" / "office.toml", OfficeConfig, mistakes)
    form = read_toml(root / "config" / "form.toml", FormConfig, mistakes)
    grading = read_toml(root / "config" / "grading.toml", GradingConfig, mistakes)
    poster = read_toml(root / "config" / "poster.toml", PosterConfig, mistakes)
    stations = read_stations(root / "stations.csv", tuple(office.districts) if office else (), mistakes)
    if office:
        _check_regions(root / "config" / "office.toml", office, mistakes)
    if form and grading:
        form = _with_older_words(root / "config" / "grading.toml", form, grading, mistakes)
    if form:
        _check_questions(root / "config" / "form.toml", form, mistakes)
    if form and grading:
        _check_items(root / "config" / "grading.toml", form, grading, mistakes)
    if mistakes or not (office and form and grading and poster):
        raise CampaignError(mistakes)
    districts = tuple(District(code, names.name_en, names.name_hi) for code, names in office.districts.items())
    return Campaign(root, office, form, grading, poster, districts, stations)


def _check_regions(path: Path, office: OfficeConfig, mistakes: list[Mistake]) -> None:
    """Every district names its range and every range its state, where there are some; each of them holds a district."""
    line_of = line_finder(path)
    within = (
        (
            "districts",
            "range",
            "ranges",
            {code: names.range for code, names in office.districts.items()},
            office.ranges,
        ),
        ("ranges", "state", "states", {code: names.state for code, names in office.ranges.items()}, office.states),
    )
    for table, name, above, named, known in within:
        for code, other in named.items():
            if other not in known and (other or known):
                said = Sentence(
                    '{table}.{code}: {name} "{other}" is not in [{above}]. Write one of: {listed}.',
                    table=table, code=code, name=name, other=other, above=above, listed=", ".join(known) or "-",
                )  # fmt: skip
                mistakes.append(Mistake(path, line_of(table, code, name), said))
        for code in known.keys() - set(named.values()):
            said = Sentence("{above}.{code} holds nothing: no line of [{table}] names it.", above=above, code=code, table=table)  # fmt: skip
            mistakes.append(Mistake(path, line_of(above, code), said))


def _check_questions(path: Path, form: FormConfig, mistakes: list[Mistake]) -> None:
    line_of = line_finder(path)

    def wrong(index: int, name: str, text: str, /, **values: object) -> None:
        mistakes.append(Mistake(path, line_of("questions", index, name), as_sentence(text, values)))

    for name in ("key", "title"):
        first: dict[str, int] = {}
        for index, question in enumerate(form.questions):
            value = getattr(question, name)
            if value in first:
                wrong(
                    index,
                    name,
                    '{name} "{value}" is used by questions {first} and {index}. Each needs its own.',
                    name=name,
                    value=value,
                    first=first[value] + 1,
                    index=index + 1,
                )
            first.setdefault(value, index)
    prefilled = [index for index, question in enumerate(form.questions) if question.prefilled]
    if prefilled != [0]:
        wrong(
            prefilled[-1] if prefilled else 0,
            "prefilled",
            "the first question, and only it, must have prefilled = true: the QR code fills it in.",
        )
    for index, name, text in form.role_mistakes():
        wrong(index, name, text)
    if form.role(Role.MONEY) is None and not any(name == "role" for _, name, _ in form.role_mistakes()):
        wrong(
            0,
            "",
            'no question has role = "{money}": whether money was asked for is a part of every report.',
            money=Role.MONEY,
        )


def _check_items(path: Path, form: FormConfig, grading: GradingConfig, mistakes: list[Mistake]) -> None:
    line_of = line_finder(path)
    types = {question.key: question.type for question in form.questions}
    rules = grading.grading
    no_rating = Sentence(
        "grading.items.{key}: form.toml has no scale or rating with this key. Weights belong to questions that are answered 1 to 5."
    )
    mistakes += [
        Mistake(path, line_of("grading", "items", key), Sentence(no_rating, key=key))
        for key in rules.items
        if key not in types or not types[key].rates
    ]
    if rules.interval != 0.9:  # not in the model: what was announced with another one is made again with it
        said = Sentence(
            "grading.interval must be 0.90: pages and tables say 90 %. It is {share}.", share=rules.interval
        )
        mistakes.append(Mistake(path, line_of("grading", "interval"), said))
    purpose = form.role(Role.PURPOSE)
    if rules.not_visited and rules.not_visited not in (purpose.options if purpose else ()):
        mistakes.append(
            Mistake(
                path,
                line_of("grading", "not_visited"),
                'grading.not_visited is not an option of the question with role = "purpose" in form.toml. Copy the option\'s exact text.',
            )
        )


def _with_older_words(path: Path, form: FormConfig, grading: GradingConfig, mistakes: list[Mistake]) -> FormConfig:
    """The form with what an older grading.toml says of its questions on money and receipts, where form.toml says nothing."""
    line_of = line_finder(path)
    questions = list(form.questions)

    def wrong(table: str, name: str, text: str, /, **values: object) -> None:
        said = Sentence("grading.{table}.{name} {text}", table=table, name=name, text=Sentence(text, **values))
        mistakes.append(Mistake(path, line_of("grading", table, name), said))

    older: tuple[tuple[Role, str, Asked], ...] = (
        (Role.MONEY, "integrity", grading.grading.integrity),
        (Role.RECEIPT, "receipt", grading.grading.receipt),
    )
    for role, table, said in older:
        claimed = next((each.key for each in questions if each.role is role), "")
        key = claimed or said.item or role.value
        place = next((index for index, each in enumerate(questions) if each.key == key), -1)
        if said.item and (place < 0 or questions[place].type is not CHOICE):
            wrong(table, "item", '"{item}" is not a choice question of form.toml.', item=said.item)
            continue
        if said.item and claimed and said.item != claimed:
            wrong(
                table,
                "item",
                'says "{item}", but form.toml gives role = "{role}" to "{claimed}". Remove it here.',
                item=said.item,
                role=role,
                claimed=claimed,
            )
        if place < 0 or not (said.item or said.yes or said.no):
            continue
        means = dict(questions[place].means)
        for name in ("yes", "no"):
            text = getattr(said, name)
            if text and text not in questions[place].options:
                wrong(
                    table,
                    name,
                    'is not an option of the question "{key}" in form.toml. Copy the option\'s exact text.',
                    key=key,
                )
            elif text and means.setdefault(name, text) != text:
                wrong(table, name, "says otherwise than form.toml. Remove it here.")
        questions[place] = questions[place].model_copy(update={"role": role, "means": means})
    return form.model_copy(update={"questions": tuple(questions)})
