"""python -m benchmarks.fuzz.one NAME SECONDS: one parser under atheris, in a process of its own; ends with 0 or a crash."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["anubhav_gforms"]):
    from .targets import FOLDER, targets


def main() -> None:
    """Fuzz until the time is over."""
    name, seconds = sys.argv[1:3]
    warnings.simplefilter("ignore")
    [target] = [each for each in targets() if each.name == name]
    corpus = FOLDER / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    crashes = Path.cwd() / "fuzz-crashes"
    crashes.mkdir(exist_ok=True)
    prefix = f"-artifact_prefix={crashes}/{name.replace(' ', '-')}-"
    options = [f"-max_total_time={seconds}", prefix, "-max_len=8192", "-timeout=20", "-rss_limit_mb=3000"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
