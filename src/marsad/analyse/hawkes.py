"""Self-excitation in time: which share of events is triggered by earlier ones, and how fast that fades."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records.found import Finding

Floats = NDArray[np.float64]
AT_LEAST = 20


class SelfExcitation(Finding, frozen=True, kw_only=True):
    """Temporal Hawkes fit; `value` is the branching ratio, the share of events triggered by earlier ones.

    Attributes
    ----------
    background
        Events per day that nothing triggered.
    decay
        Per day; triggered events follow after 1 / decay days on average.
    background_interval, decay_interval
        95 % intervals.
    log_likelihood, log_likelihood_null
        Of the fit and of the homogeneous Poisson process.
    residual_p
        Kolmogorov-Smirnov p of the time-rescaled gaps being exponential; small means the model does not fit.
    """

    background: float
    decay: float
    background_interval: tuple[float, float]
    decay_interval: tuple[float, float]
    log_likelihood: float
    log_likelihood_null: float
    residual_p: float


@dataclass(frozen=True, slots=True)
class _Series:
    times: Floats
    end: float


def spread_ties(days: ArrayLike, rng: np.random.Generator) -> Floats:
    """Place events dated by day at random moments of it, sorted: ties would read as triggering."""
    whole: Floats = np.floor(np.asarray(days, dtype=float))
    return np.sort(whole + rng.random(len(whole)))


def fit_temporal(times: ArrayLike, end: float) -> SelfExcitation:
    """Fit a Hawkes process with exponential kernel by maximum likelihood.

    The rate is mu + sum over earlier events of a b exp(-b (t - t_i)): a is the branching ratio, b the decay.

    Parameters
    ----------
    times
        Event times in days, from 0 to `end`; see `spread_ties` for events dated by day.
    end
        End of the observation in days; it starts at 0.

    Returns
    -------
    SelfExcitation. p is that of the likelihood ratio against no excitation, referred to chi-square with two
    degrees of freedom: conservative, as the branching ratio lies on its boundary under the null.

    Notes
    -----
    Ozaki (1979), Annals of the Institute of Statistical Mathematics 31; residuals: Ogata (1988), JASA 83.
    Intervals come from the observed information on the log (background, decay) and logit (branching) scale.
    """
    from scipy.stats import chi2

    series = _check(times, end)
    theta, value = _maximise(series)
    low, high = _wald(series, theta)
    mu, branching, decay = _natural(theta)
    null = len(series.times) * (np.log(len(series.times) / end) - 1)
    return SelfExcitation(
        method="Hawkes process, exponential kernel",
        statistic="branching ratio",
        value=float(branching),
        p=float(chi2.sf(max(2 * (value - null), 0.0), df=2)),
        n=len(series.times),
        interval=(float(low[1]), float(high[1])),
        parameters={"end": float(end), "level": 0.95},
        null="events come independently at a constant rate",
        alternative="events trigger later ones (one-sided)",
        citation="Ozaki (1979), Ann. Inst. Stat. Math. 31; Ogata (1988), JASA 83",
        note="a changing background rate is read as excitation: compare shorter windows",
        background=float(mu),
        decay=float(decay),
        background_interval=(float(low[0]), float(high[0])),
        decay_interval=(float(low[2]), float(high[2])),
        log_likelihood=float(value),
        log_likelihood_null=float(null),
        residual_p=_residual_p(series, mu, branching, decay),
    )


def _check(times: ArrayLike, end: float) -> _Series:
    times = np.sort(np.asarray(times, dtype=float))
    if len(times) < AT_LEAST:
        raise NotEnoughIncidents(f"{len(times)} events", hint=f"self-excitation needs at least {AT_LEAST}")
    if not np.isfinite(times).all() or times[0] < 0 or times[-1] > end:
        raise AnalysisError(
            "event times lie outside 0 .. end", hint="count days from the start of the window"
        )
    return _Series(times, float(end))


def _natural(theta: Floats) -> Floats:
    """(log mu, logit branching, log decay) to (mu, branching, decay)."""
    log_mu, logit, log_decay = np.clip(theta, -40, 40)
    return np.array([np.exp(log_mu), 1 / (1 + np.exp(-logit)), np.exp(log_decay)])


def _maximise(series: _Series) -> tuple[Floats, float]:
    from scipy.optimize import minimize

    rate = len(series.times) / series.end
    starts = [np.array([np.log(rate / 2), 0.0, np.log(decay)]) for decay in (rate * 2, 1.0, 0.05)]
    bounds = [(-25, 15), (-15, 8), (-9, 9)]
    fits = [minimize(_minus, start, args=(series,), method="L-BFGS-B", bounds=bounds) for start in starts]
    best = min(fits, key=lambda fit: float(fit.fun))
    return np.asarray(best.x), -float(best.fun)


def _minus(theta: Floats, series: _Series) -> float:
    mu, branching, decay = _natural(theta)
    return -float(log_likelihood(series.times, series.end, mu, branching, decay))


def _wald(series: _Series, theta: Floats) -> tuple[Floats, Floats]:
    """95 % interval of the natural parameters; unbounded where the likelihood is flat."""
    spread = standard_errors(lambda at: _minus(at, series), theta)
    return _natural(theta - 1.96 * spread), _natural(theta + 1.96 * spread)


def standard_errors(
    minus_log_likelihood: Callable[[Floats], float], theta: Floats, *, step: float = 1e-3
) -> Floats:
    """Standard errors from the numerical Hessian at the optimum; 50 where it is not positive definite."""
    size = len(theta)
    hessian = np.empty((size, size))
    shift = np.eye(size) * step
    for i in range(size):
        for j in range(size):
            signs = [(1, 1), (1, -1), (-1, 1), (-1, -1)]
            corners = [minus_log_likelihood(theta + a * shift[i] + b * shift[j]) for a, b in signs]
            hessian[i, j] = (corners[0] - corners[1] - corners[2] + corners[3]) / (4 * step**2)
    try:
        variance = np.diag(np.linalg.inv((hessian + hessian.T) / 2))
    except np.linalg.LinAlgError:
        return np.full(size, 50.0)
    return np.where(variance > 0, np.sqrt(np.maximum(variance, 0)), 50.0)


@njit(cache=True)
def log_likelihood(times: Floats, end: float, mu: float, branching: float, decay: float) -> float:
    """Exact log-likelihood in one pass over sorted times."""
    total = -mu * end
    echo = 0.0
    for i in range(len(times)):
        if i > 0:
            echo = np.exp(-decay * (times[i] - times[i - 1])) * (1.0 + echo)
        total += np.log(mu + branching * decay * echo)
        total -= branching * (1.0 - np.exp(-decay * (end - times[i])))
    return total


@njit(cache=True)
def rescaled_gaps(times: Floats, mu: float, branching: float, decay: float) -> Floats:
    """Integrated rate between successive events: unit exponential under the model."""
    gaps = np.empty(len(times))
    echo, last = 0.0, 0.0
    for i in range(len(times)):
        wait = times[i] - last
        fade = np.exp(-decay * wait)
        gaps[i] = mu * wait + branching * echo * (1.0 - fade)
        echo = echo * fade + 1.0
        last = times[i]
    return gaps


def _residual_p(series: _Series, mu: float, branching: float, decay: float) -> float:
    from scipy.stats import kstest

    return float(kstest(rescaled_gaps(series.times, mu, branching, decay), "expon").pvalue)


def simulate(mu: float, branching: float, decay: float, end: float, rng: np.random.Generator) -> Floats:
    """Draw a Hawkes process on 0 .. end through its clusters (Hawkes & Oakes 1974)."""
    if not 0 <= branching < 1:
        raise AnalysisError(f"branching ratio {branching}", hint="only ratios below 1 give a finite process")
    generation = rng.uniform(0, end, rng.poisson(mu * end))
    out = [generation]
    while len(generation):
        children = np.repeat(generation, rng.poisson(branching, len(generation)))
        generation = children + rng.exponential(1 / decay, len(children))
        generation = generation[generation < end]
        out.append(generation)
    return np.sort(np.concatenate(out))
