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
from keys_office import office_with_a_key, run

from anubhav_gforms import pipeline
from anubhav_gforms.errors import InputError, LinkError, StateError
from anubhav_gforms.files import draft_folder
from anubhav_gforms.forms.plan import make_plan
from anubhav_gforms.forms.steps import Action, Existing
from anubhav_gforms.forms.wanted import wanted_form
from anubhav_gforms.links import Keyring
from anubhav_gforms.links.key_file import key_file, publish_keys, read_keys
from anubhav_gforms.links.key_words import secrets_in, words_of_key
from anubhav_gforms.links.keyring import letters_used, load_keyring
from anubhav_gforms.links.links_file import links_path, read_links, registry_links, rows_in, write_links
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.posters.printing.key_sheet import backup_text
from benchmarks.faults.struck import power_gone_after


@pytest.fixture
def office(tmp_path: Path, config_dir: Path) -> Any:
    return office_with_a_key(tmp_path)


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
