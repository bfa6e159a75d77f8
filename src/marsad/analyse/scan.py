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

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.analyse import scan_kernels as kernels
from marsad.analyse.circles import Circles, Metric, circles
from marsad.analyse.monte_carlo import gumbel_p, rank_p, seed_of
from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records import Finding

FEWEST_CASES = 2
SMALL_RANK = 10  # below this rank the Monte Carlo p-value is too coarse and Gumbel's is quoted
LEVELS = np.concatenate([np.arange(0.0, 16.0, 0.5), 16.0 * 1.25 ** np.arange(24)])
CITATION = {
    "permutation": "Kulldorff et al. 2005, PLoS Medicine 2(3):e59",
    "Poisson": "Kulldorff 1997, Communications in Statistics 26(6):1481-1496",
    "Bernoulli": "Kulldorff 1997, Communications in Statistics 26(6):1481-1496",
}
NULL = {
    "permutation": "the time of a case is independent of its place",
    "Poisson": "cases are Poisson with means proportional to the expected numbers",
    "Bernoulli": "every individual is equally likely to be a case",
}

Model = Literal["permutation", "Poisson", "Bernoulli"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """Which cylinders are tried and how they are tested.

    Attributes
    ----------
    max_radius
        Largest radius: km with ``metric="haversine"``, the coordinates' unit with ``"euclidean"``.
    max_share
        Largest share of the cases (of the population, of the expected cases) in a circle.
    min_periods, max_periods
        Shortest and longest duration; None is half of the periods.
    prospective
        Only clusters that are alive in the last period.
    min_cases
        Fewest cases in a cluster.
    period_days
        Length of a period, for the recurrence interval of a prospective scan.
    replicates
        Monte Carlo replicates.
    workers
        Threads; the result does not depend on it.
    """

    max_radius: float | None = None
    max_share: float = 0.5
    min_periods: int = 1
    max_periods: int | None = None
    prospective: bool = False
    min_cases: int = FEWEST_CASES
    metric: Metric = "haversine"
    period_days: float | None = None
    replicates: int = 999
    workers: int = 1


class Cluster(Finding, frozen=True, kw_only=True):
    """A cylinder with more cases than expected; ``value`` is the log likelihood ratio.

    Attributes
    ----------
    rank
        1 for the most likely cluster.
    places
        Rows of the input in order of distance from the centre, the centre first.
    centre
        The centre's coordinates as given (latitude and longitude, or x and y).
    radius
        Distance of the farthest place (km, or the coordinates' unit).
    first_period, last_period
        Columns of the input, both included.
    observed, expected
        Cases in the cylinder, and their number under the null.
    relative_risk
        Rate inside over rate outside; None when all cases are inside.
    p_monte_carlo, p_gumbel
        Rank among the replicates' maxima, and the tail of a Gumbel fitted to them. ``p`` is Gumbel's
        when fewer than ten replicates do as well as the cluster, otherwise the rank's.
    recurrence_days
        In a prospective scan repeated every period: mean days between clusters this strong by chance.
    """

    rank: int
    places: tuple[int, ...]
    centre: tuple[float, float]
    radius: float
    first_period: int
    last_period: int
    observed: int
    expected: float
    relative_risk: float | None
    p_monte_carlo: float
    p_gumbel: float
    recurrence_days: float | None = None


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Clusters, most likely first and without common places, and the replicates' maxima."""

    clusters: tuple[Cluster, ...]
    simulated: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Problem:
    """One null model on one data set, ready to be searched."""

    model: Model
    counts: NDArray[np.int64]
    baseline: kernels.Baseline
    draw: kernels.Draw
    total: float  # of the baseline over all places and periods


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
    cases = _checked_counts(counts)
    if cases.shape[1] < 2:
        raise NotEnoughIncidents(
            "the permutation scan needs two periods", "Use scan_poisson or scan_bernoulli."
        )
    total = float(cases.sum())
    by_place, by_period = cases.sum(axis=1).astype(float), cases.sum(axis=0) / total
    first = _first_period(cases.shape[1], settings)
    place, period = _individuals(cases)
    problem = _Problem(
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
    cases = _checked_counts(counts)
    weights = np.asarray(expected, float)
    if weights.shape != cases.shape or not np.isfinite(weights).all() or (weights < 0).any():
        raise AnalysisError("expected must be finite, not negative and shaped like counts")
    if (cases[weights == 0] > 0).any():
        raise AnalysisError(
            "cases lie where none are expected", "Give every cell with cases an expected number."
        )
    weights = weights * (cases.sum() / weights.sum())
    first = _first_period(cases.shape[1], settings)
    place, period = np.nonzero(weights)
    share = np.cumsum(weights[place, period]) / weights.sum()
    share[-1] = 1.0
    problem = _Problem(
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
    cases = _checked_counts(counts)
    population = cases + _checked_counts(controls)
    if population.shape != cases.shape or population.sum() == cases.sum():
        raise AnalysisError("controls must be shaped like counts, and there must be some")
    first = _first_period(cases.shape[1], settings)
    place, period = _individuals(population)
    problem = _Problem(
        model="Bernoulli",
        counts=cases,
        baseline=_cell_baseline(population.astype(float), first),
        draw=kernels.Draw(kernels.RELABEL, place, period, np.empty(0), int(cases.sum()), first),
        total=float(population.sum()),
    )
    return _scan(problem, coordinates, population.sum(axis=1).astype(float), settings=settings, rng=rng)


def events_in(cluster: Cluster, place: ArrayLike, period: ArrayLike) -> NDArray[np.bool_]:
    """Which events, given by place row and period column, lie in the cylinder."""
    time = np.asarray(period)
    inside = np.isin(np.asarray(place), cluster.places)
    return inside & (time >= cluster.first_period) & (time <= cluster.last_period)


def count_events(
    coordinates: ArrayLike, period: ArrayLike, periods: int
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

    Returns
    -------
    counts, places, place
        Counts (places, periods), the places' coordinates (places, 2), and each event's place row.
    """
    places, place = np.unique(np.asarray(coordinates, float), axis=0, return_inverse=True)
    cell = place.ravel() * periods + np.asarray(period, np.int64)
    counts = np.bincount(cell, minlength=len(places) * periods).reshape(len(places), periods)
    return counts, places, place.ravel()


def _checked_counts(counts: ArrayLike) -> NDArray[np.int64]:
    raw = np.asarray(counts)
    if raw.ndim != 2 or (raw < 0).any() or not np.array_equal(raw, np.floor(raw)):
        raise AnalysisError("counts must be whole numbers of shape (places, periods)")
    return raw.astype(np.int64)


def _individuals(counts: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    place, period = np.nonzero(counts)
    times = counts[place, period]
    return np.repeat(place, times).astype(np.int32), np.repeat(period, times).astype(np.int32)


def _longest(periods: int, settings: ScanSettings) -> int:
    if periods == 1:
        return 1
    return min(settings.max_periods or periods // 2, periods)


def _first_period(periods: int, settings: ScanSettings) -> int:
    """First period that a window can reach; earlier ones count in the totals only."""
    return periods - _longest(periods, settings) if settings.prospective else 0


def _cell_baseline(weights: NDArray[np.float64], first: int) -> kernels.Baseline:
    cells = np.ascontiguousarray(weights[:, first:])
    return kernels.Baseline(False, np.zeros(len(cells)), np.zeros(cells.shape[1]), cells)  # noqa: FBT003


def _scan(
    problem: _Problem,
    coordinates: ArrayLike,
    weight: NDArray[np.float64],
    *,
    settings: ScanSettings,
    rng: np.random.Generator,
) -> ScanResult:
    if problem.counts.sum() < max(settings.min_cases, 2):
        raise NotEnoughIncidents(
            "the scan has too few cases", f"At least {max(settings.min_cases, 2)} are needed."
        )
    points = np.asarray(coordinates, float)
    if points.shape != (len(problem.counts), 2):
        raise AnalysisError("coordinates must have one row of two numbers for each place")
    around = circles(
        points, weight, max_radius=settings.max_radius, max_share=settings.max_share, metric=settings.metric
    )
    search = _search(problem, around, settings)
    simulated = _simulate(search, problem.draw, settings, rng)
    counts = problem.counts[:, problem.draw.first :].astype(np.int32)
    ratio, where = kernels.search_observed(search, kernels.to_cells(counts))
    report = _Report(problem, around, points, simulated, settings, seed_of(rng))
    return ScanResult(tuple(report.clusters(ratio, where)), simulated)


def _search(problem: _Problem, around: Circles, settings: ScanSettings) -> kernels.Search:
    periods = problem.counts.shape[1]
    longest = _longest(periods, settings)
    windows = kernels.Windows(
        periods - problem.draw.first,
        settings.min_periods,
        longest,
        settings.prospective or periods == 1,
        settings.min_cases,
    )
    model = kernels.BERNOULLI if problem.model == "Bernoulli" else kernels.POISSON
    totals = kernels.Totals(model, float(problem.counts.sum()), problem.total)
    bounds = kernels.build_bounds(LEVELS, settings.min_cases, totals)
    zones = kernels.Zones(around.start, around.member, around.complete)
    return kernels.Search(zones, windows, problem.baseline, totals, bounds)


def _simulate(
    search: kernels.Search, draw: kernels.Draw, settings: ScanSettings, rng: np.random.Generator
) -> NDArray[np.float64]:
    seeds = rng.integers(0, 2**32, size=settings.replicates, dtype=np.uint32)
    if settings.workers <= 1:
        return kernels.simulate(search, draw, seeds)
    parts = np.array_split(seeds, 4 * settings.workers)
    with ThreadPoolExecutor(settings.workers) as pool:
        return np.concatenate(list(pool.map(lambda part: kernels.simulate(search, draw, part), parts)))


@dataclass(frozen=True, slots=True)
class _Report:
    """Turns the best cylinder of each centre into clusters without common places."""

    problem: _Problem
    around: Circles
    points: NDArray[np.float64]
    simulated: NDArray[np.float64]
    settings: ScanSettings
    seed: int | None

    def clusters(self, ratio: NDArray[np.float64], where: NDArray[np.int64]) -> list[Cluster]:
        taken = np.zeros(len(self.points), bool)
        found: list[Cluster] = []
        for centre in self._order(ratio, where):
            places = self.around.member[self.around.start[centre] : where[centre, 0] + 1]
            if taken[places].any():
                continue
            taken[places] = True
            found.append(self._cluster(len(found) + 1, places, ratio[centre], where[centre]))
        return found

    def _order(self, ratio: NDArray[np.float64], where: NDArray[np.int64]) -> NDArray[np.int64]:
        """Centres with a cluster: largest ratio first, then fewest places, then smallest radius."""
        some = np.flatnonzero(where[:, 0] >= 0)
        last = where[some, 0]
        return some[
            np.lexsort((self.around.distance[last], last - self.around.start[some], -ratio[some].round(9)))
        ]

    def _cluster(
        self, rank: int, places: NDArray[np.int32], ratio: float, where: NDArray[np.int64]
    ) -> Cluster:
        first, last = (int(t) + self.problem.draw.first for t in where[1:])
        observed = int(self.problem.counts[places, first : last + 1].sum())
        expected = self._expected(places, first, last)
        p_rank, p_gumbel = rank_p(ratio, self.simulated), gumbel_p(ratio, self.simulated)
        p = p_gumbel if p_rank * (self.simulated.size + 1) < SMALL_RANK else p_rank
        return Cluster(
            **self._description(),
            value=float(ratio),
            p=p,
            rank=rank,
            places=tuple(int(i) for i in places),
            centre=(float(self.points[places[0], 0]), float(self.points[places[0], 1])),
            radius=float(self.around.distance[where[0]]),
            first_period=first,
            last_period=last,
            observed=observed,
            expected=expected,
            relative_risk=_relative_risk(observed, expected, int(self.problem.counts.sum())),
            p_monte_carlo=p_rank,
            p_gumbel=p_gumbel,
            recurrence_days=self._recurrence(p),
        )

    def _expected(self, places: NDArray[np.int32], first: int, last: int) -> float:
        base = self.problem.baseline
        start, stop = first - self.problem.draw.first, last + 1 - self.problem.draw.first
        if base.factored:
            return float(base.place[places].sum() * base.period[start:stop].sum())
        inside = base.cell[places, start:stop].sum()
        return float(inside * self.problem.counts.sum() / self.problem.total)

    def _recurrence(self, p: float) -> float | None:
        days = self.settings.period_days
        if not self.settings.prospective or days is None:
            return None
        return days / p if p > 0.0 else math.inf

    def _description(self) -> dict[str, object]:
        model, settings = self.problem.model, self.settings
        spatial = self.problem.counts.shape[1] == 1
        kind = (
            "spatial"
            if spatial
            else ("prospective" if settings.prospective else "retrospective") + " space-time"
        )
        return {
            "method": f"{kind} {model} scan",
            "statistic": "log likelihood ratio",
            "n": int(self.problem.counts.sum()),
            "parameters": self._parameters(),
            "seed": self.seed,
            "null": NULL[model],
            "alternative": "more cases inside some cylinder than outside (one-sided, all cylinders tested at once)",
            "citation": CITATION[model],
        }

    def _parameters(self) -> dict[str, object]:
        settings = self.settings
        return {
            "places": len(self.points),
            "periods": self.problem.counts.shape[1],
            "max_radius": settings.max_radius,
            "max_share": settings.max_share,
            "min_periods": settings.min_periods,
            "max_periods": _longest(self.problem.counts.shape[1], settings),
            "min_cases": settings.min_cases,
            "metric": settings.metric,
            "replicates": self.simulated.size,
        }


def _relative_risk(observed: int, expected: float, total: int) -> float | None:
    if observed == total or expected == 0.0:
        return None
    return (observed / expected) / ((total - observed) / (total - expected))
