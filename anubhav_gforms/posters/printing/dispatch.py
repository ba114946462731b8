"""Which page goes to which station: a CSV of a run, for the order at a print shop, the sorting and the envelopes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from ...files import inert
from .batches import PosterBatch
from .document import pages_of
from .job import PrintRun

COLUMNS = (
    "file",
    "page",
    "district_hi",
    "district_en",
    "station",
    "name_hi",
    "name_en",
    "poster",
    "place",
    "comes_down",
)


def dispatch_list(planned: PrintRun, batches: Sequence[PosterBatch]) -> tuple[str, str]:
    """Name and text of the list: one line a poster, in the order of printing; ("", "") when there is none."""
    made = [batch for batch in batches if batch.posters]
    if not made or planned.job.screen:
        return "", ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for batch in made:
        writer.writerows([*map(inert, cells)] for cells in _lines(planned, batch))
    stations = {poster.link.station for batch in made for poster in batch.posters}
    first = made[0].files[0].name.removesuffix(".pdf")
    name = first if len(made) == 1 else f"{len(stations)}-stations-{planned.job.look}"
    return f"{name}-dispatch.csv", text.getvalue()


def _lines(planned: PrintRun, batch: PosterBatch) -> Iterator[tuple[object, ...]]:
    for page, posters in enumerate(pages_of(batch.posters, planned.style.paper), start=1):
        for poster in posters:
            link, name, district = poster.link, poster.name, poster.district
            who = (district.hi, district.en, link.station, name.hi, name.en)
            yield batch.files[0].name, page, *who, link.value, link.placement, planned.old.get(link.value, "")
