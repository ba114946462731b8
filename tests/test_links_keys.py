"""The file of signing keys: made once, private, outside the project, durable, never overwritten."""

import json
import multiprocessing
import os
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from anubhav_gforms.errors import LinkError
from anubhav_gforms.files import lock_of
from anubhav_gforms.links import Key, KeyRecord, Keyring, KeyState
from anubhav_gforms.links.key_file import key_file, publish_keys, read_keys, save_keys, set_aside
from anubhav_gforms.links.keys import next_letter, record_of


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "settings"
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(folder))
    return folder


@pytest.fixture
def path(settings: Path) -> Path:
    return key_file("bilaspur")


def test_the_key_is_made_once_and_private(path: Path):
    first = publish_keys(Keyring.make(), path)
    assert publish_keys(Keyring.make(), path) == first == read_keys(path)
    assert len(first.active.secret) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {each.name for each in path.parent.iterdir()} - {"signing-keys.lock"} == {"signing-keys.json"}


def test_reading_makes_nothing(path: Path):
    assert read_keys(path) is None
    assert not path.parent.exists()


def _race(folder: str, barrier, outcomes) -> None:
    barrier.wait()
    outcomes.put(publish_keys(Keyring.make(), Path(folder) / "race" / "signing-keys.json").active.secret)


def test_two_processes_at_once_end_with_one_key(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    barrier, outcomes = context.Barrier(2), context.Queue()
    both = [context.Process(target=_race, args=(str(tmp_path), barrier, outcomes)) for _ in range(2)]
    for process in both:
        process.start()
    secrets = {outcomes.get(timeout=240) for _ in both}
    for process in both:
        process.join(timeout=240)
    assert len(secrets) == 1


def test_file_and_folder_are_flushed_before_the_key_counts(path: Path, monkeypatch: pytest.MonkeyPatch):
    """The one file that nobody can make again: its content, its name and its folder's name survive a power cut."""
    flushed: list[int] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        flushed.append(os.fstat(handle).st_ino)
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    ring = publish_keys(Keyring.make(), path)
    if os.name == "posix":
        nodes = [path.stat().st_ino, path.parent.stat().st_ino, path.parent.parent.stat().st_ino]
        assert set(nodes) <= set(flushed)
        assert flushed.index(nodes[0]) < flushed.index(nodes[1])
    flushed.clear()
    save_keys(ring.rotate(), path, before=ring)
    if os.name == "posix":
        assert flushed == [path.stat().st_ino, path.parent.stat().st_ino]


def test_drafts_of_a_killed_run_are_swept(path: Path):
    ring = publish_keys(Keyring.make(), path)
    (path.parent / "signing-keys.json.abcd.tmp").write_bytes(b"secret")
    save_keys(ring.rotate(), path, before=ring)
    assert {each.name for each in path.parent.iterdir()} - {"signing-keys.lock"} == {"signing-keys.json"}


def test_a_key_file_inside_the_campaign_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "campaign" / "settings"))
    with pytest.raises(LinkError, match="inside the campaign's folder"):
        key_file("bilaspur", project=tmp_path / "campaign")
    assert not (tmp_path / "campaign").exists()


def test_without_the_variable_keys_lie_among_the_users_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("ANUBHAV_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert key_file("bilaspur").parts[-3:] == ("anubhav", "bilaspur", "signing-keys.json")


@pytest.mark.parametrize("folder", ["signing", "the SP's own"])
def test_a_file_open_to_others_is_refused_with_what_to_type(folder: str, tmp_path: Path):
    path = tmp_path / folder / "signing-keys.json"
    publish_keys(Keyring.make(), path)
    path.chmod(0o644)
    with pytest.raises(LinkError, match="chmod 600") as caught:
        read_keys(path)
    command = str(caught.value.cure).removeprefix("Run: ").partition(". On a disk")[0]
    subprocess.run(["sh", "-c", command], check=True)  # as a person pastes it into a terminal
    assert read_keys(path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "{}",
        lambda text: '{"keys": []}',
        lambda text: text.replace('"active"', '"accepted"'),
        lambda text: text.replace('"id": "A"', '"id": "a"'),
        lambda text: json.dumps({"keys": [{**json.loads(text)["keys"][0], "secret": "00"}]}),
        lambda text: json.dumps(
            {"keys": [{**json.loads(text)["keys"][0]}, {**json.loads(text)["keys"][0], "id": "B"}]}
        ),
        lambda text: json.dumps(
            {"keys": [{**json.loads(text)["keys"][0]}, {**json.loads(text)["keys"][0], "state": "accepted"}]}
        ),
        lambda text: json.dumps(
            {
                "keys": [
                    {**json.loads(text)["keys"][0]},
                    {**json.loads(text)["keys"][0], "id": "B", "state": "retired", "secret": "00"},
                ]
            }
        ),
        lambda text: json.dumps(
            {"keys": [{**json.loads(text)["keys"][0]}, {**json.loads(text)["keys"][0], "id": "a", "state": "retired"}]}
        ),
    ],
)
def test_a_damaged_file_is_named_and_never_made_again(path: Path, damage):
    publish_keys(Keyring.make(), path)
    broken = damage(path.read_text())
    path.write_text(broken)
    with pytest.raises(LinkError, match=r"signing-keys\.json"):
        read_keys(path)
    with pytest.raises(LinkError, match=r"signing-keys\.json"):
        publish_keys(Keyring.make(), path)
    assert path.read_text() == broken


