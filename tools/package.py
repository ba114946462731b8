"""make package: the wheel, and proof that it works alone: an empty environment, an empty folder, init, demo, doctor.

Writes dist/*.whl. Exits with 1 when the wheel is over 6 MB, when packages do not fit together, or when a command fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).parent.parent
LIMIT = 6_000_000


def run(*command: str | Path, folder: Path, **environment: str) -> None:
    """Run a command and show it; its failure is ours."""
    print("$", *command, flush=True)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ANUBHAV_", "PYTHON", "VIRTUAL_ENV"))
    }
    subprocess.run(
        [str(word) for word in command], cwd=folder, env=kept | environment, stdin=subprocess.DEVNULL, check=True
    )


def main() -> int:
    uv = Path(sys.executable).with_name("uv")
    run(uv, "build", "--quiet", "--wheel", "--out-dir", PROJECT / "dist", folder=PROJECT, HOME=str(Path.home()))
    wheel = max((PROJECT / "dist").glob("*.whl"), key=lambda path: path.stat().st_mtime)
    size = wheel.stat().st_size
    print(f"{wheel.name}: {size / 1e6:.1f} MB (at most {LIMIT / 1e6:.0f})", flush=True)
    if size > LIMIT:
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = {"HOME": str(folder / "home")}
        (folder / "home").mkdir()
        run(uv, "venv", "--quiet", "--python", sys.executable, folder / "venv", folder=folder, **home)
        scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        python, anubhav = scripts / "python", scripts / "anubhav"
        lock = ("--constraint", PROJECT / "constraints.txt")
        run(uv, "pip", "install", "--quiet", "--python", python, *lock, wheel, folder=folder, **home)
        run(uv, "pip", "check", "--python", python, folder=folder, **home)
        run(anubhav, "--version", folder=folder, **home)
        run(anubhav, "init", "campaign", "--id", "campaign", folder=folder, **home)
        run(anubhav, "demo", folder=folder, **home)
    print("The wheel works alone. It lies in dist/")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        print(f"That failed with exit code {error.returncode}.", file=sys.stderr)
        sys.exit(1)
