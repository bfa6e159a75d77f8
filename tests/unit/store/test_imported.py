"""Imported events in the store: upserts by id, tombstones, decisions about alerts."""

import pytest

from marsad.errors import StoreError
from marsad.records import Incident, Place, SourceRow, Time
from marsad.store.base import AlertNote, Tombstone, Upserted
from marsad.store.sqlite import SqliteStore


@pytest.fixture
def store(tmp_path):
    with SqliteStore(tmp_path / "marsad.db") as made:
        yield made


def event(number, day="2024-03-04", updated=None):
    return Incident(
        incident_id=f"acled:{number}",
        members=(),
        type="ASSAULT",
        place=Place(start=0, end=0, text="", level="town", why="import", country="MLI", lat=14.0, lon=-3.0),
        time=Time(start=0, end=0, text="", start_date=day, end_date=day, precision="day"),
        sources=1,
        status="occurred",
        provenance="import:acled",
        row=SourceRow(source="acled", source_id=str(number), origin="a.csv:2", updated=updated),
    )


def grave(number, deleted):
    return Tombstone(incident_id=f"acled:{number}", provenance="import:acled", deleted=deleted)


def test_newer_row_takes_the_place_of_the_older(store):
    assert store.put_imported([event(1), event(2)]) == Upserted(new=2)
    assert store.put_imported([event(1), event(2, "2024-03-05")]) == Upserted(same=1, changed=1)
    assert [one.time.start_date for one in store.imported()] == ["2024-03-04", "2024-03-05"]


def test_older_row_does_not(store):
    store.put_imported([event(1, "2024-03-05", updated="2024-06-01")])
    assert store.put_imported([event(1, updated="2024-05-01")]) == Upserted(stale=1)
    assert next(store.imported()).time.start_date == "2024-03-05"


def test_last_of_two_rows_in_one_file_wins(store):
    assert store.put_imported([event(1), event(1, "2024-03-06")]) == Upserted(new=1, same=1)
    assert next(store.imported()).time.start_date == "2024-03-06"


def test_deleted_event_stays_away_until_a_later_row(store):
    store.put_imported([event(1, updated="2024-05-01"), event(2)])
    assert store.bury([grave(1, "2024-06-01")]) == 1
    assert [one.incident_id for one in store.imported()] == ["acled:2"]
    assert store.put_imported([event(1, updated="2024-05-15")]) == Upserted(stale=1)
    assert store.put_imported([event(1, updated="2024-07-01")]) == Upserted(new=1)
    assert [stone.incident_id for stone in store.tombstones()] == ["acled:1"]


def test_coded_incidents_and_imported_events_leave_each_other_alone(store):
    store.put_imported([event(1)])
    store.replace_incidents([])
    assert [one.incident_id for one in store.imported()] == ["acled:1"]
    assert store.incidents() == ()


def test_decisions_about_alerts_are_append_only(store):
    note = AlertNote(
        alert_id="a", action="snooze", who="n", when="2024-01-01", reason="known", until="2024-02-01"
    )
    store.add_alert_notes([note])
    assert store.alert_notes() == (note,)
    with pytest.raises(StoreError, match="append-only"):
        store.execute("DELETE FROM alert_note")
