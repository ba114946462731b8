"""Which code this is: the version and a hash of the package's own source, so that a number can be traced to its code."""

from __future__ import annotations

from functools import cache

__version__ = "0.1.0"


@cache
def code_version() -> str:
    """ "0.1.0+3f2a9c1b5d0e": the version, then the first 12 hex digits of the SHA-256 over all source files.

    Names and contents count, line ends do not, so that a checkout on Windows is the same code.
    """
    import hashlib  # asked for by --version and reports; every command imports this file
    from pathlib import Path  # the same

    package = Path(__file__).parent
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*.py"), key=lambda path: path.relative_to(package).as_posix()):
        whole.update(path.relative_to(package).as_posix().encode() + b"\0")
        whole.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return f"{__version__}+{whole.hexdigest()[:12]}"
