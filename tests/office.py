"""An office with a ledger, made without Google: tests of grading and reports need no sandbox."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from click.testing import CliRunner, Result

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.cli import anubhav
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
from tests.districts import only_with_stations

PROJECT = Path(__file__).parents[1]


def make_office(folder: Path, stations: Callable[[list[str]], list[str]] = lambda lines: lines) -> Campaign:
    """The project's campaign in a folder of its own; `stations` may change the lines of stations.csv."""
    shutil.copytree(PROJECT / "config", folder / "config")
    lines = (PROJECT / "stations.csv").read_text("utf-8-sig").splitlines()
    (folder / "stations.csv").write_text("\n".join(stations(lines)) + "\n", "utf-8-sig")
    only_with_stations(folder)
    return load_campaign(folder)


def copied(made: Path, folder: Path) -> Campaign:
    """A campaign that many tests begin with, copied for one of them."""
    shutil.copytree(made, folder / "office")
    return load_campaign(folder / "office")


def write_ledger(campaign: Campaign, frame: pd.DataFrame, *, pulled_at: datetime | None = None) -> None:
    """Add these responses to the ledger, as if a pull at that time had brought them."""
    schema, personal = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
    changes = {"pulled_at": int(pulled_at.timestamp() * 1000)} if pulled_at else {}
    with writing(campaign.data / "ledger", command="test") as writer:
        writer.add_answers(*with_own_prints(campaign, as_table(frame, schema), as_table(frame, personal)))
        writer.commit("test", **changes)


def with_own_prints(campaign: Campaign, answers: pa.Table, personal: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Responses and their personal columns with the fingerprints that a pull makes of them."""
    words = personal.drop_columns([RESPONSE_ID, PERSONAL_DIGEST])
    own = {
        DIGEST: pa.array(content_digests(answers, open_ledger(campaign)).view(np.int64)),
        PERSONAL_DIGEST: with_digests(words, len(personal))[PERSONAL_DIGEST],
    }
    one, other = (
        table.set_column(table.schema.get_field_index(name), name, own[name])
        for table, name in ((answers, DIGEST), (personal, PERSONAL_DIGEST))
    )
    return one, other


def as_table(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    columns = []
    for field in schema:
        if field.name in frame:
            columns.append(pa.Array.from_pandas(frame[field.name]).cast(field.type))
        else:
            value = "" if field.type == pa.string() else 1 if pa.types.is_integer(field.type) else 0
            columns.append(
                pa.array([value] * len(frame)).cast(field.type if value == "" or value else pa.int64()).cast(field.type)
            )
    return pa.table(columns, schema=schema)


def run(folder: Path, *words: str) -> Result:
    """A command as it is typed; its exit code is `return_value`, an error is in `exception`."""
    return CliRunner().invoke(anubhav, ["-C", str(folder), *words], standalone_mode=False)


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
