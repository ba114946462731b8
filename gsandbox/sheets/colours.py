"""Colours as Google gives them back: whole 255ths as 32-bit floats, zero components left out, and each one also as a style."""

from __future__ import annotations

import struct

from ..wire import Json

PARTS = ("red", "green", "blue", "alpha")
NAMES = (
    "numberFormat type pattern backgroundColor borders padding horizontalAlignment verticalAlignment wrapStrategy textDirection textFormat"
    " foregroundColor fontFamily fontSize bold italic strikethrough underline foregroundColorStyle link"
    " hyperlinkDisplayType textRotation backgroundColorStyle style width color colorStyle top bottom left right"
)
PADDING = ("top", "right", "bottom", "left")
WIDTHS = {"DOTTED": 1, "DASHED": 1, "SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 3, "DOUBLE": 3}
"""Of borders, whose width follows from their style; their colour is black when nothing else is said."""
PLACES = {name: place for place, name in enumerate(NAMES.split())}
"""The order in which Google shows what is in a format."""


def of_hex(hexes: str) -> Json:
    """A colour as the API shows it, from six hex digits."""
    return _shown({name: int(hexes[at : at + 2], 16) / 255 for name, at in (("red", 0), ("green", 2), ("blue", 4))})


def of_theme(properties: Json) -> Json:
    """The colours that a spreadsheet's theme has, by their kinds."""
    kinds = properties["spreadsheetTheme"].get("themeColors", [])
    return {one.get("colorType", ""): one.get("color", {}).get("rgbColor", {}) for one in kinds}


def settled(given: Json, theme: Json | None = None) -> Json:
    """A format or properties as they read back: each colour rounded, and the style that follows from it, or it from its
    style, which may name one of the theme; a format in Google's order."""
    made: Json = {}
    for name, value in given.items():
        if not isinstance(value, dict):
            made[name] = value
        elif name[-10:] in ("ColorStyle", "colorStyle") and "rgbColor" in value:
            made[name.removesuffix("Style")] = _shown(value["rgbColor"])
            made[name] = {"rgbColor": _shown(value["rgbColor"])}
        elif theme and value.get("themeColor") in theme:
            made[name.removesuffix("Style")], made[name] = theme[value["themeColor"]], value
        elif name[-5:] in ("Color", "color"):
            made.setdefault(name, _shown(value))
            if f"{name}Style" not in given:
                made[f"{name}Style"] = {"rgbColor": _shown(value)}
        elif name == "padding":
            made[name] = {side: value[side] for side in PADDING if side in value}
        else:
            made[name] = settled(value, theme)
    if width := WIDTHS.get(str(given.get("style"))):
        made = {"color": {}, "colorStyle": {"rgbColor": {}}} | made | {"width": width}
    return dict(sorted(made.items(), key=lambda part: PLACES.get(part[0], len(PLACES))))


def overruled(changed: Json, given: Json) -> Json:
    """`changed` without the styles of colours that `given` sets without one, and without colours whose style it empties."""
    emptied = {name for name, style in given.items() if name.endswith("ColorStyle") and not any(_said(style))}
    emptied |= {name.removesuffix("Style") for name in emptied}
    kept = {
        name: value
        for name, value in changed.items()
        if name not in emptied
        and (name in given or not name.endswith("ColorStyle") or name.removesuffix("Style") not in given)
    }
    return {
        name: overruled(value, given[name]) if isinstance(value, dict) and isinstance(given.get(name), dict) else value
        for name, value in kept.items()
    }


def _said(style: Json) -> list[bool]:
    return [part is not None for part in style.values()]


def _shown(colour: Json) -> Json:
    parts = {name: _shortest(float(colour[name])) for name in PARTS if colour.get(name)}
    return {name: share for name, share in parts.items() if share}


def _shortest(share: float) -> float | int:
    """The share cut down to whole 255ths, as recorded (.5 reads back as 127/255): the shortest decimal of that 32-bit float."""
    exact = struct.pack("f", int(min(max(share, 0), 1) * 255 + 1e-4) / 255)
    whole = struct.unpack("f", exact)[0]
    short = next(float(f"{whole:.{n}g}") for n in range(1, 12) if struct.pack("f", float(f"{whole:.{n}g}")) == exact)
    return int(short) if short == 1 else short


LINK: Json = {"foregroundColor": of_hex("1155CC"), "underline": True}
"""How a link looks."""
