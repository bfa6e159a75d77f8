from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.records import Actor, Coded, Event, EventFigure, Evidence, Judgement, Place, Report, Span, Time
from marsad.resolve.incidents import resolve

GAO = ("gao", "Gao", "MLI", 16.27, -0.04)
ANSONGO = ("ansongo", "Ansongo", "MLI", 15.66, 0.50)
DIFFA = ("diffa", "Diffa", "NER", 13.32, 12.61)


def place(spot, level="town"):
    name, words, country, lat, lon = spot
    where = {"place_id": name, "name": words, "country": country, "lat": lat, "lon": lon}
    return Place(start=0, end=3, text=words, level=level, why="a test", **where)


def day(date):
    return Time(start=0, end=3, text="on", start_date=date, end_date=date, precision="day")


def who(words, actor_id=None, start=0):
    kind = "group" if actor_id else "people"
    return Actor(start=start, end=start + len(words), text=words, kind=kind, actor_id=actor_id)


def count(kind, best, start=100):
    return EventFigure(start=start, end=start + 2, text=str(best), kind=kind, low=best, best=best, high=best)


def event(name, *, kind="ASSAULT", spot=GAO, on="2024-03-05", killed=None, status="occurred", **more):
    given = {"place": place(spot) if spot else None, "time": day(on) if on else None}
    given |= {"figures": (count("killed", killed),) if killed else ()} | more
    return Event(
        event_id=name,
        type=kind,
        status=status,
        trigger=Span(start=given.pop("at", 10), end=20, text="attacked"),
        confidence=0.8,
        evidence=(Evidence(start=0, end=4, quote=name),),
        **given,
    )


def coded(name, *events, published="2024-03-06", language="en"):
    blank = Coded.blank(name, language=language, published=published)
    return Coded(**{f: getattr(blank, f) for f in blank.__struct_fields__} | {"events": events})


def report(name, title, source=None):
    return Report(id=name, text="A longer text than the headline. " * 12, title=title, source=source or name)


def groups(coded, reports=(), judgements=()):
    found = resolve(coded, reports, judgements)
    return {frozenset(m.event_id for m in incident.members) for incident in found}


def same(left, right, verdict="same", when="2024-04-01"):
    return Judgement(left=left, right=right, verdict=verdict, who="reader", when=when, why="read both")


JNIM = (who("JNIM", "jnim"),)


# -- what makes one incident ------------------------------------------------------------------------


def test_place_day_actor_and_count_decide_across_languages():
    told = [
        coded("ar", event("a", killed=12, actors=JNIM), language="ar"),
        coded("en", event("b", killed=11, actors=JNIM), language="en"),
        coded("fr", event("c", killed=12, actors=JNIM), language="fr"),
    ]
    titles = [
        report("ar", "مقتل جنود في غاو"),
        report("en", "Soldiers die in Gao"),
        report("fr", "Gao : attaque"),
    ]
    assert groups(told, titles) == {frozenset("abc")}


@pytest.mark.parametrize(
    "other",
    [
        {"spot": ANSONGO, "killed": 12},
        {"spot": DIFFA, "killed": 12},
        {"on": "2024-03-02", "killed": 12},
        {"kind": "PROTEST"},
        {"killed": 90, "actors": (who("ISSP", "is-sahel"),)},
    ],
)
def test_another_place_day_kind_or_count_is_another_incident(other):
    told = [coded("x", event("a", killed=12, actors=JNIM)), coded("y", event("b", **other), language="fr")]
    assert groups(told) == {frozenset("a"), frozenset("b")}


def test_like_headlines_of_a_day_without_a_place_are_one():
    told = [coded(n, event(n, spot=None, on=None, actors=JNIM)) for n in "ab"]
    titles = [
        report("a", "Gunmen storm convent near river port"),
        report("b", "Convent near river port stormed by gunmen"),
    ]
    others = [coded(f"o{n}", event(f"e{n}", kind="AID", spot=None, on=None)) for n in range(9)]
    noise = [report(f"o{n}", f"Minister opens school number {n}") for n in range(9)]
    assert frozenset("ab") in groups([*told, *others], [*titles, *noise])


