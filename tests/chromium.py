"""Which browser the tests look at pages with (the one that anubhav itself would take), and what one says that has none."""

from __future__ import annotations

import os
import shutil

import pytest

from anubhav_gforms.forms.phone import PROGRAMS

CHROMIUM = next(filter(None, map(shutil.which, PROGRAMS)), None)


def tried(what: str) -> pytest.MarkDecorator:
    """Skip where there is no Chromium and says that `what` was not tried; where one is demanded the test runs, and fails."""
    missing = not CHROMIUM and not os.environ.get("ANUBHAV_NEED_CHROMIUM")
    return pytest.mark.skipif(missing, reason=f"{what} WAS NOT TRIED IN A BROWSER: install Debian's package chromium")
