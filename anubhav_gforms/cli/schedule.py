"""anubhav schedule: ready lines that let this machine pull by itself."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from ..errors import InputError
from ..sentence import Sentence
from .show import campaign_of, say, translated

SYSTEMS = ("systemd", "cron", "windows")
EVEN = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Minutes that divide an hour, or hours that divide a day: other spans cron and calendars cannot keep."""

LONGEST_TASK = 261
"""Characters that schtasks takes after /TR."""


def _even(ctx: click.Context, parameter: click.Parameter, minutes: int) -> int:
    if minutes not in EVEN:
        spans = ", ".join(map(str, EVEN))
        raise click.BadParameter(
            translated(
                Sentence("no clock keeps every {minutes} minutes. Choose one of {spans}", minutes=minutes, spans=spans)
            )
        )
    return minutes


@click.command("schedule")
@click.option("--for", "system", type=click.Choice(SYSTEMS), help="Which system. Default: the one of this machine.")
@click.option(
    "--minutes",
    type=int,
    default=15,
    show_default=True,
    callback=_even,
    help="Minutes between two pulls: what divides an hour, or whole hours that divide a day.",
)
@click.option("--report", is_flag=True, help="Also the report, every Monday at 6 in the morning.")
@click.pass_context
def command(ctx: click.Context, system: str | None, minutes: int, report: bool) -> int:
    """Print lines for systemd, cron or the Windows Task Scheduler that pull on a schedule.

    Nothing is installed: look at the lines, then copy them where the text says. Each run is one anubhav watch --once:
    it pulls, sends alerts, and ends; two runs never disturb one another.

    \b
    Example:
      anubhav schedule
      anubhav schedule --for cron --minutes 5 --report
    """
    campaign = campaign_of(ctx)
    chosen = system or ("windows" if sys.platform == "win32" else "systemd" if shutil.which("systemctl") else "cron")
    lines = {"systemd": systemd, "cron": cron, "windows": windows}[chosen]
    text = lines(program(), campaign.root.resolve(), campaign.id, minutes=minutes, report=report)
    click.echo(text)
    say("\nNext: after the first run, anubhav ledger stats shows the last pull.")
    return 0


def program() -> str:
    """How this anubhav is started: its script beside Python, else what the PATH finds."""
    beside = Path(sys.executable).parent / ("anubhav.exe" if sys.platform == "win32" else "anubhav")
    return str(beside) if beside.exists() else shutil.which("anubhav") or "anubhav"


def systemd(program: str, folder: Path, name: str, *, minutes: int, report: bool) -> str:
    """Units for the user's own systemd, and the commands that start them."""

    def units(task: str, arguments: str, when: str) -> str:
        return f"""# ~/.config/systemd/user/anubhav-{name}-{task}.service
[Unit]
Description=anubhav {arguments} for {name}
[Service]
Type=oneshot
SuccessExitStatus=1
ExecStart={_systemd_quoted(program)} -C {_systemd_quoted(str(folder))} {arguments}

# ~/.config/systemd/user/anubhav-{name}-{task}.timer
[Timer]
{when}
Persistent=true
[Install]
WantedBy=timers.target
"""

    jobs = [("watch", "watch --once", f"OnCalendar={_every(minutes)}\nRandomizedDelaySec=20")]
    if report:
        jobs.append(("report", "report --no-open", "OnCalendar=Mon 06:00"))
    start = " ".join(f"anubhav-{name}-{task}.timer" for task, _, _ in jobs)
    parts = [units(*job) for job in jobs]
    return (
        "\n".join(parts)
        + f'\n# {translated("then:")}\nsystemctl --user daemon-reload && systemctl --user enable --now {start}\nloginctl enable-linger "$USER"'
    )


def cron(program: str, folder: Path, name: str, *, minutes: int, report: bool) -> str:
    """Lines for crontab -e."""
    start = f"{shlex.quote(program)} -C {shlex.quote(str(folder))}".replace("%", r"\%")
    when = "* * * * *" if minutes == 1 else f"*/{minutes} * * * *"
    if minutes >= 60:
        when = "0 6 * * *" if minutes == 1440 else "0 * * * *" if minutes == 60 else f"0 */{minutes // 60} * * *"
    lines = [
        "# " + translated(Sentence("anubhav for {name}: add with crontab -e", name=name)),
        f"{when} {start} -q watch --once",
    ]
    if report:
        lines.append(f"0 6 * * 1 {start} -q report --no-open")
    return "\n".join(lines)


def windows(program: str, folder: Path, name: str, *, minutes: int, report: bool) -> str:
    """Commands for a Windows command prompt."""

    def task(job: str, arguments: str, when: str) -> str:
        run = f'\\"{program}\\" -C \\"{folder}\\" {arguments}'
        if len(run) > LONGEST_TASK:
            raise InputError(
                "Task Scheduler takes lines of {longest_task} characters; this one has {n}.",
                cure="Move the campaign to a folder with a shorter path.",
                longest_task=LONGEST_TASK,
                n=len(run),
            )
        return f'schtasks /Create /F /TN "anubhav {name} {job}" /TR "{run}" {when}'

    when = "/SC DAILY /ST 06:00" if minutes == 1440 else f"/SC MINUTE /MO {minutes}"
    lines = ["rem " + translated("type these into a command prompt"), task("watch", "watch --once", when)]
    if report:
        lines.append(task("report", "report --no-open", "/SC WEEKLY /D MON /ST 06:00"))
    return "\n".join(lines)


def _every(minutes: int) -> str:
    if minutes < 60:
        return f"*:0/{minutes}"
    return f"0/{minutes // 60}:00" if minutes < 1440 else "06:00"


def _systemd_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
