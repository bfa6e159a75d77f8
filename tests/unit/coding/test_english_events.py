"""English events: type, roles, weapons and figures of invented sentences."""

import pytest

from marsad import flow
from marsad.annotate import annotate
from marsad.coding.english_chunks import Parse
from marsad.knowledge import load
from marsad.records import Report


@pytest.fixture(scope="module")
def knowledge():
    return load()


@pytest.fixture
def document(knowledge):
    def made(text):
        return annotate(Report(id="t", text=text, language="en", published="2024-03-05"), knowledge)

    return made


@pytest.fixture
def events(knowledge):
    def found(text):
        report = Report(id="t", text=text, language="en", published="2024-03-05")
        return flow.code_report(report, knowledge).events

    return found


def told(events, kind):
    """Actors, recipients and targets of the first event of a type, None where there is none."""
    event = next((e for e in events if e.type == kind), None)
    if event is None:
        return None
    sides = (event.actors, event.recipients, event.targets)
    return tuple(tuple(p.text for p in side) for side in sides)


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The brigade, which is based in Homs, shelled the bridge.", "shelled", ["The brigade"]),
        ("Rockets fired by the rebels hit a clinic.", "hit", ["Rockets"]),
        ("Soldiers surrounded the house and arrested a lawyer.", "arrested", ["Soldiers"]),
        ("Members of the union have agreed to release the driver.", "release", ["Members"]),
        ("Three nurses and a doctor were killed by gunmen.", "killed", ["Three nurses", "a doctor"]),
        ("The talks failed after the militia kidnapped two engineers.", "kidnapped", ["the militia"]),
    ],
)
def test_subject_of_a_verb(document, text, verb, subject):
    sentence = next(iter(document(text)))
    parse = Parse(sentence)
    at = next(i for i, t in enumerate(sentence.tokens) if t.norm == verb)
    chunks = parse.subject(at)
    words = [
        sentence.surface(sentence.tokens[c.first].start, sentence.tokens[c.last - 1].end) for c in chunks
    ]
    assert words == subject


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Gunmen kill five farmers in Zamfara.", "ASSAULT", ("Gunmen",), ("five farmers",)),
        ("Five farmers were killed by gunmen in Zamfara.", "ASSAULT", ("gunmen",), ("Five farmers",)),
        ("Norway said it would send aid to Sudan.", "AGREE", ("Norway",), ("Sudan",)),
        ("Norway has agreed to withdraw its troops from Mali.", "AGREE", ("Norway",), ("Mali",)),
        ("Chad refused to lift the ban on Turkey.", "REJECT", ("Chad",), ("Turkey",)),
        ("The Taliban threatened to attack Pakistan.", "THREATEN", ("Taliban",), ("Pakistan",)),
        ("Kenya said that Somalia must return the boats.", "REQUEST", ("Kenya",), ("Somalia",)),
        ("Oman lifted sanctions on Yemen.", "CONCEDE", ("Oman",), ("Yemen",)),
    ],
)
def test_type_and_roles(events, text, kind, actors, recipients):
    found = told(events(text), kind)
    assert found is not None
    assert found[0] == actors
    assert recipients[0] in found[1]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway sent aid to Sudan last week.", "AGREE"),  # done, not promised
        ("Norway will send aid to Sudan.", "AID"),  # promised, not done
        ("Chad lifted the ban on Turkey.", "REJECT"),
        ("The army said the road must be repaired.", "ASSAULT"),
        ("The bombing range is closed on Sundays.", "COERCE"),
    ],
)
def test_type_is_not_coded(events, text, kind):
    assert told(events(text), kind) is None


def test_all_lower_case(events):
    found = told(
        events("guerrillas dynamited a bridge near the town and murdered judge pedro lara."), "ASSAULT"
    )
    assert found == (("guerrillas",), ("judge pedro lara",), ("bridge",))
    victims = [r.text for e in events("guerrillas murdered judge pedro lara.") for r in e.recipients]
    assert victims == ["judge pedro lara"]


def test_struck_things_are_targets_and_abstract_objects_are_not(events):
    assert told(events("The rebels attacked a police station."), "ASSAULT")[2] == ("police station",)
    assert told(events("The rebels attacked the idea."), "ASSAULT")[2] == ()


