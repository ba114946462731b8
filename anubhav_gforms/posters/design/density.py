"""How fine a printed symbol is: the width of its modules, from how far a phone reads it, what would make it better."""

from __future__ import annotations

from dataclasses import dataclass

from ...campaign.poster import Code
from ...errors import PosterError
from ...links.symbol import capacity, smallest_version
from ...sentence import Sentence, joined
from .papers import PAPERS, Paper

MODULE_FLOOR = 0.35  # mm; under it cheap cameras and copiers lose modules
DOTS_PER_MODULE = 4.0  # printer dots; fewer and dark and light modules differ in width
PRINTER_DPI = 600
REACH = 685.0  # largest distance / module, for a 1080p preview, 65 degrees of view and 2.2 pixels a module


@dataclass(frozen=True, slots=True)
class Density:
    """One symbol on one paper."""

    paper: str  # its name
    side: float  # of the symbol, mm
    module: float  # width of one, mm
    dots: float  # of the printer, per module
    distance: float  # from which phones read it, m
    advice: Sentence  # what would make it better; "" for nothing

    @property
    def printable(self) -> bool:
        """Whether the modules are wide enough for printers and cameras."""
        return self.module >= MODULE_FLOOR and self.dots >= DOTS_PER_MODULE


def density(code: Code, paper: Paper, *, length: int = 0, dpi: int = PRINTER_DPI) -> Density:
    """The density of this code on this paper; `length` of the longest link, when known, sharpens the advice."""
    side = paper.symbol_side(code.version)
    module = side / (17 + 4 * code.version)
    return Density(
        paper=paper.name,
        side=side,
        module=module,
        dots=module / 25.4 * dpi,
        distance=module * REACH / 1000,
        advice=_advice(code, paper, length),
    )


def refuse_dense(code: Code, paper: Paper, *, dpi: int = PRINTER_DPI) -> None:
    """Raise PosterError when the modules would be too narrow on this paper."""
    fine = density(code, paper, dpi=dpi)
    if not fine.printable:
        raise PosterError(
            "On {paper} a module of the code would be {module:.2f} mm ({dots:.1f} dots at {dpi} dpi); at least {least} mm and {least_dots:g} dots are needed.",
            paper=paper.name,
            module=fine.module,
            dots=fine.dots,
            dpi=dpi,
            least=MODULE_FLOOR,
            least_dots=DOTS_PER_MODULE,
            cure=fine.advice or "Print on a larger paper.",
        )


def _advice(code: Code, paper: Paper, length: int) -> Sentence:
    larger = [
        other
        for other in PAPERS.values()
        if other.desk == paper.desk and other.symbol_side() > paper.symbol_side() * 1.05
    ]
    ideas = []
    if length:
        least, version = smallest_version(length, code.ecc), code.version - 1
        if least < code.version:
            ideas.append(
                Sentence("Version {version} would hold the longest link ({n} bytes).", version=least, n=length)
            )
        else:
            shorter = length - capacity(version, code.ecc)
            ideas.append(
                Sentence(
                    "Links {n} byte shorter would fit version {version}.",
                    "Links {n} bytes shorter would fit version {version}.",
                    n=shorter,
                    version=version,
                )
            )
    if larger:
        best = min(larger, key=lambda other: other.symbol_side())
        times = best.symbol_side() / paper.symbol_side()
        ideas.append(Sentence("{paper} gives modules {times:.1f} times as wide.", paper=best.name, times=times))
    return joined(ideas, " ")
