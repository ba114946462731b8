"""make audit-packages: has a package that we lock a known hole? Asks the open database OSV through pip-audit.

Ends with 0 (none), 1 (some: pip-audit's table says which) or 3 (the database could not be asked).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parent.parent / "constraints.txt"
ASK = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--vulnerability-service", "osv"]
UNHEARD = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ServiceError", "Failed to fetch", "dns error")


def main() -> int:
    """Ask; give the exit code."""
    command = [str(Path(sys.executable).with_name("uv")), "tool", "run", "--quiet", "pip-audit", "-r", str(LOCK), *ASK]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode and any(word in done.stderr for word in UNHEARD):
        print("NOT CHECKED: the database of known holes cannot be reached. Run this again where there is internet.")
        return 3
    print(done.stdout.strip() or done.stderr.strip())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
