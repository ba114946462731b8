"""A column of stations.csv that was sorted alone, two names that were swapped: noticed in every column that changes a paper or a figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from anubhav_gforms.campaign import Campaign, FormConfig, Station, StationKind, Status, load_campaign
from anubhav_gforms.errors import StateError
from anubhav_gforms.forms.mixed import completed, keeps_english_alone, mixed_lists, refuse_moved_titles, with_lists
from anubhav_gforms.links.registry import Registry

PROJECT = Path(__file__).parents[1]
KEYS = ("name_en", "name_hi", "kind", "status", "lat", "lon", "placements", "copies")


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    """A thana, an office of another kind, a chowki, each at a place of its own."""
    whole = load_campaign(PROJECT)
    kinds = {each.kind: each for each in whole.stations}
    chosen = [kinds[kind] for kind in (StationKind.THANA, StationKind.TRAFFIC, StationKind.CHOWKI)]
    placed = [
        replace(each, lat=22.0 + number, lon=82.0 + number, placements=("gate", f"room {number}"), copies=2 + number)
        for number, each in enumerate(chosen)
    ]
    return replace(whole, stations=tuple(placed))


@pytest.fixture(scope="module")
def registry(campaign: Campaign) -> Registry:
    return with_lists(Registry(), campaign)


def changed(campaign: Campaign, *changes: dict[str, Any]) -> Campaign:
    """The campaign after these changes, one for each station from the first on."""
    stations = [replace(each, **change) for each, change in zip(campaign.stations, changes, strict=False)]
    return replace(campaign, stations=(*stations, *campaign.stations[len(stations) :]))


def swapped(campaign: Campaign, column: str) -> Campaign:
    one, other = campaign.stations[:2]
    if column == "status":
        one = replace(one, status=Status.CLOSED)
        return changed(campaign, {"status": other.status}, {"status": one.status})
    return changed(campaign, {column: getattr(other, column)}, {column: getattr(one, column)})


@pytest.mark.parametrize("column", KEYS)
def test_what_changed_places_is_told_with_its_column_and_codes(campaign: Campaign, column: str) -> None:
    before = changed(campaign, {"status": Status.CLOSED}) if column == "status" else campaign
    registry, (one, other, _) = with_lists(Registry(), before), campaign.stations
    assert mixed_lists(before, registry) is None
    said = str(mixed_lists(swapped(before, column), registry))
    assert f"stations.csv gives the {column} of these to other codes than at the last setup" in said
    assert f"{one.code} (" in said
    assert f"{other.code} (" in said
    agreed = with_lists(registry, swapped(before, column))
    assert mixed_lists(swapped(before, column), agreed) is None, "a setup agreed"


def test_districts_whose_names_changed_places_are_told(campaign: Campaign, registry: Registry) -> None:
    one, other, *rest = campaign.districts
    here, there = replace(one, name_hi=other.name_hi), replace(other, name_hi=one.name_hi)
    said = str(mixed_lists(replace(campaign, districts=(here, there, *rest)), registry))
    assert said.startswith("config/office.toml gives the name_hi of these to other codes")
    assert f"{one.code} ({one.name_hi}); {other.code} ({other.name_hi})" in said


@pytest.mark.parametrize(
    "change",
    [
        {"name_hi": "थाना नई वर्तनी"},
        {"name_en": "New Spelling Police Station"},
        {"kind": StationKind.WOMEN_THANA},
        {"status": Status.CONFIRMED},
        {"lat": 23.5, "lon": 83.5},
        {"lat": None, "lon": None},
    ],
)
def test_a_correction_of_one_line_is_told_of_nothing(
    campaign: Campaign, registry: Registry, change: dict[str, Any]
) -> None:
    assert mixed_lists(changed(campaign, change), registry) is None


def test_an_outpost_that_became_a_station_and_one_that_became_another_kind_are_no_swap(
    campaign: Campaign, registry: Registry
) -> None:
    upgraded = changed(campaign, {"kind": StationKind.CYBER}, {}, {"kind": StationKind.THANA})
    assert mixed_lists(upgraded, registry) is None


def test_a_name_in_other_capitals_is_the_same_name(campaign: Campaign, registry: Registry) -> None:
    (one, other, *_) = campaign.stations
    assert mixed_lists(changed(campaign, {"name_en": one.name_en.upper()}), registry) is None
    moved = changed(campaign, {"name_en": other.name_en.upper()}, {"name_en": one.name_en.upper()})
    assert f"{one.code} ({one.name_en})" in str(mixed_lists(moved, registry))


def test_the_registry_of_an_older_anubhav_notices_english_names_and_is_completed_once(campaign: Campaign) -> None:
    """Columns that it did not keep are kept by the next act that writes it; what it keeps already is never replaced by that."""
    old = Registry(stations={each.code: each.name_en for each in campaign.stations})
    assert keeps_english_alone(old)
    assert mixed_lists(swapped(campaign, "name_hi"), old) is None
    assert "name_en of these" in str(mixed_lists(swapped(campaign, "name_en"), old))
    whole = completed(old, campaign)
    assert not keeps_english_alone(whole)
    assert "name_hi of these" in str(mixed_lists(swapped(campaign, "name_hi"), whole))
    assert completed(whole, swapped(campaign, "name_hi")) == whole


def test_a_whole_line_that_moved_is_told_once(campaign: Campaign, registry: Registry) -> None:
    """The codes sorted alone: everything stands at other codes, and each code is named for its English name."""

    def told_of(station: Station, code: str) -> Station:
        return replace(station, code=code)

    one, other, *rest = campaign.stations
    mixed = replace(campaign, stations=(told_of(one, other.code), told_of(other, one.code), *rest))
    assert str(mixed_lists(mixed, registry)).count("at the last setup") == 1


def titled(form: FormConfig, **titles: str) -> FormConfig:
    """The form with other titles, by key."""
    questions = [each.model_copy(update={"title": titles.get(each.key, each.title)}) for each in form.questions]
    return form.model_copy(update={"questions": tuple(questions)})


def test_titles_that_changed_places_are_refused_with_both_keys(campaign: Campaign) -> None:
    """Answers to the one question would be read from the sheet, and counted, as answers to the other."""
    form = campaign.form
    registry = Registry(titles={each.key: (each.title,) for each in form.questions})
    heard, fast = form.question("heard").title, form.question("promptness").title
    refuse_moved_titles(form, registry)
    refuse_moved_titles(titled(form, heard="सुनना / A new wording"), registry)
    with pytest.raises(StateError) as swapped_titles:
        refuse_moved_titles(titled(form, heard=fast, promptness=heard), registry)
    said = swapped_titles.value.message
    assert (
        f'"{fast}" is the title of promptness, not of heard; "{heard}" is the title of heard, not of promptness' in said
    )
    with pytest.raises(StateError, match="of promptness, not of heard"):
        refuse_moved_titles(titled(form, heard=fast, promptness="गति / Speed"), registry)
    known = replace(registry, titles={**registry.titles, "heard": (heard, fast), "promptness": (fast, heard)})
    refuse_moved_titles(titled(form, heard=fast, promptness=heard), known)
    renamed = replace(registry, titles={**registry.titles, "before": (heard,), "heard": ()})
    refuse_moved_titles(form, renamed)
