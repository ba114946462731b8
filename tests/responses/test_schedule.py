"""What is put in place for systemd, cron and Windows runs this program on this campaign, as often as was asked, and is installed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from schedules import FOLDER, PROGRAM, planned

from anubhav_gforms import cli, pipeline
from anubhav_gforms.custody.passphrase import remember_passphrase
from anubhav_gforms.pipeline.locks import LOCKS, NAMESPACES
from anubhav_gforms.pipeline.schedule import EVEN, Schedule, install_schedule, plan_schedule

PROJECT = Path(__file__).parents[2]
WITH_SYSTEMD = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine (Debian: apt install systemd)"
)


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
    minute, hour = planned("cron", minutes=minutes).given.splitlines()[1].split()[:2]
    calendar = re.search("OnCalendar=(.*):(.*)", planned("systemd", minutes=minutes).text())
    assert calendar
    for found in (moments(hour, minute), moments(*calendar.groups())):
        gaps = {(after - before) % 1440 or 1440 for before, after in zip(found, [*found[1:], found[0]], strict=True)}
        assert gaps == {minutes}
    repeated = re.search(r"PT(\d+)M", planned("windows", minutes=minutes).text())
    assert (int(repeated[1]) if repeated else 1440) == minutes


def test_the_lines_quote_the_program_and_the_folder() -> None:
    """With blanks and signs that mean something to systemd, to cron, or to the shell."""
    units = planned("systemd", report=True).text()
    folder = '"/home/office/100%% police $$x"'
    assert f'ExecStart="/opt/my tools/anubhav" "-C" {folder} "--log"' in units
    assert "systemctl --user enable --now anubhav-demo-watch.timer anubhav-demo-report.timer" in units
    lines = planned("cron", report=True).given.splitlines()[1:-1]
    assert all(line.count("%") == line.count(r"\%") == 2 for line in lines), "cron ends a line at a bare %"
    words = shlex.split(lines[0].replace(r"\%", "%"))
    assert words[5:] == [PROGRAM, "-q", "-C", str(FOLDER), "--log", f"{FOLDER}/data/anubhav.log", "watch", "--once"]
    assert lines[1].startswith("0 6 * * 1 ")


def installed_units(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every unit that `schedule --report --backup` writes, and where systemd-analyze may keep its own things."""
    (folder / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("ANUBHAV_CONFIG_DIR", str(folder / "office keys"))
    remember_passphrase("demo", "six words that nobody else knows")
    schedule = plan_schedule(
        "systemd", FOLDER, "demo", minutes=5, report=True, program="/bin/true", backup=Path("/mnt/stick")
    )
    install_schedule(Schedule(schedule.files, ()))
    return [str(path) for path, _ in schedule.files]


def systemd_analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("system", "setting"),
    [
        ("systemd", 'Environment="ANUBHAV_CONFIG_DIR={}"'),
        ("cron", " ANUBHAV_CONFIG_DIR={} "),
        ("windows", "\nsetx ANUBHAV_CONFIG_DIR {}\n"),
    ],
)
def test_a_scheduled_run_finds_logins_and_keys_where_this_one_does(
    system: str, setting: str, config_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert setting.format(config_dir) in planned(system, report=True).text()
    monkeypatch.delenv("ANUBHAV_CONFIG_DIR")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config_dir))
    if sys.platform == "linux":
        assert setting.format(config_dir / "anubhav") in planned(system, report=True).text()
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert "ANUBHAV_CONFIG_DIR" not in planned(system, report=True).text()


def test_a_unit_may_write_where_keys_and_data_are_linked_to(tmp_path: Path) -> None:
    """keys/ may lie on another disk: docs/ledger.md."""
    campaign, disk = tmp_path / "campaign", tmp_path / "other disk"
    for folder in (campaign, disk):
        folder.mkdir()
    (campaign / "keys").symlink_to(disk)
    (campaign / "data").mkdir()
    unit = planned("systemd", folder=campaign).files[0][1]
    [written] = re.findall("ReadWritePaths=(.*)", unit)
    assert shlex.split(written)[:2] == [f"-{campaign}", f"-{disk}"]
    assert "/data" not in written


