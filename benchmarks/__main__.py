"""make bench: every benchmark in turn, or those named; what each printed goes to benchmarks/RESULTS.md.

A section is replaced only by a new run of its benchmark. Exits with 1 when a bar of any of them is missed.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
HEAD = """# What was measured

Written by `make bench`; every table is what the benchmark printed. The machines are shared and noisy: compare within a table,
never between tables. A benchmark ends with exit code 1 when a bar of it is missed.
"""
PACKAGES = ("numpy", "pandas", "pyarrow", "duckdb", "reportlab", "gspread", "google-api-python-client")


def names() -> list[str]:
    """Every benchmark: a folder with a __main__.py."""
    return sorted(path.parent.name for path in HERE.glob("*/__main__.py"))


def machine() -> str:
    """What it ran on: processor, cores, Python, packages."""
    cpuinfo = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", cpuinfo.read_text()) if cpuinfo.exists() else None
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{model[1] if model else platform.processor()}, {os.cpu_count()} cores; Python {platform.python_version()}, {packages}"


def run(name: str) -> tuple[int, str]:
    """(exit code, section) of one benchmark, which also prints as it runs."""
    began = time.monotonic()
    lines = []
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    verdict = "every bar met" if process.returncode == 0 else "a bar MISSED"
    took = f"{datetime.now(UTC):%Y-%m-%d}, {time.monotonic() - began:.0f} s, {verdict}"
    return (
        process.returncode,
        f"## {name}\n\n`make bench-{name}`: {took}.\n{machine()}.\n\n```\n{''.join(lines).strip()}\n```\n",
    )


def sections() -> dict[str, str]:
    """What RESULTS.md holds now, by benchmark."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    return {match[1]: match[0].rstrip() + "\n" for match in re.finditer(r"(?ms)^## (\w+)\n.*?(?=^## |\Z)", text)}


def main() -> int:
    wanted = sys.argv[1:] or names()
    if unknown := set(wanted) - set(names()):
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(names())}.", file=sys.stderr)
        return 2
    missed = []
    for name in wanted:
        print(f"\n== {name}", flush=True)
        code, section = run(name)
        if code:
            missed.append(name)
        RESULTS.write_text(
            "\n".join([HEAD, *(text for _, text in sorted({**sections(), name: section}.items()))]), "utf-8"
        )
    print(
        f"\nWritten to {RESULTS.relative_to(HERE.parent)}. "
        + (f"Bars missed: {', '.join(missed)}." if missed else "Every bar is met.")
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
