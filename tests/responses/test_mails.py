"""What a mail program shows of an alert, and what becomes of mails that a server does not take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
import time_machine
from mail_server import taking_mails

from anubhav_gforms.errors import InputError
from anubhav_gforms.responses.alerts.alerts import Alert
from anubhav_gforms.responses.alerts.outbox import ADDRESSES, Outbox, deliver, load_outbox, post, read_addresses

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise looks for it


def address(port: int) -> str:
    return f"mailto://127.0.0.1:{port}?from=watch@example.org&to=office@example.org&mode=insecure"


def test_a_mail_shows_each_line_and_every_sign_of_an_alert(tmp_path: Path) -> None:
    lines = ("सिटी कोतवाली (BSP-KTW)", "fee < 50 & <b>said</b> to be closed", "..", "http://127.0.0.1/cases/1?a=1&b=2")
    title = "मामला 1: संदेश में गंभीर बात, " + "पुलिस अधीक्षक कार्यालय गौरेला-पेंड्रा-मरवाही " * 4
    with taking_mails() as (port, taken):
        box = post(Outbox(), [Alert("money", title, lines), Alert("money", "short", lines)], [address(port)])
        assert deliver(box, [address(port)], tmp_path).sent == 2
    long, short = (cast("EmailMessage", message_from_bytes(each, policy=policy.default)) for each in taken)
    assert [part.get_content_type() for part in short.walk()] == ["text/plain"]
    assert short.get_content().split("\r\n")[:4] == list(lines)
    assert long.get_content().split("\r\n")[:5] == [f"Anubhav: {title}", *lines]
    assert long["Subject"].startswith("Anubhav: मामला 1: संदेश में गंभीर बात, पुलिस अधीक्षक")
    assert long["Subject"].endswith("…")
    assert max(map(len, taken[0].split(b"\r\n"))) <= 998, "no server takes a longer line (RFC 5322)"


def test_a_mail_that_is_refused_holds_up_no_other_and_a_dead_server_is_not_asked_for_each(tmp_path: Path) -> None:
    alerts = [Alert("money", f"spam {n}" if n < 3 else f"case {n}", ("line",)) for n in range(6)]
    with taking_mails("spam") as (port, taken):
        to = [address(port)]
        first = deliver(post(Outbox(), alerts, to), to, tmp_path)
        assert (first.sent, first.failed, len(taken)) == (0, ("mailto",), 2)
        with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2)):
            second = deliver(first.outbox, to, tmp_path)
        assert [each.title for each in second.outbox.waiting] == ["spam 1", "spam 2", "spam 0"]
        assert (second.sent, len(taken)) == (3, 2 + 5)


def test_a_server_that_takes_a_mail_and_does_not_say_so_shows_it_about_once_an_hour(tmp_path: Path) -> None:
    """A filter that hangs after it has kept the mail: a look every five minutes for a day, and one after the clock was set back."""
    began = datetime(2026, 11, 20, tzinfo=UTC)
    with taking_mails("case") as (port, taken):
        box, to = post(Outbox(), [Alert("money", "case 1", ("line",))], [address(port)]), [address(port)]
        for minute in range(0, 24 * 60, 5):
            with time_machine.travel(began + timedelta(minutes=minute), tick=False):
                look = deliver(box, to, tmp_path)
            box = look.outbox
            assert (look.failed, len(box.waiting)) == (("mailto",), 1), "it is named until it is taken"
        assert 24 <= len(taken) <= 30
        before = len(taken)
        with time_machine.travel(began - timedelta(days=300), tick=False):
            deliver(box, to, tmp_path)
        assert len(taken) == before + 1


def test_what_waits_for_an_address_that_is_corrected_goes_to_the_new_one(tmp_path: Path) -> None:
    """A wrong port is put right, beside an address that took it: nobody is told twice, and nothing is lost."""
    alert = Alert("money", "case 1", ("line",))
    with taking_mails() as (port, taken), taking_mails() as (other, also):
        wrong, right, beside = address(9), address(port), address(other)
        first = deliver(post(Outbox(), [alert], [wrong, beside]), [wrong, beside], tmp_path)
        assert (first.sent, len(first.outbox.waiting), len(also)) == (1, 1, 1)
        second = deliver(load_outbox(tmp_path), [beside, right], tmp_path)
        assert (second.sent, second.outbox.waiting, len(taken), len(also)) == (1, (), 1, 1)
        third = deliver(post(second.outbox, [alert], [address(9), right]), [address(9), right], tmp_path)
        assert (third.sent, len(third.outbox.waiting)) == (1, 1)
        assert deliver(third.outbox, [right], tmp_path).outbox.waiting == (), (
            "an address that was taken out is no longer told"
        )


def test_an_address_that_takes_the_place_of_two_is_told_once(tmp_path: Path) -> None:
    alerts = [Alert("money", f"case {number}", ("line",)) for number in range(3)]
    with taking_mails() as (port, taken):
        two, one = [address(9), address(9).replace("to=office", "to=duty")], [address(port)]
        first = deliver(post(Outbox(), alerts, two), two, tmp_path)
        assert len(first.outbox.waiting) == 6
        assert (deliver(first.outbox, one, tmp_path).sent, len(taken)) == (3, 3)


def test_receivers_of_one_line_are_refused_as_one_that_refuses_has_the_others_told_again(tmp_path: Path) -> None:
    path = tmp_path / ADDRESSES
    path.write_text("mailto://example.org?from=w@example.org&to=a@example.org,b@example.org\n", "utf-8")
    path.chmod(0o600)
    with pytest.raises(InputError, match=":1: names several receivers"):
        read_addresses(tmp_path)