@WITH_SYSTEMD
def test_systemd_takes_the_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    units = installed_units(tmp_path, monkeypatch)
    checked = systemd_analyze("verify", "--user", *units)
    assert (checked.returncode, checked.stderr) == (0, "")
    watch = Path(units[0])
    watch.write_text(watch.read_text().replace("ProtectSystem=", "ProtectSystm="))
    assert "Unknown key" in systemd_analyze("verify", "--user", *units).stderr


@WITH_SYSTEMD
def test_a_unit_may_do_little_but_its_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exposure as systemd counts it, in tenths: 0 is locked in, 10 is free. Without the locks it is 8.5."""
    monkeypatch.setattr("shutil.which", lambda name: None)  # the answer of one machine says nothing of the others
    units = [unit for unit in installed_units(tmp_path, monkeypatch) if unit.endswith(".service")]
    assert len(units) == 4
    for unit in units:
        looked = systemd_analyze("security", "--user", "--offline=yes", "--no-pager", "--threshold=20", unit)
        assert looked.returncode == 0, looked.stdout + looked.stderr
    Path(units[0]).write_text(Path(units[0]).read_text().replace(NAMESPACES, ""))
    assert systemd_analyze("security", "--user", "--offline=yes", "--threshold=20", units[0]).returncode == 1


@pytest.mark.parametrize(("ended", "locked"), [(0, True), (1, True), (217, False), (218, False), (226, False)])
def test_where_users_get_no_namespaces_a_unit_asks_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: int, locked: bool
) -> None:
    """It would never run. 1 is a machine where systemd cannot be asked."""
    program = tmp_path / "systemd-run"
    program.write_text(f"#!/bin/sh\nexit {ended}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    unit = planned("systemd").files[0][1]
    assert LOCKS in unit
    assert (NAMESPACES in unit) is locked


def test_what_is_to_be_typed_is_quoted_as_the_shell_of_its_system_wants(tmp_path: Path) -> None:
    words = ["anubhav", "flags", "--visits", r"C:\my lists\visits.csv"]
    assert pipeline.typed_line(words, "win32") == r'anubhav flags --visits "C:\my lists\visits.csv"'
    assert pipeline.typed_line(words, "linux") == r"anubhav flags --visits 'C:\my lists\visits.csv'"
    shown = plan_schedule("windows", tmp_path / "my office", "demo", minutes=15, report=False, program=PROGRAM).text()
    assert '/TN "anubhav demo watch" /XML "' in shown


@pytest.mark.parametrize("system", ["systemd", "cron", "windows"])
def test_the_command_speaks_of_this_folder_and_installs_nothing(system: str) -> None:
    done = CliRunner().invoke(cli.anubhav, ["-C", str(PROJECT), "schedule", "--for", system, "--minutes", "5"])
    assert done.exit_code == 0
    assert str(PROJECT) in done.output
    assert "watch --once" in done.output
    assert "report" not in done.output
    assert "Nothing was installed" in done.output


def test_without_a_terminal_it_installs_nothing_by_itself() -> None:
    done = CliRunner().invoke(cli.anubhav, ["-C", str(PROJECT), "schedule", "--for", "cron", "--install"])
    assert done.exit_code != 0
    assert "--yes" in str(done.exception)


def test_a_span_that_no_clock_keeps_is_refused() -> None:
    done = CliRunner().invoke(cli.anubhav, ["-C", str(PROJECT), "schedule", "--minutes", "45"])
    assert done.exit_code == 2
    assert "45 minutes divide neither an hour nor a day evenly" in " ".join(done.output.split())


def test_a_run_that_nobody_watches_leaves_a_line_of_how_it_ended(tmp_path: Path) -> None:
    log = tmp_path / "log" / "anubhav.log"
    command = [sys.executable, "-m", "anubhav_gforms", "-C", str(tmp_path), "pull", "--log", str(log)]
    subprocess.run(command, capture_output=True, check=False)
    lines = [line.split(" ", 2)[2] for line in log.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == "begins: pull"
    assert lines[1].startswith("failed: ")
    assert "holds no campaign" in lines[1]
    assert lines[2] == "ended with 2"
    assert log.stat().st_mode & 0o777 == 0o600
