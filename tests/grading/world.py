"""Made-up ranges with known quality: tidy frames of responses as the ledger gives them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.grading import Cube, Shape, make_cube
from anubhav_gforms.grading.cube.exchange import CubeFile, Origin, write_cube
from anubhav_gforms.responses.ledger.columns import answers_schema, personal_schema
from anubhav_gforms.responses.ledger.events import Event, EventKind
from anubhav_gforms.responses.ledger.writer import writing
from tests.office import as_table


def with_rules(campaign: Campaign, **changes: object) -> Campaign:
    """The campaign with other values in config/grading.toml."""
    rules = campaign.grade_rules.model_copy(update=changes)
    return replace(campaign, grading=campaign.grading.model_copy(update={"grading": rules}))


ITEMS = ("behaviour", "heard", "promptness", "facilities", "overall")


def responses(
    campaign: Campaign,
    *,
    weeks: int = 30,
    until: date = date(2026, 11, 22),
    a_week: float = 6.0,
    seed: int = 1,
    blank: float = 0.05,
    quality: dict[str, float] | None = None,
) -> pd.DataFrame:
    """Seeded responses at every station of a campaign over the `weeks` weeks that end on `until`."""
    rng = np.random.default_rng(seed)
    codes = np.array([station.code for station in campaign.stations])
    if quality is None:
        quality = {code: 65 + 9 * rng.standard_normal() for code in codes}
    volume = np.clip(rng.lognormal(np.log(a_week), 1.0, len(codes)), 0.3, 60)
    counts = rng.poisson(volume * weeks)
    station = np.repeat(codes, counts)
    rows = len(station)
    day = np.datetime64(until) - rng.integers(0, 7 * weeks, rows)
    options = campaign.form.question("purpose").options
    purpose = rng.choice(len(options), rows, p=[0.25, 0.2, 0.15, 0.12, 0.13, 0.05, 0.08, 0.02])
    latent = np.array([quality[code] for code in station]) + np.array([-8, 5, 3, -2, 1, 0, 0, 0])[purpose]
    latent = latent + 20 * rng.standard_normal(rows)
    frame = frame_of(station, day)
    frame["purpose"] = np.array(options, dtype=object)[purpose]
    for key in ITEMS:
        rating = 1 + np.searchsorted([20, 38, 56, 74], latent + 14 * rng.standard_normal(rows))
        answer = pd.array(rating, dtype="Int8")
        if key != "overall":
            answer[rng.random(rows) < blank] = pd.NA
        frame[key] = answer
    frame["money"] = rng.choice([*campaign.form.question("money").options, ""], rows, p=[0.7, 0.02, 0.08, 0.2])
    frame["receipt"] = rng.choice([*campaign.form.question("receipt").options, ""], rows, p=[0.3, 0.1, 0.4, 0.2])
    return frame


def with_every_reason(campaign: Campaign) -> pd.DataFrame:
    """Thirty weeks with blanks, unknown purposes, and every reason for which a response does not count."""
    frame = responses(campaign, weeks=30, a_week=3, seed=13, blank=0.2)
    rng = np.random.default_rng(5)
    frame["purpose"] = frame["purpose"].where(rng.random(len(frame)) > 0.1, "")
    frame["channel"] = np.where(rng.random(len(frame)) < 0.1, "desk", "poster")
    frame.loc[rng.random(len(frame)) < 0.05, "topic"] = campaign.form.question("topic").options[-1]
    frame.loc[rng.random(len(frame)) < 0.02, "station"] = "XXX-OLD"
    bad = rng.random(len(frame)) < 0.02
    frame.loc[bad, "code_status"], frame.loc[bad, "code_reason"] = "quarantined", "bad signature"
    return frame


def frame_of(station: np.ndarray, day: np.ndarray) -> pd.DataFrame:
    """The fixed columns for these stations and days; every response by poster, at noon."""
    frame = pd.DataFrame({"station": pd.array(station, dtype="str")})
    frame["day"] = day.astype("datetime64[s]")
    frame["submitted_at"] = pd.Series(frame["day"] + pd.Timedelta(hours=12)).dt.tz_localize("Asia/Kolkata")
    frame["response_id"] = [f"{number:016x}" for number in range(len(frame))]
    frame["channel"] = "poster"
    frame["epoch"] = np.int16(1)
    frame["code_status"] = "accepted"
    frame["code_reason"] = ""
    frame["topic"] = ""
    return frame


def send(cube: Cube, path: Path, *districts: str) -> None:
    """Write a cube as the office of these districts does."""
    origin = Origin("bilaspur", districts, ("2026-06-01", "2026-11-22"), "0" * 64, "test", lots=True)
    write_cube(CubeFile.of(cube, [origin]), path)


def grown_ledger(bilaspur: Campaign, frame: pd.DataFrame, root: Path) -> tuple[Campaign, Cube]:
    """A ledger of two parts: the first from a time without the question on receipts, and with one response that was edited
    and one that is gone; and the cube of what stands."""
    campaign = replace(bilaspur, root=root)
    schema, personal = answers_schema(campaign.form, campaign.timezone), personal_schema(campaign.form)
    old, new = frame.iloc[:300].assign(receipt="").reset_index(drop=True), frame.iloc[300:].reset_index(drop=True)
    with writing(campaign.data / "ledger", command="test") as writer:
        first = as_table(old, schema)
        writer.add_answers(first.drop_columns(["receipt"]), as_table(old, personal))
        writer.commit("test")
    with writing(campaign.data / "ledger", command="test") as writer:
        start = writer.add_answers(as_table(new, schema), as_table(new, personal))
        edited = Event(EventKind.EDITED, 1, 5, 5, start, what="heard")
        writer.add_events([edited, Event(EventKind.GONE, 1, 7, 7, -1)])
        writer.commit("test")
    standing = pd.concat([old.drop(index=[5, 7]), new], ignore_index=True)
    return campaign, make_cube(standing, Shape.of(campaign))


def same(one: Cube, other: Cube) -> bool:
    labels = [
        getattr(one, name) == getattr(other, name) for name in ("stations", "purposes", "channels", "reasons", "shape")
    ]
    return all(labels) and one.cells.equals(other.cells)


def praise(campaign: Campaign, station: str | list[str], day: str, count: int, rating: int = 5) -> pd.DataFrame:
    """`count` equal responses at one station or at each of several."""
    where = np.repeat(np.atleast_1d(np.array(station, dtype=object)), count)
    frame = frame_of(where, np.full(len(where), day, dtype="datetime64[D]"))
    frame["response_id"] = [f"forged{number}" for number in range(len(where))]
    frame["purpose"] = campaign.form.question("purpose").options[0]
    for key in ITEMS:
        frame[key] = pd.array(np.full(len(where), rating), dtype="Int8")
    return frame.assign(money="", receipt="")


def messages(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["station", "day", "text"])
    frame["day"] = pd.to_datetime(frame["day"])
    return frame.assign(response_id=[f"r{number}" for number in range(len(frame))], code_status="accepted")


def responses_on(campaign: Campaign, station: list[str], day: list[date], rating: int | list[int] = 4) -> pd.DataFrame:
    frame = frame_of(np.array(station, dtype=object), np.array(day, dtype="datetime64[D]"))
    frame["purpose"] = campaign.form.question("purpose").options[0]
    for key in campaign.grade_rules.items:
        frame[key] = pd.array(np.broadcast_to(rating, len(frame)), dtype="Int8")
    frame["money"] = ""
    frame["receipt"] = ""
    return frame


def arrow(frame: pd.DataFrame, shape: Shape) -> pa.Table:
    table = pa.Table.from_pandas(frame[shape.columns], preserve_index=False)
    return table.set_column(table.column_names.index("day"), "day", table["day"].cast(pa.date32()))


TEXT = "थाना प्रभारी ने बहुत अच्छे से बात सुनी और तुरंत मदद की, धन्यवाद"
