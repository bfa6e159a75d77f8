"""Scores of predictive distributions: CRPS, ignorance, interval score, coverage, paired tests.

Smaller is better for every score except coverage. Predictive distributions are samples on the last axis; the
leading axes are cells of any kind, such as unit and month. Follows the metrics of the VIEWS
2023/24 prediction challenge (Hegre et al. 2024, arXiv 2407.11045).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.analyse.monte_carlo import rank_p, seed_of
from marsad.errors import AnalysisError
from marsad.records.found import Finding

Floats = NDArray[np.float64]

VIEWS_EDGES: Floats = np.array([0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5])
"""Inner edges of the bins in which the ignorance score counts outcomes (VIEWS 2023/24)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Mean scores of one set of predictive distributions, and the CRPS of every cell."""

    crps: float
    ignorance: float
    interval: float
    coverage: float
    level: float
    n: int
    cells: Floats


def crps(samples: ArrayLike, observed: ArrayLike) -> Floats:
    """Continuous ranked probability score of samples, in the unit of the outcome.

    Parameters
    ----------
    samples
        Draws, shape (..., draws).
    observed
        Outcomes, shape (...).

    Notes
    -----
    E|X - y| - E|X - X'| / 2 over the draws (Gneiting & Raftery 2007, JASA 102).
    """
    draws = np.sort(np.asarray(samples, dtype=float), axis=-1)
    size = draws.shape[-1]
    away = np.abs(draws - np.asarray(observed, dtype=float)[..., None]).mean(axis=-1)
    rank = (2 * np.arange(1, size + 1) - size - 1) / size**2
    return np.asarray(away - draws @ rank)


def crps_weighted(values: ArrayLike, weights: ArrayLike, observed: ArrayLike) -> Floats:
    """CRPS of discrete distributions with unequal weights, exactly.

    Parameters
    ----------
    values, weights
        Support and (not necessarily normalised) weights, shape (units, points); weights may be (points,).
    observed
        Outcomes, shape (units, outcomes).

    Returns
    -------
    Scores of shape (units, outcomes).
    """
    values = np.asarray(values, dtype=float)
    order = np.argsort(values, axis=1)
    support = np.take_along_axis(values, order, axis=1)
    mass = np.take_along_axis(np.broadcast_to(np.asarray(weights, dtype=float), values.shape), order, axis=1)
    mass = mass / mass.sum(axis=1, keepdims=True)
    below = np.cumsum(mass, axis=1)[:, :-1]
    spread = (below * (1 - below) * np.diff(support, axis=1)).sum(axis=1)
    gap = np.abs(support[:, None, :] - np.asarray(observed, dtype=float)[:, :, None])
    return np.asarray(np.einsum("uop,up->uo", gap, mass) - spread[:, None])


def resample_draws(samples: ArrayLike, size: int) -> Floats:
    """Bring ensembles to `size` members by Fourier interpolation, negatives set to zero.

    The challenge's evaluation does this to an ensemble that is not of the expected size before it counts
    members per bin; kept for parity with the published ignorance scores only.
    """
    from scipy.signal import resample

    return np.asarray(np.maximum(resample(np.asarray(samples, dtype=float), size, axis=-1), 0.0))


def ignorance(samples: ArrayLike, observed: ArrayLike, *, edges: ArrayLike = VIEWS_EDGES) -> Floats:
    """Ignorance (base-2 log) score of binned samples, each bin counted once more than seen.

    Parameters
    ----------
    samples
        Draws, shape (..., draws).
    observed
        Outcomes, shape (...).
    edges
        Ascending inner edges of the bins; len(edges) + 1 bins.

    Notes
    -----
    -log2 of the share of the outcome's bin (Roulston & Smith 2002, Monthly Weather Review 130).
    """
    edges = np.asarray(edges, dtype=float)
    bins = np.digitize(np.asarray(samples, dtype=float), edges)
    hits = (bins == np.digitize(np.asarray(observed, dtype=float), edges)[..., None]).sum(axis=-1)
    return np.asarray(-np.log2((hits + 1) / (bins.shape[-1] + len(edges) + 1)))


def interval_score(samples: ArrayLike, observed: ArrayLike, *, level: float = 0.9) -> Floats:
    """Interval score of the central interval: its width plus 2/(1-level) times the miss.

    Gneiting & Raftery (2007), eq. 43; its mean is the MIS. Quantiles interpolate linearly between draws.
    """
    if not 0 < level < 1:
        raise AnalysisError(f"level is {level}", hint="give a level between 0 and 1, such as 0.9")
    low, high = central_interval(samples, level=level)
    observed = np.asarray(observed, dtype=float)
    miss = np.maximum(low - observed, 0) + np.maximum(observed - high, 0)
    return np.asarray(high - low + miss * 2 / (1 - level))


def central_interval(samples: ArrayLike, *, level: float = 0.9) -> tuple[Floats, Floats]:
    """Lower and upper bound of the central interval of the draws on the last axis."""
    tail = (1 - level) / 2
    low, high = np.quantile(np.asarray(samples, dtype=float), [tail, 1 - tail], axis=-1)
    return low, high


def coverage(samples: ArrayLike, observed: ArrayLike, *, level: float = 0.9) -> float:
    """Share of outcomes inside the central interval, bounds included; ideally at least `level` for counts."""
    low, high = central_interval(samples, level=level)
    observed = np.asarray(observed, dtype=float)
    return float(np.mean((low <= observed) & (observed <= high)))


def score(
    samples: ArrayLike, observed: ArrayLike, *, level: float = 0.9, resize: int | None = None
) -> Scores:
    """All scores of samples (..., draws) against outcomes (...).

    Parameters
    ----------
    level
        Of the interval score and the coverage.
    resize
        Ensemble size to which `resample_draws` brings the draws for the ignorance score; None leaves them.
    """
    cells = crps(samples, observed)
    binned = samples if resize is None else resample_draws(samples, resize)
    return Scores(
        crps=float(cells.mean()),
        ignorance=float(ignorance(binned, observed).mean()),
        interval=float(interval_score(samples, observed, level=level).mean()),
        coverage=coverage(samples, observed, level=level),
        level=level,
        n=int(cells.size),
        cells=cells,
    )


def scaled_loss(cells: ArrayLike, reference: ArrayLike, *, floor: float = 1.0) -> float:
    """Mean over units of (s - r) / (r + floor), s and r being a unit's mean scores: below zero is better.

    A raw mean lets the two or three largest wars choose the model; here every unit counts alike. Each unit's
    divisor is fixed before the models are compared, so a proper score stays proper (a ratio cell by cell does
    not: it rewards too narrow distributions).

    Parameters
    ----------
    cells, reference
        Scores of the model and of the reference, shape (units, months).
    floor
        In the unit of the outcome: keeps quiet units from weighing more than violent ones.
    """
    ours, theirs = (np.asarray(part, dtype=float).mean(axis=1) for part in (cells, reference))
    return float(np.mean((ours - theirs) / (theirs + floor)))


def paired_test(
    ours: ArrayLike, theirs: ArrayLike, rng: np.random.Generator, *, draws: int = 4999, ranks: bool = False
) -> Finding:
    """Sign-flip permutation test of paired scores (ours - theirs), two-sided.

    Parameters
    ----------
    ours, theirs
        Scores of the same blocks (units or months), shape (blocks,): average inside a block first, since the
        months of one unit are not independent.
    ranks
        False: the mean difference, which a few large wars decide. True: the signed ranks of the differences
        (Wilcoxon), where every block counts alike.

    Returns
    -------
    Finding with the mean difference (always), the p-value, and a 95 % bootstrap interval over blocks.
    """
    gap = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)
    tested = _signed_ranks(gap) if ranks else gap
    flips = rng.choice([-1.0, 1.0], size=(draws, gap.size)) @ tested
    p = rank_p(abs(float(tested.sum())), np.abs(flips))
    low, high = np.quantile(rng.choice(gap, size=(draws, gap.size)).mean(axis=1), [0.025, 0.975])
    return Finding(
        method="Wilcoxon signed-rank test" if ranks else "paired sign-flip permutation test",
        statistic="mean score difference",
        value=float(gap.mean()),
        p=p,
        n=int(gap.size),
        interval=(float(low), float(high)),
        parameters={
            "draws": draws,
            "level": 0.95,
            "better": int((gap < 0).sum()),
            "worse": int((gap > 0).sum()),
        },
        seed=seed_of(rng),
        null="the differences are symmetric about zero",
        alternative="they are not (two-sided)",
        citation="Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses",
    )


def _signed_ranks(gap: Floats) -> Floats:
    from scipy.stats import rankdata

    ranks = np.zeros_like(gap)
    moved = gap != 0
    ranks[moved] = rankdata(np.abs(gap[moved]))
    return np.asarray(ranks * np.sign(gap))
