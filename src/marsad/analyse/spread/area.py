"""Where: a named group of countries, a first-level unit of the gazetteer, or a box."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from marsad.errors import ConfigError
from marsad.gazetteer import Entry, load_gazetteer, match_key
from marsad.gazetteer.outlines import outline
from marsad.normalise import key
from marsad.tables import read_csv

_ALTERNATE = 1  # kinds of names: official, alternate, then abbreviations and skeletons
Box = tuple[float, float, float, float]


class Area(NamedTuple):
    """Countries (ISO 3166 alpha-3, any when empty) and a box of west, south, east, north in degrees.

    ``unit`` is the gazetteer's id of a first-level unit, within whose outline a position must lie.
    """

    name: str
    countries: frozenset[str] = frozenset()
    box: Box | None = None
    unit: str | None = None

    def holds(self, country: str | None, lat: float, lon: float) -> bool:
        """Whether a position lies in it."""
        if self.countries and country not in self.countries:
            return False
        if self.box is not None:
            west, south, east, north = self.box
            if not (west <= lon <= east and south <= lat <= north):
                return False
        return self.unit is None or _inside(self.unit, lat, lon)


@cache
def _shape(unit: str) -> Any:  # noqa: ANN401 - shapely's own
    import shapely

    shape = shapely.from_geojson(outline(unit) or "")
    shapely.prepare(shape)
    return shape


@cache
def _inside(unit: str, lat: float, lon: float) -> bool:
    import shapely

    return bool(shapely.intersects_xy(_shape(unit), lon, lat))


class Region(NamedTuple):
    """A row of ``regions.csv``: an area with its other names."""

    area: Area
    names: dict[str, str]  # by language
    keys: tuple[str, ...]


def named_area(text: str) -> Area:
    """The area of that name.

    Parameters
    ----------
    text
        A region of ``regions.csv`` by key or name in any language; a first-level unit of the gazetteer,
        such as ``Borno`` or, where several have the name, ``NGA:Borno``; or ``west,south,east,north``.

    Raises
    ------
    ConfigError
        There is none, or several units have the name.
    """
    known = {name: region.area for region in regions() for name in region.keys}
    if area := known.get(key(text)) or _box(text) or _unit(text):
        return area
    names = sorted({region.keys[0] for region in regions()})
    near = get_close_matches(key(text), [*known, *_unit_names()], 3, 0.7)
    near = list(dict.fromkeys(known[one].name if one in known else _unit_names()[one] for one in near))
    hint = f"Did you mean {', '.join(near)}? " if near else ""
    forms = f"Give one of {', '.join(names)}, a first-level unit such as NGA:Borno, or west,south,east,north."
    raise ConfigError(f"no region {text!r}", hint + forms)


@cache
def regions() -> tuple[Region, ...]:
    """The named groups of countries of ``regions.csv``."""
    needed = ("region", "name", "name_ar", "name_fr", "also", "countries", "west", "south", "east", "north")
    return tuple(map(_region, read_csv(files("marsad.analyse.spread") / "regions.csv", needed)))


def _region(row: dict[str, str]) -> Region:
    sides = [row[side] for side in ("west", "south", "east", "north")]
    box = (float(sides[0]), float(sides[1]), float(sides[2]), float(sides[3])) if all(sides) else None
    names = {"en": row["name"], "ar": row["name_ar"], "fr": row["name_fr"]}
    keys = (row["region"], *names.values(), *filter(None, row["also"].split(";")))
    return Region(Area(row["name"], frozenset(row["countries"].split()), box), names, tuple(map(key, keys)))


def _box(text: str) -> Area | None:
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        return None
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ConfigError(f"{text}: not a box", "Give west,south,east,north in degrees.")
    return Area(text, box=(west, south, east, north))


def _unit(text: str) -> Area | None:
    """The first-level unit of a name, with its country before a colon where given."""
    country, _, name = text.rpartition(":")
    found = {one.place_id: one for one in _units_named(name, country.strip().upper())}
    if len(found) > 1:
        which = ", ".join(sorted(f"{one.country}:{one.name}" for one in found.values()))
        raise ConfigError(f"several units are named {name!r}", f"Say which: {which}.")
    for place_id, entry in found.items():
        return Area(entry.name, frozenset([entry.country]), unit=place_id)
    return None


def _units_named(name: str, country: str) -> Iterable[Entry]:
    for hit in load_gazetteer().lookup(match_key(name)):
        one = hit.entry
        fits = one.level == "adm1" and country in ("", one.country)
        if fits and hit.kind <= _ALTERNATE and outline(one.place_id):
            yield one


@cache
def _unit_names() -> dict[str, str]:
    """How units may be asked for, by their normal forms."""
    units = [one for one in load_gazetteer().entries("adm1") if outline(one.place_id)]
    named = {key(one.name): f"{one.country}:{one.name}" for one in units}
    return named | {key(full): full for full in named.values()}
