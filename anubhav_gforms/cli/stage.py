"""A campaign's folder in which commands are typed for a person, each shown; and the sandbox beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import click

from .. import pipeline
from ..campaign import load_campaign
from ..errors import InputError
from ..files import parse_json
from .show import say
from .spoken import VARIABLE


class Stage:
    """The folder of a campaign, and the commands that are typed in it; they speak the language that the person chose."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.environment = {name: value for name, value in os.environ.items() if name != "ANUBHAV_GOOGLE_ROOT"}
        self.environment[VARIABLE] = language

    def type(self, typed: str, *, asks: bool = False) -> None:
        """Run one anubhav command as if typed in the folder; with `asks` a person answers it. Raises InputError when it fails."""
        show_typed(f"anubhav {typed}")
        sys.stdout.flush()
        done = subprocess.run(
            _anubhav(*typed.split()),
            cwd=self.folder,
            env=self.environment,
            stdin=None if asks else subprocess.DEVNULL,
            check=False,
        )
        if done.returncode not in (0, 1):
            verb = typed.split()[0]
            raise InputError(
                "Stopped: anubhav {verb} ended with exit code {returncode}; its message is above.",
                verb=verb,
                returncode=done.returncode,
            )

    def start_sandbox(self, port: int = 0) -> tuple[subprocess.Popen[str], str]:
        """Start the sandbox beside us, and give its address; port 0 takes any that is free."""
        show_typed(f"anubhav sandbox --port {port} --world sandbox.sqlite &")
        log = (self.folder / "sandbox.log").open("w", encoding="utf-8")
        with log:
            process = subprocess.Popen(
                _anubhav("sandbox", "--port", str(port), "--world", "sandbox.sqlite"),
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
                start_new_session=True,
            )
        try:
            line = process.stdout.readline() if process.stdout else ""
            ready = re.search(r"(http://\S+)", line)
            if not ready:
                raise InputError("The sandbox did not start; {folder} says why.", folder=self.folder / "sandbox.log")
            say(line.strip())
        except BaseException:
            process.kill()
            raise
        return process, ready[1]


def link_form(stage: Stage, root: str) -> None:
    """What a person does at Google once, through the sandbox's endpoints for scripts: "Link to Sheets", and the form's end."""
    registry = parse_json((stage.folder / "data" / "registry.json").read_text(encoding="utf-8"))
    form = f"{root}/sandbox/forms/{registry['form_id']}"
    say('\nIn Google Forms a person now presses "Link to Sheets". The sandbox has one address for that:')
    say(_posted(f"{form}/link", spreadsheetId=registry["spreadsheet_id"]))
    if thanks := pipeline.shown_form(load_campaign(stage.folder)).thanks:
        say('\nAnd sets what people read after sending, in the form\'s settings under "Presentation":')
        say(_posted(f"{form}/edit", action="settings", confirmation=thanks, no_autosave=True))


def _posted(address: str, **content: object) -> str:
    """Send JSON, as the command that is shown would; what came back."""
    body = json.dumps(content, ensure_ascii=False)
    show_typed(f"curl -X POST -H 'Content-Type: application/json' -d '{body}' {address}")
    request = urllib.request.Request(address, data=body.encode(), headers={"Content-Type": "application/json"})  # noqa: S310 (our own loopback server)
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 (the same)
        return str(reply.read().decode().strip())


def stop(sandbox: subprocess.Popen[str]) -> None:
    """End the sandbox, by force when it does not end by itself."""
    sandbox.terminate()
    try:
        sandbox.wait(timeout=10)
    except subprocess.TimeoutExpired:
        sandbox.kill()
        sandbox.wait()
    if sandbox.stdout:
        sandbox.stdout.close()


def program() -> str:
    """How the user's shell reaches anubhav: by name, or by the path beside this Python."""
    return (
        "anubhav" if shutil.which("anubhav") else pipeline.typed_line([str(Path(sys.executable).with_name("anubhav"))])
    )


def show_typed(typed: str) -> None:
    """Show a command as if typed."""
    click.secho(f"\n$ {typed}", bold=True)


def _anubhav(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "anubhav_gforms", *arguments]
