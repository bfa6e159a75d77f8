"""Every exporter keeps the same promises, and each file is what its standard says."""

import csv
import json
from io import StringIO

import msgspec
import pytest

from marsad.errors import PublishError
from marsad.publish import EXPORTERS
from marsad.publish.csv_events import COLUMNS
from marsad.records import (
    Actor,
    Coded,
    Event,
    EventFigure,
    Evidence,
    Incident,
    IncidentFigure,
    Member,
    Place,
    Report,
    Span,
    Time,
)

TEXT = "=cmd قُتل 12 جنديا في هجوم في كركوك يوم 2021-06-01.\nثم\u202eانسحبوا 🕊️."
QUOTE = TEXT[:47]


def world():
    def at(words, record=Span, **more):
        start = TEXT.index(words)
        return record(start=start, end=start + len(words), text=words, **more)

    where = {"place_id": "gn:1", "name": "Kirkuk", "country": "IRQ", "lat": 35.123456789, "lon": 44.0}
    event = Event(
        event_id="e1",
        type="ASSAULT",
        mode="firearms",
        status="occurred",
        trigger=at("هجوم"),
        actors=(Actor(start=0, end=4, text="=cmd", kind="unknown"),),
        place=at("كركوك", Place, level="town", why="only candidate", **where),
        time=at("2021-06-01", Time, start_date="2021-06-01", end_date="2021-06-01", precision="day"),
        figures=(
            at("12", EventFigure, kind="killed", low=12, best=12, high=15),
            at("12", EventFigure, kind="strikes", low=1, best=1, high=1),
        ),
        confidence=0.75,
        evidence=(Evidence(start=0, end=47, quote=QUOTE),),
    )
    report = Report(id="r1", text=TEXT, source="@source", url="javascript:x", published="2021-06-02")
    empty = dict.fromkeys(("statements", "commitments", "memberships", "figures", "threats", "toponyms"), ())
    coded = Coded(
        id="r1", language="ar", published="2021-06-02", events=(event,), times=(), issues=(), **empty
    )
    incident = Incident(
        incident_id="i1",
        members=(Member(report_id="r1", event_id="e1"),),
        type=event.type,
        actors=event.actors,
        place=event.place,
        time=event.time,
        figures=(IncidentFigure(kind="killed", low=12, best=12, high=15, rule="only one"),),
        sources=1,
        status="occurred",
    )
    return report, coded, incident


def export(name, path, incidents=None):
    report, coded, incident = world()
    with EXPORTERS[name]().open(path) as exporter:
        exporter.feed(report, coded)
        exporter.finish([incident] if incidents is None else incidents)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXPORTERS)
class TestEvery:
    def test_writes_the_same_bytes_each_time(self, name, tmp_path):
        assert export(name, tmp_path / "a") == export(name, tmp_path / "b") != ""

    def test_leaves_the_former_file_when_it_is_broken_off(self, name, tmp_path):
        path = tmp_path / EXPORTERS[name].filename
        path.write_text("former")
        with EXPORTERS[name]().open(path) as exporter:
            exporter.feed(*world()[:2])
        assert path.read_text() == "former"
        assert list(tmp_path.iterdir()) == [path]

    def test_nothing_fed_is_still_a_file(self, name, tmp_path):
        with EXPORTERS[name]().open(tmp_path / "x") as exporter:
            exporter.finish([])
        assert (tmp_path / "x").exists()

    def test_says_where_it_cannot_write(self, name, tmp_path):
        with pytest.raises(PublishError, match="cannot be written"):
            EXPORTERS[name]().open(tmp_path / "none" / "x")

    def test_refuses_to_be_used_closed(self, name):
        with pytest.raises(PublishError, match="not open"):
            EXPORTERS[name]().finish([])

    def test_survives_lone_surrogates(self, name, tmp_path):
        report, coded, incident = world()
        odd = msgspec.structs.replace(report, source="a\ud800")
        with EXPORTERS[name]().open(tmp_path / "x") as exporter:
            exporter.feed(odd, coded)
            exporter.finish([incident])
        assert (tmp_path / "x").read_bytes().decode("utf-8")


def test_jsonl_is_the_coded_record(tmp_path):
    line = export("jsonl", tmp_path / "x")
    assert line.count("\n") == 1
    assert msgspec.json.decode(line, type=Coded) == world()[1]


def rows(text):
    return list(csv.DictReader(StringIO(text, newline="")))


def test_csv_holds_evidence_and_precision(tmp_path):
    [row] = rows(export("csv", tmp_path / "x"))
    assert tuple(row) == COLUMNS
    assert row["incident_id"] == "i1"
    assert (row["date_precision"], row["geo_precision"]) == ("day", "town")
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == ("12", "12", "15")
    assert row["other_figures"] == "strikes=1 [1..1]"
    assert row["latitude"] == "35.1234568"
    start, end = int(row["evidence_start"]), int(row["evidence_end"])
    assert row["evidence_quote"] == "'" + TEXT[start:end]


def test_csv_is_no_program(tmp_path):
    [row] = rows(export("csv", tmp_path / "x"))
    assert not any(cell[:1] in "=+-@\t\r" for cell in row.values() if cell)
    assert row["actors"] == "'=cmd"
    assert row["url"] == ""


def test_csv_event_of_no_incident_has_no_incident_id(tmp_path):
    [row] = rows(export("csv", tmp_path / "x", incidents=[]))
    assert row["incident_id"] == ""


def test_geojson_follows_rfc_7946(tmp_path):
    collection = json.loads(export("geojson", tmp_path / "x"))
    assert set(collection) == {"type", "features"}  # no crs member
    [feature] = collection["features"]
    assert feature["type"] == "Feature"
    assert feature["geometry"] == {"type": "Point", "coordinates": [44.0, 35.1234568]}  # longitude first
    assert feature["properties"]["figures"]["killed"] == {
        "low": 12,
        "best": 12,
        "high": 15,
        "rule": "only one",
    }
    [evidence] = feature["properties"]["evidence"]
    assert evidence["quote"] == TEXT[evidence["start"] : evidence["end"]]
    assert evidence["url"] is None


@pytest.mark.parametrize(("longitude", "expected"), [(181.0, -179.0), (180.0, 180.0), (-180.5, 179.5)])
def test_geojson_longitudes_stay_in_range(tmp_path, longitude, expected):
    incident = world()[2]
    moved = msgspec.structs.replace(incident, place=msgspec.structs.replace(incident.place, lon=longitude))
    [feature] = json.loads(export("geojson", tmp_path / "x", [moved]))["features"]
    assert feature["geometry"]["coordinates"][0] == expected


def test_geojson_keeps_incidents_without_coordinates(tmp_path):
    incident = msgspec.structs.replace(world()[2], place=None)
    [feature] = json.loads(export("geojson", tmp_path / "x", [incident]))["features"]
    assert feature["geometry"] is None
