"""Scene → inline SVG in both languages. Text stays text, so the browser shapes the Hindi; every group carries its key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from .marks import RoleLook
from .scene import CORNERS, ROUND, Area, Dot, DotShape, Group, Label, Mark, Point, Scene, Stroke

ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def to_svg(scene: Scene, title: str) -> str:
    """The picture as one element; `title` is what a screen reader says of it. Colours come from `style`."""
    width, height = scene.size.width, scene.size.height
    parts = [
        f'<svg viewBox="0 0 {width:g} {height:.5g}" role="img" aria-label="{escape(title)}" class="chart {scene.name}">'
    ]
    for mark in scene.marks:
        if isinstance(mark, Group):
            inside = "".join(_drawn(part) for part in mark.marks)
            parts.append(f'<g data-code="{escape(mark.key)}"><title>{escape(mark.title)}</title>{inside}</g>')
        else:
            parts.append(_drawn(mark))
    return "".join([*parts, "</svg>"])


def style(looks: Mapping[str, RoleLook]) -> str:
    """The colours of all roles as CSS."""
    return "\n".join(f".chart .{_class(role)} {{ {'; '.join(_rules(look))} }}" for role, look in looks.items())


def _rules(look: RoleLook) -> list[str]:
    rules = [f"fill: {look.fill}"] if look.fill else []
    if look.stroke:
        rules += [f"stroke: {look.stroke}", f"stroke-width: {look.width:g}"]
    if look.dashed:
        rules.append("stroke-dasharray: 5 4")
    if look.bold:
        rules.append("font-weight: 700")
    if look.halo:
        rules.append(f"paint-order: stroke; stroke: {look.halo}; stroke-width: 4px; opacity: .8; pointer-events: none")
    return rules


def _class(role: str) -> str:
    return role.replace(" ", "-").replace("+", "plus")


def _drawn(mark: Mark) -> str:
    match mark:
        case Stroke():
            return f'<path d="M{_path(mark.points)}" class="{_class(mark.role)}" fill="none"/>'
        case Area():
            shown = "" if mark.strength == 1 else f' fill-opacity="{mark.strength:.2f}"'
            return f'<path d="M{_path(mark.points)}z" class="{_class(mark.role)}"{shown}/>'
        case Dot():
            return _dot(mark)
        case Label():
            return _label(mark)


def _dot(dot: Dot) -> str:
    roles = " ".join(_class(role) for role in (dot.role, dot.rim) if role)
    if dot.shape is DotShape.CIRCLE:
        return f'<circle cx="{_short(dot.x)}" cy="{_short(dot.y)}" r="{_short(ROUND * dot.size)}" class="{roles}"/>'
    corners = [(dot.x + dot.size * x, dot.y + dot.size * y) for x, y in CORNERS[dot.shape]]
    return f'<path d="M{_path(corners)}z" class="{roles}"/>'


def _label(label: Label) -> str:
    turn = f' transform="rotate(-90 {_short(label.x)} {_short(label.y)})"' if label.turned else ""
    size = "" if label.size == 1 else f' font-size="{label.size:g}em"'
    look = (
        f'x="{_short(label.x)}" y="{_short(label.y)}" text-anchor="{ANCHORS[label.align]}"'
        f' class="{_class(label.role)}"{size}{turn}'
    )
    hindi, english = escape(label.text.hi), escape(label.text.en)
    if hindi == english:
        return f"<text {look}>{english}</text>"
    return f'<text {look} lang="en">{english}</text><text {look} lang="hi">{hindi}</text>'


def _path(points: Iterable[Point]) -> str:
    return "L".join(f"{_short(x)} {_short(y)}" for x, y in points)


def _short(points: float) -> str:
    """A number to a tenth of a point; the page holds tens of thousands of them."""
    return f"{points:.1f}".removesuffix(".0")
