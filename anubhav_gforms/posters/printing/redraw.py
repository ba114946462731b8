"""One poster drawn again, alone on a page of its own: what a file from elsewhere is compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..design.papers import Spot
from ..design.texts import Poster
from .document import DrawnPdf, draw_pdf
from .job import PrintJob
from .plan import style_of

if TYPE_CHECKING:
    from ...campaign import Campaign


def redrawn(campaign: Campaign, poster: Poster, look: str) -> DrawnPdf:
    """The poster in this look ("A4-ink"), as its face alone, without bleed, marks and folds."""
    name, *marks = look.split("-")
    job = PrintJob(paper_name=name, ink_saver="ink" in marks, hindi_only="hi" in marks)
    style, paper = style_of(campaign, job, [poster.link]), job.paper
    alone = replace(
        paper,
        width=paper.design.width * paper.scale,
        height=paper.design.height * paper.scale,
        spots=(Spot(),),
        cuts=((), ()),
        folds=(),
        same=False,
    )
    return draw_pdf([poster.in_hindi if job.hindi_only else poster], replace(style, paper=alone), title="")