def test_sentences_of_one_day_on_one_group_are_not_one_act_without_a_tie():
    """Day, group and country agree for most of what is told of a war; a town and a manner tie two acts."""

    def told(name, words, **more):
        quote = (Evidence(start=0, end=len(words), quote=words),)
        acts = event(f"{name}1", spot=None, on=None, kind="PROTEST", at=5), event(f"{name}2", at=90, **more)
        return coded(
            name,
            acts[0],
            Event(**{f: getattr(acts[1], f) for f in acts[1].__struct_fields__} | {"evidence": quote}),
        )

    mali = {"place": place(("mali", "Mali", "MLI", 17.0, -4.0), "country"), "actors": JNIM}
    loose = [
        told("x", "JNIM fighters shelled a barracks at dawn", **mali),
        told("y", "JNIM fighters burnt a school yesterday", **mali),
    ]
    assert frozenset({"x2"}) in groups(loose)
    town = {"actors": JNIM, "mode": "aerial"}
    tied = [
        told("x", "JNIM fighters shelled a barracks at dawn", **town),
        told("y", "JNIM fighters burnt a school yesterday", **town),
    ]
    assert frozenset({"x2", "y2"}) in groups(tied)


def test_the_mode_is_one_of_the_type():
    told = coded(
        "r",
        event("a", killed=12),
        event("b", killed=12, part_of="a", at=30),
        event("c", killed=12, kind="COERCE", mode="seize", at=50, part_of="a"),
    )
    (incident,) = resolve([told], [])
    assert (incident.type, incident.mode) == ("ASSAULT", None)


def test_a_source_that_lists_a_bare_headline_twice_tells_of_two_events():
    told = [coded(n, event(n, spot=None, on=None, killed=30)) for n in "ab"]
    listed = [Report(id=n, text="30 killed yesterday in clashes", source="Wire") for n in "ab"]
    assert groups(told, listed) == {frozenset("a"), frozenset("b")}


def test_part_of_goes_with_its_leader_and_a_bare_mention_with_the_act_told_last():
    told = coded(
        "r",
        event("lead", killed=12),
        event("part", killed=12, part_of="lead", at=30),
        event("later", spot=None, on=None, at=300),
        event("elsewhere", spot=DIFFA, at=400),
        event("again", spot=None, on=None, at=500),
    )
    assert groups([told]) == {frozenset({"lead", "part", "later"}), frozenset({"elsewhere", "again"})}


def test_only_material_events_that_occurred_become_incidents():
    told = coded("r", event("a", kind="ACCUSE"), event("b", status="denied"), event("c", status="planned"))
    assert groups([told]) == set()


def test_a_possible_event_supports_an_incident_and_makes_none():
    sure = coded("x", event("a", killed=12, actors=JNIM))
    maybe = coded("y", event("b", killed=12, actors=JNIM, status="possible"), language="fr")
    assert groups([sure, maybe]) == {frozenset("ab")}
    assert groups([maybe]) == set()


def test_a_chain_of_near_misses_does_not_grow():
    days = [f"2024-03-{n:02}" for n in range(1, 25)]
    told = [coded(f"r{d}", event(d, on=d, actors=JNIM), published=d) for d in days]
    assert max(len(g) for g in groups(told)) <= 4


# -- the record -------------------------------------------------------------------------------------


def only(*told, reports=()):
    (incident,) = resolve(told, reports)
    return incident


def test_a_later_toll_wins_and_nothing_is_added_up():
    early = coded("x", event("a", killed=11, actors=JNIM), event("p", killed=11, part_of="a", at=30))
    late = coded("y", event("b", killed=14, actors=JNIM), published="2024-03-07", language="fr")
    figure = only(early, late).figures[0]
    assert (figure.kind, figure.low, figure.best, figure.high) == ("killed", 11, 14, 14)
    assert "latest" in figure.rule


def test_actors_known_by_an_entry_stand_once_and_for_those_known_by_words():
    left = coded("x", event("a", killed=12, actors=(*JNIM, who("gunmen")), recipients=(who("soldiers"),)))
    right = coded("y", event("b", killed=12, actors=(who("GSIM", "jnim"),)), language="fr")
    found = only(left, right)
    assert [a.actor_id for a in found.actors] == ["jnim"]
    assert [a.text for a in found.recipients] == ["soldiers"]


def test_those_who_were_counted_as_killed_did_not_do_it():
    counted = who("12 soldiers", start=100)
    found = only(coded("x", event("a", killed=12, actors=(counted,))))
    assert found.actors == ()
    assert [a.text for a in found.recipients] == ["12 soldiers"]


def test_the_place_is_the_most_precise_that_agrees():
    wide = place(("mali", "Mali", "MLI", 17.0, -4.0), "country")
    told = [coded(n, event(n, killed=12, actors=JNIM), language=n) for n in ("ar", "en")]
    third = coded("fr", event("f", killed=12, actors=JNIM, spot=None, place=wide), language="fr")
    found = only(*told, third)
    assert len(found.members) == 3
    assert found.place.name == "Gao"


