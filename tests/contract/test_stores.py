"""One suite for every store."""

from __future__ import annotations

import pytest

from marsad.errors import StoreError
from marsad.records import (
    Actor,
    Coded,
    Event,
    Evidence,
    Incident,
    Issue,
    Judgement,
    Member,
    Origin,
    Place,
    Report,
    Span,
    Time,
)
from marsad.store.base import EventKey, EventQuery, Noted, ReviewNote, Run
from marsad.store.reviews import digest
from marsad.store.sqlite import SqliteStore

RUN = Run(run_id="r1", started="2024-01-01T00:00:00", version="1")
TEXT = "قُتل سبعة في سراقب \u202eأمس\u202c 😀\r\n"


def report(number: int, **more: str) -> Report:
    origin = Origin(path="a.jsonl", line=number, sha256="00")
    return Report(id=f"n{number}", text=f"{TEXT}{number}", origin=origin, **more)


def coded(number: int, country: str = "SYR", day: str = "2024-03-04") -> Coded:
    trigger = Span(start=0, end=4, text=TEXT[:4])
    event = Event(
        event_id=f"e{number}",
        type="ASSAULT",
        status="occurred",
        trigger=trigger,
        actors=(Actor(start=0, end=4, text=TEXT[:4], kind="group", actor_id="islamic-state"),),
        recipients=(Actor(start=0, end=4, text=TEXT[:4], kind="people"),),
        place=Place(
            start=13, end=18, text=TEXT[13:18], level="town", why="only", country=country, lat=35.8, lon=36.8
        ),
        time=Time(start=0, end=1, text=TEXT[:1], start_date=day, end_date=day, precision="day"),
        confidence=0.5,
        evidence=(Evidence(start=0, end=5, quote=TEXT[:5]),),
    )
    blank = Coded.blank(f"n{number}", language="ar")
    return Coded(**{**{f: getattr(blank, f) for f in blank.__struct_fields__}, "events": (event,)})


@pytest.fixture(params=["sqlite"])
def store(request, tmp_path):
    with SqliteStore(tmp_path / "marsad.db") as made:
        made.start_run(RUN)
        yield made


def test_reports_are_kept_unaltered_and_in_order(store):
    given = [report(3, title="ـعنوان"), report(1, language="ar", published="2024-03-05"), report(2, url="u")]
    added = store.add_reports(given, "r1")
    assert (added.new, added.same, added.renamed) == (3, 0, {})
    kept = list(store.reports())
    assert [r.id for r in kept] == ["n3", "n1", "n2"]
    for before, after in zip(given, kept, strict=True):
        assert (before.text, before.title, before.published, before.url) == (
            after.text,
            after.title,
            after.published,
            after.url,
        )
    assert store.report("n1").language == "ar"
    assert store.report("missing") is None


def test_the_same_report_again_changes_nothing_but_adds_a_sighting(store):
    store.add_reports([report(1)], "r1")
    again = Report(id="n1", text=report(1).text, origin=Origin(path="b.jsonl", line=9))
    added = store.add_reports([report(1), again], "r1")
    assert (added.new, added.same) == (0, 2)
    assert store.counts()["report"] == 1
    assert store.counts()["sighting"] == 2


def test_another_report_under_a_taken_id_is_kept_under_its_own(store):
    store.add_reports([report(1)], "r1")
    other = Report(id="n1", text="something else")
    first = store.add_reports([other], "r1")
    second = store.add_reports([other], "r1")
    assert first.renamed == second.renamed
    assert (first.new, second.new) == (1, 0)
    assert store.report(first.renamed["n1"]).text == "something else"


def test_issues_of_a_report_come_back_with_it(store):
    odd = Issue(code="encoding-detected", message="m", hint="h")
    store.add_reports([Report(id="x", text="t", issues=(odd,))], "r1")
    assert store.report("x").issues == (odd,)


def test_uncoded_reports_are_those_without_records_of_the_version(store):
    store.add_reports([report(1), report(2)], "r1")
    assert store.add_coded([coded(1)], "v1") == 1
    assert [r.id for r in store.uncoded("v1")] == ["n2"]
    assert [r.id for r in store.uncoded("v2")] == ["n1", "n2"]


def test_reports_can_be_read_while_their_records_are_written(store):
    store.add_reports(map(report, range(500)), "r1")
    written = store.add_coded((coded(int(r.id[1:])) for r in store.uncoded("v1")), "v1")
    assert written == 500
    assert [c.id for c in store.all_coded()] == [f"n{i}" for i in range(500)]


def test_records_come_back_equal_and_new_ones_take_the_place_of_old(store):
    store.add_reports([report(1)], "r1")
    store.add_coded([coded(1)], "v1")
    assert store.coded("n1") == coded(1)
    store.add_coded([Coded.blank("n1")], "v2")
    assert store.coded("n1") == Coded.blank("n1")
    assert (store.counts()["event"], store.counts()["event_actor"]) == (0, 0)


