"""How a mistake gets into a running program, for tools/mutants.py: files on disk are never touched."""

from __future__ import annotations

import ast
import functools
import gc
import importlib.util
import types
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path

from mistakes import Mutant

PROJECT = Path(__file__).parents[1]


class OneModule(SourceFileLoader):
    """Loads one module from a tree instead of its file, and leaves all others to Python."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        super().__init__(name, str(path))
        self.tree = tree

    def get_code(self, fullname: str):
        return compile(self.tree, self.path, "exec", dont_inherit=True)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        inside = [str(Path(self.path).parent)] if self.path.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=inside)


def module_name(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def functions_of(files: set[str]) -> dict[tuple[str, str, int], list[types.FunctionType]]:
    """Loaded functions of these files, by file, name and first line. What they remember is forgotten."""
    found: dict[tuple[str, str, int], list[types.FunctionType]] = {}
    gc.unfreeze()  # what was collected before the tests: the collector does not tell of it otherwise
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith("anubhav_gforms"):
            each.cache_clear()
        if isinstance(each, types.FunctionType) and each.__code__.co_filename in files:
            code = each.__code__
            found.setdefault((code.co_filename, code.co_qualname, code.co_firstlineno), []).append(each)
    return found


def replace_code(mutant: Mutant, functions: dict[tuple[str, str, int], list[types.FunctionType]]) -> None:
    """Put the mistake into the functions that are loaded."""

    def put(code: types.CodeType) -> None:
        for each in functions.get((code.co_filename, code.co_qualname, code.co_firstlineno), []):
            if len(each.__code__.co_freevars) == len(code.co_freevars):
                each.__code__ = code
        for inner in code.co_consts:
            if isinstance(inner, types.CodeType):
                put(inner)

    put(compile(mutant.make(), str(mutant.path), "exec", dont_inherit=True))
