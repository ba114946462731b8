"""Makes forms on the test's sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from made import Json, MadeForm, creates


@pytest.fixture
def blank(sandbox: Any) -> Callable[..., MadeForm]:
    """Makes a form without items, not published."""

    def make(title: str = "T", **info: str) -> MadeForm:
        answer = sandbox.api("POST", "/v1/forms?unpublished=true", json={"info": {"title": title, **info}})
        assert answer.status_code == 200, answer.text
        return MadeForm(sandbox, answer.json()["formId"], answer.json()["responderUri"])

    return make


@pytest.fixture
def opened(blank: Callable[..., MadeForm]) -> Callable[..., MadeForm]:
    """Makes a form with these items, published and open to anyone."""

    def make(items: list[Json], title: str = "Citizen feedback") -> MadeForm:
        form = blank(title)
        form.update(*creates(items))
        assert form.publish().status_code == 200
        form.open_to_all()
        return form

    return make
