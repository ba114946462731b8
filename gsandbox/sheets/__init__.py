"""Sheets v4: spreadsheets, their values, and changes to them."""

from ..drive import files
from ..front import Handler
from . import books, by_filter, changes, export, imports, metadata, spreadsheets, tab_requests, tables, values
from .responses import SCHEMA as LATE_SCHEMA
from .store import SCHEMA as STORE_SCHEMA

SCHEMA = STORE_SCHEMA + LATE_SCHEMA + metadata.SCHEMA + tables.SCHEMA

HANDLERS: dict[str, Handler] = {
    "sheets.spreadsheets.create": spreadsheets.create,
    "sheets.spreadsheets.get": spreadsheets.get,
    "sheets.spreadsheets.batchUpdate": changes.batch_update,
    "sheets.spreadsheets.sheets.copyTo": tab_requests.copy_to,
    **values.HANDLERS,
    **by_filter.HANDLERS,
    **metadata.HANDLERS,
}

files.MAKERS[books.MIME] = books.make
files.RENAMERS[books.MIME] = books.rename
files.COPIERS[books.MIME] = books.copy
files.EXPORTERS[books.MIME] = export.export
files.IMPORTERS[books.MIME, "text/csv"] = imports.of_csv

__all__ = ["HANDLERS", "SCHEMA"]
