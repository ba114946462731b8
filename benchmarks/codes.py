"""What the poster benchmarks share: invented links of the real range, and three readers of codes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import zxingcpp

from anubhav_gforms.campaign import Campaign, load_campaign
from anubhav_gforms.links import Key, Keyring, KeyState, make_links
from anubhav_gforms.nouns.channel import Channel
from anubhav_gforms.posters.design.palette import palette_of
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.design.texts import Poster, posters_of, texts_of
from anubhav_gforms.posters.printing.document import Style

PROJECT = Path(__file__).parents[1]
RESPONDER = "https://docs.google.com/forms/d/e/" + "1FAIpQLS" + "d" * 48 + "/viewform"
ENTRY = 2_147_483_647
RING = Keyring((Key("A", bytes(range(32)), KeyState.ACTIVE, date(2026, 11, 1)),))

Reader = Callable[[np.ndarray], list[str]]


@cache
def the_range() -> Campaign:
    return load_campaign(PROJECT)


@cache
def posters(count: int) -> tuple[Poster, ...]:
    """As many different posters of the real range as asked for: serials go up to 99."""
    campaign = the_range()
    copies = -(-count // len(campaign.stations))
    text = campaign.poster
    more = text.model_copy(update={"copies": text.copies.model_copy(update={"posters": copies})})
    campaign = replace(campaign, poster=more)
    links = make_links(campaign, responder_uri=RESPONDER, entry=ENTRY, keyring=RING)
    return posters_of(campaign, [link for link in links if link.channel is Channel.POSTER][:count])


def style(paper: str = "A4", ecc: str = "Q", version: int = 0) -> Style:
    """The look of a paper; without a version that of the campaign."""
    campaign = the_range()
    version = version or campaign.poster.code.version
    words = texts_of(campaign, host="docs.google.com")
    return Style(words, PAPERS[paper], palette_of(campaign.poster.colours), version=version, ecc=ecc)


def zxing(image: np.ndarray) -> list[str]:
    return [
        code.text for code in zxingcpp.read_barcodes(np.ascontiguousarray(image), formats=zxingcpp.BarcodeFormat.QRCode)
    ]


def zbar(image: np.ndarray) -> list[str]:
    from pyzbar import pyzbar

    height, width = image.shape
    found = pyzbar.decode((np.ascontiguousarray(image).tobytes(), width, height), symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [code.data.decode("utf-8", "replace") for code in found]


def opencv(image: np.ndarray) -> list[str]:
    """OpenCV's two detectors, each with its call for one code and for several."""
    import cv2

    pixels = np.ascontiguousarray(image)
    texts: list[str] = []
    for detector in (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco()):
        with suppress(cv2.error):
            texts.append(detector.detectAndDecode(pixels)[0])
        with suppress(cv2.error):
            good, several, _, _ = detector.detectAndDecodeMulti(pixels)
            texts += several if good else ()
    return list(dict.fromkeys(text for text in texts if text))


@cache
def readers() -> dict[str, Reader]:
    """The readers that this machine has; says which one is missing."""
    found: dict[str, Reader] = {"zxing": zxing}
    try:
        from pyzbar import pyzbar  # noqa: F401 - only to see whether the system's libzbar is there

        found["zbar"] = zbar
    except ImportError:
        print("zbar is left out: it needs pyzbar, which make installs, and the system package libzbar0.")
    try:
        import cv2  # noqa: F401 - else a code that only it can read ends the run after minutes
    except ImportError:
        raise SystemExit("opencv is missing: make bench-audit and make bench-torture install it.") from None
    found["opencv"] = opencv
    return found
