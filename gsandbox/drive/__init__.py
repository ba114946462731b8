"""Drive v3: files and permissions."""

from .files import SCHEMA
from .methods import HANDLERS

__all__ = ["HANDLERS", "SCHEMA"]
