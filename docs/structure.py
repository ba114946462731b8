"""Writes docs/structure.md from the imports themselves: make docs. A test checks that it is fresh."""

from __future__ import annotations

import tomllib
from pathlib import Path

import grimp

PAGE = Path(__file__).with_name("structure.md")
PROJECT = Path(__file__).parent.parent
PACKAGE = "anubhav_gforms"
HEAD = """# Who imports whom

Written by `make docs` from the imports themselves: the room on the left imports from the room above. Rooms stand in the order of
the layers in pyproject.toml, so everything lies right of the diagonal: data flows one way. Rooms on one layer do not see each
other. Only the command line starts the sandbox (package gsandbox), which imports nothing of ours.

"""


def rooms() -> list[str]:
    """The rooms, highest layer first, as import-linter holds them."""
    config = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    [layers] = [contract["layers"] for contract in config["contracts"] if contract.get("containers") == [PACKAGE]]
    return [room.strip() for layer in layers for room in layer.split("|")]


def page() -> str:
    """The whole of docs/structure.md."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    names = rooms()
    pairs = {
        (_room(module), _room(other))
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
    }
    lines = ["| | " + " | ".join(names) + " |", "|---" + "|:-:" * len(names) + "|"]
    for a in names:
        cells = ["·" if a == b else "●" if (a, b) in pairs else "" for b in names]
        lines.append(f"| **{a}** | " + " | ".join(cells) + " |")
    return HEAD + "\n".join(lines) + "\n"


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE}")  # noqa: T201 (it runs by itself)
