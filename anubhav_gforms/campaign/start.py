"""A campaign from eight answers: what is asked, whether an answer will do, and the files that follow from all of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..as_typed import read_count
from ..csv_file import csv_rows
from ..errors import CampaignError, InputError
from ..files import active, draft_folder, parse_json, write_whole
from ..languages import LANGUAGES, WRITTEN, spoken_languages
from ..sentence import Sentence, as_sentence
from .example import example_folder, with_value
from .load import load_campaign
from .model import PrintedBilingual
from .office import campaign_id

DRAFT = ".anubhav-start.json"
"""The answers so far, in the campaign's folder, until the campaign is written."""
PRACTICE, GOOGLE = "practice", "google"
SHIPPED = "-"
"""The answer that takes the list of stations that ships with the toolkit."""
FILES = ("config/office.toml", "config/form.toml", "config/grading.toml", "config/poster.toml", "config/alerts.toml", "stations.csv")  # fmt: skip

_NOTICE = (
    ("यह फ़ॉर्म बिलासपुर रेंज के पुलिस महानिरीक्षक (आईजी) कार्यालय का है।", "यह फ़ॉर्म {hi} का है।"),
    (
        "This form belongs to the office of the Inspector General of Police (IG), Bilaspur Range.",
        "This form belongs to: {en}.",
    ),
)
"""Sentences of the shipped notice that name its office → the same of another."""


@dataclass(frozen=True, slots=True)
class StartQuestion:
    """One question: its name, what is asked, what is offered ("" for nothing), and what makes of a typed text the answer (ValueError)."""

    name: str
    asks: Sentence
    offered: str
    read: Callable[[str], str]


def questions(given: Mapping[str, str], folder: Path) -> list[StartQuestion]:
    """The eight questions in their order; then one for each district of a list of stations of the office's own.

    Range, contact and stations of the shipped office are offered to that office alone; another one is its own contact.
    """
    name = given.get("name", shipped := _shipped("name"))
    ours = name == shipped
    asked = [
        StartQuestion("language", Sentence("Language of messages and help (भाषा): {listed}", listed=spoken_languages()), WRITTEN.code, _choice(*LANGUAGES)),
        StartQuestion("id", Sentence("Short name of the campaign (a-z, 0-9, hyphen)"), offered_id(folder), campaign_id),
        StartQuestion("name", Sentence("Name of the office, as हिन्दी / English"), shipped, _bilingual),
        StartQuestion("range", Sentence("Name of the police range, as हिन्दी / English"), _shipped("range") if ours else "", _bilingual),
        StartQuestion("contact", Sentence("Whom a citizen asks to delete a response, as हिन्दी / English"), _shipped("contact") if ours else name, _bilingual),
        StartQuestion("months", Sentence("After how many months are names and numbers deleted"), "12", _months),
        StartQuestion("stations", Sentence("CSV file of your stations, or - for the list of Bilaspur range that comes along"), SHIPPED if ours else "", _stations),
        StartQuestion("where", Sentence("practice (a practice server on this computer) or google"), PRACTICE, _choice(PRACTICE, GOOGLE)),
    ]  # fmt: skip
    if (file := given.get("stations", SHIPPED)) != SHIPPED:
        asked += [
            StartQuestion(f"district {code}", Sentence("Name of the district {code}, as हिन्दी / English", code=code), "", _bilingual)
            for code in _districts(Path(file))
        ]  # fmt: skip
    return asked


def read_answer(question: StartQuestion, text: str) -> str:
    """The answer as it is kept. Raises InputError that says what is wrong."""
    try:
        return question.read(text.strip())
    except ValidationError as error:
        wrong = error.errors()[0].get("ctx", {}).get("error")
        says = as_sentence(wrong.args[0]) if wrong else Sentence("is not a text")
    except ValueError as error:
        says = as_sentence(error.args[0])
    raise InputError("{text!r} will not do: {says}.", text=text, says=says)


