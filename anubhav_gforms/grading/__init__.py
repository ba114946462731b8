"""Responses → cube → grades: case-mix, window, shrinkage, letters, districts, trends, flags, and how each came about."""

from .cube.count import cube_of_tables, make_cube
from .cube.cube import Cube, Shape, merge
from .decisions import Decisions
from .grades import Grades, grade

__all__ = ["Cube", "Decisions", "Grades", "Shape", "cube_of_tables", "grade", "make_cube", "merge"]
