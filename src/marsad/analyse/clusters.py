"""Clusters found by a scan statistic, and how the best cylinders become clusters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.analyse import scan_kernels as kernels
from marsad.analyse.circles import Circles, Metric
from marsad.analyse.monte_carlo import gumbel_p, rank_p
from marsad.errors import AnalysisError
from marsad.records import Finding

FEWEST_CASES = 2
SMALL_RANK = 10  # below this rank the Monte Carlo p-value is too coarse and Gumbel's is quoted
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

    def __post_init__(self) -> None:
        if self.replicates < 2 or not 0 < self.max_share <= 1 or self.min_cases < 2 or self.min_periods < 1:
            raise AnalysisError(
                "these scan settings cannot be used",
                "Use two or more replicates and cases, one or more periods, and a share above 0 up to 1.",
            )

    def longest(self, periods: int) -> int:
        """Longest duration that is tried, when the data have so many periods."""
        if periods == 1:
            return 1
        return min(self.max_periods or periods // 2, periods)

    def first_period(self, periods: int) -> int:
        """First period that a window can reach; earlier ones count in the totals only."""
        return periods - self.longest(periods) if self.prospective else 0


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
    """Clusters, most likely first and none meeting another in place and time, and the replicates' maxima."""

    clusters: tuple[Cluster, ...]
    simulated: NDArray[np.float64]


def events_in(cluster: Cluster, place: ArrayLike, period: ArrayLike) -> NDArray[np.bool_]:
    """Which events, given by place row and period column, lie in the cylinder."""
    time = np.asarray(period)
    inside = np.isin(np.asarray(place), cluster.places)
    return inside & (time >= cluster.first_period) & (time <= cluster.last_period)


@dataclass(frozen=True, slots=True)
class Problem:
    """One null model on one data set, ready to be searched."""

    model: Model
    counts: NDArray[np.int64]
    baseline: kernels.Baseline
    draw: kernels.Draw
    total: float  # of the baseline over all places and periods


@dataclass(frozen=True, slots=True)
class Report:
    """Turns the best cylinder of each centre into clusters that do not meet in place and time."""

    problem: Problem
    around: Circles
    points: NDArray[np.float64]
    simulated: NDArray[np.float64]
    settings: ScanSettings
    seed: int | None

    def clusters(self, ratio: NDArray[np.float64], where: NDArray[np.int64]) -> list[Cluster]:
        """Take the strongest cylinder, then the next that meets none of those taken, and so on."""
        taken = np.zeros(self.problem.counts.shape, bool)
        found: list[Cluster] = []
        for centre in self._order(ratio, where):
            places = self.around.member[self.around.start[centre] : where[centre, 0] + 1]
            first, last = self.problem.draw.first + where[centre, 1:]
            if taken[places, first : last + 1].any():
                continue
            taken[places, first : last + 1] = True
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

    def _description(self) -> dict[str, Any]:
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
            "alternative": "more cases in some cylinder (one-sided, all cylinders tested at once)",
            "citation": CITATION[model],
        }

    def _parameters(self) -> dict[str, Any]:
        settings = self.settings
        return {
            "places": len(self.points),
            "periods": self.problem.counts.shape[1],
            "max_radius": settings.max_radius,
            "max_share": settings.max_share,
            "min_periods": settings.min_periods,
            "max_periods": settings.longest(self.problem.counts.shape[1]),
            "min_cases": settings.min_cases,
            "metric": settings.metric,
            "replicates": self.simulated.size,
        }


def _relative_risk(observed: int, expected: float, total: int) -> float | None:
    if observed == total or expected == 0.0:
        return None
    return (observed / expected) / ((total - observed) / (total - expected))
