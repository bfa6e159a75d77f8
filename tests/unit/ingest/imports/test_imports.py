"""Event files of other data sets: what is kept, what is converted, and what is refused."""

import csv
import gzip
import io
import zipfile

import openpyxl
import pytest

from marsad.actors.own import add_own
from marsad.errors import ConfigError, SourceError
from marsad.ingest.imports import Reading, read, read_deletions
from marsad.ingest.imports.gdelt import header
from marsad.ingest.imports.names import ActorNames
from marsad.records import Incident, Problem

UCDP = {
    "id": "15960.0",
    "type_of_violence": "1.0",
    "side_a": "Government of Nigeria",
    "side_b": "Jama'atu Ahlis Sunna Lidda'awati wal-Jihad",
    "number_of_sources": "-1.0",
    "source_article": '"AFP,2014-05-06,Hundreds killed";"BBC,2014-05-07,Town attacked";"AFP,2014-05-08,More"',
    "where_prec": "2.0",
    "where_coordinates": "Gamboru town",
    "adm_1": "Borno state",
    "adm_2": "Ngala lga",
    "latitude": "12.37",
    "longitude": "14.22",
    "country": "Nigeria",
    "date_prec": "3",
    "date_start": "2014-05-05 00:00:00.000",
    "date_end": "2014-05-11",
    "best": "300",
    "high": "315",
    "low": "",
}
ACLED = {
    "event_id_cnty": "MLI123",
    "event_date": "04 March 2024",
    "time_precision": "2",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Remote explosive/landmine/IED",
    "actor1": "JNIM: Group for Support of Islam and Muslims",
    "actor2": "Military Forces of Mali (2021-)",
    "country": "Mali",
    "admin1": "Mopti",
    "admin2": "Bandiagara",
    "location": "Bandiagara",
    "latitude": "14.35",
    "longitude": "-3.61",
    "geo_precision": "2",
    "source": "RFI; Studio Tamani",
    "fatalities": "4",
    "timestamp": "1710000000",
}
MAPPING = """
name = "log"
[columns]
id = "Ref"
date = "Date of incident"
lat = "Y"
lon = "X"
actor = "Perpetrator"
type = "What"
place_level = "Accuracy"
killed = "Dead"
published = "Told"
[defaults]
country = "Mali"
[date]
format = "%d/%m/%Y"
[types]
"Armed attack" = "ASSAULT/explosives"
[place_levels]
village = "town"
"""


def table(path, *rows, delimiter=","):
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def events(path, source="ucdp", **more):
    return list(read([path], Reading(source, **more)))


def only(path, source="ucdp", **more):
    (event,) = events(path, source, **more)
    assert isinstance(event, Incident), event
    return event


def test_ucdp_row_becomes_an_incident(tmp_path):
    event = only(table(tmp_path / "ged.csv", UCDP))
    assert event.incident_id == "ucdp:15960"
    assert [a.actor_id for a in (*event.actors, *event.recipients)] == ["country:NGA", "boko-haram"]
    assert (event.place.level, event.place.country, event.place.admin1) == ("near", "NGA", "Borno state")
    assert (event.time.start_date, event.time.end_date, event.time.precision) == (
        "2014-05-05",
        "2014-05-11",
        "week",
    )
    assert (event.row.where_precision, event.row.time_precision) == (2, 3)
    assert [(f.low, f.best, f.high) for f in event.figures] == [(300, 300, 315)]
    assert event.row.reports == ("AFP", "BBC")
    assert event.row.origin == "ged.csv:2"
    assert event.published is None
    assert event.provenance == "import:ucdp"


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("Nigeria", "2016-01-01", "islamic-state-west-africa-province"),
        ("Syria", "2016-01-01", "islamic-state"),
        ("Pakistan", "2016-01-01", "islamic-state-khorasan"),
        ("Pakistan", "2020-01-01", "islamic-state-pakistan"),
    ],
)
def test_one_actor_is_split_into_its_provinces(tmp_path, country, day, expected):
    row = {**UCDP, "side_b": "IS", "country": country, "date_start": day, "date_end": day}
    path = table(tmp_path / "a.csv", row)
    assert only(path).recipients[0].actor_id == expected
    assert only(path, split=False).recipients[0].actor_id == "islamic-state"


