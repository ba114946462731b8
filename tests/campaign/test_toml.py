"""A TOML file that cannot be read as it stands: the one mistake, its line, in our words."""

from __future__ import annotations

import pytest

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.campaign.toml import line_numbers
from anubhav_gforms.errors import CampaignError


def test_the_line_is_the_one_to_edit(folder, spoil, mistakes):
    spoil("config/form.toml", 'title = "आपका नाम (ज़रूरी नहीं) / Your name (optional)"', 'title = "आपका नाम"')
    lines = (folder / "config/form.toml").read_text(encoding="utf-8").splitlines()
    line = lines.index('title = "आपका नाम"') + 1
    assert mistakes()[0].startswith(f"config/form.toml:{line}: questions[12].title")


def test_a_broken_quote_is_one_message_with_its_line(folder, spoil, mistakes):
    spoil("config/office.toml", 'locale = "en_GB"', 'locale = "en_GB')
    line = (folder / "config/office.toml").read_text(encoding="utf-8").splitlines().index('locale = "en_GB') + 1
    (text,) = mistakes()
    assert text.startswith(f"config/office.toml:{line}: is not valid TOML")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('locale = "en', "a text has no quote at its end"),
        ("locale = 'en", "a text has no quote at its end"),
        ("locale = en", "there is no value after = that can be read"),
        ("locale", "there is no = after a name"),
        ('locale = "C:\\Users"', "a text holds a backslash; type it twice"),
        ("locale = 5,5", "there is something after a value"),
        ("[other", "the name of a table has no bracket at its end"),
        ("भाषा = 1", "a name begins with a character that begins no name"),
    ],
)
def test_what_no_toml_may_hold_is_told_in_our_words(spoil, mistakes, broken, says):
    """Python's reader of TOML speaks English only, and to programmers."""
    spoil("config/office.toml", 'locale = "en_GB"', broken)
    assert f": is not valid TOML: {says}. " in mistakes()[0]


@pytest.mark.parametrize(
    ("unseen", "named"), [("\ufeff", "U+FEFF"), ("\u200b", "U+200B"), ("\u00a0", "U+00A0"), ("\0", "U+0000")]
)
def test_letters_that_nobody_can_see_are_named(spoil, mistakes, unseen, named):
    """A second mark of Windows at the beginning, a space of a web page: the line looks right, and quotes and brackets were to blame."""
    spoil("config/office.toml", "locale =", f"{unseen}locale =")
    assert f": holds letters that nobody can see ({named}); type the line again." in mistakes()[0]


@pytest.mark.parametrize(
    ("file", "other"),
    [
        ("stations.csv", "stations (1).csv"),
        ("config/form.toml", "form.toml.txt"),
        ("config/alerts.toml", "alerts - Copy.toml"),
    ],
)
def test_a_file_that_windows_named_otherwise_is_named(folder, file, other):
    """Without config/alerts.toml the watch went on, and knew no grave words."""
    path = folder / file
    path.rename(path.with_name(other))
    read = load_alerts if path.name == "alerts.toml" else load_campaign
    with pytest.raises(CampaignError) as caught:
        read(folder)
    assert f"is missing, and {other} is there. If that is the right one, name it {path.name}." in str(caught.value)


def test_a_folder_in_place_of_a_file_is_a_mistake_of_that_file(folder, mistakes):
    """The cure was to make it readable; with config/alerts.toml the desk did not open."""
    (folder / "config/office.toml").rename(folder / "elsewhere.toml")
    (folder / "config/office.toml").mkdir()
    assert mistakes() == ["config/office.toml: is a folder. Move it away, and bring the file back."]


@pytest.mark.parametrize("again", ['locale = "en_US"', "[time]", "[[time]]"])
def test_what_stands_twice_is_named(folder, spoil, mistakes, again):
    """It was told to look for a missing quote or bracket."""
    spoil("config/office.toml", 'locale = "en_GB"', f'locale = "en_GB"\n{again}')
    line = (folder / "config/office.toml").read_text(encoding="utf-8").splitlines().index('locale = "en_GB"') + 2
    assert mistakes() == [
        f"config/office.toml:{line}: gives a name that was given above already. Remove one of the two."
    ]


def test_what_stands_twice_in_the_last_line_has_its_line(folder, mistakes):
    """The reader of TOML says only that it is at the end of the document."""
    file = folder / "config/office.toml"
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\n[again]\nname = 1\nname = 2", encoding="utf-8")
    line = len(text.splitlines()) + 3
    assert mistakes() == [
        f"config/office.toml:{line}: gives a name that was given above already. Remove one of the two."
    ]


@pytest.mark.parametrize("opened", ['long = """', "long = [", "long = '''"])
def test_what_is_never_closed_is_not_looked_for_in_the_last_line(folder, mistakes, opened):
    """It may have been opened in any line."""
    file = folder / "config/office.toml"
    file.write_text(f"{opened}\n" + "# a note\n" * 20, encoding="utf-8")
    assert mistakes()[0].startswith("config/office.toml: is not valid TOML")


def test_curly_quotes_are_named(folder, spoil, mistakes):
    spoil("config/office.toml", 'locale = "en_GB"', "locale = “en_GB”")
    (text,) = mistakes()
    assert "has curly quotes, as a word processor writes them" in text


def test_a_file_in_another_encoding_says_so(folder, mistakes):
    path = folder / "config/office.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    assert mistakes() == ["config/office.toml: is not UTF-8. Save it again with encoding UTF-8."]


def test_a_missing_and_an_empty_file_say_so(folder, mistakes):
    (folder / "config/poster.toml").unlink()
    (folder / "config/grading.toml").write_text("# nothing yet\n")
    found = mistakes()
    assert found[0].startswith("config/grading.toml:1: is empty")
    assert found[1].startswith("config/poster.toml: this file is missing")


def test_line_numbers_skip_texts_of_several_lines():
    text = 'a = """\nb = 1\n"""\nc = 2\n[[q]]\nkey = 1\n[[q]]\nkey = 2\n[q.more]\nx = 3\n'
    lines = line_numbers(text)
    assert lines[("c",)] == 4
    assert lines[("q", 1, "key")] == 8
    assert lines[("q", 1, "more", "x")] == 10
    assert ("b",) not in lines
