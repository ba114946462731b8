"""Frames become plain values: a column at once has the same numbers as one by one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from anubhav_gforms.reports.records import plain_columns, plain_value, records


def test_a_column_is_rounded_as_its_values_are():
    """Halves of the sixth decimal, where a product in floating point goes astray, very large numbers, and what is none."""
    halves = [number + 0.0000005 for number in range(3000)] + [number * 1e-7 * 5 for number in range(-3000, 3000)]
    others = [math.nan, math.inf, -math.inf, -0.0, -1e-9, 1e15 + 0.5, 1.2345678e300, 0.1 + 0.2, 2.675]
    column = np.array([*halves, *others, *np.random.default_rng(7).normal(60, 20, 5000)])
    at_once = plain_columns(pd.DataFrame({"score": column}))["score"]
    assert [repr(value) for value in at_once] == [repr(plain_value(value)) for value in column.tolist()]


def test_texts_and_mixed_columns_keep_what_they_hold():
    frame = pd.DataFrame({"text": ["a", None], "mixed": [1, ["b", 2.0000001]], "n": [1, 2], "told": [True, False]})
    assert records(frame) == [
        {"text": "a", "mixed": 1, "n": 1, "told": True},
        {"text": None, "mixed": ["b", 2.0], "n": 2, "told": False},
    ]
    assert records(pd.DataFrame(index=range(2))) == [{}, {}]
