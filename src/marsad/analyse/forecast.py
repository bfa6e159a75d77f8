"""Forecasting models: from monthly counts per unit to predictive distributions as samples.

Every model is a function ``model(history, ahead, *, draws, rng)``: `history` has shape (units, months), the
oldest month first; `ahead` lists the months to predict, counted from the last observed one (October to
January is 3). It returns samples of shape (units, len(ahead) or 1, draws), 1 meaning the same distribution
for every month. No model sees anything but `history`. Which model may be shown as the forecast is decided in
`backtest`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from marsad.errors import NotEnoughIncidents

Floats = NDArray[np.float64]
Draws = NDArray[np.floating]
BASELINE = "conflictology_12"


class Model(Protocol):
    """A forecasting model; see the module's docstring for shapes."""

    def __call__(
        self, history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator
    ) -> Floats:
        """Return samples, shape (units, len(ahead) or 1, draws)."""
        ...


def spread_draws(values: Floats, weights: Floats, draws: int) -> Floats:
    """Represent weighted points by `draws` equally likely ones: the quantiles at (i + 1/2) / draws.

    Parameters
    ----------
    values
        Support, shape (units, points).
    weights
        Shape (points,), any positive scale.
    """
    order = np.argsort(values, axis=1, kind="stable")
    mass = np.cumsum(weights[order], axis=1)
    mass /= mass[:, -1:]
    row = np.arange(len(values))[:, None]
    marks = (np.arange(draws) + 0.5) / draws - 1e-12
    place = np.searchsorted((mass + 2 * row).ravel(), (marks + 2 * row).ravel())
    place = place.reshape(len(values), draws) - row * values.shape[1]
    return np.take_along_axis(values, np.take_along_axis(order, place, axis=1), axis=1)


def zero(history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator) -> Floats:
    """Nothing ever happens: the baseline that scores well on quiet units."""
    del ahead, rng
    return np.zeros((len(history), 1, draws))


def last_value(history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator) -> Floats:
    """Poisson around the last observed month."""
    del ahead
    return rng.poisson(history[:, -1, None, None], (len(history), 1, draws)).astype(float)


def conflictology(
    history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator, window: int = 12
) -> Floats:
    """The last `window` observed months, each equally likely (Hegre et al. 2024, arXiv 2407.11045)."""
    del ahead, rng
    recent = history[:, -window:]
    return spread_draws(recent, np.ones(recent.shape[1]), draws)[:, None, :]


def recency(
    history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator, memory: float = 12.0
) -> Floats:
    """All observed months, a month `lag` months old weighing exp(-lag / memory)."""
    del ahead, rng
    return spread_draws(history, fading(history.shape[1], memory), draws)[:, None, :]


def poisson(
    history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator, window: int = 12
) -> Floats:
    """Poisson around the mean of the last `window` months."""
    del ahead
    mean = history[:, -window:].mean(axis=1)
    return rng.poisson(mean[:, None, None], (len(history), 1, draws)).astype(float)


def ewma_negative_binomial(
    history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator, memory: float = 9.0
) -> Floats:
    """Negative binomial with exponentially weighted mean and variance (method of moments)."""
    del ahead
    weights = fading(history.shape[1], memory)
    mean = history @ weights / weights.sum()
    variance = (history - mean[:, None]) ** 2 @ weights / weights.sum()
    return negative_binomial(np.broadcast_to(mean[:, None], (len(mean), draws)), variance, rng)[:, None, :]


def fading(months: int, memory: float) -> Floats:
    """Weights exp(-lag / memory), oldest month first."""
    return np.exp(-np.arange(months)[::-1] / memory)


def negative_binomial(mean: Floats, variance: Floats, rng: np.random.Generator) -> Floats:
    """Gamma-mixed Poisson draws; Poisson where the variance does not exceed the mean.

    Parameters
    ----------
    mean
        Shape (units, draws).
    variance
        Shape (units,): variance at the mean over draws; the dispersion is kept when the mean differs.
    """
    level = mean.mean(axis=1)
    excess = np.maximum(variance - level, 0.0)
    size = np.divide(level**2, excess, out=np.full(len(level), np.inf), where=excess > 0)
    shape = np.where(np.isfinite(size), size, 1.0)[:, None]
    rate = mean * np.where(np.isfinite(size)[:, None], rng.gamma(shape, 1.0, mean.shape) / shape, 1.0)
    return rng.poisson(np.minimum(rate, 1e9)).astype(float)


