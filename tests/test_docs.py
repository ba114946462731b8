"""What the documentation says is true: every command in it exists, its reference is fresh, every link leads somewhere."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import click
import pytest

from anubhav_gforms.cli import anubhav
from anubhav_gforms.grading.columns import GradeStatus
from anubhav_gforms.language import Sentence, say
from tests.typed import PAGES, leaf, parse, typed_lines
from tools.mistakes import mutants_of

PROJECT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ["commands", "structure", "sandbox", "json_schemas", "api"])
def test_what_is_written_from_the_code_is_fresh(name: str) -> None:
    module = runpy.run_path(str(PROJECT / "docs" / f"{name}.py"))
    assert module["PAGE"].read_text(encoding="utf-8") == module["page"](), "run: make docs"


def test_every_mutant_that_is_explained_can_be_made_today() -> None:
    """An entry whose code was renamed or is gone would explain a mistake to come that has the same name."""
    page = (PROJECT / "docs" / "mutants.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `((\w+\.py):.+?)` \|", page, re.MULTILINE)
    files = [
        path for path in (PROJECT / "anubhav_gforms").rglob("*.py") if path.name in {file for _, file in explained}
    ]
    today = {mutant.name for path in files for mutant in mutants_of(path)}
    assert [name for name, _ in explained if name not in today] == []
    ran = re.findall(r"^\| ([\w/]+\.py) \|", page, re.MULTILINE)
    assert [file for file in ran if not (PROJECT / "anubhav_gforms" / file).is_file()] == []


@pytest.mark.parametrize(("page", "line"), typed_lines())
def test_a_command_in_the_documentation_can_be_typed(page: str, line: str) -> None:
    words = [word for word in shlex.split(line) if word not in ("…", "...")]
    if not words or words[0] not in anubhav.list_commands(click.Context(anubhav)):
        assert page != "README.md" or not words, f"{page}: anubhav {line}"
        pytest.fail(f"{page}: there is no command: anubhav {line}")
    command, words, context = leaf(words)
    assert command is not None, f"{page}: anubhav {line}"
    if any(re.search(r"[A-Z]{3,}…|\.\.\.|…|<", word) for word in words):
        return
    try:
        parse(command, words, context)
    except click.exceptions.Exit:
        pass
    except click.UsageError as error:
        named, mentioned = "does not exist" in error.format_message(), line.split() == [line]
        if not named and not mentioned:  # a file that the example names; a command that a sentence names
            pytest.fail(f"{page}: anubhav {line}: {error.format_message()}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_site_leads_to_every_page() -> None:
    listed = re.findall(r"^ +- ([\w/-]+\.md)$", (PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    pages = {path.relative_to(PROJECT / "docs").as_posix() for path in (PROJECT / "docs").rglob("*.md")}
    assert sorted(listed) == sorted(pages)


def test_each_reader_has_a_question_and_where_the_eye_finds_the_answer_in_both_languages() -> None:
    """Ten things, each with its question in bold and its picture, or the lines themselves; every picture is on a page."""
    shown = []
    for page, question in (("ten-seconds.md", "Question: **"), ("hi/ten-seconds.md", "प्रश्न: **")):
        _, *parts = (PROJECT / "docs" / page).read_text("utf-8").split("\n## ")
        assert [part.count(question) for part in parts] == [1] * 10, page
        assert all("](" in part or "```" in part for part in parts)
        shown.append(re.findall(r"pictures/([\w-]+\.png)", "".join(parts)))
    assert shown[0] == shown[1]
    used = {name for page in PAGES for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text("utf-8"))}
    assert used == {path.name for path in (PROJECT / "docs" / "pictures").glob("*.png")}


def test_where_is_what_is_true() -> None:
    """Each of the newcomer's questions is answered in at most three files, and every name stands there."""
    text = (PROJECT / "docs" / "developers.md").read_text(encoding="utf-8")
    table = text.partition("## Where is what\n")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 7
    for row in rows:
        quoted = re.findall(r"`([^`]+)`", row)
        places = [place for place in quoted if place.endswith(".py")]
        assert 1 <= len(places) <= 3, row
        for place, name in zip(quoted, [*quoted[1:], ""], strict=True):
            if place.endswith(".py"):
                source = (PROJECT / "anubhav_gforms" / place).read_text(encoding="utf-8")
                assert name.endswith(".py") or not name or re.search(rf"(?m)^(def|class) {name}\b|^{name} = ", source)


def test_the_hindi_pages_of_posters_and_reports_say_what_the_program_and_the_english_pages_say() -> None:
    english, hindi = ((PROJECT / "docs" / name).read_text("utf-8") for name in ("posters.md", "hi/posters.md"))
    commands = [re.findall(r"^ {4}(anubhav \S.*?)\s{2,}", page, re.MULTILINE) for page in (english, hindi)]
    assert commands[0] == commands[1]
    codes = re.findall(r"^\| (\w[\w, ]*) \| [^|]+ \| (\d+) \| [\d.]+ \| ([\d.]+) m \|", english, re.MULTILINE)
    assert len(codes) == 7
    assert codes == re.findall(r"^\| (\w[\w, ]*) \| [^|]+ \| (\d+) \| ([\d.]+) मीटर \|", hindi, re.MULTILINE)
    page = (PROJECT / "docs" / "hi" / "reports.md").read_text("utf-8")
    first_version = {"Provisional", "Firm", "Not delivered"}
    said = {say(Sentence(status), "hi") for status in GradeStatus if status not in first_version}
    assert said == set(
        re.findall(r"^\| ([^|]+) \| [^|]+ \|$", page.partition("| स्थिति |")[2].partition("##")[0], re.MULTILINE)
    )
