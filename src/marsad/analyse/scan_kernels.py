"""Compiled loops of the space-time scan statistic.

Three facts make the search cheap without changing its result:

- A window that gained no case since it was last looked at cannot score higher, so a zone is
  searched only after a place with cases has joined it, and windows begin and end on a case.
- For a given number of cases the log likelihood ratio falls as the baseline grows. A table of the
  largest baseline that still reaches a level turns the test of a window into one comparison.
- The ratio is jointly convex in cases and baseline, so the windows below a level lie in a convex
  set. A polygon inside that set has few edges, and the window that violates an edge most is a
  maximum-sum interval, found in one pass over the periods. Zones inside the polygon are skipped.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

POISSON = 0
BERNOULLI = 1

PERMUTE = 0
MULTINOMIAL = 1
RELABEL = 2

EDGES = 8
BISECTIONS = 32
TABLE_CASES = 4096
SLACK = 1e-9

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Zones(NamedTuple):
    """Circles around each centre: ``member[start[i]:start[i + 1]]`` in order of distance."""

    start: NDArray[np.int64]
    member: Ints
    complete: NDArray[np.bool_]  # False while places at the same distance are still to come


class Windows(NamedTuple):
    """Which runs of periods are tried."""

    periods: int
    shortest: int
    longest: int
    only_last: bool
    fewest_cases: int


class Baseline(NamedTuple):
    """Expected cases or population by place and period.

    With ``factored`` the baseline of a cell is ``place * period`` and ``cell`` is empty.
    """

    factored: bool
    place: Floats
    period: Floats
    cell: Floats


class Totals(NamedTuple):
    """Likelihood, and the sums over all places and periods."""

    model: int
    cases: float
    baseline: float


class Bounds(NamedTuple):
    """What a window needs to reach a level of the log likelihood ratio."""

    level: Floats
    largest_baseline: Floats  # (levels, cases)
    slope: Floats  # (levels, EDGES)
    intercept: Floats  # (levels, EDGES)


class Cells(NamedTuple):
    """Cases by place: ``period`` and ``cases`` of place i at ``start[i]:start[i + 1]``."""

    start: NDArray[np.int64]
    period: Ints
    cases: Ints


class Draw(NamedTuple):
    """How a replicate is drawn: individuals by place, their periods, or cumulated cell shares."""

    kind: int
    place: Ints
    period: Ints
    share: Floats
    cases: int
    first: int  # earlier periods are drawn and dropped


class Search(NamedTuple):
    """Everything that stays the same over replicates."""

    zones: Zones
    windows: Windows
    baseline: Baseline
    totals: Totals
    bounds: Bounds


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _xlogy(x: float, y: float) -> float:
    return x * np.log(y) if x > 0.0 else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def log_likelihood_ratio(cases: float, baseline: float, totals: Totals) -> float:
    """Kulldorff's ratio for more cases than expected inside; 0 where there are not more."""
    n, b = totals.cases, totals.baseline
    if cases * b <= baseline * n:
        return 0.0
    rest = n - cases
    if totals.model == POISSON:
        return _xlogy(cases, cases / baseline) + _xlogy(rest, rest / (b - baseline))
    healthy, healthy_rest = baseline - cases, b - baseline - rest
    value = _xlogy(cases, cases / baseline) + _xlogy(healthy, healthy / baseline)
    value += _xlogy(rest, rest / (b - baseline)) + _xlogy(healthy_rest, healthy_rest / (b - baseline))
    return value - _xlogy(n, n / b) - _xlogy(b - n, (b - n) / b)


@njit(cache=True, nogil=True, error_model="numpy")
def _largest_baseline(cases: float, level: float, totals: Totals) -> float:
    """Baseline at which ``cases`` score ``level``, rounded up; 0 where they never do."""
    high = cases * totals.baseline / totals.cases
    low = cases if totals.model == BERNOULLI else high * np.exp(-level / cases - 1.0)
    if log_likelihood_ratio(cases, low, totals) <= level:
        return 0.0
    for _ in range(BISECTIONS):
        middle = np.sqrt(low * high)
        if log_likelihood_ratio(cases, middle, totals) > level:
            low = middle
        else:
            high = middle
    return high * (1.0 + SLACK)


