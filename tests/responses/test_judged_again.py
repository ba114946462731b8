"""Responses refused for a key, judged again when the right key is back; what a person decided on is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.cases.case import About, Deed
from anubhav_gforms.links import Keyring, sign
from anubhav_gforms.links.key_file import key_file, publish_keys, read_keys
from anubhav_gforms.links.keyring import load_keyring
from anubhav_gforms.links.registry import load_registry, save_registry
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.responses.ledger.decisions import assign
from anubhav_gforms.responses.ledger.verify import verify
from tests.office import run


def pulled_under_another_key(office: Any) -> tuple[bytes, list[str]]:
    """What version 1 did: responses pulled with a key that was made in the place of the campaign's. Gives the right key."""
    path = key_file(office.campaign.id, project=office.campaign.root)
    right = path.read_bytes()
    registry = load_registry(office.campaign.data)
    office.respond_many(6, name="Somebody Else", message="अच्छा काम")
    office.respond("anything at all")
    path.unlink()
    publish_keys(Keyring.make(), path)
    other = read_keys(path)
    assert other
    wrong = replace(registry.keys[0], fingerprint=other.active.fingerprint)
    save_registry(replace(registry, keys=(wrong,)), office.campaign.data)
    assert office.pull().new_by_reason == {"bad signature": 6, "unreadable": 1}
    save_registry(registry, office.campaign.data)
    path.write_bytes(right)
    return right, office.ledger.frame().response_id.tolist()


def test_responses_are_judged_again_when_the_right_key_is_back(station_office: Any) -> None:
    """Reviews users D2, security D2: after the key was put back genuine responses stayed in quarantine for ever."""
    office = station_office
    _, ids = pulled_under_another_key(office)
    changes = office.pull()
    assert (changes.new, len(changes.judged_again), changes.alarming) == (0, 6, False)
    assert changes.by_status == {"accepted": 6, "quarantined": 1}
    frame = office.ledger.frame()
    assert set(frame.response_id) == set(ids)
    assert frame[frame.code_status == "accepted"].station.unique().tolist() == ["BSP-KTW"]
    assert (frame.key_id != "").sum() == 6
    assert [event.kind for event in office.ledger.history] == ["judged again"] * 6
    listed = run(office.campaign.root, "--language", "hi", "ledger", "events").output
    assert listed.count(": कोड ग़लत हस्ताक्षर → स्वीकृत") == 6, listed
    assert not verify(office.ledger).faults
    again = office.pull(full=True)
    assert (again.new, again.changed) == (0, ())
    names = office.ledger.frame(["name", "code_status"])
    assert names[names.code_status == "accepted"].name.tolist() == ["Somebody Else"] * 6


def test_what_a_person_decided_and_what_was_purged_is_left_alone(station_office: Any) -> None:
    office = station_office
    _, ids = pulled_under_another_key(office)
    assign(office.campaign.data / "ledger", ids[:1], "KRB-KTW", who="an officer", why="the photo shows it")
    sent = office.ledger.frame().set_index("response_id").submitted_at
    purged = sent[ids[1]].tz_localize(None).to_pydatetime()
    pipeline.purge(office.campaign, sent=purged)
    changes = office.pull()
    assert len(changes.judged_again) == 5
    frame = office.ledger.frame(["response_id", "station", "code_reason", "name", "message", "raw_code"])
    frame = frame.set_index("response_id")
    assert (frame.station[ids[0]], frame.code_reason[ids[0]]) == ("KRB-KTW", "assigned by hand")
    assert frame.loc[ids[1], ["name", "message", "station"]].tolist() == ["", "", "BSP-KTW"]
    assert office.pull(full=True).changed == ()


def test_what_came_while_a_station_was_not_listed_counts_when_it_is_again(station_office: Any) -> None:
    office, path = station_office, station_office.campaign.root / "stations.csv"
    whole = path.read_text("utf-8-sig")
    path.write_text("\n".join(line for line in whole.splitlines() if "BSP-KTW" not in line), "utf-8-sig")
    office.campaign = load_campaign(office.campaign.root)
    office.respond_many(3)
    assert office.pull().new_by_reason == {"unknown station": 3}
    office.set("overall", 2, 5)
    office.pull()
    pipeline.decide_bench(office.campaign, (), sheet=False, who="an officer", why="of form and sheet, not of the code")
    path.write_text(whole, "utf-8-sig")
    office.campaign = load_campaign(office.campaign.root)
    changes = office.pull()
    assert (len(changes.judged_again), changes.by_status) == (3, {"accepted": 3, "quarantined": 0})
    assert not verify(office.ledger).faults


def test_a_name_that_was_typed_counts_once_a_station_bears_it(station_office: Any) -> None:
    office, path = station_office, station_office.campaign.root / "stations.csv"
    for typed in ("sakri  outpost", "सकरी चौकी", "Sakri", "somewhere else"):
        office.respond(typed)
    assert office.pull().by_status == {"accepted": 0, "quarantined": 4}
    first = office.ledger.frame().response_id[0]
    case = pipeline.open_case(office.campaign, about=About.MESSAGE, response_id=first, who="IG office")
    assert case.matter.station == ""
    whole = path.read_text("utf-8-sig")
    head, line = whole.splitlines()[0].split(","), whole.splitlines()[1].split(",")
    cells = dict(zip(head, line, strict=True)) | {"code": "BSP-SKR", "name_en": "Sakri", "name_hi": "सकरी चौकी"}
    path.write_text(f"{whole}{','.join(cells.values())}\n", "utf-8-sig")
    office.campaign = load_campaign(office.campaign.root)
    assert office.pull().by_status == {"accepted": 2, "quarantined": 2}
    path.write_text(path.read_text("utf-8-sig").replace(",Sakri,", ",Sakri Outpost,"), "utf-8-sig")
    office.campaign = load_campaign(office.campaign.root)
    assert office.pull().by_status == {"accepted": 3, "quarantined": 1}, "it was given the name as people say it"
    frame = office.ledger.frame()
    accepted = frame[frame.code_status == "accepted"]
    assert set(accepted.station) == {"BSP-SKR"}
    assert set(accepted.channel) == {"typed"}
    assert set(accepted.code_reason) == {"typed name"}
    assert not verify(office.ledger).faults
    assert pipeline.case_book(office.campaign).case(1).matter.station == "BSP-SKR", "the case is of a station now"
    acted = pipeline.act_on_case(office.campaign, 1, done="Water put up", day=date(2026, 9, 2), who="IG office")
    assert acted.steps[-1].deed is Deed.ACTED


def test_a_retired_key_counts_for_responses_before_its_day(station_office: Any) -> None:
    office = station_office
    code = sign("BSP-KTW", Channel.POSTER, 1, load_keyring(office.campaign))
    first = office.respond(code)
    pipeline.rotate_key(office.campaign)
    pipeline.retire_key(office.campaign, "A", since=(first + timedelta(days=2)).date())
    office.respond(code, when=first + timedelta(days=1))
    office.respond(code, when=first + timedelta(days=3))
    changes = office.pull()
    assert changes.new_by_reason == {"retired key": 1}
    assert changes.by_status == {"accepted": 2, "quarantined": 1}
    assert office.ledger.frame().code_reason.tolist() == ["", "", "retired key"]
