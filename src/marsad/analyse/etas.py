"""Self-excitation in space and time: an ETAS-type model with kernel-estimated background, fitted by EM."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike, NDArray

from marsad.analyse.hawkes import AT_LEAST, standard_errors
from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records.found import Finding

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FLOOR_KM = 1.0
MAX_SPOTS = 4000


class SpaceTimeExcitation(Finding, frozen=True, kw_only=True):
    """ETAS fit; `value` is the branching ratio, the mean number of events one event triggers.

    Attributes
    ----------
    decay, decay_interval
        Per day; triggered events follow after 1 / decay days on average.
    reach_km, reach_interval
        Standard deviation of the distance to a triggered event, in each direction.
    triggered_share
        Expected share of events that were triggered.
    iterations
        Rounds of EM until the parameters stood still.
    """

    decay: float
    decay_interval: tuple[float, float]
    reach_km: float
    reach_interval: tuple[float, float]
    triggered_share: float
    iterations: int


@dataclass(frozen=True, slots=True)
class EtasFit:
    """The finding, and each event's probability of being background, shape (n,), in the input's order."""

    finding: SpaceTimeExcitation
    background: Floats


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs (earlier, later) near enough to be parent and child; times in days, distances in km."""

    earlier: Ints
    later: Ints
    wait: Floats
    squared: Floats
    left: Floats  # days from each event to the end
    spot: Ints
    kernel: Floats  # background per day and km2 that an event at spot j puts at spot i


def fit_etas(
    xy: ArrayLike,
    times: ArrayLike,
    end: float,
    *,
    max_km: float = 50.0,
    max_days: float = 60.0,
    neighbours: int = 5,
) -> EtasFit:
    """Fit lambda(x, y, t) = mu(x, y) + sum over earlier events of k b exp(-b dt) N(dx, dy; s).

    Parameters
    ----------
    xy
        Positions in km on a plane, shape (n, 2); see `range.project`.
    times
        Days, 0 .. `end`, shape (n,); see `hawkes.spread_ties` for events dated by day.
    max_km, max_days
        Pairs farther apart are never parent and child.
    neighbours
        The background kernel of a place reaches to this many neighbouring places (at least 1 km).

    Returns
    -------
    EtasFit. Intervals (95 %) come from the observed information with the background's shape held fixed, so
    they leave out its uncertainty; no p-value is given.

    Notes
    -----
    Zhuang, Ogata & Vere-Jones (2002), JASA 97, for the thinned kernel background; Mohler et al. (2011), JASA
    106, for EM on events of violence. Places are known to a kilometre at best, so the reach cannot go below;
    where many events share coordinates it ends there, with the interval (1, 1): jitter positions within their
    precision to see beyond.
    """
    pairs = _pair_up(
        np.asarray(xy, dtype=float), np.asarray(times, dtype=float), end, (max_km, max_days, neighbours)
    )
    theta, background, rounds = _em(pairs)
    intensity = _background_rate(pairs, background)
    low, high = _intervals(theta, pairs, intensity)
    finding = _finding(theta, low, high, background)
    settings = {
        "max_km": max_km,
        "max_days": max_days,
        "neighbours": neighbours,
        "end": float(end),
        "level": 0.95,
    }
    return EtasFit(replace(finding, parameters=settings, iterations=rounds), background)


def _finding(theta: Floats, low: Floats, high: Floats, background: Floats) -> SpaceTimeExcitation:
    branching, decay, reach = (float(part) for part in theta)
    return SpaceTimeExcitation(
        method="spatio-temporal ETAS by EM",
        statistic="branching ratio",
        value=branching,
        n=len(background),
        interval=(float(low[0]), float(high[0])),
        citation="Zhuang, Ogata & Vere-Jones (2002), JASA 97; Mohler et al. (2011), JASA 106",
        note=_note(reach),
        decay=decay,
        decay_interval=(float(low[1]), float(high[1])),
        reach_km=reach,
        reach_interval=(float(low[2]), float(high[2])),
        triggered_share=float(1 - background.mean()),
        iterations=0,
    )


def _note(reach: float) -> str:
    note = "intervals hold the background's shape fixed"
    return note if reach > FLOOR_KM else note + "; events share coordinates, the reach is at its floor"


