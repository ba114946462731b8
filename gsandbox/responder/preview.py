"""The pages of a form without a server: whole documents, letters and all, for a picture of what a citizen meets."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..forms.store import Form, Options
from . import pages
from .submission import Step
from .values import Given

FONT_FOLDER = Path(__file__).parent / "fonts"


def preview(content: Mapping[str, Any], filled: Mapping[int, str], *, lang: str, thanks: str = "") -> tuple[str, ...]:
    """HTML of each page of a form and of what follows after sending.

    `content` is the form as the API shows it (info, settings, items with their ids), `filled` what a link has filled in, by
    entry number; `lang` is the phone's language, "en" or "hi".
    """
    options = Options(confirmation=thanks, another=not thanks, no_autosave=bool(thanks))
    form = Form("preview", "preview", dict(content), 1, None, True, options)
    answers = {entry: Given((text,)) for entry, text in filled.items()}
    shown = pages.Shown(form, "", lang, "")
    asked = [
        pages.form_page(shown, Step(page.index, (*range(page.index + 1),), answers, "", "1")) for page in form.pages
    ]
    return tuple(map(_alone, [*asked, pages.confirmation_page(shown, "")]))


def _alone(page: str) -> str:
    """The page with its fonts inside, without scripts and the sandbox's own line at the foot."""

    def font(found: re.Match[str]) -> str:
        raw = (FONT_FOLDER / found[1]).read_bytes()
        return f"data:font/woff2;base64,{base64.b64encode(raw).decode()}"

    page = re.sub(r'<script.*?</script>|<p class="foot">.*?</p>', "", page, flags=re.DOTALL)
    return re.sub(r"/sandbox/fonts/([\w.-]+)", font, page)
