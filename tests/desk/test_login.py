"""Attacks on the way in: session ids, passwords and their lock, once-keys, accounts, TLS."""

from __future__ import annotations

import json
import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import Campaign
from anubhav_gforms.desk.accounts import FILE, check_password, read_accounts
from anubhav_gforms.desk.roles import DeskRole, Officer
from anubhav_gforms.desk.sessions import LOCK_SECONDS, ONCE_SECONDS, TRIES, LockOut, OnceKeys, Sessions
from anubhav_gforms.errors import InputError, StateError
from tests.desk.conftest import PASSWORD, Served, Visitor


def place_of(desk: Served) -> tuple[str, int]:
    place = urlsplit(desk.root)
    return str(place.hostname), int(place.port or 0)


def test_a_login_gives_an_id_that_nobody_could_plant(desk: Served) -> None:
    """Session fixation: the id from before the login opens nothing after it, and one that an attacker made up never does."""
    visitor = desk.visitor()
    visitor.get("/login")
    name = visitor.cookie
    before = visitor.http.cookies[name]
    assert visitor.log_in("ig-office").status_code == 303
    after = visitor.http.cookies[name]
    assert before != after
    thief = Visitor(desk.root)
    for planted in (before, "planted-by-an-attacker", ""):
        thief.http.cookies.set(name, planted)
        assert thief.get("/").status_code == 303
        thief.http.cookies.clear()
    thief.http.cookies.set(name, "planted-by-an-attacker")
    thief.log_in("analyst")
    thief.http.cookies.clear()
    thief.http.cookies.set(name, "planted-by-an-attacker")
    assert thief.get("/").status_code == 303


def test_a_logout_ends_the_session_and_not_only_the_cookie(desk: Served) -> None:
    visitor = desk.visitor("ig-office")
    name = visitor.cookie
    kept = visitor.http.cookies[name]
    visitor.post("/logout", {"token": visitor.token("/account")})
    thief = Visitor(desk.root)
    thief.http.cookies.set(name, kept)
    assert thief.get("/").status_code == 303


def test_the_cookie_is_for_the_desk_alone(desk: Served) -> None:
    reply = desk.visitor().log_in("ig-office")
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "domain" not in cookie


def test_wrong_passwords_lock_the_name_for_that_address(desk: Served) -> None:
    visitor = desk.visitor()
    replies = [visitor.log_in("ig-office", f"wrong password {turn}").status_code for turn in range(TRIES)]
    assert replies == [401] * TRIES
    assert visitor.log_in("ig-office").status_code == 429, "the right one too: else guessing goes on"
    assert desk.visitor("analyst").get("/").status_code == 200
    unknown = [desk.visitor().log_in("no-such-name", "wrong password").status_code for _ in range(TRIES + 1)]
    assert unknown == [401] * TRIES + [429], "a name that is not there is told apart by nothing"


def test_a_lock_ends_and_a_stranger_elsewhere_does_not_make_it() -> None:
    now = [0.0]
    lock = LockOut(lambda: now[0])
    for _ in range(TRIES):
        lock.failed("ig-office", "10.0.0.9")
    assert lock.waits("ig-office", "10.0.0.9")
    assert not lock.waits("ig-office", "10.0.0.5")
    for turn in range(9 * TRIES):
        lock.failed("ig-office", f"10.0.1.{turn}")
    assert lock.waits("ig-office", "10.0.0.5"), "a crowd of addresses is one attack"
    now[0] = LOCK_SECONDS + 1
    assert not lock.waits("ig-office", "10.0.0.9")


def test_many_names_from_one_address_are_one_attack() -> None:
    lock = LockOut(lambda: 0.0)
    for turn in range(10 * TRIES):
        lock.failed(f"name-{turn}", "10.0.0.9")
    assert lock.waits("ig-office", "10.0.0.9")
    assert not lock.waits("ig-office", "10.0.0.5")


