"""The contact sheet of an audit of walls: photos, the worst first, and what each shows, in both languages."""

from __future__ import annotations

import base64
import io
from importlib.resources import files

from PIL import Image

from ..campaign import Campaign
from ..paper import Face, web_font
from ..posters.walls.audit import WallAudit
from ..posters.walls.inspector import colour_of
from .page.templates import environment


def wall_sheet(audit: WallAudit, campaign: Campaign) -> str:
    """One self-contained HTML page, photos small and without metadata."""
    template = environment().from_string(files(__package__).joinpath("audit.html").read_text("utf-8"))
    stations = campaign.station_by_code
    page = template.render(
        audit=audit, campaign=campaign, stations=stations, colour_of=colour_of, picture=_data_address
    )
    faces = (
        f'@font-face {{ font-family: "Mukta"; font-weight: {weight}; src: url({web_font(face, page)}) }}'
        for weight, face in ((400, Face.REGULAR), (700, Face.BOLD))
    )
    return page.replace("/*FONTS*/", " ".join(faces), 1)


def _data_address(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=72, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()
