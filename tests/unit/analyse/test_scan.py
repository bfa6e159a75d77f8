import itertools

import numpy as np
import pytest
from scipy.stats import binom, kstest

from marsad.analyse import scan, scan_kernels
from marsad.analyse.circles import circles, distinct
from marsad.analyse.clusters import Cluster
from marsad.analyse.scan import (
    ScanSettings,
    count_events,
    events_in,
    scan_bernoulli,
    scan_permutation,
    scan_poisson,
)
from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records import Finding

FLAT = {"metric": "euclidean"}


def data(seed, places=12, periods=7, mean=0.8):
    rng = np.random.default_rng(seed)
    return rng.poisson(mean, (places, periods)), rng.random((places, 2)), rng


def xlogy(x, y):
    return x * np.log(y) if x > 0 else 0.0


def poisson_ratio(c, e, total, _):
    return xlogy(c, c / e) + xlogy(total - c, (total - c) / (total - e)) if c > e else 0.0


def bernoulli_ratio(c, n, total, people):
    if n == 0 or c / n <= total / people:
        return 0.0
    inside = xlogy(c, c / n) + xlogy(n - c, (n - c) / n)
    m, r = people - n, total - c
    outside = xlogy(r, r / m) + xlogy(m - r, (m - r) / m)
    return inside + outside - xlogy(total, total / people) - xlogy(people - total, 1 - total / people)


def naive(counts, points, baseline, settings, ratio):
    """Every circle and every window, without any shortcut."""
    best, periods = 0.0, counts.shape[1]
    longest = settings.longest(periods)
    share = baseline.sum(axis=1)
    for centre in range(len(points)):
        away = np.hypot(*(points - points[centre]).T)
        for radius in away:
            zone = away <= radius
            if (
                radius > (settings.max_radius or np.inf)
                or share[zone].sum() > settings.max_share * share.sum() + 1e-9
            ):
                continue
            for first, last in itertools.combinations_with_replacement(range(periods), 2):
                long_enough = settings.min_periods <= last - first + 1 <= longest
                if not long_enough or (settings.prospective and last < periods - 1):
                    continue
                c = counts[zone, first : last + 1].sum()
                if c >= settings.min_cases:
                    b = baseline[zone, first : last + 1].sum()
                    best = max(best, ratio(c, b, counts.sum(), baseline.sum()))
    return best


CYLINDERS = [
    ScanSettings(**FLAT, replicates=19),
    ScanSettings(**FLAT, replicates=19, prospective=True, max_periods=3),
    ScanSettings(**FLAT, replicates=19, min_periods=2, max_periods=5, max_radius=0.4),
    ScanSettings(**FLAT, replicates=19, min_periods=3, max_share=0.3, min_cases=4, prospective=True),
]


@pytest.mark.parametrize("settings", CYLINDERS)
@pytest.mark.parametrize("seed", range(4))
def test_permutation_equals_the_naive_search(settings, seed):
    counts, points, rng = data(seed)
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    result = scan_permutation(counts, points, settings=settings, rng=rng)
    found = result.clusters[0].value if result.clusters else 0.0
    assert found == pytest.approx(naive(counts, points, expected, settings, poisson_ratio), abs=1e-9)


@pytest.mark.parametrize("settings", CYLINDERS)
@pytest.mark.parametrize("seed", range(4))
def test_poisson_equals_the_naive_search(settings, seed):
    counts, points, rng = data(seed)
    people = rng.uniform(0.5, 3, counts.shape)
    expected = people * counts.sum() / people.sum()
    result = scan_poisson(counts, points, expected=people, settings=settings, rng=rng)
    found = result.clusters[0].value if result.clusters else 0.0
    assert found == pytest.approx(naive(counts, points, expected, settings, poisson_ratio), abs=1e-9)


@pytest.mark.parametrize("settings", CYLINDERS)
@pytest.mark.parametrize("seed", range(4))
def test_bernoulli_equals_the_naive_search(settings, seed):
    counts, points, rng = data(seed)
    controls = rng.poisson(1.0, counts.shape)
    result = scan_bernoulli(counts, points, controls=controls, settings=settings, rng=rng)
    found = result.clusters[0].value if result.clusters else 0.0
    population = (counts + controls).astype(float)
    assert found == pytest.approx(naive(counts, points, population, settings, bernoulli_ratio), abs=1e-9)


