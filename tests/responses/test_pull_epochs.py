"""Wordings change and questions are added: an epoch begins, and old answers stay whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def kinds(changes: Any) -> list[str]:
    return [str(change.kind) for change in changes.changed]


def test_a_new_wording_begins_an_epoch(station_office: Any) -> None:
    from dataclasses import replace

    from anubhav_gforms.links.registry import save_registry

    office = station_office
    office.answers(2)
    office.pull()
    left = dict(office.registry.left)
    left["overall"] = replace(left["overall"], low="Other words")
    save_registry(replace(office.registry, left=left), office.campaign.data)
    office.answer(when=datetime.now(UTC))
    office.pull()
    assert office.ledger.frame().epoch.tolist() == [1, 1, 2]
    assert [epoch.number for epoch in office.ledger.manifest.epochs] == [1, 2]
    office.pull()
    assert len(office.ledger.manifest.epochs) == 2


def test_a_question_added_later_begins_an_epoch_and_old_answers_stay_whole(station_office: Any) -> None:
    from anubhav_gforms import pipeline
    from anubhav_gforms.campaign import load_campaign
    from anubhav_gforms.links.registry import load_registry

    office = station_office
    office.answers(3)
    office.pull()
    path = office.campaign.root / "config" / "form.toml"
    question = '[[questions]]\nkey = "waiting"\ntype = "scale"\ntitle = "इंतज़ार कैसा था? / How was the wait?"\nlow = "लंबा / Long"\nhigh = "कम / Short"\n'
    path.write_text(path.read_text("utf-8") + "\n" + question, "utf-8")
    office.campaign = load_campaign(office.campaign.root)
    pipeline.setup_forms(office.campaign, office.google)
    office.registry = load_registry(office.campaign.data)
    office.set("overall", 1, 5)
    office.answer(waiting=4, when=datetime.now(UTC))
    changes = office.pull()
    assert (kinds(changes), changes.new) == (["edited"], 1)
    frame = office.ledger.frame()
    assert frame.waiting.isna().tolist().count(False) == 1
    assert sorted(frame.epoch) == [1, 1, 1, 2]
    assert not office.pull(full=True).changed
