"""Drive v3: files and permissions."""

from .files import SCHEMA
from .methods import HANDLERS
from .uploads import upload

__all__ = ["HANDLERS", "SCHEMA", "upload"]
