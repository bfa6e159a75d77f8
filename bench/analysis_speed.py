"""Time the statistics of `marsad.analyse`: scan, near-repeat, hot spots.

Usage: python bench/analysis_speed.py [--growth [MOST]] [--workers N]

`--growth` adds 10^3, 10^4 ... events up to MOST (a million); the last takes minutes.

Each line gives CPU seconds (of all threads) and wall seconds of a second run, when the compiled
kernels are loaded, and before that the first run in this process. Where pointpats is installed its
Knox test (one cell, 99 permutations) is timed on the same points.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import pathlib
import time
from collections.abc import Callable

import numpy as np

from marsad.analyse.hot_spots import h3_cube, hot_spots
from marsad.analyse.near_repeat import Bands, near_repeat
from marsad.analyse.scan import ScanSettings, count_events, scan_permutation
from marsad.analyse.spread import Question, analyse
from marsad.records import Actor, Incident, Place, Time

FIXTURES = pathlib.Path(__file__).parents[1] / "tests" / "fixtures" / "ucdp_nigeria"
MONTH_DAYS = 365.25 / 12
MOST_INCIDENTS = 100_000
BANDS = Bands(distance=(0, 4, 8, 12, 20), days=(0, 3, 7, 14, 21, 28), metric="euclidean")


def nigeria(name: str, periods: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts by place and month, and the places."""
    geo = [line.split() for line in (FIXTURES / "places.geo").read_text().splitlines()]
    row = {fields[0]: i for i, fields in enumerate(geo)}
    counts = np.zeros((len(geo), periods), int)
    for line in (FIXTURES / name).read_text().splitlines():
        place, cases, date = line.split()
        year, month, _ = map(int, date.split("/"))
        counts[row[place], (year - 2010) * 12 + month - 7] += int(cases)
    return counts, np.array([[float(x), float(y)] for _, x, y in geo])


