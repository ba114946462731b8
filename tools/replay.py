"""make replay FILE=...: a recording of `anubhav doctor --live --record` against the sandbox, guess by guess."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from gsandbox.account.profile import NAMES, USUAL
from gsandbox.account.replay import RecordingError, replay


def main(file: str, profile: str = USUAL) -> int:
    """Print what a recording settles; 1 when it contradicts a guess, 2 when it is no recording."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = replay(Path(file), Path(folder) / "world.sqlite", profile=profile)
        except RecordingError as error:
            print(error, file=sys.stderr)
            return 2
    print(f"A recording of {result.source}, against the profile {profile}: {result.alike} replies alike.")
    for line in result.unlike:
        print(f"  unlike: {line}")
    facts = "Facts now" if result.source == "Google" else "Alike, but no facts: nothing here was asked of Google"
    for word, title in (("fact", facts), ("contradicted", "Contradicted"), ("not tried", "Not tried")):
        found = [verdict for verdict in result.verdicts if verdict.word == word]
        print(f"{title}: {len(found)}")
        for verdict in found:
            seen = {"fact": f": {verdict.then}", "contradicted": f": {verdict.then}, here {verdict.here}"}.get(word, "")
            print(f"  {verdict.guess.question}{seen}")
            if word == "contradicted":
                print(f"    what depends on it: {verdict.guess.depends}")
    return 1 if any(verdict.word == "contradicted" for verdict in result.verdicts) else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:3] not in ([], *([name] for name in NAMES)):
        sys.exit(f"Usage: make replay FILE=recording.jsonl (PROFILE={'|'.join(NAMES)})")
    sys.exit(main(*sys.argv[1:]))