def _pair_up(xy: Floats, times: Floats, end: float, limits: tuple[float, float, int]) -> _Pairs:
    from scipy.spatial import cKDTree

    max_km, max_days, neighbours = limits
    if len(times) < AT_LEAST:
        raise NotEnoughIncidents(f"{len(times)} events", hint=f"self-excitation needs at least {AT_LEAST}")
    if times.min() < 0 or times.max() > end:
        raise AnalysisError(
            "event times lie outside 0 .. end", hint="count days from the start of the window"
        )
    tree = cKDTree(np.column_stack([xy, times * max_km / max_days]))
    found = tree.query_pairs(max_km, p=np.inf, output_type="ndarray").astype(np.int64)
    swap = times[found[:, 0]] > times[found[:, 1]]
    found[swap] = found[swap, ::-1]
    wait = times[found[:, 1]] - times[found[:, 0]]
    squared = ((xy[found[:, 0]] - xy[found[:, 1]]) ** 2).sum(axis=1)
    near = (wait > 0) & (squared <= max_km**2)
    earlier, later = found[near].T
    spot, kernel = _spot_kernel(xy, neighbours)
    return _Pairs(earlier, later, wait[near], squared[near], end - times, spot, kernel / end)


def _spot_kernel(xy: Floats, neighbours: int) -> tuple[Ints, Floats]:
    """Spot of each event, and the kernel density (per km2) that spot j puts at spot i, shape (spots, spots).

    Spots are squares of 1 km; wider ones when there would be more than MAX_SPOTS.
    """
    from scipy.spatial import cKDTree

    side = FLOOR_KM
    spots, spot = np.unique(np.round(xy / side), axis=0, return_inverse=True)
    while len(spots) > MAX_SPOTS:
        side *= 2
        spots, spot = np.unique(np.round(xy / side), axis=0, return_inverse=True)
    places = spots * side
    reach = (
        cKDTree(places).query(places, k=min(neighbours + 1, len(places)))[0].reshape(len(places), -1)[:, -1]
    )
    variance = np.maximum(reach, side) ** 2
    squared = ((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    return spot.ravel(), np.exp(-squared / (2 * variance)) / (2 * np.pi * variance)


def _intervals(theta: Floats, pairs: _Pairs, rate: Floats) -> tuple[Floats, Floats]:
    """95 % intervals of (branching, decay, reach); a reach at its floor is held there."""
    free = 2 if theta[2] <= FLOOR_KM else 3
    log_theta = np.log(theta)

    def minus(part: Floats) -> float:
        return _minus_log_likelihood(np.concatenate([part, log_theta[free:]]), pairs, rate)

    spread = np.append(standard_errors(minus, log_theta[:free]), np.zeros(3 - free))
    return np.exp(log_theta - 1.96 * spread), np.exp(log_theta + 1.96 * spread)


def _em(pairs: _Pairs, *, rounds: int = 200, still: float = 1e-4) -> tuple[Floats, Floats, int]:
    """Alternate parentage and parameters; return (branching, decay, reach), background shares, rounds."""
    theta = np.array([0.3, 0.2, 5.0])
    background = np.full(len(pairs.left), 0.7)
    step, moved = 0, np.inf
    while moved >= still and step < rounds:
        step += 1
        rate = _background_rate(pairs, background)
        parent = _kernel(pairs, theta)
        total = rate + np.bincount(pairs.later, parent, minlength=len(rate))
        parent, background = parent / total[pairs.later], rate / total
        new = _update(pairs, parent, theta)
        moved, theta = float(np.abs(np.log(new / theta)).max()), new
    return theta, background, step


def _kernel(pairs: _Pairs, theta: Floats) -> Floats:
    """Rate that each earlier event adds at its later one, per day and km2."""
    branching, decay, reach = theta
    near = np.exp(-pairs.squared / (2 * reach**2)) / (2 * np.pi * reach**2)
    return np.asarray(branching * decay * np.exp(-decay * pairs.wait) * near)


def _update(pairs: _Pairs, parent: Floats, theta: Floats) -> Floats:
    """Maximise the expected complete likelihood; children beyond the end of the window are allowed for."""
    offspring = max(float(parent.sum()), 1e-9)
    decay = float(theta[1])
    fade = np.exp(-decay * pairs.left)
    branching = offspring / (1 - fade).sum()
    cut = branching * (pairs.left * fade).sum()
    decay = offspring / (float(parent @ pairs.wait) + cut)
    reach = float(np.sqrt(parent @ pairs.squared / (2 * offspring)))
    return np.array([max(branching, 1e-6), np.clip(decay, 1e-3, 1e3), max(reach, FLOOR_KM)])


def _background_rate(pairs: _Pairs, background: Floats) -> Floats:
    """Leave-one-out kernel estimate of the background at every event, per day and km2."""
    weight = np.bincount(pairs.spot, background, minlength=len(pairs.kernel))
    rate = (pairs.kernel @ weight)[pairs.spot] - np.diag(pairs.kernel)[pairs.spot] * background
    return np.maximum(rate, 1e-300)


def _minus_log_likelihood(log_theta: Floats, pairs: _Pairs, rate: Floats) -> float:
    theta = np.exp(log_theta)
    total = rate + np.bincount(pairs.later, _kernel(pairs, theta), minlength=len(rate))
    expected = theta[0] * (1 - np.exp(-theta[1] * pairs.left)).sum()
    return float(expected - np.log(total).sum())
