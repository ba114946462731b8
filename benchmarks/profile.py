"""make profile RUN="report": one anubhav command in the demo's folder, and where its time goes.

The demo's sandbox is started for it when it does not run. Prints the functions with most time of their own.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import re
import shlex
import subprocess
import sys
from pathlib import Path

DEMO = Path(__file__).parent.parent / "demo"
SHOWN = 30


def main() -> int:
    office = DEMO / "config" / "office.toml"
    if not office.exists():
        print("There is no demo to work in. Run: make demo", file=sys.stderr)
        return 2
    arguments = shlex.split(" ".join(sys.argv[1:])) or ["report"]
    address = re.search(r'(?m)^root = "http://127.0.0.1:(\d+)"', office.read_text(encoding="utf-8"))
    assert address, "the demo's office.toml names the sandbox"
    command = [sys.executable, "-m", "anubhav_gforms", "sandbox", "--port", address[1], "--world", "sandbox.sqlite"]
    os.chdir(DEMO)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as sandbox:
        assert sandbox.stdout is not None
        sandbox.stdout.readline()  # ready; or the port is taken by the demo's own sandbox, which is as good
        profile = cProfile.Profile()
        try:
            profile.enable()
            code = _anubhav(arguments)
            profile.disable()
        finally:
            sandbox.terminate()
    pstats.Stats(profile).sort_stats("tottime").print_stats(SHOWN)
    return code


def _anubhav(arguments: list[str]) -> int:
    from anubhav_gforms.cli import anubhav

    return int(anubhav.main(arguments, prog_name="anubhav", standalone_mode=False) or 0)


if __name__ == "__main__":
    sys.exit(main())
