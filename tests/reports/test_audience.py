"""Who may read what: planted identifiers reach nobody but the ledger; themes are told when three named them."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pypdfium2
import pytest

from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Shape
from anubhav_gforms.nouns.week import read_week
from anubhav_gforms.privacy.lots import Batched
from anubhav_gforms.privacy.outside import Outside
from anubhav_gforms.reports import Audience, PackLanguage, audience_files, make_contents, write_files
from anubhav_gforms.reports.messages import Pile, sort_messages
from anubhav_gforms.reports.themes import counted, grave_matters, themes_of
from benchmarks.redaction.messages import messages
from tests.grading.world import frame_of

FIRST, LAST = date(2026, 10, 26), date(2026, 11, 22)


class Answers:
    """A ledger that gives one frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def frame(self, columns):
        return self._frame[list(columns)]

    def rows(self, rows, columns):
        return pa.Table.from_pandas(self._frame[columns].iloc[rows], preserve_index=False)

    def outside(self, grades, campaign) -> Outside:
        """All of them as one lot of the last week."""
        frame = frame_of(self._frame["station"].to_numpy(), self._frame["day"].to_numpy())
        shape = Shape.of(campaign)
        frame = frame.assign(**dict.fromkeys([*shape.texts], ""), **dict.fromkeys(shape.items.keys, 4))
        table = pa.Table.from_pandas(frame[shape.columns], preserve_index=False)
        weeks = np.full(len(self._frame), read_week("2026-W47"))
        return Outside(grades, Batched(table, np.arange(len(self._frame)), weeks))


def answers_of(campaign, texts, *, seed=3, days=28) -> pd.DataFrame:
    chance = random.Random(seed)
    codes = [station.code for station in campaign.stations]
    topics = campaign.form.question("topic").options
    rows = [
        {
            "day": pd.Timestamp(LAST) - pd.Timedelta(days=chance.randrange(days)),
            "station": chance.choice(codes),
            "channel": "poster",
            "code_status": "accepted",
            "topic": chance.choice(topics),
            "message": text,
        }
        for text in texts
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def planted():
    """Messages with more than 200 identifiers in them, none of them a name without a sign beside it."""
    return [each for each in messages(400, seed=11) if all(one.kind != "bare name" for one in each.planted)]


def text_of(path) -> str:
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(path) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    if path.suffix == ".xlsx":
        import zipfile

        with zipfile.ZipFile(path) as book:
            return "\n".join(book.read(name).decode("utf-8") for name in book.namelist())
    return path.read_text("utf-8")


def test_planted_identifiers_stand_in_no_file_that_leaves_the_office(small_office, few_grades, planted):
    ledger = Answers(answers_of(small_office, [each.text for each in planted]))
    contents = make_contents(small_office, few_grades)
    extras = audience_files(
        small_office, contents, ledger, list(Audience), outside=ledger.outside(few_grades, small_office)
    )
    report = write_files(contents, small_office.data / "report", language=PackLanguage.HINDI, extras=extras)
    secrets = {one.text for each in planted for one in each.planted}
    assert len(secrets) > 200
    read = {name: text_of(path) for name, path in report.files.items() if not name.startswith("ig/")}
    assert sum("[mobile]" in text for text in read.values()) > 1
    leaked = {(name, secret) for name, text in read.items() for secret in secrets if secret in text}
    assert leaked == set()


def test_the_ig_reads_names_but_no_numbers_and_nobody_else_can_open_the_file(small_office, few_grades, planted):
    answers = answers_of(small_office, [each.text for each in planted])
    contents = make_contents(small_office, few_grades)
    extras = audience_files(small_office, contents, Answers(answers), [Audience.IG])
    path = write_files(contents, small_office.data / "report", extras=extras).files["ig/messages.html"]
    assert path.stat().st_mode & 0o077 == 0
    text = path.read_text("utf-8")
    assert not any(
        one.text in text for each in planted for one in each.planted if one.kind in ("mobile", "aadhaar", "pan")
    )


def test_without_an_audience_no_text_leaves_the_ledger(small_office, few_grades):
    assert audience_files(small_office, make_contents(small_office, few_grades), Answers(pd.DataFrame()), []) == {}


def test_an_sp_reads_only_old_messages_of_known_places_and_no_grave_ones(small_office):
    texts = ["बहुत अच्छा व्यवहार", "पैसे माँगे गए", "pani nahi tha"] * 40
    answers = answers_of(small_office, texts)
    answers.loc[::7, "code_status"] = "quarantined"
    ig = sort_messages(small_office, answers, Audience.IG, first=FIRST, last=LAST)
    sp = sort_messages(small_office, answers, Audience.DISTRICT, first=FIRST, last=LAST)
    assert len(ig.table) == len(texts)
    assert len(sp.table) + sp.hidden == len(texts)
    assert sp.table["day"].max() <= pd.Timestamp(2026, 11, 15)
    assert (ig.first, ig.last) == (FIRST, LAST)
    assert (sp.first, sp.last) == (FIRST, date(2026, 11, 15)), "the page says of which days it is"
    assert Pile.GRAVE not in set(sp.table["pile"])
    assert "" not in set(sp.table["station"])
    assert (ig.table["pile"] == Pile.GRAVE).sum() == 40
    assert sort_messages(small_office, answers, Audience.STATION, first=FIRST, last=LAST).table.empty


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("मुझसे 500 रुपये माँगे", "money"),
        ("thane wale ne paise mange", "money"),
        ("एफआईआर दर्ज नहीं की", "refused"),
        ("they refused to register my complaint", "refused"),
        ("मारपीट की गई", "violence"),
        ("hirasat me rakha", "custody"),
        ("लड़की से छेड़छाड़", "sexual"),
        ("jatisuchak gaali di", "caste"),
        ("आत्महत्या कर लूँगा", "suicide"),
    ],
)
def test_grave_matters_are_seen(text, matter):
    assert matter in grave_matters(text)


def test_ordinary_words_are_no_grave_matter():
    for text in ("बहुत अच्छे लोग हैं", "pani aur toilet saaf the", "The staff listened and helped at once"):
        assert grave_matters(text) == ()
    assert themes_of("पानी नहीं था, दो घंटे इंतज़ार") == ("waiting", "facilities")


def test_a_theme_of_one_person_is_not_told():
    assert counted([("waiting",), ("waiting", "heard"), ("waiting",), ("heard",)]) == {"waiting": 3}


def test_a_form_without_messages_is_told_so(small_office, few_grades):
    form = small_office.form
    kept = tuple(question for question in form.questions if question.key != "topic")
    office = replace(small_office, form=form.model_copy(update={"questions": kept}))
    with pytest.raises(InputError, match=r"no question with role = .topic."):
        audience_files(office, make_contents(office, few_grades), Answers(pd.DataFrame()), [Audience.IG])
