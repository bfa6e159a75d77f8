"""One question put to all statistics, on UCDP's events and on made ones."""

import datetime as dt
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from marsad.analyse.spread import ask, clusters, ranges
from marsad.analyse.spread.area import named_area
from marsad.analyse.spread.events import select
from marsad.analyse.spread.question import Question, first_day, label, period_of
from marsad.analyse.spread.report import analyse
from marsad.errors import ConfigError, NotEnoughIncidents
from marsad.ingest.imports import Reading, read
from marsad.records import Actor, Incident, Place, Time

SAMPLES = Path(str(files("marsad") / "sample" / "ucdp"))


@pytest.fixture(scope="module")
def nigeria():
    return tuple(read([SAMPLES / "nigeria.csv.gz"], Reading("ucdp")))


@pytest.fixture(scope="module")
def frozen():
    asked = ask("boko-haram", country="NGA")
    return replace(asked, since="2010-07-01", as_of="2014-08-31", replicates=199)


def event(number, day, at, **more):
    lat, lon = at
    told = {"level": "town", "precision": "day", "country": "NGA", "actor": "boko-haram", "published": None}
    told |= more
    return Incident(
        incident_id=f"e{number}",
        members=(),
        type="ASSAULT",
        actors=(Actor(start=0, end=0, text="", kind="group", actor_id=told["actor"]),),
        place=Place(
            start=0, end=0, text="", level=told["level"], why="", country=told["country"], lat=lat, lon=lon
        ),
        time=Time(start=0, end=0, text="", start_date=day, end_date=day, precision=told["precision"]),
        sources=1,
        status="occurred",
        published=told["published"],
    )


def test_clusters_of_2014_are_those_of_satscan(nigeria, frozen):
    found = clusters.clusters(select(nigeria, frozen), frozen)
    first, second = found.clusters
    assert first.finding.value == pytest.approx(50.765385, abs=1e-6)
    assert second.finding.value == pytest.approx(15.999888, abs=1e-6)
    assert (first.finding.observed, round(first.finding.expected, 2)) == (188, 86.88)
    assert (second.finding.observed, round(second.finding.expected, 2)) == (26, 6.76)
    assert (len(first.finding.places), first.since) == (251, "2013-10")
    assert (round(first.finding.radius, 1), round(second.finding.radius, 1)) == (137.5, 35.4)
    assert first.finding.centre == pytest.approx((10.639, 13.488), abs=1e-3)
    assert second.finding.centre == pytest.approx((12.425, 13.937), abs=1e-3)
    assert second.since == "2014-05"
    assert len(first.finding.incident_ids) == 188
    assert "Gwoza" in first.where


def test_frozen_range_has_grown_and_moved(nigeria, frozen):
    found = ranges.compare_ends(select(nigeria, frozen), frozen)
    assert found.finding.verdict == "spreading"
    assert found.finding.moved_km == pytest.approx(63.4, abs=0.1)
    assert found.events == (75, 330)


def test_range_has_shrunk_since(nigeria):
    asked = replace(ask("boko-haram", country="NGA"), since="2014-01-01", until="2016-12-31", replicates=199)
    assert ranges.compare_ends(select(nigeria, asked), asked).finding.verdict == "contracting"


def test_islamic_state_in_syria_contracts():
    incidents = tuple(read([SAMPLES / "syria.csv.gz"], Reading("ucdp")))
    asked = replace(ask("islamic-state", country="SYR"), replicates=99)
    found = ranges.compare_ends(select(incidents, asked), asked)
    assert found.finding.verdict == "contracting"
    assert found.events == (1876, 473)


def test_as_of_uses_nothing_published_later():
    days = [f"2024-01-{day:02d}" for day in range(1, 29)]
    told = [event(i, day, (11.0 + i / 10, 13.0), published="2024-03-01") for i, day in enumerate(days)]
    late = [
        event(99, "2024-01-15", (12.0, 13.0), published="2024-05-01"),
        event(98, "2024-04-01", (12.0, 13.0)),
    ]
    chosen = select([*told, *late], Question(as_of="2024-03-02"))
    assert len(chosen.group) == 28
    assert chosen.excluded["known only after the day asked"] == 2
    assert chosen.last == dt.date(2024, 3, 2).toordinal()


def test_coarse_events_are_left_out_and_counted():
    good = event(1, "2024-01-01", (11.0, 13.0))
    bad = [
        event(2, "2024-01-01", (11.0, 13.0), level="adm1"),
        event(3, "2024-01-01", (11.0, 13.0), precision="month"),
        event(4, "2024-01-01", (None, None)),
        event(5, "2024-01-01", (11.0, 13.0), country="MLI"),
        event(6, "2024-01-01", (11.0, 13.0), actor="jnim"),
    ]
    chosen = select([good, *bad], Question(actors=("boko-haram",), countries=("NGA",)))
    assert [one.incident_id for one in chosen.group.incidents] == ["e1"]
    assert sum(chosen.excluded.values()) == 3
    assert chosen.dated_by_event == 1


