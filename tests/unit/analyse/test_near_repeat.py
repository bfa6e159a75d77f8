import math

import numpy as np
import pytest
from scipy.stats import kstest

from marsad.analyse.circles import haversine
from marsad.analyse.near_repeat import Bands, near_repeat, pairs_in_cell
from marsad.errors import AnalysisError, NotEnoughIncidents

KM = Bands(distance=(0, 5, 10, 20), days=(0, 3, 7, 14))


def events(seed, n=120, same=0.5):
    """Events around Maiduguri within a month, half of them in six towns."""
    rng = np.random.default_rng(seed)
    points = rng.normal([11.85, 13.16], 0.1, (n, 2))
    towns = points[:6]
    shared = rng.random(n) < same
    points[shared] = towns[rng.integers(0, 6, shared.sum())]
    return points, rng.integers(0, 40, n), rng


def by_hand(points, days, bands):
    """The observed table by two loops, for right-closed bands."""
    rows = len(bands.distance) - 1 + bands.same_place
    table = np.zeros((rows, len(bands.days) - 1), int)
    for i in range(len(points)):
        for j in range(i):
            apart = float(haversine(points[i], points[j]))
            row = next((k for k, edge in enumerate(bands.distance[1:]) if apart <= edge), None)
            column = next(
                (k for k, edge in enumerate(bands.days[1:]) if abs(days[i] - days[j]) <= edge), None
            )
            if row is not None and column is not None:
                table[0 if apart == 0 and bands.same_place else row + bands.same_place, column] += 1
    return table


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("same_place", [True, False])
def test_observed_pairs_equal_two_loops(seed, same_place):
    points, days, rng = events(seed)
    bands = Bands(distance=KM.distance, days=KM.days, same_place=same_place)
    found = near_repeat(points, days, bands=bands, permutations=9, rng=rng)
    assert found.observed.tolist() == by_hand(points, days, bands).tolist()
    assert found.observed.sum() > 500


def test_infinite_edges_keep_every_pair():
    points, days, rng = events(1)
    bands = Bands(distance=(0, 5, math.inf), days=(0, 7, math.inf))
    found = near_repeat(points, days, bands=bands, permutations=19, rng=rng)
    assert found.observed.sum() == 120 * 119 // 2
    np.testing.assert_allclose(found.expected.sum(), 120 * 119 / 2)
    np.testing.assert_allclose(found.expected.sum(axis=1), found.observed.sum(axis=1))


def test_permutation_mean_is_the_exact_expectation():
    """Over all permutations a cell expects (pairs near) x (pairs soon) / (all pairs)."""
    points, days, rng = events(2)
    found = near_repeat(points, days, bands=KM, permutations=4000, rng=rng)
    whole = near_repeat(
        points, days, bands=Bands(distance=KM.distance, days=(0, math.inf)), permutations=1, rng=rng
    )
    gap = np.abs(np.subtract.outer(days, days))[np.tril_indices(120, -1)]
    soon = np.array([(gap <= 3).sum(), ((gap > 3) & (gap <= 7)).sum(), ((gap > 7) & (gap <= 14)).sum()])
    exact = np.outer(whole.observed[:, 0], soon) / (120 * 119 / 2)
    np.testing.assert_allclose(found.expected, exact, rtol=0.03)


def test_bands_are_written_as_intervals():
    points, days, rng = events(3)
    found = near_repeat(points, days, bands=KM, permutations=9, rng=rng)
    assert found.distance_bands == ("same place", "(0, 5] km", "(5, 10] km", "(10, 20] km")
    assert found.time_bands == ("[0, 3] d", "(3, 7] d", "(7, 14] d")
    left = Bands(distance=(1, 5), days=(0, 7), metric="euclidean", closed="left", same_place=False)
    found = near_repeat(points, days, bands=left, permutations=9, rng=rng)
    assert (found.distance_bands, found.time_bands) == (("[1, 5)",), ("[0, 7) d",))


@pytest.mark.parametrize(("closed", "expected"), [("right", [[3, 1]]), ("left", [[1, 2]])])
def test_values_on_an_edge_belong_to_the_closed_end(closed, expected):
    # eleven events on a line, far apart but for three close pairs and one at an edge of both
    points = np.array([[i * 1000.0, 0] for i in range(10)] + [[0.3, 0], [0.1 + 0.2 + 1000, 0]])
    days = np.arange(12) * 100.0
    days[10], days[11] = days[0] + 1, days[1] + 2
    points[2:4], days[2:4] = [[5000, 500], [5000, 500.1]], [50, 50]
    points[4:6], days[4:6] = [[8000, 500], [8000, 500.2]], [70, 71 + 0.5]
    bands = Bands(
        distance=(0, 0.3 if closed == "right" else 0.31),
        days=(0, 1.5, 2) if closed == "right" else (0, 1, 2),
        metric="euclidean",
        closed=closed,
        same_place=False,
    )
    found = near_repeat(points, days, bands=bands, permutations=9, rng=np.random.default_rng(0))
    assert found.observed.tolist() == expected


