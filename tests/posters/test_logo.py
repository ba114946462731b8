"""The office's logo: drawn right in every look, or refused in words that name the file and the cure."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from anubhav_gforms.errors import PosterError
from anubhav_gforms.posters.design import pen as pens
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.design.picture import check_picture, logo_pixels
from anubhav_gforms.posters.printing.document import make_pdf

from .conftest import Make, anubhav, edit, faults

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, size: str = 'viewBox="0 0 100 100"') -> str:
    return f"<svg {NS} {size}>{inside}</svg>"


CIRCLE = svg('<circle cx="50" cy="50" r="40" fill="#14284B"/>', 'viewBox="0 0 100 100" width="10" height="10"')
FADE = '<stop offset="0" stop-color="#ff0000"/><stop offset="1" stop-color="#ffff00"/>'
LINEAR = svg(f'<linearGradient id="g">{FADE}</linearGradient><rect width="100" height="100" fill="url(#g)"/>')
RADIAL = svg(f'<radialGradient id="g">{FADE}</radialGradient><circle cx="50" cy="50" r="50" fill="url(#g)"/>')
FAINT = svg('<rect width="100" height="100" fill="#000000" opacity="0.25"/>')
CLIPPED = svg(
    '<clipPath id="c"><rect width="50" height="100"/></clipPath><rect width="100" height="100" clip-path="url(#c)"/>'
)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("suffix", ["svg", "png"])
@pytest.mark.parametrize("paper", PAPERS)
def test_a_logo_stands_outside_the_code(tmp_path: Path, suffix: str, paper: str, posters, style: Make):
    file = tmp_path / f"logo.{suffix}"
    if suffix == "svg":
        file.write_text(RADIAL)
    else:
        Image.new("RGBA", (200, 100), (20, 40, 75, 255)).save(file)
    plain, made = style(paper), style(paper)
    made = replace(made, texts=replace(made.texts, logo=file))
    assert faults(posters[:2], made) == []
    drawn = make_pdf(posters[:2], made, title="test") != make_pdf(posters[:2], plain, title="test")
    assert drawn is (paper != "labels"), "a label has no room for one"


def test_gradients_opacity_and_clips_are_drawn_as_a_browser_draws_them(tmp_path: Path):
    pictures = {
        name: np.asarray(logo_pixels(write(tmp_path, f"{name}.svg", content), 100)).astype(int)
        for name, content in (("linear", LINEAR), ("radial", RADIAL), ("faint", FAINT), ("clipped", CLIPPED))
    }
    assert np.allclose(pictures["linear"][50, [10, 50, 90], 1], [26, 128, 230], atol=6)  # red to yellow
    assert pictures["linear"][:, :, 0].min() > 250
    assert np.allclose(pictures["radial"][50, [50, 75], 1], [2, 128], atol=8)
    assert np.allclose(pictures["faint"], 191, atol=2)
    assert pictures["clipped"][50, 25].tolist() == [0, 0, 0]
    assert pictures["clipped"][50, 75].tolist() == [255, 255, 255]


REFUSED = {
    "corrupt.svg": (svg("<circle cx="), "damaged, empty"),
    "half.svg": ("<svg", "damaged, empty"),
    "empty.svg": (svg(""), "blank"),
    "nothing.svg": ("", "damaged, empty"),
    "white.svg": (svg('<circle r="40" fill="#fff"/>'), "blank"),
    "text.svg": (svg('<text x="5" y="50">पुलिस</text>'), "into paths"),
    "prefixed.svg": (svg("<s:text>x</s:text>"), "into paths"),
    "remote.svg": (svg('<image href="http://127.0.0.1:9/x.png"/>'), "brings in"),
    "xlink.svg": (svg('<use xlink:href="http://127.0.0.1:9/x.svg#a"/>'), "brings in"),
    "file.svg": (svg('<image xlink:href="file:///etc/hostname"/>'), "brings in"),
    "relative.svg": (svg('<image href="other.png"/>'), "brings in"),
    "style.svg": (svg('<rect width="9" height="9" style="fill:url(http://127.0.0.1:9/a#b)"/>'), "brings in"),
    "entities.svg": ('<!DOCTYPE svg [<!ENTITY a "b">]>' + CIRCLE, "brings in"),
    "huge.svg": (svg('<path d="M1 1l5 5l3 -9z"/>' * 40_000), "40002 shapes"),
    "deep.svg": (svg("<g>" * 9000 + "<circle r='40'/>" + "</g>" * 9000), "groups within groups"),
    "latin.svg": (svg("<desc>é</desc>").encode("latin-1"), "damaged, empty"),
    "cut.png": (png(2, 2, b"\0" * 14)[:-30], "damaged|not a PNG"),
    "broken.png": (b"\x89PNG\r\n\x1a\nnope", "not a PNG|damaged"),
    "bomb.png": (png(30_000, 30_000), "megapixels"),
    "logo.gif": (b"GIF89a", "SVG or PNG"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_logo_that_cannot_be_drawn_is_refused_with_its_name_and_a_cure(office: Path, name: str):
    content, said = REFUSED[name]
    write(office / "config", name, content)
    edit(office, 'file = ""', f'file = "config/{name}"')
    done = anubhav(office, "posters")
    assert isinstance(done.exception, PosterError)
    assert done.exception.exit_code == 2
    assert name in str(done.exception)
    with pytest.raises(PosterError, match=said):
        check_picture(office / "config" / name)


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path: Path):
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(4_000_001)
    for name in ("absent.svg", "large.png"):
        with pytest.raises(PosterError, match=name.replace(".", r"\.")):
            check_picture(tmp_path / name)


def test_shapes_of_endless_size_and_uses_of_uses_cost_little(tmp_path: Path):
    levels = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
    bomb = svg(f'<defs><g id="a0"><circle cx="5" cy="5" r="4"/></g>{levels}</defs><use href="#a8"/>')
    with pytest.raises(PosterError, match=r"bomb\.svg"):
        check_picture(write(tmp_path, "bomb.svg", bomb))
    wide = write(tmp_path, "wide.svg", svg('<rect width="1e9" height="1e9"/>', 'width="1e9" height="1e9"'))
    assert logo_pixels(wide, 50).size == (50, 50)


@pytest.mark.parametrize("damage", ["black", "blank"])
@pytest.mark.parametrize("paper", ["A4", "tent"])
def test_a_logo_that_comes_out_black_or_blank_is_seen(
    tmp_path: Path, paper: str, damage: str, posters, style: Make, monkeypatch: pytest.MonkeyPatch
):
    """As logos with gradients did, when reportlab drew them."""

    def spoil(canvas, file, x, y, side, *, press):
        canvas.setFillGray(0 if damage == "black" else 1)
        canvas.rect(x, y, side, side, stroke=0, fill=1)

    made = style(paper)
    made = replace(made, texts=replace(made.texts, logo=write(tmp_path, "emblem.svg", LINEAR)))
    assert faults(posters[:1], made) == []
    monkeypatch.setattr(pens, "place_picture", spoil)
    assert any("the logo emblem.svg is not printed as it should be" in fault for fault in faults(posters[:1], made))
