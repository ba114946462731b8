"""The campaign after its trial quarter, made once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .google_side import GoogleSide
from .template import Template
from .world import World


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """The campaign as it was when the trial quarter ended, on a server of its own."""
    google = GoogleSide()
    try:
        yield Template.make(google, tmp_path_factory.mktemp("quarter"))
    finally:
        google.close()


@pytest.fixture
def world(template: Template, tmp_path: Path) -> Iterator[World]:
    """A world of its own at the first Monday of the quarter."""
    yield template.load(tmp_path)
    template.world.google.shut()
