"""What every model of an output is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Output(BaseModel):
    """A part of an output. Nothing else stands in it."""

    model_config = ConfigDict(extra="forbid")