def test_p_is_uniform_under_the_null():
    rng = np.random.default_rng(4)
    bands = Bands(distance=(0, 0.1, 0.2), days=(0, 10, 20), metric="euclidean", same_place=False)
    values = []
    for _ in range(400):
        points, days = rng.random((80, 2)), rng.integers(0, 200, 80)
        table = near_repeat(points, days, bands=bands, permutations=39, rng=rng)
        values.append(table.p[1, 1])
    smoothed = np.array(values) - rng.random(400) / 40  # ties make it a little too large
    assert kstest(smoothed, "uniform").pvalue > 1e-3
    assert np.mean(np.array(values) <= 0.05) < 0.09


def test_planted_repeats_are_found():
    found = 0
    for seed in range(10):
        points, days, rng = events(seed, same=0.0)
        points = (points - points.mean(axis=0)) * 4 + points.mean(axis=0)
        after = rng.integers(0, 3, 40)
        points = np.vstack([points, points[:40] + rng.normal(0, 0.01, (40, 2))])
        table = near_repeat(points, [*days, *(days[:40] + after)], bands=KM, permutations=199, rng=rng)
        found += table.p[1, 0] <= 0.01 and table.ratio[1, 0] > 1.3
    assert found >= 9


def test_rotation_order_and_seed():
    rng = np.random.default_rng(5)
    points, days = rng.random((60, 2)) * 30, rng.integers(0, 60, 60).astype(float)
    bands = Bands(distance=(0, 5, 10), days=(0, 3, 7), metric="euclidean")
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    plain, turned, again = (
        near_repeat(x, d, bands=bands, permutations=99, rng=np.random.default_rng(1))
        for x, d in ((points, days), (points @ turn + 9, days + 1000), (points, days))
    )
    np.testing.assert_array_equal(plain.observed, turned.observed)
    np.testing.assert_array_equal(plain.p, turned.p)
    np.testing.assert_array_equal(plain.p, again.p)
    order = rng.permutation(60)
    shuffled = near_repeat(points[order], days[order], bands=bands, permutations=99, rng=rng)
    np.testing.assert_array_equal(plain.observed, shuffled.observed)
    assert plain.findings[0].seed == 1


def test_times_are_not_shuffled_in_place_and_pairs_are_evidence():
    points, days, rng = events(6)
    before = days.copy()
    table = near_repeat(points, days, bands=KM, permutations=9, rng=rng)
    np.testing.assert_array_equal(days, before)
    for row in range(4):
        for column in range(3):
            pairs = pairs_in_cell(points, days, bands=KM, row=row, column=column)
            assert len(pairs) == table.observed[row, column]
    same = pairs_in_cell(points, days, bands=KM, row=0, column=0)
    np.testing.assert_array_equal(points[same[:, 0]], points[same[:, 1]])
    finding = table.findings[4]
    assert (finding.row, finding.column, finding.observed) == (1, 1, table.observed[1, 1])
    assert finding.value == pytest.approx(table.ratio[1, 1])


def test_haversine_near_the_date_line():
    rng = np.random.default_rng(7)
    points = np.column_stack([rng.normal(0, 0.01, 30), 180 + rng.normal(0, 0.01, 30)])
    wrapped = np.column_stack([points[:, 0], (points[:, 1] + 180) % 360 - 180])
    tables = [
        near_repeat(x, np.arange(30), bands=KM, permutations=9, rng=rng).observed.tolist()
        for x in (points, wrapped)
    ]
    assert tables[0] == tables[1]


def test_wrong_input_is_refused():
    points, days, rng = events(8)
    with pytest.raises(NotEnoughIncidents):
        near_repeat(points[:5], days[:5], bands=KM, rng=rng)
    with pytest.raises(AnalysisError, match="rise"):
        near_repeat(points, days, bands=Bands(distance=(0, 5, 5), days=(0, 3)), rng=rng)
    with pytest.raises(AnalysisError, match="row"):
        near_repeat(points[:-1], days, bands=KM, rng=rng)
    with pytest.raises(AnalysisError, match="too many"):
        near_repeat(
            np.zeros((9000, 2)), np.zeros(9000), bands=Bands(distance=(0, math.inf), days=(0, 3)), rng=rng
        )
