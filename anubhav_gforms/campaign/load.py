"""A campaign's folder → one frozen value, or all its mistakes at once."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import CampaignError, Mistake
from ..nouns.channel import Channel
from ..sentence import Sentence
from ..text import same_title
from .form import FormConfig
from .grading import Asked, Grading, GradingConfig
from .office import OfficeConfig
from .poster import PosterConfig
from .question_types import CHOICE
from .roles import Role
from .roster import read_stations
from .toml import TomlMistakes, read_toml
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
        _check_regions(TomlMistakes(root / "config" / "office.toml", mistakes), office)
        _check_names(TomlMistakes(root / "config" / "office.toml", mistakes), office)
    if form and grading:
        rules = TomlMistakes(root / "config" / "grading.toml", mistakes)
        form = _with_older_words(rules, form, grading.grading)
        _check_items(rules, form, grading.grading)
    if form:
        _check_questions(TomlMistakes(root / "config" / "form.toml", mistakes), form)
    if mistakes or not (office and form and grading and poster):
        raise CampaignError(mistakes)
    districts = tuple(District(code, names.name_en, names.name_hi) for code, names in office.districts.items())
    return Campaign(root, office, form, grading, poster, districts, stations)


def _check_regions(mistakes: TomlMistakes, office: OfficeConfig) -> None:
    """Every district names its range and every range its state, where there are some; each of them holds a district."""
    ranges = {code: names.range for code, names in office.districts.items()}
    states = {code: names.state for code, names in office.ranges.items()}
    for table, name, above, named, known in (
        ("districts", "range", "ranges", ranges, office.ranges),
        ("ranges", "state", "states", states, office.states),
    ):
        for code, other in named.items():
            if other not in known and (other or known):
                mistakes.tell(
                    '{table}.{code}: {name} "{other}" is not in [{above}]. Write one of: {listed}.', (table, code, name),
                    table=table, code=code, name=name, other=other, above=above, listed=", ".join(known) or "-",
                )  # fmt: skip
        for code in known.keys() - set(named.values()):
            mistakes.tell(
                "{above}.{code} holds nothing: no line of [{table}] names it.", (above, code),
                above=above, code=code, table=table,
            )  # fmt: skip


def _check_names(mistakes: TomlMistakes, office: OfficeConfig) -> None:
    """No name stands at two districts of a range, as after a line was copied for a new one; in two states it may."""
    for name in ("name_en", "name_hi"):
        first: dict[tuple[str, str], str] = {}
        for code, district in office.districts.items():
            value = getattr(district, name)
            if (other := first.setdefault((district.range, same_title(value)), code)) != code:
                mistakes.tell(
                    'districts.{code}: {name} "{value}" is that of {other}. Each district needs its own.', ("districts", code, name),
                    code=code, name=name, value=value, other=other,
                )  # fmt: skip


def _check_questions(mistakes: TomlMistakes, form: FormConfig) -> None:
    for name in ("key", "title"):
        first: dict[str, int] = {}
        for index, question in enumerate(form.questions):
            value = getattr(question, name)
            if (other := first.setdefault(same_title(value), index)) != index:
                mistakes.tell(
                    '{name} "{value}" is used by questions {first} and {index}. Each needs its own.', ("questions", index, name),
                    name=name, value=value, first=other + 1, index=index + 1,
                )  # fmt: skip
    prefilled = [index for index, question in enumerate(form.questions) if question.prefilled]
    if prefilled != [0]:
        mistakes.tell(
            "the first question, and only it, must have prefilled = true: the QR code fills it in.",
            ("questions", prefilled[-1] if prefilled else 0, "prefilled"),
        )
    for index, name, text in form.role_mistakes():
        mistakes.tell(text, ("questions", index, name))
    if form.role(Role.MONEY) is None and not any(name == "role" for _, name, _ in form.role_mistakes()):
        mistakes.tell(
            'no question has role = "{money}": whether money was asked for is a part of every report.',
            ("questions", 0),
            money=Role.MONEY,
        )


def _check_items(mistakes: TomlMistakes, form: FormConfig, rules: Grading) -> None:
    types = {question.key: question.type for question in form.questions}
    for table, keys in (("items", rules.items), ("steps", rules.steps)):
        for key in keys:
            if key not in types or not types[key].rates:
                mistakes.tell(
                    "grading.{table}.{key}: form.toml has no scale or rating with this key. Weights and steps belong to questions that are answered 1 to 5.",
                    ("grading", table, key),
                    table=table,
                    key=key,
                )
    for channel in rules.channels or ("",):
        if channel not in set(Channel):
            mistakes.tell(
                'grading.channels: "{channel}" is not a channel, and no response would count by it; write one of {listed}.',
                ("grading", "channels"),
                channel=channel,
                listed=", ".join(Channel),
            )
    if rules.interval != 0.9:  # not in the model: what was announced with another one is made again with it
        mistakes.tell(
            "grading.interval must be 0.90: pages and tables say 90 %. It is {share}.",
            ("grading", "interval"),
            share=rules.interval,
        )
    purpose = form.role(Role.PURPOSE)
    if rules.not_visited and rules.not_visited not in (purpose.options if purpose else ()):
        mistakes.tell(
            'grading.not_visited is not an option of the question with role = "purpose" in form.toml. Copy the option\'s exact text.',
            ("grading", "not_visited"),
        )


def _with_older_words(mistakes: TomlMistakes, form: FormConfig, rules: Grading) -> FormConfig:
    """The form with what an older grading.toml says of its questions on money and receipts, where form.toml says nothing."""
    questions = list(form.questions)

    def wrong(table: str, name: str, text: str, /, **values: object) -> None:
        filled = Sentence(text, **values)
        mistakes.tell("grading.{table}.{name} {text}", ("grading", table, name), table=table, name=name, text=filled)

    older: tuple[tuple[Role, str, Asked], ...] = (
        (Role.MONEY, "integrity", rules.integrity),
        (Role.RECEIPT, "receipt", rules.receipt),
    )
    for role, table, said in older:
        claimed = next((each.key for each in questions if each.role is role), "")
        key = claimed or said.item or role.value
        position = next((index for index, each in enumerate(questions) if each.key == key), -1)
        if said.item and (position < 0 or questions[position].type is not CHOICE):
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
        if position < 0 or not (said.item or said.yes or said.no):
            continue
        means = dict(questions[position].means)
        for name in ("yes", "no"):
            text = getattr(said, name)
            if text and text not in questions[position].options:
                wrong(
                    table,
                    name,
                    'is not an option of the question "{key}" in form.toml. Copy the option\'s exact text.',
                    key=key,
                )
            elif text and means.setdefault(name, text) != text:
                wrong(table, name, "says otherwise than form.toml. Remove it here.")
        questions[position] = questions[position].model_copy(update={"role": role, "means": means})
    return form.model_copy(update={"questions": tuple(questions)})
