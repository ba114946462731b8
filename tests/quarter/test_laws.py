"""A law that nothing can break says nothing: each is broken here on purpose, and holds where nothing is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.older import begin_in_clear

from . import laws
from .books import WholeQuarter
from .laws import BrokenLawError, Step, check, published
from .office import ClerksQuarter
from .pc import Said
from .sheet import shown
from .template import Template
from .world import FIRST, Response, World

NAME = "Naamzq7"


def broken(world: World, law: laws.Law, *said: Said, before: dict[str, bytes] | None = None) -> list[str]:
    """What breaks a law now."""
    return list(law(Step(world, list(said), published(world) if before is None else before)))


def test_nothing_is_broken_where_nothing_is_wrong(world: World) -> None:
    world.respond(world.posters[0].code, world.posters[0].station, 4, name=NAME)
    world.run("pull")
    world.run("doctor")
    check(Step(world, world.pc.said, published(world)))


def test_a_response_that_is_lost_or_invented_is_seen(world: World) -> None:
    poster = world.posters[0]
    world.responses.append(Response(world.now, poster.station, poster.code, 3, read=True))
    assert "read over" in broken(world, laws.each_response_once)[0]
    assert "doctor is green" in broken(world, laws.nothing_green_while_unread)[0]
    world.responses[:] = world.responses[:-2]
    assert "nobody sent" in broken(world, laws.each_response_once)[0]


def test_a_response_that_stands_twice_is_seen(world: World) -> None:
    assert world.tab is not None
    world.tab.duplicate(5)
    world.run("pull")
    assert "stands 2 times" in broken(world, laws.each_response_once)[0]


def test_a_response_that_went_without_an_event_is_seen(world: World) -> None:
    assert world.tab is not None
    assert not broken(world, laws.each_response_once), "now the ledger is known to hold them all"
    world.responses[3].deleted = 1
    world.responses[3].when += timedelta(seconds=1)
    assert "no event says so" in broken(world, laws.each_response_once)[0]


def test_a_genuine_response_in_quarantine_is_seen(world: World) -> None:
    poster = world.posters[0]
    world.run("posters", "--revoke", f"{poster.station}.P{poster.serial}", "--yes")
    world.respond(poster.code, poster.station, 4)
    pulled = world.run("pull")
    assert not broken(world, laws.genuine_responses_count, pulled)
    poster.revoked = False
    assert "stays in quarantine" in broken(world, laws.genuine_responses_count, pulled)[0]


def test_a_key_that_came_from_nowhere_is_seen(world: World) -> None:
    world.key_away = True
    assert "made another" in broken(world, laws.keys_are_made_only_once)[0]


def test_a_changed_report_and_changed_constants_are_seen(world: World) -> None:
    (world.data / "reports" / "2026-W40").mkdir(parents=True)
    (world.data / "reports" / "2026-W40" / "office.csv").write_text("new")
    found = broken(world, laws.published_figures_stay, before={"reports/2026-W40/office.csv": b"old"})
    assert "the old one is nowhere" in found[0]
    found = broken(world, laws.published_figures_stay, before={"constants/2026-Q4.json": b"{}"})
    assert "constants/2026-Q4.json was changed" in found[0]


@pytest.mark.parametrize("now", ["1\n", "2\n1\n", None])
def test_a_book_of_which_a_line_is_gone_or_changed_is_seen(world: World, now: str | None) -> None:
    book = world.data / "gazette.jsonl"
    book.write_text("1\n2\n3\n")
    assert not broken(world, laws.books_only_grow, before={"gazette.jsonl": b"1\n2\n"})
    book.unlink() if now is None else book.write_text(now)
    assert "was written again" in broken(world, laws.books_only_grow, before={"gazette.jsonl": b"1\n2\n"})[0]


def test_a_name_that_was_to_be_forgotten_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_in_clear(monkeypatch)
    sent = world.respond(world.posters[0].code, world.posters[0].station, 4, name=NAME)
    world.run("pull")
    sent.forgotten = True
    found = broken(world, laws.what_was_forgotten_is_nowhere, Said(("pull",), 0, f"hello {NAME}"))
    assert "printed by" in found[0]
    assert "data/ledger/personal-" in found[1]


def test_a_name_that_only_the_keys_open_is_seen(world: World) -> None:
    sent = world.respond(world.posters[0].code, world.posters[0].station, 4, name=NAME)
    world.run("pull")
    sent.forgotten = True
    assert broken(world, laws.what_was_forgotten_is_nowhere) == [f"['{NAME}'] in the ledger, opened with its keys"]


def test_a_damaged_ledger_and_one_of_the_future_are_seen(world: World) -> None:
    world.google.pass_time(timedelta(days=-30))
    assert "from now" in broken(world, laws.the_history_verifies)[0]
    world.google.pass_time(timedelta(days=30))
    part = next((world.data / "ledger").glob("personal-*"))
    part.write_bytes(part.read_bytes()[:-9] + b"123456789")
    assert broken(world, laws.the_history_verifies)


def test_a_clock_that_is_ahead_writes_nothing(world: World) -> None:
    """What a clock of next year writes into the ledger can never be taken back."""
    world.respond(world.posters[0].code, world.posters[0].station, 4)
    world.pc.error = timedelta(days=400)
    said = world.run("pull")
    assert said.code == 2
    assert "400 days ahead of Google's" in said.text
    world.pc.error = timedelta()
    assert not broken(world, laws.the_history_verifies)
    assert "1 new" in world.run("pull").text


@pytest.mark.parametrize("reached", [True, False])
@pytest.mark.parametrize("days", [-400, -2, 400])
def test_nor_does_it_where_google_has_no_part(world: World, days: int, reached: bool) -> None:
    """import, its undo, a station given by hand, and purge, for which a year ahead would make every name old."""
    sent = world.respond("Kotwali", "BSP-KTW", 4, name=NAME)
    world.run("pull")
    batch = world.run("import", str(world.paper()), "--channel", "paper").text.split("This import is ")[1].split(".")[0]
    [row] = [row for row in Step(world, [], {}).rows if row["code_status"] == "quarantined"]
    who = ("--why", "known", "--by", "clerk")
    writes = (
        ("import", str(world.paper("5", when=FIRST)), "--channel", "paper"),
        ("import", "--undo", batch, "--yes", *who),
        ("quarantine", "assign", row["response_id"], "--station", "BSP-KTW", *who),
        ("purge", *(("--months", "12") if days > 0 else ("--sent", shown(sent.when))), "--yes"),
    )
    before = laws.whole(world)
    world.pc.error = timedelta(days=days)
    if not reached:
        world.change("office.toml", world.google.root, "http://127.0.0.1:9")
        before = laws.whole(world)
    for typed in writes:
        said = world.run(*typed)
        assert said.code == 2, said
        told = f"{abs(days)} days" if reached else "Google could not be asked for the time"
        assert told in " ".join(said.text.split()), said
        assert "Nothing was recorded" in " ".join(said.text.split())
    assert laws.whole(world) == before
    world.pc.error = timedelta()
    for typed in writes:
        assert world.run(*typed).code == 0


def test_a_draft_and_an_exit_of_ours_are_seen(world: World) -> None:
    (world.data / "ledger" / "manifest.json.abc.tmp").write_text("{")
    assert broken(world, laws.no_draft_is_left, Said(("pull",), 0, "")) == ["manifest.json.abc.tmp is left"]
    for code in (4, 70, 130, -11):
        assert broken(world, laws.no_exit_of_ours, Said(("pull",), code, ""))


def test_a_reading_command_that_writes_is_seen(template: Template) -> None:
    ClerksQuarter.template = template
    play = ClerksQuarter()
    try:
        play.world.respond(play.world.posters[0].code, play.world.posters[0].station, 4)
        with pytest.raises(BrokenLawError, match="a reading command wrote: anubhav pull"):
            play._reads("pull")
    finally:
        play.teardown()


def test_a_row_that_was_deleted_and_put_back_counts_all_the_while(world: World) -> None:
    assert world.tab is not None
    each = world.responses[3]
    row = next(row.number for row in world.tab.rows()[1] if row.when == each.when)
    each.deleted = world.tab.delete(row)
    world.run("pull", "--full")
    world.tab.restore(each.deleted)
    world.put_back(each)
    world.google.pass_time(timedelta(days=2))
    assert not Step(world, [], {}).unread
    assert "restored" in world.run("pull").text
    assert not broken(world, laws.each_response_once)


def test_responses_on_both_sides_of_a_wrong_link_are_read_by_one_look(template: Template) -> None:
    ClerksQuarter.template = template
    play = ClerksQuarter()
    try:
        play.responses_arrive(which=0, rating=4, count=1, named=False)
        play.the_form_is_linked_to_another_campaigns_sheet()
        play.responses_arrive(which=1, rating=3, count=3, named=False)
        play.the_link_is_put_right(setup=False)
        play.watch()
        play.the_laws_hold()
    finally:
        play.teardown()


@pytest.mark.parametrize("pulled", [False, True])
def test_a_row_that_was_deleted_from_the_tab_that_the_form_left_is_read_from_its_new_one(
    template: Template, pulled: bool
) -> None:
    """Both tabs hold the newest response, and the old one is known: only the whole list tells which is fuller."""
    ClerksQuarter.template = template
    play = ClerksQuarter()
    try:
        play.responses_arrive(which=0, rating=4, count=2, named=False)
        play.pull(full=False)
        if pulled:
            play.a_row_is_deleted(which=7, newest=False)
            play.pull(full=True)
        play.the_form_is_linked_to_another_campaigns_sheet()
        if not pulled:
            play.a_row_is_deleted(which=7, newest=False)
        play.the_link_is_put_right(setup=False)
        play.pull(full=False)
        play.the_laws_hold()
        play.days_pass(days=2)
        play.the_laws_hold()
    finally:
        play.teardown()


def test_what_was_sent_to_a_question_taken_away_and_forgotten_stays_so_on_another_computer(template: Template) -> None:
    """Google keeps asking it: its answers come, are read once it is asked again, and go with their citizen."""
    WholeQuarter.template = template
    play = WholeQuarter()
    try:
        play.responses_arrive(which=0, rating=5, count=2, named=True)
        play.pull(full=False)
        play.a_question_is_taken_away(key="message")
        play.responses_arrive(which=1, rating=1, count=2, named=True)
        play.pull(full=True)
        play.the_laws_hold()
        play.a_citizen_is_forgotten(which=0, cleaned=True, rating=1)
        play.the_office_moves_to_another_computer()
        play.the_laws_hold()
        play.the_question_is_put_back()
        play.pull(full=True)
        play.a_citizen_is_forgotten(which=1, cleaned=False, rating=2)
        play.the_office_moves_to_another_computer()
        play.pull(full=True)
        play.the_laws_hold()
        assert sum(each.forgotten for each in play.world.responses) == 2
    finally:
        play.teardown()
