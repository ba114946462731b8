"""Which code this is: the version and a hash of the package's own source, so that a number can be traced to its code; and whether
it is still the one on the disk."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

__version__ = "0.1.0"
PACKAGE = Path(__file__).parent


@cache
def code_version() -> str:
    """ "0.1.0+3f2a9c1b5d0e": the version, then the first 12 hex digits of the SHA-256 over all source files.

    Names and contents count, line ends do not, so that a checkout on Windows is the same code.
    """
    import hashlib  # asked for by --version and reports; every command imports this file

    whole = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py"), key=lambda path: path.relative_to(PACKAGE).as_posix()):
        whole.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0")
        whole.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return f"{__version__}+{whole.hexdigest()[:12]}"


class RunningCode:
    """The package as it is when a long run begins: an update puts other files in its place while the old code goes on."""

    def __init__(self) -> None:
        self._began = _dates(PACKAGE)

    @property
    def was_replaced(self) -> bool:
        """Whether a file was changed, added or taken away since; False while the disk does not let us look. A look takes some
        milliseconds."""
        try:
            return _dates(PACKAGE) != self._began
        except OSError:  # too many open files, a share that is away: no update
            return False


def _dates(folder: str | Path) -> set[tuple[str, int, int]]:
    """Path, size and time of every file; what Python compiles meanwhile is no file of ours. Raises OSError, also for what goes away
    while we look."""
    dates: set[tuple[str, int, int]] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                dates.add((entry.path, entry.stat().st_size, entry.stat().st_mtime_ns))
            elif entry.name != "__pycache__":
                dates |= _dates(entry.path)
    return dates
