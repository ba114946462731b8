"""The registry: written whole, read whole, one writer at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from anubhav_gforms.errors import StateError
from anubhav_gforms.links.registry import PrintedPoster, Registry, hold_registry, load_registry, save_registry
from anubhav_gforms.links.revocation import decided
from anubhav_gforms.nouns.google import Item, ItemKind

POSTER = PrintedPoster(
    "BSP-KTW.P1.A22222222", "BSP-KTW", "poster", 1, "A", "gate", "https://x", 7, "2026-11-25", "a.pdf"
)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    item = Item("1", "0a", ItemKind.SCALE, "हिन्दी / English", options=("क / a",), points=(1, 5))
    registry = Registry(form_id="1x", question_ids={"b": "0a", "a": "0b"}, left={"b": item}, printed=(POSTER,))
    save_registry(registry, tmp_path / "data")
    assert load_registry(tmp_path / "data") == registry
    assert list(load_registry(tmp_path / "data").question_ids) == ["b", "a"]
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["registry.json"]


def test_one_saved_with_a_mark_by_an_editor_is_read(tmp_path: Path) -> None:
    save_registry(Registry(form_id="1x"), tmp_path)
    path = tmp_path / "registry.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_registry(tmp_path) == Registry(form_id="1x")


def test_there_is_an_empty_registry_before_the_first_run(tmp_path: Path) -> None:
    assert load_registry(tmp_path) == Registry()
    assert not Registry().ready


@pytest.mark.parametrize("text", ["", "{", "[]", '{"form_id": 7}', '{"printed": [{"value": "x"}]}'])
def test_a_damaged_registry_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / "registry.json").write_text(text, encoding="utf-8")
    with pytest.raises(StateError, match=r"damaged.*backup"):
        load_registry(tmp_path)
    assert (tmp_path / "registry.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        '{"form_id": "x", "later": 1}',
        '{"form_id": "x", "keys": [{"letter": "A", "fingerprint": "", "made_on": "", "later": 1}]}',
    ],
)
def test_one_of_a_newer_version_is_not_called_damaged(tmp_path: Path, text: str) -> None:
    """The cure of a damaged one, a backup, would forget what was printed since."""
    (tmp_path / "registry.json").write_text(text, "utf-8")
    with pytest.raises(StateError, match=r"written by a newer anubhav\. Install the newer version\."):
        load_registry(tmp_path)


def test_two_runs_cannot_hold_it_at_once(tmp_path: Path) -> None:
    with hold_registry(tmp_path), pytest.raises(StateError, match="Another anubhav"), hold_registry(tmp_path):
        pass
    with hold_registry(tmp_path):
        pass


def test_a_poster_printed_again_replaces_its_record() -> None:
    registry = Registry().with_printed(POSTER).with_printed(POSTER)
    assert registry.hanging == (POSTER,)


def test_a_code_is_told_of_as_it_hung_on_a_day():
    poster = PrintedPoster("A.P1.X", "A", "poster", 1, "A", "gate", "", 1, "2026-07-01", "f")
    registry = Registry(printed=(poster,))
    registry = decided(registry, registry.printed, revoked=True, day=date(2026, 8, 1))
    registry = decided(registry, registry.printed, revoked=False, day=date(2026, 8, 10))
    registry = registry.with_printed(replace(poster, printed_on="2026-09-01", placement="hall"))
    registry = decided(registry, registry.printed, revoked=True, day=date(2026, 10, 1))
    registry = registry.with_printed(replace(poster, printed_on="2026-10-01", placement="yard"))
    registry = registry.with_printed(replace(poster, printed_on="2026-10-01", placement="porch"))
    [known] = registry.printed
    hung = {day: known.at(day) for day in ("2026-06-30", "2026-07-31", "2026-08-01", "2026-08-10", "2026-09-30")}
    assert {day: each and (each.printed_on, each.placement) for day, each in hung.items()} == {
        "2026-06-30": None,
        "2026-07-31": ("2026-07-01", "gate"),
        "2026-08-01": None,
        "2026-08-10": ("2026-07-01", "gate"),
        "2026-09-30": ("2026-09-01", "hall"),
    }
    assert known.at("2026-10-01") == known, "printed again on the day it was revoked"
    assert (known.placement, known.revoked) == ("porch", False)
