"""Which Latin words of a Hindi text are English: not the office's own, and nothing that is typed, named or kept."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click

from anubhav_gforms import cli, pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.campaign.values import StationKind, Status

KEPT = {
    "a product": "Chromium Chrome Edge Google Forms Sheets Drive Cloud Workspace API APIs Services Windows Task Scheduler Apprise",
    "a program or what is typed with it": "anubhav systemd systemctl loginctl schtasks cron crontab rem kill curl eval of",
    "a word on a page of Google's": "Responses Link to Sheets Select existing spreadsheet destination for responses File "
    "Version history Settings Time zone Share Publish Run Bin Continue Anyone with the link General access Restricted "
    "Individual Timestamp Form Presentation Confirmation message Edit Show submit another response Disable autosave for all respondents console Desktop app Audience Application Default Credentials",
    "a format, a unit, a key": "JPEG PNG HEIC HTML JSON CSV TOML SVG UTF HTTP SSH UTC ISO MB kB dpi Tab Ctrl sd var id PM dpi",
    "a place in config/ or its value": "sp-bsp waiting config status practice closed code data shared districts pt en hi true false tent stickers labels",
    "a column of a file": "score low high letter standing status rank",
    "an engine": "numpy duckdb DuckDB Spark BigQuery Parquet",
    "the end of a file's name": "csv parquet bashrc zshrc",
    "a reason, as the option --reason takes it": "unsigned unreadable",
    "what a citizen typed in place of a code": "pata nahi xx",
}
"""Words that stay Latin in Hindi, and why."""


def english_in(text: str, folder: Path) -> list[str]:
    """Latin words that are neither the office's own text nor something that is typed, named or kept."""
    for own in office_texts(folder):
        text = text.replace(own, " ")
    text = re.sub(
        r"(?m)^\s*\$ .*$|^ +cd .*$|^ {4,}(anubhav|cd|function|FormApp|form|\.set|\}).*$|^\{.*\}$|[^\sऀ-ॿ]*/[^\sऀ-ॿ]*",
        " ",
        text,
    )
    kept = words_that_are_typed(folder) | {word for words in KEPT.values() for word in words.split()}
    found = []
    for token in re.split(r"[\s()\[\]{}|,;\"'“”‘’/=…।→:×*]+", text):
        word = token.strip(".?!`+&<>#~")
        if not re.search(r"[A-Za-z]{2}", word) or re.search(r"[\d_.\\@^%²]|^-|[ऀ-ॿ]", word):
            continue
        if not (word in kept or re.fullmatch(r"[A-Z]{2,}(-[A-Z]+)*", word) or set(word.split("-")) <= kept):
            found.append(word)
    return found


@cache
def office_texts(folder: Path) -> list[str]:
    """The office's own texts, longest first: names, titles, options, in both languages or in one on purpose; and what citizens
    wrote where a code belongs."""
    campaign = load_campaign(folder)
    texts: set[str] = {campaign.office.office.range_en, "Anubhav", "Asia/Kolkata", campaign.id}
    texts |= {station.name_en for station in campaign.stations}
    for name in ("form.toml", "office.toml", "poster.toml"):
        texts |= set(strings_of(tomllib.loads((folder / "config" / name).read_text(encoding="utf-8"))))
    texts |= {half.strip() for text in texts for half in text.split(" / ")}
    named = {
        text for text in texts if re.search("[A-Za-z]{3}", text) and (" " in text or text in ("Anubhav", campaign.id))
    }
    written = {str(text) for text in pipeline.list_quarantine(campaign)["raw_code"]}
    return sorted(named | {text for text in written if re.search("[A-Za-z]{3}", text)}, key=len, reverse=True)


def strings_of(value: Any) -> Iterator[str]:
    """Every text in a TOML value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings_of(each)


def keys_of(value: Any) -> Iterator[str]:
    """Every key in a TOML value, at any depth."""
    for name, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from ([name] if isinstance(name, str) else [])
        yield from keys_of(each)


@cache
def words_that_are_typed(folder: Path) -> set[str]:
    """Names of commands, arguments and choices; keys of config/ and columns of stations.csv."""
    words: set[str] = set()
    for _, command in commands_of(cli.anubhav):
        words |= {command.name or ""}
        for option in command.params:
            words |= {option.name or "", *(word for name in option.opts for word in re.split("-+", name))}
            words |= {str(each) for each in getattr(option.type, "choices", ())}
            words |= {str(option.default)}
    for path in (folder / "config").glob("*.toml"):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        words |= set(keys_of(content))
    columns = (folder / "stations.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    questions = {question.key for question in load_campaign(folder).form.questions}
    words |= {*StationKind, *Status}
    return words | set(columns) | questions | {part for word in words for part in word.split("-")}


def commands_of(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and subcommand, with the words that name it."""
    yield path, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands_of(command, *path, name)
        else:
            yield (*path, name), command
