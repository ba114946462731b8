"""Commands typed in the folder of a `station_office`."""

from __future__ import annotations

import re
from typing import Any

from click.testing import Result

from anubhav_gforms.campaign import load_campaign
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


def read_from(office: Any, source: str) -> None:
    """From now on responses are read from this source."""
    path = office.campaign.root / "config" / "office.toml"
    path.write_text(re.sub(r'(?m)^source = "\w+"', f'source = "{source}"', path.read_text("utf-8")), "utf-8")
    office.campaign = load_campaign(office.campaign.root)
