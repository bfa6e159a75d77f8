"""Circles around places, growing by distance: the zones of a scan statistic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6367.0  # the value of SaTScan, so that radii agree
TIE = 1e-9  # distances closer than this (relative) are equal

Metric = Literal["haversine", "euclidean", "manhattan"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Circles:
    """Places around each centre: those of centre i are ``member[start[i]:start[i + 1]]``.

    ``distance`` runs along ``member``; ``complete`` is False while places at the same distance
    are still to come, so that a circle takes them all or none.
    """

    start: NDArray[np.int64]
    member: NDArray[np.int32]
    distance: Floats
    complete: NDArray[np.bool_]


def haversine(start: Floats, end: Floats) -> Floats:
    """Great-circle distances in km between (latitude, longitude) in degrees, along the last axis."""
    lat0, lon0 = np.moveaxis(np.radians(start), -1, 0)
    lat, lon = np.moveaxis(np.radians(end), -1, 0)
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat0) * np.cos(lat) * np.sin((lon - lon0) / 2) ** 2
    away: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return away


def distances(centre: Floats, points: Floats, metric: Metric) -> Floats:
    """Distance from ``centre`` to each row of ``points``: km for haversine, else their unit."""
    if metric == "haversine":
        return haversine(centre, points)
    difference = np.abs(points - centre)
    away: Floats = difference.sum(axis=1) if metric == "manhattan" else np.hypot(*difference.T)
    return away


def circles(
    points: Floats, weight: Floats, *, max_radius: float | None, max_share: float, metric: Metric
) -> Circles:
    """Order the places around each place, up to a radius and a share of the weight.

    Parameters
    ----------
    points
        Latitude and longitude in degrees or x and y, shape (places, 2).
    weight
        Of each place; a circle holds at most ``max_share`` of the sum.
    max_radius
        In km for haversine, else in the points' unit; None for no limit.
    """
    limit = max_share * weight.sum() * (1.0 + TIE)
    radius = np.inf if max_radius is None else max_radius
    rings = [_ring(i, points, weight, limit, radius, metric) for i in range(len(points))]
    start = np.zeros(len(points) + 1, np.int64)
    start[1:] = np.cumsum([len(ring[0]) for ring in rings])
    return Circles(
        start,
        np.concatenate([ring[0] for ring in rings]),
        np.concatenate([ring[1] for ring in rings]),
        np.concatenate([ring[2] for ring in rings]),
    )


def _ring(
    i: int, points: Floats, weight: Floats, limit: float, radius: float, metric: Metric
) -> tuple[NDArray[np.int32], Floats, NDArray[np.bool_]]:
    away = distances(points[i], points, metric)
    away[i] = 0.0
    near = np.flatnonzero(away <= radius)
    near = near[np.lexsort((near != i, away[near]))]
    away = away[near]
    complete = np.append(np.diff(away) > TIE * (1.0 + away[1:]), True)
    inside = np.cumsum(weight[near]) <= limit
    keep = int(inside.sum())
    while keep and not complete[keep - 1]:  # a tie that does not fit whole stays out
        keep -= 1
    return near[:keep].astype(np.int32), away[:keep], complete[:keep]


def distinct(around: Circles, weight: Floats) -> Circles:
    """Keep every set of weighted places once: enough to find the largest value of a statistic.

    Places without weight are dropped, and of circles around different centres that hold the same
    places only the first stays ``complete``.
    """
    centre = np.repeat(np.arange(len(around.start) - 1), np.diff(around.start))
    kept = np.flatnonzero(weight[around.member] > 0)
    following = np.minimum(np.append(kept[1:], around.member.size), around.start[centre[kept] + 1])
    ends = np.append(0, np.cumsum(around.complete))
    complete = ends[following] > ends[kept]
    member = around.member[kept]
    start = np.searchsorted(centre[kept], np.arange(len(around.start)))
    first = np.zeros(kept.size, bool)
    candidates = np.flatnonzero(complete)
    first[candidates[np.unique(_set_keys(member, start)[candidates], return_index=True)[1]]] = True
    return Circles(start, member, around.distance[kept], first)


def _set_keys(member: NDArray[np.int32], start: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Sum of random 64-bit keys of the places so far: equal for equal sets, else equal by chance only."""
    keys = np.random.default_rng(0).integers(0, 2**64, int(member.max(initial=0)) + 1, dtype=np.uint64)
    total = np.append(np.uint64(0), np.cumsum(keys[member], dtype=np.uint64))
    return total[1:] - np.repeat(total[start[:-1]], np.diff(start))
