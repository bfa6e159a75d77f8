import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from marsad.analyse import scoring
from marsad.errors import AnalysisError

COUNTS = st.integers(0, 1000).map(float)
VIEWS = Path(__file__).parents[2] / "fixtures" / "views"
FIRST = 457  # VIEWS month id of January 2018


def rows(name):
    with gzip.open(VIEWS / name, "rt", encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]


def actuals():
    """Country ids and fatalities, shape (countries, months from January 2018)."""
    table = rows("actuals.csv.gz")
    return [int(row[0]) for row in table], np.array([[float(value) for value in row[1:]] for row in table])


def official_scores():
    """(month index, country id) -> (crps, ign, mis)."""
    return {
        (int(month) - FIRST, int(country)): tuple(map(float, scores))
        for month, country, *scores in rows("conflictology_scores.csv.gz")
    }


@pytest.fixture(scope="module")
def published():
    countries, counts = actuals()
    return countries, counts, official_scores()


@pytest.mark.parametrize(
    ("year", "crps", "ign", "mis"),
    [
        (2020, 21.339, 0.567, 345.0),
        (2021, 76.849, 0.686, 1435.6),
        (2022, 123.995, 0.695, 2142.1),
        (2023, 50.357, 0.682, 1042.9),
    ],
)
def test_conflictology_scores_equal_the_published_ones(published, year, crps, ign, mis):
    countries, counts, official = published
    start = 12 * (year - 2018)
    observed = counts[:, start : start + 12]
    samples = np.broadcast_to(counts[:, None, start - 14 : start - 2], (*observed.shape, 12))
    ours = np.stack(
        [
            scoring.crps(samples, observed),
            scoring.ignorance(scoring.resample_draws(samples, 1000), observed),
            scoring.interval_score(samples, observed, level=0.9),
        ],
        axis=-1,
    )
    theirs = np.array([[official[start + m, c] for m in range(12)] for c in countries])
    np.testing.assert_allclose(ours, theirs, atol=1e-6, rtol=1e-12)
    assert ours.reshape(-1, 3).mean(axis=0) == pytest.approx([crps, ign, mis], abs=0.05)
    assert ours[..., 0].mean() == pytest.approx(crps, abs=0.0006)


@given(arrays(float, (3, 7), elements=COUNTS), arrays(float, 3, elements=COUNTS))
def test_crps_equals_its_definition(samples, observed):
    gaps = np.abs(samples[:, :, None] - samples[:, None, :]).mean(axis=(1, 2))
    expected = np.abs(samples - observed[:, None]).mean(axis=1) - gaps / 2
    np.testing.assert_allclose(scoring.crps(samples, observed), expected, atol=1e-9)


@given(
    arrays(float, (2, 5), elements=COUNTS),
    arrays(float, (2, 3), elements=COUNTS),
    st.permutations([1, 2, 3, 0, 1]),
)
def test_weighted_crps_equals_repeating_the_points(values, observed, repeats):
    repeated = np.repeat(values, repeats, axis=1)
    expected = scoring.crps(np.broadcast_to(repeated[:, None, :], (2, 3, repeated.shape[1])), observed)
    np.testing.assert_allclose(
        scoring.crps_weighted(values, np.array(repeats), observed), expected, atol=1e-9
    )


def test_interval_score_adds_the_scaled_miss():
    draws = np.linspace(0, 100, 101)
    inside, above = scoring.interval_score(np.stack([draws, draws]), np.array([50.0, 105.0]), level=0.9)
    assert inside == pytest.approx(90)
    assert above == pytest.approx(90 + 20 * 10)


def test_a_level_outside_zero_and_one_is_refused():
    with pytest.raises(AnalysisError, match="level is 90"):
        scoring.interval_score(np.zeros((1, 3)), np.zeros(1), level=90)


def test_coverage_counts_bounds_as_inside():
    draws = np.tile(np.arange(11.0), (4, 1))
    assert scoring.coverage(draws, np.array([0.5, 5, 9.5, 10]), level=0.9) == pytest.approx(0.75)


def test_ignorance_of_a_bin_never_drawn_is_finite():
    assert scoring.ignorance(np.zeros((1, 989)), np.array([7.0]))[0] == pytest.approx(np.log2(1000))


def test_scaled_loss_weighs_units_alike_and_is_signed():
    reference = np.array([[1.0, 1.0], [999.0, 999.0]])
    assert scoring.scaled_loss(np.zeros((2, 2)), reference, floor=1.0) == pytest.approx((-0.5 - 0.999) / 2)
    assert scoring.scaled_loss(reference * 2, reference, floor=0.0) == pytest.approx(1.0)


@pytest.mark.parametrize("ranks", [False, True])
def test_paired_test_is_uniform_under_the_null_and_has_power(ranks):
    rng = np.random.default_rng(5)
    p = [
        scoring.paired_test(rng.normal(size=30), rng.normal(size=30), rng, draws=199, ranks=ranks).p
        for _ in range(300)
    ]
    assert 0.02 < np.mean(np.array(p) <= 0.05) < 0.09
    assert 0.44 < np.mean(p) < 0.56
    shifted = scoring.paired_test(rng.normal(size=30) - 1, rng.normal(size=30), rng, ranks=ranks)
    assert shifted.p < 0.01
    assert shifted.interval[1] < 0
