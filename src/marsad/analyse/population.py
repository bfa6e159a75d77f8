"""Expected cases from a population: person-time by period, and indirect standardisation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.errors import AnalysisError

Floats = NDArray[np.float64]


def person_time(dates: ArrayLike, population: ArrayLike, edges: ArrayLike) -> Floats:
    """Integrate a population over periods, straight between counts and level beyond them.

    Parameters
    ----------
    dates
        Rising days of the population counts (ordinals); a count for a year belongs to its 1 July.
    population
        Of shape (dates, ...).
    edges
        First day of each period, and the day after the last, of shape (periods + 1,).

    Returns
    -------
    days
        Person-days of shape (periods, ...).
    """
    at, counts, borders = (np.asarray(x, float) for x in (dates, population, edges))
    if len(at) != len(counts) or (np.diff(at) <= 0).any() or (np.diff(borders) <= 0).any():
        raise AnalysisError("dates and edges must rise, with one population count for each date")
    knots = np.union1d(at, borders)
    flat = counts.reshape(len(at), -1)
    level = np.column_stack([np.interp(knots, at, column) for column in flat.T])
    area = np.diff(knots)[:, None] * (level[1:] + level[:-1]) / 2
    total = np.vstack([np.zeros(flat.shape[1]), np.cumsum(area, axis=0)])
    days: Floats = np.diff(total[np.searchsorted(knots, borders)], axis=0)
    return days.reshape(len(borders) - 1, *counts.shape[1:])


def standardised(cases: ArrayLike, population: ArrayLike) -> Floats:
    """Cases expected if every stratum had its overall rate everywhere (indirect standardisation).

    Parameters
    ----------
    cases
        Total cases of each stratum (age group, sex, ...), shape (strata,).
    population
        Population or person-time, shape (..., strata).

    Returns
    -------
    expected
        Of shape (...); the sum is that of ``cases``.
    """
    people = np.asarray(population, float)
    total = people.reshape(-1, people.shape[-1]).sum(axis=0)
    known = np.asarray(cases, float)
    if (known[total == 0] > 0).any():
        raise AnalysisError("a stratum has cases but no population")
    expected: Floats = people @ np.divide(known, total, out=np.zeros_like(total), where=total > 0)
    return expected
