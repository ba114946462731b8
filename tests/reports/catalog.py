"""What pages and packs say, as the catalog has it."""

from __future__ import annotations

from collections.abc import Iterator

from babel.messages.pofile import read_po

from tools import catalogs

SHOWN = (
    "phrases.py",
    "terms.py",
    ".html",
    "page/",
    "pack/",
    "charts/",
    "messages/page.py",
    "contents.py",
    "workbook.py",
    "tabs.py",
)
"""Files of reports/ whose sentences are read by officers, not by whoever runs a command."""


def sentences_of_reports() -> Iterator[tuple[str, str]]:
    """(English, Hindi) of every form of every sentence that a page or a pack may say."""
    with (catalogs.FOLDER / "hi.po").open("rb") as file:
        catalog = read_po(file, locale="hi")
    for sentence in catalog:
        homes = [path.partition("reports/")[2] for path, _ in sentence.locations if "reports/" in path]
        if sentence.id and any(part in home for home in homes for part in SHOWN):
            english, hindi = ((each,) if isinstance(each, str) else each for each in (sentence.id, sentence.string))
            yield from zip(english, hindi, strict=True)
