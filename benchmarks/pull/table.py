"""The responses that are pulled: one form of twelve questions and a timestamp, the same for every client and every run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from anubhav_gforms.campaign import FormConfig, load_campaign

PROJECT = Path(__file__).parents[2]
STATIONS = 150
SEED = 20261125
TIMEZONE = "Asia/Kolkata"
SCALES = ("behaviour", "heard", "promptness", "facilities", "overall")
WORDS = [
    "थाना",
    "में",
    "बहुत",
    "देर",
    "लगी",
    "पुलिस",
    "ने",
    "मदद",
    "की",
    "धन्यवाद",
    "अच्छा",
    "काम",
    "किया",
    "आवेदन",
    "लिया",
    "नहीं",
    "रसीद",
    "दी",
    "साहब",
    "ने",
    "बात",
    "सुनी",
    "police",
    "station",
    "me",
    "bahut",
    "der",
    "lagi",
    "madad",
    "mili",
    "staff",
    "was",
    "polite",
    "waited",
    "two",
    "hours",
    "complaint",
    "not",
    "taken",
    "thank",
    "you",
    "good",
    "work",
    "receipt",
    "given",
    "come",
    "tomorrow",
    "they",
    "said",
    "FIR",
    "darj",
    "nahi",
    "ki",
    "paani",
    "nahi",
    "tha",
]


@dataclass(frozen=True)
class Responses:
    """Raw cells column by column, as the sheet stores them, and the titles above them."""

    titles: tuple[str, ...]
    columns: tuple[list[Any], ...]

    @property
    def rows(self) -> int:
        return len(self.columns[0])


def bench_form() -> FormConfig:
    """The office's form less one question: with the timestamp 13 columns, so that 769,230 rows fill a spreadsheet."""
    form = load_campaign(PROJECT).form
    return form.model_copy(update={"questions": tuple(each for each in form.questions if each.key != "receipt")})


def make_responses(rows: int) -> Responses:
    """`rows` responses of a year at 150 stations of unequal size: 40 % with a message, 50 % a name, 30 % a mobile."""
    chance = np.random.default_rng(SEED)
    form = bench_form()
    share = chance.gamma(0.7, size=STATIONS)
    station = chance.choice(STATIONS, rows, p=share / share.sum())
    quality = chance.normal(0, 0.6, STATIONS)
    seconds = np.sort(chance.integers(0, 365 * 86_400_000, rows)) / 86_400_000
    codes = [
        f"BSP-{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}{chr(65 + n // 7 % 26)}.P1.A{'KLMQRWY2'[n % 8] * 8}"
        for n in range(STATIONS)
    ]
    columns: dict[str, list[Any]] = {"station": [codes[n] for n in station.tolist()]}
    for turn, key in enumerate(SCALES):
        rating = np.clip(np.rint(3.4 + quality[station] + chance.normal(0, 1.1, rows)), 1, 5).astype(int)
        cells: list[Any] = rating.tolist()
        if turn in (1, 3):
            for place in np.flatnonzero(chance.random(rows) < 0.02).tolist():
                cells[place] = ""
        columns[key] = cells
    for key in ("purpose", "money", "topic"):
        options = form.question(key).options
        columns[key] = [options[n] for n in chance.integers(0, len(options), rows).tolist()]
    lengths, has_message = chance.integers(3, 22, rows).tolist(), (chance.random(rows) < 0.4).tolist()
    words = chance.integers(0, len(WORDS), (rows, 21))
    columns["message"] = [
        " ".join(map(WORDS.__getitem__, picked[:length].tolist())) if filled else ""
        for picked, length, filled in zip(words, lengths, has_message, strict=True)
    ]
    named, numbers = (chance.random(rows) < 0.5).tolist(), chance.integers(0, 100_000, rows).tolist()
    columns["name"] = [f"Citizen {number}" if filled else "" for number, filled in zip(numbers, named, strict=True)]
    called, digits = (chance.random(rows) < 0.3).tolist(), chance.integers(6_000_000_000, 9_999_999_999, rows).tolist()
    columns["mobile"] = [number if filled else "" for number, filled in zip(digits, called, strict=True)]
    titles = ("Timestamp", *(question.title for question in form.questions))
    return Responses(titles, ((45_992 + seconds).tolist(), *(columns[question.key] for question in form.questions)))
