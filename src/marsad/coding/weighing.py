"""What each feature added to the decision of a small model, in log odds."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from marsad.coding import place_trees
from marsad.records import Weight

MOST = 6
_LEAST = 0.005


def heaviest(weights: list[Weight]) -> tuple[Weight, ...]:
    """The weightiest few."""
    told = [w for w in weights if abs(w.weight) >= _LEAST]
    return tuple(sorted(told, key=lambda w: (-abs(w.weight), w.feature))[:MOST])


def linear(weights: Mapping[str, float], found: Mapping[str, float]) -> tuple[Weight, ...]:
    """Of a linear model: weight times value."""
    both = weights.keys() & found.keys()
    return heaviest([Weight(feature=n, value=found[n], weight=round(weights[n] * found[n], 3)) for n in both])


def boosted(model: place_trees.Model, found: Mapping[str, float]) -> tuple[Weight, ...]:
    """Of boosted trees: how much less likely the answer is when the feature is taken for 0."""
    whole = _odds(place_trees.probability(model, found))
    out = []
    for name, value in found.items():
        without = {n: v for n, v in found.items() if n != name}
        change = whole - _odds(place_trees.probability(model, without))
        out.append(Weight(feature=name, value=round(value, 3), weight=round(change, 3)))
    return heaviest(out)


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-9), 1 - 1e-9)
    return log(chance / (1 - chance))
