"""The colours of a poster, in full and as an ink-saver, and their contrast."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...errors import PosterError
from ...paper.colour import MIN_CONTRAST, contrast

if TYPE_CHECKING:
    from ...campaign.poster import Colours


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours by the part they play."""

    page: str  # ground of everything below the header
    header: str  # ground behind the title
    title: str
    question: str  # Hindi under the title
    question_small: str  # English there
    rule: str  # lines in and under the header
    card: str  # ground of the symbol
    frame: str  # outlines
    tab: str  # ground under "scan me"
    tab_text: str
    badge: str  # ground of a step's number
    badge_text: str
    icon: str  # of a step
    icon_ground: str
    ink: str  # text on page and notes
    muted: str  # small text there
    plate: str  # ground of a station's name
    plate_text: str
    plate_edge: str
    note: str  # ground of notes
    note_edge: str
    band: str  # triangles over the footer
    band_dot: str
    footer: str  # ground
    footer_text: str
    footer_small: str
    outlined: bool = False  # shapes have outlines instead of fills

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every pair of text colour and ground that a poster uses."""
        return (
            (self.title, self.header),
            (self.question, self.header),
            (self.question_small, self.header),
            (self.tab_text, self.tab),
            (self.badge_text, self.badge),
            (self.icon, self.icon_ground),
            (self.ink, self.page),
            (self.muted, self.page),
            (self.ink, self.note),
            (self.muted, self.note),
            (self.plate_text, self.plate),
            (self.footer_text, self.footer),
            (self.footer_small, self.footer),
        )


INK, SAND, GREY, PALE, WHITE, STRAW = "#16233B", "#F3E6CB", "#4B5566", "#DCE4F2", "#FFFFFF", "#D9C58F"


def palette_of(colours: Colours, *, ink_saver: bool = False) -> Palette:
    """All colours of a poster from the office's four.

    Raises PosterError that names every pair on which text could not be read (contrast under 4.5).
    """
    main, accent, alert = colours.main, colours.accent, colours.alert
    palette = Palette(
        page=colours.page,
        header=main,
        title=accent,
        question=WHITE,
        question_small=PALE,
        rule=accent,
        card=WHITE,
        frame=main,
        tab=main,
        tab_text=WHITE,
        badge=alert,
        badge_text=WHITE,
        icon=WHITE,
        icon_ground=main,
        ink=INK,
        muted=GREY,
        plate=SAND,
        plate_text=main,
        plate_edge=alert,
        note=WHITE,
        note_edge=STRAW,
        band=accent,
        band_dot=main,
        footer=main,
        footer_text=WHITE,
        footer_small=PALE,
    )
    if ink_saver:
        grounds = ("page", "header", "tab", "badge", "icon_ground", "plate", "band", "footer")
        inked = ("title", "question", "rule", "tab_text", "badge_text", "icon", "plate_edge", "footer_text")
        greys = ("question_small", "note_edge", "footer_small")
        saved: dict[str, Any] = dict.fromkeys(grounds, WHITE) | dict.fromkeys(inked, main) | dict.fromkeys(greys, GREY)
        palette = replace(palette, **saved, outlined=True)
    weak = [
        f"{text} on {ground} ({contrast(text, ground):.1f})"
        for text, ground in palette.texts()
        if contrast(text, ground) < MIN_CONTRAST
    ]
    if weak:
        raise PosterError(
            "Text could not be read in these colours: {pairs}; a contrast of {least:g} is needed.",
            pairs=", ".join(weak),
            least=MIN_CONTRAST,
            cure="Change [colours] in config/poster.toml: a darker main colour, a lighter page.",
        )
    return palette