def test_coalition_of_ucdp_is_several_actors(tmp_path):
    row = {**UCDP, "side_b": "Ahrar al-Sham, HTS, Nobody Known", "country": "Syria"}
    assert [a.actor_id for a in only(table(tmp_path / "a.csv", row)).recipients] == [
        "ahrar-al-sham",
        "hts",
        None,
    ]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"latitude": "north"}, "latitude 'north' is not a number"),
        ({"latitude": "120"}, "latitude '120' is not a latitude"),
        ({"date_start": "2014-02-30"}, "date_start '2014-02-30' is not a date"),
        ({"date_end": "2014-01-01"}, "is before the start"),
        ({"where_prec": "9"}, "is not a code from 1 to 7"),
        ({"id": ""}, "no id"),
    ],
)
def test_bad_row_is_named_and_the_rest_goes_on(tmp_path, cells, said):
    path = table(tmp_path / "ged.csv", UCDP, {**UCDP, "id": "2", **cells}, {**UCDP, "id": "3"})
    first, bad, last = events(path)
    assert (first.incident_id, last.incident_id) == ("ucdp:15960", "ucdp:3")
    assert isinstance(bad, Problem)
    assert bad.issue.message.startswith(f"{path}:3: ")
    assert said in bad.issue.message


def test_row_numbers_count_lines_of_the_file(tmp_path):
    rows = [{**UCDP, "where_coordinates": "two\nlines"}, {**UCDP, "id": "2", "best": "many"}]
    _, bad = events(table(tmp_path / "ged.csv", *rows))
    assert ":4: best 'many'" in bad.issue.message


def test_row_with_too_few_cells_is_a_problem(tmp_path):
    path = table(tmp_path / "ged.csv", UCDP)
    path.write_text(path.read_text() + "1,2,3\n")
    _, bad = events(path)
    assert "3 cells" in bad.issue.message


def test_packed_files_are_opened(tmp_path):
    plain = table(tmp_path / "ged.csv", UCDP)
    (tmp_path / "ged.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "ged.zip", "w") as archive:
        archive.write(plain, "inside/ged.csv")
    for name in ("ged.csv.gz", "ged.zip"):
        assert only(tmp_path / name).incident_id == "ucdp:15960"


@pytest.mark.parametrize("content", [b"", b"id,side_a,side_b,latitude,longitude,date_start\n"])
def test_file_without_rows_is_an_error(tmp_path, content):
    (tmp_path / "empty.csv").write_bytes(content)
    with pytest.raises(SourceError, match="empty"):
        events(tmp_path / "empty.csv")


def test_damaged_and_missing_files_are_errors(tmp_path):
    plain = table(tmp_path / "ged.csv", *[{**UCDP, "id": str(n)} for n in range(999)])
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(plain.read_bytes())[:-40])
    for name in ("a.csv.gz", "none.csv"):
        with pytest.raises(SourceError, match=name):
            events(tmp_path / name)


def test_file_of_another_data_set_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="side_a"):
        events(table(tmp_path / "a.csv", ACLED))


def test_acled_row_becomes_an_incident(tmp_path):
    event = only(table(tmp_path / "acled.csv", ACLED), "acled")
    assert (event.incident_id, event.type, event.mode) == ("acled:MLI123", "ASSAULT", "explosives")
    assert event.actors[0].actor_id == "jnim"
    assert (event.recipients[0].actor_id, event.recipients[0].sector) == ("country:MLI", "MIL")
    assert (event.place.level, event.row.where_precision) == ("adm2", 2)
    assert (event.time.precision, event.time.start_date, event.time.end_date) == (
        "week",
        "2024-03-01",
        "2024-03-07",
    )
    assert event.row.updated < "001710000001"
    assert event.row.reports == ("RFI", "Studio Tamani")


