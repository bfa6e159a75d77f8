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


def haversine(centre: Floats, points: Floats) -> Floats:
    """Great-circle distance in km from (latitude, longitude) to each row of ``points``."""
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    lat0, lon0 = np.radians(centre)
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat0) * np.cos(lat) * np.sin((lon - lon0) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))


def distances(centre: Floats, points: Floats, metric: Metric) -> Floats:
    """Distance from ``centre`` to each row of ``points``: km for haversine, else their unit."""
    if metric == "haversine":
        return haversine(centre, points)
    difference = np.abs(points - centre)
    if metric == "manhattan":
        return difference.sum(axis=1)
    return np.hypot(difference[:, 0], difference[:, 1])


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
