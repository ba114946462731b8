"""Text from outside costs work and memory in proportion to its length, at every parser that reads it.

Counted, never timed: work is the number of calls and the lines of Python that run, memory is the peak that tracemalloc sees.
Each parser gets a text and one four times as long. Work or memory that grew with the square would be sixteen times as much;
what a parser needs in any case is taken off by the two lengths.
"""

from __future__ import annotations

import gc
import json
import shutil
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd
import pytest

from anubhav_gforms.as_typed import read_count, read_day, read_moment
from anubhav_gforms.campaign.office import OfficeConfig
from anubhav_gforms.campaign.toml import read_toml
from anubhav_gforms.errors import Mistake
from anubhav_gforms.grading.flags.f3_copies import LONGEST, near_copies
from anubhav_gforms.grading.flags.f5_variance import little_variance
from benchmarks.fuzz.targets import FOLDER, targets

MOST_TIMES = 6.0
"""Four times the text; half as much again for what grows in steps."""
SLACK_CALLS, SLACK_BYTES = 2_000, 200_000
"""What may come on top whatever the length: a cache that is filled, a module that is loaded."""

Run = Callable[[bytes], object]
PARSERS: dict[str, Run] = {target.name: target.run for target in targets()}
SEEDS: dict[str, tuple[bytes, ...]] = {target.name: target.seeds for target in targets()}


def read_all_kinds(text: bytes) -> None:
    """Each of the readers of days, times and numbers, over one long text and over each of its lines."""
    typed = text.decode()
    for each in (typed, *typed.splitlines()):
        read_moment(each), read_day(each), read_count(each)


PARSERS["typed"] = read_all_kinds


def lines(head: bytes, *more: bytes) -> Callable[[int], bytes]:
    """A maker of tables: the first line, then the others over and over; {n} is the number of the line."""

    def make(size: int) -> bytes:
        text, number = head, 0
        while len(text) < size:
            text += more[number % len(more)].replace(b"{n}", b"%d" % number)
            number += 1
        return text

    return make


