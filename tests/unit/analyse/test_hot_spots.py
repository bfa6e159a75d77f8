import itertools

import h3
import numpy as np
import pytest
from scipy.stats import kstest

from marsad.analyse.hot_spots import (
    HotSpotSettings,
    _pattern,
    getis_ord,
    h3_cube,
    hot_spots,
    mann_kendall,
)
from marsad.errors import AnalysisError, NotEnoughIncidents


def grid(side):
    """Neighbours (eight around) on a square grid."""
    cells = list(itertools.product(range(side), range(side)))
    row = {cell: i for i, cell in enumerate(cells)}
    steps = [step for step in itertools.product((-1, 0, 1), repeat=2) if step != (0, 0)]
    return [[row[x + a, y + b] for a, b in steps if (x + a, y + b) in row] for x, y in cells]


def g_star_by_hand(values, neighbours, i, t, *, lag, whole):
    members = {(j, s) for j in [*neighbours[i], i] for s in range(max(t - lag, 0), t + 1)}
    compared = values.ravel() if whole else values[:, t]
    n, w = compared.size, len(members)
    total = sum(values[j, s] for j, s in members)
    return (total - compared.mean() * w) / (compared.std() * np.sqrt((n * w - w * w) / (n - 1)))


@pytest.mark.parametrize(("comparison", "lag"), [("cube", 0), ("cube", 1), ("cube", 2), ("step", 0)])
def test_g_star_equals_the_formula(comparison, lag):
    values, neighbours = np.random.default_rng(1).poisson(3, (25, 6)).astype(float), grid(5)
    z = getis_ord(values, neighbours, comparison=comparison, lag=lag)
    for i, t in itertools.product(range(25), range(6)):
        expected = g_star_by_hand(values, neighbours, i, t, lag=lag, whole=comparison == "cube")
        assert z[i, t] == pytest.approx(expected)


def test_trend_equals_kendall():
    # Mann-Kendall S by two loops, with a series of ties
    rng = np.random.default_rng(2)
    series = np.vstack([rng.random(20), rng.integers(0, 3, 20), np.arange(20.0), np.ones(20)])
    z, p = mann_kendall(series)
    for row, found in zip(series, z, strict=True):
        s = sum(np.sign(row[j] - row[i]) for i in range(20) for j in range(i + 1, 20))
        sizes = np.unique(row, return_counts=True)[1]
        variance = (20 * 19 * 45 - (sizes * (sizes - 1) * (2 * sizes + 5)).sum()) / 18
        assert found == pytest.approx((s - np.sign(s)) / np.sqrt(variance) if variance else 0.0)
    assert z[2] == pytest.approx(189 / np.sqrt(950))
    assert p[2] < 1e-8
    assert p[3] == 1.0


def test_p_is_uniform_under_the_null():
    """Many events a cell: the normal approximation holds, for G* and for the trend."""
    rng = np.random.default_rng(3)
    neighbours = grid(8)
    values = np.array([rng.poisson(50, (64, 10)).astype(float) for _ in range(150)])
    cubes = [hot_spots(x, neighbours, settings=HotSpotSettings(lag=0)) for x in values]
    sample = [cube.p[rng.integers(64), rng.integers(10)] for cube in cubes]
    assert kstest(sample, "uniform").pvalue > 0.001
    _, p = mann_kendall(rng.random((400, 40)))
    assert kstest(p + (rng.random(400) - 0.5) * 0.02, "uniform").pvalue > 0.001
    assert np.mean([cube.hot.any() or cube.cold.any() for cube in cubes]) < 0.15  # false discoveries


def test_planted_growth_is_an_emerging_hot_spot():
    rng = np.random.default_rng(4)
    neighbours, values = grid(12), rng.poisson(3.0, (144, 12)).astype(float)
    middle = [i for i in range(144) if 4 <= i // 12 <= 6 and 4 <= i % 12 <= 6]
    values[np.ix_(middle, range(8, 12))] += 12
    cube = hot_spots(values, neighbours)
    assert cube.patterns[12 * 5 + 5] == "consecutive hot spot"
    assert cube.trend[12 * 5 + 5] > 2
    assert sum(pattern != "no pattern" for pattern in cube.patterns) < 40
    assert {cube.patterns[i] for i in range(130, 144)} == {"no pattern"}
    finding = next(f for f in cube.findings if f.row == 12 * 5 + 5)
    assert finding.parameters["comparison"] == "cube"
    assert "all cells and periods" in finding.note
    assert finding.value == cube.z[finding.row, -1]


def test_order_of_cells_does_not_matter():
    rng = np.random.default_rng(5)
    neighbours, values = grid(6), rng.poisson(2, (36, 8)).astype(float)
    order = rng.permutation(36)
    place = np.argsort(order)
    moved = hot_spots(values[order], [[place[j] for j in neighbours[i]] for i in order])
    plain = hot_spots(values, neighbours)
    np.testing.assert_allclose(moved.z, plain.z[order])
    assert moved.patterns == tuple(plain.patterns[i] for i in order)


def flags(text):
    """Hot (h), cold (c) and neither (.) by period."""
    return np.array([x == "h" for x in text]), np.array([x == "c" for x in text])


@pytest.mark.parametrize(
    ("text", "direction", "pattern"),
    [
        (".........h", 0, "new hot spot"),
        (".......hhh", 0, "consecutive hot spot"),
        ("..h....hhh", 0, "sporadic hot spot"),
        ("c......hhh", 0, "oscillating hot spot"),
        ("hhhhhhhhhh", 0, "persistent hot spot"),
        (".hhhhhhhhh", 1, "intensifying hot spot"),
        ("hhhhhhhhhh", -1, "diminishing hot spot"),
        ("hhhhhhhhh.", 0, "historical hot spot"),
        ("h.........", 0, "no pattern"),
        (".........c", 0, "new cold spot"),
        ("cccccccccc", -1, "intensifying cold spot"),
        ("cccccccccc", 1, "diminishing cold spot"),
        ("hhhhhhhhhc", 0, "oscillating cold spot"),
        ("ccccccccc.", 0, "historical cold spot"),
        ("..........", 1, "no pattern"),
    ],
)
def test_classes(text, direction, pattern):
    assert _pattern(*flags(text), direction) == pattern


def test_h3_cube_counts_events_and_knows_its_neighbours():
    points = [[11.85, 13.16], [11.85, 13.16], [12.4, 13.9]]
    counts, cells, neighbours = h3_cube(points, [0, 4, 2], 5, resolution=5)
    home = cells.index(h3.latlng_to_cell(11.85, 13.16, 5))
    assert counts[home].tolist() == [1, 0, 0, 0, 1]
    assert counts.sum() == 3
    assert {cells[j] for j in neighbours[home]} == set(h3.grid_ring(cells[home], 1))
    assert len(cells) == 14
    cube = hot_spots(counts, neighbours, cells=cells)
    assert cube.z.shape == (14, 5)


def test_degenerate_input():
    neighbours = grid(3)
    flat = hot_spots(np.ones((9, 5)), neighbours)
    assert set(flat.patterns) == {"no pattern"}
    assert not flat.z.any()
    with pytest.raises(NotEnoughIncidents):
        hot_spots(np.ones((9, 3)), neighbours)
    with pytest.raises(AnalysisError, match="earlier"):
        hot_spots(np.ones((9, 5)), neighbours, settings=HotSpotSettings(comparison="step"))
    with pytest.raises(AnalysisError, match="row"):
        hot_spots(np.ones((9, 5)), neighbours[:4])
