"""The linear ranker of toponym resolution: weights in the package, chances by softmax over namesakes."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from marsad.errors import KnowledgeError
from marsad.resolve.place_features import CONTEXT, FEATURES, LOCAL, Array, Company, Table

ROUNDS = 3


class Weights(NamedTuple):
    """Weights of the features, and where answers are cut off."""

    first: Array  # LOCAL: before anything is known of the report
    local: Array  # LOCAL: beside the context
    context: Array
    resolved: float  # least chance of a resolved mention
    answered: float  # least chance of an ambiguous one that still gets coordinates


@cache
def weights() -> Weights:
    """Read the shipped weights, once.

    Raises
    ------
    KnowledgeError
        The file is missing or lacks a feature.
    """
    path = files("marsad.resolve") / "toponym_weights.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        first = np.array([data["first"][name] for name in LOCAL])
        both = [data["weights"][name] for name in FEATURES]
        return Weights(
            first, np.array(both[: len(LOCAL)]), np.array(both[len(LOCAL) :]),
            data["resolved"], data["answered"],
        )  # fmt: skip
    except (OSError, KeyError, ValueError) as error:
        raise KnowledgeError(f"{path}: cannot be used: {error}", "Run tools/train_toponyms.py.") from error


def chances(table: Table, model: Weights) -> Array:
    """Chance of every candidate; those of one name sum to 1.

    Begins with each name by itself, then lets the names agree with each other in a few rounds.
    """
    if len(table.entries) == len(table.names):
        return np.ones(len(table.names))
    chance = softmax(table, table.local @ model.first)
    base = table.local @ model.local
    company = Company(table)
    for _ in range(ROUNDS if len(table.names) > 1 else 1):
        chance = softmax(table, base + company.context(chance) @ model.context)
    return chance


def softmax(table: Table, score: Array) -> Array:
    """Softmax of scores over the candidates of each name."""
    starts = [start for start, _ in table.ranges]
    part = np.exp(score - np.maximum.reduceat(score, starts)[table.owner])
    out: Array = part / np.add.reduceat(part, starts)[table.owner]
    return out


__all__ = ["CONTEXT", "FEATURES", "LOCAL", "Weights", "chances", "softmax", "weights"]