def test_memory_of_failures_and_sessions_is_bounded() -> None:
    sessions, lock = Sessions(lambda: 0.0), LockOut(lambda: 0.0)
    officer = Officer("ig-office", DeskRole.IG)
    identity, _ = sessions.begin(officer)
    for turn in range(5000):
        sessions.begin(None)
        lock.failed(f"name-{turn}", f"address-{turn}")
    assert sessions.find(identity), "floods of visitors throw no officer out"
    assert len(sessions._kept) <= 2000


def test_a_session_is_over_after_its_hours() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    identity, _ = sessions.begin(Officer("analyst", DeskRole.ANALYST))
    now[0] = 12 * 3600 - 1
    assert sessions.find(identity)
    now[0] += 2
    assert sessions.find(identity) is None


def test_a_removed_account_is_out(desk: Served) -> None:
    visitor = desk.visitor("analyst")
    with visitor.get("/events", stream=True) as stream:
        pipeline.remove_desk_account(desk.campaign, "analyst")
        assert any(line == b"event: over" for line in stream.iter_lines())
    assert visitor.get("/").status_code == 303


def test_the_printed_address_opens_the_desk_once_and_only_without_accounts(
    office: Campaign, serve: Callable[..., Served]
) -> None:
    desk = serve(office, accounts=False)
    path = desk.entrance.removeprefix(desk.root)
    first, second = Visitor(desk.root), Visitor(desk.root)
    assert first.get(path).status_code == 303
    assert first.get("/").status_code == 200
    assert second.get(path).status_code == 403
    assert second.get("/").status_code == 303
    again = pipeline.entrance_of_open_desk(office)
    assert again.startswith(f"{desk.root}/enter?key=")
    assert second.get(again.removeprefix(desk.root)).status_code == 303
    assert second.get("/").status_code == 200
    assert pipeline.entrance_of_open_desk(office) != again


def test_two_campaigns_of_one_computer_keep_their_desks_apart(
    office: Campaign, serve: Callable[..., Served], tmp_path: Path
) -> None:
    """A browser sends the cookies of an address to all its ports; and a desk that fell leaves its address to the next one."""
    shutil.copytree(office.root, tmp_path / "copy")
    copy = replace(office, root=tmp_path / "copy")
    here, there = serve(office, accounts=False), serve(copy, accounts=False)
    browser = Visitor(here.root)
    assert browser.get(here.entrance.removeprefix(here.root)).status_code == 303
    second = Visitor(there.root, browser.http)
    assert second.get(there.entrance.removeprefix(there.root)).status_code == 303
    assert [each.get("/").status_code for each in (browser, second)] == [200, 200]
    assert pipeline.entrance_of_open_desk(copy).startswith(there.root)
    assert pipeline.entrance_of_open_desk(office) == "", "the copy's desk is not this folder's"
    other = pipeline.listen_beside(office, *place_of(there))
    assert not isinstance(other, str), "an icon's desk takes any port where another campaign has the usual one"
    with other:
        assert other.getsockname()[1] not in (0, place_of(there)[1])


def test_an_icon_that_is_clicked_twice_opens_one_desk(office: Campaign, serve: Callable[..., Served]) -> None:
    """The second click asked for a desk before the first one's had an address."""
    desk = serve(office, accounts=False)
    assert str(pipeline.listen_beside(office, *place_of(desk))).startswith(f"{desk.root}/enter?key=")


