"""The parsers of bytes from outside, each as one function: bytes in; it ends well, or in an error that is ours."""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import requests
from PIL import Image
from pydantic import BaseModel

from anubhav_gforms.campaign import Campaign, FormConfig, load_campaign
from anubhav_gforms.campaign.alerts import load_alerts
from anubhav_gforms.campaign.grading import GradingConfig
from anubhav_gforms.campaign.office import OfficeConfig
from anubhav_gforms.campaign.poster import PosterConfig
from anubhav_gforms.campaign.roster import read_stations
from anubhav_gforms.campaign.toml import read_toml
from anubhav_gforms.errors import AnubhavError, Mistake
from anubhav_gforms.forms.wanted import wanted_item
from anubhav_gforms.google.form_json import item_json
from anubhav_gforms.google.form_page import read_public_page
from anubhav_gforms.google.refusals import read_refusal
from anubhav_gforms.links import Keyring, read, sign, value_of
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.posters.reading.photos import open_photo
from anubhav_gforms.privacy.redaction import redact
from anubhav_gforms.reports.themes import themes_of
from anubhav_gforms.responses.alerts.grave import grave_matters, word_finder
from anubhav_gforms.responses.intake.blocks import read_block
from anubhav_gforms.responses.intake.codes import ResponseOrigin
from anubhav_gforms.responses.intake.headers import match_columns
from anubhav_gforms.responses.intake.imports import read_csv_responses
from anubhav_gforms.responses.ledger.columns import CodeReason, CodeStatus
from anubhav_gforms.responses.ledger.manifest import read_manifest

PROJECT = Path(__file__).parents[2]
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())
FOLDER = Path(os.environ.get("FUZZ_FOLDER") or MEMORY / f"anubhav-fuzz-{os.getpid()}")
"""Where the bytes become files: in memory where the system can, and swept by who started the process."""
ENTRY = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Target:
    """A parser: what it reads, where that comes from, the function, and bytes to begin with."""

    name: str
    reads: str
    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


@cache
def campaign() -> Campaign:
    return load_campaign(PROJECT)


@cache
def ring() -> Keyring:
    return Keyring.make()


def file_of(data: bytes, name: str) -> Path:
    """The bytes as a file of that name, in memory where the system can."""
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / name
    path.write_bytes(data)
    return path


def roster(data: bytes) -> None:
    """stations.csv: stations, or mistakes with a line."""
    mistakes: list[Mistake] = []
    stations = read_stations(file_of(data, "stations.csv"), tuple(campaign().district_by_code), mistakes)
    assert bool(stations) != bool(mistakes)
    assert all(mistake.line >= 0 and mistake.text for mistake in mistakes)


CONFIGS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("office.toml", OfficeConfig),
    ("form.toml", FormConfig),
    ("grading.toml", GradingConfig),
    ("poster.toml", PosterConfig),
)


def config(data: bytes) -> None:
    """One of the config files; the first byte says which."""
    name, model = CONFIGS[data[0] % len(CONFIGS) if data else 0]
    mistakes: list[Mistake] = []
    found = read_toml(file_of(data[1:], name), model, mistakes)  # type: ignore[type-var]  # each is one of ours
    assert (found is None) == bool(mistakes)


NOW = datetime(2026, 11, 26, 12)  # noqa: DTZ001 - the wall clock of the office


def _any_code(raw: str) -> ResponseOrigin:
    return ResponseOrigin(raw.strip(), "paper", None, "", CodeStatus.ACCEPTED, CodeReason.IMPORTED)


def import_csv(data: bytes) -> None:
    """A CSV of responses from paper."""
    try:
        block, _ = read_csv_responses(file_of(data, "paper.csv"), campaign(), _any_code, NOW)
    except AnubhavError:
        return
    assert not block.foreign
    assert block.answers.num_rows == block.personal.num_rows == len(block.rows)


TITLES = ["Timestamp", *(question.title for question in load_campaign(PROJECT).form.questions)]


def sheet(data: bytes) -> None:
    """What Google says stands in the response sheet: JSON columns of any cells."""
    try:
        cells = json.loads(data)
    except (ValueError, RecursionError):
        return
    if not isinstance(cells, list) or not all(isinstance(column, list) for column in cells):
        return
    plain = [[each if isinstance(each, str | int | float | bool) else None for each in column] for column in cells]
    form = campaign().form
    columns = match_columns(TITLES, form, what="sheet")
    block = read_block(plain, columns, form, timezone=campaign().timezone, first_row=2)
    assert block.answers.num_rows == block.personal.num_rows == len(block.rows)


def photo_text(data: bytes) -> None:
    """The text of a code found on a wall, and what is typed or filled in as a code."""
    text = data.decode("utf-8", "surrogateescape")
    value = value_of(text, ENTRY)
    for each in (text, value):
        reading = read(each, ring())
        assert reading.verdict


def photo(data: bytes) -> None:
    """A photo of a wall."""
    try:
        open_photo(file_of(data, "wall.jpg"))
    except AnubhavError:
        return


def _seed_photo() -> bytes:
    file = io.BytesIO()
    about = Image.Exif()
    about[0x0112] = 6
    Image.new("RGB", (40, 30), "white").save(file, "JPEG", exif=about)
    return file.getvalue()


