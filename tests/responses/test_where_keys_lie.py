"""The keys of names lie apart from the data: a copy has none, other keys are never overwritten, a backup brings its own."""

from __future__ import annotations

import os
import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from office_commands import run
from sealed_names import AT_SHEET, begun, names, told_of_names

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.custody.backup import taken
from anubhav_gforms.errors import StateError
from anubhav_gforms.language import say
from anubhav_gforms.responses.ledger.ledger import open_ledger
from anubhav_gforms.responses.ledger.sealing import FILE, SIZE, key_path
from anubhav_gforms.responses.ledger.verify import verify
from tests.older import keys_among_data


def test_a_copy_of_data_has_no_keys_and_an_older_campaign_moves_them_in_one_act(
    station_office: Any, tmp_path: Path
) -> None:
    office = station_office
    begun(office)
    assert told_of_names(office)["ok"] is True
    copy = tmp_path / "copy" / "data"
    shutil.copytree(office.campaign.data, copy)
    with pytest.raises(StateError, match="keys of the personal columns"):
        names(type(office.ledger)(copy / "ledger"))
    keys_among_data(office.campaign.data)
    office.respond_many(2, name="Citizen OTHER")
    office.pull()
    assert told_of_names(office) == {
        "ok": False,
        "said": "the keys are in data/, beside what they open: who copies one has both",
        "cure": "anubhav ledger seal",
    }
    asked = run(office, "ledger", "seal")
    assert asked.exception
    assert f"The keys are in {office.campaign.data / FILE}" in asked.output.replace("\n", "")
    assert not (office.campaign.root / "keys").exists(), "it is shown and asked first"
    assert run(office, "ledger", "seal", "--yes").exception is None
    keys = key_path(office.ledger.folder)
    assert keys == office.campaign.root / "keys" / FILE
    assert not (office.campaign.data / FILE).exists()
    if os.name == "posix":
        assert [stat.S_IMODE(path.stat().st_mode) for path in (keys, keys.parent)] == [0o600, 0o700]
    assert names(office.ledger) == ["Citizen CANARY", *["Citizen OTHER"] * 5]
    assert told_of_names(office)["ok"] is True


def test_keys_of_another_ledger_are_never_overwritten(station_office: Any) -> None:
    office = station_office
    begun(office)
    keys_among_data(office.campaign.data)
    other = office.campaign.root / "keys" / FILE
    other.parent.mkdir()
    other.write_bytes(os.urandom(SIZE))
    with pytest.raises(StateError, match="other keys are here already"):
        raise run(office, "ledger", "seal", "--yes").exception
    assert names(office.ledger) == ["Citizen CANARY", *["Citizen OTHER"] * 3]
    other.write_bytes((office.campaign.data / FILE).read_bytes())
    assert run(office, "ledger", "seal", "--yes").exception is None, "the power went while it was moved"
    os.link(other, office.campaign.data / FILE)
    assert run(office, "ledger", "seal", "--yes").exception is None, "and left both names to one file"
    assert not (office.campaign.data / FILE).exists()
    assert names(office.ledger) == ["Citizen CANARY", *["Citizen OTHER"] * 3]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_keys_that_lie_in_data_by_a_link_are_not_taken_away(station_office: Any) -> None:
    office = station_office
    begun(office)
    keys_among_data(office.campaign.data)
    (office.campaign.root / "keys").symlink_to(office.campaign.data)
    run(office, "ledger", "seal", "--yes")
    assert names(office.ledger) == ["Citizen CANARY", *["Citizen OTHER"] * 3]


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_the_keys_may_lie_on_another_disk_behind_a_link(station_office: Any, tmp_path: Path) -> None:
    office, disk = station_office, tmp_path / "stick"
    begun(office)
    (office.campaign.root / "keys").rename(disk)
    (office.campaign.root / "keys").symlink_to(disk)
    office.respond_many(2, name="Citizen OTHER")
    office.pull()
    assert (disk / FILE).stat().st_size == SIZE * 6
    kept = taken(office.campaign, now=datetime.now(UTC))
    assert f"keys/{FILE}" in kept.files
    assert pipeline.restore(kept, tmp_path / "new").replaced == ()
    assert names(open_ledger(load_campaign(tmp_path / "new"))) == ["Citizen CANARY", *["Citizen OTHER"] * 5]
    pipeline.purge(office.campaign, sent=AT_SHEET)
    assert names(office.ledger) == ["", *["Citizen OTHER"] * 5]
    zeros = (disk / FILE).read_bytes().count(bytes(SIZE))
    assert zeros == 4
    disk.rename(tmp_path / "taken out")
    with pytest.raises(StateError, match="keys of the personal columns"):
        names(office.ledger)
    [fault] = verify(office.ledger).faults
    assert "निजी कॉलम की कुंजियाँ" in say(fault, "hi"), "told in the reader's language, as by today and report"
    office.respond_many(1)
    with pytest.raises(StateError):
        office.pull()
    (tmp_path / "taken out").rename(disk)
    office.pull()
    assert names(office.ledger) == ["", "", *["Citizen OTHER"] * 5]


@pytest.mark.parametrize("there", ["apart", "among"])
@pytest.mark.parametrize("kept", ["apart", "among"])
def test_a_backup_brings_back_its_own_keys_wherever_they_lay(station_office: Any, kept: str, there: str) -> None:
    """The keys that are there go aside with the data that they open."""
    office = station_office
    begun(office)
    if kept == "among":
        keys_among_data(office.campaign.data)
    older = taken(office.campaign, now=datetime.now(UTC))
    if kept != there:
        if kept == "among":
            assert run(office, "ledger", "seal", "--yes").exception is None
        else:
            keys_among_data(office.campaign.data)
    office.ledger.folder.rename(office.campaign.data.parent / "lost")
    done = pipeline.restore(older, office.campaign.root)
    assert done.kept
    assert names(office.ledger) == ["Citizen CANARY", *["Citizen OTHER"] * 3]
    assert (key_path(office.ledger.folder).parent.name == "keys") == (kept == "apart")
    files = [path.relative_to(office.campaign.root).as_posix() for path in office.campaign.root.rglob(FILE)]
    assert len(files) == 2 - (kept == there == "apart"), files
    office.respond_many(2, name="Citizen OTHER")
    office.pull()
    assert names(office.ledger) == ["Citizen CANARY", *["Citizen OTHER"] * 5]
