"""The range of a group: occupied cells, areas, centre and ellipse by period, and the order of arrivals.

Areas are in km2 on a Lambert azimuthal equal-area plane centred on the events; positions are WGS84 degrees on
a sphere. More reports always give a larger range, so every measure also comes rarefied to equal event counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from marsad.errors import AnalysisError, NotEnoughIncidents
from marsad.records.parts import Record

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RADIUS_KM = 6371.0
AT_LEAST = 20  # periods with fewer events do not set the size that all are rarefied to
MEASURES = ("cells", "hull_km2", "kernel_km2", "centre_lat", "centre_lon", "major_km", "minor_km", "angle")


class Measured(Record, frozen=True, kw_only=True):
    """One measure with its bootstrap interval, and its value for the common number of events.

    Attributes
    ----------
    rarefied, rarefied_interval
        Mean and interval over random subsets of equal size; None in periods with fewer events.
    """

    value: float
    interval: tuple[float, float]
    rarefied: float | None = None
    rarefied_interval: tuple[float, float] | None = None


class RangePeriod(Record, frozen=True, kw_only=True):
    """The range in one period.

    Attributes
    ----------
    measures
        By name: cells, hull_km2, kernel_km2, centre_lat, centre_lon, major_km, minor_km (standard deviations
        along the ellipse's axes), angle (of the major axis, degrees clockwise from north).
    parameters
        Settings: share, resolution, draws, level, rarefied_to.
    """

    period: int
    events: int
    measures: dict[str, Measured]
    parameters: dict[str, float | int | None]


class CellPeriod(Record, frozen=True, kw_only=True):
    """Cells gained and lost in one period.

    `new` were never occupied before, `lost` were occupied in the period before and no longer are,
    `reoccupied` were occupied earlier but not in the period before.
    """

    period: int
    occupied: int
    new: int
    lost: int
    reoccupied: int
    ever: int
    new_cells: tuple[str, ...] = ()
    lost_cells: tuple[str, ...] = ()


class Arrival(Record, frozen=True, kw_only=True):
    """The first event at a place: `event` is its index in the input, `distance_km` is None at the origin."""

    place: str
    event: int
    time: float
    distance_km: float | None
    events: int


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Standard deviational ellipse: standard deviations along its axes (km) and the major axis' bearing."""

    major_km: float
    minor_km: float
    angle: float


def centre_of_gravity(lat: ArrayLike, lon: ArrayLike) -> tuple[float, float]:
    """Mean position on the sphere, in degrees; the date line and the poles need no care."""
    phi, lam = np.radians(np.asarray(lat, dtype=float)), np.radians(np.asarray(lon, dtype=float))
    x, y, z = np.mean([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=1)
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))


def project(lat: ArrayLike, lon: ArrayLike, centre: tuple[float, float]) -> Floats:
    """Lambert azimuthal equal-area coordinates in km (east, north), shape (n, 2).

    Snyder (1987), Map Projections: A Working Manual, USGS Professional Paper 1395, eq. 24-2 to 24-4.
    """
    phi, lam = np.radians(np.asarray(lat, dtype=float)), np.radians(np.asarray(lon, dtype=float))
    phi0, lam0 = np.radians(centre)
    cosine = np.cos(lam - lam0)
    k = np.sqrt(2 / (1 + np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * cosine))
    east = k * np.cos(phi) * np.sin(lam - lam0)
    north = k * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * cosine)
    return RADIUS_KM * np.column_stack([east, north])


def great_circle_km(lat: ArrayLike, lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike) -> Floats:
    """Great-circle distance in km; arguments broadcast."""
    phi, lam, phi2, lam2 = (np.radians(np.asarray(part, dtype=float)) for part in (lat, lon, to_lat, to_lon))
    half = np.sin((phi2 - phi) / 2) ** 2 + np.cos(phi) * np.cos(phi2) * np.sin((lam2 - lam) / 2) ** 2
    return np.asarray(2 * RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1))))


