"""The colours of a poster, in full and as an ink-saver, and their contrast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours by the part they play. `header` is the ground behind the title, `page` the ground below it."""

    page: str
    header: str
    title: str
    question: str
    question_small: str
    rule: str
    card: str
    frame: str
    tab: str
    tab_text: str
    badge: str
    badge_text: str
    icon: str
    icon_ground: str
    ink: str
    muted: str
    plate: str
    plate_text: str
    plate_edge: str
    note: str
    note_edge: str
    band: str
    band_dot: str
    footer: str
    footer_text: str
    footer_small: str
    header_edge: str = ""

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


NAVY, INK, RED, MARIGOLD, CREAM, SAND = "#14284B", "#16233B", "#B3261E", "#F2A81D", "#FFF9EE", "#F3E6CB"
GREY, PALE, WHITE, BLACK, STRAW = "#4B5566", "#DCE4F2", "#FFFFFF", "#000000", "#D9C58F"

FULL = Palette(
    page=CREAM,
    header=NAVY,
    title=MARIGOLD,
    question=WHITE,
    question_small=PALE,
    rule=MARIGOLD,
    card=WHITE,
    frame=NAVY,
    tab=NAVY,
    tab_text=WHITE,
    badge=RED,
    badge_text=WHITE,
    icon=WHITE,
    icon_ground=NAVY,
    ink=INK,
    muted=GREY,
    plate=SAND,
    plate_text=NAVY,
    plate_edge=RED,
    note=WHITE,
    note_edge=STRAW,
    band=MARIGOLD,
    band_dot=NAVY,
    footer=NAVY,
    footer_text=WHITE,
    footer_small=PALE,
)

INK_SAVER = Palette(
    page=WHITE,
    header=WHITE,
    title=NAVY,
    question=NAVY,
    question_small=GREY,
    rule=NAVY,
    card=WHITE,
    frame=NAVY,
    tab=WHITE,
    tab_text=NAVY,
    badge=WHITE,
    badge_text=NAVY,
    icon=NAVY,
    icon_ground=WHITE,
    ink=INK,
    muted=GREY,
    plate=WHITE,
    plate_text=NAVY,
    plate_edge=NAVY,
    note=WHITE,
    note_edge=GREY,
    band=WHITE,
    band_dot=NAVY,
    footer=WHITE,
    footer_text=NAVY,
    footer_small=GREY,
    header_edge=NAVY,
)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two hex colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
