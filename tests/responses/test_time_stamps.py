"""RFC 3161: the heads are stamped by an authority outside, once a day; a stamp of another line, authority or request is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from office_commands import done, run

from anubhav_gforms import pipeline
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.errors import InputError, StateError
from tools.stamping import OPENSSL, TimeStampAuthority, listening_authority

pytestmark = pytest.mark.skipif(not OPENSSL, reason="openssl is not installed: nobody here answers as an authority")
DAY = timedelta(days=1, hours=1)


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[TimeStampAuthority]:
    with listening_authority(tmp_path / "authority") as listening:
        yield listening


@pytest.fixture
def stamped(station_office: Any, authority: TimeStampAuthority) -> Any:
    """An office that has its heads stamped, and whose first pull was."""
    office = station_office
    config = office.campaign.root / "config"
    (config / "time-stamp.pem").write_text(authority.certificates)
    text = (config / "office.toml").read_text("utf-8")
    (config / "office.toml").write_text(text.replace('time_stamp = ""', f'time_stamp = "{authority.address}"'), "utf-8")
    office.campaign = load_campaign(office.campaign.root)
    office.respond_many(2)
    done(office, "pull")
    return office


def stamps(office: Any) -> list[Path]:
    return sorted((office.campaign.data / "time-stamps").glob("*.tsr"))


def checked(office: Any, at: datetime | None = None) -> Any:
    """What doctor and today say of the stamps."""
    moment = at or datetime.now(UTC)
    doctor = next(c for c in pipeline.doctor(office.campaign, office.google, now=moment) if c.name == "time stamps")
    assert doctor == next(c for c in pipeline.due_today(office.campaign, lambda: moment) if c.name == "time stamps")
    return doctor


def looked(office: Any) -> tuple[int, str]:
    """Exit code and words of a look at all stamps."""
    result = run(office, "ledger", "prove", "--time-stamps")
    return result.return_value, result.output


def stamp_later(office: Any, days: int = 1) -> tuple[str, ...]:
    """What the next pull or report does, so many days later."""
    return tuple(map(str, pipeline.deposit_heads(office.campaign, clock=lambda: datetime.now(UTC) + days * DAY)))


def test_a_head_is_stamped_once_a_day_and_openssl_reads_it_too(stamped: Any, authority: TimeStampAuthority) -> None:
    office, first = stamped, stamped.ledger.manifest
    assert [path.name for path in stamps(office)] == [f"ledger-{first.lines}.tsr"]
    assert authority.verify(stamps(office)[0], first.chain.encode())
    assert not authority.verify(stamps(office)[0], b"another")
    office.respond_many(1)
    done(office, "pull")
    assert len(authority.asked) == 1, "not twice a day"
    assert stamp_later(office) == ()
    assert stamp_later(office, 2) == (), "nothing new: nobody is asked"
    assert len(authority.asked) == len(stamps(office)) == 2
    assert looked(office)[0] == 0
    assert "2 time stamps are kept" in looked(office)[1]
    assert (checked(office).ok, checked(office).said) == (True, "2 time stamps")
    said = done(office, "ledger", "prove", office.ledger.manifest.chain[:12])
    assert f"A time stamp of {datetime.now(UTC):%Y-%m-%d}" in said
    assert f"it goes up to line {office.ledger.manifest.lines}" in said
    assert f"it goes up to line {first.lines}" in done(office, "ledger", "prove", first.chain)
    assert stamps(office)[0].stat().st_mode & 0o077 == 0


def test_a_report_has_what_it_announced_stamped_and_the_authority_gets_a_hash_alone(
    stamped: Any, authority: TimeStampAuthority
) -> None:
    done(stamped, "report", "--no-open", "--week", "2026-W36", "--offline")
    assert [path.name.partition("-")[0] for path in stamps(stamped)] == ["gazette", "ledger"]
    assert all(len(request) < 80 for request in authority.asked)


def test_books_that_were_rewritten_as_a_whole_are_not_those_that_were_stamped(stamped: Any) -> None:
    office, old = stamped, stamped.ledger.manifest
    office.ledger.folder.rename(office.campaign.data / "before")
    office.respond_many(1)
    done(office, "pull")
    assert office.ledger.manifest.chain != old.chain
    code, said = looked(office)
    assert code == 1
    assert f"ledger-{old.lines}.tsr: what was stamped on {datetime.now(UTC):%Y-%m-%d}" in said
    assert "is NOT part of today's books" in said
    assert (checked(office).ok, checked(office).cure) == (False, "anubhav ledger prove --time-stamps")
    assert "time stamp" not in done(office, "ledger", "prove", office.ledger.manifest.chain)


def test_a_stamp_of_another_line_is_none_of_this_one(stamped: Any) -> None:
    office = stamped
    office.respond_many(1)
    done(office, "pull")
    stamp = stamps(office)[0]
    stamp.rename(stamp.with_name(f"ledger-{office.ledger.manifest.lines}.tsr"))
    code, said = looked(office)
    assert code == 1
    assert "is NOT part of today's books" in said
    assert "time stamp" not in done(office, "ledger", "prove", office.ledger.manifest.chain)


def test_another_authority_is_not_believed(stamped: Any, authority: TimeStampAuthority, tmp_path: Path) -> None:
    office, other = stamped, TimeStampAuthority(tmp_path / "other")
    (office.campaign.root / "config" / "time-stamp.pem").write_text(other.certificates)
    assert "no authority of config/time-stamp.pem has signed it" in looked(office)[1]
    assert checked(office).ok is False
    office.respond_many(1)
    done(office, "pull")
    [note] = stamp_later(office)
    assert f"The reply of {authority.address} is not kept: no authority of config/time-stamp.pem has signed it." in note
    assert len(stamps(office)) == 1
    both = authority.certificates + other.certificates
    (office.campaign.root / "config" / "time-stamp.pem").write_text(both)
    assert looked(office)[0] == 0, "whose certificate was renewed keeps the old one in the file"


@pytest.mark.parametrize("cut", [1, 100, 480])
def test_half_a_stamp_is_none(stamped: Any, cut: int) -> None:
    [stamp] = stamps(stamped)
    stamp.write_bytes(stamp.read_bytes()[:-cut])
    assert looked(stamped)[0] == 1
    assert "it is not a whole time stamp" in looked(stamped)[1]
    assert checked(stamped).ok is False


def test_no_byte_of_a_stamp_can_be_changed_to_another_time_or_line(stamped: Any) -> None:
    from anubhav_gforms.custody.stamps import read_certificates, time_of  # the command itself would take minutes

    [stamp] = stamps(stamped)
    whole, hashed = stamp.read_bytes(), stamped.ledger.manifest.chain
    certificates = read_certificates(stamped.campaign.root)
    at, held = time_of(whole, certificates, hashed), 0
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        try:
            assert time_of(bytes(changed), certificates, hashed) == at
            held += 1
        except InputError:
            pass
    assert held < len(whole) / 20, "bytes that say nothing: of how it is packed"


def test_an_old_reply_played_again_is_not_kept(stamped: Any, authority: TimeStampAuthority) -> None:
    """Somebody between office and authority gives a reply of before, for a hash that may be the same one."""
    office = stamped
    office.respond_many(1)
    done(office, "pull")
    authority.instead = (200, authority.reply(authority.asked[0]))
    [note] = stamp_later(office)
    assert "is not kept: what was stamped on" in note
    [stamp] = stamps(office)
    stamp.unlink()
    authority.instead = None
    assert stamp_later(office, 2) == ()
    authority.instead = (200, authority.reply(authority.asked[-1]))
    [again] = stamps(office)
    again.unlink()
    [note] = stamp_later(office, 3)
    assert "it was made for another request" in note
    assert stamps(office) == []


def test_a_clock_that_is_ahead_moves_no_stamp_and_is_told(stamped: Any) -> None:
    """Without the internet a line gets the time of the office's clock; its stamp has the authority's."""
    office, today = stamped, f"{datetime.now(UTC):%Y-%m-%d}"
    office.respond("unsigned")
    done(office, "pull")
    frame = office.ledger.frame()
    lost = frame[frame.code_status == "quarantined"].response_id.iloc[0]
    config = office.campaign.root / "config" / "office.toml"
    config.write_text(config.read_text("utf-8").replace(office.sandbox.root, "http://127.0.0.1:9"), "utf-8")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=30), tick=True):
        done(office, "quarantine", "assign", lost, "--station", "BSP-KTW", "--why", "camp day", "--by", "clerk")
    assert stamp_later(office) == ()
    code, said = looked(office)
    assert code == 1
    lines = office.ledger.manifest.lines
    assert f"ledger-{lines}.tsr: its line says {datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}" in said
    assert f"later than the stamp of {today}" in said
    assert "this computer's clock was ahead" in said


def test_an_authority_that_is_silent_stops_no_pull_and_is_told_once(
    stamped: Any, authority: TimeStampAuthority
) -> None:
    office = stamped
    office.respond_many(1)
    done(office, "pull")
    authority.instead = (503, b"")
    asked = len(authority.asked)
    [note] = stamp_later(office)
    assert "replied with status 503" in note
    assert stamp_later(office) == (), "within the hour nobody is asked"
    assert stamp_later(office, 2) == (), "told once"
    assert checked(office).ok is True
    late = checked(office, datetime.now(UTC) + 4 * DAY)
    assert (late.ok, late.cure) == (False, "anubhav pull")
    assert "have no time stamp" in late.said
    authority.instead = None
    assert stamp_later(office, 3) == ()
    assert len(authority.asked) == asked + 1
    assert sorted(path.suffix for path in (office.campaign.data / "time-stamps").iterdir()) == [".tsr", ".tsr"]
    assert checked(office, datetime.now(UTC) + 4 * DAY).ok is True


def test_a_disk_that_keeps_no_stamp_ends_the_pull_with_2_and_the_next_one_asks_again(stamped: Any) -> None:
    """What came is in the ledger and said; within the hour too the stamp is asked for, since the authority did reply."""
    office, folder = stamped, stamped.campaign.data / "time-stamps"
    folder.rename(folder.with_name("aside"))
    folder.write_text("")
    office.respond_many(2)
    ended = run(office, "pull")
    assert isinstance(ended.exception, StateError)
    assert str(folder) in str(ended.exception)
    assert "2 new responses" in ended.output
    folder.unlink()
    done(office, "pull")
    assert [path.name for path in stamps(office)] == [f"ledger-{office.ledger.manifest.lines}.tsr"]


def test_nobody_listens_no_certificate_and_a_reply_without_end(stamped: Any, authority: TimeStampAuthority) -> None:
    office = stamped
    office.respond_many(1)
    done(office, "pull")
    authority.instead = (200, b"0" * 200_000)
    assert "it is not a whole time stamp" in stamp_later(office)[0]
    (office.campaign.data / "time-stamps" / "no-answer").unlink()
    office_toml = office.campaign.root / "config" / "office.toml"
    text = office_toml.read_text("utf-8")
    office_toml.write_text(text.replace(authority.address, "http://127.0.0.1:9/"), "utf-8")
    office.campaign = load_campaign(office.campaign.root)
    assert "http://127.0.0.1:9 does not reply" in stamp_later(office)[0]
    (office.campaign.root / "config" / "time-stamp.pem").unlink()
    (office.campaign.data / "time-stamps" / "no-answer").unlink()
    assert "there is no certificate of a time stamp authority" in stamp_later(office)[0]
    with pytest.raises(InputError, match="no certificate"):
        raise run(office, "ledger", "prove", "--time-stamps").exception


def test_without_an_authority_nothing_is_said(station_office: Any) -> None:
    station_office.respond_many(1)
    assert "stamp" not in done(station_office, "pull")
    assert checked(station_office).ok is True
    assert not (station_office.campaign.data / "time-stamps").exists()
