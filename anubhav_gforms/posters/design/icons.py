"""Icons, drawn as paths since no font of ours has them. Each fits a square of `size` mm around (x, y)."""

from __future__ import annotations

from .pen import Pen


def phone(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    u = size / 24
    pen.box(x - 6 * u, y - 10.5 * u, 12 * u, 21 * u, stroke=colour, thick=1.9 * u, radius=2.2 * u)
    pen.box(x - 3.4 * u, y - 4.6 * u, 6.8 * u, 5.6 * u, stroke=colour, thick=1.2 * u, radius=1.1 * u)
    pen.circle(x, y - 1.8 * u, 1.4 * u, stroke=colour, thick=1.2 * u)
    pen.line(x - 1.6 * u, y + 6.6 * u, x + 1.6 * u, y + 6.6 * u, stroke=colour, thick=1.5 * u)


def scan(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    u = size / 24
    for across in (-u, u):
        for along in (-u, u):
            corner = (x + 9 * across, y + 9 * along)
            ends = (corner[0] - 5 * across, corner[1]), (corner[0], corner[1] - 5 * along)
            pen.shape(ends[0], corner, ends[1], stroke=colour, thick=1.9 * u)
    for column, row in ((-1, -1), (1, -1), (-1, 1)):
        pen.box(x + (2.9 * column - 2) * u, y + (2.9 * row - 2) * u, 4 * u, 4 * u, fill=colour)
    for right, down in ((1.6, 1.6), (4.2, 4.2), (4.2, 1.0), (1.0, 4.2)):
        pen.box(x + (right - 0.7) * u, y + (down - 0.7) * u, 1.6 * u, 1.6 * u, fill=colour)


def form(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    u = size / 24
    pen.box(x - 7.5 * u, y - 10 * u, 15 * u, 20 * u, stroke=colour, thick=1.9 * u, radius=1.6 * u)
    pen.shape(
        (x - 3.8 * u, y + 0.6 * u), (x - 1 * u, y + 3.6 * u), (x + 4 * u, y - 3.4 * u), stroke=colour, thick=2.1 * u
    )


def lock(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    u = size / 24
    pen.shape(
        (x - 5 * u, y - 1 * u),
        (x - 5 * u, y - 5 * u),
        (x - 5 * u, y - 11.4 * u, x + 5 * u, y - 11.4 * u, x + 5 * u, y - 5 * u),
        (x + 5 * u, y - 1 * u),
        stroke=colour,
        thick=2.6 * u,
    )
    pen.box(x - 8 * u, y - 1.6 * u, 16 * u, 11.6 * u, fill=colour, radius=1.8 * u)


def heart(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    u = size / 24
    pen.shape(
        (x, y + 9.5 * u),
        (x - 14.5 * u, y - 0.5 * u, x - 9.5 * u, y - 10.5 * u, x, y - 4.6 * u),
        (x + 9.5 * u, y - 10.5 * u, x + 14.5 * u, y - 0.5 * u, x, y + 9.5 * u),
        (),
        fill=colour,
    )


def no_money(pen: Pen, x: float, y: float, size: float, colour: str) -> None:
    u = size / 24
    pen.box(x - 9.5 * u, y - 6 * u, 19 * u, 12 * u, stroke=colour, thick=2.2 * u, radius=1.4 * u)
    pen.circle(x, y, 2.6 * u, stroke=colour, thick=1.8 * u)
    pen.line(x - 9.5 * u, y + 9.5 * u, x + 9.5 * u, y - 9.5 * u, stroke=colour, thick=2.6 * u)


def shield(pen: Pen, x: float, y: float, size: float, colour: str, tick: str) -> None:
    u = size / 24
    pen.shape(
        (x, y - 10.5 * u),
        (x + 3 * u, y - 8.4 * u, x + 6 * u, y - 7.6 * u, x + 8.6 * u, y - 7.6 * u),
        (x + 8.6 * u, y + 2 * u, x + 6 * u, y + 7.6 * u, x, y + 10.5 * u),
        (x - 6 * u, y + 7.6 * u, x - 8.6 * u, y + 2 * u, x - 8.6 * u, y - 7.6 * u),
        (x - 6 * u, y - 7.6 * u, x - 3 * u, y - 8.4 * u, x, y - 10.5 * u),
        (),
        fill=colour,
    )
    pen.shape((x - 3.6 * u, y), (x - 0.8 * u, y + 2.9 * u), (x + 4 * u, y - 3.4 * u), stroke=tick, thick=2.0 * u)


STEPS = (phone, scan, form, form)
