"""Outlines of countries from the map's TopoJSON, for plots."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]


@cache
def rings() -> tuple[Ring, ...]:
    """Every ring of every country: longitude and latitude in degrees, shape (points, 2)."""
    text = (files("marsad.publish") / "assets" / "world-50m.json").read_text(encoding="utf-8")
    world: dict[str, Any] = json.loads(text)
    arcs = _arcs(world)
    shapes = world["objects"]["countries"]["geometries"]
    return tuple(_ring(ring, arcs) for shape in shapes for ring in _indices(shape))


def _arcs(world: dict[str, Any]) -> list[Ring]:
    transform = world.get("transform", {"scale": [1.0, 1.0], "translate": [0.0, 0.0]})
    scale, shift = np.array(transform["scale"]), np.array(transform["translate"])
    quantised = "transform" in world
    steps = (np.array([point[:2] for point in arc], float) for arc in world["arcs"])
    return [(np.cumsum(arc, axis=0) if quantised else arc) * scale + shift for arc in steps]


def _indices(shape: dict[str, Any]) -> list[list[int]]:
    if shape["type"] == "Polygon":
        return list(shape["arcs"])
    if shape["type"] == "MultiPolygon":
        return [ring for polygon in shape["arcs"] for ring in polygon]
    return []


def _ring(indices: list[int], arcs: list[Ring]) -> Ring:
    return np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices])
