"""Config files: every mistake at once, with file, line, value and what to do."""

from __future__ import annotations

import unicodedata

import pytest

from anubhav_gforms.campaign.alerts import AlertsConfig, load_alerts
from anubhav_gforms.campaign.example import copy_example
from anubhav_gforms.campaign.question_types import RATING
from anubhav_gforms.errors import CampaignError

DIGITS = "9" * 5000
"""More than Python takes for a number."""


def test_the_real_campaign_loads(load):
    campaign = load()
    assert len(campaign.stations) == 158
    assert len(campaign.districts) == 8
    assert [question.key for question in campaign.form.questions if question.required] == [
        "station",
        "overall",
    ]
    assert campaign.form.station_question.key == "station"
    assert campaign.form.question("behaviour").type is RATING
    assert campaign.grade_rules.letters == ("A+", "A", "B", "C", "D", "F")


def test_values_are_frozen(load):
    campaign = load()
    with pytest.raises(Exception, match="frozen"):
        campaign.office.office.name_en = "Another"
    with pytest.raises(AttributeError):
        campaign.stations[0].code = "BSP-XXX"


def test_every_file_is_read_before_anything_is_said(spoil, mistakes):
    spoil("config/office.toml", 'timezone = "Asia/Kolkata"', 'timezone = "Kolkata"')
    spoil("config/form.toml", 'type = "paragraph"', 'type = "essay"')
    spoil("config/grading.toml", "behaviour = 0.25", "behaviour = 0.35")
    spoil("stations.csv", "BSP-KTW,", "BSP_KTW,")
    found = mistakes()
    assert [text.split(":")[0] for text in found] == [
        "config/form.toml",
        "config/grading.toml",
        "config/office.toml",
        "stations.csv",
    ]
    assert '"essay"' in found[0]
    assert "text, paragraph, choice, scale, rating" in found[0]
    assert "weights sum to 1.1; they must sum to 1" in found[1]
    assert "Asia/Kolkata" in found[2]
    assert '"BSP_KTW"' in found[3]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("config/office.toml", 'id = "bilaspur"', 'id = "Bilaspur Range"', 'campaign.id ("Bilaspur Range")'),
        ("config/office.toml", "retention_months = 12", 'retention_months = "12"', 'write 12 without quotes, not "12"'),
        ("config/office.toml", "retention_months = 12", 'retention_months = "१२"', 'write 12 without quotes, not "१२"'),
        (
            "config/office.toml",
            "retention_months = 12",
            'retention_months = "a year"',
            'must be a whole number, not "a year"',
        ),
        (
            "config/office.toml",
            "retention_months = 12",
            "retention_months = १२",
            "has a number in other digits: write 12, not १२",
        ),
        pytest.param(
            "config/office.toml",
            "retention_months = 12",
            f'retention_months = "{DIGITS}"',
            f"write {DIGITS} without",
            id="quoted",
        ),
        pytest.param(
            "config/office.toml",
            "retention_months = 12",
            f"retention_months = {DIGITS}",
            "thousands of digits",
            id="bare",
        ),
        ("config/office.toml", 'root = ""', 'root = "127.0.0.1:8765"', "google.root"),
        ("config/office.toml", 'root = ""', 'root = "http://[x"', "must be empty or an address such as"),
        ("config/office.toml", "\nBSP = {", "\nRWA = 3\nBSP = {", "districts.RWA: must be a table: names, each with ="),
        ("config/office.toml", '"Korba"', '"bilaspur"', 'districts.KRB: name_en "bilaspur" is that of BSP'),
        ("config/office.toml", "[time]", "[tyme]", "tyme is not a key of this file; time is close to it"),
        (
            "config/form.toml",
            "required = true",
            "Requierd = true",
            "questions[1].Requierd is not a key of this file; required is close to it",
        ),
        ("config/office.toml", "[time]", "[time]\nsource = 1", "time.source is not a key of this file. Check"),
        ("config/grading.toml", "A = 80", "A = nan", "must fall from the best letter to the worst"),
        ("config/form.toml", "prefilled = true", "prefilled = false", "the first question, and only it"),
        ("config/form.toml", 'key = "heard"', 'key = "behaviour"', "used by questions 3 and 4"),
        ("config/office.toml", '"Korba"', '"कोरबा नगर"', "has no Latin letter; write it in English"),
        ("config/office.toml", '"बिलासपुर पुलिस रेंज"', '"Bilaspur"', "has no Devanagari letter; write it in Hindi"),
        (
            "config/office.toml",
            '"कोरबा"',
            '"?????"',
            "office.toml:59: holds Hindi that was lost, as the file was saved",
        ),
        (
            "config/form.toml",
            '"अनुभव / Anubhav"',
            '"Anubhav / अनुभव"',
            'has its English first; write it as "हिन्दी / English"',
        ),
        ("config/form.toml", "{MONTHS}", "{MONTH}", "holds {MONTH}; what is put in is {MONTHS}, {CONTACT}"),
        ("config/form.toml", '"सुझाव / Suggestion"', '"तारीफ / praise"', "is listed twice; options must differ"),
        ("config/form.toml", '"अनुभव / Anubhav"', '"à¤…à¤¨ / Anubhav"', "form.toml:8: holds Hindi that was lost"),
        ("config/office.toml", '"कोरबा"', '"बिलास\u200cपुर"', "districts.KRB: name_hi"),
        ("config/form.toml", "तारीफ / Praise", "तारीफ, Praise", "exactly one"),
        ("config/form.toml", '"हाँ / Yes", "नहीं / No", "ज़', '"नहीं / No", "नहीं / No", "ज़', "listed twice"),
        ("config/form.toml", "section = ", "part = ", "is not a key of this file"),
        ("config/grading.toml", "facilities = 0.15", "cleanliness = 0.15", "no scale or rating with this key"),
        ("config/grading.toml", "letters_from = 2026-10-05", "letters_from = 2026-10-06", "is not a Monday"),
        (
            "config/grading.toml",
            "letters_from = 2026-10-05",
            'letters_from = "2026-10-05"',
            "must be a day without quotes",
        ),
        ("config/grading.toml", 'channels = ["poster"]', "channels = 3", "must be a list in square brackets, not 3"),
        ("config/grading.toml", 'within = "kind"', 'within = "x"', 'within ("x") is not known; write one of "kind".'),
        (
            "config/poster.toml",
            "[colours]",
            '[places.jail]\nquestion_hi = "क"\npromise_hi = "ख"\n[colours]',
            'places.jail ("jail") is not known',
        ),
        ("config/grading.toml", "B = 70", "B = 85", "must fall from the best letter to the worst"),
        ("config/grading.toml", 'cap = "C"', 'cap = "E"', 'integrity.cap "E" is not a letter'),
        ("config/form.toml", 'role = "money"', 'role = "bribe"', "is not a role; write one of"),
        ("config/grading.toml", "min_responses = 10\n", "min_responses = 0\n", "grading.min_responses"),
        ("config/grading.toml", "reach_back = 26", "reach_back = 1000000", "must be 1040 or less"),
        ("config/grading.toml", "day_times = 3", "day_times = inf", "must be 1000000000.0 or less"),
        ("config/office.toml", 'locale = "en_GB"', 'locale = "Indian"', 'write "en_GB"'),
        ("config/office.toml", 'source = "both"', 'source = "excel"', 'must be "sheet", "forms" or "both"'),
        ("config/office.toml", "BSP = {", "Bsp = {", "write three capital letters, such as BSP"),
        ("config/office.toml", "BSP = {", "CON = {", "which Windows keeps for itself"),
        ("config/office.toml", 'id = "bilaspur"', "", "campaign.id is missing"),
        ("config/office.toml", "retention_messages = false", "retention_messages = 7", "must be true or false, not 7"),
        ("config/office.toml", 'id = "bilaspur"', "id = 7", "must be a text in quotes, not 7"),
        ("config/form.toml", 'key = "heard"', 'key = "Heard"', "must be a-z and underscore"),
        ("config/form.toml", '"हाँ / Yes", "नहीं / No", "ज़', '"हाँ, जी / Yes", "नहीं / No", "ज़', "holds a comma"),
        (
            "config/form.toml",
            '["हाँ / Yes", "नहीं / No", "ज़रूरत नहीं थी / Not needed"]',
            '["हाँ / Yes"]',
            "at least two options",
        ),
        (
            "config/form.toml",
            'title = "आपका नाम',
            'options = ["क / A"]\ntitle = "आपका नाम',
            "only a choice has options",
        ),
        (
            "config/form.toml",
            'title = "आपका नाम',
            'low = "कम / Low"\ntitle = "आपका नाम',
            "only a scale has low and high",
        ),
        (
            "config/form.toml",
            'type = "text"\nrequired = true',
            'type = "paragraph"\nrequired = true',
            'must have type = "text"',
        ),
        ("config/form.toml", "Your name (optional)", "Your\\nname", "has a line break"),
        ("config/form.toml", "Your name (optional)", "Your\u200bname", "letters that nobody can see"),
        (
            "config/form.toml",
            '"अनुभव / Anubhav"',
            '" "',
            "is empty; write something",
        ),
        (
            "config/form.toml",
            'brief_en = "To the',
            '# "To the',
            "brief_hi, brief_en and notice_title belong together",
        ),
        ("config/form.toml", '"चाहें तो और बताएँ / Tell us more if you wish"', '"more"', 'must be "हिन्दी / English"'),
        ("config/form.toml", "prefilled = true\n", 'prefilled = true\nsection = "क / A"\n', "is on the first page"),
        ("config/grading.toml", "facilities = 0.15", "facilities = -0.15", "not above 0"),
        ("config/grading.toml", "facilities = 0.15", "facilities = 0.12345\nx = 0.02655", "more than four decimals"),
        ("config/grading.toml", "facilities = 0.15", "".join(f"{k} = 0.03\n" for k in "fghij"), "more than eight"),
        ("config/grading.toml", "# promptness = [0, 10", "promptness = [10, 10", "rise from 0 to 100"),
        (
            "config/grading.toml",
            "# promptness = [0, 10",
            "promptnes = [0, 10",
            "grading.steps.promptnes: form.toml has no",
        ),
        ("config/grading.toml", 'channels = ["poster"]', 'channels = ["posters"]', '"posters" is not a channel'),
        ("config/grading.toml", 'channels = ["poster"]', "channels = []", '"" is not a channel'),
        (
            "config/grading.toml",
            "interval = 0.90",
            "interval = 0.80",
            "must be 0.90: pages and tables say 90 %. It is 0.8.",
        ),
        ("config/grading.toml", "interval = 0.90", 'interval = "90 %"', 'must be a number, not "90 %"'),
        ("config/grading.toml", 'cap = "C"', 'cap = "C"\nno = "नहीं"', "Copy the option's exact text"),
        (
            "config/grading.toml",
            "यहाँ आना नहीं हुआ / Not",
            "आना नहीं हुआ / Not",
            "grading.not_visited is not an option",
        ),
    ],
)
def test_a_mistake_names_the_key_and_the_cure(spoil, mistakes, file, old, new, says):
    spoil(file, old, new)
    found = mistakes()
    assert any(text.startswith(file) and says in text for text in found), found