@njit(cache=True, nogil=True, error_model="numpy")
def _edges(level: float, fewest: int, totals: Totals, slope: Floats, intercept: Floats) -> None:
    """Fill the chords of the level's boundary, from the fewest cases that reach it to all."""
    first = float(fewest)
    while first < totals.cases and _largest_baseline(first, level, totals) == 0.0:
        first += 1.0
    slope[:] = 0.0
    intercept[:] = -1.0  # an edge that every zone violates
    if level <= 0.0 or first >= totals.cases:
        return
    growth = (totals.cases / first) ** (1.0 / EDGES)
    cases, baseline = first, _largest_baseline(first, level, totals)
    for k in range(EDGES):
        next_cases = totals.cases if k == EDGES - 1 else cases * growth
        next_baseline = _largest_baseline(next_cases, level, totals)
        slope[k] = (next_cases - cases) / (next_baseline - baseline)
        intercept[k] = cases - slope[k] * baseline
        intercept[k] -= SLACK * (1.0 + abs(intercept[k]))
        cases, baseline = next_cases, next_baseline


@njit(cache=True, nogil=True, error_model="numpy")
def build_bounds(level: Floats, fewest: int, totals: Totals) -> Bounds:
    """Tabulate for each level what a window needs to score more than it."""
    width = min(int(totals.cases), TABLE_CASES) + 1
    table = np.zeros((level.size, width))
    slope = np.empty((level.size, EDGES))
    intercept = np.empty((level.size, EDGES))
    for i in range(level.size):
        for cases in range(fewest, width):
            table[i, cases] = _largest_baseline(float(cases), level[i], totals)
        _edges(level[i], fewest, totals, slope[i], intercept[i])
    return Bounds(level, table, slope, intercept)


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _violates(cases: Ints, baseline: Floats, scale: float, slope: Floats, intercept: Floats) -> bool:
    """Whether some run of periods lies above an edge: largest sums of runs, all edges at once."""
    r0 = r1 = r2 = r3 = r4 = r5 = r6 = r7 = 0.0
    b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = -1.0
    s0, s1, s2, s3 = slope[0] * scale, slope[1] * scale, slope[2] * scale, slope[3] * scale
    s4, s5, s6, s7 = slope[4] * scale, slope[5] * scale, slope[6] * scale, slope[7] * scale
    for t in range(cases.size):
        c, b = float(cases[t]), baseline[t]
        r0, r1 = max(r0 + c - s0 * b, 0.0), max(r1 + c - s1 * b, 0.0)
        r2, r3 = max(r2 + c - s2 * b, 0.0), max(r3 + c - s3 * b, 0.0)
        r4, r5 = max(r4 + c - s4 * b, 0.0), max(r5 + c - s5 * b, 0.0)
        r6, r7 = max(r6 + c - s6 * b, 0.0), max(r7 + c - s7 * b, 0.0)
        b0, b1, b2, b3 = max(b0, r0), max(b1, r1), max(b2, r2), max(b3, r3)
        b4, b5, b6, b7 = max(b4, r4), max(b5, r5), max(b6, r6), max(b7, r7)
    low = b0 > intercept[0] or b1 > intercept[1] or b2 > intercept[2] or b3 > intercept[3]
    return low or b4 > intercept[4] or b5 > intercept[5] or b6 > intercept[6] or b7 > intercept[7]


@njit(cache=True, nogil=True, error_model="numpy")
def _search_zone(
    search: Search, cases: Ints, baseline: Floats, scale: float, best: tuple[float, int, int, int]
) -> tuple[float, int, int, int]:
    """Try the windows of one zone; ``best`` is (ratio, level, first, last) and is returned improved."""
    windows, totals, bounds = search.windows, search.totals, search.bounds
    value, k, best_first, best_last = best
    width = bounds.largest_baseline.shape[1]
    last_first = windows.periods - 1 if windows.only_last else 0
    for last in range(windows.periods - 1, last_first - 1, -1):
        if windows.shortest == 1 and cases[last] == 0 and not windows.only_last:
            continue
        c, b = 0, 0.0
        for first in range(last, max(last - windows.longest, -1), -1):
            gained = cases[first]
            c += gained
            b += baseline[first]
            length = last - first + 1
            if gained == 0 and length != windows.shortest:
                continue
            if length < windows.shortest or c < windows.fewest_cases:
                continue
            zone_baseline = b * scale
            if c < width and zone_baseline >= bounds.largest_baseline[k, c]:
                continue
            ratio = log_likelihood_ratio(float(c), zone_baseline, totals)
            if ratio > value:
                value, best_first, best_last = ratio, first, last
                while k + 1 < bounds.level.size and bounds.level[k + 1] <= value:
                    k += 1
    return value, k, best_first, best_last


