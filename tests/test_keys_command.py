"""anubhav keys: backup on paper, whole and split, restored from words, scan and photo; rotation; retirement."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from anubhav_gforms import cli, pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import InputError, LinkError, StateError
from anubhav_gforms.files import draft_folder
from anubhav_gforms.forms.plan import make_plan
from anubhav_gforms.forms.steps import Action, Existing
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.links import CodeCheck, KeyRecord, Keyring, KeyState, read
from anubhav_gforms.links.key_file import key_file, publish_keys, read_keys
from anubhav_gforms.links.key_words import secrets_in, words_of_key
from anubhav_gforms.links.keyring import letters_used, load_keyring, make_keyring
from anubhav_gforms.links.links_file import links_of, links_path, read_links, registry_links, rows_in, write_links
from anubhav_gforms.links.registry import PrintedPoster, Registry, load_registry, save_registry
from anubhav_gforms.posters.printing.key_sheet import backup_text
from benchmarks.faults.struck import power_gone_after

PROJECT = Path(__file__).parents[1]
READY = Registry(
    form_id="1" * 44,
    responder_uri="https://docs.google.com/forms/d/e/" + "1FAIpQLS" + "d" * 48 + "/viewform",
    question_ids={"station": "7fffffff"},
    steps=("links",),
)


@pytest.fixture
def office(tmp_path: Path, config_dir: Path) -> Any:
    """A campaign whose key is made and recorded; no Google is needed for keys."""
    import shutil

    folder = tmp_path / "campaign"
    shutil.copytree(PROJECT / "config", folder / "config")
    shutil.copy(PROJECT / "stations.csv", folder)
    campaign = load_campaign(folder)
    _, registry = make_keyring(campaign, READY)
    save_registry(registry, campaign.data)
    return campaign


def run(campaign: Any, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli.anubhav, ["-C", str(campaign.root), *words], input=typed, standalone_mode=False)


def path_of(campaign: Any) -> Path:
    return key_file(campaign.id, project=campaign.root)


def secrets_of(campaign: Any) -> dict[str, bytes]:
    ring = read_keys(path_of(campaign))
    return {key.id: key.secret for key in ring.keys} if ring else {}


def words_in(text: str) -> str:
    """The words of a scanned sheet, as somebody types them: in capitals, numbered, cut to four letters here and there."""
    words = text.splitlines()[1].split()
    return "\n".join(f"{n}. {word.upper() if n % 2 else word[:4]}" for n, word in enumerate(words, start=1))


def test_show_tells_everything_but_the_secret(office: Any) -> None:
    pipeline.rotate_key(office)
    said = run(office, "keys", "show").output
    for key in load_keyring(office).keys:
        assert key.fingerprint in said
        assert key.secret.hex() not in said
    assert str(path_of(office)) in said
    assert "keys backup" in said
    path_of(office).unlink()
    gone = run(office, "keys", "show")
    assert (gone.return_value, "NOT on this computer" in gone.output) == (1, True)


def test_a_sheet_brings_the_keys_back_from_words_scan_and_photo(office: Any, tmp_path: Path) -> None:
    pipeline.rotate_key(office)
    [sheet] = pipeline.backup_keys(office, today=date(2026, 11, 26))
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert stat.S_IMODE(sheet.parent.stat().st_mode) == 0o700
    assert not sheet.resolve().is_relative_to(office.root.resolve())
    assert {record.backed_up_on for record in load_registry(office.data).keys} == {"2026-11-26"}
    before, content = secrets_of(office), path_of(office).read_bytes()
    photos = []
    with pypdfium2.PdfDocument(sheet) as document:
        for number, page in enumerate(document):
            photo = tmp_path / f"{number}.png"
            page.render(scale=2).to_pil().rotate(7, expand=True, fillcolor="white").save(photo)
            photos += ["--file", str(photo)]
    text = backup_text(sheet)
    typed = "\n".join(words_in("\n".join(text.splitlines()[place : place + 2])) for place in (0, 2))
    copy = tmp_path / "copy.json"
    copy.write_bytes(content)
    for words, given in ((["--file", str(sheet)], ""), (photos, ""), ([], typed), (["--file", str(copy)], "")):
        path_of(office).unlink()
        result = run(office, "keys", "restore", *words, typed=given)
        assert result.exception is None, result.output
        assert secrets_of(office) == before
        assert load_keyring(office).active.id == "B"
        assert stat.S_IMODE(path_of(office).stat().st_mode) == 0o600
    assert "Nothing to do" in run(office, "keys", "restore", "--file", str(sheet)).output


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are found by /proc")
def test_sheets_that_were_made_are_there_after_a_power_cut(office: Any) -> None:
    folder = path_of(office).parent
    assert power_gone_after(lambda: pipeline.backup_keys(office, need=2, of=3), folder)
    assert len(list((folder / "backup").glob("*.pdf"))) == 3


def test_any_two_of_three_officers_restore_and_one_does_not(office: Any) -> None:
    sheets = pipeline.backup_keys(office, need=2, of=3)
    assert [path.name for path in sheets] == [f"signing-keys-{n}-of-3.pdf" for n in (1, 2, 3)]
    with pypdfium2.PdfDocument(sheets[1]) as document:
        text = document[0].get_textpage().get_text_range()
    assert "sheet 2 / 3" in text
    assert "any 2 of the 3 together" in text, "it said 'with another one' also where three are needed"
    before = secrets_of(office)
    path_of(office).unlink()
    with pytest.raises(InputError, match="2 sheets of one set are needed, 1 given"):
        pipeline.restore_keys(office, files=sheets[:1])
    for pair in ((0, 1), (2, 0), (1, 2)):
        assert pipeline.restore_keys(office, files=[sheets[n] for n in pair]).brought == ("A",)
        assert secrets_of(office) == before
        path_of(office).unlink()
    one, other = (words_of_key(Keyring.make().active, need=2, of=2) for _ in range(2))
    with pytest.raises(InputError, match="2 sheets of one set"):
        secrets_in(f"{one[0]}\n{other[1]}")


def test_sheets_of_before_stay_until_the_new_ones_are_made_and_no_two_sets_mix(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in pipeline.backup_keys(office, need=2, of=3)}
    folder = next(iter(before)).parent

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        with pytest.raises(StateError, match="the disk is full"):
            pipeline.backup_keys(office, need=2, of=3)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    with draft_folder(folder, "sheets") as killed:
        left = folder / killed.name.replace(str(os.getpid()), "4194305")  # no process has a number so high
        killed.rename(left)
    (left / "signing-keys-1-of-3.pdf").write_bytes(next(iter(before.values())))
    [alone] = pipeline.backup_keys(office)
    assert list(folder.iterdir()) == [alone], "nor sheets that a killed command left half made"


def test_a_slip_of_the_pen_is_named_and_nothing_is_shown(office: Any) -> None:
    words = words_of_key(load_keyring(office).active)[0].split()
    for wrong, said in (
        ([*words[:4], "qqqqq", *words[5:]], r"Word 5 is not in the list of words\. Compare"),
        (["qqqqq", "qqqqq", *words[2:]], r"Words 1, 2 are not in the list of words\. Compare"),
        (["qqqqq"] * 6 + words[6:], "Words 1, 2, 3, 4, 5 are not in the list"),
        ([*words[:6], words[7], words[6], *words[8:]], "do not fit together"),
        (words[:-1], "A sheet has 33 words; 32"),
        ([], "A sheet has 33 words; 0"),
    ):
        if wrong == words:
            continue
        with pytest.raises(InputError, match=said) as caught:
            secrets_in(" ".join(wrong))
        assert not set(words[8:]) & set(str(caught.value).split())


def test_the_sheet_of_another_campaign_is_refused(office: Any) -> None:
    before = path_of(office).read_bytes()
    with pytest.raises(LinkError, match="not the keys of this campaign"):
        pipeline.restore_keys(office, words_of_key(Keyring.make().active)[0])
    assert path_of(office).read_bytes() == before


@pytest.mark.parametrize("damage", [False, True])
def test_another_key_in_its_place_is_shown_and_kept(office: Any, damage: bool) -> None:
    right, content = secrets_of(office), path_of(office).read_bytes()
    path_of(office).unlink()
    other = publish_keys(Keyring.make(), path_of(office))
    if damage:
        path_of(office).write_text("{")
    there = path_of(office).read_bytes()
    copy = office.root.parent / "copy.json"
    copy.write_bytes(content)
    asked = run(office, "keys", "restore", "--file", str(copy))
    assert ("damaged" if damage else other.active.fingerprint) in asked.output
    assert "no terminal" in str(asked.exception)
    assert path_of(office).read_bytes() == there
    assert run(office, "keys", "restore", "--file", str(copy), "--yes").exception is None
    assert secrets_of(office) == right
    [kept] = path_of(office).parent.glob("signing-keys.kept-*.json")
    assert kept.read_bytes() == there
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_key_that_the_registry_does_not_know_is_not_called_here_already(office: Any) -> None:
    """As on a computer that works on from a backup of before the rotation."""
    before = load_registry(office.data)
    copied = path_of(office).read_bytes()
    pipeline.rotate_key(office)
    stranger = load_keyring(office).active.fingerprint
    newer = office.root / "newer.json"
    path_of(office).rename(newer)
    path_of(office).write_bytes(copied)
    path_of(office).chmod(0o600)
    save_registry(before, office.data)
    told = run(office, "keys", "restore", "--file", str(newer))
    assert told.return_value == 1
    assert f"does not know it: key {stranger}" in told.output
    assert "here already" not in told.output
    assert path_of(office).read_bytes() == copied


def test_a_registry_without_fingerprints_proves_a_key_by_its_codes(office: Any) -> None:
    from anubhav_gforms.links.links_file import links_path, registry_links, write_links

    registry, content = load_registry(office.data), path_of(office).read_text()
    write_links(registry_links(office, registry, load_keyring(office)), links_path(office))
    words = words_of_key(load_keyring(office).active)[0]
    save_registry(replace(registry, keys=()), office.data)
    path_of(office).unlink()
    with pytest.raises(LinkError, match="not the keys"):
        pipeline.restore_keys(office, words_of_key(Keyring.make().active)[0])
    assert pipeline.restore_keys(office, words).brought == ("A",)
    path_of(office).unlink()
    assert pipeline.restore_keys(office, content).brought == ("A",)


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


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("\r\n", "\r"),
        lambda text: text + '"' + "x" * 200_000,
        lambda text: "\r\n\r\n" + text,
        lambda text: "",
    ],
    ids=["of a Mac", "cut in a quote", "behind blank lines", "empty"],
)
def test_a_links_file_as_a_mac_saves_it_or_damaged_stops_nothing(office: Any, damage: Callable[[str], str]) -> None:
    """It was called our own failure, by whatever asks which keys ever signed."""
    registry, path = load_registry(office.data), links_path(office)
    text = registry_links(office, registry, load_keyring(office))
    write_links(damage(text), path)
    assert rows_in(read_links(path) or "") in (rows_in(text), [])
    assert letters_used(office, registry) == ["A"]
    plan = make_plan(wanted_form(office), Existing(links=read_links(path)), registry, links=text)
    assert plan.step(Action.LINKS), "it is written again"
