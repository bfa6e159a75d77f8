"""Simplified outlines of first-level units (Natural Earth, public domain)."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files


def outline(place_id: str) -> str | None:
    """The outline of a first-level unit as a GeoJSON geometry; None where none is known."""
    return outlines().get(place_id)


@cache
def outlines() -> dict[str, str]:
    """All outlines by the id of the unit."""
    packed = (files("marsad.gazetteer") / "data" / "admin1.geojson.gz").read_bytes()
    units = json.loads(gzip.decompress(packed))["features"]
    return {one["properties"]["place_id"]: json.dumps(one["geometry"]) for one in units}