@cache
def _form() -> Any:
    """The campaign's form as the sandbox holds it."""
    from gsandbox import ids
    from gsandbox.forms import edits
    from gsandbox.forms.publishing import PublishState
    from gsandbox.forms.store import Form

    empty: dict[str, Any] = {"info": {"title": "T"}, "settings": {"quizSettings": {}}, "items": []}
    items = [item_json(wanted_item(question)) for question in campaign().form.questions]
    batch = [{"createItem": {"item": item, "location": {"index": at}}} for at, item in enumerate(items)]
    content, _ = edits.apply(empty, batch, ids.question_id)
    return Form("f", "1FAIpQLSx", content, 4, PublishState(published=True, accepting=True), accepting=True)


def form_post(data: bytes) -> None:
    """A post to the form page: content type up to the first line break, then the body."""
    from gsandbox.responder import submission, values

    head, _, body = data.partition(b"\n")
    kind, _, query = head.decode("latin-1").partition("?")
    step = submission.take(_form(), values.fields_of(query, body, kind))
    if step.complete:
        submission.stored(_form(), step.answers)


def message(data: bytes) -> None:
    """What a citizen wrote: redacted, sorted by words, looked through for grave ones. Time counts, too."""
    text = data.decode("utf-8", "replace")
    redacted = redact(text)
    assert len(redacted.finds) <= len(text)
    grave_matters(text)
    themes_of(text)
    _grave()(text)


@cache
def _grave() -> Callable[[str], bool]:
    return word_finder(load_alerts(PROJECT).words.grave)


def public_page(data: bytes) -> None:
    """A form's public page, or what a captive portal shows in its place."""
    reply = requests.Response()
    reply.status_code, reply._content, reply.encoding, reply.url = 200, data, "utf-8", "https://docs.google.com/"
    page = read_public_page("https://docs.google.com/forms/d/e/x/viewform", reply)
    assert page.takes_responses == (not page.why)


def refusal(data: bytes) -> None:
    """An error body of Google, or of what stands between."""
    read_refusal(400 + len(data) % 200, data, {"Retry-After": data[:20].decode("latin-1")})


def state(data: bytes) -> None:
    """data/registry.json and the ledger's manifest, damaged."""
    for name, load in (("registry.json", load_registry), ("manifest.json", read_manifest)):
        try:
            load(file_of(data, name).parent)  # type: ignore[operator]
        except AnubhavError:
            continue


def _seed_csv() -> bytes:
    purpose = campaign().form.question("purpose").options[0]
    return f"Timestamp,station,purpose,overall,name\n2026-11-24 18:05,BSP-KTW,{purpose},४,x\n".encode()


def _seed_sheet() -> bytes:
    values = [[46_000.5, "", 3], [sign("BSP-KTW", Channel.POSTER, 1, ring())], *([["1", 4.0, "४", True, "x" * 9]] * 8)]
    return json.dumps(values).encode()


def _seed_post() -> bytes:
    number = next(iter(_form().by_number))
    kind = "application/x-www-form-urlencoded?a=b\n"
    body = f'entry.{number}=BSP-KTW&pageHistory=0&partialResponse=[[[null,{number},["x"],0]],null,"1"]&fbzx=1'
    return (kind + body).encode()


def _seed_parts() -> bytes:
    number = next(iter(_form().by_number))
    part = f'--x\r\nContent-Disposition: form-data; name="entry.{number}"\r\n\r\nvalue\r\n--x--\r\n'
    return f"multipart/form-data; boundary=x\n{part}".encode()


def targets() -> tuple[Target, ...]:
    """All of them, each with seeds that pass."""
    stations = (PROJECT / "stations.csv").read_bytes()
    configs = [bytes([n]) + (PROJECT / "config" / name).read_bytes() for n, (name, _) in enumerate(CONFIGS)]
    url = f"https://docs.google.com/forms/d/e/x/viewform?usp=pp_url&entry.{ENTRY}=BSP-KTW.P1.A23456789"
    page = b'<script>var FB_PUBLIC_LOAD_DATA_ = [null,[null,[[1,"t",null,0,[[5,null,0]]]]]];</script><input name="fvv">'
    said = "श्री राम ने एफआईआर संख्या 12/2026 में रिश्वत मांगी, nau aath saat double six 9876543210"
    error = b'{"error":{"code":429,"message":"m","details":[{"@type":"x.RetryInfo","retryDelay":"3s"}]}}'
    return (
        Target("roster", "stations.csv", roster, (stations[:600], stations.replace(b",", b";")[:600])),
        Target("config", "config/*.toml", config, tuple(configs)),
        Target("import", "CSV of responses", import_csv, (_seed_csv(), _seed_csv().replace(b",", b"\t"))),
        Target("sheet", "cells of the response sheet, JSON", sheet, (_seed_sheet(),)),
        Target("photo text", "text of a code on a wall", photo_text, (url.encode(), b"BSP-KTW.P1.A23456789")),
        Target("photo", "JPEG, PNG, HEIC from a phone", photo, (_seed_photo(),)),
        Target("form post", "post to the form page", form_post, (_seed_post(), _seed_parts())),
        Target("message", "what a citizen wrote", message, (said.encode(), b"9876543210 a.b@c.in CG 04 AB 1234")),
        Target("public page", "HTML of the form's page", public_page, (page,)),
        Target("refusal", "error body of Google", refusal, (error, b"<title>502</title>")),
        Target("state", "registry and manifest", state, (b'{"form_id":"1"}', b'{"schema":1,"files":[]}')),
    )