def campaign_files(given: Mapping[str, str], folder: Path, root: str) -> dict[str, bytes]:
    """Every file of the campaign, by its name under the folder; `root`: the address of its practice server. They are tried out in a
    draft inside the folder, which the next start sweeps when this one is killed.

    Raises CampaignError with each mistake of a list of stations; what it spoils in config/ is not told beside.
    """
    example = example_folder()
    texts = {name: (example / name).read_text(encoding="utf-8") for name in FILES if name != "stations.csv"}
    own = given["stations"] != SHIPPED
    stations = Path(given["stations"]) if own else example / "stations.csv"
    office = texts["config/office.toml"]
    for name in ("name", "range", "contact"):
        hindi, english = given[name].split(" / ")
        office = with_value(with_value(office, f"{name}_hi", hindi), f"{name}_en", english)
    office = with_value(with_value(office, "id", given["id"]), "language", given["language"])
    office = with_value(office, "root", root)
    office = re.sub(r"(?m)^retention_months = .*$", f"retention_months = {given['months']}", office)
    if own:
        office = office[: office.index("[districts]")] + "[districts]\n" + "".join(_district_lines(given))
    texts["config/office.toml"] = office
    if given["name"] != _shipped("name") or given["range"] != _shipped("range"):
        hindi, english = given["name"].split(" / ")
        form = with_value(texts["config/form.toml"], "document_title", f"Anubhav - {given['range'].split(' / ')[1]}")
        for shipped, put in _NOTICE:
            form = form.replace(shipped, put.format(hi=hindi, en=english))
        texts["config/form.toml"] = form
    files = {name: text.encode() for name, text in texts.items()} | {"stations.csv": stations.read_bytes()}
    with draft_folder(folder, "start") as draft:
        _write(files, draft)
        try:
            load_campaign(draft)
        except CampaignError as error:
            listed = [replace(each, file=stations) for each in error.mistakes if each.file.name == "stations.csv"]
            raise CampaignError(
                listed or [replace(each, file=each.file.relative_to(draft)) for each in error.mistakes]
            ) from None
    return files


def write_campaign(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of `campaign_files` and forget the draft. Another file in the place of one is never overwritten: InputError."""
    there = {name: folder / name for name in files if (folder / name).exists()}
    if taken := [name for name, path in there.items() if path.read_bytes() != files[name]]:
        raise InputError(
            "{folder} already holds {taken}; nothing was changed.",
            cure="Name another folder: anubhav start DIR",
            folder=folder.absolute(),
            taken=", ".join(taken),
        )
    _write(files, folder)
    (folder / DRAFT).unlink(missing_ok=True)


def load_draft(folder: Path) -> dict[str, str]:
    """The answers of a start that was stopped; none when there are none, or the file is damaged."""
    try:
        kept = parse_json((folder / DRAFT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, dict) else {}


def save_draft(given: Mapping[str, str], folder: Path) -> None:
    """Keep the answers so far, so that the next start goes on from them."""
    write_whole(folder / DRAFT, json.dumps(given, ensure_ascii=False, indent=1).encode())


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        write_whole(folder / name, content, shared=True)


def _shipped(name: str) -> str:
    text = (example_folder() / "config" / "office.toml").read_text(encoding="utf-8")
    matches = {language: re.search(rf'(?m)^{name}_{language} = "(.*)"$', text) for language in ("hi", "en")}
    return " / ".join(match[1] for match in matches.values() if match)


def offered_id(folder: Path) -> str:
    """A campaign's id as the name of its folder would have it."""
    return re.sub(r"[^a-z0-9]+", "-", folder.absolute().name.lower()).strip("-")[:31].strip("-")


def _districts(file: Path) -> list[str]:
    """The codes of the districts in a list of stations, each once, in its order."""
    rows = [[active(cell).strip() for cell in row] for _, row in csv_rows(file)]
    at = [cell.lower() for cell in rows[0]].index("district") if rows and "district" in map(str.lower, rows[0]) else -1
    return list(dict.fromkeys(row[at] for row in rows[1:] if 0 <= at < len(row) and row[at]))


def _district_lines(given: Mapping[str, str]) -> Iterator[str]:
    for code in _districts(Path(given["stations"])):
        hindi, english = (json.dumps(part, ensure_ascii=False) for part in given[f"district {code}"].split(" / "))
        yield f"{code} = {{ name_en = {english}, name_hi = {hindi} }}\n"


def _choice(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(Sentence("write one of {words}", words=", ".join(words)))
        return text.lower()

    return read


_TWO: TypeAdapter[Any] = TypeAdapter(PrintedBilingual)


def _bilingual(text: str) -> str:
    return str(_TWO.validate_python(text))


def _months(text: str) -> str:
    months = read_count(text)
    if not months or months > 120:
        raise ValueError(Sentence("write a number from 1 to 120"))
    return str(months)


def _stations(text: str) -> str:
    if text == SHIPPED:
        return text
    path = Path(text).expanduser().absolute()
    if not path.is_file():
        raise ValueError(Sentence("there is no such file"))
    return str(path)
