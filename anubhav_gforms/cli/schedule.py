"""anubhav schedule: ready lines that let this machine pull by itself."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from .show import campaign_of, say

SYSTEMS = ("systemd", "cron", "windows")


@click.command("schedule")
@click.option("--for", "system", type=click.Choice(SYSTEMS), help="Which system. Default: the one of this machine.")
@click.option(
    "--minutes", type=click.IntRange(1, 1440), default=15, show_default=True, help="Minutes between two pulls."
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
        + f'\n# then:\nsystemctl --user daemon-reload && systemctl --user enable --now {start}\nloginctl enable-linger "$USER"'
    )


def cron(program: str, folder: Path, name: str, *, minutes: int, report: bool) -> str:
    """Lines for crontab -e."""
    start = f"{shlex.quote(program)} -C {shlex.quote(str(folder))}".replace("%", r"\%")
    when = (
        f"*/{minutes} * * * *"
        if minutes < 60
        else f"0 */{max(1, minutes // 60)} * * *"
        if minutes < 1440
        else "0 6 * * *"
    )
    lines = [f"# anubhav for {name}: add with crontab -e", f"{when} {start} -q watch --once"]
    if report:
        lines.append(f"0 6 * * 1 {start} -q report --no-open")
    return "\n".join(lines)


def windows(program: str, folder: Path, name: str, *, minutes: int, report: bool) -> str:
    """Commands for a Windows command prompt."""

    def task(job: str, arguments: str, when: str) -> str:
        run = f'\\"{program}\\" -C \\"{folder}\\" {arguments}'
        return f'schtasks /Create /F /TN "anubhav {name} {job}" /TR "{run}" {when}'

    lines = ["rem type these into a command prompt", task("watch", "watch --once", f"/SC MINUTE /MO {minutes}")]
    if report:
        lines.append(task("report", "report --no-open", "/SC WEEKLY /D MON /ST 06:00"))
    return "\n".join(lines)


def _every(minutes: int) -> str:
    if minutes < 60:
        return f"*:0/{minutes}"
    return f"0/{max(1, minutes // 60)}:00" if minutes < 1440 else "06:00"


def _systemd_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
