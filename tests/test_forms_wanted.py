"""The form that a campaign wants, before anything is asked of Google."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.errors import CampaignError
from anubhav_gforms.forms.wanted import WantedForm, wanted_form

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign(PROJECT)


@pytest.fixture(scope="module")
def wanted(campaign: Campaign) -> WantedForm:
    return wanted_form(campaign)


def test_nothing_is_wanted_while_a_promise_is_empty(campaign: Campaign) -> None:
    office = campaign.office.office.model_copy(update={"contact_hi": "", "retention_months": 0})
    empty = replace(campaign, office=campaign.office.model_copy(update={"office": office}))
    with pytest.raises(CampaignError) as caught:
        wanted_form(empty)
    assert "contact_hi" in str(caught.value)
    assert "retention_months" in str(caught.value)


def test_nothing_is_wanted_whose_notice_names_the_office_of_the_example(campaign: Campaign) -> None:
    """Another range that began with anubhav init and wrote its own office.toml told its citizens that Bilaspur asks."""
    names = {
        "name_hi": "आईजी कार्यालय कालाहांडी",
        "range_hi": "कालाहांडी रेंज",
        "name_en": "IG office",
        "range_en": "Kalahandi",
    }
    office = campaign.office.office.model_copy(update=names)
    other = replace(campaign, office=campaign.office.model_copy(update={"office": office}))
    with pytest.raises(CampaignError) as caught:
        wanted_form(other)
    assert [(mistake.file.name, mistake.line > 0) for mistake in caught.value.mistakes] == [("form.toml", True)] * 2
    notices = {
        "notice_hi": "अपील: उच्च न्यायालय, बिलासपुर। {MONTHS} महीने। {CONTACT}",
        "notice_en": "Appeals: the High Court at Bilaspur. {MONTHS} months. {CONTACT}",
    }
    text = campaign.form.form.model_copy(update=notices)
    own = replace(other, form=campaign.form.model_copy(update={"form": text}))
    assert wanted_form(own).notice


def test_a_notice_without_a_contact_is_refused_with_its_line(campaign: Campaign) -> None:
    """It was published, and no citizen could ask for a response to be deleted."""
    text = campaign.form.form.model_copy(
        update={"notice_en": campaign.form.form.notice_en.replace("{CONTACT}", "the office")}
    )
    with pytest.raises(CampaignError) as caught:
        wanted_form(replace(campaign, form=campaign.form.model_copy(update={"form": text})))
    (mistake,) = caught.value.mistakes
    assert "form.notice_en names nobody whom citizens may ask" in str(mistake)
    assert mistake.line > 1
    typed = text.model_copy(update={"notice_en": f"12 months. Ask {campaign.office.office.contact_en}."})
    assert wanted_form(replace(campaign, form=campaign.form.model_copy(update={"form": typed}))).notice


def test_a_notice_that_promises_no_time_of_deletion_is_refused(campaign: Campaign) -> None:
    notice = campaign.form.form.notice_hi.replace("{MONTHS} महीने बाद ", "")
    text = campaign.form.form.model_copy(update={"notice_hi": notice})
    with pytest.raises(CampaignError, match=r"form\.notice_hi does not say when names and numbers are deleted"):
        wanted_form(replace(campaign, form=campaign.form.model_copy(update={"form": text})))


def test_the_notice_names_contact_and_months_in_both_languages(wanted: WantedForm, campaign: Campaign) -> None:
    office = campaign.office.office
    assert wanted.notice
    assert office.contact_hi in wanted.notice.help
    assert office.contact_en in wanted.notice.help
    assert wanted.notice.help.count(str(office.retention_months)) >= 2
    assert "{" not in wanted.notice.help
