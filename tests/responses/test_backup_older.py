"""anubhav restore of a backup that is older than what is there, and one that is killed: nothing that was decided is taken back."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from backups import left_over

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.custody.backup import taken
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.files import config_folder
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import PrintedPoster, load_registry, save_registry
from anubhav_gforms.links.revocation import revoke
from anubhav_gforms.responses.ledger.verify import verify
from benchmarks.forked import fork


def test_an_older_backup_one_that_went_another_way_and_another_campaigns_are_refused(busy: Any, tmp_path: Path) -> None:
    root, now = busy.campaign.root, datetime.now(UTC)
    older = taken(busy.campaign, now=now)
    assert pipeline.restore(older, root).replaced == (), "what is the same stays where it is"
    busy.respond_many(2)
    busy.pull()
    newer = taken(busy.campaign, now=now)
    kept = {path: path.read_bytes() for path in root.rglob("*.parquet")}
    with pytest.raises(StateError, match=r"older than what is there: it ends before history.jsonl"):
        pipeline.restore(older, root)
    assert {path: path.read_bytes() for path in root.rglob("*.parquet")} == kept
    (busy.campaign.data / "flags.jsonl").write_text('{"flag": "F2"}\n', "utf-8")
    with pytest.raises(StateError, match=r"each continued separately: flags.jsonl"):
        pipeline.restore(newer, root)
    other = tmp_path / "other"
    shutil.copytree(root / "config", other / "config")
    shutil.copy(root / "stations.csv", other)
    office = other / "config" / "office.toml"
    office.write_text(office.read_text("utf-8").replace(f'"{busy.campaign.id}"', '"another-2026"'), "utf-8")
    with pytest.raises(InputError, match="another-2026"):
        pipeline.restore(newer, other)


def test_a_restore_that_was_killed_goes_on_and_still_refuses_an_older_backup(
    busy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when data/ is moved away and the new one is not yet there: only a process of its own can die so."""
    root, now = busy.campaign.root, datetime.now(UTC)
    older = taken(busy.campaign, now=now)
    busy.respond_many(1)
    busy.pull()
    newer = taken(busy.campaign, now=now)
    (root / "data" / "registry.json").write_text("damaged", "utf-8")
    child = fork()
    if not child:
        monkeypatch.setattr(Path, "rename", lambda one, other: os.rename(one, other) or os._exit(9))  # noqa: PTH104
        pipeline.restore(newer, root)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert [path.name for path in root.glob("*.tmp")]
    assert not all((root / name).exists() for name in ("config", "data", "stations.csv"))
    with pytest.raises(StateError, match="older"):
        pipeline.restore(older, root)
    pipeline.restore(newer, root)
    assert not verify(busy.ledger).faults
    assert not left_over(root)


def test_killed_when_the_data_came_to_their_place_the_keys_are_there(
    busy: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed again it may be refused: what was forgotten since is a line more than the backup has."""
    archive, place = taken(busy.campaign, now=datetime.now(UTC)), tmp_path / "new"
    secret = load_keyring(busy.campaign).active.secret
    shutil.rmtree(config_folder(busy.campaign.id))
    child = fork()
    if not child:

        def moved(one: Path, other: Path) -> None:
            os.rename(one, other)  # noqa: PTH104 - Path.rename is this
            if other == place / "data":
                os._exit(9)

        monkeypatch.setattr(Path, "rename", moved)
        pipeline.restore(archive, place)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert load_keyring(load_campaign(place)).active.secret == secret


@pytest.mark.parametrize(
    "decision",
    ["poster revoked", "revoked by version 1", "accepted again", "printed again", "key rotated", "key retired"],
)
def test_a_backup_from_before_a_decision_on_keys_and_posters_is_refused(busy: Any, decision: str) -> None:
    """They stand in no book that grows line by line; an old registry over a new one would accept a poster that was stolen."""
    campaign, value = busy.campaign, busy.code("BSP-CVL")
    notes = ("2026-09-02 revoked",) if decision == "accepted again" else ()
    poster = PrintedPoster(
        value, "BSP-CVL", "poster", 1, "A", "", "", 1, "2026-09-01", "", revoked=bool(notes), decisions=notes
    )
    save_registry(load_registry(campaign.data).with_printed(poster), campaign.data)
    if decision == "key retired":
        pipeline.rotate_key(campaign)
    older = taken(campaign, now=datetime.now(UTC))
    known = load_registry(campaign.data)
    if decision == "poster revoked":
        save_registry(revoke(known, ["BSP-CVL.P1"], date(2026, 9, 3))[0], campaign.data)
    elif decision == "accepted again":
        there = replace(poster, revoked=False, decisions=(*notes, "2026-09-03 accepted again"))
        save_registry(replace(known, printed=(there,)), campaign.data)
    elif decision == "revoked by version 1":
        save_registry(replace(known, printed=(replace(poster, revoked=True),)), campaign.data)
    elif decision == "printed again":
        save_registry(known.with_printed(replace(poster, printed_on="2026-09-03", placement="hall")), campaign.data)
    elif decision == "key rotated":
        pipeline.rotate_key(campaign)
    else:
        pipeline.retire_key(campaign, "A", since=date(2026, 9, 3))
    with pytest.raises(StateError, match=r"does not know every key, every printed poster .*\(1\)|\(2\)"):
        pipeline.restore(older, campaign.root)


def test_a_newer_backup_comes_back_over_what_knows_less_of_keys_and_posters(busy: Any) -> None:
    """Revoked by version 1, which noted no day; then accepted again, printed at another place, and a key rotated."""
    campaign, value = busy.campaign, busy.code("BSP-CVL")
    poster = PrintedPoster(value, "BSP-CVL", "poster", 1, "A", "gate", "", 1, "2026-09-01", "", revoked=True)
    before = load_registry(campaign.data).with_printed(poster)
    decided = replace(poster, revoked=False, decisions=("2026-09-03 accepted again",))
    save_registry(
        before.with_printed(decided).with_printed(replace(decided, printed_on="2026-09-04", placement="hall")),
        campaign.data,
    )
    pipeline.rotate_key(campaign)
    newer, after = taken(campaign, now=datetime.now(UTC)), load_registry(campaign.data)
    save_registry(before, campaign.data)
    assert pipeline.restore(newer, campaign.root).replaced == ("data",)
    assert load_registry(campaign.data) == after


def test_what_must_be_moved_away_for_an_older_backup_is_named(busy: Any, tmp_path: Path) -> None:
    """Where a restore has kept what was there, data/ alone is not enough: that may be all that a killed restore has left."""
    root, older = busy.campaign.root, taken(busy.campaign, now=datetime.now(UTC))
    busy.respond_many(1)
    busy.pull()
    newer = taken(busy.campaign, now=datetime.now(UTC))
    (root / "data" / "registry.json").write_text("damaged", "utf-8")
    assert pipeline.restore(newer, root).replaced
    for moved in range(2):
        with pytest.raises(StateError, match="older than what is there") as refused:
            pipeline.restore(older, root)
        named = next(
            path for path in (root / "data", *root.glob("before-restore-*/data")) if str(path) in refused.value.cure
        )
        named.rename(tmp_path / f"moved away {moved}")
    pipeline.restore(older, root)
    assert len(busy.ledger.frame()) == 4