def test_a_line_of_hindi_may_hold_question_marks(spoil, load):
    """As what is left of Hindi, three in a row are a lost text; beside its letters they are asked."""
    spoil("config/form.toml", '"अनुभव / Anubhav"', '"कैसा रहा??? / How was it???"')
    assert load().form.form.title == "कैसा रहा??? / How was it???"


def test_alert_rules_behind_a_link_that_leads_nowhere_are_not_passed_over(folder):
    """The usual words were looked for, and nothing said that the office's own were lost."""
    (folder / "config/alerts.toml").unlink(missing_ok=True)
    assert load_alerts(folder) == AlertsConfig()
    (folder / "config/alerts.toml").symlink_to(folder / "stick/alerts.toml")
    with pytest.raises(CampaignError, match=r"alerts\.toml: this file is missing"):
        load_alerts(folder)


def test_an_unknown_question_is_no_question(load):
    with pytest.raises(KeyError, match="bribe"):
        load().form.question("bribe")


def test_an_example_replaces_nothing(folder):
    with pytest.raises(FileExistsError):
        copy_example(folder)


def test_hindi_is_composed_at_the_border(folder, load):
    path = folder / "config/office.toml"
    path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")
    name = load().district_by_code["RGH"].name_hi
    assert name == unicodedata.normalize("NFC", name)