def again(piece: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[int], bytes]:
    """A maker of one piece over and over between two others."""
    return lambda size: before + piece * (size // len(piece)) + after


def cells(size: int) -> bytes:
    """Cells of a response sheet, as JSON: times as numbers and as texts, codes, whatever people type over them."""
    rows = size // 60
    column = ["24/11/2026 18:05", "x" * 9, "४", "=1+1"] * (rows // 4)
    return json.dumps(
        [[46_000 + n / 99 for n in range(rows)], [f"BSP-KTW.P1.A{n:08d}" for n in range(rows)], *[column] * 3]
    ).encode()


HEAD, ROW = SEEDS["import"][0].splitlines(keepends=True)
ROSTER = SEEDS["roster"][0].splitlines(keepends=True)
FORM = bytes([1])
TEXTS: dict[str, dict[str, Callable[[int], bytes]]] = {
    "roster": {
        "stations": lines(ROSTER[0], *ROSTER[1:4]),
        "commas": lines(ROSTER[0], b"," * 40 + b"\n"),
        "a long cell": again(b"x", ROSTER[0] + ROSTER[1].replace(b"\n", b"")),
        "an open quote": again(b"a,\n", ROSTER[0] + b'"'),
    },
    "config": {
        "unknown keys": lines(FORM, b"key{n} = {n}\n"),
        "one key again": lines(FORM, b"key = 1\n"),
        "questions": lines(FORM, b'[[questions]]\nkey = "q{n}"\ntype = "scale"\ntitle = "t"\n'),
        "a long text": again(b"x", FORM + b'key = "', b'"'),
        "a long list": again(b"1,", FORM + b"key = [", b"]"),
        "brackets": again(b"[", FORM + b"a = "),
    },
    "import": {
        "answers": lines(HEAD, ROW, ROW.replace(b"18:05", b"18:06")),
        "wrong lines": lines(HEAD, b"99-99-9999,nowhere{n},?,9,x\n"),
        "a long cell": again(b"9", HEAD + ROW.rstrip(b"\n")),
    },
    "sheet": {"answers": cells},
    "photo text": {
        "codes": again(b"BSP-KTW.P1.A23456789 "),
        "parameters": again(b"&entry.1=BSP-KTW", b"https://docs.google.com/forms/d/e/x/viewform?usp=pp_url"),
        "dots": again(b"."),
    },
    "message": {"words": again(SEEDS["message"][0] + b" "), "digits": again(b"9 "), "blanks": again(b" ", b"FIR")},
    "public page": {
        "tags": again(b"<a ", SEEDS["public page"][0]),
        "lists": again(b"[1,null,[2]],", b"<script>var FB_PUBLIC_LOAD_DATA_ = [", b"null];</script>"),
        "never closed": again(b"[", b"<script>var FB_PUBLIC_LOAD_DATA_ = "),
        "scripts": again(b"<script>var FB_PUBLIC_LOAD_DATA_ = [", b"<html>"),
    },
    "refusal": {
        "details": again(b'{"@type":"x"},', b'{"error":{"code":429,"details":[', b"{}]}}"),
        "HTML": again(b"<title>"),
    },
    "state": {"files": again(b'{"name":"a"},', b'{"schema":3,"files":[', b"{}]}"), "never closed": again(b"[")},
    "typed": {
        "times": again(b"24/11/2026 6:05 PM\n"),
        "digits": again(b"9"),
        "blanks": again(b" "),
        "commas": again(b"1,22,"),
    },
}
SIZE = 3_000
CASES = [(name, kind) for name, kinds in TEXTS.items() for kind in kinds]


def work(run: Run, text: bytes) -> int:
    """How many calls and lines it takes, of Python and into C."""
    count = 0

    def line(frame: FrameType, event: str, about: Any) -> Any:
        nonlocal count
        count += 1
        return line

    def call(frame: FrameType, event: str, about: Any) -> None:
        nonlocal count
        count += 1

    gc.disable()
    sys.setprofile(call)
    sys.settrace(line)
    try:
        run(text)
    finally:
        sys.settrace(None)
        sys.setprofile(None)
        gc.enable()
    return count


def peak(run: Run, text: bytes) -> int:
    """The most bytes that it holds at once."""
    tracemalloc.start()
    try:
        run(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    yield
    shutil.rmtree(FOLDER, ignore_errors=True)


def test_no_parser_of_text_is_left_out() -> None:
    """Photos are held by pixels, and the sandbox's form page by the length of a request; both have tests of their own."""
    assert {*PARSERS} - {*TEXTS} == {"photo", "form post"}


@pytest.mark.parametrize(("name", "kind"), CASES, ids=[f"{name}: {kind}" for name, kind in CASES])
def test_four_times_the_text_costs_no_more_than_its_share(name: str, kind: str) -> None:
    run, make = PARSERS[name], TEXTS[name][kind]
    run(make(SIZE - 300))  # what is made once is made; another text, since answers to the same one are kept
    for measure, slack in ((work, SLACK_CALLS), (peak, SLACK_BYTES)):
        short, long = (measure(run, make(size)) for size in (SIZE, 4 * SIZE))
        assert long <= MOST_TIMES * short + slack, f"{measure.__name__}: {short:,}, four times the text {long:,}"


def test_these_measures_see_a_square() -> None:
    """A reader that starts again at each line is caught by its work; one that keeps every beginning, by its memory."""

    def starts_again(text: bytes) -> int:
        return sum(text.find(b"?", at) for at in range(0, len(text), 40) for _ in range(0, at, 400))

    def keeps_all(text: bytes) -> list[bytes]:
        return [text[:at] for at in range(0, len(text), 40)]

    for measure, run, slack in ((work, starts_again, SLACK_CALLS), (peak, keeps_all, SLACK_BYTES)):
        short, long = (measure(run, b"x" * size) for size in (SIZE, 4 * SIZE))
        assert long > MOST_TIMES * short + slack


@pytest.mark.parametrize("text", ["a." * 2_000 + "a = 1", "a = " + "[" * 2_000])
def test_a_config_nested_without_end_is_a_mistake(text: str, tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(text, encoding="utf-8")
    mistakes: list[Mistake] = []
    assert read_toml(tmp_path / "office.toml", OfficeConfig, mistakes) is None
    assert "within each other" in mistakes[0].text


@pytest.mark.parametrize(("times", "most"), [(1, 15_000), (LONGEST // 30, 50_000), (25 * LONGEST // 30, 50_000)])
def test_near_copies_hold_a_bounded_memory_per_message(times: int, most: int) -> None:
    """However long the messages are: 2,000 runs as numbers for each, 32 numbers of its sketch and who has them."""

    def find(count: int) -> Callable[[bytes], object]:
        texts = [f"{n * 7919:05d} the officer wrote nothing down " * times for n in range(count)]
        days = pd.to_datetime(["2026-11-20"] * count)
        frame = pd.DataFrame(
            {"response_id": [*map(str, range(count))], "station": "BSP-KTW", "day": days, "text": texts}
        )
        return lambda text: near_copies(frame)

    find(2)(b"")
    few, many = (peak(find(count), b"") for count in (10, 40))
    assert (many - few) / 30 < most
    assert few < 20_000_000


def test_little_variance_is_drawn_in_a_bounded_memory() -> None:
    """However many responses a station gets in a week: what is drawn at a time stays the same."""
    chance = np.random.default_rng(1)
    station, ratings = ["BSP-KTW"] * 12_000, chance.integers(1, 6, (12_000, 5))
    assert peak(lambda text: little_variance(station, ratings), b"") < 100_000_000
