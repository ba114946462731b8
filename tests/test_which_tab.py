"""The response tab is the one that belongs to this form: another form's responses never pass for ours, nor hide ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from ready import doctor, make_ready
from second_form import SecondForm, delete_row, make_second, wrong_link
from setup_typed import run

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import SheetError, StateError
from anubhav_gforms.forms.linking import find_response_tab
from anubhav_gforms.links.registry import load_registry
from anubhav_gforms.responses.ledger.ledger import open_ledger

HOUR = timedelta(hours=1)


@pytest.fixture
def ours(campaign: Campaign, google: Any, sandbox: Any) -> SecondForm:
    """The campaign of this test, set up, linked and pulled."""
    make_ready(campaign, google, sandbox)
    return SecondForm(campaign, google, sandbox, load_registry(campaign.data))


@pytest.fixture
def other(ours: SecondForm) -> SecondForm:
    return make_second(ours.campaign, ours.sandbox)


def test_a_second_form_in_our_spreadsheet_deletes_nothing(ours: SecondForm, other: SecondForm) -> None:
    """Its tab has the same questions and the newer responses; ours has ours."""
    for number in range(4):
        ours.respond(9 * HOUR + number * timedelta(minutes=1), "BSP-KTW")
    assert pipeline.pull(ours.campaign, ours.google).new == 4
    other.link(ours.registry.spreadsheet_id)
    for number in range(6):
        other.respond(3 * HOUR + number * timedelta(minutes=1))
        changes = pipeline.pull(ours.campaign, ours.google, full=number % 2 == 0)
        assert (changes.new, changes.changed, changes.total) == (0, (), 4), f"turn {number}"
    ours.respond(2 * HOUR, "BSP-KTW")
    changes = pipeline.pull(ours.campaign, ours.google, full=True)
    assert (changes.new, changes.changed, changes.by_status["accepted"]) == (1, (), 5)


def test_what_came_before_and_after_the_form_was_linked_again_is_read_at_once(ours: SecondForm) -> None:
    """The tab that the form left has something new, too: that is no reason to look nowhere else."""
    ours.respond(9 * HOUR, "BSP-KTW")
    assert pipeline.pull(ours.campaign, ours.google).new == 1
    ours.respond(8 * HOUR, "BSP-KTW")
    ours.sandbox.post(f"/sandbox/forms/{ours.registry.form_id}/edit", json={"action": "unlink"}).raise_for_status()
    ours.respond(7 * HOUR, "BSP-KTW")
    ours.link(ours.registry.spreadsheet_id)
    ours.respond(6 * HOUR, "BSP-KTW")
    changes = pipeline.pull(ours.campaign, ours.google)
    assert (changes.new, changes.changed, changes.total) == (3, (), 4)


def test_a_form_that_writes_elsewhere_is_refused_also_while_our_tab_has_news(
    ours: SecondForm, other: SecondForm
) -> None:
    ours.respond(9 * HOUR, "BSP-KTW")
    assert pipeline.pull(ours.campaign, ours.google).new == 1
    ours.respond(8 * HOUR, "BSP-KTW")
    wrong_link(ours, other)
    with pytest.raises(StateError, match="another spreadsheet"):
        pipeline.pull(ours.campaign, ours.google)


def tab_of(office: SecondForm) -> int:
    """The tab that the form's newest responses are proved to stand in now."""
    found = find_response_tab(office.google, office.registry, "station")
    assert found
    return int(found.tab.id)


@pytest.mark.parametrize("known_as_gone", [False, True])
def test_a_row_deleted_in_the_tab_that_the_form_left_is_read_in_the_new_one(
    ours: SecondForm, other: SecondForm, known_as_gone: bool
) -> None:
    """Nobody responded since: both tabs hold the newest response, and it is the old row alone that tells them apart."""
    for hours in (400, 300, 2):
        ours.respond(hours * HOUR, "BSP-KTW")
    assert pipeline.pull(ours.campaign, ours.google).new == 3
    left = tab_of(ours)
    wrong_link(ours, other)
    delete_row(ours.sandbox, ours.registry.spreadsheet_id, left, 3)
    ours.link(ours.registry.spreadsheet_id)
    if known_as_gone:  # pulled by a login that may not ask the form
        ours.sandbox.faults({"fault": "permission", "on": "forms.forms.responses.list", "times": 1})
        assert [each.kind for each in pipeline.pull(ours.campaign, ours.google, full=True).changed] == ["gone"]
    changes = pipeline.pull(ours.campaign, ours.google)
    assert [each.kind for each in changes.changed] == ["restored"] * known_as_gone
    assert (changes.total, open_ledger(ours.campaign).counts()["accepted"]) == (3, 3)
    assert "holds 1 response of the form" in "".join(changes.notes)
    assert doctor(ours.campaign.root).return_value == 0