@njit(cache=True, nogil=True, error_model="numpy")
def _search_centre(
    search: Search, cells: Cells, centre: int, best: tuple[float, int, int, int], work: tuple[Ints, Floats]
) -> tuple[tuple[float, int, int, int], int]:
    """Grow the zone around a centre; returns the improved ``best`` and its last member (-1: none)."""
    zones, base, bounds = search.zones, search.baseline, search.bounds
    cases, baseline = work
    cases[:] = 0
    if not base.factored:
        baseline[:] = 0.0
    scale = 0.0 if base.factored else 1.0
    gained = False
    at = -1
    for j in range(zones.start[centre], zones.start[centre + 1]):
        place = zones.member[j]
        if base.factored:
            scale += base.place[place]
        else:
            for t in range(baseline.size):
                baseline[t] += base.cell[place, t]
        for i in range(cells.start[place], cells.start[place + 1]):
            cases[cells.period[i]] += cells.cases[i]
            gained = True
        if not gained or not zones.complete[j]:
            continue
        gained = False
        if not search.windows.only_last and not _violates(
            cases, baseline, scale, bounds.slope[best[1]], bounds.intercept[best[1]]
        ):
            continue
        found = _search_zone(search, cases, baseline, scale, best)
        if found[0] > best[0]:
            best, at = found, j
    return best, at


@njit(cache=True, nogil=True, error_model="numpy")
def _work(search: Search) -> tuple[Ints, Floats]:
    baseline = np.zeros(search.windows.periods)
    if search.baseline.factored:
        baseline[:] = search.baseline.period
    return np.zeros(search.windows.periods, np.int32), baseline


@njit(cache=True, nogil=True, error_model="numpy")
def search_observed(search: Search, cells: Cells) -> tuple[Floats, NDArray[np.int64]]:
    """Best cluster of each centre: ratios, and rows of (last member, first period, last period)."""
    centres = search.zones.start.size - 1
    ratio = np.zeros(centres)
    where = np.full((centres, 3), -1, np.int64)
    work = _work(search)
    for centre in range(centres):
        best, at = _search_centre(search, cells, centre, (0.0, 0, -1, -1), work)
        if at >= 0:
            ratio[centre] = best[0]
            where[centre, 0], where[centre, 1], where[centre, 2] = at, best[2], best[3]
    return ratio, where


@njit(cache=True, nogil=True, error_model="numpy")
def to_cells(counts: Ints) -> Cells:
    """Compress counts (places, periods) to the cells that hold cases."""
    places, periods = counts.shape
    filled = 0
    for p in range(places):
        for t in range(periods):
            filled += counts[p, t] > 0
    start = np.zeros(places + 1, np.int64)
    period = np.empty(filled, np.int32)
    cases = np.empty(filled, np.int32)
    i = 0
    for p in range(places):
        for t in range(periods):
            if counts[p, t] > 0:
                period[i] = t
                cases[i] = counts[p, t]
                i += 1
        start[p + 1] = i
    return Cells(start, period, cases)


@njit(cache=True, nogil=True, error_model="numpy")
def _count(counts: Ints, place: int, period: int) -> None:
    if period >= 0:
        counts[place, period] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _draw(draw: Draw, period: Ints, order: Ints, counts: Ints) -> None:
    """Fill ``counts`` with one replicate; ``period`` and ``order`` are shuffled in place."""
    counts[:] = 0
    if draw.kind == PERMUTE:
        np.random.shuffle(period)  # noqa: NPY002 - numba's generator, seeded for each replicate
        for i in range(period.size):
            _count(counts, draw.place[i], period[i] - draw.first)
    elif draw.kind == RELABEL:
        for i in range(draw.cases):
            j = i + int(np.random.random() * (order.size - i))  # noqa: NPY002
            order[i], order[j] = order[j], order[i]
            _count(counts, draw.place[order[i]], draw.period[order[i]] - draw.first)
    else:
        for _ in range(draw.cases):
            i = np.searchsorted(draw.share, np.random.random(), side="right")  # noqa: NPY002
            _count(counts, draw.place[i], draw.period[i] - draw.first)


@njit(cache=True, nogil=True, error_model="numpy")
def simulate(search: Search, draw: Draw, seeds: NDArray[np.uint32]) -> Floats:
    """Largest log likelihood ratio of each replicate; a replicate depends on its own seed only."""
    out = np.zeros(seeds.size)
    places = search.baseline.place.size
    counts = np.zeros((places, search.windows.periods), np.int32)
    work = _work(search)
    for r in range(seeds.size):
        np.random.seed(seeds[r])  # noqa: NPY002
        period = draw.period.copy()
        order = np.arange(draw.place.size).astype(np.int32)
        _draw(draw, period, order, counts)
        cells = to_cells(counts)
        best = (0.0, 0, -1, -1)
        for centre in range(search.zones.start.size - 1):
            best, _ = _search_centre(search, cells, centre, best, work)
        out[r] = best[0]
    return out