def self_exciting(history: Floats, ahead: Sequence[int], *, draws: int, rng: np.random.Generator) -> Floats:
    """Discrete-time Hawkes process: months excite later months, simulated forward path by path.

    The expected count of a month is (1 - a) m + a s, with m the unit's mean and s its count smoothed with
    decay b; a (the branching ratio) and b are shared by all units and chosen by quasi-likelihood, the
    dispersion is each unit's own. Integer-valued GARCH form of the Hawkes process (Kirchner 2016, Stochastic
    Processes and their Applications 126).
    """
    branching, decay = fit_excitation(history)
    mean = history.mean(axis=1)
    state, fitted = smooth(history, decay)
    expected = (1 - branching) * mean[:, None] + branching * fitted
    residual = ((history - expected) ** 2)[:, 1:].mean(axis=1)
    state = np.repeat(state[:, None], draws, axis=1)
    months = []
    for _ in range(max(ahead)):
        drawn = negative_binomial((1 - branching) * mean[:, None] + branching * state, residual, rng)
        state = decay * state + (1 - decay) * np.minimum(drawn, 50 * (history.max(axis=1)[:, None] + 1))
        months.append(drawn)
    return np.stack([months[step - 1] for step in ahead], axis=1)


def smooth(history: Floats, decay: float) -> tuple[Floats, Floats]:
    """Exponentially smoothed counts: the state after the last month, and the state before each month."""
    state = history.mean(axis=1)
    before = np.empty_like(history)
    for month in range(history.shape[1]):
        before[:, month] = state
        state = decay * state + (1 - decay) * history[:, month]
    return state, before


def fit_excitation(history: Floats) -> tuple[float, float]:
    """Branching ratio and decay with the best Poisson quasi-likelihood, each unit scaled to its own mean."""
    mean = history.mean(axis=1)
    active = mean > 0
    if not active.any():
        return 0.0, 0.5
    counts, level = history[active] / mean[active, None], np.ones((int(active.sum()), 1))
    best = (-np.inf, 0.0, 0.5)
    for decay in (0.2, 0.4, 0.6, 0.8, 0.9):
        _, before = smooth(counts, decay)
        for branching in (0.0, 0.2, 0.4, 0.6, 0.8, 0.95):
            rate = (1 - branching) * level + branching * before + 1e-9
            best = max(best, (float((counts * np.log(rate) - rate).mean()), branching, decay))
    return best[1], best[2]


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        "zero": zero,
        "last_value": last_value,
        "poisson_12": poisson,
        "conflictology_12": conflictology,
        "conflictology_36": partial(conflictology, window=36),
        "recency_6": partial(recency, memory=6.0),
        "recency_12": partial(recency, memory=12.0),
        "recency_24": partial(recency, memory=24.0),
        "ewma_negative_binomial": ewma_negative_binomial,
        "self_exciting": self_exciting,
    }
)
"""The models that compete, by name."""


def pool(samples: Sequence[Draws], weights: Floats, draws: int) -> Draws:
    """Linear opinion pool: draws from each model in proportion to its weight.

    Parameters
    ----------
    samples
        One array per model, shape (units, months or 1, model draws).
    weights
        Shape (models,), summing to one.
    """
    months = max(part.shape[1] for part in samples)
    shares = np.diff(np.round(np.concatenate([[0.0], np.cumsum(weights)]) * draws).astype(int))
    parts = [thin(part, int(share)) for part, share in zip(samples, shares, strict=True) if share]
    widened = [np.broadcast_to(part, (part.shape[0], months, part.shape[2])) for part in parts]
    return np.concatenate(widened, axis=2)


def thin(samples: Draws, draws: int) -> Draws:
    """Quantiles of the draws at (i + 1/2) / draws: fewer draws, the same distribution."""
    ordered = np.sort(samples, axis=-1)
    return ordered[..., ((np.arange(draws) + 0.5) / draws * samples.shape[-1]).astype(int)]


def check_history(history: Floats, *, months: int) -> Floats:
    """Return `history` as floats, or raise when it is too short or not counts."""
    history = np.asarray(history, dtype=float)
    if history.ndim != 2 or history.shape[1] < months:
        raise NotEnoughIncidents(
            f"the history has shape {history.shape}",
            hint=f"give (units, months) with at least {months} months",
        )
    if not np.isfinite(history).all() or (history < 0).any():
        raise NotEnoughIncidents("the history holds missing or negative counts", hint="fill gaps first")
    return history
