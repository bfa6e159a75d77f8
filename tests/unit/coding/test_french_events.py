"""French events: reflexive verbs, multi-word triggers, roles round them."""

import pytest

from marsad import flow
from marsad.records import Report


@pytest.fixture
def events(loaded):
    def code(text):
        report = Report(id="t", text=text, language="fr", published="2024-03-05")
        return flow.code_report(report, loaded).events

    return code


def test_subject_of_a_reflexive_verb_is_the_actor(events):
    (found,) = [e for e in events("Boko Haram s'est emparé de la ville de Bama.") if e.type == "COERCE"]
    assert [a.actor_id for a in found.actors] == ["boko-haram"]


def test_past_with_etre_is_not_passive(events):
    (found,) = events("Le Mali et le Tchad sont convenus d'une trêve.")[:1]
    assert found.type == "AGREE"
    assert {a.country for a in found.actors} == {"MLI", "TCD"}


def test_the_dead_before_an_attack_did_not_make_it(events):
    found = events("Douze morts dans une attaque de Boko Haram près de Diffa.")
    assert [a.actor_id for e in found for a in e.actors if e.trigger.text == "attaque"] == ["boko-haram"]


@pytest.mark.parametrize(
    ("text", "kind", "mode"),
    [
        ("Le Niger a expulsé deux diplomates belges.", "SANCTION", "expel"),
        ("Les autorités tchadiennes ont suspendu trois journaux.", "COERCE", "censor"),
        ("Le GSIM a rejeté toute négociation.", "REJECT", "meet"),
    ],
)
def test_mode(events, text, kind, mode):
    assert (kind, mode) in [(e.type, e.mode) for e in events(text)]


def test_an_accusation_does_not_make_the_act_occur(events):
    text = "Le Tchad a accusé le Soudan de fournir des armes aux rebelles."
    assert [e.status for e in events(text) if e.type == "AID"] == ["possible"]


def status(found, word):
    return next(e.status for e in found if e.trigger.text.startswith(word))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Le général a nié que l'armée ait bombardé le village de Tiwa.", "bombardé", "denied"),
        ("Les rebelles sont déterminés à bombarder la ville de Gao.", "bombarder", "possible"),
        ("Après avoir bombardé la ville de Gao, les rebelles ont fui.", "bombardé", "occurred"),
        ("Les combats se poursuivent entre les rebelles et l'armée près de Sake.", "combats", "ongoing"),
    ],
)
def test_status_of_denied_intended_done_and_lasting_acts(events, text, word, expected):
    assert status(events(text), word) == expected


def test_the_subject_of_a_light_verb_made_the_attack(events):
    found = next(
        e for e in events("Boko Haram a mené mardi une attaque contre un convoi à Diffa.") if e.actors
    )
    assert [a.actor_id for a in found.actors] == ["boko-haram"]


def test_with_an_agent_the_phrase_after_de_is_what_was_attacked(events):
    text = "L'attaque d'un convoi militaire par Boko Haram a fait dix morts à Diffa."
    found = next(
        e for e in events(text) if e.trigger.text.startswith("attaque") or "attaque" in e.trigger.text
    )
    assert [a.actor_id for a in found.actors] == ["boko-haram"]


def test_the_dead_are_no_agents_and_a_town_is_no_target(events):
    found = events("Quatre soldats ont péri dans une embuscade à Gao.")
    told = next(e for e in found if e.trigger.text == "péri")
    assert [r.text for r in told.recipients] == ["Quatre soldats"]
    assert told.actors == ()


def test_seven_at_the_start_of_a_sentence_is_no_september(events):
    found = events("Sept civils ont été tués par des soldats à Gao.")
    assert [f.best for f in found[0].figures] == [7]


def test_an_agent_after_a_time_makes_a_passive(events):
    found = next(
        e for e in events("Vingt femmes ont été enlevées en mai par Boko Haram.") if e.mode == "abduct"
    )
    assert [a.actor_id for a in found.actors] == ["boko-haram"]
