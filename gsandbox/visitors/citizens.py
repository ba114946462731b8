"""Citizens: when each one comes, to which station, and what they answer. Drawn in full before anybody is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from .messages import COPIES, message
from .population import CUTS, ITEM_SD, PERSON_SD, PURPOSE_EFFECT, Population
from .survey import Survey

ZONE = ZoneInfo("Asia/Kolkata")
WEEKDAY = np.array([1.15, 1.05, 1.0, 1.0, 1.0, 0.85, 0.45])
HOUR = np.array([2, 1, 1, 0.5, 0.5, 1, 2, 4, 8, 14, 22, 26, 24, 18, 16, 17, 20, 21, 17, 13, 9, 6, 4, 3], dtype=float)
WEEK_LOG_SD = 0.2
SKIPS_RATING, SKIPS_CHOICE, SKIPS_TOPIC = 0.06, 0.12, 0.30
SENDS_FIRST_PAGE = 0.25
"""How often only the first page is filled in, where the form has a second one that asks nothing of everybody."""
GRAVE = 0.06
"""How often a very bad visit was one that must reach a person on the same day."""
BURST = 22
WRITES, GIVES_NAME, GIVES_MOBILE = 0.25, 0.07, 0.06
RECEIPT_NEEDED = np.array([0.9, 0.5, 0.35, 0.9, 0.8, 0.8, 0.2, 0.0])
TYPED, UNSIGNED, FORGED, BLANK, MUDDLED = 0.012, 0.004, 0.006, 0.005, 0.004
LETTERS = list("23456789FKLMQRWY")
SLIPS = ("~lower", "~spaces", "~short")
"""What a hand does to the code that the link filled in."""
ODD = ("-", "xx", "नहीं पता", "pata nahi", "0", ".")


@dataclass(frozen=True)
class Citizen:
    """One response to be given: when, by which poster, what is put into the code field (None: left as filled in), the rest."""

    at: datetime
    url: str
    code: str | None
    fields: tuple[tuple[str, str], ...]


def draw(
    population: Population,
    survey: Survey,
    *,
    responses: int,
    weeks: int,
    until: date,
    random: np.random.Generator,
    stuffed: int = 0,
) -> list[Citizen]:
    """The citizens in the order in which they come. At `stuffed` stations somebody fills the form again and again one day."""
    bursts = [one for _ in range(stuffed) for one in _burst(population, survey, until, random)][:responses]
    responses -= len(bursts)
    station = random.choice(len(population.places), size=responses, p=population.rate)
    when = _times(responses, weeks=weeks, until=until, random=random)
    first = until - timedelta(days=7 * weeks - 1)
    made = []
    for at, place in sorted(zip(when, (int(number) for number in station), strict=True)):
        week = min((at.astimezone(ZONE).date() - first).days // 7, weeks - 1)
        made.append(_citizen(population, survey, place, week, at, random))
    return sorted([*made, *bursts], key=lambda one: one.at)


def _burst(population: Population, survey: Survey, until: date, random: np.random.Generator) -> list[Citizen]:
    """One hand, one afternoon, all the best marks, much the same words."""
    rates = population.rate * (population.rate < np.quantile(population.rate, 0.8))
    place = population.places[int(random.choice(len(rates), p=rates / rates.sum()))]
    start = datetime.combine(until - timedelta(days=int(random.integers(2, 40))), time(15), ZONE)
    made = []
    for _ in range(BURST):
        start += timedelta(seconds=int(random.integers(40, 260)))
        best = [(key, asked.options[-1]) for key in population.items if (asked := survey.questions[key]).options]
        best += [("purpose", survey.questions["purpose"].options[-2]), ("money", survey.questions["money"].options[0])]
        if random.random() < 0.5:
            best.append(("message", str(random.choice(COPIES))))
        fields = tuple((survey.field(key), value) for key, value in best)
        made.append(Citizen(start.astimezone(UTC), place.url, None, fields))
    return made


def _times(responses: int, *, weeks: int, until: date, random: np.random.Generator) -> list[datetime]:
    days = [until - timedelta(days=back) for back in range(7 * weeks)]
    busy = random.lognormal(0, WEEK_LOG_SD, weeks)
    shares = np.array([WEEKDAY[day.weekday()] * busy[back // 7] for back, day in enumerate(days)])
    chosen = random.choice(len(days), size=responses, p=shares / shares.sum())
    hours = random.choice(24, size=responses, p=HOUR / HOUR.sum())
    micros = random.integers(0, 3_600_000_000, size=responses)
    return [
        (datetime.combine(days[int(day)], time(int(hour)), ZONE) + timedelta(microseconds=int(rest))).astimezone(UTC)
        for day, hour, rest in zip(chosen, hours, micros, strict=True)
    ]


def _citizen(
    population: Population, survey: Survey, place: int, week: int, at: datetime, random: np.random.Generator
) -> Citizen:
    fields: list[tuple[str, str]] = []

    def put(key: str, value: str) -> None:
        fields.append((survey.field(key), value))

    def options(key: str) -> Sequence[str]:
        return survey.questions[key].options

    purposes = options("purpose")
    purpose = int(random.choice(population.purposes.shape[1], p=population.purposes[place]))
    put("purpose", purposes[min(purpose, len(purposes) - 1)])
    latent = population.level[place] + population.week_level[place, week] + PURPOSE_EFFECT[purpose]
    latent = latent + random.normal(0, PERSON_SD) + random.normal(0, ITEM_SD, len(latent))
    marks = 1 + (latent[:, None] >= CUTS).sum(axis=1)
    never_here = purpose == population.purposes.shape[1] - 1
    for item, mark in zip(population.items, marks, strict=True):
        asked = survey.questions[item]
        if asked.required or (not never_here and random.random() >= SKIPS_RATING):
            put(item, asked.options[int(mark) - 1])
    mean = float(marks.mean())
    if not never_here and random.random() >= SKIPS_CHOICE:
        put("receipt", options("receipt")[_receipt(purpose, mean, random)])
    asked_for_money = False
    if not never_here and random.random() >= SKIPS_CHOICE:
        money = _money(population.money[place], random)
        asked_for_money = money == 1
        put("money", options("money")[money])
    subject = _subject(mean, random)
    topics = ("praise", "complaint", "suggestion", "elsewhere")
    if random.random() >= SKIPS_TOPIC:
        put("topic", options("topic")[topics.index(subject)])
    grave = asked_for_money or (mean < 2 and not never_here and random.random() < GRAVE)
    if random.random() < (2 * WRITES if grave else WRITES):
        put("message", message("grave" if grave else subject, random))
    number = int(random.integers(1, 10_000))
    if random.random() < GIVES_NAME:
        put("name", f"Citizen {number:04d}")
    if random.random() < GIVES_MOBILE:
        put("mobile", f"000000{number:04d}")
    code = _code(population, place, random)
    if survey.pages > 1 and random.random() < SENDS_FIRST_PAGE:
        first = {survey.field(key) for key, asked in survey.questions.items() if asked.page == 0 or asked.required}
        fields = [pair for pair in fields if pair[0] in first]
    return Citizen(at, population.places[place].url, code, tuple(fields))


def _receipt(purpose: int, mean: float, random: np.random.Generator) -> int:
    """Yes, no or not needed."""
    if random.random() >= RECEIPT_NEEDED[purpose]:
        return 2
    return 0 if random.random() < 0.35 + 0.12 * mean else 1


def _money(rate: float, random: np.random.Generator) -> int:
    """No, yes or rather not say."""
    chance = random.random()
    return 1 if chance < rate else 2 if chance < rate + 0.02 else 0


def _subject(mean: float, random: np.random.Generator) -> str:
    chance = random.random()
    if chance < 0.08:
        return "elsewhere"
    if chance < 0.20:
        return "suggestion"
    return "praise" if random.random() < (mean - 1) / 4 else "complaint"


def _code(population: Population, place: int, random: np.random.Generator) -> str | None:
    """What stands in the code field at the end: nearly always what the poster's link put there (None)."""
    where = population.places[place]
    chance = float(random.random())
    for share, code in (
        (TYPED, random.choice([where.name_hi, where.name_en])),
        (UNSIGNED, where.code),
        (FORGED, f"{where.code}.P1.A" + "".join(random.choice(LETTERS, 8))),
        (BLANK, random.choice(ODD)),
        (MUDDLED, random.choice(SLIPS)),
    ):
        if chance < share:
            return str(code)
        chance -= share
    return None