@pytest.mark.parametrize("prospective", [True, False])
def test_replicates_lose_nothing_to_shortcuts(monkeypatch, prospective):
    """A replicate's value, found with all shortcuts, is the best of a search centre by centre."""
    seen = {}
    monkeypatch.setattr(
        scan, "_simulate", lambda search, draw, *_: seen.update(search=search, draw=draw) or np.ones(9)
    )
    counts, points, rng = data(7, places=40, periods=24, mean=0.5)
    points = points.round(1)  # many equal distances
    settings = ScanSettings(**FLAT, prospective=prospective, max_periods=8)
    scan_permutation(counts, points, settings=settings, rng=rng)
    search, draw = seen["search"], seen["draw"]
    whole = circles(points, search.baseline.place, max_radius=None, max_share=0.5, metric="euclidean")
    plain = search._replace(zones=scan._zones(whole))
    for seed in range(25):
        fast = scan_kernels.simulate(search, draw, np.array([seed], np.uint32))[0]
        slow = scan_kernels.simulate(plain, draw, np.array([seed], np.uint32))[0]
        table = np.zeros((40, search.rules.periods), np.int32)
        numbers = draw.period.copy(), np.arange(draw.place.size).astype(np.int32)
        seed_numba(seed)
        scan_kernels._draw(draw, *numbers, table)
        ratio, where = np.zeros(40), np.full((40, 3), -1)
        scan_kernels.search_observed(plain, scan_kernels.to_cells(table), ratio, where)
        assert fast == slow == pytest.approx(ratio.max(), abs=1e-12)


@scan_kernels.njit
def seed_numba(seed):
    np.random.seed(seed)  # noqa: NPY002


def test_published_unit_value_of_the_ratio():
    # SaTScan's own unit test: 10 cases where 1 is expected, and 2, both of 100 in all
    rules = scan_kernels.Rules(1, 1, 1, True, 2, scan_kernels.POISSON, 100.0, 100.0)
    assert scan_kernels.log_likelihood_ratio(10.0, 1.0, rules) == pytest.approx(
        10 * np.log(10) + 90 * np.log(90 / 99)
    )
    assert scan_kernels.log_likelihood_ratio(1.0, 1.0, rules) == 0.0
    assert scan_kernels.log_likelihood_ratio(100.0, 50.0, rules) == pytest.approx(100 * np.log(2))


def planted(seed):
    """A background of one case a cell on a grid, and some forty more at one corner in the last periods."""
    rng = np.random.default_rng(seed)
    points = np.array(list(itertools.product(range(7), range(7))), float)
    counts = rng.poisson(0.4, (49, 20))
    corner = np.flatnonzero(points.sum(axis=1) <= 1)
    counts[corner, -3:] += rng.poisson(4.0, (corner.size, 3))
    return counts, points, corner


def test_planted_cluster_is_found_prospectively_and_retrospectively():
    hits = 0
    for seed in range(20):
        counts, points, corner = planted(seed)
        settings = ScanSettings(
            **FLAT, prospective=seed % 2 == 0, replicates=99, max_periods=6, period_days=7
        )
        first = scan_permutation(counts, points, settings=settings, rng=np.random.default_rng(seed)).clusters[
            0
        ]
        hits += first.p < 0.01 and set(corner) & set(first.places) and first.last_period == 19
    assert hits >= 18


@pytest.mark.parametrize("model", ["permutation", "poisson", "bernoulli"])
def test_p_is_uniform_under_the_null(model):
    """Rank p-values of data drawn from the null lie as they should: uniform on 1/40 .. 1."""
    rng = np.random.default_rng(8)
    settings = ScanSettings(**FLAT, replicates=39, prospective=True, max_periods=4)
    points, weights = rng.random((15, 2)), rng.uniform(1, 3, (15, 8))
    values = []
    for _ in range(200):
        counts = rng.poisson(weights / 2)
        if model == "permutation":
            result = scan_permutation(counts, points, settings=settings, rng=rng)
        elif model == "poisson":
            result = scan_poisson(counts, points, expected=weights, settings=settings, rng=rng)
        else:
            result = scan_bernoulli(counts, points, controls=rng.poisson(weights), settings=settings, rng=rng)
        values.append(result.clusters[0].p_monte_carlo if result.clusters else 1.0)
    smoothed = np.array(values) - rng.random(200) / 40
    assert kstest(smoothed, "uniform").pvalue > 0.001
    assert binom.cdf(np.sum(np.array(values) <= 0.05), 200, 0.05) < 0.9999


def test_workers_and_runs_agree():
    counts, points, _ = data(3, places=30, periods=12)
    runs = [
        scan_permutation(
            counts, points, settings=ScanSettings(**FLAT, workers=workers), rng=np.random.default_rng(9)
        )
        for workers in (1, 2, 3)
    ]
    np.testing.assert_array_equal(runs[0].simulated, runs[1].simulated)
    assert runs[0].clusters == runs[1].clusters == runs[2].clusters
    assert runs[0].clusters[0].seed == 9


