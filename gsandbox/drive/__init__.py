"""Drive v3: files and permissions."""

from . import content, files, locks
from .methods import HANDLERS
from .uploads import upload

SCHEMA = files.SCHEMA + content.SCHEMA + locks.SCHEMA

__all__ = ["HANDLERS", "SCHEMA", "upload"]
