"""What the sandbox's own tools refuse: a message in English whose parts a caller may say in another language."""

from __future__ import annotations

from typing import Any


class SandboxError(Exception):
    """A message as a template with its values, as str.format() fills it in."""

    def __init__(self, template: str, **values: Any) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values
