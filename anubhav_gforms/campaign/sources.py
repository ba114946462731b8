"""config/sources.toml: how the exports of other systems read (a portal, an IVR): their columns → our questions."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from ..errors import CampaignError, InputError, Mistake
from ..nouns.channel import Channel
from ..sentence import Sentence
from .model import FilledLine, Model
from .toml import TomlMistakes, read_toml
from .values import Campaign

FILE = "sources.toml"
IMPORTED = (Channel.PAPER, Channel.CALL_BACK, Channel.DESK, Channel.PORTAL)
"""Ways by which responses may come that no printed code brought."""


def _channel(text: object) -> Channel:
    if text not in IMPORTED:
        raise ValueError(Sentence("is not a channel of imports; write one of {listed}", listed=", ".join(IMPORTED)))
    return Channel(str(text))


class OtherSource(Model):
    """One system. `columns`: question → column of its export; `answers`: question → what stands there → what we write."""

    name: FilledLine
    channel: Annotated[Channel, BeforeValidator(_channel)]
    time: FilledLine
    columns: Annotated[dict[str, FilledLine], Field(min_length=1)]
    answers: dict[str, dict[str, str | int]] = Field(default_factory=dict)
    ignored: tuple[FilledLine, ...] = ()


class SourcesConfig(Model):
    """The whole of config/sources.toml."""

    sources: tuple[OtherSource, ...] = ()


def load_source(campaign: Campaign, name: str) -> OtherSource:
    """The source of this name. Raises CampaignError with every mistake of the file, InputError for a name that it does not have."""
    path = campaign.root / "config" / FILE
    if not path.exists():
        raise InputError("There is no {path}.", cure="See analysts.md in the documentation, other systems.", path=path)
    mistakes: list[Mistake] = []
    config = read_toml(path, SourcesConfig, mistakes)
    if config:
        wrong = TomlMistakes(path, mistakes)
        for index, source in enumerate(config.sources):
            for table, asked in (("columns", source.columns), ("answers", source.answers)):
                for key in asked.keys() - set(campaign.form.keys):
                    said = Sentence('"{key}" is not the key of a question in config/form.toml.', key=key)
                    wrong.tell(said, ("sources", index, table, key))
    if mistakes or config is None:
        raise CampaignError(mistakes)
    named = [source for source in config.sources if source.name == name]
    if len(named) != 1:
        known = ", ".join(source.name for source in config.sources)
        raise InputError(
            "{path} has no source {name}, or has it twice. It has: {known}.", path=path, name=name, known=known
        )
    return named[0]
