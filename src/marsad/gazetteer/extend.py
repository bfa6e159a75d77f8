"""A user's own places: GeoNames country dumps, P-code tables, CSV and GeoJSON into one overlay file.

Formats are told by name and columns:

- ``XX.txt`` with 19 columns: a GeoNames country dump; ``alternateNamesV2.txt`` beside it gives names;
- ``*.csv`` with columns ``ADM1_PCODE`` ...: a table of the OCHA common operational datasets;
- ``*.csv`` with columns ``name, country, lat, lon``: own places;
- ``*.geojson``: points or outlines with the properties ``name`` and ``country``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from marsad.errors import ConfigError
from marsad.gazetteer.base import Entry, Gazetteer
from marsad.gazetteer.names import bare, is_foreign_script, match_key
from marsad.gazetteer.writer import ALTERNATE, LEVELS, OFFICIAL, RANKS, PlaceRow, Source, Writer
from marsad.normalise import key

LANGUAGES = frozenset({"", "ar", "fr", "en", "ha", "so", "ku", "fa", "sw", "pt"})
CLASSES = {"P": "town", "H": "water", "L": "region", "T": "region", "S": "site", "V": "region", "R": "site"}
ADMIN = {"ADM1": "adm1", "ADM2": "adm2", "ADM3": "adm2", "PCLI": "country"}
RADIUS_KM = {
    "site": 3.0,
    "town": 5.0,
    "adm2": 25.0,
    "adm1": 100.0,
    "region": 50.0,
    "country": 300.0,
    "water": 30.0,
}
MOVED_KM = 1.0


class Place(NamedTuple):
    """A place read from a file, with its names."""

    row: PlaceRow
    names: tuple[str, ...]


class Added(NamedTuple):
    """What was read: file, kind of file, number of places."""

    file: str
    kind: str
    places: int


class Change(NamedTuple):
    """A geocode that differs between two gazetteers; ``km`` is how far it moved."""

    place_id: str
    name: str
    kind: str  # "new", "gone", "moved"
    km: float = 0.0


def add(folder: Path, target: Path, base: Gazetteer) -> list[Added]:
    """Read every file of a folder into an overlay file.

    Parameters
    ----------
    folder
        Holds the files.
    target
        The overlay to write; an existing one is replaced once the new one is complete.
    base
        The shipped gazetteer: country codes, and coordinates of P-codes that have none.

    Raises
    ------
    ConfigError
        The folder holds nothing that can be read, or a row is wrong; file and line are named.
    """
    files = sorted(p for p in folder.glob("*") if p.suffix in {".txt", ".csv", ".geojson"})
    read = [(path, *found) for path in files if (found := _read(path, base))]
    if not read:
        hint = "Give a folder with GeoNames dumps (XX.txt), P-code tables, CSV or GeoJSON files."
        raise ConfigError(f"{folder}: no file with places", hint)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with Writer(part) as writer:
        added = [_store(writer, path, kind, places) for path, kind, places in read]
        writer.finish(folder.name)
    part.replace(target)
    return added


def _read(path: Path, base: Gazetteer) -> tuple[str, list[Place]] | None:
    """Kind and places of a file, None where it is none of the known kinds."""
    if path.suffix == ".geojson":
        return "GeoJSON", list(_geojson(path))
    if path.suffix == ".txt":
        return ("GeoNames", list(_geonames(path, base))) if re.fullmatch(r"[A-Z]{2}", path.stem) else None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        columns = set(csv.DictReader(stream).fieldnames or ())
    if "ADM1_PCODE" in columns:
        return "P-codes", list(_pcodes(path, base))
    if {"name", "country", "lat", "lon"} <= columns:
        return "CSV", list(_table(path))
    return None


def _store(writer: Writer, path: Path, kind: str, places: list[Place]) -> Added:
    """Write the places of one file; the version of a file is its SHA-256."""
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    licence = "CC BY 4.0" if kind == "GeoNames" else "the user's"
    source = writer.source(Source(f"{kind} {path.name}", version, licence, ""))
    for place in places:
        number = writer.place(place.row, source)
        writer.names(number, [place.row.name], OFFICIAL)
        writer.names(number, place.names, ALTERNATE)
        writer.skeletons(number, place.row.country, [place.row.name, *place.names])
    return Added(path.name, kind, len(places))


def _geonames(path: Path, base: Gazetteer) -> Iterator[Place]:
    """A GeoNames country dump (19 columns, tab-separated, no header)."""
    alternates = _alternates(path.with_name("alternateNamesV2.txt"))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cell = line.split("\t")
        if len(cell) != 19:
            raise ConfigError(f"{path}:{number}: {len(cell)} columns, not 19", "Is it a GeoNames dump?")
        level = ADMIN.get(cell[7]) or CLASSES.get(cell[6])
        country = base.iso3(cell[8])
        if level is None or country is None:
            continue
        row = PlaceRow(
            f"gn:{cell[0]}", cell[1], country, float(cell[4]), float(cell[5]), level, "", "", cell[10],
            cell[11], int(cell[14] or 0), cell[7] if cell[7] in RANKS else "", RADIUS_KM[level],
        )  # fmt: skip
        names = alternates.get(cell[0]) or [n for n in cell[3].split(",") if n]
        kept = [n for n in names if len(n) > 2 and not is_foreign_script(key(n))]
        yield Place(
            row, tuple(kept + ([bare(n) for n in [cell[1], *kept]] if level.startswith("adm") else []))
        )


def _alternates(path: Path) -> dict[str, list[str]]:
    """Names by GeoNames number, in the languages of the region, from ``alternateNamesV2.txt``."""
    names: dict[str, list[str]] = defaultdict(list)
    if path.is_file():
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                cell = line.rstrip("\n").split("\t")
                if len(cell) > 3 and cell[2] in LANGUAGES:
                    names[cell[1]].append(cell[3])
    return names


def _pcodes(path: Path, base: Gazetteer) -> Iterator[Place]:
    """A P-code table; units without coordinates take those of the shipped unit of the same name."""
    seen = set()
    for number, row in _rows(path):
        for level, name in ((1, "adm1"), (2, "adm2")):
            code = row.get(f"ADM{level}_PCODE") or ""
            english = row.get(f"ADM{level}_EN") or row.get(f"ADM{level}_FR") or ""
            if not code or code in seen:
                continue
            seen.add(code)
            country = base.iso3(code[:2]) or ""
            point = _point(row, level, f"{path}:{number}") or _known_point(base, english, country, name)
            if point is None:
                continue
            names = tuple(row.get(f"ADM{level}_{lang}") or "" for lang in ("AR", "FR", "EN"))
            place = PlaceRow(
                f"pcode:{code}", english, country, *point, name, names[0], names[1],
                row.get("ADM1_PCODE") or "", code if level == 2 else "", radius_km=RADIUS_KM[name],
            )  # fmt: skip
            yield Place(place, tuple(n for n in names if n))


def _point(row: dict[str, str], level: int, where: str) -> tuple[float, float] | None:
    """Coordinates of a P-code row, where the table has them for its deepest unit."""
    lat, lon = row.get("lat") or row.get("y") or "", row.get("lon") or row.get("x") or ""
    deepest = 2 if row.get("ADM2_PCODE") else 1
    if not (lat and lon) or level != deepest:
        return None
    return _number(lat, where), _number(lon, where)


def _known_point(base: Gazetteer, name: str, country: str, level: str) -> tuple[float, float] | None:
    hits = (hit.entry for hit in base.lookup(match_key(name)))
    same = [e for e in hits if e.country == country]
    same.sort(key=lambda entry: entry.level != level)
    return (same[0].lat, same[0].lon) if same else None


def _table(path: Path) -> Iterator[Place]:
    """Own places: columns ``name, country, lat, lon``, and any of ``id, level, name_ar, ...``."""
    for number, row in _rows(path):
        yield _own(row, f"{path}:{number}")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            yield reader.line_num, row


def _own(row: dict[str, Any], where: str) -> Place:
    level = row.get("level") or "town"
    if level not in LEVELS:
        raise ConfigError(f"{where}: no level {level!r}", f"Levels: {', '.join(LEVELS[1:])}.")
    if not row.get("name"):
        raise ConfigError(f"{where}: no name", "Fill the column name.")
    pid = row.get("id") or f"user:{match_key(str(row['name'])).replace(' ', '-')}"
    place = PlaceRow(
        str(pid) if ":" in str(pid) else f"user:{pid}", str(row["name"]), row.get("country") or "",
        _number(row["lat"], where), _number(row["lon"], where), level, row.get("name_ar") or "",
        row.get("name_fr") or "", row.get("admin1") or "", row.get("admin2") or "",
        int(_number(row.get("population") or 0, where)),
        radius_km=_number(row.get("radius_km") or RADIUS_KM.get(level, 5.0), where),
    )  # fmt: skip
    names = [row.get("name_ar"), row.get("name_fr"), *(row.get("other_names") or "").split("|")]
    return Place(place, tuple(n for n in names if n))


def _number(value: Any, where: str) -> float:  # noqa: ANN401 - a cell of a user's table
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{where}: {value!r} is not a number", "Correct the cell.") from error


def _geojson(path: Path) -> Iterator[Place]:
    """Points and outlines; an outline stands at its centroid, with the radius of its area."""
    from shapely.geometry import shape

    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"{path}: not a GeoJSON feature collection", "Export it again.") from error
    for number, feature in enumerate(features, 1):
        about = dict(feature.get("properties") or {})
        outline = shape(feature["geometry"])
        about["lat"], about["lon"] = outline.centroid.y, outline.centroid.x
        if outline.area:
            about.setdefault("radius_km", round(111.32 * (outline.area / 3.1416) ** 0.5, 1))
            about.setdefault("level", "region")
        yield _own(about, f"{path}: feature {number}")


def changes(before: Gazetteer | None, after: Gazetteer) -> list[Change]:
    """Which geocodes a new overlay changes: new, gone, and moved by more than a kilometre."""
    old = {e.place_id: e for e in before.entries()} if before else {}
    new = {e.place_id: e for e in after.entries()}
    found = [Change(pid, e.name, "new") for pid, e in new.items() if pid not in old]
    found += [Change(pid, e.name, "gone") for pid, e in old.items() if pid not in new]
    both = ((pid, old[pid], e) for pid, e in new.items() if pid in old)
    found += [
        Change(pid, e.name, "moved", round(km, 1)) for pid, o, e in both if (km := _km(o, e)) > MOVED_KM
    ]
    return sorted(found, key=lambda change: (change.kind, -change.km, change.place_id))


def _km(a: Entry, b: Entry) -> float:
    from math import asin, cos, radians, sin, sqrt

    turn = sin(radians(a.lat - b.lat) / 2) ** 2
    turn += cos(radians(a.lat)) * cos(radians(b.lat)) * sin(radians(a.lon - b.lon) / 2) ** 2
    return 12742 * asin(sqrt(min(1.0, turn)))
