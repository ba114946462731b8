"""The lines for systemd, cron and Windows run this program on this campaign, and as often as was asked."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from anubhav_gforms import cli
from anubhav_gforms.cli.schedule import EVEN, LONGEST_TASK, cron, systemd, windows
from anubhav_gforms.errors import InputError

PROJECT = Path(__file__).parents[2]
PROGRAM, FOLDER = "/opt/my tools/anubhav", Path("/home/office/100% police $x")


def moments(hours: str, minutes: str) -> list[int]:
    """Minutes of the day at which a pair of fields such as */4 and 0 strikes; 0/4 is systemd's way."""

    def values(field: str, size: int) -> list[int]:
        start, _, step = field.partition("/")
        if step:
            return list(range(0 if start == "*" else int(start), size, int(step)))
        return list(range(size)) if start == "*" else [int(start)]

    return [60 * hour + minute for hour in values(hours, 24) for minute in values(minutes, 60)]


@pytest.mark.parametrize("minutes", EVEN)
def test_every_span_is_kept_all_day(minutes: int) -> None:
    line = cron(PROGRAM, FOLDER, "demo", minutes=minutes, report=False).splitlines()[1]
    minute, hour = line.split()[:2]
    calendar = re.search("OnCalendar=(.*):(.*)", systemd(PROGRAM, FOLDER, "demo", minutes=minutes, report=False))
    assert calendar
    for found in (moments(hour, minute), moments(*calendar.groups())):
        gaps = {(after - before) % 1440 or 1440 for before, after in zip(found, [*found[1:], found[0]], strict=True)}
        assert gaps == {minutes}


def test_the_lines_quote_the_program_and_the_folder() -> None:
    """With blanks and signs that mean something to systemd, to cron, or to the shell."""
    units = systemd(PROGRAM, FOLDER, "demo", minutes=15, report=True)
    assert 'ExecStart="/opt/my tools/anubhav" -C "/home/office/100%% police $$x" watch --once' in units
    assert 'ExecStart="/opt/my tools/anubhav" -C "/home/office/100%% police $$x" report --no-open' in units
    assert "systemctl --user enable --now anubhav-demo-watch.timer anubhav-demo-report.timer" in units
    lines = cron(PROGRAM, FOLDER, "demo", minutes=15, report=True).splitlines()[1:]
    assert all(line.count("%") == line.count(r"\%") == 1 for line in lines), "cron ends a line at a bare %"
    words = shlex.split(lines[0].replace(r"\%", "%"))
    assert words[5:] == [PROGRAM, "-C", str(FOLDER), "-q", "watch", "--once"]
    assert lines[1].startswith("0 6 * * 1 ")


def test_windows_takes_the_lines() -> None:
    folder = Path("C:/Users/Office/anubhav")
    lines = windows(r"C:\tools\anubhav.exe", folder, "demo", minutes=15, report=True).splitlines()[1:]
    assert lines[0].endswith("/SC MINUTE /MO 15")
    assert lines[1].endswith("/SC WEEKLY /D MON /ST 06:00")
    assert r'/TR "\"C:\tools\anubhav.exe\" -C ' in lines[0]
    assert windows("a", folder, "demo", minutes=1440, report=False).endswith("/SC DAILY /ST 06:00")
    with pytest.raises(InputError, match=f"{LONGEST_TASK} characters"):
        windows("a", Path("C:/" + "x" * 260), "demo", minutes=15, report=False)


@pytest.mark.parametrize("system", ["systemd", "cron", "windows"])
def test_the_command_speaks_of_this_folder(system: str) -> None:
    done = CliRunner().invoke(cli.anubhav, ["-C", str(PROJECT), "schedule", "--for", system, "--minutes", "5"])
    assert done.exit_code == 0
    assert str(PROJECT) in done.output
    assert "watch --once" in done.output
    assert "report" not in done.output


def test_a_span_that_no_clock_keeps_is_refused() -> None:
    done = CliRunner().invoke(cli.anubhav, ["-C", str(PROJECT), "schedule", "--minutes", "45"])
    assert done.exit_code == 2
    assert "no clock keeps every 45 minutes" in done.output
