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

from anubhav_gforms.campaign import Role
from anubhav_gforms.errors import InputError
from anubhav_gforms.grading import Shape
from anubhav_gforms.nouns.week import Week, read_week
from anubhav_gforms.privacy.lots import Batched
from anubhav_gforms.privacy.redaction import redact
from anubhav_gforms.reports import Audience, PackLanguage, audience_files, for_outside, make_contents, write_files
from anubhav_gforms.reports.messages import Pile, messages_outside, messages_page, shape_of, sort_messages
from anubhav_gforms.reports.themes import theme_counts, themes_of
from anubhav_gforms.responses.alerts.grave import grave_matters
from benchmarks.redaction.messages import messages
from tests.grading.world import frame_of

FIRST, LAST = date(2026, 10, 26), date(2026, 11, 22)


class Responses:
    """A ledger that gives one frame."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def frame(self, columns):
        return self._frame[list(columns)]

    def rows(self, rows, columns):
        return pa.Table.from_pandas(self._frame[columns].iloc[rows], preserve_index=False)

    def outside(self, grades, campaign, week="2026-W47"):
        """All of them as one lot of a week."""
        frame = frame_of(self._frame["station"].to_numpy(), self._frame["day"].to_numpy())
        shape = Shape.of(campaign)
        frame = frame.assign(**dict.fromkeys([*shape.texts], ""), **dict.fromkeys(shape.items.keys, 4))
        table = pa.Table.from_pandas(frame[shape.columns], preserve_index=False)
        weeks = np.full(len(self._frame), read_week(week))
        return replace(grades, lots=Batched(table, np.arange(len(self._frame)), weeks, 7 * weeks + 4))


def responses_of(campaign, texts, *, seed=3, days=28) -> pd.DataFrame:
    chance = random.Random(seed)
    codes = [station.code for station in campaign.stations]
    topics = campaign.form.question("topic").options
    rows = [
        {
            "response_id": f"{number:016x}",
            "day": pd.Timestamp(LAST) - pd.Timedelta(days=chance.randrange(days)),
            "station": chance.choice(codes),
            "channel": "poster",
            "code_status": "accepted",
            "topic": chance.choice(topics),
            "message": text,
        }
        for number, text in enumerate(texts)
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


def test_planted_identifiers_stand_in_no_file_that_leaves_the_office(small_office, all_graded, planted):
    """Also when a person released every text."""
    ledger = Responses(responses_of(small_office, [each.text for each in planted]))
    contents = make_contents(small_office, all_graded)
    view = ledger.outside(all_graded, small_office, week="2026-W46")
    released = {f"{number:016x}": shape_of(redact(each.text).text) for number, each in enumerate(planted)}
    extras = audience_files(
        small_office, contents, ledger, list(Audience), outside=view, sheets=for_outside(contents), released=released
    )
    report = write_files(contents, small_office.data / "report", language=PackLanguage.HINDI, extras=extras)
    secrets = {one.text for each in planted for one in each.planted}
    assert len(secrets) > 200
    read = {name: text_of(path) for name, path in report.files.items() if not name.startswith("ig/")}
    assert sum("[mobile]" in text for text in read.values()) > 1
    leaked = {(name, secret) for name, text in read.items() for secret in secrets if secret in text}
    assert leaked == set()


def test_the_ig_reads_names_but_no_numbers_and_nobody_else_can_open_the_file(small_office, few_grades, planted):
    responses = responses_of(small_office, [each.text for each in planted])
    contents = make_contents(small_office, few_grades)
    extras = audience_files(small_office, contents, Responses(responses), [Audience.IG])
    path = write_files(contents, small_office.data / "report", extras=extras).files["ig/messages.html"]
    assert path.stat().st_mode & 0o077 == 0
    text = path.read_text("utf-8")
    assert not any(
        one.text in text for each in planted for one in each.planted if one.kind in ("mobile", "aadhaar", "pan")
    )


def test_a_word_of_the_office_is_grave_on_the_page_of_messages_too(small_office):
    """What wakes the office (config/alerts.toml) and what the desk marks stands among the grave ones, and is not harmless."""
    (small_office.root / "config").mkdir()
    (small_office.root / "config" / "alerts.toml").write_text('[words]\ngrave = ["avaidh khanan*"]\n', "utf-8")
    responses = responses_of(small_office, ["avaidh khanan chalta hai", "bahut achha"])
    found = sort_messages(small_office, responses, first=FIRST, last=LAST)
    assert sorted(zip(found.table["text"], found.table["pile"], strict=True))[0] == (
        "avaidh khanan chalta hai",
        Pile.GRAVE,
    )
    assert "grave matter</span>" in messages_page(small_office, found, Week.of(LAST)).decode()


def test_without_an_audience_no_text_leaves_the_ledger(small_office, few_grades):
    assert audience_files(small_office, make_contents(small_office, few_grades), Responses(pd.DataFrame()), []) == {}


def test_the_ig_reads_all_messages_with_their_days_and_grave_ones_apart(small_office):
    texts = ["बहुत अच्छा व्यवहार", "पैसे माँगे गए", "pani nahi tha"] * 40
    responses = responses_of(small_office, texts)
    responses.loc[::7, "code_status"] = "quarantined"
    ig = sort_messages(small_office, responses, first=FIRST, last=LAST)
    assert len(ig.table) == len(texts)
    assert (ig.first, ig.last) == (FIRST, LAST)
    assert (ig.table["pile"] == Pile.GRAVE).sum() == 40
    of_each = [
        sort_messages(small_office, responses, first=FIRST, last=LAST, district=each).table
        for each in ("", *small_office.district_by_code)
    ]
    assert list(of_each[0]["station"].unique()) == [""], "of stations that are not known"
    assert sorted(code for each in of_each for code in each["id"]) == sorted(ig.table["id"])
    page = messages_page(small_office, ig, Week.of(LAST)).decode("utf-8")
    grave = page[page.index('<section id="grave">') :].partition("</section>")[0]
    opened, _, folded = grave.partition("<details>")
    assert opened.count("पैसे माँगे गए") == 10, "the first screens say what matters"
    assert folded.count("पैसे माँगे गए") == 30, "and nothing is left out"


def of_lots(small_office, grades, texts, topic, **more):
    """What SPs read of these texts, all in one lot of the week 46."""
    responses = responses_of(small_office, texts).assign(topic=meaning(small_office, topic))
    ledger = Responses(responses)
    view = ledger.outside(grades, small_office, week="2026-W46")
    return messages_outside(small_office, view, ledger, Week("2026-W47"), weeks=4, **{"released": {}, **more})


@pytest.fixture
def all_graded(few_grades):
    """Grades in which every station has a score."""
    return replace(few_grades, table=few_grades.table.fillna({"score": 50.0}))


def meaning(small_office, pile) -> str:
    topic = small_office.form.role(Role.TOPIC)
    return topic.means[pile]


def test_no_text_leaves_without_a_person_whatever_its_words(small_office, all_graded):
    """Grave texts can be made of harmless words alone; so no list of words is what lets one go."""
    texts = [
        "बहुत अच्छा व्यवहार, धन्यवाद",
        "The staff was polite and helpful",
        "do din tak andar rakha",
        "kuch do tab kaam hota hai",
    ]
    assert all(redact(text).harmless for text in texts)
    for pile in Pile:
        if pile in (Pile.GRAVE, Pile.UNSORTED):
            continue
        told = of_lots(small_office, all_graded, texts, pile)
        assert told.table.empty
        assert sum(told.hidden.values()) == len(texts)
    read = {f"{number:016x}": shape_of(text) for number, text in enumerate(texts[:2])}
    told = of_lots(small_office, all_graded, texts, "praise", released=read)
    assert set(told.table["text"]) == set(texts[:2])
    assert (told.first, told.last) == (date(2026, 10, 26), date(2026, 11, 15))
    assert set(told.table["week"]) == {read_week("2026-W46")}
    assert "day" not in told.table


def test_nothing_leaves_from_stations_with_too_few_responses(small_office, few_grades):
    grades = replace(few_grades, table=few_grades.table.assign(score=None))
    told = of_lots(small_office, grades, ["बहुत अच्छा"] * 9, "praise")
    assert told.table.empty
    assert not told.hidden, "not even how many"


def test_a_released_text_is_shown_only_as_it_was_read(small_office, all_graded):
    text = "दो घंटे बैठाया, 9876543210 पर बताएं"
    digest = shape_of(redact(text).text)
    told = of_lots(small_office, all_graded, [text], "complaint", released={"0" * 16: digest})
    assert told.table["text"].to_list() == ["दो घंटे बैठाया, [mobile] पर बताएं"]
    assert told.table["released"].all()
    other = of_lots(small_office, all_graded, [text], "complaint", released={"0" * 16: "f" * 16})
    assert other.table.empty


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
    assert theme_counts([("waiting",), ("waiting", "heard"), ("waiting",), ("heard",)]) == {"waiting": 3}


def test_a_form_without_messages_is_told_so(small_office, few_grades):
    form = small_office.form
    kept = tuple(question for question in form.questions if question.key != "topic")
    office = replace(small_office, form=form.model_copy(update={"questions": kept}))
    with pytest.raises(InputError, match=r"no question with role = .topic."):
        audience_files(office, make_contents(office, few_grades), Responses(pd.DataFrame()), [Audience.IG])
