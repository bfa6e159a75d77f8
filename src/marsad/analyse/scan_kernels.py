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
BISECTIONS = 18
TABLE_CASES = 4096
SLACK = 1e-9

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Best = tuple[float, int, int, int]  # ratio, its level, first and last period
Zone = tuple[float, int, int]  # factor of the baseline, oldest and newest period with a new case


class Zones(NamedTuple):
    """Circles around each centre: ``member[start[i]:start[i + 1]]`` in order of distance."""

    start: NDArray[np.int64]
    member: Ints
    complete: NDArray[np.bool_]  # False while places at the same distance are still to come


class Rules(NamedTuple):
    """Which runs of periods are tried, the likelihood, and the sums over all places and periods."""

    periods: int
    shortest: int
    longest: int
    only_last: bool
    fewest_cases: int
    model: int
    cases: float
    baseline: float


class Baseline(NamedTuple):
    """Expected cases or population by place and period.

    With ``factored`` the baseline of a cell is ``place * period`` and ``cell`` is empty.
    """

    factored: bool
    place: Floats
    period: Floats
    cell: Floats


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
    rules: Rules
    baseline: Baseline
    bounds: Bounds


@njit(cache=True, nogil=True, error_model="numpy", inline="always")
def _xlogy(x: float, y: float) -> float:
    return x * np.log(y) if x > 0.0 else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def log_likelihood_ratio(cases: float, baseline: float, rules: Rules) -> float:
    """Kulldorff's ratio for more cases than expected inside; 0 where there are not more."""
    n, b = rules.cases, rules.baseline
    if cases * b <= baseline * n:
        return 0.0
    rest = n - cases
    if rules.model == POISSON:
        return _xlogy(cases, cases / baseline) + _xlogy(rest, rest / (b - baseline))
    healthy, healthy_rest = baseline - cases, b - baseline - rest
    value = _xlogy(cases, cases / baseline) + _xlogy(healthy, healthy / baseline)
    value += _xlogy(rest, rest / (b - baseline)) + _xlogy(healthy_rest, healthy_rest / (b - baseline))
    return value - _xlogy(n, n / b) - _xlogy(b - n, (b - n) / b)


@njit(cache=True, nogil=True, error_model="numpy")
def _largest_baseline(cases: float, level: float, rules: Rules) -> float:
    """Baseline at which ``cases`` score ``level``, rounded up; 0 where they never do."""
    high = cases * rules.baseline / rules.cases
    low = cases if rules.model == BERNOULLI else high * np.exp(-level / cases - 1.0)
    if log_likelihood_ratio(cases, low, rules) <= level:
        return 0.0
    for _ in range(BISECTIONS):
        middle = np.sqrt(low * high)
        if log_likelihood_ratio(cases, middle, rules) > level:
            low = middle
        else:
            high = middle
    return high * (1.0 + SLACK)


@njit(cache=True, nogil=True, error_model="numpy")
def _edges(level: float, rules: Rules, slope: Floats, intercept: Floats) -> None:
    """Fill the chords of the level's boundary, from the fewest cases that reach it to all."""
    first = float(rules.fewest_cases)
    while first < rules.cases and _largest_baseline(first, level, rules) == 0.0:
        first += 1.0
    slope[:] = 0.0
    intercept[:] = -1.0  # an edge that every zone violates
    if level <= 0.0 or first >= rules.cases:
        return
    growth = (rules.cases / first) ** (1.0 / EDGES)
    cases, baseline = first, _largest_baseline(first, level, rules)
    for k in range(EDGES):
        next_cases = rules.cases if k == EDGES - 1 else cases * growth
        next_baseline = _largest_baseline(next_cases, level, rules)
        slope[k] = (next_cases - cases) / (next_baseline - baseline)
        intercept[k] = cases - slope[k] * baseline
        intercept[k] -= SLACK * (1.0 + abs(intercept[k]))
        cases, baseline = next_cases, next_baseline


@njit(cache=True, nogil=True, error_model="numpy")
def build_bounds(level: Floats, rules: Rules) -> Bounds:
    """Tabulate for each level what a window needs to score more than it."""
    width = min(int(rules.cases), TABLE_CASES) + 1
    table = np.zeros((level.size, width))
    slope = np.empty((level.size, EDGES))
    intercept = np.empty((level.size, EDGES))
    for i in range(level.size):
        for cases in range(rules.fewest_cases, width):
            table[i, cases] = _largest_baseline(float(cases), level[i], rules)
        _edges(level[i], rules, slope[i], intercept[i])
    return Bounds(level, table, slope, intercept)


@njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
def _violates(cases: Ints, baseline: Floats, part: Zone, slope: Floats, intercept: Floats, k: int) -> bool:
    """Whether some run of periods in ``part`` (scale, begin, end) lies above an edge of level k.

    For each edge: the largest sum over a run of cases less slope times baseline, as the largest
    rise of the running sum ``v`` above its lowest value so far. Four edges at a time keep the
    values in registers.
    """
    scale, begin, end = part
    for e in range(0, EDGES, 4):
        v0 = v1 = v2 = v3 = m0 = m1 = m2 = m3 = 0.0
        b0 = b1 = b2 = b3 = -1.0
        s0, s1 = slope[k, e] * scale, slope[k, e + 1] * scale
        s2, s3 = slope[k, e + 2] * scale, slope[k, e + 3] * scale
        for t in range(begin, end):
            c, b = float(cases[t]), baseline[t]
            m0, m1, m2, m3 = min(m0, v0), min(m1, v1), min(m2, v2), min(m3, v3)
            v0, v1, v2, v3 = v0 + (c - s0 * b), v1 + (c - s1 * b), v2 + (c - s2 * b), v3 + (c - s3 * b)
            b0, b1, b2, b3 = max(b0, v0 - m0), max(b1, v1 - m1), max(b2, v2 - m2), max(b3, v3 - m3)
        if b0 > intercept[k, e] or b1 > intercept[k, e + 1]:
            return True
        if b2 > intercept[k, e + 2] or b3 > intercept[k, e + 3]:
            return True
    return False


@njit(cache=True, nogil=True, error_model="numpy")
def _search_zone(rules: Rules, cases: Ints, baseline: Floats, table: Floats, zone: Zone, best: Best) -> Best:
    """Try the windows of one zone that hold a new case; ``best`` is returned improved.

    Only arrays and scalars come in: a tuple of arrays would cost more than the search itself,
    because each call counts a reference to every array.
    """
    scale, oldest, newest = zone
    value, level, best_first, best_last = best
    final = rules.periods - 1
    begin = final if rules.only_last else min(newest + rules.longest - 1, final)
    end = final if rules.only_last else oldest
    for last in range(begin, end - 1, -1):
        if cases[last] == 0 and rules.shortest == 1 and not rules.only_last:
            continue
        shortest = last - rules.shortest + 1
        c, b = 0, 0.0
        for first in range(last, max(last - rules.longest, -1), -1):
            gained = cases[first]
            c += gained
            b += baseline[first]
            if c < rules.fewest_cases or (gained == 0 and first != shortest):
                continue
            if c < table.shape[1] and b * scale >= table[level, c]:
                continue
            if first > newest or first > shortest:
                continue
            ratio = log_likelihood_ratio(float(c), b * scale, rules)
            if ratio > value:
                value, best_first, best_last = ratio, first, last
    return value, level, best_first, best_last


@njit(cache=True, nogil=True, error_model="numpy")
def _search_centre(
    search: Search, cells: Cells, centre: int, best: Best, work: tuple[Ints, Floats]
) -> tuple[Best, int]:
    """Grow the zone around a centre; returns the improved ``best`` and its last member (-1: none)."""
    rules, zones, base, bounds = search.rules, search.zones, search.baseline, search.bounds
    member, complete, start, period = zones.member, zones.complete, cells.start, cells.period
    level, table, slope, intercept = bounds.level, bounds.largest_baseline, bounds.slope, bounds.intercept
    cases, baseline = work
    cases[:] = 0
    if not base.factored:
        baseline[:] = 0.0
    scale = 0.0 if base.factored else 1.0
    at, oldest, newest = -1, rules.periods, -1
    for j in range(zones.start[centre], zones.start[centre + 1]):
        place = member[j]
        scale += base.place[place]
        if not base.factored:
            _add(baseline, base.cell, place)
        for i in range(start[place], start[place + 1]):
            cases[period[i]] += cells.cases[i]
            oldest, newest = min(oldest, period[i]), max(newest, period[i])
        if newest < 0 or not complete[j]:
            continue
        zone = (scale, oldest, newest)
        part = (scale, max(oldest - rules.longest + 1, 0), min(newest + rules.longest, rules.periods))
        oldest, newest = rules.periods, -1
        if not rules.only_last and not _violates(cases, baseline, part, slope, intercept, best[1]):
            continue
        found = _search_zone(rules, cases, baseline, table, zone, best)
        if found[0] > best[0]:
            best, at = (found[0], _level(level, found[0]), found[2], found[3]), j
    return best, at


