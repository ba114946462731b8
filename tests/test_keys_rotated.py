"""The next key signs and what hangs stays good; a retired one is refused from its day on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from keys_office import READY, office_with_a_key, run

from anubhav_gforms import cli, pipeline
from anubhav_gforms.errors import LinkError
from anubhav_gforms.links import CodeCheck, KeyRecord, KeyState, read
from anubhav_gforms.links.keyring import key_path, load_keyring
from anubhav_gforms.links.links_file import links_of
from anubhav_gforms.links.registry import PrintedPoster, load_registry, save_registry


@pytest.fixture
def office(tmp_path: Path, config_dir: Path) -> Any:
    return office_with_a_key(tmp_path)


def test_rotation_signs_new_codes_and_keeps_what_hangs(office: Any) -> None:
    old = links_of(office, READY, load_keyring(office))[0].value
    assert "no terminal" in str(run(office, "keys", "rotate").exception)
    assert load_keyring(office).active.id == "A"
    assert "Key B" in run(office, "keys", "rotate", "--yes").output
    ring = load_keyring(office)
    assert read(old, ring).verdict is CodeCheck.SIGNED
    assert links_of(office, READY, ring)[0].key_id == "B"
    assert b".P1.B" in (office.root / "links.csv").read_bytes()
    assert [record.letter for record in load_registry(office.data).keys] == ["A", "B"]


def test_a_rotation_cut_off_before_the_registry_is_finished_by_the_next(office: Any) -> None:
    before = load_registry(office.data)
    fingerprint = pipeline.rotate_key(office).active.fingerprint
    save_registry(before, office.data)
    assert load_keyring(office).active.id == "A"
    assert pipeline.rotate_key(office).active.fingerprint == fingerprint
    assert [record.letter for record in load_registry(office.data).keys] == ["A", "B"]


def test_a_retired_key_is_refused_from_its_day_on(office: Any) -> None:
    old = links_of(office, READY, load_keyring(office))[0].value
    assert "signs new codes" in str(run(office, "keys", "retire", "A", "--yes").exception)
    pipeline.rotate_key(office)
    asked = run(office, "keys", "retire", "a", "--from", "2026-11-20")
    assert "responses from 2026-11-20 on are refused" in asked.output
    assert all(key.state is not KeyState.RETIRED for key in load_keyring(office).keys)
    assert run(office, "keys", "retire", "a", "--from", "2026-11-20", "--yes").exception is None
    ring = load_keyring(office)
    verdicts = [read(old, ring, day).verdict for day in (date(2026, 11, 19), date(2026, 11, 20), None)]
    assert verdicts == [CodeCheck.SIGNED, CodeCheck.RETIRED_KEY, CodeCheck.RETIRED_KEY]
    assert "retired from 2026-11-20" in run(office, "keys", "show").output
    registry = load_registry(office.data)
    save_registry(registry.with_key(KeyRecord("C", "", "", lost_on="2026-11-21")), office.data)
    shown = CliRunner().invoke(cli.anubhav, ["--language", "hi", "-C", str(office.root), "keys", "show"]).output
    assert "2026-11-20 से बंद" in shown
    assert "खो गई" in shown


def test_posters_that_were_printed_again_are_not_asked_for_when_their_old_key_is_retired(office: Any) -> None:
    link = links_of(office, READY, load_keyring(office))[0]
    old = PrintedPoster(link.value, link.station, "poster", 1, "A", "", link.url, 1, "2026-11-19", "a.pdf")
    pipeline.rotate_key(office)
    registry = load_registry(office.data).with_printed(old)
    save_registry(registry, office.data)
    assert "1 printed poster carries it and was not printed again since." in run(office, "keys", "retire", "A").output
    save_registry(registry.with_printed(replace(old, value="BSP-IGO.P1.B", key_id="B")), office.data)
    assert "Next" not in run(office, "keys", "retire", "A", "--yes").output


def test_after_a_retirement_the_next_key_can_be_made_and_the_one_before_it_retired(office: Any) -> None:
    old = links_of(office, READY, load_keyring(office))[0].value
    for letter, newer in (("A", "B"), ("B", "C")):
        assert f"Key {newer}" in run(office, "keys", "rotate", "--yes").output
        assert run(office, "keys", "retire", letter, "--from", "2026-11-20", "--yes").exception is None
    ring = load_keyring(office)
    states = {key.id: (key.state, key.retired_from) for key in ring.keys}
    assert states["A"] == states["B"] == (KeyState.RETIRED, date(2026, 11, 20))
    assert ring.active.id == "C"
    assert read(old, ring, date(2026, 11, 19)).verdict is CodeCheck.SIGNED


def test_a_newest_key_that_is_lost_for_good_is_given_up_by_the_command_that_the_message_names(office: Any) -> None:
    """An older copy of the key file came back, and no command of the campaign worked any more, whatever was tried."""
    path, old = key_path(office), links_of(office, READY, load_keyring(office))[0].value
    before = path.read_bytes()
    pipeline.rotate_key(office)
    path.write_bytes(before)
    with pytest.raises(LinkError, match=r"key B .* is missing") as caught:
        load_keyring(office)
    assert caught.value.cure.endswith("If no copy of key B is left: anubhav keys retire B")
    assert "given up as lost" in run(office, "keys", "retire", "b").output
    assert "Next: anubhav setup-forms" in run(office, "keys", "retire", "b", "--yes").output
    ring = load_keyring(office)
    assert (ring.active.id, read(old, ring).verdict) == ("A", CodeCheck.SIGNED)
    assert pipeline.rotate_key(office).active.id == "C"


def test_a_lost_key_beside_a_retired_one_is_not_given_up(office: Any) -> None:
    """The retired one would sign again."""
    path = key_path(office)
    before = path.read_bytes()
    pipeline.rotate_key(office)
    pipeline.retire_key(office, "A")
    path.write_bytes(before)
    with pytest.raises(LinkError, match=r"key B .* is missing") as caught:
        pipeline.retire_key(office, "B")
    assert caught.value.cure.endswith("anubhav keys restore")
