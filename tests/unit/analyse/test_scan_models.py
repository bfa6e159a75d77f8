"""The scan's models as asked from the command line, and coarse events drawn at random."""

import numpy as np
import pytest
from msgspec.structs import replace

from marsad.analyse.scan import ScanSettings, scan_poisson
from marsad.analyse.spread import read_baseline
from marsad.analyse.spread.area import named_area
from marsad.analyse.spread.clusters import clusters
from marsad.analyse.spread.events import select
from marsad.analyse.spread.jitter import jittered
from marsad.analyse.spread.models import Baseline, Row, scan
from marsad.analyse.spread.question import Question
from marsad.errors import ConfigError, NotEnoughIncidents
from marsad.records import Actor, Incident, Place, Time

ASKED = Question(actors=("jnim",), since="2023-01-01", until="2023-12-31", replicates=99)
TOWNS = [(14.0, -4.0), (14.5, -3.5), (15.0, -3.0), (16.3, 0.0)]


def event(number, month, at, *, actor="jnim", level="town", precision="day", days=(10, 10)):
    first, last = (f"2023-{month:02d}-{day:02d}" for day in days)
    return Incident(
        incident_id=f"e{number}",
        members=(),
        type="ASSAULT",
        actors=(Actor(start=0, end=0, text="", kind="group", actor_id=actor),),
        place=Place(start=0, end=1, text="x", level=level, why="", country="MLI", lat=at[0], lon=at[1]),
        time=Time(start=0, end=1, text="x", start_date=first, end_date=last, precision=precision),
        sources=1,
        status="occurred",
    )


@pytest.fixture(scope="module")
def burst():
    """Two events a month around four towns, eight more at the last one in November and December."""
    steady = [event(10 * month + i, month, at) for month in range(1, 13) for i, at in enumerate(TOWNS)]
    return steady + [event(1000 + i, 11 + i % 2, TOWNS[3]) for i in range(16)]


def table(kind, *rows):
    return Baseline(kind, "t.csv", tuple(Row(*row) for row in rows))


def test_poisson_finds_the_burst_and_equals_the_scan_on_arrays(burst):
    asked = replace(ASKED, scan_model="poisson")
    even = table("expected", *((*at, 1.0, None, None) for at in TOWNS))
    (first, *_) = clusters(select(burst, asked), asked, even).clusters
    assert (first.finding.observed, first.since) == (18, "2023-11")
    counts = np.ones((4, 12), int)
    counts[3, 10:] += 8
    settings = ScanSettings(max_radius=150, max_periods=12, prospective=True, replicates=99)
    direct = scan_poisson(
        counts, TOWNS, expected=np.ones((4, 12)), settings=settings, rng=np.random.default_rng(1)
    )
    assert first.finding.value == pytest.approx(direct.clusters[0].value, rel=1e-12)
    assert first.finding.expected == pytest.approx(64 * 2 / 48)


def test_a_population_that_grew_explains_more(burst):
    asked = replace(ASKED, scan_model="poisson")
    year = 738_521  # 2023-01-01
    grown = [(*at, 100.0, year, year) for at in TOWNS] + [(*TOWNS[3], 900.0, year + 330, year + 330)]
    flat = [(*at, 100.0, None, None) for at in TOWNS]
    found = [clusters(select(burst, asked), asked, table("population", *rows)) for rows in (flat, grown)]
    assert found[0].clusters[0].finding.value > (
        found[1].clusters[0].finding.value if found[1].clusters else 0.0
    )


def test_too_many_places_are_put_together_in_cells(burst, monkeypatch):
    monkeypatch.setattr("marsad.analyse.spread.models.MOST_PLACES", 3)
    pooled = clusters(select(burst, ASKED), ASKED)
    assert (pooled.pooled_km2, pooled.centres) == (1770.0, 4)
    assert pooled.clusters[0].finding.observed == 18
    monkeypatch.setattr("marsad.analyse.spread.models.MOST_PLACES", 4)
    assert clusters(select(burst, ASKED), ASKED).pooled_km2 is None


def test_events_far_from_every_place_are_left_out_and_counted(burst):
    asked = replace(ASKED, scan_model="poisson")
    three = table("expected", *((*at, 1.0, None, None) for at in TOWNS[:3]))
    assert clusters(select(burst, asked), asked, three).left_out == 12 + 16


def test_bernoulli_compares_with_everyone_else(burst):
    asked = replace(ASKED, scan_model="bernoulli")
    others = [
        event(5000 + 10 * month + i, month, at, actor="dozo")
        for month in range(1, 13)
        for i, at in enumerate(TOWNS)
    ]
    (first, *_) = clusters(select([*burst, *others], asked), asked).clusters
    assert (first.finding.observed, first.since) == (18, "2023-11")
    listed = table(
        "controls", *((*at, 1.0, 738_520 + 30 * m, 738_520 + 30 * m) for m in range(1, 13) for at in TOWNS)
    )
    found = scan(select(burst, asked), asked, ScanSettings(replicates=9, max_radius=150), listed)
    assert found.result.clusters[0].observed >= 16
    with pytest.raises(NotEnoughIncidents, match="no one else"):
        clusters(select(burst, asked), asked)


def test_tables_are_read_and_their_faults_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("lat,lon,population,date\n14,-4,100,2020\n14,-4,200,2021-02\n15,-3,50,\n")
    found = read_baseline(path)
    assert (found.kind, found.name) == ("population", "t.csv")
    spans = [(row.last or 0) - (row.first or 0) for row in found.rows]
    assert spans == [365, 27, 0]
    for text, what in (
        ("lat,lon\n1,2\n", "columns are missing"),
        ("lat,lon,expected\n1,x,3\n", "t.csv:2"),
        ("lat,lon,expected\n1,200,3\n", "out of range"),
        ("lat,lon,expected\n", "no rows"),
    ):
        path.write_text(text)
        with pytest.raises(ConfigError, match=what):
            read_baseline(path)


def test_a_coarse_event_is_drawn_within_its_unit_and_month():
    coarse = event(1, 3, (16.27, -0.04), level="adm1", precision="month", days=(1, 31))
    moved = jittered(coarse, 1)
    place, time = moved.incident.place, moved.incident.time
    assert (moved.place, moved.time) == (True, True)
    assert named_area("MLI:Gao").holds("MLI", place.lat, place.lon)
    assert "2023-03-01" <= time.start_date == time.end_date <= "2023-03-31"
    assert jittered(coarse, 1) == moved != jittered(coarse, 2)
    exact = event(2, 3, TOWNS[0])
    assert jittered(exact, 1).incident is exact


def test_drawn_events_are_counted():
    coarse = [event(n, 3, (16.27, -0.04), level="adm1") for n in range(3)]
    kept = select([event(9, 3, TOWNS[0]), *coarse], replace(ASKED, coarse="jitter"))
    assert kept.jittered == {"place drawn within the first-level unit": 3}
    left = select([event(9, 3, TOWNS[0]), *coarse], ASKED)
    assert left.excluded["place coarser than a district"] == 3
