"""Commands typed in the folder of a `station_office`."""

from __future__ import annotations

from typing import Any

from click.testing import Result

from tests.office import run as run_in


def run(office: Any, *words: str) -> Result:
    """A command as it is typed; its exit code is `return_value`, an error is in `exception`."""
    return run_in(office.campaign.root, *words)


def done(office: Any, *words: str) -> str:
    """A command that ends well; gives what it printed."""
    result = run(office, *words)
    assert result.exception is None, (result.output, result.exception)
    assert not result.return_value, result.output
    return str(result.output)
