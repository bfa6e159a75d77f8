"""Events that two data sets tell of: flagged, never merged."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from marsad.records import Actor, Incident, IncidentFigure, Judgement, Member, Place, Time
from marsad.resolve.doubles import dated, flag_duplicates

GWOZA, MADAGALI, BAMA = (11.086, 13.691), (10.888, 13.628), (11.522, 13.688)


def event(name, *, origin="coded", day="2014-08-05", at=GWOZA, group="boko-haram", killed=None):
    return Incident(
        incident_id=name,
        members=(Member(report_id="r", event_id=f"{name}#1"),) if origin == "coded" else (),
        type="ASSAULT",
        actors=(Actor(start=0, end=1, text="x", kind="group", actor_id=group),) if group else (),
        recipients=(Actor(start=0, end=1, text="x", kind="state", actor_id="country:NGA"),),
        place=Place(start=0, end=1, text="x", level="town", why="", country="NGA", lat=at[0], lon=at[1]),
        time=Time(start=0, end=1, text="x", start_date=day, end_date=day, precision="day"),
        figures=(IncidentFigure(kind="killed", low=killed, best=killed, high=killed, rule=""),)
        if killed
        else (),
        sources=1,
        status="occurred",
        provenance=origin,
    )


UCDP = event("ucdp:1", origin="import:ucdp", killed=12)


def partners(*incidents, judgements=()):
    found = flag_duplicates(incidents, judgements)
    assert [one.incident_id for one in found] == [one.incident_id for one in incidents]
    return {one.incident_id: one.possible_duplicate_of for one in found if one.possible_duplicate_of}


def test_a_coded_event_is_flagged_beside_the_imported_one():
    assert partners(event("a", killed=12), UCDP) == {"a": "ucdp:1"}
    assert partners(event("a", day="2014-08-06"), UCDP) == {"a": "ucdp:1"}


def test_an_actor_of_the_family_is_the_same_group():
    assert partners(event("a", group="islamic-state-west-africa-province"), UCDP) == {"a": "ucdp:1"}


@pytest.mark.parametrize(
    "other",
    [
        {"day": "2014-08-08"},
        {"at": BAMA},
        {"group": "jnim"},
        {"killed": 60},
        {"group": None, "killed": None},
        {"at": MADAGALI, "killed": None},
    ],
)
def test_what_differs_is_no_duplicate(other):
    assert partners(event("a", **{"killed": 12, **other}), UCDP) == {}


def test_a_count_stands_for_the_group_that_is_not_named():
    assert partners(event("a", group=None, killed=12), UCDP) == {"a": "ucdp:1"}


def test_each_event_has_one_partner_the_nearest_day():
    near, far = event("near"), event("far", day="2014-08-06")
    assert partners(far, near, UCDP) == {"near": "ucdp:1"}


def test_events_of_one_set_are_not_compared():
    assert partners(event("a"), event("b")) == {}
    assert partners(UCDP, replace(UCDP, incident_id="ucdp:2")) == {}


def test_of_three_sets_the_hand_checked_one_counts():
    gdelt = event("gdelt:1", origin="import:gdelt")
    assert partners(gdelt, event("a"), UCDP) == {"gdelt:1": "ucdp:1", "a": "ucdp:1"}
    assert partners(gdelt, event("a")) == {"gdelt:1": "a"}


def test_a_reviewer_has_the_last_word():
    said = Judgement(
        left="a#1", right="ucdp:1", verdict="different", who="me", when="2024", why="two attacks"
    )
    assert partners(event("a"), UCDP, judgements=[said]) == {}


def test_an_act_without_a_day_is_placed_by_its_report():
    undated = replace(event("a"), time=None, published="2014-08-06T07:00:00Z")
    time = dated(undated).time
    assert (time.start_date, time.end_date, time.precision) == ("2014-08-05", "2014-08-06", "days")
    assert dated(UCDP) is UCDP
    assert dated(replace(undated, published=None)).time is None