def test_acled_from_excel_with_older_headers(tmp_path):
    old = {name.upper(): text for name, text in ACLED.items()} | {"DATA_ID": "7", "TIMESTAMP": "2024-04-01"}
    book = openpyxl.Workbook()
    book.active.append(list(old))
    book.active.append(list(old.values()))
    book.save(tmp_path / "acled.xlsx")
    assert only(tmp_path / "acled.xlsx", "acled").row.updated == "2024-04-01"


def test_gdelt_row_without_header(tmp_path):
    cells = dict.fromkeys(header(), "")
    cells |= {"globaleventid": "99", "day": "20240304", "eventcode": "195", "actor1name": "BOKO HARAM"}
    cells |= {"actiongeo_type": "4", "actiongeo_fullname": "Maiduguri, Borno, Nigeria"}
    cells |= {"actiongeo_countrycode": "NI", "actiongeo_lat": "11.8", "actiongeo_long": "13.1"}
    cells |= {"dateadded": "20240305120000", "numsources": "2"}
    (tmp_path / "g.export.csv").write_text("\t".join(cells.values()) + "\n")
    event = only(tmp_path / "g.export.csv", "gdelt")
    assert (event.incident_id, event.type, event.place.country) == ("gdelt:99", "ASSAULT", "NGA")
    assert (event.actors[0].actor_id, event.published, event.sources) == ("boko-haram", "2024-03-05", 2)


def test_any_csv_through_a_mapping(tmp_path):
    (tmp_path / "log.toml").write_text(MAPPING)
    row = {"Ref": "A-1", "Date of incident": "05/03/2024", "Y": "14,35".replace(",", "."), "X": "-3.6"}
    row |= {
        "Perpetrator": "JNIM",
        "What": "Armed attack",
        "Accuracy": "village",
        "Dead": "2",
        "Told": "06/03/2024",
    }
    path = table(tmp_path / "log.csv", row, {**row, "Ref": "A-2", "What": "Unheard of"}, delimiter=";")
    event, bad = events(path, "log", mapping=tmp_path / "log.toml")
    assert (event.incident_id, event.type, event.mode) == ("log:A-1", "ASSAULT", "explosives")
    assert (event.time.start_date, event.published, event.place.country) == (
        "2024-03-05",
        "2024-03-06",
        "MLI",
    )
    assert event.actors[0].actor_id == "jnim"
    assert "'Unheard of' is not one of" in bad.issue.message


@pytest.mark.parametrize(
    ("change", "said"), [(("lat = ", "latitude = "), "latitude"), (("ASSAULT", "ATTACK"), "is no type")]
)
def test_wrong_mapping_is_refused(tmp_path, change, said):
    (tmp_path / "log.toml").write_text(MAPPING.replace(*change))
    with pytest.raises(ConfigError, match=said):
        events(tmp_path / "log.csv", "log", mapping=tmp_path / "log.toml")


def test_deletions_name_incidents(tmp_path):
    path = table(tmp_path / "d.csv", {"event_id_cnty": "MLI123", "deleted_timestamp": "1710000000"})
    assert list(read_deletions(path, "acled")) == [("acled:MLI123", "001710000000")]


def test_own_actors_are_found_behind_names(tmp_path):
    own = tmp_path / "actors.csv"
    add_own(
        own, {"actor_id": "valley-men", "name": "Valley Men", "kind": "group"}, [("Valley Men", "en")], ()
    )
    names = ActorNames(own=(own,))
    assert names.actor("Valley Men", "NGA", "2014-05-05").actor_id == "valley-men"
    assert ActorNames().actor("Valley Men", "NGA", "2014-05-05").actor_id is None
