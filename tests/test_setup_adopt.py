"""Adopting a form that somebody else made: matched, asked where unsure, taken over, never changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from foreign import adopt, choice, google_with, make_foreign_form, respond, told
from wire import Wire, tap

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.forms.adopt import form_id_of, plan_adoption, sheet_id_of
from anubhav_gforms.forms.matching import Certainty, match_station
from anubhav_gforms.links.registry import load_registry
from docs.json_outputs import OUTPUTS
from docs.json_outputs_asked import AdoptionOutput


@pytest.fixture
def listed(sandbox: Any) -> dict[str, Any]:
    """A form whose station question is a list of names, one of them misspelt."""
    return make_foreign_form(
        sandbox,
        choice("DROP_DOWN", "City Kotwali Bilaspur", "थाना सिविल लाइन बिलासपुर", "BSP-TBR तारबाहर", "Kotwali Korbaa"),
    )


def test_questions_are_matched_and_unsure_ones_are_asked(
    campaign: Campaign, google: Any, listed: dict[str, Any]
) -> None:
    adoption = plan_adoption(campaign, google, listed["formId"])
    by_key = {match.key: match for match in adoption.matches}
    assert (by_key["behaviour"].number, by_key["behaviour"].certainty) == (2, Certainty.SURE)
    assert {key: by_key[key].number for key in ("station", "facilities", "overall", "money", "message", "name")} == {
        "station": 1, "facilities": 3, "overall": 4, "money": 6, "message": 7, "name": 8,
    }  # fmt: skip
    assert by_key["facilities"].certainty is Certainty.ASK
    assert by_key["heard"].number == 0
    assert any("demands name" in line for line in adoption.differences)
    assert any("Vehicle number" in line for line in adoption.differences)
    assert any("Rate us out of ten" in line for line in adoption.differences)


def test_without_a_terminal_the_open_matches_are_named_as_flags(campaign_dir: Path, listed: dict[str, Any]) -> None:
    result = adopt(campaign_dir, listed, "--yes")
    assert isinstance(result.exception, StateError)
    assert "--match facilities=3" in str(result.exception)
    assert not (campaign_dir / "data" / "registry.json").exists()


def test_adoption_changes_nothing_at_google(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any, listed: dict[str, Any]
) -> None:
    wire = tap(google)
    flags = told(google, campaign, listed)
    assert wire.writes == []
    result = adopt(campaign_dir, listed, "--yes", *flags)
    assert result.exception is None
    assert sandbox.api("GET", f"/v1/forms/{listed['formId']}").json() == listed
    registry = load_registry(campaign_dir / "data")
    assert registry.adopted
    assert registry.ready
    assert registry.station_kind == "dropdown"
    assert registry.station_answers["City Kotwali Bilaspur"] == "BSP-KTW"
    assert registry.station_answers["थाना सिविल लाइन बिलासपुर"] == "BSP-CVL"
    assert registry.station_answers["BSP-TBR तारबाहर"] == "BSP-TBR"
    assert registry.tab_id is not None
    assert result.return_value == 1
    assert "Kotwali Korbaa" in result.output


def test_a_text_that_is_no_name_is_settled_in_a_file(
    campaign_dir: Path, campaign: Campaign, google: Any, listed: dict[str, Any]
) -> None:
    flags = told(google, campaign, listed)
    adopt(campaign_dir, listed, "--yes", *flags)
    path = campaign_dir / "data" / "adopted-stations.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert "Kotwali Korbaa,0,,KRB-KTW" in text
    path.write_text(text.replace("Kotwali Korbaa,0,,", "Kotwali Korbaa,0,KRB-KTW,"), encoding="utf-8-sig")
    result = adopt(campaign_dir, listed, "--yes", *flags)
    assert result.return_value == 0
    assert load_registry(campaign_dir / "data").station_answers["Kotwali Korbaa"] == "KRB-KTW"
    links = (campaign_dir / "links.csv").read_text(encoding="utf-8-sig")
    assert "KRB-KTW" in links
    assert "Kotwali+Korbaa" in links


@pytest.mark.parametrize(("zone", "agrees"), [("Asia/Calcutta", ""), ("Asia/Dubai", " --accept-zone Asia/Dubai")])
def test_only_another_clock_must_be_agreed_to(
    zone: str, agrees: str, campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any, listed: dict[str, Any]
) -> None:
    """Google Sheets may call India's zone by its older name."""
    sandbox.faults({"fault": "wrong-zone", "zone": zone, "locale": "en_GB"})
    result = adopt(campaign_dir, listed, "--yes", *told(google, campaign, listed))
    assert result.output.splitlines()[-1] == f"Next: anubhav pull{agrees}"


def test_a_later_setup_leaves_the_adopted_form_alone(
    campaign_dir: Path, campaign: Campaign, google: Any, listed: dict[str, Any]
) -> None:
    adopt(campaign_dir, listed, "--yes", *told(google, campaign, listed))
    wire = Wire()
    setup = pipeline.setup_forms(campaign, google_with(campaign, wire))
    assert setup.plan.nothing_to_do
    assert "adopted" in setup.plan.notes[0]
    assert wire.writes == []


def test_doctor_knows_an_adopted_form(
    campaign_dir: Path, campaign: Campaign, google: Any, listed: dict[str, Any]
) -> None:
    adopt(campaign_dir, listed, "--yes", *told(google, campaign, listed))
    found = {check.name: check for check in pipeline.doctor(campaign, google)}
    assert not [name for name, check in found.items() if check.ok is False]
    assert "America/Los_Angeles" in found["sheet header"].said


