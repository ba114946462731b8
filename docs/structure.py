"""Writes docs/structure.md from the imports and the first lines of the files: make docs. A test checks that it is fresh."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

PAGE = Path(__file__).with_name("structure.md")
PROJECT = Path(__file__).parent.parent
PACKAGE = "anubhav_gforms"
ROOMS = """# Who imports whom

Written by `make docs` from the imports themselves: the room on the left imports from the room above. Rooms stand in the order of
the layers in pyproject.toml, so everything lies right of the diagonal: data flows one way. Rooms on one layer do not see each
other. Only the command line starts the sandbox (package gsandbox), which imports nothing of ours.

"""
INSIDE = """
# Inside the rooms

What a folder of a room imports of the same room: folders, and files that stand beside them.

| room | folder | imports from |
|---|---|---|
"""
FILES = """
# Every file in a line

Each room in reading order: a file stands before those that it is made from. The line is the file's own first one.
"""
HERE = "·"
"""The room itself, not a folder of it."""


def rooms() -> list[str]:
    """The rooms, highest layer first, as import-linter holds them."""
    config = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    [layers] = [contract["layers"] for contract in config["contracts"] if contract.get("containers") == [PACKAGE]]
    return [room.strip() for layer in layers for room in layer.split("|")]


def page() -> str:
    """The whole of docs/structure.md."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    names = rooms()
    return "".join((ROOMS, _matrix(imports, names), INSIDE, *_folders(imports, names), FILES, *_files(imports, names)))


def _matrix(imports: dict[str, set[str]], names: list[str]) -> str:
    pairs = {(_room(module), _room(other)) for module, others in imports.items() for other in others}
    lines = ["| | " + " | ".join(names) + " |", "|---" + "|:-:" * len(names) + "|"]
    for a in names:
        cells = ["·" if a == b else "●" if (a, b) in pairs else "" for b in names]
        lines.append(f"| **{a}** | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _folders(imports: dict[str, set[str]], names: list[str]) -> Iterator[str]:
    """A line for each folder inside a room."""
    for room in names:
        inside = {module: others for module, others in imports.items() if _room(module) == room}
        for folder in sorted({_box(module) for module in inside} - {HERE}):
            read = {other for module, others in inside.items() if _box(module) == folder for other in others}
            parts = {
                f"{_box(other)}/" if _box(other) != HERE else other.rpartition(".")[2]
                for other in read
                if _room(other) == room
            }
            yield f"| {room} | **{folder}/** | {', '.join(sorted(parts - {f'{folder}/'}))} |\n"


def _files(imports: dict[str, set[str]], names: list[str]) -> Iterator[str]:
    """The files of each room with what each of them is, folder by folder; last the rooms that are one file."""
    alone = [f"{PACKAGE}.{room}" for room in names if _is_file(f"{PACKAGE}.{room}")]
    for room in names:
        inside = {module: others for module, others in imports.items() if _room(module) == room and module not in alone}
        for box in sorted({_box(module) for module in inside}, key=lambda box: (box != HERE, box)):
            place = [room] if box == HERE else [room, box]
            yield f"\n## {'/'.join(place)}\n\n{_first_line('.'.join((PACKAGE, *place)))}\n"
            files = {module: others for module, others in inside.items() if _box(module) == box and _is_file(module)}
            yield from _table(_reading_order(files))
    yield "\n## Rooms that are one file\n"
    yield from _table(alone)


def _table(modules: Iterable[str]) -> Iterator[str]:
    lines = [f"| `{module.rpartition('.')[2]}` | {_first_line(module)} |\n" for module in modules]
    if lines:
        yield "\n| file | what it is |\n|---|---|\n"
        yield from lines


def _reading_order(imports: dict[str, set[str]]) -> Iterable[str]:
    """Importers before what they import; those that do not know each other by name."""
    order = TopologicalSorter[str]()
    for name in imports:
        order.add(name)
        for other in imports[name] & imports.keys() - {name}:
            order.add(other, name)
    order.prepare()
    while order.is_active():
        for name in sorted(order.get_ready()):
            yield name
            order.done(name)


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _box(module: str) -> str:
    """The folder of a room in which a module stands."""
    parts = module.split(".")[1:]
    inside = len(parts) > 2 or (len(parts) == 2 and not _is_file(module))
    return parts[1] if inside else HERE


def _is_file(module: str) -> bool:
    return _source(module).name != "__init__.py"


def _source(module: str) -> Path:
    path = PROJECT.joinpath(*module.split("."))
    return path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"


def _first_line(module: str) -> str:
    said = ast.get_docstring(ast.parse(_source(module).read_text(encoding="utf-8"))) or ""
    return said.split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Wrote {PAGE}")  # noqa: T201 (it runs by itself)
