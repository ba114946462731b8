"""The registry: written whole, read whole, one writer at a time."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest

from anubhav_gforms.errors import StateError
from anubhav_gforms.language import say
from anubhav_gforms.links import KeyRecord, Link
from anubhav_gforms.links.registry import PrintedPoster, Registry, hold_registry, load_registry, save_registry
from anubhav_gforms.links.revocation import decided
from anubhav_gforms.nouns.channel import Channel
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
    nothing = asdict(Registry())
    assert nothing.pop("station_kind") == "text"
    assert not any(nothing.values())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "the file"),
        ("{", "the file"),
        ("[]", "the file"),
        ("{}", r"the file: it holds no registry\)"),
        ('{"form_id": 7}', "form_id"),
        ('{"form_id": "x", "printed": [{"value": "x"}]}', "printed"),
        ('{"later": 1}', "the file"),
    ],
)
def test_a_damaged_registry_is_refused_and_kept(tmp_path: Path, text: str, part: str) -> None:
    (tmp_path / "registry.json").write_text(text, encoding="utf-8")
    with pytest.raises(StateError, match=rf"registry\.json is damaged \({part}.*\..*backup"):
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
    with hold_registry(tmp_path / "data"):
        assert [path.name for path in (tmp_path / "data").iterdir()] == ["registry.json.lock"], (
            "older versions hold it too"
        )


def test_the_form_is_ready_when_every_part_of_it_is_there() -> None:
    made = Registry(form_id="1x", responder_uri="u", question_ids={"a": "0b"}, steps=("links",))
    assert made.ready is True
    for part in ({"form_id": ""}, {"responder_uri": ""}, {"question_ids": {}}, {"steps": ("form",)}):
        assert replace(made, **part).ready is False
    assert made.entry("a") == 11


def test_a_poster_is_told_in_a_line_and_gives_its_link() -> None:
    gone, back = (
        replace(POSTER, revoked=True),
        replace(POSTER, placement="", decisions=("a", "b", "2026-11-26 accepted again")),
    )
    assert [str(each.sentence) for each in (POSTER, gone, back)] == [
        "BSP-KTW.P1.A22222222 (gate, printed 2026-11-25)",
        "BSP-KTW.P1.A22222222 (gate, printed 2026-11-25; revoked)",
        "BSP-KTW.P1.A22222222 (no place named, printed 2026-11-25; 2026-11-26 accepted again)",
    ]
    assert say(back.sentence, "hi") == "BSP-KTW.P1.A22222222 (जगह का नाम नहीं, 2026-11-25 को छपा; 2026-11-26 फिर स्वीकार)"
    assert POSTER.link == Link("BSP-KTW", Channel.POSTER, 1, "gate", "A", "BSP-KTW.P1.A22222222", "https://x")


def test_what_was_printed_again_with_a_later_key_replaces_the_old_paper() -> None:
    keys = tuple(KeyRecord(letter, "", "") for letter in "ABC")

    def printed(*codes: str) -> tuple[PrintedPoster, ...]:
        """ "2B": serial 2, signed with key B."""
        return tuple(replace(POSTER, value=code, serial=int(code[0]), key_id=code[1]) for code in codes)

    assert Registry(printed=printed("1A", "1B", "2A", "3C", "3A"), keys=keys).replaced == {"1A", "3A"}
    assert Registry(printed=printed("1Q", "1R", "2Q", "2A"), keys=keys).replaced == {"2Q"}, "keys that nobody knows"
    later, desk, other = printed("1A", "1B", "1C")
    others = (later, replace(desk, channel="desk"), replace(other, station="BSP-CVL"))
    assert Registry(printed=others, keys=keys).replaced == set()
    assert Registry(printed=(later, replace(desk, revoked=True)), keys=keys).replaced == set()


def test_serials_are_used_up_by_what_was_revoked_on_this_form_alone() -> None:
    here = replace(POSTER, revoked=True, url="https://x/form?a=1")
    others = (
        replace(here, serial=2, entry=8),
        replace(here, serial=3, url="https://x/other?a=1"),
        replace(here, serial=4, revoked=False),
    )
    registry = Registry(responder_uri="https://x/form", printed=(here, *others))
    assert registry.revoked_codes(7) == {("BSP-KTW", Channel.POSTER, 1)}


def test_a_key_has_one_record_and_a_step_one_mark() -> None:
    first, other, newer = KeyRecord("A", "1", ""), KeyRecord("B", "2", ""), KeyRecord("A", "3", "")
    assert Registry().with_key(first).with_key(other).with_key(newer).keys == (newer, other)
    assert Registry().with_step("form").with_step("links").with_step("form").steps == ("form", "links")


def test_a_poster_printed_again_replaces_its_record() -> None:
    registry = Registry().with_printed(POSTER).with_printed(POSTER)
    assert registry.hanging == (POSTER,)
    other = replace(POSTER, value="BSP-KTW.P2.A22222222", serial=2)
    assert registry.with_printed(other).printed == (POSTER, other)
    assert registry.with_printed(replace(POSTER, revoked=True)).hanging == ()


def test_what_was_known_of_a_poster_stays_when_it_is_printed_again() -> None:
    gone = replace(POSTER, revoked=True, decisions=("2026-11-26 revoked",), earlier=(("2026-11-20", "hall"),))
    again = replace(POSTER, printed_on="2026-11-28").after(gone)
    assert again.earlier == (("2026-11-20", "hall"), ("2026-11-25", "gate"))
    assert again.decisions == ("2026-11-26 revoked", "2026-11-28 printed again")
    assert gone.after(gone).decisions == gone.decisions
    assert POSTER.after(POSTER) == POSTER, "twice on one day"
    renamed = replace(POSTER, url=f"{POSTER.url}&new=1").after(POSTER)
    assert [each.opens(POSTER.url) for each in (POSTER, renamed)] == [True, True]
    assert [each.opens(renamed.url) for each in (POSTER, renamed)] == [False, True]
    assert POSTER.after(renamed).opens(renamed.url), "and the old name back"
    assert renamed.after(renamed) == renamed


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
