"""Spreading, shifting, contracting or steady: two ranges compared at equal numbers of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike, NDArray

from marsad.analyse.monte_carlo import rank_p, seed_of
from marsad.analyse.range import (
    AT_LEAST,
    centre_of_gravity,
    occupied_cells,
    project,
    rarefied_count,
)
from marsad.records.found import Finding

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVEL = 0.05 / 3  # three statistics, Bonferroni
Verdict = Literal["spreading", "shifting", "contracting", "steady", "too little data"]


class RangeChange(Finding, frozen=True, kw_only=True):
    """How the range changed; `value` is the log ratio of occupied cells at equal event counts.

    Attributes
    ----------
    verdict
        "spreading" when cells or reach grew and neither shrank, "contracting" the other way round, "shifting"
        when they disagree or only the centre moved, else "steady".
    cells
        Occupied cells before and after, rarefied to the smaller number of events.
    reach_km, reach_p
        Standard distance from the centre, before and after, and the two-sided p of its change.
    moved_km, moved_p
        Distance between the centres and the p-value of a move that far.
    """

    verdict: Verdict
    cells: tuple[float, float] | None = None
    reach_km: tuple[float, float] | None = None
    reach_p: float | None = None
    moved_km: float | None = None
    moved_p: float | None = None


def compare_ranges(
    position: ArrayLike,
    later: ArrayLike,
    rng: np.random.Generator,
    *,
    block: ArrayLike | None = None,
    resolution: int = 5,
    draws: int = 999,
) -> RangeChange:
    """Test whether the later events range differently from the earlier ones.

    Parameters
    ----------
    position
        Latitude and longitude in degrees, shape (n, 2).
    later
        Whether an event belongs to the later period, shape (n,).
    block
        Events of one block (a week, an operation) keep together in the permutation, shape (n,); None treats
        events as independent, which makes p-values too small where they come in bursts.
    resolution
        Of the H3 cells.
    draws
        Permutations.

    Notes
    -----
    Permutation of the period's label over blocks, three statistics at level 0.05 / 3 each (Bonferroni). Cells
    are rarefied (Hurlbert 1971, Ecology 52), so that more reports alone do not make a group spread.
    """
    position, later = np.asarray(position, dtype=float).reshape(-1, 2), np.asarray(later, dtype=bool)
    size = int(min(later.sum(), (~later).sum()))
    blank = _blank(len(later), size, draws, resolution)
    if size < AT_LEAST:
        return blank
    lat, lon = position.T
    _, cell = np.unique(occupied_cells(lat, lon, resolution=resolution), return_inverse=True)
    measure = _measure(project(lat, lon, centre_of_gravity(lat, lon)), cell)
    shuffled = _shuffler(later, block, rng)
    seen, drawn = measure(later), np.array([measure(shuffled()) for _ in range(draws)])
    p = [rank_p(abs(seen[i]), np.abs(drawn[:, i])) for i in range(3)]
    return replace(
        blank,
        value=float(seen[0]),
        p=p[0],
        seed=seed_of(rng),
        verdict=_verdict(seen, p),
        note="",
        reach_p=p[1],
        moved_p=p[2],
        moved_km=float(seen[2]),
        reach_km=(float(seen[3]), float(seen[4])),
        cells=(float(seen[5]), float(seen[6])),
    )


def _blank(n: int, size: int, draws: int, resolution: int) -> RangeChange:
    return RangeChange(
        method="comparison of two ranges",
        statistic="log ratio of occupied cells at equal event counts",
        value=None,
        n=n,
        parameters={"draws": draws, "resolution": resolution, "level_each": LEVEL, "rarefied_to": size},
        null="both periods draw their places from one distribution",
        alternative="the ranges differ (two-sided)",
        citation="Hurlbert (1971), Ecology 52; Good (2005), Permutation, Parametric and Bootstrap Tests",
        note=f"one period has {size} events, {AT_LEAST} are needed",
        verdict="too little data",
    )


def _measure(xy: Floats, cell: Ints) -> Callable[[NDArray[np.bool_]], Floats]:
    """Log ratios of cells and of standard distances, km between centres; then both distances, both cells."""

    def measure(later: NDArray[np.bool_]) -> Floats:
        size = int(min(later.sum(), (~later).sum()))
        cells = [rarefied_count(np.bincount(cell[part]), size) for part in (~later, later)]
        centres = [xy[part].mean(axis=0) for part in (~later, later)]
        reach = [float(np.sqrt(xy[part].var(axis=0).sum())) + 1e-9 for part in (~later, later)]
        moved = float(np.hypot(*(centres[1] - centres[0])))
        return np.array([np.log(cells[1] / cells[0]), np.log(reach[1] / reach[0]), moved, *reach, *cells])

    return measure


def _shuffler(
    later: NDArray[np.bool_], block: ArrayLike | None, rng: np.random.Generator
) -> Callable[[], NDArray[np.bool_]]:
    """Return a function that deals the later label to random blocks, about as many events as observed."""
    if block is None:
        return lambda: rng.permutation(later)
    _, unit = np.unique(np.asarray(block), return_inverse=True)
    label = np.bincount(unit, later) / np.bincount(unit) > 0.5

    def shuffled() -> NDArray[np.bool_]:
        drawn = rng.permutation(label)[unit]
        return drawn if 0 < drawn.sum() < len(drawn) else later

    return shuffled


def _verdict(seen: Floats, p: list[float]) -> Verdict:
    signs = {np.sign(seen[i]) for i in (0, 1) if p[i] <= LEVEL}
    if signs == {1.0}:
        return "spreading"
    if signs == {-1.0}:
        return "contracting"
    return "shifting" if signs or p[2] <= LEVEL else "steady"
