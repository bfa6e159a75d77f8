"""Kulldorff's scan statistic in space and time: where and when there are more cases than expected.

Three null models, each usable alone on arrays:

- :func:`scan_permutation`: place and time are independent; needs cases only.
- :func:`scan_poisson`: cases follow given expected numbers (from a baseline or a population).
- :func:`scan_bernoulli`: cases and controls are mixed at random.

With one period the scan is purely spatial. Clusters are circles of places times runs of periods.

References
----------
Kulldorff 1997, Commun Stat Theory Methods 26:1481. Kulldorff 2001, J R Stat Soc A 164:61
(prospective). Kulldorff, Heffernan, Hartman, Assuncao & Mostashari 2005, PLoS Med 2:e59
(permutation).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.analyse import scan_kernels as kernels
from marsad.analyse.circles import Circles, circles, distinct
from marsad.analyse.clusters import Cluster, Problem, Report, ScanResult, ScanSettings, events_in
from marsad.analyse.monte_carlo import seed_of
from marsad.errors import AnalysisError, NotEnoughIncidents

__all__ = [
    "Cluster",
    "ScanResult",
    "ScanSettings",
    "count_events",
    "events_in",
    "scan_bernoulli",
    "scan_permutation",
    "scan_poisson",
]

LEVELS = np.concatenate([np.arange(0.0, 16.0, 0.5), 16.0 * 1.25 ** np.arange(24)])


def scan_permutation(
    counts: ArrayLike, coordinates: ArrayLike, *, settings: ScanSettings, rng: np.random.Generator
) -> ScanResult:
    """Scan with the space-time permutation model, which needs no population.

    Null: given the totals of each place and of each period, the period of a case is independent of
    its place. Alternative (one-sided): more cases in some cylinder.

    Parameters
    ----------
    counts
        Cases by place and period, integers of shape (places, periods).
    coordinates
        Latitude and longitude in degrees, or x and y, of shape (places, 2).
    settings
        Cylinders and test.
    rng
        Source of the replicates' seeds.

    Raises
    ------
    NotEnoughIncidents
        Fewer than two cases, or than two periods.
    AnalysisError
        Shapes do not fit, or counts are not whole numbers.
    """
    cases = _cases(counts, settings)
    if cases.shape[1] < 2:
        raise NotEnoughIncidents(
            "the permutation scan needs two periods", "Use scan_poisson or scan_bernoulli."
        )
    total = float(cases.sum())
    by_place, by_period = cases.sum(axis=1).astype(float), cases.sum(axis=0) / total
    first = settings.first_period(cases.shape[1])
    place, period = _individuals(cases)
    problem = Problem(
        model="permutation",
        counts=cases,
        baseline=kernels.Baseline(True, by_place, by_period[first:].copy(), np.empty((0, 0))),  # noqa: FBT003
        draw=kernels.Draw(kernels.PERMUTE, place, period, np.empty(0), place.size, first),
        total=total,
    )
    return _scan(problem, coordinates, by_place, settings=settings, rng=rng)


def scan_poisson(
    counts: ArrayLike,
    coordinates: ArrayLike,
    *,
    expected: ArrayLike,
    settings: ScanSettings,
    rng: np.random.Generator,
) -> ScanResult:
    """Scan with the discrete Poisson model.

    Null: given their number, cases fall on places and periods in proportion to ``expected``.
    Alternative (one-sided): more cases in some cylinder. Cases that cluster by themselves
    (overdispersion) make the p-values too small.

    Parameters
    ----------
    counts
        Cases, integers of shape (places, periods).
    coordinates
        Latitude and longitude in degrees, or x and y, of shape (places, 2).
    expected
        Expected cases, population or reporting volume in any unit, of shape (places, periods).
    settings, rng
        As for :func:`scan_permutation`.

    Raises
    ------
    NotEnoughIncidents, AnalysisError
        As for :func:`scan_permutation`; also cases where nothing is expected.
    """
    cases = _cases(counts, settings)
    weights = np.asarray(expected, float)
    if weights.shape != cases.shape or not np.isfinite(weights).all() or (weights < 0).any():
        raise AnalysisError("expected must be finite, not negative and shaped like counts")
    if (cases[weights == 0] > 0).any():
        raise AnalysisError(
            "cases lie where none are expected", "Give every cell with cases an expected number."
        )
    weights = weights * (cases.sum() / weights.sum())
    first = settings.first_period(cases.shape[1])
    place, period = np.nonzero(weights)
    share = np.cumsum(weights[place, period]) / weights.sum()
    share[-1] = 1.0
    problem = Problem(
        model="Poisson",
        counts=cases,
        baseline=_cell_baseline(weights, first),
        draw=kernels.Draw(
            kernels.MULTINOMIAL,
            place.astype(np.int32),
            period.astype(np.int32),
            share,
            int(cases.sum()),
            first,
        ),
        total=float(weights.sum()),
    )
    return _scan(problem, coordinates, weights.sum(axis=1), settings=settings, rng=rng)


def scan_bernoulli(
    counts: ArrayLike,
    coordinates: ArrayLike,
    *,
    controls: ArrayLike,
    settings: ScanSettings,
    rng: np.random.Generator,
) -> ScanResult:
    """Scan with the Bernoulli model: cases against controls.

    Null: every individual is a case with the same probability. Alternative (one-sided): a higher
    share of cases in some cylinder.

    Parameters
    ----------
    counts, controls
        Cases and controls, integers of shape (places, periods).
    coordinates, settings, rng
        As for :func:`scan_permutation`.

    Raises
    ------
    NotEnoughIncidents, AnalysisError
        As for :func:`scan_permutation`; also when there are no controls.
    """
    cases = _cases(counts, settings)
    population = cases + _checked_counts(controls)
    if population.shape != cases.shape or population.sum() == cases.sum():
        raise AnalysisError("controls must be shaped like counts, and there must be some")
    first = settings.first_period(cases.shape[1])
    place, period = _individuals(population)
    problem = Problem(
        model="Bernoulli",
        counts=cases,
        baseline=_cell_baseline(population.astype(float), first),
        draw=kernels.Draw(kernels.RELABEL, place, period, np.empty(0), int(cases.sum()), first),
        total=float(population.sum()),
    )
    return _scan(problem, coordinates, population.sum(axis=1).astype(float), settings=settings, rng=rng)


def count_events(
    coordinates: ArrayLike, period: ArrayLike, periods: int, *, also: ArrayLike | None = None
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Count events by distinct place and period.

    Parameters
    ----------
    coordinates
        Of each event, shape (events, 2).
    period
        Of each event, from 0.
    periods
        Number of periods.
    also
        Further places, shape (places, 2): circles around them are tried although they had no event.

    Returns
    -------
    counts, places, place
        Counts (places, periods), the places' coordinates (places, 2), and each event's place row.
    """
    points = np.asarray(coordinates, float)
    every = points if also is None else np.vstack([points, np.asarray(also, float)])
    places, row = np.unique(every, axis=0, return_inverse=True)
    place = row.ravel()[: len(points)]
    cell = place * periods + np.asarray(period, np.int64)
    counts = np.bincount(cell, minlength=len(places) * periods).reshape(len(places), periods)
    return counts, places, place


