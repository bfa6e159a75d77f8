"""The gazetteer: places by name in every script, by id, and by country.

One read-only SQLite file in the package, and any number of files that the user added. Opening reads
the name filter and checks the digest; nothing else is held in memory but what was looked up.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

from marsad.errors import KnowledgeError
from marsad.gazetteer.names import digest, match_key, skeleton
from marsad.gazetteer.writer import FULL_BITS, LEVELS, PREFIX_BITS, RANKS, row_id

_FULL = (1 << FULL_BITS) - 1
_PREFIX = (1 << PREFIX_BITS) - 1
_COLUMNS = (
    "p.id, p.pid, p.name, p.name_ar, p.name_fr, p.country, p.admin1, p.admin2, p.lat, p.lon, "
    "p.population, p.level, p.rank, p.radius, p.source, p.curated"
)
_BATCH = 300
_CACHE_LIMIT = 40_000
_REINSTALL = "Reinstall marsad; the gazetteer file belongs to the package."


class Entry(NamedTuple):
    """A place of the gazetteer. Coordinates in degrees (WGS 84), radius in kilometres."""

    place_id: str
    name: str
    name_ar: str | None
    name_fr: str | None
    country: str  # ISO 3166 alpha-3, empty where a place is no country's
    admin1: str | None  # GeoNames code within the country
    admin2: str | None
    lat: float
    lon: float
    population: int
    level: str
    rank: int  # index in RANKS: how high a seat of government, 0 where unknown
    radius_km: float
    source: int  # file number * 1000 + source number
    curated: bool = False  # named in the project's own lists, as conflict reports name it


class Hit(NamedTuple):
    """A place found under a name; ``kind`` is 0 official, 1 alternate, 2 abbreviation, 3 skeleton."""

    entry: Entry
    kind: int


class Gazetteer:
    """Places by name, id and country.

    Parameters
    ----------
    paths
        The files to look in: the shipped one first, then the user's own.
    checked
        Hex SHA-256 that the first file must have.

    Raises
    ------
    KnowledgeError
        A file is missing, is not a gazetteer, or differs from its digest.
    """

    def __init__(self, paths: Sequence[Path], *, checked: str | None = None) -> None:
        self.paths = tuple(paths)
        for path in self.paths:
            if not path.is_file():
                raise KnowledgeError(f"{path}: the gazetteer file is missing", _REINSTALL)
        if checked is not None:
            _check(self.paths[0], checked)
        self._local = threading.local()
        filters = [self._read_filter(base, path) for base, path in zip(self._bases, self.paths, strict=True)]
        self._full = _joined([full for full, _ in filters])
        self._prefix = _joined([prefix for _, prefix in filters])
        self.possible = _Possible(self)
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._codes: dict[str, str] = {}

    @property
    def _bases(self) -> list[sqlite3.Connection]:
        """One connection a file, thread and process."""
        state = self._local
        if getattr(state, "pid", None) != os.getpid():
            state.bases = [_connect(path) for path in self.paths]
            state.pid = os.getpid()
        bases: list[sqlite3.Connection] = state.bases
        return bases

    @staticmethod
    def _read_filter(base: sqlite3.Connection, path: Path) -> tuple[bytes, bytes]:
        try:
            values = dict(base.execute("SELECT key, value FROM meta"))
            return values["full"], values["prefix"]
        except (sqlite3.Error, KeyError) as error:
            raise KnowledgeError(f"{path}: not a gazetteer file: {error}", _REINSTALL) from error

    def may_be(self, name: str) -> bool:
        """Whether a match key may be a name. A false yes is possible (3 %), a false no is not."""
        return bool(self.may_be_or_begin(name) & 1)

    def may_begin(self, name: str) -> bool:
        """Whether a match key may be the beginning of a longer name."""
        return bool(self.may_be_or_begin(name) & 2)

    def may_be_or_begin(self, name: str) -> int:
        """1 where a match key may be a name, 2 where the beginning of one, 3 where both, else 0."""
        hashed = digest(name)
        full, prefix = hashed & _FULL, hashed & _PREFIX
        whole = self._full[full >> 3] >> (full & 7) & (len(name) > 1)
        return whole + 2 * (self._prefix[prefix >> 3] >> (prefix & 7) & 1)

    def lookup(self, name: str) -> tuple[Hit, ...]:
        """The places with a match key, most populous first."""
        return self.lookup_many((name,))[name]

    def lookup_many(self, names: Iterable[str]) -> dict[str, tuple[Hit, ...]]:
        """The places of each match key, most populous first; names without any have an empty tuple."""
        wanted = list(dict.fromkeys(names))
        cache = self._hits
        missing = [name for name in wanted if name not in cache]
        if missing:
            if len(cache) > _CACHE_LIMIT:
                cache.clear()
                missing = wanted
            for at in range(0, len(missing), _BATCH):
                cache.update(self._fetch(missing[at : at + _BATCH]))
        return {name: cache[name] for name in wanted}

    def _fetch(self, names: list[str]) -> dict[str, tuple[Hit, ...]]:
        marks = ",".join("?" * len(names))
        query = (
            f"SELECT n.key, n.kind, {_COLUMNS} FROM name n JOIN place p ON p.id = n.place "  # noqa: S608
            f"WHERE n.key IN ({marks})"
        )
        found: dict[str, dict[str, Hit]] = {name: {} for name in names}
        for number, base in enumerate(self._bases):
            for name, kind, *row in base.execute(query, names):
                entry = _entry(row, number)
                found[name][entry.place_id] = Hit(entry, kind)
        return {
            name: tuple(sorted(hits.values(), key=lambda hit: (-hit.entry.population, hit.entry.place_id)))
            for name, hits in found.items()
        }

    def get(self, place_id: str) -> Entry | None:
        """The place with an id; a user's own file wins over the shipped one."""
        query = f"SELECT {_COLUMNS} FROM place p WHERE p.id = ?"  # noqa: S608
        try:
            number = row_id(place_id)
        except ValueError:
            return None
        for position in reversed(range(len(self.paths))):
            row = self._bases[position].execute(query, (number,)).fetchone()
            if row is not None:
                return _entry(row, position)
        return None

    def country(self, iso3: str) -> Entry | None:
        """A country by its ISO 3166 alpha-3 code."""
        return self.get(f"country:{iso3}")

    def iso3(self, iso2: str) -> str | None:
        """ISO 3166 alpha-3 code of an alpha-2 code (``uk`` counts as ``gb``)."""
        if not self._codes:
            self._codes = dict(self._bases[0].execute("SELECT iso2, iso3 FROM code"))
        upper = iso2.upper()
        return self._codes.get("GB" if upper == "UK" else upper)

    def admin1_name(self, country: str, code: str | None) -> str | None:
        """Name of a first-level unit by country and GeoNames code."""
        return self._unit_names.get((country, code, None)) if code else None

    def admin2_name(self, country: str, admin1: str | None, code: str | None) -> str | None:
        """Name of a second-level unit by country and GeoNames codes."""
        return self._unit_names.get((country, admin1, code)) if code else None

    @cached_property
    def _unit_names(self) -> dict[tuple[str, str | None, str | None], str]:
        query = "SELECT country, admin1, admin2, name FROM place WHERE level IN (3, 4) AND admin1 IS NOT NULL"
        return {(c, a, b): n for c, a, b, n in self._bases[0].execute(query)}

    def like(self, name: str, country: str) -> tuple[Hit, ...]:
        """Places of a country whose Latin name has the consonants of an Arabic name."""
        form = skeleton(name)
        if len(form) < 2:
            return ()
        query = (
            f"SELECT {_COLUMNS} FROM skeleton s JOIN place p ON p.id = s.place "  # noqa: S608
            "WHERE s.country = ? AND s.skeleton = ? ORDER BY p.population DESC"
        )
        hits = []
        for number, base in enumerate(self._bases):
            hits += [Hit(_entry(row, number), 3) for row in base.execute(query, (country, form))]
        return tuple(hits)

    def search(self, text: str, *, country: str | None = None, limit: int = 20) -> list[Entry]:
        """Places whose name is, or begins with, some words; exact names and large places first."""
        name = match_key(text)
        exact = [hit.entry for hit in self.lookup(name)]
        query = (
            f"SELECT DISTINCT {_COLUMNS} FROM name n JOIN place p ON p.id = n.place "  # noqa: S608
            "WHERE n.key > ? AND n.key < ? ORDER BY p.population DESC LIMIT 200"
        )
        for number, base in enumerate(self._bases):
            exact += [_entry(row, number) for row in base.execute(query, (name, name + "\uffff"))]
        found = {e.place_id: e for e in exact if country in (None, e.country)}
        return list(found.values())[:limit]

    def info(self) -> list[dict[str, Any]]:
        """The sources of every file: name, version, licence, address, number of places."""
        query = (
            "SELECT s.name, s.version, s.licence, s.url, COUNT(p.id) FROM source s "
            "LEFT JOIN place p ON p.source = s.id GROUP BY s.id ORDER BY s.id"
        )
        return [
            {"file": path.name, "name": n, "version": v, "licence": li, "url": u, "places": count}
            for path, base in zip(self.paths, self._bases, strict=True)
            for n, v, li, u, count in base.execute(query)
        ]

    def entries(self, level: str | None = None) -> Iterator[Entry]:
        """Every place, or every place of one level."""
        clause, values = ("WHERE p.level = ?", (LEVELS.index(level),)) if level else ("", ())
        for number, base in enumerate(self._bases):
            for row in base.execute(f"SELECT {_COLUMNS} FROM place p {clause}", values):  # noqa: S608
                yield _entry(row, number)