def test_rotation_and_relabelling_change_nothing():
    counts, points, corner = planted(1)
    turn = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
    order = np.random.default_rng(0).permutation(len(points))
    settings = ScanSettings(**FLAT, replicates=49)
    plain, turned, shuffled = (
        scan_permutation(c, x, settings=settings, rng=np.random.default_rng(1)).clusters[0]
        for c, x in ((counts, points), (counts, points @ turn.T + 5), (counts[order], points[order]))
    )
    assert turned.value == pytest.approx(plain.value, abs=1e-12)
    assert set(turned.places) == set(plain.places)
    assert shuffled.value == pytest.approx(plain.value, abs=1e-12)
    assert {int(order[i]) for i in shuffled.places} == set(plain.places) >= set(corner)


def test_circles_take_all_places_at_a_distance_or_none():
    points = np.array([[0, 0], [1, 0], [0, 1], [-1, 0], [0, 2.0]])
    around = circles(points, np.ones(5), max_radius=None, max_share=0.7, metric="euclidean")
    # three places fit in 70 %, but the second to fourth are equally far: only the centre is left
    assert around.member[around.start[0] : around.start[1]].tolist() == [0]
    wide = circles(points, np.ones(5), max_radius=None, max_share=1.0, metric="euclidean")
    assert wide.complete[:5].tolist() == [True, False, False, True, True]
    assert distinct(wide, np.array([1.0, 0, 0, 0, 1])).complete.sum() == 3  # {0}, {4}, {0, 4}


def test_clusters_do_not_meet_and_their_events_are_found():
    counts, points, _ = planted(4)
    settings = ScanSettings(**FLAT, replicates=9)
    clusters = scan_permutation(counts, points, settings=settings, rng=np.random.default_rng(1)).clusters
    covered = np.zeros(counts.shape, int)
    for cluster in clusters:
        covered[list(cluster.places), cluster.first_period : cluster.last_period + 1] += 1
    assert covered.max() == 1
    place, period = np.nonzero(counts)
    weights = counts[place, period]
    first = clusters[0]
    assert weights[events_in(first, place, period)].sum() == first.observed
    assert isinstance(first, Cluster)
    assert isinstance(first, Finding)
    assert first.n == counts.sum()
    assert first.null
    assert first.citation
    ratios = [cluster.value for cluster in clusters]
    assert ratios == sorted(ratios, reverse=True)


def test_events_are_counted_by_place():
    counts, places, place = count_events([[1.0, 2], [0, 0], [1, 2]], [0, 3, 0], 4)
    assert counts.tolist() == [[0, 0, 0, 1], [2, 0, 0, 0]]
    assert places[place].tolist() == [[1, 2], [0, 0], [1, 2]]
    counts, places, place = count_events([[1.0, 2], [0, 0]], [0, 3], 4, also=[[0.5, 0], [1, 2]])
    assert counts.tolist() == [[0, 0, 0, 1], [0, 0, 0, 0], [1, 0, 0, 0]]
    assert places.tolist() == [[0, 0], [0.5, 0], [1, 2]]
    assert place.tolist() == [2, 0]


def test_inputs_are_left_alone_and_wrong_ones_refused():
    counts, points, rng = data(5)
    before = counts.copy(), points.copy()
    settings = ScanSettings(**FLAT, replicates=9)
    scan_permutation(counts, points, settings=settings, rng=rng)
    np.testing.assert_array_equal(counts, before[0])
    np.testing.assert_array_equal(points, before[1])
    with pytest.raises(NotEnoughIncidents):
        scan_permutation(counts * 0, points, settings=settings, rng=rng)
    with pytest.raises(NotEnoughIncidents):
        scan_permutation(counts[:, :1], points, settings=settings, rng=rng)
    with pytest.raises(AnalysisError, match="whole"):
        scan_permutation(counts + 0.5, points, settings=settings, rng=rng)
    with pytest.raises(AnalysisError, match="coordinates"):
        scan_permutation(counts, points[:3], settings=settings, rng=rng)
    with pytest.raises(AnalysisError, match="expected"):
        scan_poisson(counts, points, expected=counts * 0.0, settings=settings, rng=rng)
    with pytest.raises(AnalysisError, match="controls"):
        scan_bernoulli(counts, points, controls=counts * 0, settings=settings, rng=rng)


@pytest.mark.parametrize(
    "wrong", [{"replicates": 1}, {"max_share": 0.0}, {"max_share": 50}, {"min_cases": 1}, {"min_periods": 0}]
)
def test_settings_that_cannot_be_used(wrong):
    with pytest.raises(AnalysisError, match="settings"):
        ScanSettings(**wrong)