def test_the_tab_that_is_read_stays_when_a_row_of_it_is_deleted_and_doctor_names_the_other(
    ours: SecondForm, other: SecondForm
) -> None:
    """The tab that the form left, or a copy of it, holds a row more: it does not hold what came since."""
    for hours in (9, 8):
        ours.respond(hours * HOUR, "BSP-KTW")
    pipeline.pull(ours.campaign, ours.google)
    wrong_link(ours, other)
    ours.respond(7 * HOUR, "BSP-KTW")
    tab = ours.link(ours.registry.spreadsheet_id)
    assert pipeline.pull(ours.campaign, ours.google).new == 1
    delete_row(ours.sandbox, ours.registry.spreadsheet_id, tab, 2)
    assert [each.kind for each in pipeline.pull(ours.campaign, ours.google, full=True).changed] == ["gone"]
    assert not pipeline.pull(ours.campaign, ours.google, full=True).changed
    red = doctor(ours.campaign.root)
    assert red.return_value == 1
    assert "1 response of the form is in" in red.output


def test_a_tab_that_lacks_a_column_is_not_read_while_another_with_the_newest_response_has_all(
    ours: SecondForm, other: SecondForm
) -> None:
    """A clerk deletes a column, and links the form again: every response is in the new tab, and no pull would read it before the next."""
    for hours in (9, 8):
        ours.respond(hours * HOUR)
    pipeline.pull(ours.campaign, ours.google)
    delete_column(ours, tab_of(ours), "overall")
    with pytest.raises(SheetError, match="has no column"):
        pipeline.pull(ours.campaign, ours.google)
    wrong_link(ours, other)
    tab = ours.link(ours.registry.spreadsheet_id)
    changes = pipeline.pull(ours.campaign, ours.google, full=True)
    assert (changes.new, changes.changed, changes.total) == (0, (), 2)
    assert tab_of(ours) == tab


def test_a_copy_of_the_tab_that_lacks_a_column_is_not_read_for_a_row_more(ours: SecondForm) -> None:
    """A clerk copies the tab, deletes a column of the copy, and a row of the form's own."""
    for hours in (9, 8, 7):
        ours.respond(hours * HOUR)
    pipeline.pull(ours.campaign, ours.google)
    tab, sheet_id = tab_of(ours), ours.registry.spreadsheet_id
    request = {"duplicateSheet": {"sourceSheetId": tab, "newSheetName": "Copy"}}
    copied = ours.sandbox.api("POST", f"/v4/spreadsheets/{sheet_id}:batchUpdate", json={"requests": [request]})
    delete_column(ours, copied.json()["replies"][0]["duplicateSheet"]["properties"]["sheetId"], "overall")
    delete_row(ours.sandbox, sheet_id, tab, 2)
    assert [each.kind for each in pipeline.pull(ours.campaign, ours.google, full=True).changed] == ["gone"]
    assert tab_of(ours) == tab


def delete_column(office: SecondForm, tab: int, key: str) -> None:
    """A clerk deletes the column of a question."""
    sheet_id, title = office.registry.spreadsheet_id, office.campaign.form.question(key).title
    name = next(each.title for each in office.google.sheets.describe(sheet_id).tabs if each.id == tab)
    header = [column[0] for column in office.google.sheets.values(sheet_id, [f"'{name}'!1:1"])[0]]
    place = header.index(title)
    span = {"sheetId": tab, "dimension": "COLUMNS", "startIndex": place, "endIndex": place + 1}
    path = f"/v4/spreadsheets/{sheet_id}:batchUpdate"
    office.sandbox.api("POST", path, json={"requests": [{"deleteDimension": {"range": span}}]}).raise_for_status()


def test_the_tab_is_proved_when_it_is_first_recorded(campaign: Campaign, google: Any, sandbox: Any) -> None:
    """The other form was linked here first and has the newest responses, when ours is found for the first time."""
    pipeline.setup_forms(campaign, google)
    mine = SecondForm(campaign, google, sandbox, load_registry(campaign.data))
    other = make_second(campaign, sandbox)
    theirs = other.link(mine.registry.spreadsheet_id)
    tab = sandbox.link(mine.registry.form_id, mine.registry.spreadsheet_id)["sheetId"]
    other.respond(2 * HOUR)
    found = find_response_tab(google, mine.registry, "station")
    assert found
    assert found.tab.id == tab, "nobody responded to ours yet: it is the empty one"
    mine.respond(3 * HOUR)
    other.respond(HOUR)
    found = find_response_tab(google, mine.registry, "station")
    assert found
    assert (found.tab.id, [each.id for each in found.others]) == (tab, [theirs])