def test_doctor_is_red_where_everybody_may_read_the_responses_of_an_adopted_form(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any, listed: dict[str, Any]
) -> None:
    """Names and mobile numbers too: that is nobody's taste."""
    adopt(campaign_dir, listed, "--yes", *told(google, campaign, listed))
    sandbox.end(listed["formId"], "", another=True, summary=True)
    [red] = [check for check in pipeline.doctor(campaign, google) if check.ok is False]
    assert (red.name, "View results summary" in red.said) == ("after sending", True)


def test_responses_of_an_adopted_form_are_pulled_to_their_stations(
    campaign_dir: Path, campaign: Campaign, google: Any, listed: dict[str, Any]
) -> None:
    for station in ("City Kotwali Bilaspur", "BSP-TBR तारबाहर", "Kotwali Korbaa"):
        respond(google, listed, station)
    adopt(campaign_dir, listed, "--yes", *told(google, campaign, listed))
    from anubhav_gforms.responses.ledger.ledger import open_ledger

    zone = google.sheets.describe(load_registry(campaign.data).spreadsheet_id).timezone
    pipeline.pull(load_campaign(campaign_dir), google, accept_zone=zone)
    frame = open_ledger(campaign).frame(["station", "code_status", "overall"])
    assert sorted(frame["station"]) == ["", "BSP-KTW", "BSP-TBR"]
    assert list(frame["overall"]) == [4, 4, 4]


def test_a_prefilled_text_question_gets_signed_links(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any
) -> None:
    form = make_foreign_form(sandbox, {"textQuestion": {}})
    respond(google, form, "bsp-ktw")
    adopt(campaign_dir, form, "--yes", *told(google, campaign, form))
    registry = load_registry(campaign_dir / "data")
    assert registry.station_kind == "text"
    assert registry.station_answers == {"bsp-ktw": "BSP-KTW"}
    assert "BSP-KTW.P1.A" in (campaign_dir / "links.csv").read_text(encoding="utf-8-sig")


def test_json_and_dry_run_write_nothing(campaign_dir: Path, listed: dict[str, Any], sandbox: Any) -> None:
    sandbox.faults({"fault": "quota", "on": "forms.*", "retry_after": 1})  # nor is a wait told beside the JSON
    result = adopt(campaign_dir, listed, "--dry-run", "--json")
    assert isinstance(OUTPUTS["setup-forms"].validate_json(result.output), AdoptionOutput)
    assert {match["key"] for match in json.loads(result.output)["matches"]} >= {"station", "overall"}
    assert not (campaign_dir / "data").exists()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("https://docs.google.com/forms/d/1abcdefghij_-K/edit", "1abcdefghij_-K"),
        ("https://docs.google.com/forms/u/2/d/1abcdefghijK/edit#responses", "1abcdefghijK"),
        ("1abcdefghijK", "1abcdefghijK"),
    ],
)
def test_addresses_of_forms_are_understood(text: str, form: str) -> None:
    assert form_id_of(text) == form


@pytest.mark.parametrize(
    "text", ["https://docs.google.com/forms/d/e/1FAIpQLSabc/viewform", "https://forms.gle/abc", "", "x", "http://[x"]
)
def test_other_addresses_are_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(InputError) as caught:
        form_id_of(text)
    assert "edit" in caught.value.cure


def test_addresses_of_sheets_are_understood() -> None:
    assert sheet_id_of("https://docs.google.com/spreadsheets/d/1abcdefghijK/edit#gid=7") == "1abcdefghijK"
    with pytest.raises(InputError, match="is not a spreadsheet"):
        sheet_id_of("http://[x")  # a bracket without its other half was called our own failure


def test_station_names_are_matched_only_when_certain(campaign: Campaign) -> None:
    assert match_station("bsp-ktw", campaign.stations) == ("BSP-KTW", "")
    assert match_station("सिटी कोतवाली बिलासपुर / City Kotwali", campaign.stations) == ("BSP-KTW", "")
    assert match_station("BSP-KTWX", campaign.stations)[0] == ""
    assert match_station("Delhi", campaign.stations) == ("", "")
    assert match_station("", campaign.stations) == ("", "")


def test_an_adopted_legacy_form_whose_page_opens_is_green_there(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any, listed: dict[str, Any]
) -> None:
    """It has no publish state, and no permission lets anyone respond; its page is what counts."""
    adopt(campaign_dir, listed, "--yes", *told(google, campaign, listed))
    form_id = listed["formId"]
    press = f"/sandbox/forms/{form_id}/edit"
    sandbox.post(press, json={"action": "legacy"}).raise_for_status()
    path = f"/drive/v3/files/{form_id}/permissions"
    listing = sandbox.api("GET", f"{path}?includePermissionsForView=published&fields=permissions(id,type)").json()
    for each in listing["permissions"]:
        if each["type"] == "anyone":
            sandbox.api("DELETE", f"{path}/{each['id']}").raise_for_status()
    checks = {check.name: check for check in pipeline.doctor(campaign, google)}
    names = ("published", "open to anyone", "public page")
    assert [checks[name].ok for name in names] == [True] * 3, [checks[name].said for name in names]


def test_no_cure_for_an_adopted_form_is_a_command_that_changes_nothing_on_it(
    campaign_dir: Path, campaign: Campaign, google: Any, sandbox: Any, listed: dict[str, Any]
) -> None:
    adopt(campaign_dir, listed, "--yes", *told(google, campaign, listed))
    sandbox.post(f"/sandbox/forms/{listed['formId']}/edit", json={"action": "unpublish"}).raise_for_status()
    red = [
        check
        for check in pipeline.doctor(campaign, google)
        if check.ok is False and check.name in ("published", "public page")
    ]
    assert len(red) == 2
    assert not [check.cure for check in red if "setup-forms" in check.cure]