def occupied_cells(lat: ArrayLike, lon: ArrayLike, *, resolution: int = 5) -> NDArray[np.str_]:
    """H3 cell of each position, shape (n,); cells of resolution 5 have about 253 km2, of 4 about 1,770."""
    import h3

    spots, inverse = np.unique(np.column_stack([lat, lon]).astype(float), axis=0, return_inverse=True)
    cells = [h3.latlng_to_cell(north, east, resolution) for north, east in spots.tolist()]
    return np.array(cells, dtype=np.str_)[inverse.ravel()] if cells else np.array([], dtype=np.str_)


def cell_changes(cells: ArrayLike, period: ArrayLike) -> tuple[CellPeriod, ...]:
    """Cells new, lost and re-occupied, for every period from the first to the last.

    Parameters
    ----------
    cells
        Cell of each event, shape (n,).
    period
        Whole-numbered period of each event, shape (n,); periods without events count as empty.
    """
    cells, period = np.asarray(cells), np.asarray(period, dtype=np.int64)
    ever: set[str] = set()
    before: set[str] = set()
    rows = []
    for step in _periods(period):
        now = set(cells[period == step].tolist())
        new, lost = now - ever, before - now
        again = len(now) - len(new) - len(now & before)
        ever |= now
        rows.append(
            CellPeriod(
                period=step,
                occupied=len(now),
                new=len(new),
                lost=len(lost),
                reoccupied=again,
                ever=len(ever),
                new_cells=tuple(sorted(new)),
                lost_cells=tuple(sorted(lost)),
            )
        )
        before = now
    return tuple(rows)


def _periods(period: Ints) -> Sequence[int]:
    return [int(step) for step in np.arange(period.min(), period.max() + 1)] if len(period) else []


def hull_area(xy: ArrayLike, *, share: float = 0.95) -> float:
    """Area of the convex hull of the `share` of points nearest to their centre, in the unit of `xy` squared.

    The minimum convex polygon of ecology (Worton 1987, Ecological Modelling 38); 0 for points on one line.
    """
    import shapely

    xy = np.asarray(xy, dtype=float)
    away = np.hypot(*(xy - xy.mean(axis=0)).T)
    kept = xy[away <= np.quantile(away, share, method="inverted_cdf")]
    return float(shapely.convex_hull(shapely.multipoints(kept)).area)


def kernel_area(
    xy: ArrayLike, *, share: float = 0.95, bandwidth: float | None = None, grid: int = 96
) -> float:
    """Area of the kernel home range: the smallest region that holds `share` of a Gaussian kernel density.

    Parameters
    ----------
    xy
        Positions in km, shape (n, 2).
    bandwidth
        Standard deviation of the kernel in km; None for the reference bandwidth sd * n ** (-1/6).
    grid
        Cells along the longer side of the grid.

    Notes
    -----
    Worton (1989), Ecology 70. Events at one single place have no spread: the area is 0 unless a bandwidth is
    given. The density is binned and smoothed, so areas are good to about one grid cell in each direction.
    """
    from scipy.ndimage import gaussian_filter

    xy = np.asarray(xy, dtype=float)
    if bandwidth is None:
        bandwidth = float(np.sqrt(xy.var(axis=0).mean()) * len(xy) ** (-1 / 6))
    if bandwidth < 1e-9:
        return 0.0
    low, high = xy.min(axis=0) - 4 * bandwidth, xy.max(axis=0) + 4 * bandwidth
    side = float((high - low).max()) / grid
    shape = np.maximum(np.ceil((high - low) / side).astype(int), 1)
    place = np.minimum(((xy - low) / side).astype(int), shape - 1)
    counts = np.bincount(
        np.ravel_multi_index((place[:, 0], place[:, 1]), tuple(shape)), minlength=shape.prod()
    )
    density = gaussian_filter(counts.reshape(shape).astype(float), bandwidth / side, mode="constant").ravel()
    mass = np.cumsum(np.sort(density)[::-1])
    return float((np.searchsorted(mass, share * mass[-1]) + 1) * side**2)


