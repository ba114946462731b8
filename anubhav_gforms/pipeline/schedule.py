"""This machine pulls and reports by itself: files and commands for systemd, cron and Windows, shown before they are installed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from ..as_typed import typed_line
from ..custody.passphrase import remembered
from ..errors import InputError, StateError
from ..files import CONFIG_DIR, config_folder, write_whole
from .locks import locks

SYSTEMS = ("systemd", "cron", "windows")
EVEN = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Minutes that divide an hour, or hours that divide a day: other spans cron and calendars cannot keep."""
CRONTAB = ("crontab", "-")
NO_TABLE = ("no crontab for", "No such file")
"""What `crontab -l` says of a user who has no crontab yet; BusyBox says the second. All else is a crontab that could not be read."""
DAILY = "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
LOG = Path("data", "anubhav.log")
"""Below the campaign: what scheduled runs did and how they ended."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What would be installed: `files` (where, its text), then `commands` in their order, the first with `given` typed into it."""

    files: tuple[tuple[Path, str], ...]
    commands: tuple[tuple[str, ...], ...]
    given: str = ""
    system: str = sys.platform
    """As `typed_line` takes it."""

    def text(self) -> str:
        """All of it as a person would look at it, or copy it: into the crontab that is there, since `crontab -` takes its whole place."""
        parts = [f"# {path}\n{text.rstrip()}\n" for path, text in self.files]
        typed = (("crontab", "-e") if command == CRONTAB else command for command in self.commands)
        lines = [typed_line(command, self.system) for command in typed]
        return "\n".join([*parts, *([self.given] if self.given else []), *lines])


@dataclass(frozen=True, slots=True)
class _Job:
    """One run: its short name, the words after `anubhav -C FOLDER`, and when, as each system says it."""

    name: str
    words: tuple[str, ...]
    calendar: str
    cron: str
    trigger: str


def plan_schedule(
    system: str, folder: Path, campaign_id: str, *, minutes: int, report: bool, program: str, backup: Path | None = None
) -> Schedule:
    """`watch --once` every `minutes` (one of EVEN); with `report`, the report on Mondays at six; with `backup`, a backup into
    that folder every day. Changes nothing. Raises InputError when a backup would have to ask for its passphrase."""
    if backup and not remembered(campaign_id):
        raise InputError(
            "A backup that runs by itself cannot ask for its passphrase.",
            cure="Run once: anubhav backup {folder} --remember",
            folder=typed_line([str(backup)]),
        )
    jobs = [_watch(minutes)]
    if report:
        monday = "<ScheduleByWeek><DaysOfWeek><Monday /></DaysOfWeek><WeeksInterval>1</WeeksInterval></ScheduleByWeek>"
        jobs.append(_Job("report", ("report", "--no-open"), "Mon 06:00", "0 6 * * 1", monday))
    if backup:
        jobs.append(_Job("backup", ("backup", str(backup)), "13:30", "30 13 * * *", DAILY))
    if system == "systemd":
        return _systemd(program, folder, campaign_id, jobs, backup)
    return (_cron if system == "cron" else _windows)(program, folder, campaign_id, jobs)


def install_schedule(schedule: Schedule) -> None:
    """Write the files and run the commands. Raises StateError when one fails, with what it said; nothing else is tried then."""
    for path, text in schedule.files:
        write_whole(path, text.encode("utf-16" if path.suffix == ".xml" else "utf-8"))
    for command in schedule.commands:
        try:
            given = _crontab_with(schedule.given) if command == CRONTAB else None
            subprocess.run(command, input=given, check=True, capture_output=True, text=True, errors="surrogateescape")
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", "") or str(error)
            raise StateError(
                "{command} failed: {said}.",
                cure="The files are written. Look at what it says, then run it again.",
                command=typed_line(command),
                said=" ".join(said.split())[:300],
            ) from None


def this_system() -> str:
    """The one of this machine."""
    return "windows" if sys.platform == "win32" else "systemd" if shutil.which("systemctl") else "cron"


def this_program() -> str:
    """How this anubhav is started: its script beside Python, else what the PATH finds."""
    beside = Path(sys.executable).parent / ("anubhav.exe" if sys.platform == "win32" else "anubhav")
    return str(beside) if beside.exists() else shutil.which("anubhav") or "anubhav"


def _watch(minutes: int) -> _Job:
    hours = minutes // 60
    if minutes < 60:
        calendar, cron = f"*:0/{minutes}", "* * * * *" if minutes == 1 else f"*/{minutes} * * * *"
    elif minutes < 1440:
        calendar, cron = f"0/{hours}:00", "0 * * * *" if hours == 1 else f"0 */{hours} * * *"
    else:
        calendar, cron = "06:00", "0 6 * * *"
    repeated = f"<Repetition><Interval>PT{minutes}M</Interval></Repetition>" if minutes < 1440 else ""
    return _Job("watch", ("watch", "--once"), calendar, cron, repeated + DAILY)


def _named_folder(name: str) -> Path | None:
    """The folder of logins and keys, where a variable names it which a scheduled run does not have: that must find it too."""
    named = any(map(os.environ.get, (CONFIG_DIR, "XDG_CONFIG_HOME")))
    return config_folder(name).parent.absolute() if named else None


def _arguments(folder: Path, job: _Job) -> list[str]:
    return ["-C", str(folder), "--log", str(folder / LOG), *job.words]


