import hawkesbook
import numpy as np
import pytest

from marsad.analyse import hawkes
from marsad.errors import AnalysisError, NotEnoughIncidents


@pytest.fixture(scope="module")
def series():
    return hawkes.simulate(0.4, 0.5, 0.8, 2000.0, np.random.default_rng(7))


def test_log_likelihood_equals_an_independent_implementation(series):
    for mu, branching, decay in [(0.4, 0.5, 0.8), (0.1, 0.9, 0.05), (1.0, 0.01, 20.0)]:
        theirs = hawkesbook.exp_log_likelihood(series, 2000.0, np.array([mu, branching * decay, decay]))
        assert hawkes.log_likelihood(series, 2000.0, mu, branching, decay) == pytest.approx(theirs, rel=1e-9)


def test_the_fit_equals_an_independent_implementation(series):
    fit = hawkes.fit_temporal(series, 2000.0)
    mu, alpha, beta = hawkesbook.exp_mle(series, 2000.0, np.array([0.3, 0.5, 1.0]))
    assert fit.background == pytest.approx(mu, rel=0.01)
    assert fit.value == pytest.approx(alpha / beta, rel=0.01)
    assert fit.decay == pytest.approx(beta, rel=0.01)
    theirs = hawkesbook.exp_log_likelihood(series, 2000.0, np.array([mu, alpha, beta]))
    assert fit.log_likelihood >= theirs - 1e-4


def test_a_true_model_passes_its_residual_test_and_beats_poisson(series):
    fit = hawkes.fit_temporal(series, 2000.0)
    assert fit.residual_p > 0.05
    assert fit.p < 1e-6
    assert fit.interval[0] < 0.5 < fit.interval[1]


def test_intervals_cover_the_truth():
    rng = np.random.default_rng(9)
    held = []
    for _ in range(25):
        fit = hawkes.fit_temporal(hawkes.simulate(0.5, 0.4, 0.5, 800.0, rng), 800.0)
        held.append(fit.interval[0] <= 0.4 <= fit.interval[1])
    assert sum(held) >= 21


def test_events_without_memory_are_rarely_called_self_exciting():
    rng = np.random.default_rng(10)
    p = [hawkes.fit_temporal(rng.uniform(0, 500, 100), 500.0).p for _ in range(30)]
    assert np.mean(np.array(p) < 0.05) <= 0.1


def test_the_fit_does_not_change_with_the_unit_of_time(series):
    days, hours = hawkes.fit_temporal(series, 2000.0), hawkes.fit_temporal(series * 24, 48_000.0)
    assert hours.value == pytest.approx(days.value, rel=1e-2)
    assert hours.decay * 24 == pytest.approx(days.decay, rel=1e-2)


def test_ties_are_spread_within_their_day():
    days = np.array([3, 1, 1, 1])
    spread = hawkes.spread_ties(days, np.random.default_rng(1))
    assert np.floor(spread).tolist() == [1, 1, 1, 3]
    assert len(set(spread)) == 4
    assert days.tolist() == [3, 1, 1, 1]


def test_too_few_events_and_wrong_windows_are_refused():
    with pytest.raises(NotEnoughIncidents):
        hawkes.fit_temporal(np.arange(5), 10)
    with pytest.raises(AnalysisError, match="outside"):
        hawkes.fit_temporal(np.arange(50), 10)
    with pytest.raises(AnalysisError, match="branching"):
        hawkes.simulate(1, 1.2, 1, 10, np.random.default_rng(1))
