"""make fuzz: throw bytes at every parser that reads what comes from outside, and say how many and what broke.

Atheris where it can be installed (Linux, the Pythons it has wheels for), hypothesis elsewhere, both through the same
functions. What broke a parser is kept in fuzz-crashes/. Exit code 1 when anything broke.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile

from .targets import MEMORY, PROJECT, targets


def main() -> int:
    """Run every target; print the table; give the exit code."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20, help="for each parser")
    parser.add_argument("--only", default="", help="names of parsers, with commas between")
    given = parser.parse_args()
    engine = "atheris" if importlib.util.find_spec("atheris") else "hypothesis"
    if engine == "hypothesis":
        print("There is no atheris for this Python or system; hypothesis takes its place, with the same functions.")
    rows, broken = [], 0
    for target in targets():
        if given.only and target.name not in given.only.split(","):
            continue
        module = "benchmarks.fuzz.one" if engine == "atheris" else "benchmarks.fuzz.hypo"
        command = [sys.executable, "-m", module, target.name, str(given.seconds)]
        with tempfile.TemporaryDirectory(dir=MEMORY, prefix="anubhav-fuzz-") as folder:
            place = {**os.environ, "FUZZ_FOLDER": folder}
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=PROJECT, errors="replace", env=place
            )
        runs = max((int(n) for n in re.findall(r"(?:Done |#)(\d+)", done.stderr)), default=0)
        said = "nothing broke"
        if done.returncode:
            broken += 1
            found = re.findall(r"^(?:[\w.]+(?:Error|Exception)\b.*|==\d+== ?ERROR.*)$", done.stderr, re.MULTILINE)
            said = "BROKE: " + (found[0][:90] if found else done.stderr.strip()[-90:])
        rows.append((target.name, target.reads, f"{runs:,}", said))
        print(f"  {target.name:<12} {target.reads:<34} {runs:>12,} runs  {said}", flush=True)
    total = sum(int(row[2].replace(",", "")) for row in rows)
    print(f"{total:,} runs of {len(rows)} parsers with {engine}, {given.seconds} s each: {broken} broke.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
