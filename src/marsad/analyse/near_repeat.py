"""Near-repeat patterns: whether pairs of events close in space and in time are too frequent.

Knox's test with several bands of distance and of time at once. Pairs at the very same place get
a band of their own, because reports are often placed at the centre of a town and would otherwise
hide in the first band. Bands are half-open and labelled in interval notation, such as
``(0, 5] km``.

References
----------
Knox 1964, Applied Statistics 13:25. Johnson et al. 2007, J Quant Criminol 23:201 (bands and
permutation). Townsley, Homel & Chaseling 2003, Br J Criminol 43:615 (near-repeat).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from marsad.analyse.circles import EARTH_RADIUS_KM, Metric, haversine
from marsad.analyse.monte_carlo import seed_of
from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records import Finding, JSONScalar

FEWEST_EVENTS = 10
MOST_PAIRS = 10_000_000  # about 1 GB while they are sorted
TIE = 1e-9
CITATION = "Knox 1964, Applied Statistics 13(1):25-30; Johnson et al. 2007, J Quant Criminol 23:201-219"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """Edges of the bands of distance and of time.

    Attributes
    ----------
    distance
        Rising edges (km with ``metric="haversine"``, else the coordinates' unit). With
        ``same_place`` a band of distance 0 comes before them.
    days
        Rising edges in days; the first is usually 0.
    closed
        Which end belongs to a band: ``"right"`` for ``(a, b]``, ``"left"`` for ``[a, b)``. The
        first band of time takes in its lower edge either way.
    """

    distance: tuple[float, ...]
    days: tuple[float, ...]
    same_place: bool = True
    metric: Metric = "haversine"
    closed: Literal["right", "left"] = "right"


class NearRepeat(Finding, frozen=True, kw_only=True):
    """One cell of the table; ``value`` is the Knox ratio, observed pairs over their mean under the null.

    Attributes
    ----------
    distance_band, time_band
        In interval notation with units.
    row, column
        Position in the table.
    observed
        Pairs of events in the cell.
    expected
        Mean pairs over the permutations.
    """

    distance_band: str
    time_band: str
    row: int
    column: int
    observed: int
    expected: float


@dataclass(frozen=True, slots=True)
class NearRepeatTable:
    """All cells at once, shape (distance bands, time bands), and one finding for each."""

    observed: Ints
    expected: Floats
    p: Floats
    distance_bands: tuple[str, ...]
    time_bands: tuple[str, ...]
    findings: tuple[NearRepeat, ...] = field(default=(), repr=False)

    @property
    def ratio(self) -> Floats:
        """Observed over expected pairs, NaN where none are expected."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.expected > 0, self.observed / self.expected, np.nan)


def near_repeat(
    coordinates: ArrayLike,
    days: ArrayLike,
    *,
    bands: Bands,
    permutations: int = 999,
    rng: np.random.Generator,
) -> NearRepeatTable:
    """Count pairs of events by distance and time, against permuted times.

    Null: the times of the events are independent of their places, given both. Alternative
    (one-sided): more pairs in a cell. The p-value of a cell is
    ``(1 + permutations with at least as many pairs) / (1 + permutations)``; the cells are not
    corrected for being many. Finite edges leave out farther and later pairs; an infinite last
    edge keeps them (and costs the square of the events).

    Parameters
    ----------
    coordinates
        Latitude and longitude in degrees, or x and y, of shape (events, 2).
    days
        Time of each event in days (whole days, such as ordinals, or fractions).
    bands
        Edges and metric.
    permutations
        Monte Carlo replicates.
    rng
        Draws the permutations.

    Raises
    ------
    NotEnoughIncidents
        Fewer than ten events.
    AnalysisError
        Shapes do not fit, or edges do not rise.
    """
    points, times = _checked(coordinates, days, bands)
    pairs = _pairs(points, bands)
    limits = _limits(bands.days, bands.closed)
    seeds = rng.integers(0, 2**32, size=permutations, dtype=np.uint32)
    counts = _Counts(*(np.zeros((pairs.bands, len(bands.days)), np.int64) for _ in range(3)))
    _count_pairs(pairs, times, limits, counts.observed)
    _permute(pairs, times - times.min(), limits, seeds, counts)
    observed, total, at_least = (table[:, 1:] for table in counts)  # column 0: before the first edge
    rows, columns = _distance_labels(bands), _interval_labels(bands.days, bands.closed, "d")
    p = ((1 + at_least) / (1 + permutations)).astype(np.float64)
    table = NearRepeatTable(observed, total / max(permutations, 1), p, rows, columns)
    return replace(
        table, findings=_findings(table, times.size, _parameters(bands, permutations), seed_of(rng))
    )


def pairs_in_cell(
    coordinates: ArrayLike, days: ArrayLike, *, bands: Bands, row: int, column: int
) -> NDArray[np.int32]:
    """Pairs of events that a cell of the table counts, as rows of two event numbers."""
    points, times = _checked(coordinates, days, bands)
    pairs = _pairs(points, bands)
    first = np.repeat(np.arange(times.size), np.diff(pairs.start)).astype(np.int32)
    gap = np.searchsorted(_limits(bands.days, bands.closed), np.abs(times[first] - times[pairs.other]))
    chosen = (pairs.band == row) & (gap == column + 1)
    return np.column_stack([first[chosen], pairs.other[chosen]])


class _Pairs(NamedTuple):
    """Pairs of events within the farthest edge: of event i those at ``start[i]:start[i + 1]``."""

    start: Ints
    other: NDArray[np.int32]
    band: NDArray[np.uint8]
    bands: int


class _Counts(NamedTuple):
    """Pairs by band of distance and of time; column 0 holds those before the first edge of time."""

    observed: Ints
    total: Ints
    at_least: Ints


def _checked(coordinates: ArrayLike, days: ArrayLike, bands: Bands) -> tuple[Floats, Floats]:
    points, times = np.asarray(coordinates, float), np.asarray(days, float)
    if points.shape != (times.size, 2):
        raise AnalysisError("coordinates must have one row of two numbers for each time")
    if times.size < FEWEST_EVENTS:
        raise NotEnoughIncidents(
            "too few events for a near-repeat table", f"At least {FEWEST_EVENTS} are needed."
        )
    for edges in (bands.distance, bands.days):
        if len(edges) < 2 or any(a >= b for a, b in pairwise(edges)):
            raise AnalysisError("band edges must rise", "Give at least two numbers, such as 0 and 5.")
    return points, times


def _limits(edges: tuple[float, ...], closed: str) -> Floats:
    """Largest value before the first band and of each band; values next to an edge are on it."""
    limits = np.asarray(edges, float)
    slack = np.where(np.isfinite(limits), TIE * (1.0 + np.abs(limits)), 0.0)
    limits = limits + slack if closed == "right" else limits - slack
    limits[0] = edges[0] - slack[0]
    return limits


def _pairs(points: Floats, bands: Bands) -> _Pairs:
    first, second = _close_pairs(points, bands)
    apart = _distance(points, first, second, bands.metric)
    band = np.searchsorted(_limits(bands.distance, bands.closed), apart) - 1
    beyond = len(bands.distance) - 1
    if bands.same_place:
        band = np.where(apart <= TIE, 0, np.where(band >= 0, band + 1, -1))
        beyond += 1
    kept = (band >= 0) & (band < beyond)
    first, second, band = first[kept], second[kept], band[kept]
    order = np.argsort(first * np.int64(len(points)) + second)
    start = np.searchsorted(first[order], np.arange(len(points) + 1))
    return _Pairs(start, second[order].astype(np.int32), band[order].astype(np.uint8), beyond)


def _close_pairs(points: Floats, bands: Bands) -> tuple[Ints, Ints]:
    """Pairs within the farthest edge (a little more for rounding)."""
    farthest = bands.distance[-1] * (1.0 + 1e-6)
    if not np.isfinite(farthest):
        _refuse_many(len(points) * (len(points) - 1) // 2)
        first, second = np.triu_indices(len(points), 1)
        return first, second
    norm = 1.0 if bands.metric == "manhattan" else 2.0
    tree, reach = cKDTree(points), farthest
    if bands.metric == "haversine":
        tree = cKDTree(_unit_vectors(points))
        reach = 2.0 * np.sin(min(farthest / (2.0 * EARTH_RADIUS_KM), np.pi / 2)) + TIE
    _refuse_many((tree.count_neighbors(tree, reach, p=norm) - len(points)) // 2)
    found = tree.query_pairs(reach, p=norm, output_type="ndarray")
    return found[:, 0], found[:, 1]


def _refuse_many(pairs: int) -> None:
    if pairs > MOST_PAIRS:
        raise AnalysisError(f"{pairs:,} pairs of events are too many", "Use a smaller last edge of distance.")


def _unit_vectors(points: Floats) -> Floats:
    lat, lon = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _distance(points: Floats, first: Ints, second: Ints, metric: Metric) -> Floats:
    if metric == "haversine":
        return haversine(points[first], points[second])
    difference = np.abs(points[first] - points[second])
    away: Floats = difference.sum(axis=1) if metric == "manhattan" else np.hypot(*difference.T)
    return away


@njit(cache=True, nogil=True)
def _count_pairs(pairs: _Pairs, times: Floats, limits: Floats, counts: Ints) -> None:
    """Add the pairs to ``counts`` by band of distance and of time."""
    start, other, band = pairs.start, pairs.other, pairs.band
    last = limits[limits.size - 1]
    for i in range(times.size):
        time = times[i]
        for q in range(start[i], start[i + 1]):
            gap = abs(time - times[other[q]])
            if gap <= last:
                k = 0
                while gap > limits[k]:
                    k += 1
                counts[band[q], k] += 1


@njit(cache=True, nogil=True)
def _permute(
    pairs: _Pairs, times: Floats, limits: Floats, seeds: NDArray[np.uint32], counts: _Counts
) -> None:
    """Shuffle the times once for each seed; add up the pairs and the times they reach ``observed``."""
    rows, columns = counts.observed.shape
    shuffled, drawn = times.copy(), np.zeros((rows, columns), np.int64)
    for r in range(seeds.size):
        np.random.seed(seeds[r])  # noqa: NPY002 - numba's generator
        for i in range(times.size):
            j = int(np.random.random() * (i + 1))  # noqa: NPY002
            shuffled[i] = shuffled[j]
            shuffled[j] = times[i]
        drawn[:] = 0
        _count_pairs(pairs, shuffled, limits, drawn)
        for d in range(rows):
            for t in range(columns):
                counts.total[d, t] += drawn[d, t]
                if drawn[d, t] >= counts.observed[d, t]:
                    counts.at_least[d, t] += 1


def _distance_labels(bands: Bands) -> tuple[str, ...]:
    unit = "km" if bands.metric == "haversine" else ""
    labels = _interval_labels(bands.distance, bands.closed, unit)
    if not bands.same_place:
        return labels
    lower = "(" + labels[0][1:] if bands.distance[0] == 0 else labels[0]
    return ("same place", lower, *labels[1:])


def _interval_labels(edges: tuple[float, ...], closed: str, unit: str) -> tuple[str, ...]:
    labels = []
    for i, (low, high) in enumerate(pairwise(edges)):
        left = "[" if closed == "left" or i == 0 else "("
        right = "]" if closed == "right" and np.isfinite(high) else ")"
        labels.append(f"{left}{low:g}, {high:g}{right} {unit}".strip())
    return tuple(labels)


def _parameters(bands: Bands, permutations: int) -> dict[str, JSONScalar]:
    return {
        "distance_edges": " ".join(f"{edge:g}" for edge in bands.distance),
        "time_edges_days": " ".join(f"{edge:g}" for edge in bands.days),
        "same_place": bands.same_place,
        "metric": bands.metric,
        "closed": bands.closed,
        "permutations": permutations,
    }


def _findings(
    table: NearRepeatTable, events: int, parameters: dict[str, JSONScalar], seed: int | None
) -> tuple[NearRepeat, ...]:
    found = []
    for row, distance_band in enumerate(table.distance_bands):
        for column, time_band in enumerate(table.time_bands):
            expected = float(table.expected[row, column])
            observed = int(table.observed[row, column])
            found.append(
                NearRepeat(
                    method="near-repeat (Knox, multi-band)",
                    statistic="Knox ratio (observed pairs / mean under the null)",
                    value=observed / expected if expected > 0 else None,
                    p=float(table.p[row, column]),
                    n=events,
                    parameters=parameters,
                    seed=seed,
                    null="times are independent of places",
                    alternative="more pairs in this cell (one-sided, cell by cell)",
                    citation=CITATION,
                    note="" if expected > 0 else "no pairs are expected in this cell",
                    distance_band=distance_band,
                    time_band=time_band,
                    row=row,
                    column=column,
                    observed=observed,
                    expected=expected,
                )
            )
    return tuple(found)
