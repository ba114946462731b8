"""For the tests of the toolkit and of the sandbox: the sandbox's fixtures, and the same examples in every run."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

pytest_plugins = ["gsandbox.pytest_plugin"]

# commands that tests start compile their imports once, not every time
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A file that is written whole waits twice for the disk: 10 ms, tens of thousands of times in a run. In memory nobody waits.
MEMORY, ROOM = Path("/dev/shm"), 2_000_000_000
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # looked up again

# The same examples in every run, so that a change is judged by itself; new ones are looked for by `make fuzz` and by
# pytest --hypothesis-profile=explore.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("steady")

gc.disable()  # while tests are collected: what is made then stays


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no test need wait while the collector of garbage looks at all of it again."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000)  # as a command does: most of what it makes stays
