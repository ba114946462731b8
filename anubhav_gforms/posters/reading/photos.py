"""A phone's photo → an upright picture and the day it was taken; everything else that the file tells is dropped."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from ...errors import PosterError

SUFFIXES = (".jpg", ".jpeg", ".png", ".heic", ".heif")
TOLD = (".pdf", ".webp", ".avif", ".tif", ".tiff", ".bmp", ".gif", ".mp4", ".mov", ".zip", ".docx")
"""Files in a folder that somebody may take for photos of walls: each is told as one that cannot be read."""
MAX_BYTES = 80_000_000
MAX_PIXELS = 120_000_000  # a phone of 108 megapixels; more is a decompression bomb
WORK_PIXELS = 16_000_000  # what is searched; larger pictures are reduced
WORK_SIDE = 20_000  # pixels; zxing reads none of more than 65,535, and small pictures are enlarged three times
TAKEN, TAKEN_IFD = 36867, 0x8769


@dataclass(frozen=True, slots=True)
class Photo:
    """An upright picture without any metadata."""

    path: Path
    picture: Image.Image  # RGB
    taken: date | None  # as its camera wrote; None: it did not


def photos_in(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """All photos among files and folders, and what may be taken for one, in order, each once. Raises PosterError when there is none."""
    photos: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            photos |= dict.fromkeys(sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES + TOLD))
        elif path.exists():
            photos[path] = None
        else:
            raise PosterError("{path}: there is no such file.", path=path, cure="Check its name.")
    if not photos:
        raise PosterError(
            "{paths}: no photo inside.",
            paths=", ".join(str(path) for path in paths),
            endings=", ".join(SUFFIXES),
            cure="Photos end in {endings}.",
        )
    return tuple(photos)


def open_photo(path: Path) -> Photo:
    """Read a JPEG, PNG or HEIC file. Raises PosterError when it is not one, too large, or damaged."""
    pi_heif.register_heif_opener()
    if not path.is_file():
        raise PosterError("{path}: this is not a file.", path=path, cure="Leave it out.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PosterError(
            "{path}: {size} MB is more than a photo has.", path=path, size=size // 1_000_000, cure="Send it as JPEG."
        )
    try:
        # Pillow warns of pictures that are large but not too large for us, and of camera data that we do not need
        with warnings.catch_warnings(action="ignore"), Image.open(path, formats=("JPEG", "PNG", "HEIF")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            taken = _taken(picture)
            while picture.format == "JPEG" and picture.width * picture.height > 4 * WORK_PIXELS:
                before = picture.size
                picture.draft("RGB", (picture.width // 2, picture.height // 2))
                if picture.size == before:
                    break
            picture.load()
            upright = _upright(picture).convert("RGB")
    except UnidentifiedImageError:
        raise PosterError(
            "{path}: this is not a JPEG, PNG or HEIC photo.",
            path=path,
            cure="If it shows a wall, send the photo as the phone saved it; otherwise leave it out.",
        ) from None
    except Image.DecompressionBombError:
        raise PosterError(
            "{path}: it has more than {most} megapixels when unpacked, more than a photo has.",
            path=path,
            most=MAX_PIXELS // 1_000_000,
            cure="Send it as the phone saved it.",
        ) from None
    except MemoryError:
        raise
    except Exception:  # Pillow lets through whatever a broken file makes it stumble over
        raise PosterError("{path}: the photo is damaged.", path=path, cure="Send it again.") from None
    scale = min((WORK_PIXELS / (upright.width * upright.height)) ** 0.5, WORK_SIDE / max(upright.size))
    if scale < 1:
        upright = upright.resize([max(round(side * scale), 1) for side in upright.size], Image.Resampling.BOX)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return Photo(path, clean, taken)


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # broken camera data is no reason to leave a poster unseen
        return picture


def _taken(picture: Image.Image) -> date | None:
    try:
        text = str(picture.getexif().get_ifd(TAKEN_IFD).get(TAKEN, ""))
        return date.fromisoformat(text[:10].replace(":", "-"))
    except Exception:  # the same
        return None