def _checked_counts(counts: ArrayLike) -> NDArray[np.int64]:
    raw = np.asarray(counts)
    if raw.ndim != 2 or (raw < 0).any() or not np.array_equal(raw, np.floor(raw)):
        raise AnalysisError("counts must be whole numbers of shape (places, periods)")
    return raw.astype(np.int64)


def _cases(counts: ArrayLike, settings: ScanSettings) -> NDArray[np.int64]:
    cases, fewest = _checked_counts(counts), max(settings.min_cases, 2)
    if cases.sum() < fewest:
        raise NotEnoughIncidents("too few cases for a scan", f"At least {fewest} are needed.")
    return cases


def _individuals(counts: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    place, period = np.nonzero(counts)
    times = counts[place, period]
    return np.repeat(place, times).astype(np.int32), np.repeat(period, times).astype(np.int32)


def _cell_baseline(weights: NDArray[np.float64], first: int) -> kernels.Baseline:
    cells = np.ascontiguousarray(weights[:, first:])
    return kernels.Baseline(False, np.zeros(len(cells)), np.zeros(cells.shape[1]), cells)  # noqa: FBT003


def _scan(
    problem: Problem,
    coordinates: ArrayLike,
    weight: NDArray[np.float64],
    *,
    settings: ScanSettings,
    rng: np.random.Generator,
) -> ScanResult:
    points = np.asarray(coordinates, float)
    if points.shape != (len(problem.counts), 2):
        raise AnalysisError("coordinates must have one row of two numbers for each place")
    around = circles(
        points, weight, max_radius=settings.max_radius, max_share=settings.max_share, metric=settings.metric
    )
    search = _search(problem, around, settings)
    simulated = _simulate(_without_repeats(search, around, weight), problem.draw, settings, rng)
    counts = problem.counts[:, problem.draw.first :].astype(np.int32)
    ratio, where = np.zeros(len(points)), np.full((len(points), 3), -1, np.int64)
    kernels.search_observed(search, kernels.to_cells(counts), ratio, where)
    report = Report(problem, around, points, simulated, settings, seed_of(rng))
    return ScanResult(tuple(report.clusters(ratio, where)), simulated)


def _search(problem: Problem, around: Circles, settings: ScanSettings) -> kernels.Search:
    periods = problem.counts.shape[1]
    longest = settings.longest(periods)
    rules = kernels.Rules(
        periods=periods - problem.draw.first,
        shortest=settings.min_periods,
        longest=longest,
        only_last=settings.prospective or periods == 1,
        fewest_cases=settings.min_cases,
        model=kernels.BERNOULLI if problem.model == "Bernoulli" else kernels.POISSON,
        cases=float(problem.counts.sum()),
        baseline=problem.total,
    )
    bounds = kernels.build_bounds(LEVELS, rules)
    return kernels.Search(_zones(around), rules, problem.baseline, bounds)


def _zones(around: Circles) -> kernels.Zones:
    return kernels.Zones(around.start, around.member, around.complete)


def _without_repeats(search: kernels.Search, around: Circles, weight: NDArray[np.float64]) -> kernels.Search:
    return search._replace(zones=_zones(distinct(around, weight)))


def _simulate(
    search: kernels.Search, draw: kernels.Draw, settings: ScanSettings, rng: np.random.Generator
) -> NDArray[np.float64]:
    seeds = rng.integers(0, 2**32, size=settings.replicates, dtype=np.uint32)
    if settings.workers <= 1:
        return kernels.simulate(search, draw, seeds)
    parts = np.array_split(seeds, 4 * settings.workers)
    with ThreadPoolExecutor(settings.workers) as pool:
        return np.concatenate(list(pool.map(lambda part: kernels.simulate(search, draw, part), parts)))