def ellipse(xy: ArrayLike) -> Ellipse:
    """Standard deviational ellipse of positions (east, north), shape (n, 2).

    Axes are the standard deviations along the principal directions (Lefever 1926, American Journal of
    Sociology 32; without the factor sqrt 2 that some GIS add).
    """
    xy = np.asarray(xy, dtype=float)
    values, vectors = np.linalg.eigh(np.cov(xy.T, bias=True))
    angle = float(np.degrees(np.arctan2(vectors[0, 1], vectors[1, 1])) % 180)
    minor, major = np.sqrt(np.maximum(values, 0))
    return Ellipse(float(major), float(minor), angle)


@dataclass(frozen=True, slots=True)
class _Events:
    lat: Floats
    lon: Floats
    xy: Floats
    cells: Ints
    share: float

    def measure(self, chosen: Ints) -> Floats:
        """All of MEASURES for the chosen events."""
        xy = self.xy[chosen]
        shape = ellipse(xy)
        return np.array(
            [
                len(np.unique(self.cells[chosen])),
                hull_area(xy, share=self.share),
                kernel_area(xy, share=self.share),
                *centre_of_gravity(self.lat[chosen], self.lon[chosen]),
                shape.major_km,
                shape.minor_km,
                shape.angle,
            ]
        )


def range_by_period(
    position: ArrayLike,
    period: ArrayLike,
    rng: np.random.Generator,
    *,
    resolution: int = 5,
    share: float = 0.95,
    draws: int = 199,
) -> tuple[RangePeriod, ...]:
    """Measure the range in every period, with bootstrap intervals and rarefaction.

    Parameters
    ----------
    position
        Latitude and longitude in degrees, shape (n, 2).
    period
        Whole-numbered period of each event, shape (n,).
    resolution
        Of the H3 cells.
    share
        Of events in the hull and of density in the kernel home range.
    draws
        Bootstrap samples, and random subsets for the rarefaction.

    Notes
    -----
    Intervals are 95 % percentiles over resampled events, shifted by the bootstrap's bias (a resample repeats
    events, so it always shows fewer cells and a smaller hull; Efron & Tibshirani 1993, ch. 10). Periods are
    rarefied without replacement to the smallest count of at least AT_LEAST events (Hurlbert 1971, Ecology
    52); the mean number of cells is exact.
    """
    events, period = _prepare(position, resolution, share), np.asarray(period, dtype=np.int64)
    counts = [int((period == step).sum()) for step in _periods(period)]
    common = min((count for count in counts if count >= AT_LEAST), default=None)
    fixed: dict[str, float | int | None] = {
        "resolution": resolution,
        "share": share,
        "draws": draws,
        "level": 0.95,
    }
    return tuple(
        RangePeriod(
            period=step,
            events=count,
            measures=_measures(events, np.flatnonzero(period == step), common, draws, rng),
            parameters={**fixed, "rarefied_to": common},
        )
        for step, count in zip(_periods(period), counts, strict=True)
        if count
    )


def _prepare(position: ArrayLike, resolution: int, share: float) -> _Events:
    position = np.asarray(position, dtype=float).reshape(-1, 2)
    if not len(position):
        raise NotEnoughIncidents("there are no events", hint="widen the period, the region or the actor")
    lat, lon = position.T
    if not np.isfinite(position).all() or (np.abs(lat) > 90).any() or (np.abs(lon) > 180).any():
        raise AnalysisError(
            "positions are not latitude, longitude in degrees", hint="check their order and gaps"
        )
    _, cells = np.unique(occupied_cells(lat, lon, resolution=resolution), return_inverse=True)
    return _Events(lat, lon, project(lat, lon, centre_of_gravity(lat, lon)), cells, share)


def _measures(
    events: _Events, chosen: Ints, common: int | None, draws: int, rng: np.random.Generator
) -> dict[str, Measured]:
    value = events.measure(chosen)
    bounds = _bootstrap(events, chosen, draws, rng)
    if common is None or len(chosen) < common:
        return _named(value, bounds, None, None)
    fewer = [events.measure(rng.choice(chosen, common, replace=False)) for _ in range(draws)]
    mean = np.mean(fewer, axis=0)
    mean[0] = rarefied_count(np.unique(events.cells[chosen], return_counts=True)[1], common)
    mean[-1] = value[-1]
    return _named(value, bounds, mean, _bounds(np.array(fewer), value))


