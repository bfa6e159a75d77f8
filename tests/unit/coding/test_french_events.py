"""French events: reflexive verbs, multi-word triggers, roles round them."""

import pytest

from marsad import flow, knowledge
from marsad.records import Report


@pytest.fixture(scope="module")
def loaded():
    return knowledge.load()


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
