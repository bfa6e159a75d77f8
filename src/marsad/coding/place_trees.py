"""Boosted trees scored all at once, by the leaves that a candidate's features rule out.

QuickScorer (Lucchese et al., SIGIR 2015): a node whose test fails rules out the leaves on its left, so
the exit leaf of a tree is the leftmost one that no failed node rules out. The leaves of all trees are the
bits of one whole number, ``_LANE`` bits a tree; features that are 0 pass every test and cost nothing. The
exit leaves of ``_TOGETHER`` trees are looked up at once: what they add up to is kept as it is met.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp
from operator import and_, getitem
from struct import Struct
from typing import Any, NamedTuple

_LANE = 16  # most leaves of a tree
_TOGETHER = 64 // _LANE  # trees whose leaves are one number of 64 bits

Node = Any  # a list [feature, bound, at most, above], or a leaf in log odds


class Cuts(NamedTuple):
    """The tests of one feature: ascending bounds, and the leaves left where 0, 1, ... of them are passed."""

    bounds: tuple[float, ...]
    left: tuple[int, ...]


class _Exits(dict[int, float]):
    """Log odds of the exit leaves of a few trees, by the bits of these leaves."""

    def __init__(self, trees: Sequence[Sequence[float]]) -> None:
        super().__init__()
        bits = [
            (1 << n * _LANE + i, value) for n, leaves in enumerate(trees) for i, value in enumerate(leaves)
        ]
        self._bits = tuple(bits)

    def __missing__(self, exits: int) -> float:
        odds = self[exits] = sum([value for bit, value in self._bits if bit & exits])
        return odds


class Model(NamedTuple):
    """Boosted trees ready for scoring."""

    threshold: float
    base: float
    cuts: Mapping[str, Cuts]
    exits: tuple[_Exits, ...]  # of ``_TOGETHER`` trees each
    lanes: Struct  # cuts a whole number into those of 64 bits
    every: int  # all bits of all lanes
    lowest: int  # the first bit of each lane


def model_of(threshold: float, base: float, names: Sequence[str], trees: Sequence[Node]) -> Model:
    """Prepare trees whose bounds are not negative and whose features are indices into ``names``."""
    tests: dict[str, list[tuple[float, int]]] = {}
    leaves: list[list[float]] = []
    for n, tree in enumerate(trees):
        leaves.append([])
        for feature, bound, gone in _walk(tree, leaves[n]):
            tests.setdefault(names[feature], []).append((bound, gone << n * _LANE))
        if len(leaves[n]) > _LANE:
            raise ValueError(f"a tree has {len(leaves[n])} leaves, more than {_LANE}")
    lowest = sum(1 << n * _LANE for n in range(len(trees)))
    every = (1 << len(trees) * _LANE) - 1
    cuts = {feature: _cuts(found, every) for feature, found in tests.items()}
    exits = tuple(_Exits(leaves[n : n + _TOGETHER]) for n in range(0, len(leaves), _TOGETHER))
    return Model(threshold, base, cuts, exits, Struct(f"<{len(exits)}Q"), every, lowest)


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
    get = model.cuts.get
    for name, value in found.items():
        if value and (cuts := get(name)):
            bounds, after = cuts
            leaves &= after[bisect_left(bounds, value)]
    return leaves


def chance(model: Model, alive: int) -> float:
    """Probability that the leaves left give."""
    exits = alive & ~(alive - model.lowest)  # the lowest bit of every lane
    lanes = model.lanes.unpack(exits.to_bytes(model.lanes.size, "little"))
    return 1 / (1 + exp(-sum(map(getitem, model.exits, lanes), model.base)))
