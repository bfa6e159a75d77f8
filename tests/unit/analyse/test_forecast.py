import numpy as np
import pytest

from marsad.analyse import forecast
from marsad.errors import NotEnoughIncidents


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.fixture
def history(rng):
    return rng.poisson(np.array([0.0, 1.0, 30.0])[:, None], (3, 40)).astype(float)


@pytest.mark.parametrize("name", forecast.MODELS)
def test_every_model_gives_counts_and_leaves_its_input_alone(name, history, rng):
    before = history.copy()
    samples = forecast.MODELS[name](history, (1, 3), draws=60, rng=rng)
    assert samples.shape[0] == 3
    assert samples.shape[1] in {1, 2}
    assert samples.shape[2] == 60
    assert (samples >= 0).all()
    assert (samples == np.round(samples)).all()
    np.testing.assert_array_equal(history, before)
    assert (samples[0] == 0).all()


@pytest.mark.parametrize(
    "name", ["poisson_12", "conflictology_36", "ewma_negative_binomial", "self_exciting", "recency_12"]
)
def test_the_mean_of_a_steady_series_is_found(name, rng):
    history = rng.poisson(20.0, (50, 60)).astype(float)
    samples = forecast.MODELS[name](history, (1, 6), draws=400, rng=rng)
    assert samples.mean() == pytest.approx(20, rel=0.03)


def test_conflictology_is_the_last_twelve_months(history, rng):
    samples = forecast.conflictology(history, (3,), draws=12, rng=rng)
    np.testing.assert_array_equal(samples[:, 0], np.sort(history[:, -12:], axis=1))


def test_recency_weighs_months_by_age(rng):
    history = np.array([[7.0, 0.0]])
    samples = forecast.recency(history, (1,), draws=1000, rng=rng, memory=1 / np.log(3))
    assert (samples == 7).mean() == pytest.approx(0.25, abs=0.002)


def test_ewma_negative_binomial_is_overdispersed(rng):
    history = np.tile([0.0, 0, 0, 40], 15)[None, :]
    samples = forecast.ewma_negative_binomial(history, (1,), draws=4000, rng=rng)
    assert samples.var() > 10 * samples.mean()


def test_excitation_is_found_in_a_bursty_series_only(rng):
    steady = rng.poisson(10.0, (40, 80)).astype(float)
    level, bursts = np.ones(40), []
    for _ in range(80):
        drawn = rng.poisson(0.15 + 0.85 * level)
        level = 0.4 * level + 0.6 * drawn
        bursts.append(drawn)
    assert forecast.fit_excitation(steady)[0] <= 0.2
    assert forecast.fit_excitation(np.array(bursts, dtype=float).T)[0] >= 0.6


def test_pool_keeps_the_shares_of_its_members():
    parts = [np.zeros((2, 1, 50)), np.ones((2, 4, 30))]
    pooled = forecast.pool(parts, np.array([0.25, 0.75]), 200)
    assert pooled.shape == (2, 4, 200)
    assert pooled.mean() == pytest.approx(0.75)


@pytest.mark.parametrize(
    "bad", [np.zeros(5), np.zeros((2, 3)), np.array([[1.0] * 12 + [np.nan]]), -np.ones((1, 12))]
)
def test_bad_histories_are_refused(bad):
    with pytest.raises(NotEnoughIncidents):
        forecast.check_history(bad, months=12)