def test_sources_are_counted_once_and_the_first_publication_is_kept():
    told = [coded(n, event(n, killed=12, actors=JNIM), language=n) for n in ("ar", "en", "fr")]
    told[0] = coded("ar", event("ar", killed=12, actors=JNIM), language="ar", published="2024-03-05T09:00")
    reports = [report(n, n, source="Wire" if n != "fr" else "Radio") for n in ("ar", "en", "fr")]
    found = only(*told, reports=reports)
    assert (found.sources, found.published, found.status) == (2, "2024-03-05T09:00", "occurred")


# -- what must always hold --------------------------------------------------------------------------

SPOTS = (GAO, ANSONGO, DIFFA, None)


@st.composite
def worlds(draw):
    told = []
    for number in range(draw(st.integers(2, 9))):
        events = tuple(
            event(
                f"{number}.{n}",
                spot=draw(st.sampled_from(SPOTS)),
                on=draw(st.sampled_from(("2024-03-04", "2024-03-05", None))),
                killed=draw(st.sampled_from((None, 4, 12))),
                actors=draw(st.sampled_from(((), JNIM))),
                at=n * 200,
            )
            for n in range(draw(st.integers(1, 3)))
        )
        told.append(coded(f"r{number}", *events, language=draw(st.sampled_from(("ar", "en")))))
    return told


def pick(draw, told):
    names = [e.event_id for c in told for e in c.events]
    pair = draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
    return tuple(pair)


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(told, shuffle):
    mixed = list(told)
    shuffle.shuffle(mixed)
    assert resolve(mixed, ()) == resolve(told, ())


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_every_event_is_in_one_incident(told):
    members = [m.event_id for i in resolve(told, ()) for m in i.members]
    assert sorted(members) == sorted(e.event_id for c in told for e in c.events)


@settings(max_examples=40, deadline=None)
@given(worlds(), st.data())
def test_judgements_are_kept(told, data):
    left, right = pick(data.draw, told)
    together = data.draw(st.booleans())
    found = groups(told, (), [same(left, right, "same" if together else "different")])
    assert any({left, right} <= group for group in found) is together


def test_the_later_judgement_counts_and_unsure_changes_nothing():
    told = [coded("x", event("a", killed=12, actors=JNIM)), coded("y", event("b", killed=12, actors=JNIM))]
    first, later = same("a", "b", "different"), same("b", "a", "same", when="2024-05-01")
    for order in ([first, later], [later, first]):
        assert groups(told, (), order) == {frozenset("ab")}
    assert groups(told, (), [first]) == {frozenset("a"), frozenset("b")}
    assert groups(told, (), [same("a", "b", "unsure")]) == groups(told)


def test_comparisons_grow_with_the_number_of_events(monkeypatch):
    from marsad.resolve import candidates, incidents

    compared = []

    def counting(told, rarity):
        for pair in candidates.candidates(told, rarity):
            compared.append(pair)
            yield pair

    monkeypatch.setattr(incidents, "candidates", counting)
    crowd = [coded(f"r{n}", event(f"e{n}", killed=n % 7 + 3, actors=JNIM), language="ar") for n in range(400)]
    resolve(crowd, ())
    assert len(compared) <= len(crowd) * candidates.MOST * 6


def test_ids_rest_on_the_members_alone():
    told = [
        coded(f"r{n}", event(f"e{n}", spot=spot, on=on))
        for n, (spot, on) in enumerate(product(SPOTS, ("2024-03-04", None)))
    ]
    assert [i.incident_id for i in resolve(told, ())] == [
        i.incident_id for i in resolve(random.Random(1).sample(told, 8), ())
    ]


def number_of_incidents(*events):
    return len(resolve([coded("r1", *events)], [report("r1", "A headline")]))


def test_a_report_goes_on_with_its_act_where_a_sentence_has_no_scene_of_its_own():
    stormed = event("a", at=10)
    killed = event("b", at=90, spot=None, killed=10)
    assert number_of_incidents(stormed, killed) == 1
    assert number_of_incidents(stormed, killed, event("c", at=150, spot=None, mode="aerial")) == 2
    assert number_of_incidents(stormed, event("d", at=90, spot=None, on="2024-03-01", killed=10)) == 2
    assert number_of_incidents(event("a", killed=3), event("e", at=90, spot=None, killed=10)) == 2


def test_another_actor_or_count_makes_another_act():
    first = event("a", actors=(who("jnim", "jnim"),))
    assert number_of_incidents(first, event("b", at=90, spot=None, killed=4)) == 1
    assert number_of_incidents(first, event("c", at=90, spot=None, killed=4, actors=(who("M", "mali"),))) == 2


def test_captives_of_a_deadly_attack_make_it_no_kidnapping():
    (one,) = resolve(
        [coded("r1", event("a", killed=10), event("b", at=90, spot=None, mode="abduct"))],
        [report("r1", "A headline")],
    )
    assert one.mode is None
