"""Drive v3: files, permissions and what has changed."""

from . import changes, content, files, locks, shared, sharing
from .methods import HANDLERS as METHODS
from .uploads import upload

SCHEMA = files.SCHEMA + content.SCHEMA + locks.SCHEMA + changes.SCHEMA
HANDLERS = {name: shared.minding(method) for name, method in (METHODS | sharing.HANDLERS | changes.HANDLERS).items()}

__all__ = ["HANDLERS", "SCHEMA", "upload"]
