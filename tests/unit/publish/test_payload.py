import msgspec
import pytest

from marsad.actors.own import add_own
from marsad.publish import payload
from marsad.publish.labels import Own, labels_for
from marsad.records import Actor, Place, Time

EN, AR = labels_for("en"), labels_for("ar")


def place(**more):
    return Place(start=0, end=1, text="x", why="test", **({"level": "town"} | more))


def test_states_and_countries_are_named_in_the_language_of_the_page():
    germany = Actor(start=0, end=6, text="Berlin", kind="state", actor_id="country:DEU", name="Germany")
    assert payload.who([germany, germany], AR) == ["ألمانيا"]
    assert payload.where(place(level="country", country="IRQ", name="Iraq"), AR)["n"] == "العراق"


def test_known_groups_are_named_in_the_language_of_the_page():
    group = Actor(start=0, end=1, text="the group", kind="group", actor_id="boko-haram", name="Boko Haram")
    assert payload.who([group], AR) == ["بوكو حرام"]
    assert payload.who([group], EN) == ["Boko Haram"]


def test_own_actors_are_named_in_the_language_of_the_page(tmp_path):
    own = tmp_path / "actors.csv"
    names = [("Free Men of the Valley", "en"), ("أحرار الوادي", "ar")]
    add_own(own, {"actor_id": "valley-men", "name": "Valley Men", "kind": "group"}, names, ())
    found = Actor(start=0, end=1, text="they", kind="group", actor_id="valley-men")
    assert payload.who([found], labels_for("ar", Own(actors=(own,)))) == ["أحرار الوادي"]
    assert payload.who([found], labels_for("en", Own(actors=(own,)))) == ["Valley Men"]
    assert payload.who([found], EN) == ["they"]


def test_unknown_actors_keep_their_words_without_bidi_controls():
    assert payload.who([Actor(start=0, end=1, text="\u202egunmen\u202c\n", kind="unknown")], EN) == ["gunmen"]


def test_half_a_coordinate_is_none():
    assert "x" not in payload.where(place(lat=1.0), EN)
    assert payload.where(place(lat=1.0000001, lon=-2.0), EN)["y"] == 1.0
    assert payload.where(None, EN) is None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2021-01-01", None, ["2021-01-01", "2021-01-01"]),
        (None, "2021-02-01", ["2021-02-01", "2021-02-01"]),
        (None, None, None),
    ],
)
def test_open_windows_close_on_the_known_end(start, end, expected):
    time = Time(start=0, end=1, text="x", start_date=start, end_date=end, precision="day")
    found = payload.when(time)
    assert (found and found[:2]) == expected


def test_incident_without_date_takes_the_publication_date_and_says_so(world):
    undated = msgspec.structs.replace(world.incidents[0], time=None, published="2021-05-05T10:00")
    assert payload.event_date(undated) == ["2021-05-05", "2021-05-05", "published", "on"]
    assert payload.event_date(msgspec.structs.replace(undated, published=None)) is None


def test_imported_incidents_need_no_reports(world):
    alien = msgspec.structs.replace(world.incidents[0], members=(), provenance="import:ucdp")
    rows = payload.rows(payload.gather([], [], [alien], EN))
    assert rows["incidents"][0]["o"] == "import:ucdp"
    assert "e" not in rows["incidents"][0]


def test_issues_count_reports_not_lines(world):
    twice = msgspec.structs.replace(world.coded[-1], issues=world.coded[-1].issues * 2)
    pages = payload.gather(world.reports, [*world.coded[:-1], twice], world.incidents, EN)
    assert [(row["code"], row["n"]) for row in payload.issue_rows(pages)] == [("not-relevant", 1)]
    assert payload.issue_rows(pages)[0]["at"] == [[30, "No word of interest was found."]]


def test_what_was_coded_from_unknown_reports_is_left_out(world):
    pages = payload.gather(world.reports[:2], world.coded, [], EN)
    assert len(pages.coded) == 2


def test_newest_incidents_first_but_none_from_after_its_report(world):
    def dated(day, precision="day", published="2021-06-10"):
        time = Time(start=0, end=1, text="x", start_date=day, end_date=day, precision=precision)
        return msgspec.structs.replace(
            world.incidents[0], incident_id=f"{day}{precision}", time=time, published=published
        )

    mixed = [
        dated("2021-06-01"),
        dated("2050-01-01", "year"),
        dated("2030-01-01"),
        dated("2021-06-09"),
        dated("2021-06-11"),
    ]
    rows = payload.rows(payload.gather(world.reports, [], mixed, EN))["incidents"]
    assert [row["i"] for row in rows][-2:] == ["2021-06-01day", "2050-01-01year"]
    assert {row["i"] for row in rows[:2]} == {"2030-01-01day", "2021-06-11day"}


def test_only_actors_of_the_base_are_ranked(world):
    group = world.incidents[0].actors[0]
    gunmen = msgspec.structs.replace(group, actor_id=None, name=None, text="gunmen")
    mixed = msgspec.structs.replace(world.incidents[0], actors=(gunmen, group))
    row = payload.rows(payload.gather(world.reports, [], [mixed], EN))["incidents"][0]
    assert row["a"] == ["gunmen", *row["g"]]
    assert row["g"] == [group.name]