def test_records_of_an_unknown_report_are_refused_and_nothing_is_written(store):
    store.add_reports([report(1)], "r1")
    with pytest.raises(StoreError):
        store.add_coded([coded(1), coded(2)], "v1")
    assert store.counts()["coded"] == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (EventQuery(), [1, 2, 3]),
        (EventQuery(country="IRQ"), [2]),
        (EventQuery(actor_id="islamic-state", type="ASSAULT"), [1, 2, 3]),
        (EventQuery(actor_id="boko-haram"), []),
        (EventQuery(since="2024-03-05"), [2, 3]),
        (EventQuery(since="2024-03-05", until="2024-03-05"), [2]),
        (EventQuery(bbox=(36, 35, 37, 36)), [1, 2, 3]),
        (EventQuery(bbox=(37, 35, 38, 36)), []),
        (EventQuery(status="denied"), []),
    ],
)
def test_events_are_found_by_what_was_asked(store, query, found):
    store.add_reports([report(1), report(2), report(3)], "r1")
    store.add_coded([coded(1), coded(2, "IRQ", "2024-03-05"), coded(3, "SYR", "2024-03-06")], "v1")
    assert store.find_events(query) == [EventKey(f"n{i}", f"e{i}") for i in found]


def test_judgements_are_append_only(store):
    one = Judgement(left="a", right="b", verdict="same", who="rule:x", when="2024-01-01", why="near")
    assert store.add_judgements([one, one]) == 1
    assert store.add_judgements([one]) == 0
    assert store.judgements() == (one,)
    with pytest.raises(StoreError):
        store.execute("UPDATE judgement SET verdict = 'different'")
    with pytest.raises(StoreError):
        store.execute("DELETE FROM judgement")


def test_incidents_are_derived_and_replaced(store):
    def incident(number: int) -> Incident:
        member = Member(report_id=f"n{number}", event_id=f"e{number}")
        return Incident(
            incident_id=str(number),
            members=(member,),
            type="ASSAULT",
            place=None,
            time=None,
            sources=1,
            status="occurred",
        )

    assert store.replace_incidents([incident(1), incident(2)]) == 2
    assert store.replace_incidents([incident(2), incident(3)]) == 2
    assert {i.incident_id for i in store.incidents()} == {"2", "3"}


def test_issues_are_kept_once(store):
    note = Noted("ingest", None, Issue(code="broken-json", message="a:2", hint="h"))
    assert store.add_issues([note, note], "r1") == 1
    assert store.add_issues([note], "r1") == 0
    assert store.issues() == [note]


def test_runs_are_written_down_with_their_summary(store):
    done = Run(run_id="r1", started=RUN.started, version="1", finished="later", summary={"reports": 3})
    store.finish_run(done)
    assert store.runs() == [done]


def test_a_second_program_sees_what_was_written(store, tmp_path):
    store.add_reports([report(1)], "r1")
    with SqliteStore(tmp_path / "marsad.db") as other:
        assert other.report("n1") is not None
        other.add_reports([report(2)], "r1")
    assert store.counts()["report"] == 2


def noted(verdict: str, event_id: str = "e1", **more: str) -> ReviewNote:
    event = coded(1).events[0]
    told = {"report_id": "n1", "event_id": event_id, "digest": digest(event), "who": "amal"} | more
    return ReviewNote(verdict=verdict, when="2024-01-02T00:00:00", reason="read", **told)


@pytest.mark.parametrize(
    ("notes", "state"),
    [
        ([noted("accept")], "accepted"),
        ([noted("reject")], "rejected"),
        ([noted("accept"), noted("reject")], "rejected"),
        ([noted("reject"), noted("accept")], "accepted"),
        ([noted("accept"), noted("reopen")], None),
        ([noted("accept", digest="other")], "suggested"),
        ([noted("reject", digest="other")], "rejected"),
        ([noted("reject", report_id="n2")], None),
        ([noted("reject", event_id="e2")], None),
    ],
)
def test_the_last_review_is_laid_over_an_event(store, notes, state):
    store.add_reports([report(1)], "r1")
    store.add_coded([coded(1)], "1")
    assert store.add_reviews(notes) == len(notes)
    assert store.reviews() == tuple(notes)
    assert [one.events[0].review for one in (store.coded("n1"), *store.all_coded())] == [state, state]


def test_reviews_outlive_coding_anew_and_cannot_be_altered(store):
    store.add_reports([report(1)], "r1")
    store.add_coded([coded(1)], "1")
    store.add_reviews([noted("reject")])
    store.add_coded([coded(1)], "2")
    assert store.coded("n1").events[0].review == "rejected"
    for statement in ("UPDATE review SET reason = ''", "DELETE FROM review"):
        with pytest.raises(StoreError):
            store.execute(statement)