@pytest.mark.parametrize(
    ("text", "weapons"),
    [
        ("Rebels attacked the base with mortars and a car bomb.", ["mortars", "car bomb"]),
        ("Soldiers seized two rifles in the village.", []),
        ("Weapons were found after the attack on the base.", []),
    ],
)
def test_weapons(events, text, weapons):
    assert [i.text for e in events(text) if e.type == "ASSAULT" for i in e.instruments] == weapons


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Near Hit, an airstrike destroyed five vehicles.", {("strikes", 1)}),
        ("Three airstrikes near Hit destroyed two bunkers.", {("strikes", 3)}),
        ("Gunmen kill one, injure 14 in Kaduna.", {("killed", 1), ("injured", 14)}),
        ("A clash claimed the lives of 12 people in Lagos.", {("killed", 12)}),
        ("At least 16 were killed in a bombing in Homs.", {("killed", 16)}),
        ("Police arrested a suspect in Kano.", {("arrested", 1)}),
        ("The army killed militants near Kano.", {("killed", 3)}),
        ("The army captured two villages near Kano.", set()),
    ],
)
def test_figures(events, text, figures):
    assert {(f.kind, f.best) for e in events(text) for f in e.figures} == figures


def test_quotes_are_found_at_their_offsets(events):
    text = "The Houthis shelled a market in Taiz, killing six traders, with rockets."
    for event in events(text):
        for part in (event.trigger, *event.actors, *event.recipients, *event.targets, *event.instruments):
            assert text[part.start : part.end] == part.text


def test_force_of_no_country_is_of_the_place(events):
    actors = [a for e in events("Soldiers arrested five men in Kaduna, Nigeria.") for a in e.actors]
    assert {a.country for a in actors} == {"NGA"}


def killed_or_taken(events, kind):
    return sorted(f.best for e in events if not e.part_of for f in e.figures if f.kind == kind)


def test_soldiers_killed_without_an_object_are_the_victims(events):
    actors, recipients, _ = told(
        events("Five Turkish soldiers killed in attack on a post in Idlib"), "ASSAULT"
    )
    assert actors == ()
    assert recipients == ("Five Turkish soldiers",)


def test_a_gerund_after_a_report_is_anothers_act(events):
    assert (
        told(events("Police confirm killing of two in Jos. Police confirms killing 8 in Jos."), "ASSAULT")[0]
        == ()
    )


def test_a_country_before_a_blast_is_its_scene(events):
    assert told(events("Death toll rises to 18 in Nigeria blast"), "ASSAULT")[0] == ()


def test_people_taken_into_custody_are_arrested(events):
    assert killed_or_taken(events("Several men were taken into custody by Afghan troops."), "arrested") == [3]


def test_associates_along_with_somebody_are_detained_too(events):
    found = events("The force detained the man along with four of his associates.")
    assert 4 in killed_or_taken(found, "arrested")


def test_a_noun_of_death_counts_what_stands_before_it(events):
    assert killed_or_taken(events("The battle near Sangin resulted in ten insurgent deaths."), "killed") == [
        10
    ]


def test_ammunition_found_in_a_raid_counts_nobody(events):
    found = events("Troops killed a rebel and found a cache of 13 rocket boosters and four boxes of rounds.")
    assert killed_or_taken(found, "killed") == [1]


def test_names_beside_people_are_recipients(events):
    found = events("Gunmen killed three journalists: Rolan Navas, Corel Lagrow and Mauro Pineda.")
    assert "Corel Lagrow" in told(found, "ASSAULT")[1]


def test_a_force_takes_the_country_of_the_places_beside_it(events):
    found = events("The regime forces attacked hills east of the Syrian city of Homs.")
    assert next(e for e in found if e.type == "ASSAULT").actors[0].country == "SYR"


def test_what_is_denied_in_a_clause_did_not_occur(events):
    found = events("The Ethiopian army denied that its troops had shelled the town of Merawi.")
    assert next(e.status for e in found if e.trigger.text == "shelled") == "denied"


def test_fighting_that_rages_is_ongoing(events):
    found = next(iter(events("Heavy fighting is raging between the army and rebels near Sake.")))
    assert found.status == "ongoing"
    assert [a.text for a in found.actors] == ["army", "rebels"]


def test_troops_sent_are_counted(events):
    found = next(e for e in events("Chad deployed 400 soldiers along its border.") if e.type == "MOBILIZE")
    assert [(f.kind, f.best) for f in found.figures] == [("troops", 400)]


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("The African Union called on the rebels to lift the siege of Fasher.", "REQUEST", "yield"),
        ("Rwanda refused to withdraw its troops from eastern Congo.", "REJECT", "yield"),
        ("The army chief of Sudan rejected an invitation to talks in Geneva.", "REJECT", "meet"),
        ("Ukraine urged Germany to send aid.", "REQUEST", "assist"),
    ],
)
def test_what_is_asked_for_or_refused_is_the_mode(events, text, kind, mode):
    assert next(e.mode for e in events(text) if e.type == kind) == mode
