"""Writing of a gazetteer file: the tables, the names, the name filter.

The build script of the shipped file and the user's own additions use the same writer.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from marsad.gazetteer.names import digest, is_arabic, match_key, skeleton, variants

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE code (iso2 TEXT PRIMARY KEY, iso3 TEXT) WITHOUT ROWID;
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, version TEXT, licence TEXT, url TEXT);
CREATE TABLE place (id INTEGER PRIMARY KEY, pid TEXT, name TEXT, name_ar TEXT, name_fr TEXT,
  country TEXT, admin1 TEXT, admin2 TEXT, lat INTEGER, lon INTEGER, population INTEGER,
  level INTEGER, rank INTEGER, radius INTEGER, source INTEGER, curated INTEGER DEFAULT 0);
CREATE TABLE name (key TEXT, place INTEGER, kind INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE skeleton (country TEXT, skeleton TEXT, place INTEGER,
  PRIMARY KEY (country, skeleton, place)) WITHOUT ROWID;
"""
LEVELS = ("unknown", "site", "town", "adm2", "adm1", "region", "country", "water")
RANKS = ("", "PPLX", "PPL", "PPLA4", "PPLA3", "PPLA2", "PPLA", "PPLC")
OFFICIAL, ALTERNATE, ABBREVIATION = 0, 1, 2
FULL_BITS, PREFIX_BITS = 24, 22


class Source(NamedTuple):
    """Where rows come from."""

    name: str
    version: str
    licence: str
    url: str


class PlaceRow(NamedTuple):
    """One place to be stored. ``lat``, ``lon`` in degrees, ``radius_km`` in kilometres."""

    pid: str
    name: str
    country: str
    lat: float
    lon: float
    level: str
    name_ar: str = ""
    name_fr: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    rank: str = ""
    radius_km: float = 5.0


def row_id(pid: str) -> int:
    """The key of a place in the file: the GeoNames number, or a negative hash of the id."""
    scheme, _, number = pid.partition(":")
    if scheme == "gn":
        return int(number)
    return -int.from_bytes(hashlib.blake2b(pid.encode(), digest_size=6).digest(), "big")


class Filter:
    """Two bit fields over hashes: of whole names, and of their beginnings by word."""

    def __init__(self) -> None:
        self.full = bytearray(1 << (FULL_BITS - 3))
        self.prefix = bytearray(1 << (PREFIX_BITS - 3))

    def add(self, name: str) -> None:
        """Mark one match key."""
        position = digest(name) & ((1 << FULL_BITS) - 1)
        self.full[position >> 3] |= 1 << (position & 7)
        parts = name.split(" ")
        for count in range(1, len(parts)):
            position = digest(" ".join(parts[:count])) & ((1 << PREFIX_BITS) - 1)
            self.prefix[position >> 3] |= 1 << (position & 7)


class Writer:
    """Writes one gazetteer file; use as a context manager."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        self._base = sqlite3.connect(path)
        self._base.executescript("PRAGMA page_size=4096; PRAGMA journal_mode=OFF;" + SCHEMA)
        self._filter = Filter()
        self._sources: list[Source] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def source(self, source: Source) -> int:
        """Register a source; returns the number that its rows carry."""
        if source not in self._sources:
            self._sources.append(source)
            self._base.execute("INSERT INTO source VALUES (?,?,?,?,?)", (len(self._sources), *source))
        return self._sources.index(source) + 1

    def place(self, row: PlaceRow, source: int) -> int:
        """Store a place; returns its key. A later row with the same id replaces the earlier."""
        number = row_id(row.pid)
        self._base.execute(
            "INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0)",
            (
                number, None if number > 0 else row.pid, row.name, row.name_ar or None,
                row.name_fr or None, row.country, row.admin1 or None, row.admin2 or None,
                round(row.lat * 1e4), round(row.lon * 1e4), row.population,
                LEVELS.index(row.level), RANKS.index(row.rank), round(row.radius_km), source,
            ),
        )  # fmt: skip
        return number

    def names(self, place: int, names: Iterable[str], kind: int = ALTERNATE) -> None:
        """Store names of a place, in every variant that is looked up."""
        for name in names:
            for form in variants(name):
                if not form or len(form) > 60:
                    continue
                self._base.execute("INSERT OR IGNORE INTO name VALUES (?,?,?)", (form, place, kind))

    def skeletons(self, place: int, country: str, names: Iterable[str]) -> None:
        """Store the consonant skeletons of the Latin names of a place."""
        forms = {skeleton(name) for name in names if not is_arabic(name)}
        rows = ((country, form, place) for form in forms if len(form) > 1)
        self._base.executemany("INSERT OR IGNORE INTO skeleton VALUES (?,?,?)", rows)

    def curate(self, place: int) -> None:
        """Mark a stored place as one that the project's own lists name."""
        self._base.execute("UPDATE place SET curated = 1 WHERE id = ?", (place,))

    def codes(self, iso3: Mapping[str, str]) -> None:
        """Store ISO 3166 alpha-2 to alpha-3 codes."""
        self._base.executemany("INSERT INTO code VALUES (?,?)", iso3.items())

    def find(self, name: str, country: str, level: str) -> int | None:
        """Key of the most populous stored place with a name in a country at a level."""
        row = self._base.execute(
            "SELECT p.id FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? AND p.country = ? "
            "AND p.level = ? ORDER BY p.population DESC LIMIT 1",
            (match_key(name), country, LEVELS.index(level)),
        ).fetchone()
        return row[0] if row else None

    def call(self, place: int, name_ar: str) -> None:
        """Set the Arabic name of a stored place."""
        self._base.execute("UPDATE place SET name_ar = ? WHERE id = ?", (name_ar, place))

    def weigh(self, place: int, population: int) -> None:
        """Set the population of a stored place where it is higher than the one it has."""
        self._base.execute(
            "UPDATE place SET population = MAX(population, ?) WHERE id = ?", (population, place)
        )

    def finish(self, title: str) -> str:
        """Write the name filter and the title, compact the file; returns its SHA-256."""
        for (name,) in self._base.execute("SELECT DISTINCT key FROM name"):
            self._filter.add(name)
        values = {
            "schema": 1, "title": title,
            "full": bytes(self._filter.full), "prefix": bytes(self._filter.prefix),
        }  # fmt: skip
        self._base.executemany("INSERT INTO meta VALUES (?,?)", values.items())
        self._base.commit()
        self._base.execute("VACUUM")
        self._base.close()
        return hashlib.sha256(self._path.read_bytes()).hexdigest()
