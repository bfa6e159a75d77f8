"""Rolling back-test of forecasts, and the choice of the one that may be shown.

At every origin the models see the months up to it and nothing else; they are scored on the months after it.
The ensemble's weights are learned from months that were already known at its origin. A model that loses to
conflictology in the back-test is never returned as the forecast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from marsad.analyse import scoring
from marsad.analyse.forecast import BASELINE, MODELS, Draws, Model, check_history, pool, thin

Floats = NDArray[np.float64]
ENSEMBLE = "ensemble"
_DRAWS = 180  # a multiple of 12 and 36, so that conflictology is represented exactly
_PAIR_DRAWS = 24
_MOST_FORECASTS = 40_000  # units times origins kept in memory at once (about 300 MB)


@dataclass(frozen=True, slots=True)
class Trial:
    """What the models said at one origin, and what happened.

    Attributes
    ----------
    origin
        Number of months known when the forecast was made.
    ahead
        Months predicted, counted from the last known one.
    observed
        Shape (units, len(ahead)).
    samples
        Per model, shape (units, len(ahead) or 1, draws).
    """

    origin: int
    ahead: tuple[int, ...]
    observed: Floats
    samples: Mapping[str, Draws]


@dataclass(frozen=True, slots=True)
class ModelScore:
    """Scores of one model over a back-test; a `scaled` below zero beats conflictology."""

    model: str
    crps: float
    ignorance: float
    interval: float
    coverage: float
    scaled: float
    n: int


@dataclass(frozen=True, slots=True)
class Backtest:
    """Scores of all models over all origins.

    Attributes
    ----------
    table
        One row per model, best scaled loss first.
    by_unit
        Mean CRPS per unit and model, shape (units,): totals hide misses.
    origins
        Months known at each origin.
    """

    table: tuple[ModelScore, ...]
    by_unit: Mapping[str, Floats]
    origins: tuple[int, ...]
    level: float

    def row(self, model: str) -> ModelScore:
        """Return the row of one model."""
        return next(row for row in self.table if row.model == model)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Predictive distributions that may be shown, with the back-test that earned it.

    Attributes
    ----------
    model
        The chosen model.
    samples
        Shape (units, len(ahead), draws).
    weights
        Weights of the ensemble's members (empty for a single model).
    backtest
        None when the history is too short for one.
    why
        The reason for the choice, in words.
    """

    model: str
    samples: Floats
    ahead: tuple[int, ...]
    weights: Mapping[str, float] = field(default_factory=dict)
    backtest: Backtest | None = None
    why: str = ""


def run_trials(
    history: Floats,
    ahead: Sequence[int],
    rng: np.random.Generator,
    *,
    models: Mapping[str, Model] = MODELS,
    known: int = 10,
    step: int = 1,
) -> list[Trial]:
    """Let every model forecast from every origin inside `history`.

    Parameters
    ----------
    history
        Counts, shape (units, months).
    ahead
        Months to predict from each origin; months beyond the end of the history are left out.
    known
        Months a model must be able to see.
    step
        Months between origins.
    """
    trials = []
    for origin in range(known, history.shape[1] - min(ahead) + 1, step):
        inside = tuple(a for a in ahead if origin + a <= history.shape[1])
        past = history[:, :origin]
        said = {name: model(past, inside, draws=_DRAWS, rng=rng) for name, model in models.items()}
        samples = {name: part.astype(np.float32) for name, part in said.items()}
        observed = history[:, [origin + a - 1 for a in inside]]
        trials.append(Trial(origin, inside, observed, samples))
    return trials


def stack_weights(trials: Sequence[Trial], known: int, *, floor: float = 1.0) -> dict[str, float]:
    """Weights of the linear pool with the least scaled loss on months known by then.

    Parameters
    ----------
    trials
        Trials of earlier origins.
    known
        Months known: outcomes after it are not used.
    floor
        See `scoring.scaled_loss`.

    Notes
    -----
    The CRPS of a pool is w'c - w'Dw/2 with c the members' mean distances to the outcome and D the mean
    distances between the members' draws; its scaled loss to conflictology, quadratic in w, is minimised over
    the simplex by L-BFGS on softmax parameters.
    """
    from scipy.optimize import minimize

    names = list(trials[0].samples)
    away, apart = _pool_terms(trials, known, floor)

    def loss(theta: Floats) -> tuple[float, Floats]:
        weights = _softmax(theta)
        spread = apart @ weights
        gradient = away - spread
        return float(weights @ away - weights @ spread / 2), weights * (gradient - weights @ gradient)

    if not apart.any():
        return {BASELINE: 1.0}
    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=[(-6, 6)] * len(names))
    weights = _softmax(found.x)
    weights = np.where(weights < 0.01, 0.0, weights)
    return dict(zip(names, (weights / weights.sum()).tolist(), strict=True))


