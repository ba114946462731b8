"""A ledger of made-up responses, written by the ledger's own writer, and the campaign that goes with it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from anubhav_gforms.campaign import Campaign, Station, StationKind, load_campaign
from anubhav_gforms.nouns.week import first_day, read_week
from anubhav_gforms.responses.ledger.columns import (
    DIGEST,
    PERSONAL_DIGEST,
    RESPONSE_ID,
    answers_schema,
    personal_schema,
)
from anubhav_gforms.responses.ledger.content import content_digests
from anubhav_gforms.responses.ledger.digests import with_digests
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.writer import writing

PROJECT = Path(__file__).parents[2]
WEEK = "2026-W47"
WEEKS = 50
CHUNK = 1_000_000


def campaign_of(stations: int, root: Path) -> Campaign:
    """The real campaign, with as many stations as asked, kept under `root`."""
    campaign = load_campaign(PROJECT)
    if stations == len(campaign.stations):
        return replace(campaign, root=root)
    places = tuple(
        Station(f"{campaign.districts[number % 8].code}-{number:05d}", f"Station {number}", f"थाना {number}",
                campaign.districts[number % 8].code, StationKind.THANA if number % 4 else StationKind.CHOWKI)
        for number in range(stations)
    )  # fmt: skip
    return replace(campaign, root=root, stations=places)


def write_ledger(campaign: Campaign, rows: int, *, true_prints: bool = False, messages: Sequence[str] = ()) -> None:
    """Seeded responses over 50 weeks: stations of unequal size, ratings around 3.4, two of them 2 % blank. `true_prints`: with the
    fingerprints that a pull makes, for what reads them; else one for all, which costs less. `messages`: one in four writes one of these."""
    rng = np.random.default_rng(7)
    form, count = campaign.form, len(campaign.stations)
    schema, personal = answers_schema(form, campaign.timezone), personal_schema(form)
    codes = pa.array([station.code for station in campaign.stations])
    weight = rng.gamma(0.7, size=count)
    level = 0.6 * rng.standard_normal(count)
    first = first_day(read_week(WEEK) - WEEKS + 1)
    moments = np.sort(rng.integers(0, 7 * WEEKS * 86_400_000, rows))
    with writing(campaign.data / "ledger", command="bench") as writer:
        for start in range(0, rows, CHUNK):
            part = moments[start : start + CHUNK]
            size = len(part)
            station = rng.choice(count, size, p=weight / weight.sum()).astype(np.int32)
            texts = {
                key: pa.DictionaryArray.from_arrays(
                    pa.array(rng.choice(len(options), size, p=shares).astype(np.int32)), pa.array(options)
                ).cast(pa.string())
                for key, options, shares in (
                    ("purpose", form.question("purpose").options, [0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.09, 0.01]),
                    ("money", [*form.question("money").options, ""], [0.7, 0.02, 0.08, 0.2]),
                    ("receipt", [*form.question("receipt").options, ""], [0.3, 0.1, 0.4, 0.2]),
                    ("topic", [*form.question("topic").options, ""], [0.2, 0.1, 0.1, 0.05, 0.55]),
                )
            }
            columns: dict[str, pa.Array] = {
                "response_id": pa.array(np.char.mod("%016x", np.arange(start, start + size) * 2654435761)),
                "submitted_at": pa.array((part + first * 86_400_000 - 19_800_000).astype("datetime64[ms]")).cast(
                    pa.timestamp("ms", tz=campaign.timezone)
                ),
                "day": pa.array((part // 86_400_000 + first).astype(np.int32)).cast(pa.date32()),
                "station": pa.DictionaryArray.from_arrays(pa.array(station), codes).cast(pa.string()),
                **texts,
            }
            latent = 3.4 + level[station] + 0.8 * rng.standard_normal(size)
            for index, key in enumerate(campaign.grade_rules.items):
                rating = np.clip(np.rint(latent + 0.75 * rng.standard_normal(size)), 1, 5).astype(np.int8)
                columns[key] = pa.array(rating, mask=rng.random(size) < (0.02 if index < 2 else 0))
            if messages:
                said = rng.choice(len(messages) + 1, size, p=[0.75, *[0.25 / len(messages)] * len(messages)]).astype(
                    np.int32
                )
                columns["message"] = pa.DictionaryArray.from_arrays(pa.array(said), pa.array(["", *messages])).cast(
                    pa.string()
                )
            table = pa.table({name: columns.get(name, _constant(name, size)) for name in schema.names})
            beside = pa.table({name: columns.get(name, _constant(name, size)) for name in personal.names})
            answers, own = table.cast(schema), beside.cast(personal)
            if true_prints:
                digests = pa.array(content_digests(answers, open_ledger(campaign)).view(np.int64))
                answers = answers.set_column(answers.schema.get_field_index(DIGEST), DIGEST, digests)
                words = own.drop_columns([RESPONSE_ID, PERSONAL_DIGEST])
                print_of_words = with_digests(words, size)[PERSONAL_DIGEST]
                own = own.set_column(own.schema.get_field_index(PERSONAL_DIGEST), PERSONAL_DIGEST, print_of_words)
            writer.add_answers(answers, own)
        writer.commit("bench")


def _constant(name: str, size: int) -> pa.Array:
    """A column with one value: what a pull of signed poster codes gives."""
    value = {"channel": "poster", "code_status": "accepted", "source": "sheet", "key_id": "A"}.get(
        name, 1 if name in ("epoch", "version", "serial", "seen_at", "print", "personal_print") else ""
    )
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int32)), pa.array([value])).dictionary_decode()


def folder_of(rows: int, stations: int) -> Path:
    """Where the ledger of this size is kept between runs."""
    return Path(tempfile.gettempdir()) / "anubhav-bench-cube" / f"{rows}-{stations}"
