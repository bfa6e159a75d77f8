"""Why a place name was taken for the place it was taken for: what set it apart from its namesakes."""

from __future__ import annotations

import numpy as np

from marsad.gazetteer import Gazetteer
from marsad.records import Document, Reason, Weight
from marsad.resolve.place_features import FEATURES, Array, Table, build_table, context
from marsad.resolve.place_model import Weights, chances, weights
from marsad.resolve.toponyms import candidate_names, expected_countries

MOST = 6


def explain_names(
    document: Document, gazetteer: Gazetteer, country_prior: str | None = None
) -> dict[tuple[str, int], Reason]:
    """The reason for each place mention with namesakes, by field and start.

    Parameters
    ----------
    document
        A document whose places were recognised and not yet resolved.
    """
    names = candidate_names(document, gazetteer)
    if not names:
        return {}
    model, table = weights(), build_table(names, expected_countries(document, gazetteer, country_prior))
    chance = chances(table, model)
    told: dict[str, Reason] = {}
    for number, name in enumerate(names):
        told.setdefault(name.key, _reason(table, model, chance, number))
    mentions = [(s.field, m) for s in document for m in s.places]
    return {(f, m.place.start): told[m.place.name] for f, m in mentions if m.place.name in told}


def _reason(table: Table, model: Weights, chance: Array, number: int) -> Reason:
    """The best candidate of a name against the runner-up."""
    start, end = table.ranges[number]
    order = sorted(range(start, end), key=lambda i: -float(chance[i]))
    best = order[0]
    value = f"{table.entries[best].name} ({table.entries[best].country}, {table.entries[best].level})"
    if len(order) == 1:
        return Reason(part="place name", value=value, rule="the only place of this name")
    second = table.entries[order[1]]
    rule = (
        f"probability {chance[best]:.2f} among {len(order)} places of this name; next {second.name} "
        f"({second.country}, {second.admin1 or '-'}, {second.level}) {chance[order[1]]:.2f}"
    )
    return Reason(part="place name", value=value, rule=rule, weights=_apart(table, model, chance, order))


def _apart(table: Table, model: Weights, chance: Array, order: list[int]) -> tuple[Weight, ...]:
    """The features that set the best candidate apart from the next, weightiest first."""
    found = np.hstack([table.local, context(table, chance)])
    both = np.concatenate([model.local, model.context])
    apart = (found[order[0]] - found[order[1]]) * both
    heavy = sorted(range(len(FEATURES)), key=lambda i: -abs(float(apart[i])))[:MOST]
    return tuple(
        Weight(
            feature=FEATURES[i], value=round(float(found[order[0], i]), 3), weight=round(float(apart[i]), 3)
        )
        for i in heavy
        if abs(float(apart[i])) >= 0.005
    )
