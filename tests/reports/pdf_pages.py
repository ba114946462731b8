"""The words of a PDF, page by page."""

from __future__ import annotations

import unicodedata

import pypdfium2


def pages(content: bytes) -> list[str]:
    """One line of text for each page, its letters composed."""
    with pypdfium2.PdfDocument(content) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
