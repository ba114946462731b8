"""Printed paper: what is refused, and how the refusal names stations and posters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from forms_made import edit, finished

from anubhav_gforms.campaign import Campaign, Status, load_campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.forms.guard import find_hazards, refuse_hazards, revoke_posters
from anubhav_gforms.forms.mixed import with_lists
from anubhav_gforms.forms.steps import Existing
from anubhav_gforms.forms.wanted import WantedForm, wanted_form
from anubhav_gforms.links import Keyring, make_links
from anubhav_gforms.links.registry import PrintedPoster, Registry
from anubhav_gforms.nouns.google import ItemKind

PROJECT = Path(__file__).parent.parent
RING = Keyring.make()


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    whole = load_campaign(PROJECT)
    return replace(whole, stations=whole.stations[:5])


@pytest.fixture(scope="module")
def wanted(campaign: Campaign) -> WantedForm:
    return wanted_form(campaign)


def printed(campaign: Campaign, wanted: WantedForm) -> tuple[Existing, Registry]:
    """A finished setup whose posters all hang."""
    existing, registry = finished(wanted)
    entry = registry.entry("station")
    links = make_links(campaign, responder_uri=registry.responder_uri, entry=entry, keyring=RING)
    posters = (
        PrintedPoster(link.value, link.station, link.channel.value, link.serial, link.key_id, link.placement, link.url, entry, "2026-11-25", "posters.pdf")
        for link in links
    )  # fmt: skip
    return existing, with_lists(registry, campaign).with_printed(*posters)


def reasons(campaign: Campaign, wanted: WantedForm, existing: Existing, registry: Registry) -> list[str]:
    return [hazard.reason for hazard in find_hazards(campaign, wanted, existing, registry, RING)]


def test_a_good_setup_with_posters_has_no_hazard(campaign: Campaign, wanted: WantedForm) -> None:
    assert reasons(campaign, wanted, *printed(campaign, wanted)) == []


def test_names_that_changed_places_are_a_hazard(campaign: Campaign, wanted: WantedForm) -> None:
    """A column of stations.csv that was sorted alone: each response would count for another station, and every check was green."""
    setup = printed(campaign, wanted)
    one, other, *rest = campaign.stations
    here, there = replace(one, name_en=other.name_en), replace(other, name_en=one.name_en)
    [said] = reasons(replace(campaign, stations=(here, there, *rest)), wanted, *setup)
    assert "gives their station's name to another code" in said
    here, there = replace(one, name_hi=other.name_hi), replace(other, name_hi=one.name_hi)
    [said] = reasons(replace(campaign, stations=(here, there, *rest)), wanted, *setup)
    assert "gives their station's name to another code" in said, "Hindi names alone"
    here, there = replace(one, kind=other.kind), replace(other, kind=one.kind)
    [said] = reasons(replace(campaign, stations=(here, there, *rest)), wanted, *setup)
    assert said.startswith("stations.csv gives the kind of these to other codes"), (
        "no paper dies, and figures would be wrong"
    )
    renamed = replace(one, name_en="Another Name", name_hi="नया नाम")
    assert reasons(replace(campaign, stations=(renamed, other, *rest)), wanted, *setup) == []
    closed, moved = (
        replace(one, name_en="Old", status=Status.CLOSED),
        replace(other, code="BSP-NEW", name_en=one.name_en),
    )
    assert reasons(replace(campaign, stations=(closed, other, moved, *rest)), wanted, *setup) == [], "it moved"


def test_a_form_that_is_gone_is_a_hazard_even_before_printing(campaign: Campaign, wanted: WantedForm) -> None:
    assert "cannot be seen" in reasons(campaign, wanted, Existing(gone="1form"), Registry(form_id="1form"))[0]


def test_another_station_question_is_a_hazard(campaign: Campaign, wanted: WantedForm) -> None:
    existing, registry = printed(campaign, wanted)
    assert "deleted from the form" in reasons(campaign, wanted, edit(existing, 0, question_id="00009999"), registry)[0]
    assert "another kind" in reasons(campaign, wanted, edit(existing, 0, kind=ItemKind.DROPDOWN), registry)[0]


def test_another_form_is_a_hazard_and_another_host_is_none(campaign: Campaign, wanted: WantedForm) -> None:
    existing, registry = printed(campaign, wanted)
    assert existing.form
    elsewhere = replace(existing.form, responder_uri="https://docs.google.com/forms/d/e/1FAIpQLSother/viewform")
    assert reasons(campaign, wanted, replace(existing, form=elsewhere), registry) == [
        "the posters open another form than this one"
    ]
    other_port = replace(existing.form, responder_uri="http://127.0.0.1:9/forms/d/e/1FAIpQLSx/viewform")
    assert reasons(campaign, wanted, replace(existing, form=other_port), registry) == []


def test_a_station_removed_or_renamed_is_refused_by_name_and_count(campaign: Campaign, wanted: WantedForm) -> None:
    existing, registry = printed(campaign, wanted)
    gone = campaign.stations[2]
    fewer = replace(campaign, stations=(*campaign.stations[:2], *campaign.stations[3:]))
    hazards = tuple(find_hazards(fewer, wanted, existing, registry, RING))
    with pytest.raises(StateError) as caught:
        refuse_hazards(hazards, registry.stations)
    count = sum(1 for poster in registry.hanging if poster.station == gone.code)
    assert f"{gone.name_en} ({gone.code}): {count}" in str(caught.value)
    assert "--reprint" in caught.value.cure
    renamed = replace(
        campaign, stations=(*campaign.stations[:2], replace(gone, code="BSP-XXX"), *campaign.stations[3:])
    )
    assert len(reasons(renamed, wanted, existing, registry)) == 1


def test_a_closed_station_is_no_hazard(campaign: Campaign, wanted: WantedForm) -> None:
    existing, registry = printed(campaign, wanted)
    closed = replace(campaign, stations=(replace(campaign.stations[0], status=Status.CLOSED), *campaign.stations[1:]))
    assert reasons(closed, wanted, existing, registry) == []


def test_lost_signing_keys_are_a_hazard(campaign: Campaign, wanted: WantedForm) -> None:
    existing, registry = printed(campaign, wanted)
    hazards = tuple(find_hazards(campaign, wanted, existing, registry, Keyring.make()))
    assert ["signature" in hazard.reason for hazard in hazards] == [True]
    rotated = RING.rotate()
    assert not [*find_hazards(campaign, wanted, existing, registry, rotated)]


def test_after_consent_the_posters_no_longer_count(campaign: Campaign, wanted: WantedForm) -> None:
    existing, registry = printed(campaign, wanted)
    fewer = replace(campaign, stations=campaign.stations[1:])
    hazards = tuple(find_hazards(fewer, wanted, existing, registry, RING))
    after = revoke_posters(registry, hazards, date(2026, 12, 1))
    assert {poster.decisions for poster in after.printed if poster.revoked} == {("2026-12-01 revoked",)}
    assert {poster.station for poster in after.printed if poster.revoked} == {campaign.stations[0].code}
    assert not [*find_hazards(fewer, wanted, existing, after, RING)]
