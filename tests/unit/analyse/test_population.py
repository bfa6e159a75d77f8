import numpy as np
import pytest

from marsad.analyse.population import person_time, standardised
from marsad.errors import AnalysisError


def test_population_is_straight_between_counts_and_level_beyond():
    # 100 people until day 10, rising to 200 on day 20, level after
    days = person_time([10, 20], [100, 200], [0, 10, 15, 20, 30])
    assert days.tolist() == [1000, 5 * 125, 5 * 175, 2000]


def test_strata_are_integrated_apart():
    census = np.array([[[1.0, 10], [2, 20]], [[3, 30], [4, 40]]])  # (dates, places, strata)
    days = person_time([0, 10], census, [0, 10])
    assert days.shape == (1, 2, 2)
    np.testing.assert_allclose(days[0], [[20, 200], [30, 300]])


def test_standardised_cases_keep_their_sum_and_follow_the_rates():
    population = np.array([[100.0, 50], [300, 50]])
    expected = standardised([4, 10], population)
    np.testing.assert_allclose(expected, [4 * 0.25 + 10 * 0.5, 4 * 0.75 + 10 * 0.5])
    assert standardised([4, 0], [[1.0, 0.0]]).sum() == 4
    with pytest.raises(AnalysisError, match="stratum"):
        standardised([4, 1], [[1.0, 0.0]])


def test_dates_must_rise():
    with pytest.raises(AnalysisError, match="rise"):
        person_time([10, 10], [1, 2], [0, 5])
