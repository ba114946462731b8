"""anubhav init: a campaign that loads, its name asked for, nothing overwritten."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from anubhav_gforms import cli
from tests.typed_lines import anubhav, here


def test_init_makes_a_campaign_that_loads_and_never_overwrites(tmp_path: Path):
    assert anubhav("init", "range", "--id", "range", folder=tmp_path).returncode == 0
    (tmp_path / "range" / "office.toml.abcd1234.tmp").write_text("left by a command that was killed")
    before = {path: path.read_bytes() for path in (tmp_path / "range").rglob("*") if path.is_file()}
    (tmp_path / "range" / "config.abcd1234.tmp").mkdir()
    assert {path.name for path in before} >= {"office.toml", "form.toml", "grading.toml", "poster.toml", "stations.csv"}
    again = here("init", "range", "--id", "range", folder=tmp_path)
    assert again.returncode == 2
    assert "config, stations.csv" in again.stderr
    assert "anubhav init FOLDER" in again.stderr, "as its help calls it"
    assert {path: path.read_bytes() for path in before if path.exists()} == before, "refused: it sweeps what is its own"
    assert not (tmp_path / "range" / "config.abcd1234.tmp").exists()


def test_init_asks_for_an_id_and_lists_every_file_it_makes(tmp_path: Path):
    nothing = here("init", "range", folder=tmp_path)
    assert nothing.returncode == 2
    assert "--id" in nothing.stderr
    assert not (tmp_path / "range").exists()
    for wrong in ("Bilaspur", "a b", "x" * 32, "-x", 'x"'):
        refused = here("init", "range", "--id", wrong, folder=tmp_path)
        assert refused.returncode == 2, wrong
        assert "a-z, 0-9 and hyphen" in refused.stderr
        assert not (tmp_path / "range").exists()
    for device in ("con", "aux", "lpt1"):  # the login and the keys lie in a folder of this name
        refused = here("init", "range", "--id", device, folder=tmp_path)
        assert (refused.returncode, (tmp_path / "range").exists()) == (2, False)
        assert "Windows keeps for itself" in refused.stderr
    made = anubhav("init", "range", "--id", "practice-2", folder=tmp_path)
    assert made.returncode == 0, made.stderr
    files = [
        path.relative_to(tmp_path / "range").as_posix() for path in (tmp_path / "range").rglob("*") if path.is_file()
    ]
    assert [name for name in files if name not in made.stdout] == []
    assert 'id = "practice-2"' in (tmp_path / "range" / "config" / "office.toml").read_text("utf-8")


def test_init_asks_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    init = import_module("anubhav_gforms.cli.init")
    monkeypatch.setattr(init, "_asks", lambda: True)
    done = CliRunner().invoke(
        cli.anubhav, ["init", str(tmp_path / "korba")], input="No Good\nkorba-2\n", standalone_mode=False
    )
    assert done.exception is None, done.output
    assert "[korba]" in done.output, "the folder's name is offered"
    assert "Next, in that folder: edit these" in done.output, "not where it was typed"
    assert 'id = "korba-2"' in (tmp_path / "korba" / "config" / "office.toml").read_text("utf-8")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_the_users_and_ends_with_2(tmp_path):
    tmp_path.chmod(0o500)
    ended = anubhav("init", str(tmp_path / "new"), "--id", "practice")
    tmp_path.chmod(0o700)
    assert ended.returncode == 2
    assert str(tmp_path / "new") in ended.stderr


def test_what_the_disk_refuses_is_never_our_bug(tmp_path):
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "new"
    ended = here("init", str(target), "--id", "practice")
    assert ended.returncode == 2, ended.stderr
    assert "itself failed" not in ended.stderr
