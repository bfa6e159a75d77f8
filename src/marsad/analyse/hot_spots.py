"""Emerging hot spots: Getis-Ord G* in a space-time cube, and the Mann-Kendall trend of each cell.

Tools differ in what a cell is compared with, and the answers differ with it. Here it is a
setting that every result carries: ``"cube"`` compares with the mean and deviation of all cells
and periods (as ArcGIS "Entire cube" does), ``"step"`` with those of the same period only.

References
----------
Getis & Ord 1992, Geographical Analysis 24:189. Ord & Getis 1995, Geographical Analysis 27:286.
Mann 1945, Econometrica 13:245. Kendall 1975, Rank Correlation Methods. Benjamini & Hochberg 1995,
J R Stat Soc B 57:289. Classes: Esri, "How Emerging Hot Spot Analysis works".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.stats import norm

from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records import Finding

Comparison = Literal["cube", "step"]
MOSTLY = 0.9  # share of hot periods from which a cell counts as always hot
FEWEST_PERIODS = 4
DIGITS = 9  # z-scores equal to so many digits are ties in the trend test
CITATION = (
    "Ord & Getis 1995, Geographical Analysis 27(4):286-306; Mann 1945, Econometrica 13(3):245-259; "
    "Benjamini & Hochberg 1995, J R Stat Soc B 57(1):289-300"
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotSpotSettings:
    """How cells are compared and when they count as hot.

    Attributes
    ----------
    comparison
        ``"cube"`` or ``"step"``: see the module's text.
    lag
        Earlier periods that belong to a cell's neighbourhood (``"cube"`` only).
    alpha
        Two-sided level for hot and cold cells and for trends.
    false_discovery_rate
        Control the false discovery rate over all cells and periods instead of testing each at
        ``alpha``.
    """

    comparison: Comparison = "cube"
    lag: int = 1
    alpha: float = 0.05
    false_discovery_rate: bool = True


class HotSpot(Finding, frozen=True, kw_only=True):
    """One cell with a pattern; ``value`` and ``p`` are the G* z-score of the last period and its p.

    Attributes
    ----------
    row, cell
        Row of the input, and its name where names were given.
    pattern
        Esri's class, such as ``"new hot spot"`` or ``"diminishing cold spot"``.
    hot_share, cold_share
        Share of the periods in which the cell was significantly hot or cold.
    trend, trend_p
        Mann-Kendall z-score of the cell's G* series, and its two-sided p.
    """

    row: int
    cell: str | None
    pattern: str
    hot_share: float
    cold_share: float
    trend: float
    trend_p: float


@dataclass(frozen=True, slots=True)
class HotSpotCube:
    """G* of every cell and period with p-values and flags, and the trend and pattern of every cell."""

    z: Floats
    p: Floats
    hot: Flags
    cold: Flags
    trend: Floats
    trend_p: Floats
    patterns: tuple[str, ...]
    findings: tuple[HotSpot, ...] = field(repr=False)


def hot_spots(
    counts: ArrayLike,
    neighbours: Sequence[ArrayLike],
    *,
    settings: HotSpotSettings | None = None,
    cells: Sequence[str] | None = None,
) -> HotSpotCube:
    """Find cells that are becoming, staying or ceasing to be hot or cold spots.

    Null for G*: the values are spread over the compared cells at random (normal approximation,
    rough where counts are few). Alternative: two-sided. Null for the trend: the G* values of a
    cell are in random order; alternative two-sided.

    Parameters
    ----------
    counts
        Events or any other value, of shape (cells, periods); cells without events belong to it.
    neighbours
        For each cell the rows of its neighbours, itself not needed.
    settings
        Comparison and levels.
    cells
        Names of the cells, such as H3 indexes.

    Raises
    ------
    NotEnoughIncidents
        Fewer than four periods.
    AnalysisError
        Shapes do not fit, or ``lag`` with ``comparison="step"``.
    """
    values, rules = np.asarray(counts, float), settings or HotSpotSettings()
    _check(values, neighbours, rules)
    z = getis_ord(values, neighbours, comparison=rules.comparison, lag=rules.lag)
    p = 2.0 * norm.sf(np.abs(z))
    significant = p <= (_discovery_level(p, rules.alpha) if rules.false_discovery_rate else rules.alpha)
    hot, cold = significant & (z > 0), significant & (z < 0)
    trend, trend_p = mann_kendall(z)
    direction = np.where(trend_p <= rules.alpha, np.sign(trend), 0.0).astype(np.int64)
    patterns = tuple(_pattern(hot[i], cold[i], int(direction[i])) for i in range(len(values)))
    cube = HotSpotCube(z, p, hot, cold, trend, trend_p, patterns, ())
    found = _findings(cube, rules, int(values.sum()), cells)
    return HotSpotCube(z, p, hot, cold, trend, trend_p, patterns, found)


def getis_ord(
    values: Floats, neighbours: Sequence[ArrayLike], *, comparison: Comparison = "cube", lag: int = 0
) -> Floats:
    """z-score of Getis and Ord's G* with equal weights for a cell, its neighbours and earlier periods.

    Parameters
    ----------
    values
        Shape (cells, periods).
    neighbours, comparison, lag
        As for :func:`hot_spots`.

    Returns
    -------
    z
        Shape (cells, periods); 0 where all compared values are equal.
    """
    weights = _weights(neighbours)
    around = weights @ values
    size = np.repeat(np.asarray(weights.sum(axis=1), float)[:, None], values.shape[1], axis=1)
    total, members = around.copy(), size.copy()
    for back in range(1, lag + 1):
        total[:, back:] += around[:, :-back]
        members[:, back:] += size[:, :-back]
    axis = None if comparison == "cube" else 0
    n = values.size if comparison == "cube" else len(values)
    spread = values.std(axis=axis) * np.sqrt(np.maximum(members * (n - members), 0.0) / (n - 1))
    difference = total - values.mean(axis=axis) * members
    z: Floats = np.divide(difference, spread, out=np.zeros_like(total), where=spread > 0)
    return z


def mann_kendall(series: Floats) -> tuple[Floats, Floats]:
    """Mann-Kendall trend of each row: z-score (corrected for ties and continuity), two-sided p.

    Null: a row's values are in random order.
    """
    x = series.round(DIGITS)
    length = x.shape[1]
    score, ties = np.zeros(len(x)), np.ones_like(x)
    for back in range(1, length):
        difference = x[:, back:] - x[:, :-back]
        score += np.sign(difference).sum(axis=1)
        equal = difference == 0
        ties[:, back:] += equal
        ties[:, :-back] += equal
    tied = ((ties - 1) * (2 * ties + 5)).sum(axis=1)  # the sum over groups of t (t - 1) (2 t + 5)
    variance = (length * (length - 1) * (2 * length + 5) - tied) / 18.0
    z = np.divide(score - np.sign(score), np.sqrt(variance), out=np.zeros(len(x)), where=variance > 0)
    return z, 2.0 * norm.sf(np.abs(z))


def h3_cube(
    coordinates: ArrayLike, period: ArrayLike, periods: int, *, resolution: int, margin: int = 1
) -> tuple[Ints, tuple[str, ...], list[Ints]]:
    """Count events on H3 cells, with the empty cells around them.

    Parameters
    ----------
    coordinates
        Latitude and longitude of each event in degrees, shape (events, 2).
    period
        Of each event, from 0.
    periods
        Number of periods.
    resolution
        H3 resolution (4: about 1,770 km2 a cell, 5: about 250).
    margin
        Rings of cells kept around cells with events.

    Returns
    -------
    counts, cells, neighbours
        Counts (cells, periods), the cells' H3 indexes (sorted), and each cell's neighbour rows.
    """
    import h3

    at = [h3.latlng_to_cell(lat, lon, resolution) for lat, lon in np.asarray(coordinates, float)]
    cells = sorted({near for cell in set(at) for near in h3.grid_disk(cell, margin)})
    row = {cell: i for i, cell in enumerate(cells)}
    flat = np.array([row[cell] for cell in at], np.int64) * periods + np.asarray(period, np.int64)
    counts = np.bincount(flat, minlength=len(cells) * periods).reshape(len(cells), periods)
    neighbours = [
        np.array(
            sorted(row[near] for near in h3.grid_disk(cell, 1) if near in row and near != cell), np.int64
        )
        for cell in cells
    ]
    return counts, tuple(cells), neighbours


def _check(values: Floats, neighbours: Sequence[ArrayLike], rules: HotSpotSettings) -> None:
    if values.ndim != 2 or len(neighbours) != len(values) or not np.isfinite(values).all():
        raise AnalysisError("counts must have a row, and neighbours an entry, for each cell")
    if values.shape[1] < FEWEST_PERIODS:
        raise NotEnoughIncidents(
            "too few periods for a trend of hot spots", f"At least {FEWEST_PERIODS} periods are needed."
        )
    if rules.comparison == "step" and rules.lag > 0:
        raise AnalysisError("earlier periods cannot be compared within one period", 'Use lag=0 with "step".')


def _weights(neighbours: Sequence[ArrayLike]) -> csr_array:
    rows = [np.union1d(np.asarray(near, np.int64), [i]) for i, near in enumerate(neighbours)]
    start = np.append(0, np.cumsum([len(row) for row in rows]))
    column = np.concatenate(rows)
    return csr_array((np.ones(column.size), column, start), shape=(len(rows), len(rows)))


def _discovery_level(p: Floats, alpha: float) -> float:
    """Largest p that is significant when the false discovery rate is held at ``alpha``."""
    ranked = np.sort(p, axis=None)
    passing = ranked[ranked <= alpha * np.arange(1, ranked.size + 1) / ranked.size]
    return float(passing[-1]) if passing.size else -1.0


def _pattern(hot: Flags, cold: Flags, direction: int) -> str:
    """Esri's class of a cell: that of the kind it is now, or of the kind it mostly was."""
    if hot[-1] or (not cold[-1] and hot.mean() >= MOSTLY):
        return _class(hot, cold, direction) + " hot spot"
    if cold[-1] or cold.mean() >= MOSTLY:
        return _class(cold, hot, -direction) + " cold spot"
    return "no pattern"