def test_a_tab_that_holds_none_of_our_responses_is_not_ours(campaign: Campaign, google: Any, sandbox: Any) -> None:
    """Our tab's header was spoilt; the only one that fits is another form's. Its responses are not taken."""
    make_ready(campaign, google, sandbox)
    ours = SecondForm(campaign, google, sandbox, load_registry(campaign.data))
    ours.respond(5 * HOUR)
    other = make_second(campaign, sandbox)
    other.link(ours.registry.spreadsheet_id)
    other.respond(2 * HOUR)
    found = find_response_tab(google, ours.registry, "station")
    assert found
    path = f"/v4/spreadsheets/{ours.registry.spreadsheet_id}/values/'{found.tab.title}'!A1?valueInputOption=RAW"
    sandbox.api("PUT", path, json={"values": [["x"] * len(found.header)]}).raise_for_status()
    with pytest.raises(SheetError, match="none of the form's own"):
        find_response_tab(google, ours.registry, "station")


@pytest.mark.parametrize("linked_again", [False, True])
def test_a_login_that_cannot_ask_the_form_keeps_the_recorded_tab(
    ours: SecondForm, other: SecondForm, linked_again: bool
) -> None:
    ours.respond(5 * HOUR)
    run(ours.campaign.root, "--yes")
    pipeline.pull(ours.campaign, ours.google)
    if linked_again:
        other.link(ours.registry.spreadsheet_id)
        other.respond(HOUR)
    ours.sandbox.faults({"fault": "permission", "on": "forms.forms.responses.list", "times": 99})
    changes = pipeline.pull(ours.campaign, ours.google, full=True)
    assert (changes.changed, changes.total) == ((), 1)


def test_doctor_is_red_while_a_response_of_the_form_is_unread(ours: SecondForm, other: SecondForm) -> None:
    ours.respond(5 * HOUR)
    red = doctor(ours.campaign.root)
    assert red.return_value == 1
    assert "1 response of the form is not in the ledger" in red.output
    pipeline.pull(ours.campaign, ours.google)
    good = doctor(ours.campaign.root)
    assert good.return_value == 0, good.output
    assert "1 response of the form, all of them in the ledger" in good.output
    other.link(ours.registry.spreadsheet_id)
    other.respond(2 * HOUR)
    assert doctor(ours.campaign.root).return_value == 0, "another form's responses are nobody's concern here"
    ours.respond(HOUR / 60)
    assert "2 responses of the form, 1 waiting for anubhav pull" in doctor(ours.campaign.root).output


def test_rows_that_are_gone_are_looked_for_in_the_forms_own_list(ours: SecondForm) -> None:
    ours.respond(5 * HOUR)
    ours.respond(4 * HOUR)
    pipeline.pull(ours.campaign, ours.google)
    ours.sandbox.faults({"fault": "deleted-rows", "count": 1})
    from click.testing import CliRunner

    from anubhav_gforms.cli import anubhav

    result = CliRunner().invoke(anubhav, ["-C", str(ours.campaign.root), "pull"], standalone_mode=False)
    assert result.return_value == 1
    assert "1 response that is gone from the sheet is still in the form's own list" in result.output
    assert "who did it" not in result.output
    assert open_ledger(ours.campaign).counts()["accepted"] == 2, "what was sent counts"


def test_two_campaigns_have_two_names_at_google(ours: SecondForm, other: SecondForm) -> None:
    names = {
        each.google.drive.get(file_id).name
        for each in (ours, other)
        for file_id in (each.registry.form_id, each.registry.spreadsheet_id)
    }
    assert len(names) == 4
    assert sum("bilaspur" in name for name in names) == sum("practice" in name for name in names) == 2


def test_a_plan_beside_a_sheet_in_the_bin_does_not_say_that_all_is_as_wanted(ours: SecondForm) -> None:
    assert ours.sandbox.api("DELETE", f"/drive/v3/files/{ours.registry.spreadsheet_id}").status_code == 204
    said = run(ours.campaign.root, "--dry-run").output
    assert "The response sheet is in the bin or cannot be seen." in said
    assert "Nothing else to do." in said
