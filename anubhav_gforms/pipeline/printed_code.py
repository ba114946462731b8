"""Whether a code from an old page is part of today's books. Apart from custody.py, because reading photos is slow to load."""

from __future__ import annotations

from pathlib import Path

from ..campaign import Campaign
from ..chain import PRINTED, PRINTED_BEFORE
from ..custody.heads import Head, prove
from ..errors import InputError
from ..posters.reading.photos import SUFFIXES, open_photo
from ..posters.walls.sightings import find_codes


def prove_head(campaign: Campaign, given: str) -> Head | None:
    """The line of ledger or gazette with this printed code or these four words; None: it is in none of them.

    `given` may be a photo of the code. Raises InputError for what is neither code nor words, and for a photo without such a code;
    PosterError for a file that is no photo.
    """
    if Path(given).suffix.lower() in SUFFIXES:
        given = _code_in(Path(given))
    return prove(campaign.data, given)


def _code_in(photo: Path) -> str:
    for seen in find_codes(open_photo(photo).picture):
        text = seen.text.lower()
        if len(text) in (PRINTED, PRINTED_BEFORE) and not text.strip("0123456789abcdef"):
            return text
    raise InputError(
        "{photo}: no code of our books can be read in it.", cure="Take the photo again, or type the words.", photo=photo
    )
