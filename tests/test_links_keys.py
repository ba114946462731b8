"""Signing keys: made once, private, outside the project, never overwritten."""

import json
import multiprocessing
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import LinkError
from anubhav_gforms.links import Keyring, keyring_of
from anubhav_gforms.links.keys import _publish, key_file


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "settings"
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(folder))
    return folder


def test_the_key_is_made_once_and_private(settings: Path):
    first = Keyring.load_or_make("bilaspur")
    assert Keyring.load_or_make("bilaspur") == first
    assert len(first.active.secret) == 32
    file = settings / "bilaspur" / "signing-keys.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == ["signing-keys.json"]


def test_campaigns_have_keys_of_their_own():
    assert Keyring.load_or_make("one").active.secret != Keyring.load_or_make("two").active.secret


def _race(folder: str, barrier, answers) -> None:
    import os

    os.environ["ANUBHAV_CONFIG_DIR"] = folder
    barrier.wait()
    answers.put(Keyring.load_or_make("race").active.secret)


def test_two_processes_at_once_end_with_one_key(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(2), context.Queue()
    both = [context.Process(target=_race, args=(str(tmp_path), barrier, answers)) for _ in range(2)]
    for process in both:
        process.start()
    secrets = {answers.get(timeout=240) for _ in both}
    for process in both:
        process.join(timeout=240)
    assert len(secrets) == 1


def test_the_first_of_two_runs_wins(settings: Path):
    ring = Keyring.load_or_make("bilaspur")
    assert ring.path is not None
    _publish(Keyring.make(), ring.path)
    assert Keyring.load_or_make("bilaspur") == ring
    assert [each.name for each in ring.path.parent.iterdir()] == ["signing-keys.json"]


def test_a_key_file_inside_the_campaign_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "campaign" / "settings"))
    with pytest.raises(LinkError, match="inside the campaign's folder"):
        Keyring.load_or_make("bilaspur", project=tmp_path / "campaign")
    assert not (tmp_path / "campaign").exists()


def test_without_the_variable_keys_lie_among_the_users_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("ANUBHAV_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert key_file("bilaspur").parts[-3:] == ("anubhav", "bilaspur", "signing-keys.json")


def test_a_file_open_to_others_is_refused(settings: Path):
    Keyring.load_or_make("bilaspur")
    file = settings / "bilaspur" / "signing-keys.json"
    file.chmod(0o644)
    with pytest.raises(LinkError, match="chmod 600"):
        Keyring.load_or_make("bilaspur")


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "{}",
        lambda text: '{"keys": []}',
        lambda text: text.replace('"active"', '"accepted"'),
        lambda text: text.replace('"id": "A"', '"id": "C"'),
        lambda text: json.dumps({"keys": [{**json.loads(text)["keys"][0], "secret": "00"}]}),
        lambda text: json.dumps(
            {"keys": [{**json.loads(text)["keys"][0]}, {**json.loads(text)["keys"][0], "id": "B"}]}
        ),
        lambda text: json.dumps(
            {
                "keys": [
                    {**json.loads(text)["keys"][0]},
                    {**json.loads(text)["keys"][0], "id": "B", "state": "retired", "secret": "00"},
                ]
            }
        ),
    ],
)
def test_a_damaged_file_is_named_and_never_made_anew(settings: Path, damage):
    Keyring.load_or_make("bilaspur")
    file = settings / "bilaspur" / "signing-keys.json"
    broken = damage(file.read_text())
    file.write_text(broken)
    with pytest.raises(LinkError, match=r"signing-keys\.json"):
        Keyring.load_or_make("bilaspur")
    assert file.read_text() == broken


def test_rotation_is_saved_and_stays_private(settings: Path):
    ring = Keyring.load_or_make("bilaspur").rotate()
    again = Keyring.load_or_make("bilaspur")
    assert again == ring
    assert again.active.id == "B"
    assert stat.S_IMODE((settings / "bilaspur" / "signing-keys.json").stat().st_mode) == 0o600


def test_a_rotation_on_top_of_another_runs_rotation_is_refused():
    ring = Keyring.load_or_make("bilaspur")
    ring.rotate()
    with pytest.raises(LinkError, match="another run"):
        ring.rotate()


def test_a_folder_that_cannot_be_written_ends_in_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "file"))
    with pytest.raises(LinkError, match=r"read or made: (Not a directory|File exists)\.[\s\S]*ANUBHAV_CONFIG_DIR"):
        Keyring.load_or_make("bilaspur")


def test_a_folder_that_was_open_to_others_is_closed(settings: Path):
    (settings / "bilaspur").mkdir(parents=True, mode=0o755)
    Keyring.load_or_make("bilaspur")
    assert stat.S_IMODE((settings / "bilaspur").stat().st_mode) == 0o700


def test_a_campaign_finds_its_own_keys(settings: Path):
    campaign = load_campaign(Path(__file__).parents[1])
    assert keyring_of(campaign).path == settings / campaign.id / "signing-keys.json"
    assert keyring_of(replace(campaign, root=campaign.root / "elsewhere")) == keyring_of(campaign)
    with pytest.raises(LinkError, match="inside the campaign's folder"):
        keyring_of(replace(campaign, root=settings))


def test_a_key_remembers_the_day_it_was_made():
    day = date(2026, 11, 1)
    assert Keyring.make(today=day).active.made_on == day
    assert Keyring.make(today=day).rotate(today=day.replace(day=9)).active.made_on == date(2026, 11, 9)
    assert (date.today() - Keyring.make().active.made_on).days in (0, 1)  # noqa: DTZ011 - as on the wall


def test_no_secret_is_ever_shown():
    ring = Keyring.load_or_make("bilaspur")
    day = ring.active.made_on.isoformat()
    assert repr(ring.active) == f"Key(id='A', state='active', made_on='{day}')"
    assert ring.active.secret.hex() not in repr(ring)
    assert repr(ring.active.secret) not in repr(ring)
