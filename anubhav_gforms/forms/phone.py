"""Pages as a phone shows them, side by side in one picture: laid out by the Chromium of this machine, without a network."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import accumulate, chain, pairwise
from pathlib import Path

from PIL import Image

from ..errors import StateError
from ..files import draft_folder, parse_json
from ..paper import Face, web_font
from ..sentence import Sentence

WIDTH, HEIGHT = 360, 640
"""A small phone, in CSS pixels."""
GAP, SHARP = 24, 2
HEAD = 40
"""Room for what is said above the pages: two lines."""
PROGRAMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
"""The quickest first: the shell is Chromium without what only a window needs."""
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
SECONDS = 120
ANOTHER = Sentence("Update it, or install another one: Chromium, Chrome or Edge.")
MEASURE = """<script>onload=function(){document.documentElement.setAttribute("data-high",JSON.stringify(
[].map.call(document.querySelectorAll("iframe"),function(one){return one.contentDocument.documentElement.scrollHeight})))}</script>"""


def find_browser(environment: Mapping[str, str] = os.environ) -> str:
    """The program of Chromium, Chrome or Edge. Raises StateError when there is none."""
    places = [environment[name] for name in ("PROGRAMFILES", "PROGRAMFILES(X86)") if name in environment]
    beside = [str(Path(place) / program) for place in places for program in WINDOWS]
    for program in (*PROGRAMS, *beside):
        if browser := shutil.which(program, path=environment.get("PATH", "")):
            return browser
    raise StateError(
        "No browser was found that can lay out the form: Chromium, Chrome or Edge.",
        cure="Install one (on Ubuntu: sudo apt install chromium), or see the form on a phone: anubhav sandbox",
    )


def pictures_of(sheets: Sequence[Sequence[tuple[str, str]]], browser: str, folder: Path) -> tuple[bytes, ...]:
    """A PNG for each sheet: its pages of HTML, whole and each as wide as a phone, below what is said of each ("" on every page:
    nothing is), with a line where the first screen ends.

    All sheets are laid out side by side and cut apart, because starting the browser costs more than all else.
    `folder`: where the browser keeps what it needs meanwhile; nothing stays there.
    Raises StateError when the browser fails.
    """
    said, pages = zip(*chain.from_iterable(sheets), strict=True)
    with draft_folder(folder.absolute(), "form") as there:
        page = there / "sheet.html"
        page.write_text(MEASURE + _sheet(pages, [HEIGHT] * len(pages), said), encoding="utf-8")
        shown = _run(browser, there, "--dump-dom", page.as_uri()).decode("utf-8", "replace")
        measured = re.search(r'data-high="([^"]*)"', shown)
        if not measured:
            raise StateError("The browser {browser} did not lay out the form.", cure=ANOTHER, browser=browser)
        heights = [max(HEIGHT, int(high)) for high in parse_json(html.unescape(measured[1]))]
        page.write_text(_sheet(pages, heights, said), encoding="utf-8")
        shot, window = there / "shot.png", f"{_wide(len(pages))},{_high(heights, said) + 200}"
        _run(browser, there, f"--screenshot={shot}", f"--window-size={window}", page.as_uri())
        if not shot.is_file():
            raise StateError("The browser {browser} made no picture.", cure=ANOTHER, browser=browser)
        with Image.open(shot) as image:
            ends = list(accumulate(map(len, sheets), initial=0))
            return tuple(_cut(image, first, heights[first:end], said) for first, end in pairwise(ends))


def _wide(pages: int) -> int:
    return GAP + pages * (WIDTH + GAP)


def _high(heights: Sequence[int], said: Sequence[str]) -> int:
    return max(heights) + 2 * GAP + (HEAD if any(said) else 0)


def _cut(image: Image.Image, first: int, heights: Sequence[int], said: Sequence[str]) -> bytes:
    """The pages from the `first` on, so many as there are heights, as a PNG of few colours."""
    left, wide, high, out = first * (WIDTH + GAP), _wide(len(heights)), _high(heights, said), BytesIO()
    cut = image.crop((left * SHARP, 0, (left + wide) * SHARP, high * SHARP)).convert("RGB")
    cut.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _sheet(pages: Sequence[str], heights: Sequence[int], said: Sequence[str]) -> str:
    """The pages beside one another; the red line is the edge of a phone of 640 pixels."""
    heads = [f"<p>{html.escape(text)}</p>" if any(said) else "" for text in said]
    frames = "".join(
        f'<div>{head}<iframe style="width:{WIDTH}px;height:{high}px" srcdoc="{html.escape(page)}"></iframe><hr></div>'
        for head, page, high in zip(heads, pages, heights, strict=True)
    )
    font = web_font(Face.MEDIUM, "".join(said))
    return f"""<!DOCTYPE html><meta charset="utf-8"><style>
@font-face{{font-family:Said;src:url({font})}}
p{{margin:0;width:{WIDTH}px;height:{HEAD}px;font:14px/18px Said;color:#fff}}
body{{margin:{GAP}px;display:flex;gap:{GAP}px;align-items:flex-start;background:#888;width:max-content}}
div{{position:relative}}iframe{{border:0;display:block;background:#fff}}
hr{{position:absolute;left:-{GAP // 2}px;right:-{GAP // 2}px;top:{HEIGHT + (HEAD if any(said) else 0)}px;margin:0;border:0;border-top:2px solid #d00}}
</style>{frames}"""


def _run(browser: str, folder: Path, *arguments: str) -> bytes:
    """Chromium without a window, with a profile of its own."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    command = [
        browser, "--headless", "--disable-gpu", "--hide-scrollbars", f"--force-device-scale-factor={SHARP}",
        f"--user-data-dir={folder / 'profile'}", "--no-first-run", *(["--no-sandbox"] if is_root else []), *arguments,
    ]  # fmt: skip
    try:
        return subprocess.run(command, capture_output=True, timeout=SECONDS, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        name = type(error).__name__
        raise StateError(
            "The browser {browser} cannot be used ({error}).", cure=ANOTHER, browser=browser, error=name
        ) from error
