"""The rules of alerts: which words are grave, each rule off by its own line, and a line of older campaigns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from anubhav_gforms.campaign import Role
from anubhav_gforms.campaign.alerts import AlertText, load_alerts
from anubhav_gforms.cases.case import ABOUT_SAID, About
from anubhav_gforms.errors import CampaignError
from anubhav_gforms.responses.alerts.grave import grave_matters
from anubhav_gforms.responses.alerts.rules import RULES, NewInLedger, in_last_hour
from anubhav_gforms.responses.ledger.ledger import open_ledger


@pytest.mark.parametrize(
    "text",
    [
        "रिश्वत मांगी",
        "RISHWAT mangi",
        "unhone paise   mange",
        "पैसे माँगे गए",
        "They beat me.",
        "छेडछाड की",
        "suicide karunga",
        "एफ़आईआर नहीं लिखी",
    ],
)
def test_grave_words_are_found_as_people_write_them(text: str) -> None:
    assert grave_matters(text)


@pytest.mark.parametrize("text", ["", "अच्छा काम", "grape juice", "I was treated well", "पैसे नहीं लगे", "therapeutic"])
def test_other_words_are_not(text: str) -> None:
    assert not grave_matters(text)


def test_a_line_of_older_campaigns_may_say_false_and_is_refused_in_words_when_it_says_true(campaign: Any) -> None:
    path = campaign.root / "config" / "alerts.toml"
    before = path.read_text("utf-8")
    path.write_text(before.replace("[text]", "[text]\ninclude_messages = false"), "utf-8")
    assert load_alerts(campaign.root).text == AlertText()
    path.write_text(before.replace("[text]", "[text]\ninclude_messages = true"), "utf-8")
    with pytest.raises(CampaignError) as refused:
        load_alerts(campaign.root)
    (mistake,) = refused.value.mistakes
    assert mistake.line == 1 + before.splitlines().index("[text]") + 1
    assert "anubhav answer ID" in mistake.text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.about))
def test_every_rule_is_off_when_its_line_says_so_and_sees_nothing_in_an_empty_ledger(rule: Any, campaign: Any) -> None:
    """An object more in RULES is under this test."""
    config = load_alerts(campaign.root)
    assert rule.is_on(config)
    off = {name: type(value)(0) for name, value in config.rules}
    assert not rule.is_on(config.model_copy(update={"rules": config.rules.model_copy(update=off)}))
    new = NewInLedger(open_ledger(campaign), 0, 0, campaign.form, config, campaign.words.get(Role.MONEY))
    assert list(rule.sightings(new)) == []
    assert rule.about in ABOUT_SAID
    assert rule.about is About.DISPUTED or "sheet" not in ABOUT_SAID[rule.about], "the form alone may be read"


def test_the_hour_up_to_a_response_holds_itself_and_both_its_ends() -> None:
    assert in_last_hour(np.array([], np.int64)).tolist() == []
    assert in_last_hour(np.array([0, 3600, 3601, 3601, 7201])).tolist() == [1, 2, 3, 3, 3]