def _softmax(theta: Floats) -> Floats:
    raised = np.exp(theta - theta.max())
    return np.asarray(raised / raised.sum())


def _pool_terms(trials: Sequence[Trial], known: int, floor: float) -> tuple[Floats, Floats]:
    """Return c (models,) and D (models, models), each unit divided by its mean CRPS under conflictology."""
    usable = [trial for trial in trials if trial.origin + trial.ahead[0] <= known]
    if not usable:
        return np.empty(0), np.empty((0, 0))
    away, apart = (
        np.sum(part, axis=0) for part in zip(*(_trial_terms(t, known) for t in usable), strict=True)
    )
    months = sum(trial.origin + step <= known for trial in usable for step in trial.ahead)
    base = list(usable[0].samples).index(BASELINE)
    scale = (away[base] - apart[base, base] / 2) / months + floor
    return (away / scale).mean(axis=1), (apart / scale).mean(axis=2)


def _trial_terms(trial: Trial, known: int) -> tuple[Floats, Floats]:
    """Sums over the trial's known months of c (models, units) and D (models, models, units)."""
    inside = [i for i, step in enumerate(trial.ahead) if trial.origin + step <= known]
    draws, observed = _thinned(trial), trial.observed[:, inside]
    away = np.abs(draws[:, :, None, :] - observed[None, :, :, None]).mean(axis=3).sum(axis=2)
    return away, _distances(draws) * len(inside)


def _distances(draws: Draws) -> Floats:
    """Mean distance between the draws of every two models, shape (models, models, units)."""
    apart = np.zeros((len(draws), *draws.shape[:2]))
    active = np.flatnonzero(draws.max(axis=(0, 2)) > 0)
    for row, one in enumerate(draws):
        gaps = np.abs(one[None, active, :, None] - draws[: row + 1, active, None, :])
        apart[row, : row + 1, active] = gaps.mean(axis=(2, 3)).T
    return np.maximum(apart, apart.transpose(1, 0, 2))


