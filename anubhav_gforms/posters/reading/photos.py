"""A phone's photo → an upright picture and the day it was taken; everything else that the file tells is dropped."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from ...errors import PosterError

SUFFIXES = (".jpg", ".jpeg", ".png", ".heic", ".heif")
MAX_BYTES = 80_000_000
MAX_PIXELS = 120_000_000  # a phone of 108 megapixels; more is a decompression bomb
WORK_PIXELS = 16_000_000  # what is searched; larger pictures are reduced
TAKEN, TAKEN_IFD = 36867, 0x8769


@dataclass(frozen=True, slots=True)
class Photo:
    """An upright picture in RGB without any metadata, and the day that its camera wrote (None: it did not)."""

    path: Path
    picture: Image.Image
    taken: date | None


def photos_in(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """All photos among files and folders, in order, each once. Raises PosterError when there is none."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES))
        elif path.exists():
            found[path] = None
        else:
            raise PosterError(f"{path}: there is no such file.", cure="Check its name.")
    if not found:
        names = ", ".join(str(path) for path in paths)
        raise PosterError(f"{names}: no photo inside.", cure=f"Photos end in {', '.join(SUFFIXES)}.")
    return tuple(found)


def open_photo(path: Path) -> Photo:
    """Read a JPEG, PNG or HEIC file. Raises PosterError when it is none, too large, or damaged."""
    pi_heif.register_heif_opener()
    if not path.is_file():
        raise PosterError(f"{path}: this is no file.", cure="Leave it out.")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise PosterError(f"{path}: {size // 1_000_000} MB is more than a photo has.", cure="Send it as JPEG.")
    try:
        with _without_warnings(), Image.open(path, formats=("JPEG", "PNG", "HEIF")) as picture:
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
        raise PosterError(f"{path}: this is not a JPEG, PNG or HEIC photo.", cure="Leave it out.") from None
    except Image.DecompressionBombError:
        raise PosterError(
            f"{path}: it has more than {MAX_PIXELS // 1_000_000} megapixels when unpacked, more than a photo has.",
            cure="Send it as the phone saved it.",
        ) from None
    except Exception as error:  # Pillow lets through whatever a broken file makes it stumble over
        raise PosterError(f"{path}: the photo is damaged ({type(error).__name__}).", cure="Send it again.") from None
    pixels = upright.width * upright.height
    if pixels > WORK_PIXELS:
        scale = (WORK_PIXELS / pixels) ** 0.5
        upright = upright.resize((round(upright.width * scale), round(upright.height * scale)), Image.Resampling.BOX)
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    return Photo(path, clean, taken)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Pillow warns of pictures that are large but not too large for us, and of camera data that we do not need."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


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
