"""A sign of life after each look that succeeded: whoever watches it from outside sees when the watch itself has died."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import requests

from ...campaign.alerts import Heartbeat
from ...errors import StateError
from ...files import write_whole
from ...sentence import Sentence

BEAT = "heartbeat.txt"
"""Under data/: the time of the last look that succeeded."""
SECONDS = 10


def beat(root: Path, data: Path, config: Heartbeat, *, at: datetime) -> Sentence | None:
    """Note the time under data/, touch the file and ask the address of config/alerts.toml; gives what went wrong, which stops nothing."""
    content = f"{at.isoformat(timespec='seconds')}\n".encode()
    write_whole(data / BEAT, content)
    unwritten = None
    if config.file:
        try:
            write_whole(root / config.file, content, shared=True)
        except StateError as error:  # a stick or a share that is away
            unwritten = Sentence("the monitor's file was not touched: {error}", error=error.message)
    if config.url:
        try:
            with requests.get(config.url, timeout=SECONDS, stream=True) as reply:  # what it says is not read
                reply.raise_for_status()
        except (requests.RequestException, ValueError) as error:  # a way to nowhere is a ValueError
            return Sentence(
                "the monitor at {url} did not accept the heartbeat ({error})",
                url=config.url,
                error=type(error).__name__,
            )
    return unwritten
