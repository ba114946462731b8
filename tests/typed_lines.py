"""A line as a user types it: in a process of its own, or in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest

from anubhav_gforms import cli


def anubhav(*arguments: str, folder: Path | str = ".", **environment: str) -> subprocess.CompletedProcess[str]:
    """anubhav with these words, and with `environment` beside the one that is."""
    command = [sys.executable, "-m", "anubhav_gforms", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=600,
        check=False,
    )


def here(*arguments: str, folder: Path | str = ".") -> subprocess.CompletedProcess[str]:
    """The same in this process, for what is said and the exit code of one more command: loading them all takes a second or two. In
    English: a process keeps the help of a command in the language that was asked for."""
    out, err = StringIO(), StringIO()
    with (
        chdir(folder),
        patch("sys.argv", ["anubhav", *arguments]),
        Path(os.devnull).open(encoding="utf-8") as nothing,
        patch("sys.stdin", nothing),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        cli.main()
    code = int(ended.value.code or 0)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