def test_too_few_events_say_so_in_every_section():
    found = analyse([event(1, "2024-01-01", (11.0, 13.0))], Question(as_of="2024-06-01", replicates=9))
    assert found.answer.verdict == "too little data"
    assert {"clusters", "near_repeat", "delays"} <= set(found.skipped)
    assert "There is too little data" in found.answer.sentences[0].replace("there", "There")


def test_nothing_left_is_an_error():
    with pytest.raises(NotEnoughIncidents, match="no event"):
        select([event(1, "2024-01-01", (11.0, 13.0))], Question(actors=("jnim",)))


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_periods_follow_each_other_without_gaps(period):
    days = np.arange(dt.date(2013, 12, 1).toordinal(), dt.date(2016, 2, 1).toordinal())
    numbers = period_of(days, period)
    assert set(np.diff(numbers)) == {0, 1}
    starts = [first_day(int(number), period).toordinal() for number in np.unique(numbers)[1:]]
    assert starts == days[1:][np.diff(numbers) == 1].tolist()


def test_labels_of_periods():
    day = np.array([dt.date(2014, 8, 31).toordinal()])
    said = {name: label(int(period_of(day, name)[0]), name) for name in ("week", "month", "quarter", "year")}
    assert said == {"week": "2014-08-25", "month": "2014-08", "quarter": "2014-Q3", "year": "2014"}


def test_group_counts_with_what_grew_out_of_it():
    assert ask("Boko Haram").actors == ("boko-haram", "bakura-faction", "islamic-state-west-africa-province")
    assert ask("boko-haram", alone=True).actors == ("boko-haram",)
    assert ask("any").actors == ()


def test_questions_that_cannot_be_asked():
    with pytest.raises(ConfigError, match="no actor") as error:
        ask("boko-harm")
    assert "boko-haram" in error.value.hint
    with pytest.raises(ConfigError, match="no country"):
        ask("any", country="XXX")
    with pytest.raises(ConfigError, match="no region"):
        named_area("atlantis")


def test_regions_by_name_and_by_box():
    assert named_area("Lake Chad Basin").holds("TCD", 13.0, 14.5)
    assert not named_area("lake-chad").holds("NGA", 6.5, 3.4)
    assert named_area("0,10,5,15").holds(None, 12.0, 1.0)
    assert named_area("horn") == named_area("القرن الأفريقي") == named_area("Corne de l'Afrique")


def test_regions_of_the_gazetteer():
    borno = named_area("NGA:Borno")
    assert borno == named_area("borno")
    assert borno.holds("NGA", 11.85, 13.16)  # Maiduguri
    assert not borno.holds("NGA", 10.26, 13.27)  # Mubi, Adamawa
    assert not borno.holds("CMR", 11.85, 13.16)


def test_unknown_regions_name_the_nearest():
    with pytest.raises(ConfigError) as error:
        named_area("lake chat")
    assert "Lake Chad Basin" in error.value.hint
    with pytest.raises(ConfigError) as error:
        named_area("NGA:Borna")
    assert "NGA:Borno" in error.value.hint
    with pytest.raises(ConfigError, match="several units") as error:
        named_area("Central")
    assert ":Central" in error.value.hint


def test_a_member_counts_only_while_it_belongs():
    asked = ask("islamic-state")
    early = event(1, "2010-05-01", (0.5, 29.5), country="COD", actor="adf")
    late = event(2, "2020-05-01", (0.5, 29.5), country="COD", actor="adf")
    chosen = select([early, late], asked)
    assert [one.incident_id for one in chosen.group.incidents] == ["e2"]
    assert chosen.excluded["before or after the member belonged to the group"] == 1
    assert len(select([early, late], ask("adf")).group) == 2


def test_an_event_of_two_sets_counts_once():
    one = event(1, "2024-01-01", (11.0, 13.0))
    double = replace(event(2, "2024-01-01", (11.0, 13.0)), possible_duplicate_of="e1")
    chosen = select([one, double], Question())
    assert [kept.incident_id for kept in chosen.group.incidents] == ["e1"]
    assert [left.incident_id for left in chosen.doubled] == ["e2"]
    assert chosen.excluded["told of by another data set as well"] == 1
    assert len(select([one, double], Question(duplicates=True)).group) == 2


def test_a_duplicate_counts_while_its_partner_is_not_yet_known():
    later = event(1, "2024-01-01", (11.0, 13.0), published="2024-06-01")
    double = replace(event(2, "2024-01-01", (11.0, 13.0)), possible_duplicate_of="e1", published="2024-01-02")
    chosen = select([later, double], Question(as_of="2024-02-01"))
    assert [kept.incident_id for kept in chosen.group.incidents] == ["e2"]
