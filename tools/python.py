"""Print the Python that make builds its environment with: the one that runs this, or the system's of the same version where that is faster.

One that somebody compiled without --enable-optimizations, as pyenv does unless asked, takes 1.3 to 1.4 times as long over plain Python and
1.2 times over the tests. Systems compile theirs with it.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

OPTIMISED = "--enable-optimizations"
WHOLE = "import ensurepip, venv"
"""What a Python must have to make an environment; Debian packs it apart."""


def python(own: Path, options: str | None, system: Path) -> Path:
    """`own`, or the `system`'s when its options say that `own` was compiled without optimisation. None: nobody knows how it was."""
    if options is None or OPTIMISED in options or own.resolve() == system.resolve() or not system.exists():
        return own
    asked = subprocess.run([system, "-c", WHOLE], capture_output=True, check=False)
    return own if asked.returncode else system


if __name__ == "__main__":
    same = Path(f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}")
    print(python(Path(sys.executable), sysconfig.get_config_var("CONFIG_ARGS"), same))