def test_a_desk_for_colleagues_takes_no_other_port(office: Campaign) -> None:
    """They have its address as a bookmark; at another port they would meet the program that took this one."""
    with pipeline.listen("0.0.0.0", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            pipeline.listen_beside(office, "0.0.0.0", port)
        with pipeline.listen_beside(office, "127.0.0.1", port) as beside:
            assert beside.getsockname()[1] != port


@pytest.mark.parametrize(
    "name", ["", "bad name!", "http://desk", "desk/", "desk:80", "स्टेशन", "[]", ".", "..", "-", "desk..office"]
)
def test_a_name_that_no_browser_opens_is_refused(office: Campaign, name: str) -> None:
    """The desk was called ready at an address that could not be opened."""
    with pytest.raises(InputError, match="is not the name of a computer"):
        pipeline.open_desk(office, "127.0.0.1", 8766, names=("desk.example", name))


@pytest.mark.parametrize("name", ["desk", "IG_Office-2.local", "192.168.1.20", "fd00::20", "[fd00::20]"])
def test_names_and_addresses_lead_to_the_desk(office: Campaign, name: str) -> None:
    assert pipeline.open_desk(office, "127.0.0.1", 8766, names=(name,)).root.count(name)


def test_once_keys_end() -> None:
    now = [0.0]
    keys = OnceKeys(lambda: now[0])
    short, lasting = keys.make(), keys.make(lasting=True)
    now[0] = ONCE_SECONDS + 1
    assert not keys.take(short)
    assert keys.take(lasting)
    assert not keys.take(lasting)
    assert not keys.take("")


def test_with_accounts_no_address_opens_it_without_a_password(desk: Served) -> None:
    assert "key=" not in desk.entrance
    assert desk.visitor().get("/enter?key=").status_code == 403


def test_another_address_needs_an_account_and_speaks_tls(office: Campaign) -> None:
    with pytest.raises(InputError, match="no account yet"):
        pipeline.open_desk(office, "0.0.0.0", 8766, names=("desk.example",))
    pipeline.add_desk_account(office, "ig-office", "ig", "", PASSWORD)
    desk = pipeline.open_desk(office, "0.0.0.0", 8766, names=("desk.example",))
    assert desk.root == "https://desk.example:8766"
    assert desk.certificate
    assert re.fullmatch(r"([0-9A-F]{2}:){31}[0-9A-F]{2}", desk.fingerprint)
    assert stat.S_IMODE(desk.certificate[1].stat().st_mode) == 0o600
    same = pipeline.open_desk(office, "0.0.0.0", 8766, names=("desk.example",))
    assert same.fingerprint == desk.fingerprint
    other = pipeline.open_desk(office, "0.0.0.0", 8766, names=("other.example",))
    assert other.fingerprint != desk.fingerprint
    with pytest.raises(InputError, match="not a certificate and its key"):
        pipeline.open_desk(office, "0.0.0.0", 8766, certificate=(desk.certificate[0], desk.certificate[0]))


def test_passwords_are_kept_as_hashes_in_a_private_file(office: Campaign, config_dir: Path) -> None:
    pipeline.add_desk_account(office, "ig-office", "ig", "", PASSWORD)
    path = next(config_dir.rglob(FILE))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text("utf-8")
    assert json.loads(path.read_text("utf-8"))[0]["hash"].startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    accounts = read_accounts(path.parent)
    assert check_password(accounts, "ig-office", PASSWORD)
    assert not check_password(accounts, "ig-office", PASSWORD + " ")
    assert not check_password(accounts, "nobody", PASSWORD)
    path.chmod(0o644)
    with pytest.raises(StateError, match="others on this machine can read it"):
        read_accounts(path.parent)


@pytest.mark.parametrize("name", ["", "A B", "../x", "ig office", "x" * 40, "आईजी", "-x"])
def test_odd_names_of_accounts_are_refused(office: Campaign, config_dir: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name"):
        pipeline.add_desk_account(office, name, "ig", "", PASSWORD)


@pytest.mark.parametrize("password", ["short", "a" * 40, "ig-office-2026", "x" * 300])
def test_weak_passwords_are_refused(office: Campaign, config_dir: Path, password: str) -> None:
    with pytest.raises(InputError, match="too easy to guess"):
        pipeline.add_desk_account(office, "ig-office", "ig", "", password)


@pytest.mark.parametrize(("role", "district"), [("sp", ""), ("sp", "XXX"), ("ig", "SKT"), ("analyst", "SKT")])
def test_only_an_sp_has_a_district(office: Campaign, config_dir: Path, role: str, district: str) -> None:
    with pytest.raises(InputError):
        pipeline.add_desk_account(office, "an-account", role, district, PASSWORD)