def _systemd(program: str, folder: Path, name: str, jobs: Sequence[_Job], backup: Path | None) -> Schedule:
    """Units of the user's own systemd: locked in, made good when the machine was off, a failure told to the journal."""
    units = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    failed = f"anubhav-{name}-failed"
    locked = locks()
    secrets = config_folder(name).parent.absolute()
    named = _named_folder(name)
    setting = f"Environment={_systemd_quoted(f'{CONFIG_DIR}={named}')}\n" if named else ""
    elsewhere = [each.resolve() for each in (folder / "data", folder / "keys") if each.is_symlink()]
    writable = " ".join(_systemd_quoted(f"-{path}") for path in (folder, *elsewhere, secrets, backup) if path)
    files = []
    for job in jobs:
        start = " ".join(_systemd_quoted(word.replace("$", "$$")) for word in (program, *_arguments(folder, job)))
        description = f"anubhav {' '.join(job.words)} for {name}".replace("%", "%%")
        files += [
            (
                units / f"anubhav-{name}-{job.name}.service",
                f"""[Unit]
Description={description}
OnFailure={failed}@%N.service

[Service]
Type=oneshot
{setting}ExecStart={start}
SuccessExitStatus=1
TimeoutStartSec=1h
MemoryMax=2G
ReadWritePaths={writable}
{locked}""",
            ),
            (
                units / f"anubhav-{name}-{job.name}.timer",
                f"""[Unit]
Description={description}, by itself

[Timer]
OnCalendar={job.calendar}
RandomizedDelaySec=20
Persistent=true

[Install]
WantedBy=timers.target
""",
            ),
        ]
    log = _systemd_quoted(str(folder / LOG).replace("$", "$$"))
    files.append(
        (
            units / f"{failed}@.service",
            f"""[Unit]
Description=anubhav for {name}: a run failed

[Service]
Type=oneshot
ExecStart=/usr/bin/logger --priority user.err --tag anubhav "%i failed: the end of this file says why:" {log}
{locked}""",
        )
    )
    timers = [f"anubhav-{name}-{job.name}.timer" for job in jobs]
    user = os.environ.get("USER") or os.environ.get("LOGNAME") or "root"
    commands = (
        ("systemctl", "--user", "daemon-reload"),
        ("systemctl", "--user", "enable", "--now", *timers),
        ("loginctl", "enable-linger", user),
    )
    return Schedule(tuple(files), commands)


def _cron(program: str, folder: Path, name: str, jobs: Sequence[_Job]) -> Schedule:
    """A block of the user's crontab between two lines that name the campaign, so that it can be put in place again."""
    named = _named_folder(name)
    setting = f"{CONFIG_DIR}={shlex.quote(str(named))} " if named else ""
    runs = [f"{job.cron} {setting}{shlex.join([program, '-q', *_arguments(folder, job)])}" for job in jobs]
    lines = [line.replace("%", r"\%") for line in runs]
    block = "\n".join([f"# >>> anubhav {name}", *lines, f"# <<< anubhav {name}"])
    return Schedule((), (CRONTAB,), block)


def _crontab_with(block: str) -> str:
    """The user's crontab with the block in place of an older one of the same name. Raises StateError when that has no end: then what
    follows may be others'; CalledProcessError when the crontab could not be read."""
    first, *_, last = block.splitlines()
    listed = subprocess.run(
        ["crontab", "-l"],  # noqa: S607  # where it is, each system knows
        capture_output=True, text=True, check=False, errors="surrogateescape", env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    if not any(said in listed.stderr for said in NO_TABLE):
        listed.check_returncode()
    lines = listed.stdout.splitlines() if listed.returncode == 0 else []
    while first in lines:
        begin = lines.index(first)
        below = lines[begin + 1 :]
        if last not in below or first in below[: below.index(last)]:
            raise StateError(
                'The crontab has the line "{first}" and below it no line "{last}". Nothing was installed.',
                cure="Remove the lines of anubhav from it (crontab -e), then run it again.",
                first=first,
                last=last,
            )
        lines[begin:] = below[below.index(last) + 1 :]
    return "\n".join([*lines, block]) + "\n"


def _windows(program: str, folder: Path, name: str, jobs: Sequence[_Job]) -> Schedule:
    """Task files for the Task Scheduler: without a window, made up for when the machine was off, never two at once."""
    files: list[tuple[Path, str]] = []
    commands: list[tuple[str, ...]] = []
    if named := _named_folder(name):  # a task has no variables of its own, but those of its user
        commands.append(("setx", CONFIG_DIR, str(named)))
    quiet = str(Path(program).with_name("pythonw.exe"))
    for job in jobs:
        words = " ".join(
            f'"{word}"' if " " in word else word for word in ("-m", "anubhav_gforms", *_arguments(folder, job))
        )
        path = folder / "data" / f"task-{job.name}.xml"
        files.append((path, _task(name, job, quiet, words, folder)))
        commands.append(("schtasks", "/Create", "/F", "/TN", f"anubhav {name} {job.name}", "/XML", str(path)))
    return Schedule(tuple(files), tuple(commands), system="win32")


def _task(name: str, job: _Job, program: str, arguments: str, folder: Path) -> str:
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>{escape(f"anubhav {' '.join(job.words)} for {name}")}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T06:00:00</StartBoundary>
      {job.trigger}
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(arguments)}</Arguments>
      <WorkingDirectory>{escape(str(folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def _systemd_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
