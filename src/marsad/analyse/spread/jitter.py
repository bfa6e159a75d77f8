"""Events known only to a first-level unit or a month, moved at random within what is known of them.

For those who would rather keep coarse events than leave them out: each is drawn once, by the seed and its
own id, so that other events do not move it. The result differs from seed to seed by what is not known.
"""

from __future__ import annotations

import datetime as dt
import zlib
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from msgspec.structs import replace

from marsad.gazetteer.outlines import outlines
from marsad.records import Incident, Place, Time

PLACES = frozenset({"adm1"})
TIMES = frozenset({"week", "month"})
_KM = 111.2  # a degree of latitude
_RADIUS_KM = 60.0  # where neither an outline nor an uncertainty is known
_TRIES = 200


class Moved(NamedTuple):
    """An incident, and whether its place and its day were drawn."""

    incident: Incident
    place: bool = False
    time: bool = False


def jittered(incident: Incident, seed: int) -> Moved:
    """The incident at a random position of its first-level unit, on a random day of its week or month."""
    place, time = incident.place, incident.time
    loose_place = place is not None and place.level in PLACES and place.lat is not None
    loose_time = time is not None and time.precision in TIMES and time.start_date and time.end_date
    if not loose_place and not loose_time:
        return Moved(incident)
    rng = np.random.default_rng([seed, zlib.crc32(incident.incident_id.encode())])
    moved = replace(
        incident,
        place=_place(place, rng) if place and loose_place else place,
        time=_time(time, rng) if time and loose_time else time,
    )
    return Moved(moved, bool(loose_place), bool(loose_time))


def _place(place: Place, rng: np.random.Generator) -> Place:
    lat, lon = place.lat or 0.0, place.lon or 0.0
    unit = _unit(lat, lon)
    at = _within(unit, rng) if unit is not None else _around(lat, lon, place.radius_km or _RADIUS_KM, rng)
    return replace(place, level="adm2", lat=at[0], lon=at[1])


def _within(shape: Any, rng: np.random.Generator) -> tuple[float, float]:  # noqa: ANN401 - shapely's own
    import shapely

    west, south, east, north = shape.bounds
    for _ in range(_TRIES):
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.intersects_xy(shape, lon, lat):
            return lat, lon
    centre = shape.representative_point()
    return float(centre.y), float(centre.x)


def _around(lat: float, lon: float, km: float, rng: np.random.Generator) -> tuple[float, float]:
    away, turn = km * np.sqrt(rng.uniform()), rng.uniform(0, 2 * np.pi)
    north, east = away * np.sin(turn) / _KM, away * np.cos(turn) / (_KM * np.cos(np.radians(lat)))
    return float(np.clip(lat + north, -90, 90)), float(np.clip(lon + east, -180, 180))


def _time(time: Time, rng: np.random.Generator) -> Time:
    first, last = (dt.date.fromisoformat(day or "").toordinal() for day in (time.start_date, time.end_date))
    day = dt.date.fromordinal(int(rng.integers(first, last + 1))).isoformat()
    return replace(time, start_date=day, end_date=day, precision="day")


def _unit(lat: float, lon: float) -> Any:  # noqa: ANN401 - shapely's own
    """The outline that holds a position; None outside all of them."""
    import shapely

    tree, shapes = _tree()
    found = tree.query(shapely.Point(lon, lat), predicate="intersects")
    return shapes[int(found[0])] if len(found) else None


@cache
def _tree() -> tuple[Any, Any]:
    import shapely

    shapes = shapely.from_geojson(list(outlines().values()))
    return shapely.STRtree(shapes), shapes
