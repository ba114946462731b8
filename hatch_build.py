"""What is made when the package is built or installed: the catalogs in the form that gettext reads."""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogs(BuildHookInterface):
    """hi.po → locale/hi/LC_MESSAGES/messages.mo, beside it."""

    def initialize(self, version, build_data):
        folder = Path(self.root, "anubhav_gforms", "language")
        for source in folder.glob("*.po"):
            made = folder / "locale" / source.stem / "LC_MESSAGES" / "messages.mo"
            made.parent.mkdir(parents=True, exist_ok=True)
            out = BytesIO()
            with source.open("rb") as file:
                write_mo(out, read_po(file, locale=source.stem))
            made.write_bytes(out.getvalue())
        build_data["artifacts"].append("anubhav_gforms/language/locale/**/*.mo")
