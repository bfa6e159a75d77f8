import datetime

import pytest

from marsad.errors import KnowledgeError
from marsad.evaluate.golden import Case, Expected, check, load_cases, tally
from marsad.evaluate.golden.tally import below, differences, reached, worst_fields
from marsad.records import Actor, Coded, Event, EventFigure, Evidence, Place, Report, Span, Time

TEXT = "Al-Shabaab killed 7 soldiers in Baidoa on Monday. Police arrested two men in Mogadishu."


def place_of(words, part=Span, **more):
    start = TEXT.index(words)
    return part(start=start, end=start + len(words), text=words, **more)


def event(**changes):
    values = {
        "event_id": "e",
        "type": "ASSAULT",
        "status": "occurred",
        "trigger": place_of("killed"),
        "actors": (place_of("Al-Shabaab", Actor, kind="group", actor_id="al-shabaab"),),
        "place": place_of("Baidoa", Place, level="town", why="only one"),
        "time": place_of("Monday", Time, start_date="2024-03-04", end_date="2024-03-04", precision="day"),
        "figures": (place_of("7", EventFigure, kind="killed", low=7, best=7, high=7),),
        "confidence": 0.9,
        "evidence": (Evidence(start=0, end=49, quote=TEXT[:49]),),
    }
    return Event(**{**values, **changes})


def coded(*events):
    empty = dict.fromkeys(
        ("statements", "commitments", "memberships", "figures", "threats", "toponyms", "times", "issues"), ()
    )
    return Coded(id="r", language="en", published=None, events=events, **empty)


def outcomes(fields, *events, **case):
    report = Report(id="r", text=TEXT, language="en")
    expected = (Expected("event", {"status": "occurred", **fields}),) if fields else ()
    return check(Case(id="en/x", note="n", report=report, expected=expected, **case), coded(*events))


RIGHT = {
    "type": "ASSAULT",
    "actor": "Al-Shabaab",
    "place": "Baidoa",
    "date": datetime.date(2024, 3, 4),
    "killed": 7,
}


def test_a_right_event_passes():
    assert [o.passed for o in outcomes(RIGHT, event())] == [True]


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("actor", "Police"),
        ("actor", []),
        ("place", "Mogadishu"),
        ("date", datetime.date(2024, 3, 5)),
        ("killed", 8),
        ("killed", [8, 20]),
        ("killed", 0),
        ("injured", 2),
        ("mode", "firearms"),
        ("recipient", "soldiers"),
        ("status", "denied"),
    ],
)
def test_a_wrong_field_is_named_with_what_was_coded(field, wanted):
    (outcome,) = outcomes({**RIGHT, field: wanted}, event())
    assert outcome.found
    assert [missed.field for missed in outcome.missed] == [field]


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("actor", "Police | Al-Shabaab"),
        ("actor", "@al-shabaab"),
        ("killed", [5, 9]),
        ("date", [datetime.date(2024, 3, 4), datetime.date(2024, 3, 4)]),
        ("mode", "firearms | "),
        ("status", "ongoing | occurred"),
    ],
)
def test_alternatives_ids_and_ranges(field, wanted):
    assert all(o.passed for o in outcomes({**RIGHT, field: wanted}, event()))


def test_another_type_is_not_found_and_the_line_says_what_was_coded():
    (outcome,) = outcomes({"type": "PROTEST"}, event())
    assert not outcome.found
    assert "type=ASSAULT" in next(differences([outcome]))


def test_a_quote_tells_two_events_of_a_type_apart():
    other = event(evidence=(Evidence(start=50, end=86, quote=TEXT[50:86]),))
    assert [o.found for o in outcomes({"type": "ASSAULT", "quote": "Police arrested two men"}, event())] == [
        False
    ]
    assert outcomes({"type": "ASSAULT", "quote": "Police arrested two men"}, event(), other)[0].found


def test_records_that_must_not_be_there_are_extra():
    closed = outcomes({}, event(), none=frozenset({"event"}))
    complete = outcomes(RIGHT, event(), event(), complete=frozenset({"event"}))
    absent = outcomes({}, event(), absent=(Expected("event", {"type": "ASSAULT"}),))
    assert [o.extra for o in closed] == [True]
    assert [o.extra for o in complete] == [False, True]
    assert [o.extra for o in absent] == [True]
    assert outcomes({}, event(), absent=(Expected("event", {"type": "PROTEST"}),)) == []


def test_the_fields_wrong_most_often_come_first():
    wrong = [
        *outcomes({**RIGHT, "killed": 1}, event()),
        *outcomes({**RIGHT, "killed": 1, "place": "Mogadishu"}, event()),
    ]
    assert list(worst_fields(wrong)) == ["most wrong: en event.killed 2, en event.place 1"]


def test_totals_and_floors():
    totals = tally([*outcomes(RIGHT, event()), *outcomes({**RIGHT, "killed": 1}, event())])
    assert totals["en", "event"].rates() == {"found": 1.0, "fields": 0.5}
    assert reached(totals) == {"en": {"event": {"found": 1.0, "fields": 0.5}}}
    floors = {"en": {"event": {"found": 1.0, "fields": 0.6}}, "fr": {"event": {"found": 0.0}}}
    assert list(below(totals, floors)) == ["en event fields: 0.500 is below the floor 0.600"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('type = "ASAULT"', "nearest is 'ASSAULT'"),
        ('type = "ASSAULT"\nmode = "bombs"', "unknown mode of ASSAULT"),
        ('type = "ASSAULT"\nactor = "Police"', "'Police' is not in the text"),
        ('type = "ASSAULT"\nkiled = 7', "nearest is 'killed'"),
        ('type = "ASSAULT"\nstatus = "future"', "unknown status"),
        ("killed = 7", "event needs type"),
    ],
)
def test_a_wrong_case_is_refused(tmp_path, line, message):
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "x.toml").write_text(f'note = "n"\nlang = "en"\ntext = "Men fled."\n[[event]]\n{line}\n')
    with pytest.raises(KnowledgeError, match=message):
        load_cases(tmp_path)