@njit(cache=True, nogil=True, error_model="numpy")
def _add(total: Floats, cell: Floats, place: int) -> None:
    for t in range(total.size):
        total[t] += cell[place, t]


@njit(cache=True, nogil=True, error_model="numpy")
def _level(level: Floats, value: float) -> int:
    """Row of the highest level not above ``value``."""
    k = 0
    while k + 1 < level.size and level[k + 1] <= value:
        k += 1
    return k


@njit(cache=True, nogil=True, error_model="numpy")
def _work(search: Search) -> tuple[Ints, Floats]:
    cases, baseline = np.zeros(search.rules.periods, np.int32), np.zeros(search.rules.periods)
    if search.baseline.factored:
        for t in range(baseline.size):  # a slice would triple the time to compile
            baseline[t] = search.baseline.period[t]
    return cases, baseline


@njit(cache=True, nogil=True, error_model="numpy")
def _nothing() -> Best:
    return 0.0, 0, -1, -1


@njit(cache=True, nogil=True, error_model="numpy")
def search_observed(search: Search, cells: Cells, ratio: Floats, where: NDArray[np.int64]) -> None:
    """Write the best cluster of each centre: ratio, and row of (last member, first, last period).

    Centres without a cluster are left as they are.
    """
    work = _work(search)
    for centre in range(search.zones.start.size - 1):
        best, at = _search_centre(search, cells, centre, _nothing(), work)
        if at >= 0:
            ratio[centre] = best[0]
            where[centre, 0], where[centre, 1], where[centre, 2] = at, best[2], best[3]


@njit(cache=True, nogil=True, error_model="numpy")
def to_cells(counts: Ints) -> Cells:
    """Compress counts (places, periods) to the cells that hold cases."""
    places, periods = counts.shape
    filled = 0
    for p in range(places):
        for t in range(periods):
            if counts[p, t] > 0:
                filled += 1
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
def _row_above(rising: Floats, value: float) -> int:
    low, high = 0, rising.size - 1
    while low < high:
        middle = (low + high) // 2
        if rising[middle] > value:
            high = middle
        else:
            low = middle + 1
    return low


@njit(cache=True, nogil=True, error_model="numpy")
def _draw(draw: Draw, period: Ints, order: Ints, counts: Ints) -> None:
    """Fill ``counts`` with one replicate; ``period`` and ``order`` are shuffled in place."""
    counts[:] = 0
    if draw.kind == PERMUTE:
        for i in range(period.size):
            j = i + int(np.random.random() * (period.size - i))  # noqa: NPY002 - numba's, seeded per replicate
            period[i], period[j] = period[j], period[i]
            _count(counts, draw.place[i], period[i] - draw.first)
    elif draw.kind == RELABEL:
        for i in range(draw.cases):
            j = i + int(np.random.random() * (order.size - i))  # noqa: NPY002
            order[i], order[j] = order[j], order[i]
            _count(counts, draw.place[order[i]], draw.period[order[i]] - draw.first)
    else:
        for _ in range(draw.cases):
            i = _row_above(draw.share, np.random.random())  # noqa: NPY002
            _count(counts, draw.place[i], draw.period[i] - draw.first)


@njit(cache=True, nogil=True, error_model="numpy")
def simulate(search: Search, draw: Draw, seeds: NDArray[np.uint32]) -> Floats:
    """Largest log likelihood ratio of each replicate; a replicate depends on its own seed only."""
    out = np.zeros(seeds.size)
    places = search.baseline.place.size
    counts = np.zeros((places, search.rules.periods), np.int32)
    work = _work(search)
    for r in range(seeds.size):
        np.random.seed(seeds[r])  # noqa: NPY002
        period = draw.period.copy()
        order = np.arange(draw.place.size).astype(np.int32)
        _draw(draw, period, order, counts)
        cells = to_cells(counts)
        best = _nothing()
        for centre in range(search.zones.start.size - 1):
            best, _ = _search_centre(search, cells, centre, best, work)
        out[r] = best[0]
    return out