def _thinned(trial: Trial) -> Draws:
    """Few draws of every model at its middle month, shape (models, units, draws): enough to learn weights."""
    return np.stack([thin(part[:, part.shape[1] // 2], _PAIR_DRAWS) for part in trial.samples.values()])


def with_ensemble(trials: Sequence[Trial], *, relearn: int = 6) -> list[Trial]:
    """Add the ensemble to every trial, its weights learned only from months known at the origin.

    Parameters
    ----------
    relearn
        Months between two estimations of the weights.
    """
    weights: dict[str, float] = {BASELINE: 1.0}
    learned = -relearn
    out = []
    for trial in trials:
        if trial.origin - learned >= relearn:
            weights, learned = stack_weights(trials, trial.origin), trial.origin
        pooled = mix(trial.samples, weights, _DRAWS)
        out.append(Trial(trial.origin, trial.ahead, trial.observed, {**trial.samples, ENSEMBLE: pooled}))
    return out


def mix(samples: Mapping[str, Draws], weights: Mapping[str, float], draws: int) -> Draws:
    """Pool the models that carry weight."""
    used = {name: weight for name, weight in weights.items() if weight > 0}
    return pool([samples[name] for name in used], np.array(list(used.values())), draws)


def score_trials(trials: Sequence[Trial], *, level: float = 0.9) -> Backtest:
    """Score every model of the trials, cell by cell and against conflictology."""
    names = list(trials[0].samples)
    cells = {name: _all_crps(trials, name) for name in names}
    rows = [_model_score(trials, name, cells, level) for name in names]
    rows.sort(key=lambda row: row.scaled)
    by_unit = {name: values.mean(axis=1) for name, values in cells.items()}
    return Backtest(tuple(rows), by_unit, tuple(trial.origin for trial in trials), level)


def _all_crps(trials: Sequence[Trial], name: str) -> Floats:
    return np.concatenate([scoring.crps(t.samples[name], t.observed) for t in trials], axis=1)


def _model_score(trials: Sequence[Trial], name: str, cells: Mapping[str, Floats], level: float) -> ModelScore:
    full = [
        (np.broadcast_to(t.samples[name], (*t.observed.shape, t.samples[name].shape[2])), t) for t in trials
    ]
    size = [t.observed.size for t in trials]
    ignorance = [scoring.ignorance(s, t.observed).mean() for s, t in full]
    interval = [scoring.interval_score(s, t.observed, level=level).mean() for s, t in full]
    inside = [scoring.coverage(s, t.observed, level=level) for s, t in full]
    return ModelScore(
        model=name,
        crps=float(cells[name].mean()),
        ignorance=float(np.average(ignorance, weights=size)),
        interval=float(np.average(interval, weights=size)),
        coverage=float(np.average(inside, weights=size)),
        scaled=scoring.scaled_loss(cells[name], cells[BASELINE]),
        n=int(cells[name].size),
    )


def rolling_backtest(
    history: Floats,
    ahead: Sequence[int],
    rng: np.random.Generator,
    *,
    models: Mapping[str, Model] = MODELS,
    known: int = 10,
    step: int = 1,
) -> Backtest:
    """Back-test all models and the ensemble on `history`; parameters as in `run_trials`."""
    history = check_history(history, months=known + min(ahead))
    return score_trials(with_ensemble(run_trials(history, ahead, rng, models=models, known=known, step=step)))


def choose_forecast(
    history: Floats,
    ahead: Sequence[int],
    rng: np.random.Generator,
    *,
    models: Mapping[str, Model] = MODELS,
    draws: int = 1000,
    known: int = 10,
) -> Forecast:
    """Forecast `ahead` with the model that did best in the rolling back-test inside `history`.

    Conflictology (12 months) is returned unless another model has both a smaller mean CRPS and a negative
    scaled loss; among those the least scaled loss wins.
    """
    ahead = tuple(ahead)
    history = check_history(history, months=1)
    if history.shape[1] < known + min(ahead) + 1:
        why = f"{history.shape[1]} months of history are too few for a back-test; conflictology is shown"
        return Forecast(BASELINE, _draw(history, ahead, {BASELINE: 1.0}, models, draws, rng), ahead, why=why)
    step = -(-history.shape[0] * (history.shape[1] - known) // _MOST_FORECASTS)
    trials = run_trials(history, ahead, rng, models=models, known=known, step=step)
    backtest = score_trials(with_ensemble(trials))
    chosen, why = _choose(backtest)
    weights = stack_weights(trials, history.shape[1]) if chosen == ENSEMBLE else {chosen: 1.0}
    samples = _draw(history, ahead, weights, models, draws, rng)
    return Forecast(chosen, samples, ahead, weights if chosen == ENSEMBLE else {}, backtest, why)


def _choose(backtest: Backtest) -> tuple[str, str]:
    base = backtest.row(BASELINE)
    better = [row for row in backtest.table if row.scaled < 0 and row.crps < base.crps]
    if not better:
        return BASELINE, "no model beats conflictology in the rolling back-test"
    best = better[0]
    why = (
        f"{best.model}: CRPS {best.crps:.4g} against {base.crps:.4g} for conflictology over "
        f"{len(backtest.origins)} origins, scaled loss {best.scaled:.3f}"
    )
    return best.model, why


def _draw(
    history: Floats,
    ahead: tuple[int, ...],
    weights: Mapping[str, float],
    models: Mapping[str, Model],
    draws: int,
    rng: np.random.Generator,
) -> Floats:
    used = [name for name, weight in weights.items() if weight > 0]
    samples = {name: models[name](history, ahead, draws=draws, rng=rng) for name in used}
    pooled = mix(samples, {name: weights[name] for name in used}, draws)
    return np.array(np.broadcast_to(pooled, (len(history), len(ahead), draws)))
