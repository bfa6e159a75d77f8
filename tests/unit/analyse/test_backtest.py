import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from marsad.analyse import backtest, scoring
from marsad.analyse.forecast import BASELINE, MODELS

AHEAD = (1, 2, 3)
VIEWS = Path(__file__).parents[2] / "fixtures" / "views"


def bursts(rng, units=30, months=30):
    level = np.repeat(rng.gamma(1.0, 5.0, units)[:, None], months, axis=1)
    return rng.poisson(level * rng.gamma(2.0, 0.5, level.shape)).astype(float)


@pytest.fixture
def history():
    return bursts(np.random.default_rng(8))


def test_no_forecast_sees_the_future(history):
    changed = history.copy()
    changed[:, 20:] = 10_000
    for series in (history, changed):
        series.setflags(write=False)
    runs = [
        backtest.with_ensemble(backtest.run_trials(h, AHEAD, np.random.default_rng(1)))
        for h in (history, changed)
    ]
    for left, right in zip(*runs, strict=True):
        if left.origin <= 20:
            for name in left.samples:
                np.testing.assert_array_equal(left.samples[name], right.samples[name], err_msg=name)


def test_the_table_scores_all_models_against_conflictology(history):
    result = backtest.rolling_backtest(history, AHEAD, np.random.default_rng(1))
    assert {row.model for row in result.table} == {*MODELS, "ensemble"}
    assert result.row(BASELINE).scaled == 0
    assert [row.scaled for row in result.table] == sorted(row.scaled for row in result.table)
    assert result.row("zero").crps == pytest.approx(history_mean_after(history), rel=1e-9)
    assert result.by_unit["zero"].shape == (30,)


def history_mean_after(history):
    cells = [history[:, o + a - 1] for o in range(10, 30) for a in AHEAD if o + a <= 30]
    return np.mean(cells)


def test_the_ensemble_beats_every_weak_member(history):
    result = backtest.rolling_backtest(history, AHEAD, np.random.default_rng(1))
    for weak in ("zero", "last_value", "poisson_12", BASELINE):
        assert result.row("ensemble").crps < result.row(weak).crps


def test_the_chosen_forecast_beats_conflictology_in_the_backtest(history):
    chosen = backtest.choose_forecast(history, AHEAD, np.random.default_rng(1), draws=100)
    assert chosen.samples.shape == (30, 3, 100)
    assert chosen.backtest.row(chosen.model).crps < chosen.backtest.row(BASELINE).crps
    assert chosen.model in chosen.why
    if chosen.weights:
        assert sum(chosen.weights.values()) == pytest.approx(1)


def test_a_model_that_loses_is_never_the_forecast(history):
    losers = {name: MODELS[name] for name in ("zero", "last_value", BASELINE)}
    table = backtest.score_trials(
        backtest.run_trials(history, AHEAD, np.random.default_rng(1), models=losers)
    )
    assert backtest._choose(table)[0] == BASELINE


def test_a_short_history_gets_conflictology_and_says_why():
    chosen = backtest.choose_forecast(np.ones((2, 8)), (3, 4), np.random.default_rng(1))
    assert chosen.model == BASELINE
    assert chosen.backtest is None
    assert "too few" in chosen.why
    assert (chosen.samples == 1).all()


def test_stacking_gives_the_weight_to_the_model_that_is_right(history):
    rng = np.random.default_rng(2)
    truth = rng.poisson(10.0, (40, 30)).astype(float)
    trials = backtest.run_trials(
        truth,
        AHEAD,
        rng,
        models={BASELINE: MODELS[BASELINE], "poisson_12": MODELS["poisson_12"], "zero": MODELS["zero"]},
    )
    weights = backtest.stack_weights(trials, 30)
    assert weights["zero"] < 0.05
    assert weights["poisson_12"] > 0.3


def test_the_views_forecast_for_2021_beats_the_official_conflictology():
    with gzip.open(VIEWS / "actuals.csv.gz", "rt", encoding="utf-8") as lines:
        fatalities = np.array([[float(value) for value in row[1:]] for row in list(csv.reader(lines))[1:]])
    known, observed = fatalities[:, :34], fatalities[:, 36:48]  # January 2018 - October 2020; 2021
    chosen = backtest.choose_forecast(known, tuple(range(3, 15)), np.random.default_rng(1))
    assert scoring.crps(chosen.samples, observed).mean() < 76.849  # the published score
    assert scoring.ignorance(chosen.samples, observed).mean() < 0.686
