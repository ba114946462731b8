"""An explanation as a page to print: A4, self-contained, in the reader's language, each section whole on one sheet."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from ...grading.explain.explanation import Explanation
from ...paper.faces import Face
from ...sentence import Bilingual
from .section import Say, Section
from .words import headline, sections

STYLE = """
@page { size: A4; margin: 9mm 12mm }
body { font: 8.6pt/1.26 Mukta, "Noto Sans Devanagari", sans-serif; color: #1b2733; margin: 0 auto; max-width: 184mm }
h1 { font-size: 1.512em; margin: 0 0 1.5mm; line-height: 1.25 } h2 { font-size: 1.093em; margin: 1.7mm 0 .4mm; color: #17406d }
section { break-inside: avoid }
p { margin: 0 0 .4mm } .formula { font-family: Mukta, sans-serif; font-size: .884em; color: #38485a }
.meaning { background: #eef3f8; border-left: 1.2mm solid #17406d; padding: 1.6mm 3mm } .meaning h2 { margin-top: 0 }
table { border-collapse: collapse; font-size: .884em; margin: .4mm 0 .6mm } td, th { padding: 0 2.6mm 0 0; text-align: right; font-weight: 400; border-bottom: .1mm solid #cfd8e1 }
td:first-child, th:first-child { text-align: left } th { color: #566575 }
.two { display: flex; gap: 8mm; align-items: flex-start } .two > section { flex: 1 } footer { font-size: .884em; color: #566575 }
@media screen { body { padding: 6mm 4vw; font-size: 1rem; max-width: 62rem } } @media screen and (max-width: 50em) { .two { display: block } section[tabindex] { overflow-x: auto } .formula { overflow-wrap: anywhere } }
"""


def page(explanation: Explanation, language: str = "en", beside: Sequence[Bilingual] = ()) -> str:
    """A whole HTML document for this explanation; the font travels inside, so that Hindi prints anywhere. What was announced
    `beside` it stands below its title."""
    half = Say(explanation, language).half
    first, *rest = sections(explanation, language)
    numbered = [_section(section, number) for number, section in enumerate(rest, start=1)]
    if explanation.shown:
        numbered[1:3] = [f'<div class="two">{numbered[1]}{numbered[2]}</div>']
    title = escape(headline(explanation, language))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_fonts()}{STYLE}</style></head>\n<body><main><h1>{title}</h1>\n"
        + "".join(f"<p><strong>{escape(half(said))}</strong></p>\n" for said in beside)
        + f'<div class="meaning">{_section(first, None)}</div>\n'
        + "\n".join(numbered)
        + "\n</main></body></html>\n"
    )


def _fonts() -> str:
    return "".join(
        f"@font-face {{ font-family: Mukta; font-weight: {weight}; src: url(data:font/ttf;base64,{b64encode(face.file.read_bytes()).decode()}) }}\n"
        for face, weight in ((Face.REGULAR, 400), (Face.BOLD, 700))
    )


def _section(section: Section, number: int | None) -> str:
    head = escape(section.title if number is None else f"{number}. {section.title}")
    words = "".join(f"<p>{escape(sentence)}</p>" for sentence in section.sentences)
    words += "".join(f'<p class="formula">{escape(formula)}</p>' for formula in section.formulas)
    tables = "".join(_table(rows) for rows in _columns(section.table))
    if len(section.table) > 8:
        tables = f'<div class="two">{tables}</div>'
    focus = ' tabindex="0"' if tables else ""  # on a phone its table scrolls, by keys as well
    return f"<section{focus}><h2>{head}</h2>{words}{tables}</section>"


def _columns(table: tuple[tuple[str, ...], ...]) -> list[tuple[tuple[str, ...], ...]]:
    """A long table in two halves side by side, each with the head."""
    if len(table) <= 8:
        return [table] if table else []
    half = len(table) // 2
    return [table[: half + 1], (table[0], *table[half + 1 :])]


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{body}</table>"
