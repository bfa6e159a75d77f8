"""Speed of a front, from first arrivals: a number only where the arrivals do form a front."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.analyse.range import great_circle_km
from marsad.errors import AnalysisError
from marsad.records.found import Finding

Floats = NDArray[np.float64]
MIN_ARRIVALS = 8
MIN_R2 = 0.1


class Front(Finding, frozen=True, kw_only=True):
    """Front speed (km per day), or None with the reasons in `note`.

    Attributes
    ----------
    days_per_km, days_per_km_robust
        Slopes of arrival day on distance: ordinary least squares and Theil-Sen.
    r2
        Share of the variance of arrival days that distance explains.
    """

    days_per_km: float | None
    days_per_km_robust: float | None
    r2: float | None


def first_arrivals(place: ArrayLike, position: ArrayLike, day: ArrayLike) -> tuple[Floats, Floats]:
    """Mean position of each place and the day of its first event.

    Parameters
    ----------
    place
        Cell or name of each event, shape (n,).
    position
        Latitude and longitude in degrees, shape (n, 2).
    day
        Day of each event, shape (n,).

    Returns
    -------
    Positions (places, 2) and days (places,), ordered by arrival.
    """
    _, index, counts = np.unique(np.asarray(place), return_inverse=True, return_counts=True)
    position, day = np.asarray(position, dtype=float), np.asarray(day, dtype=float)
    first = np.full(len(counts), np.inf)
    np.minimum.at(first, index, day)
    spots = np.column_stack([np.bincount(index, position[:, axis]) / counts for axis in (0, 1)])
    order = np.argsort(first, kind="stable")
    return spots[order], first[order]


def front_speed(
    position: ArrayLike,
    day: ArrayLike,
    *,
    origin: tuple[float, float] | None = None,
    alpha: float = 0.05,
) -> Front:
    """Speed of a front moving away from its origin, by regression of first arrivals on distance.

    Parameters
    ----------
    position
        Latitude and longitude of each place in degrees, shape (places, 2).
    day
        Day of the first event at each place, shape (places,).
    origin
        Latitude and longitude; None for the place reached first.
    alpha
        Level of the test that the slope is zero.

    Returns
    -------
    Front. The speed is 1 / Theil-Sen slope with its 95 % interval, and given only when the least-squares
    slope is positive with p < alpha, explains at least a tenth of the variance, and the Theil-Sen interval
    lies above zero. Otherwise `value` is None and `note` says "no front" and why.

    Notes
    -----
    Pinhasi, Fort & Ammerman (2005), PLoS Biology 3(12): first arrivals against great-circle distance. The
    distances of places from a single origin share that origin, so p is approximate.
    """
    position, day = np.asarray(position, dtype=float).reshape(-1, 2), np.asarray(day, dtype=float)
    if len(position) != len(day):
        raise AnalysisError(
            "positions and days differ in number", hint="give one first-arrival day per place"
        )
    if len(day) < MIN_ARRIVALS:
        return _front(
            None, [f"{len(day)} places reached, at least {MIN_ARRIVALS} are needed"], len(day), alpha
        )
    start = position[day.argmin()] if origin is None else np.asarray(origin, dtype=float)
    distance = great_circle_km(start[0], start[1], position[:, 0], position[:, 1])
    if np.ptp(distance) == 0 or np.ptp(day) == 0:
        return _front(None, ["all places lie at one distance or were reached on one day"], len(day), alpha)
    fit = _fit(distance, day)
    return _front(fit, _objections(fit, alpha), len(day), alpha)


def _fit(distance: Floats, day: Floats) -> dict[str, float]:
    from scipy.stats import linregress, theilslopes

    line = linregress(distance, day)
    robust = theilslopes(day, distance, alpha=0.95)
    return {
        "slope": float(line.slope),
        "p": float(line.pvalue),
        "r2": float(line.rvalue) ** 2,
        "robust": float(robust.slope),
        "low": float(robust.low_slope),
        "high": float(robust.high_slope),
    }


def _objections(fit: dict[str, float], alpha: float) -> list[str]:
    """Reasons for which no speed may be given."""
    reasons = []
    if fit["p"] >= alpha:
        reasons.append(f"arrival does not depend on distance (p {fit['p']:.2g})")
    if fit["slope"] <= 0:
        reasons.append("farther places were not reached later")
    if fit["r2"] < MIN_R2:
        reasons.append(f"distance explains {fit['r2']:.1%} of the arrival days")
    if fit["low"] <= 0:
        reasons.append("the robust slope may be zero")
    return reasons


def _front(fit: dict[str, float] | None, reasons: list[str], n: int, alpha: float) -> Front:
    speaks = fit is not None and not reasons
    return Front(
        method="front speed from first arrivals",
        statistic="speed [km/day]",
        value=1 / fit["robust"] if fit and speaks else None,
        p=fit["p"] if fit else None,
        n=n,
        interval=(1 / fit["high"], 1 / fit["low"]) if fit and speaks else None,
        parameters={"alpha": alpha, "min_r2": MIN_R2, "min_arrivals": MIN_ARRIVALS, "level": 0.95},
        null="the day of arrival does not depend on the distance from the origin",
        alternative="it does (two-sided), and a front needs later arrival farther away",
        citation="Pinhasi, Fort & Ammerman (2005), PLoS Biology 3(12): e410",
        note="" if speaks else "no front: " + "; ".join(reasons),
        days_per_km=fit["slope"] if fit else None,
        days_per_km_robust=fit["robust"] if fit else None,
        r2=fit["r2"] if fit else None,
    )