class _Possible(dict[str, int]):
    """What a match key may be by the name filter: 1 a name, 2 the beginning of one, 3 both, 0 neither."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, name: str) -> int:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        known = self._gazetteer
        value = self[name] = known.may_be_or_begin(name)
        return value


def _joined(filters: list[bytes]) -> bytes:
    """The union of bit fields."""
    if len(filters) == 1:
        return filters[0]
    whole = 0
    for one in filters:
        whole |= int.from_bytes(one, "little")
    return whole.to_bytes(len(filters[0]), "little")


def _entry(row: Sequence[Any], file: int) -> Entry:
    number, pid, name, ar, fr, country, admin1, admin2, lat, lon, people, level, rank, radius, source, own = (
        row
    )
    return Entry(
        pid or f"gn:{number}", name, ar, fr, country, admin1, admin2, lat / 1e4, lon / 1e4, people,
        LEVELS[level], rank, float(radius), file * 1000 + source, bool(own),
    )  # fmt: skip


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except sqlite3.Error as error:
        raise KnowledgeError(f"{path}: cannot be opened: {error}", _REINSTALL) from error


def _check(path: Path, expected: str) -> None:
    with path.open("rb") as stream:
        actual = hashlib.file_digest(stream, "sha256").hexdigest()
    if actual != expected:
        raise KnowledgeError(f"{path}: the gazetteer file is damaged or was changed", _REINSTALL)


@lru_cache(maxsize=4)
def load_gazetteer(overlays: tuple[Path, ...] = ()) -> Gazetteer:
    """Open the shipped gazetteer, with the user's own files on top.

    Raises
    ------
    KnowledgeError
        The shipped file is missing or damaged, or an overlay cannot be read.
    """
    data = files("marsad.gazetteer") / "data"
    try:
        expected = (data / "places.sqlite.sha256").read_text(encoding="ascii").strip()
    except OSError as error:
        raise KnowledgeError(f"{data}: the gazetteer's digest is missing", _REINSTALL) from error
    with as_file(data / "places.sqlite") as path:
        return Gazetteer((Path(path), *overlays), checked=expected)


__all__ = ["RANKS", "Entry", "Gazetteer", "Hit", "load_gazetteer"]
