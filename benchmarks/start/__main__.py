"""make bench-start: what it costs to ask for help, beside importing click alone and importing everything.

Bars: anubhav --help under 100 ms of CPU, and at most twice `import click`.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

RUNS = 15
COMMANDS = {
    "python": ["-c", "pass"],
    "import click": ["-c", "import click"],
    "anubhav --help": ["-m", "anubhav_gforms", "--help"],
    "anubhav report --help": ["-m", "anubhav_gforms", "report", "--help"],
    "all imports at the top": [
        "-c",
        "import pandas, scipy.stats, gspread, googleapiclient.discovery, reportlab.pdfgen.canvas, rich, click",
    ],
}


def cpu_ms(arguments: list[str]) -> float:
    """CPU of one whole process, user and system, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def main() -> int:
    samples: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, arguments in COMMANDS.items():
            samples[name].append(cpu_ms(arguments))
    medians = {name: statistics.median(values) for name, values in samples.items()}
    print(f"CPU of the whole process, ms, {RUNS} runs in turn\n")
    print(f"{'':<26}{'median':>8}{'min':>8}{'max':>8}")
    for name, values in samples.items():
        print(f"{name:<26}{medians[name]:>8.0f}{min(values):>8.0f}{max(values):>8.0f}")
    ratio = medians["anubhav --help"] / medians["import click"]
    met = medians["anubhav --help"] < 100 and ratio <= 2
    print(
        f"\nanubhav --help: {medians['anubhav --help']:.0f} ms (bar 100), {ratio:.2f} of import click (bar 2): {'met' if met else 'MISSED'}"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
