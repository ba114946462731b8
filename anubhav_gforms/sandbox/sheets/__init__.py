"""Sheets v4: spreadsheets, their values, and changes to them."""

from ..drive import files
from . import books
from .store import SCHEMA

HANDLERS = {"sheets.spreadsheets.create": books.create}

files.MAKERS[books.MIME] = books.make
files.RENAMERS[books.MIME] = books.rename

__all__ = ["HANDLERS", "SCHEMA"]
