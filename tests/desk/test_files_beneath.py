"""The files beneath a desk that runs are changed, spoilt, or name less than the accounts and cases do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.cases.book import open_cases
from anubhav_gforms.cases.case import About, Matter
from anubhav_gforms.desk.accounts import FILE
from anubhav_gforms.links.key_file import key_file
from tests.desk.conftest import NOW, PASSWORD, TODAY, Served

CHANGED = "stations.csv or config/ was changed after this desk was started"


def test_an_account_of_a_district_that_is_gone_is_told_so(office: Campaign, serve: Callable[..., Served]) -> None:
    desk = serve(replace(office, districts=tuple(each for each in office.districts if each.code != "SKT")))
    page = desk.visitor("sp-sakti").get("/?language=en")
    assert page.status_code == 503
    assert "The district of this account, SKT, is not in config/office.toml." in page.text
    assert desk.told == [], "it is no failure of ours"


def test_a_case_names_the_code_of_a_station_that_is_not_listed_any_more(desk: Served) -> None:
    matters = [(Matter(station, (About.MONEY,), station), "ig", TODAY) for station in ("SKT-OLD", "")]
    open_cases(desk.campaign.data, matters, who="watch", at=NOW)
    ig = desk.visitor("ig-office")
    assert "SKT-OLD, which is not in stations.csv" in ig.get("/cases/1?language=en").text
    assert "no station" in ig.get("/cases/2?language=en").text


def test_who_may_start_the_desk_again_is_told_that_its_files_are_others_now(desk: Served) -> None:
    ig, sp = desk.visitor("ig-office"), desk.visitor("sp-sakti")
    assert CHANGED not in ig.get("/account?language=en").text
    (desk.campaign.root / "stations.csv").write_text("code\n", "utf-8")
    assert CHANGED in ig.get("/account?language=en").text
    assert CHANGED not in sp.get("/account?language=en").text


def test_damaged_rules_of_alerts_close_no_page(desk: Served) -> None:
    ig = desk.visitor("ig-office")
    (desk.campaign.root / "config").mkdir(exist_ok=True)
    (desk.campaign.root / "config" / "alerts.toml").write_text("rules = [\n", "utf-8")
    assert [ig.get(path).status_code for path in ("/", "/account", "/published", "/healthz")] == [200] * 4


def test_a_desk_that_is_started_beside_damaged_rules_of_alerts_opens(
    office: Campaign, serve: Callable[..., Served]
) -> None:
    """What came in is read, its messages by the words of the package."""
    (office.root / "config").mkdir(exist_ok=True)
    (office.root / "config" / "alerts.toml").write_text("rules = [\n", "utf-8")
    ig = serve(office).visitor("ig-office")
    assert [ig.get(path).status_code for path in ("/", "/cases", "/published", "/healthz")] == [200] * 4


def test_a_login_while_the_file_of_accounts_is_damaged_is_told_in_words(desk: Served) -> None:
    visitor = desk.visitor()
    path = key_file(desk.campaign.id).parent / FILE
    kept = path.read_bytes()
    path.write_bytes(json.dumps([{"name": "ig-office"}]).encode())
    refused = visitor.log_in("ig-office", PASSWORD)
    assert (refused.status_code, str(path) in refused.text) == (503, False), "nobody outside learns where it lies"
    assert any("is damaged" in str(error) for error in desk.told), "the window says it"
    path.write_bytes(kept)
    assert visitor.log_in("ig-office", PASSWORD).status_code == 303
