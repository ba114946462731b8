"""What --json prints, held against docs/json-schemas.json by a validator of JSON Schema that is not ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

PUBLISHED = json.loads((Path(__file__).parent.parent / "docs" / "json-schemas.json").read_text(encoding="utf-8"))


def as_published(words: str, said: str) -> Any:
    """The JSON that `anubhav WORDS --json` printed; each of its fields stands in the schema, and is of its type."""
    schema = _closed(PUBLISHED[f"anubhav {words}"])
    Draft202012Validator.check_schema(schema)
    content = json.loads(said)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(content)
    return content


def _closed(schema: Any) -> Any:
    """The schema that also refuses fields which were not published."""
    if isinstance(schema, list):
        return [_closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(part) for key, part in schema.items()}
    return {"additionalProperties": False, **closed} if isinstance(schema.get("properties"), dict) else closed
