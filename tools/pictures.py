"""make pictures: those of the README, docs/reports.md and docs/ten-seconds.md, from the demo as it stands: a poster, the form, the weekly
report for the IG and for everybody, pages of packs, the hand-over list, the desk.

Needs Debian's chromium and a demo (make demo KEEP=1, so that the form can be opened).
"""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

from anubhav_gforms.forms.phone import find_browser

PROJECT = Path(__file__).parent.parent
DEMO = PROJECT / "demo"
HEIGHT = 900
GAP = 40
WIDE = 900
"""Pixels of the pictures of paper and of the desk."""


def poster() -> Image.Image:
    """A station's page in the first district's file."""
    path = DEMO / "data" / "posters" / "BSP-A4.pdf"
    with pypdfium2.PdfDocument(path) as document:
        page = document[2]
        return page.render(scale=HEIGHT / page.get_height()).to_pil().convert("RGB")


def screens(link: str, report: str, public: str) -> list[Image.Image]:
    """The form on a phone, the report on a desk, and on a phone in Hindi, there also that for everybody."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        shots = []
        for address, width, height, language in (
            (link, 360, 800, "hi-IN"),
            (report, 1280, 900, "en-IN"),
            (report, 360, 740, "hi-IN"),
            (public, 360, 740, "hi-IN"),
        ):
            page = browser.new_page(viewport={"width": width, "height": height}, locale=language)
            page.goto(address)
            page.evaluate("scrollTo(0, 0)")
            page.wait_for_timeout(500)
            shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    return shots


def paper(path: Path, number: int) -> Image.Image:
    """One page of a pack, small."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[min(number, len(document)) - 1]
        return page.render(scale=WIDE / page.get_width()).to_pil().convert("RGB")


def live() -> Image.Image:
    """The first screen of the desk, in Hindi, as it opens on the office's own computer."""
    command = [sys.executable, "-u", "-m", "anubhav_gforms", "-C", str(DEMO), "desk", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout
        ready = next(line for line in server.stdout if "Desk ready:" in line).split()[-1]
        try:
            if "key=" not in ready:
                raise SystemExit(
                    "The demo's desk has accounts, so that nobody is let in without a password: take them out first."
                )
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page(viewport={"width": 1100, "height": 620}, locale="hi-IN")
                page.goto(ready)
                page.wait_for_timeout(4000)
                shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                browser.close()
        finally:
            server.send_signal(signal.SIGINT)
    return shot.resize((WIDE, round(shot.height * WIDE / shot.width)), Image.Resampling.LANCZOS)


def row(pictures: list[Image.Image]) -> Image.Image:
    """Side by side, equally high, each with a thin frame."""
    scaled = [
        each.resize((round(each.width * HEIGHT / each.height), HEIGHT), Image.Resampling.LANCZOS) for each in pictures
    ]
    width = sum(each.width for each in scaled) + GAP * (len(scaled) + 1)
    canvas = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#eef0f2")
    draw, left = ImageDraw.Draw(canvas), GAP
    for each in scaled:
        canvas.paste(each, (left, GAP))
        draw.rectangle((left - 1, GAP - 1, left + each.width, GAP + each.height), outline="#b8bec4")
        left += each.width + GAP
    return canvas


def main() -> int:
    reports = sorted((DEMO / "data" / "reports").glob("*-W*/office.html"))
    if not reports or not (DEMO / "links.csv").exists():
        print("There is no demo to show. Run: make demo KEEP=1", file=sys.stderr)
        return 2
    with (DEMO / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        link = next(each["url"] for each in csv.DictReader(file) if each["kind"] == "thana")
    root = json.loads((DEMO / "data" / "registry.json").read_text(encoding="utf-8"))["responder_uri"].split("/forms/")[
        0
    ]
    link = root + "/forms/" + link.split("/forms/")[1]
    folder = reports[-1].parent
    form, desk, phone, public = screens(link, reports[-1].as_uri(), (folder / "shared" / "report.html").as_uri())
    overview = row([poster(), form, desk])
    overview = overview.resize((1600, round(overview.height * 1600 / overview.width)), Image.Resampling.LANCZOS)
    pictures = {
        "overview": overview,
        "report": desk,
        "report-phone": phone,
        "ten-form": form.crop((0, 0, 360, 640)),
        "ten-public": public,
        "ten-handover": paper(DEMO / "data" / "posters" / "BSP-A4-handover.pdf", 1),
        "ten-range": paper(folder / "office.pdf", 1),
        "ten-district": paper(folder / "districts" / "BSP.pdf", 2),
        "ten-station": paper(folder / "stations" / "BSP-KTW.pdf", 1),
        "ten-live": live(),
    }
    for name, picture in pictures.items():
        target = PROJECT / "docs" / "pictures" / f"{name}.png"
        target.parent.mkdir(exist_ok=True)
        picture.quantize(
            64 if name.startswith("ten") else 256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(target, optimize=True)
        print(f"{target.relative_to(PROJECT)}: {picture.width} x {picture.height}, {target.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
