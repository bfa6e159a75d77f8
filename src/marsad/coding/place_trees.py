"""Boosted trees scored all at once, by the leaves that a candidate's features rule out.

QuickScorer (Lucchese et al., SIGIR 2015): a node whose test fails rules out the leaves on its left, so
the exit leaf of a tree is the leftmost one that no failed node rules out. The leaves of all trees are the
bits of one whole number, ``_LANE`` bits a tree; features that are 0 pass every test and cost nothing.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp
from operator import and_, getitem
from typing import Any, NamedTuple

_LANE = 32  # most leaves of a tree

Node = Any  # a list [feature, bound, at most, above], or a leaf in log odds


class Cuts(NamedTuple):
    """The tests of one feature: ascending bounds, and the leaves left where 0, 1, ... of them are passed."""

    bounds: tuple[float, ...]
    left: tuple[int, ...]


class Model(NamedTuple):
    """Boosted trees ready for scoring; ``leaves`` maps the bit of each leaf of a tree to its log odds."""

    threshold: float
    base: float
    cuts: Mapping[str, Cuts]
    leaves: tuple[dict[int, float], ...]
    every: int  # all bits of all lanes
    lowest: int  # the first bit of each lane


def model_of(threshold: float, base: float, names: Sequence[str], trees: Sequence[Node]) -> Model:
    """Prepare trees whose bounds are not negative and whose features are indices into ``names``."""
    tests: dict[str, list[tuple[float, int]]] = {}
    leaves = []
    for n, tree in enumerate(trees):
        values: list[float] = []
        for feature, bound, gone in _walk(tree, values):
            tests.setdefault(names[feature], []).append((bound, gone << n * _LANE))
        leaves.append({1 << i: value for i, value in enumerate(values)})
    lowest = sum(1 << n * _LANE for n in range(len(trees)))
    every = (1 << len(trees) * _LANE) - 1
    cuts = {feature: _cuts(found, every) for feature, found in tests.items()}
    return Model(threshold, base, cuts, tuple(leaves), every, lowest)


def _walk(node: Node, values: list[float]) -> list[tuple[int, float, int]]:
    """Tests of a tree as feature, bound and the leaves on the left; ``values`` takes up the leaves."""
    if isinstance(node, (float, int)):
        values.append(float(node))
        return []
    first = len(values)
    below = _walk(node[2], values)
    gone = (1 << len(values)) - (1 << first)
    return [(node[0], node[1], gone), *below, *_walk(node[3], values)]


def _cuts(tests: list[tuple[float, int]], every: int) -> Cuts:
    tests = sorted(tests)
    left = accumulate((every & ~gone for _, gone in tests), and_, initial=every)
    return Cuts(tuple(bound for bound, _ in tests), tuple(left))


def probability(model: Model, found: Mapping[str, float]) -> float:
    """Probability of what has these features; those that are not named are 0."""
    return chance(model, left(model, found, model.every))


def left(model: Model, found: Mapping[str, float], leaves: int) -> int:
    """The leaves among ``leaves`` that these features do not rule out."""
    cuts = model.cuts
    for name, value in found.items():
        if value and name in cuts:
            bounds, after = cuts[name]
            leaves &= after[bisect_left(bounds, value)]
    return leaves


def chance(model: Model, alive: int) -> float:
    """Probability that the leaves left give."""
    exits = alive & ~(alive - model.lowest)  # the lowest bit of every lane
    lanes = memoryview(exits.to_bytes(4 * len(model.leaves), sys.byteorder)).cast("I")
    return 1 / (1 + exp(-sum(map(getitem, model.leaves, lanes), model.base)))