def test_a_rotation_is_saved_and_stays_private(path: Path):
    ring = publish_keys(Keyring.make(), path)
    saved = save_keys(ring.rotate(), path, before=ring)
    assert read_keys(path) == saved
    assert [(key.id, key.state) for key in saved.keys] == [("A", KeyState.ACCEPTED), ("B", KeyState.ACTIVE)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_change_on_top_of_another_runs_change_is_refused(path: Path):
    ring = publish_keys(Keyring.make(), path)
    save_keys(ring.rotate(), path, before=ring)
    with pytest.raises(LinkError, match="another run"):
        save_keys(ring.rotate(), path, before=ring)
    with pytest.raises(LinkError, match="another run"):
        save_keys(ring, path, before=None)


def test_a_file_set_aside_keeps_every_byte(path: Path):
    path.parent.mkdir(parents=True, mode=0o700)
    path.write_bytes(b"{")
    kept = set_aside(path)
    assert kept.read_bytes() == path.read_bytes() == b"{"
    assert kept == path.with_name("signing-keys.kept-021fb596.json")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_is_named_with_the_reason(path: Path):
    path.mkdir(parents=True, mode=0o700)
    with pytest.raises(LinkError, match=r"signing-keys\.json: .* cannot be read: Is a directory\."):
        read_keys(path)
    path.rmdir()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_keys_that_an_editor_saved_otherwise_are_read_or_called_damaged(path: Path, encoding: str):
    """Keys are plain letters: a mark before them changes nothing, and bytes between them are no keys."""
    keys = publish_keys(Keyring.make(), path)
    path.write_bytes(path.read_bytes().decode().encode(encoding))
    if encoding == "utf-16":
        with pytest.raises(LinkError, match=r"signing-keys\.json: this is not a whole file of signing keys\."):
            read_keys(path)
    else:
        assert read_keys(path) == keys


def test_while_another_command_changes_the_keys_none_are_made(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("anubhav_gforms.links.key_file.WAIT", 0.0)
    path.parent.mkdir(parents=True, mode=0o700)
    with lock_of(path.parent / "signing-keys.lock"):
        with pytest.raises(LinkError, match="another anubhav command is changing the keys"):
            publish_keys(Keyring.make(), path)
        assert read_keys(path) is None
    publish_keys(Keyring.make(), path)


def test_a_folder_that_cannot_be_written_ends_in_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(tmp_path / "file"))
    assert read_keys(key_file("bilaspur")) is None
    with pytest.raises(Exception, match=r"(Not a directory|File exists)[\s\S]*writable"):
        publish_keys(Keyring.make(), key_file("bilaspur"))


def test_a_folder_that_was_open_to_others_is_closed(path: Path):
    path.parent.mkdir(parents=True, mode=0o755)
    publish_keys(Keyring.make(), path)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_key_remembers_the_day_it_was_made():
    day = date(2026, 11, 1)
    assert Keyring.make(today=day).active.made_on == day
    assert Keyring.make(today=day).rotate(today=day.replace(day=9)).active.made_on == date(2026, 11, 9)
    assert (date.today() - Keyring.make().active.made_on).days in (0, 1)  # noqa: DTZ011 - as on the wall


def test_no_secret_is_ever_shown():
    ring = Keyring.make()
    day = ring.active.made_on.isoformat()
    assert repr(ring.active) == f"Key(id='A', state='active', made_on='{day}')"
    assert ring.active.secret.hex() not in repr(ring)
    assert repr(ring.active.secret) not in repr(ring)


# Fingerprints and records


def test_a_fingerprint_tells_keys_apart_and_not_their_letters():
    one, other = Keyring.make().active, Keyring.make().active
    assert one.fingerprint != other.fingerprint
    assert Key("Q", one.secret, KeyState.RETIRED, one.made_on).fingerprint == one.fingerprint
    fixed = Key("A", bytes(range(32)), KeyState.ACTIVE, date(2026, 11, 1))
    assert fixed.fingerprint == "ea0b-7d09-4b5d-2935"
    assert one.secret.hex()[:4] not in one.fingerprint.split("-") or one.secret.hex()[4:8] not in one.fingerprint


def test_a_record_holds_no_secret():
    key = Keyring.make().active
    assert key.secret.hex() not in repr(record_of(key))
    assert record_of(key) == KeyRecord("A", key.fingerprint, key.made_on.isoformat(), "", "", "")
    assert KeyRecord("A", "", "") == KeyRecord("A", "", "", "", "", "")
    assert Keyring((key,), Path("here")) == Keyring((key,)), "wherever they lie"


def test_the_registry_says_what_a_key_is_good_for():
    ring = Keyring.make().rotate().rotate()
    a, b, c = map(record_of, ring.keys)
    states = [key.state for key in ring.as_recorded([a, b]).keys]
    assert states == [KeyState.ACCEPTED, KeyState.ACTIVE, KeyState.ACCEPTED]  # C was never recorded: it signs nothing
    gone = ring.as_recorded([KeyRecord("A", a.fingerprint, "", retired_from="2026-11-20"), b, c])
    assert gone.keys[0].retired_from == date(2026, 11, 20)
    assert gone.active.id == "C"
    assert ring.as_recorded([]) == ring


def test_letters_are_never_used_twice():
    assert [next_letter(used) for used in ((), ("A",), ("A", "C"), ("B",))] == ["A", "B", "D", "C"]
    with pytest.raises(LinkError, match="26"):
        next_letter(["Z"])
