"""Drive v3: files and permissions."""

from . import content, files, locks, shared
from .methods import HANDLERS as METHODS
from .uploads import upload

SCHEMA = files.SCHEMA + content.SCHEMA + locks.SCHEMA
HANDLERS = {name: shared.minding(method) for name, method in METHODS.items()}

__all__ = ["HANDLERS", "SCHEMA", "upload"]
