"""The small mistakes that tools/mutants.py makes: every one that a file offers, as a change of its syntax tree."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
ENCODINGS = ("utf-8", "ascii")
UNTOUCHED = ("annotation", "returns", "decorator_list")


@dataclass(frozen=True)
class Mutant:
    """One mistake: the file, the line, the function around it, and the node that takes another's place."""

    path: Path
    line: int
    where: str
    before: str
    after: str
    node: ast.AST
    field: str
    place: int | None
    new: ast.AST
    tree: ast.Module
    inside: bool
    """It lies in the body of a function, so that a module that is loaded already can be given it."""

    @property
    def name(self) -> str:
        """What docs/mutants.md calls it; holds no line number, so that it stays true when lines move."""
        return f"{self.path.name}:{self.where}: {self.before} → {self.after}"

    def make(self) -> ast.Module:
        """Put the mistake into the tree."""
        if self.place is None:
            setattr(self.node, self.field, self.new)
        else:
            getattr(self.node, self.field)[self.place] = self.new
        return ast.fix_missing_locations(self.tree)


def mutants_of(path: Path) -> list[Mutant]:
    """Every mistake that can be made in a file, in its order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    seen: Counter[str] = Counter()
    mutants = []
    for mutant in _inside(tree, tree, path, "", told=False, inside=False):
        seen[mutant.name] += 1
        again = seen[mutant.name]
        mutants.append(mutant if again == 1 else replace(mutant, after=f"{mutant.after} ({again})"))
    return mutants


def _inside(node: ast.AST, tree: ast.Module, path: Path, where: str, *, told: bool, inside: bool) -> Iterator[Mutant]:
    """`told` says that strings here are a message to people, `inside` that this is the body of a function."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = f"{where}.{node.name}".lstrip(".")
    for field, value in ast.iter_fields(node):
        if field in UNTOUCHED:
            continue
        within = inside or (isinstance(node, ast.FunctionDef) and field == "body")
        children = value if isinstance(value, list) else [value]
        for place, child in enumerate(children):
            if not isinstance(child, ast.AST) or _left_alone(child):
                continue
            talks = told or isinstance(child, ast.Raise) or field == "msg"
            for new in _variants(child, node, field, talks):
                spot = place if isinstance(value, list) else None
                line = getattr(child, "lineno", getattr(node, "lineno", 1))
                words = (where or "module", _short(child), _short(new))
                yield Mutant(path, line, *words, node, field, spot, new, tree, within)
            yield from _inside(child, tree, path, where, told=talks, inside=within)


def _left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        names_types = isinstance(node.value, ast.Subscript) and isinstance(node.value.value, ast.Name)
        return node.targets[0].id == "__all__" or (names_types and node.value.value.id[:1].isupper())
    if isinstance(node, ast.keyword) and node.arg in ("repr", "strict"):
        return True  # how a value prints; a guard against lists of two lengths
    if isinstance(node, ast.Constant) and node.value in ENCODINGS:
        return True  # Python reads over a wrong sign in it
    return isinstance(node, ast.Import | ast.ImportFrom)


def _variants(node: ast.AST, parent: ast.AST, field: str, told: bool) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for place, sign in enumerate(node.ops):
                for other in COMPARISONS[type(sign)]:
                    new = copy.copy(node)
                    new.ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
                    yield new
        case ast.BinOp() if type(node.op) in SUMS:
            yield ast.BinOp(node.left, SUMS[type(node.op)](), node.right)
        case ast.AugAssign() if type(node.op) in SUMS:
            yield ast.AugAssign(node.target, SUMS[type(node.op)](), node.value)
        case ast.BoolOp():
            yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() | float() as number):
            yield ast.Constant(number + 1 if isinstance(number, int) else number * 2 or 1.0)
        case ast.Constant(value=str() as text) if not told:
            yield ast.Constant(f"{text}¤")
        case ast.Constant(value=bytes() as data):
            yield ast.Constant(data + b"x")
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in NAMES and field == "func":
            new = copy.copy(node)
            setattr(new, "id" if isinstance(node, ast.Name) else "attr", NAMES[name])
            yield new
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield ast.Pass()
        case ast.Return(value=ast.AST() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
    if _is_condition(parent, field) and not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield ast.UnaryOp(ast.Not(), node)


def _is_condition(parent: ast.AST, field: str) -> bool:
    return (
        (field == "test" and isinstance(parent, ast.If | ast.IfExp | ast.While))
        or (field == "ifs" and isinstance(parent, ast.comprehension))
        or (field == "values" and isinstance(parent, ast.BoolOp))
    )


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:87]}..."