def _bootstrap(events: _Events, chosen: Ints, draws: int, rng: np.random.Generator) -> Floats:
    """Bias-shifted 95 % percentiles, shape (2, measures); lengths and areas stay above zero."""
    value = events.measure(chosen)
    samples = _unroll(
        np.array([events.measure(rng.choice(chosen, len(chosen))) for _ in range(draws)]), value
    )
    bounds = np.quantile(samples, [0.025, 0.975], axis=0) + value - samples.mean(axis=0)
    sizes = [i for i, name in enumerate(MEASURES) if not name.startswith("centre")]
    bounds[:, sizes] = np.maximum(bounds[:, sizes], 0)
    return np.asarray(bounds)


def _bounds(samples: Floats, value: Floats) -> Floats:
    return np.asarray(np.quantile(_unroll(samples, value), [0.025, 0.975], axis=0))


def _unroll(samples: Floats, value: Floats) -> Floats:
    """The angle is an axis (179 degrees is next to 1): bring it within 90 degrees of its value."""
    samples = samples.copy()
    samples[:, -1] = value[-1] + (samples[:, -1] - value[-1] + 90) % 180 - 90
    return samples


def _named(value: Floats, bounds: Floats, mean: Floats | None, limits: Floats | None) -> dict[str, Measured]:
    return {
        name: Measured(
            value=float(value[i]),
            interval=(float(bounds[0, i]), float(bounds[1, i])),
            rarefied=None if mean is None else float(mean[i]),
            rarefied_interval=None if limits is None else (float(limits[0, i]), float(limits[1, i])),
        )
        for i, name in enumerate(MEASURES)
    }


def rarefied_count(counts: ArrayLike, size: int) -> float:
    """Expected number of distinct cells among `size` events drawn without replacement, exactly.

    Parameters
    ----------
    counts
        Events per occupied cell.

    Notes
    -----
    Hurlbert (1971), Ecology 52: the sum over cells of 1 - C(N - n_i, size) / C(N, size).
    """
    from scipy.special import gammaln

    counts = np.asarray(counts, dtype=float)
    total = counts.sum()
    if size > total:
        raise NotEnoughIncidents(
            f"{total:.0f} events cannot be rarefied to {size}", hint="choose a smaller size"
        )
    rest = np.maximum(total - counts, 0)
    possible = rest >= size
    absent = np.zeros_like(counts)
    absent[possible] = np.exp(
        gammaln(rest[possible] + 1)
        - gammaln(rest[possible] - size + 1)
        - gammaln(total + 1)
        + gammaln(total - size + 1)
    )
    return float((1 - absent).sum())


def arrivals(place: ArrayLike, position: ArrayLike, time: ArrayLike) -> tuple[Arrival, ...]:
    """First event at every place, in order of time, with its distance from the range before it.

    Parameters
    ----------
    place
        Name or cell of each event, shape (n,).
    position
        Latitude and longitude in degrees, shape (n, 2).
    time
        Any number that grows with time, such as days, shape (n,).

    Returns
    -------
    Places ordered by first event; `distance_km` is that to the nearest event at an earlier time.
    """
    place, position = np.asarray(place), np.asarray(position, dtype=float).reshape(-1, 2)
    time = np.asarray(time, dtype=float)
    order = np.argsort(time, kind="stable")
    names, first, counts = np.unique(place[order], return_index=True, return_counts=True)
    size: Mapping[str, int] = dict(zip(names.tolist(), counts.tolist(), strict=True))
    spots, spot = _earliest_spots(position[order], time[order])
    return tuple(
        Arrival(
            place=str(place[event]),
            event=int(event),
            time=float(time[event]),
            distance_km=_nearest_km(position[event], spots[spot < time[event]]),
            events=int(size[place[event].item()]),
        )
        for event in order[np.sort(first)]
    )


def _earliest_spots(position: Floats, time: Floats) -> tuple[Floats, Floats]:
    """Distinct positions and the time of the first event at each."""
    spots, first = np.unique(position, axis=0, return_index=True)
    return spots, time[first]


def _nearest_km(position: Floats, spots: Floats) -> float | None:
    if not len(spots):
        return None
    return float(great_circle_km(position[0], position[1], spots[:, 0], spots[:, 1]).min())
