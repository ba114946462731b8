"""Writes docs/json-schemas.json from the models in json_outputs.py: make docs. A test checks that it is fresh."""

from __future__ import annotations

import json
from pathlib import Path

import click

from docs.json_outputs import OUTPUTS

PAGE = Path(__file__).with_name("json-schemas.json")


def page() -> str:
    """The JSON Schema (2020-12) of each command's --json, by the command's words."""
    schemas = {f"anubhav {command}": adapter.json_schema() for command, adapter in OUTPUTS.items()}
    return json.dumps(schemas, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    click.echo(f"Wrote {PAGE}")
