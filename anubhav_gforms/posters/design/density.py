"""How dense a printed symbol is: the width of its modules, from how far a phone reads it, what would make it better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import PosterError
from ...links.symbol import capacity, smallest_version
from .papers import PAPERS, Paper

if TYPE_CHECKING:
    from ...campaign.poster import Code

MODULE_FLOOR = 0.35  # mm; under it cheap cameras and copiers lose modules
DOTS_A_MODULE = 4.0  # printer dots; fewer and dark and light modules differ in width
PRINTER_DPI = 600
REACH = 685.0  # largest distance / module, for a 1080p preview, 65 degrees of view and 2.2 pixels a module


@dataclass(frozen=True, slots=True)
class Density:
    """One symbol on one paper. Module width in mm, largest scan distance in metres, printer dots a module."""

    paper: str
    side: float
    modules: int
    module: float
    dots: float
    distance: float
    advice: str

    @property
    def printable(self) -> bool:
        """Whether the modules are wide enough for printers and cameras."""
        return self.module >= MODULE_FLOOR and self.dots >= DOTS_A_MODULE


def density(code: Code, paper: Paper, *, length: int = 0, dpi: int = PRINTER_DPI) -> Density:
    """The density of this code on this paper; `length` of the longest link, when known, sharpens the advice."""
    modules = 17 + 4 * code.version
    module = paper.symbol_side / modules
    return Density(
        paper=paper.name,
        side=paper.symbol_side,
        modules=modules,
        module=module,
        dots=module / 25.4 * dpi,
        distance=module * REACH / 1000,
        advice=_advice(code, paper, length),
    )


def refuse_dense(code: Code, paper: Paper, *, dpi: int = PRINTER_DPI) -> None:
    """Raise PosterError when the modules would be too narrow on this paper."""
    found = density(code, paper, dpi=dpi)
    if not found.printable:
        raise PosterError(
            f"On {paper.name} a module of the code would be {found.module:.2f} mm ({found.dots:.1f} dots at {dpi} dpi); "
            f"at least {MODULE_FLOOR} mm and {DOTS_A_MODULE:g} dots are needed.",
            cure=f"{found.advice or 'Print on a larger paper'}.",
        )


def _advice(code: Code, paper: Paper, length: int) -> str:
    ideas = []
    if length:
        least = smallest_version(length, code.ecc)
        if least < code.version:
            ideas.append(f"version {least} would hold the longest link ({length} bytes)")
        else:
            shorter = length - capacity(code.version - 1, code.ecc)
            ideas.append(f"links {shorter} bytes shorter would fit version {code.version - 1}")
    larger = [
        each for each in PAPERS.values() if each.desk == paper.desk and each.symbol_side > paper.symbol_side * 1.05
    ]
    if larger:
        best = min(larger, key=lambda each: each.symbol_side)
        ideas.append(f"{best.name} gives modules {best.symbol_side / paper.symbol_side:.1f} times as wide")
    return "; ".join(ideas)
