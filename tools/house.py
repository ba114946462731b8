"""make house: the figures of the house, from the code itself: rooms and arrows, circles, names that stand twice, sizes.

A room is a folder or a file directly under anubhav_gforms; an arrow, that one room imports another; an arrow up, that it
imports one of a higher layer, or its neighbour of the same layer, as pyproject.toml orders them; a circle, modules that
import one another, at whatever depth. Lines are those of Python files as they stand.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median

import grimp

PROJECT = Path(__file__).parent.parent
PACKAGE, SANDBOX = "anubhav_gforms", "gsandbox"
Arrow = tuple[str, str]


def floors() -> list[list[str]]:
    """The rooms of every layer, highest first, as import-linter holds them."""
    config = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    [layers] = [
        contract["layers"] for contract in config["contracts"] if contract.get("containers") == ["anubhav_gforms"]
    ]
    return [[room.strip() for room in layer.split("|")] for layer in layers]


def room_of(module: str) -> str:
    """The room that a module belongs to; "__init__" for the package itself."""
    return module.split(".")[1] if "." in module else "__init__"


def arrows(graph: grimp.ImportGraph) -> set[Arrow]:
    """(room, room that it imports)."""
    pairs = {
        (room_of(module), room_of(other))
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
    }
    return {(one, other) for one, other in pairs if one != other}


def arrows_up(found: set[Arrow]) -> list[Arrow]:
    """Those that lead to a higher layer, or to a neighbour of the same one."""
    floor = {room: number for number, rooms in enumerate(floors()) for room in rooms}
    return sorted((a, b) for a, b in found if a in floor and b in floor and floor[b] <= floor[a])


def circles(graph: grimp.ImportGraph) -> list[list[str]]:
    """Groups of modules that import one another, when they are loaded or later."""
    above = {module: graph.find_upstream_modules(module) for module in graph.modules}
    groups = {tuple(sorted(o for o in {*seen, module} if module in above[o])) for module, seen in above.items()}
    return sorted(list(group) for group in groups if group)


@cache
def trees(package: str) -> dict[str, ast.Module]:
    """Every Python file of a package, tests left out: its path below the package → its tree; not to be changed."""
    folder = PROJECT / package
    return {
        path.relative_to(folder).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
        if "tests" not in path.relative_to(folder).parts
    }


def classes_twice(package: str) -> dict[str, list[str]]:
    """Names of classes that stand in more than one file of a package → these files. Private names are a file's own."""
    homes: dict[str, list[str]] = {}
    for path, tree in trees(package).items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(path)
    return {name: files for name, files in sorted(homes.items()) if len(files) > 1}


def imports_in_functions(package: str) -> Counter[str]:
    """How many import statements stand inside functions, by file."""
    found: Counter[str] = Counter()
    for path, tree in trees(package).items():
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        lines = {
            node.lineno
            for each in functions
            for node in ast.walk(each)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        if lines:
            found[path] = len(lines)
    return found


def imports_without_reason(package: str) -> dict[str, list[int]]:
    """Lines of imports inside functions that carry no comment saying why, by file."""
    folder = PROJECT / package
    found: dict[str, list[int]] = {}
    for path, tree in trees(package).items():
        lines = (folder / path).read_text(encoding="utf-8").splitlines()
        for each in ast.walk(tree):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = [node.lineno for node in ast.walk(each) if isinstance(node, ast.Import | ast.ImportFrom)]
                found.setdefault(path, []).extend(line for line in inside if "  # " not in lines[line - 1])
    return {path: sorted(set(lines)) for path, lines in found.items() if lines}


def lines_of(package: str) -> dict[str, int]:
    """Lines of every Python file of a package, tests left out."""
    folder = PROJECT / package
    return {path: len((folder / path).read_text(encoding="utf-8").splitlines()) for path in trees(package)}


def main() -> int:
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    found = arrows(graph)
    rooms = {room_of(module) for module in graph.modules} - {"__init__", "__main__"}
    sizes, sandbox = lines_of(PACKAGE), lines_of(SANDBOX)
    largest = max(sizes, key=sizes.__getitem__)
    twice, inside = classes_twice(PACKAGE), imports_in_functions(PACKAGE)
    up, around = arrows_up(found), circles(graph)
    rows = [
        ("rooms / floors / arrows", f"{len(rooms)} / {len(floors())} / {len(found)}"),
        ("arrows up, circles", f"{len(up)}, {len(around)}"),
        (
            "arrows out of cli, google, __init__",
            ", ".join(str(sum(one == room for one, _ in found)) for room in ("cli", "google", "__init__")),
        ),
        ("class names in two files or more", str(len(twice))),
        ("imports inside functions", f"{sum(inside.values())} in {len(inside)} files"),
        ("files: median, largest", f"{median(sizes.values()):.0f}, {sizes[largest]} ({largest})"),
        (f"lines of {PACKAGE}", f"{sum(sizes.values()):,} in {len(sizes)} files"),
        (f"lines of {SANDBOX}", f"{sum(sandbox.values()):,} in {len(sandbox)} files"),
        ("both", f"{sum(sizes.values()) + sum(sandbox.values()):,}"),
    ]
    for name, figure in rows:
        print(f"{name:<40}{figure}")
    if "--all" in sys.argv[1:]:
        print("\nClass names in two files or more")
        for name, files in twice.items():
            print(f"  {name:<20}{', '.join(files)}")
        print("\nImports inside functions")
        for path, count in inside.most_common():
            print(f"  {count:>4} {path}")
    for a, b in up:
        print(f"up: {a} imports {b}")
    for group in around:
        print(f"circle: {', '.join(group)}")
    return 1 if up or around else 0


if __name__ == "__main__":
    sys.exit(main())
