"""Where Chromium is, and what a test says that cannot look at a page without it."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def tried(what: str) -> pytest.MarkDecorator:
    """Skip where there is no Chromium and says that `what` was not tried; where one is demanded the test runs, and fails."""
    missing = not CHROMIUM and not os.environ.get("ANUBHAV_NEED_CHROMIUM")
    return pytest.mark.skipif(missing, reason=f"{what} WAS NOT TRIED IN A BROWSER: install Debian's package chromium")
