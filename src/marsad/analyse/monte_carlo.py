"""Probabilities from simulated values, and seeds that make a run repeatable."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

EULER = 0.5772156649015329
TIES = 1e-9  # values this close (relative) count as equal, so rounding cannot lower a p-value


def seed_of(rng: np.random.Generator) -> int | None:
    """Seed the generator was made with, None where it was made without one (or with a sequence)."""
    entropy = getattr(rng.bit_generator.seed_seq, "entropy", None)
    return entropy if isinstance(entropy, int) and entropy < 2**63 else None


def exceedances(observed: float, simulated: NDArray[np.float64]) -> int:
    """How many simulated values are at least as large as the observed one, ties included."""
    return int(np.count_nonzero(simulated >= observed - TIES * (1.0 + abs(observed))))


def rank_p(observed: float, simulated: NDArray[np.float64]) -> float:
    """Upper-tail Monte Carlo p-value ``(1 + exceedances) / (1 + simulations)`` (Dwass 1957)."""
    return (1 + exceedances(observed, simulated)) / (1 + simulated.size)


def gumbel_p(observed: float, simulated: NDArray[np.float64]) -> float:
    """Upper-tail p-value of a Gumbel distribution fitted to simulated maxima by moments.

    Reaches below ``1 / (simulations + 1)``.

    References
    ----------
    Abrams, Kleinman & Kulldorff 2010, Int J Health Geogr 9:61.
    """
    scale = float(simulated.std(ddof=1)) * math.sqrt(6.0) / math.pi
    if scale == 0.0:
        return float(observed <= simulated[0])
    location = float(simulated.mean()) - EULER * scale
    return -math.expm1(-math.exp(-(observed - location) / scale))