def towns(events: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Events in km around 300 towns of a 500 km square, over eight years."""
    centre = rng.uniform(0, 500, (300, 2))
    points = centre[rng.integers(0, 300, events)] + rng.normal(0, 5, (events, 2))
    return points, rng.integers(0, 3000, events)


def clock(label: str, task: Callable[[], object]) -> None:
    """Run twice and print the times."""
    start = time.perf_counter()
    task()
    first = time.perf_counter() - start
    cpu, wall = time.process_time(), time.perf_counter()
    task()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{label:<74} cpu {cpu:7.2f} s  wall {wall:7.2f} s  first {first:6.2f} s", flush=True)


def scans(workers: int) -> None:
    """The two UCDP cases, 999 replicates."""
    counts, points = nigeria("2010-07_2014-08.cas", 50)
    frozen = ScanSettings(max_radius=150, max_periods=12, prospective=True, period_days=MONTH_DAYS)
    clock(
        "scan, prospective, 877 events, 566 places, 50 months, 999 replicates",
        lambda: scan_permutation(counts, points, settings=frozen, rng=np.random.default_rng(1)),
    )
    every, _ = nigeria("2010-07_2019-12.cas", 114)
    whole = ScanSettings(max_radius=150, max_periods=12, workers=workers)
    clock(
        f"scan, retrospective, 2,509 events, 566 places, 114 months, 999, {workers} workers",
        lambda: scan_permutation(every, points, settings=whole, rng=np.random.default_rng(1)),
    )


def near_repeats() -> None:
    """Ten thousand events, 25 cells, 999 permutations; and pointpats on one cell."""
    points, days = towns(10_000, np.random.default_rng(0))
    clock(
        "near-repeat, 10,000 events, 25 cells, 999 permutations",
        lambda: near_repeat(points, days, bands=BANDS, rng=np.random.default_rng(1)),
    )
    try:
        from pointpats import Knox
    except ImportError:
        print("pointpats is not installed: no comparison")
        return
    events, when = points.copy(), days[:, None].copy()
    clock(
        "  pointpats Knox, 1 cell (20 km, 28 d), 99 permutations",
        lambda: Knox(events, when, delta=20, tau=28, permutations=99),
    )


def cubes() -> None:
    """Hot spots of the Nigerian events on H3 cells."""
    counts, points = nigeria("2010-07_2019-12.cas", 114)
    place, month = np.nonzero(counts)
    where = np.repeat(points[place], counts[place, month], axis=0)
    when = np.repeat(month, counts[place, month])

    def run() -> None:
        cube, cells, neighbours = h3_cube(where, when, 114, resolution=5)
        hot_spots(cube, neighbours, cells=cells)

    clock("hot spots, 2,509 events, H3 resolution 5, 114 months", run)


def grow(events: int, rng: np.random.Generator) -> None:
    """Scan and near-repeat on so many events; places and periods stay."""
    points, days = towns(events, rng)
    counts, places, _ = count_events((points / 25).round() * 25, days * 100 // 3000, 100)
    settings = ScanSettings(
        metric="euclidean", max_radius=100, max_periods=12, prospective=True, replicates=99
    )
    clock(
        f"scan, prospective, {events:,} events, {len(places)} places, 100 periods, 99 replicates",
        lambda: scan_permutation(counts, places, settings=settings, rng=rng),
    )
    if events > 10_000:  # a pair table grows with the square of the density
        points = rng.uniform(0, 500, (events, 2))
    near = (
        BANDS
        if events <= 10_000
        else Bands(distance=(0, 0.2, 0.4, 0.7, 1), days=BANDS.days, metric="euclidean")
    )
    clock(
        f"near-repeat, {events:,} events, to {near.distance[-1]:g} km, 25 cells, 99 permutations",
        lambda: near_repeat(points, days, bands=near, permutations=99, rng=rng),
    )


def grow_cube(events: int, rng: np.random.Generator) -> None:
    """Hot spots on so many events in cells of about 250 km2 of one region."""
    points, days = towns(events, rng)
    where = np.column_stack([8 + points[:, 1] / 111, 5 + points[:, 0] / 111])

    def run() -> None:
        cube, cells, neighbours = h3_cube(where, days * 100 // 3000, 100, resolution=5)
        hot_spots(cube, neighbours, cells=cells)

    clock(f"hot spots, {events:,} events, H3 resolution 5, 100 periods", run)


def grow_answer(events: int, rng: np.random.Generator) -> None:
    """The whole answer of `marsad spread`, page and files not counted."""
    points, days = towns(events, rng)
    incidents = [incident(i, *row) for i, row in enumerate(zip(points.tolist(), days.tolist(), strict=True))]
    asked = Question(actors=("jnim",), group_name="JNIM", area_name="made up")
    clock(f"spread, all sections, {events:,} events", lambda: analyse(incidents, asked))


def incident(number: int, at: list[float], day: int) -> Incident:
    """An attack of a group at a place and day."""
    date = (dt.date(2015, 1, 1) + dt.timedelta(days=day)).isoformat()
    lat, lon = 8 + at[1] / 111, 5 + at[0] / 111
    return Incident(
        incident_id=f"e{number}",
        members=(),
        type="ASSAULT",
        actors=(Actor(start=0, end=1, text="x", kind="group", actor_id="jnim"),),
        place=Place(start=0, end=1, text="x", level="town", why="", lat=round(lat, 2), lon=round(lon, 2)),
        time=Time(start=0, end=1, text="x", start_date=date, end_date=date, precision="day"),
        sources=1,
        status="occurred",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--growth",
        type=int,
        nargs="?",
        const=1_000_000,
        default=0,
        help="also time 10^3 events up to so many",
    )
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    scans(options.workers)
    near_repeats()
    cubes()
    for events in (1_000, 10_000, 100_000, 1_000_000):
        if events <= options.growth:
            grow(events, np.random.default_rng(events))
            grow_cube(events, np.random.default_rng(events))
        if events <= min(options.growth, MOST_INCIDENTS):
            grow_answer(events, np.random.default_rng(events))


if __name__ == "__main__":
    main()
