"""An audit on disk: a contact sheet to look at, a table for a spreadsheet, the days on which posters were seen."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jinja2 import Environment, PackageLoader
from PIL import Image

from ...campaign import Campaign
from ...errors import PosterError
from ...files import inert, parse_json, write_whole
from ...paper import Face, web_font
from .audit import WallAudit
from .inspector import WallFinding, WallState, colour_of

SEEN = "seen.json"
COLUMNS = ("photo", "taken", "taken_at", "finding", "station", "value", "placement", "where", "spoiled_percent", "text")

STATES = {
    WallState.FOREIGN: "दूसरे का कोड",
    WallState.FORGED: "जाली",
    WallState.COVERED: "ढका या बदला हुआ",
    WallState.BLIND: "हमारा, पढ़ा नहीं जा सकता",
    WallState.UNREADABLE: "पढ़ा नहीं जा सकता",
    WallState.REVOKED: "रद्द किया गया",
    WallState.UNRECORDED: "रजिस्टर में नहीं",
    WallState.ELSEWHERE: "दूसरी इकाई का",
    WallState.WORN: "घिसा या मैला",
    WallState.RIGHT: "ठीक",
}
"""In Hindi, for the contact sheet, by the words of the catalog."""
WHERE = {
    "over our code": "हमारे कोड के ऊपर",
    "over a code that cannot be read": "ऐसे कोड के ऊपर जो पढ़ा नहीं जा सकता",
    "on our poster": "हमारे पोस्टर पर",
    "on a poster in our colours": "हमारे रंगों के पोस्टर पर",
    "beside our poster": "हमारे पोस्टर के पास",
    "no poster of ours in the photo": "फ़ोटो में हमारा कोई पोस्टर नहीं",
    "on its code": "उसके कोड पर",
    "on the poster": "पोस्टर पर",
    "printed in another look than today's: only its code was compared": "आज से अलग रूप में छपा: केवल कोड मिलाया गया",
}


def write_audit(audit: WallAudit, campaign: Campaign, folder: Path) -> tuple[Path, Path]:
    """Write contact sheet and table into data/audits/<day>/, and remember what was seen; gives the two files."""
    of_day = folder / audit.day.isoformat()
    page = write_whole(of_day / "audit.html", make_page(audit, campaign).encode())
    table = write_whole(of_day / "audit.csv", make_table(audit).encode("utf-8-sig"))
    seen = {value: day.isoformat() for value, day in sorted(audit.seen.items())}
    write_whole(folder / SEEN, (json.dumps(seen, indent=1) + "\n").encode())
    return page, table


def load_seen(folder: Path) -> Mapping[str, date]:
    """The last day on which each poster was seen. Raises PosterError when the file is damaged."""
    path = folder / SEEN
    try:
        return {value: date.fromisoformat(day) for value, day in parse_json(path.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError, TypeError):
        raise PosterError(
            "{path} is damaged.", path=path, cure="Move it away; the audits' own folders keep what was found."
        ) from None


def make_table(audit: WallAudit) -> str:
    """One row per code, per photo without any, and per poster that was not seen."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for photo in audit.photos:
        head = (photo.path.name, photo.taken.isoformat(), photo.station)
        for finding in photo.findings:
            writer.writerow(map(inert, (*head, *_cells(finding))))
        if not photo.findings:
            writer.writerow(map(inert, (*head, photo.trouble or "no code", "", "", "", "", "", "")))
    for poster in audit.missing:
        cells = ("", "", "", "not seen", poster.station, poster.value, poster.placement, "", "", "")
        writer.writerow(map(inert, cells))
    return text.getvalue()


def make_page(audit: WallAudit, campaign: Campaign) -> str:
    """The contact sheet: one self-contained HTML page, photos small and without metadata."""
    environment = Environment(
        loader=PackageLoader("anubhav_gforms.posters.walls"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(colour_of=colour_of, picture=_data_address, states_hi=STATES, where_hi=_where_hi)
    page = environment.get_template("audit.html").render(
        audit=audit, campaign=campaign, stations=campaign.station_by_code
    )
    faces = (
        f'@font-face {{ font-family: "Mukta"; font-weight: {weight}; src: url({web_font(face, page)}) }}'
        for weight, face in ((400, Face.REGULAR), (700, Face.BOLD))
    )
    return page.replace("/*FONTS*/", " ".join(faces), 1)


def _where_hi(where: str) -> str:
    """Where a finding is, in Hindi; what is covered is named by its own words."""
    return WHERE.get(where) or where.removeprefix("over ") + " के ऊपर"


def _cells(finding: WallFinding) -> tuple[str, ...]:
    spoiled = f"{finding.spoiled * 100:.0f}" if finding.value else ""
    shown = "" if finding.value else finding.text[:200]
    return finding.state, finding.station, finding.value, finding.placement, finding.where, spoiled, shown


def _data_address(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=72, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()