def _class(active: Flags, opposite: Flags, growth: int) -> str:
    if active.mean() >= MOSTLY:
        if not active[-1]:
            return "historical"
        return {1: "intensifying", 0: "persistent", -1: "diminishing"}[growth]
    if opposite.any():
        return "oscillating"
    run = int(np.argmin(active[::-1]))  # periods since it last was not active
    if active.sum() > run:
        return "sporadic"
    return "new" if run == 1 else "consecutive"


def _findings(
    cube: HotSpotCube, rules: HotSpotSettings, n: int, cells: Sequence[str] | None
) -> tuple[HotSpot, ...]:
    compared = "all cells and periods" if rules.comparison == "cube" else "the cells of the same period"
    rows = [i for i, pattern in enumerate(cube.patterns) if pattern != "no pattern"]
    return tuple(
        HotSpot(
            method="emerging hot spots (Getis-Ord G*, Mann-Kendall)",
            statistic="z-score of G* in the last period",
            value=float(cube.z[i, -1]),
            p=float(cube.p[i, -1]),
            n=n,
            parameters={
                "comparison": rules.comparison,
                "lag": rules.lag,
                "alpha": rules.alpha,
                "false_discovery_rate": rules.false_discovery_rate,
                "cells": cube.z.shape[0],
                "periods": cube.z.shape[1],
            },
            null="values are spread over the compared cells at random",
            alternative="two-sided",
            citation=CITATION,
            note=f"compared with {compared}; normal approximation, rough where counts are few",
            row=i,
            cell=cells[i] if cells is not None else None,
            pattern=cube.patterns[i],
            hot_share=float(cube.hot[i].mean()),
            cold_share=float(cube.cold[i].mean()),
            trend=float(cube.trend[i]),
            trend_p=float(cube.trend_p[i]),
        )
        for i in rows
    )
