"""Speakers and contents of English and French statements."""

import pytest

from marsad import flow
from marsad.records import Report


@pytest.fixture
def said(loaded):
    def code(text, language):
        report = Report(id="t", text=text, language=language, published="2024-03-05")
        return [
            (s.act, s.speaker.text if s.speaker else None, s.content.quote, s.direct)
            for s in flow.code_report(report, loaded).statements
        ]

    return code


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (
            "en",
            '"We counted the boats," said Maria Okoth, a fisherwoman.',
            ("say", "Maria Okoth", "We counted the boats"),
        ),
        (
            "en",
            "The road is mined, according to the Kenyan army.",
            ("say", "Kenyan army", "The road is mined"),
        ),
        (
            "en",
            "The convoy, the Red Cross added, was turned back at dawn.",
            ("add", "Red Cross", "was turned back at dawn"),
        ),
        (
            "en",
            "Boko Haram, which is allied to al-Qaeda, denied the report.",
            ("deny", "Boko Haram", "the report"),
        ),
        (
            "fr",
            "« La route est coupée », raconte Awa Diallo, vendeuse.",
            ("say", "Awa Diallo", "La route est coupée"),
        ),
        (
            "fr",
            "Selon l'armée malienne, le pont a été rouvert.",
            ("say", "armée malienne", "le pont a été rouvert"),
        ),
        (
            "fr",
            "Le pont a été rouvert, a indiqué lundi l'armée malienne.",
            ("report", "armée malienne", "Le pont a été rouvert"),
        ),
        ("fr", "L'ONU a mis en garde contre une famine.", ("warn", "ONU", "contre une famine")),
        (
            "fr",
            "L'embuscade a été revendiquée par Boko Haram.",
            ("claim", "Boko Haram", "L'embuscade a été revendiquée par Boko Haram"),
        ),
    ],
)
def test_speaker_and_content(said, language, text, wanted):
    found = [(act, speaker, content) for act, speaker, content, _ in said(text, language)]
    assert wanted in found


def test_pronoun_stands_for_the_last_person_who_spoke(said):
    text = "Kenya's president, Joseph Mwangi, welcomed the truce. He urged all sides to respect it."
    assert [(a, s) for a, s, _, _ in said(text, "en")] == [
        ("welcome", "Kenya's president, Joseph Mwangi"),
        ("urge", "Kenya's president, Joseph Mwangi"),
    ]


def test_quotation_over_two_sentences_has_one_speaker(said):
    text = '"They came by river. We hid in the reeds," said Maria Okoth.'
    found = said(text, "en")
    assert {s for _, s, _, _ in found} == {"Maria Okoth"}
    assert [c for _, _, c, _ in found] == ["They came by river", "We hid in the reeds"]
    assert all(direct for *_, direct in found)


def test_quotation_after_a_statement_goes_on_with_its_speaker(said):
    found = said("« Tout est calme », a déclaré Awa Diallo. « Nous attendons les secours. »", "fr")
    assert [(s, c) for _, s, c, _ in found] == [
        ("Awa Diallo", "Tout est calme"),
        ("Awa Diallo", "Nous attendons les secours"),
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He asked not to be named."),
        ("en", "A group called Red Dawn took the hill."),
        ("fr", "Les personnes accusées de vol ont été relâchées."),
        ("fr", "Le chef, appelé Moussa, a disparu."),
    ],
)
def test_no_statement(said, language, text):
    assert said(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I'm told the freeze will last. Guards searched the flat of the alleged courier."),
        ("en", "The ministry has not said how many were hurt, and did not announce a date."),
        ("fr", "Le terrain contesté, proche de la tombe, est vide. La directrice se dit ravie."),
        ("fr", "Le préfet n'a pas annoncé de bilan. La paix menace d'être longue."),
    ],
)
def test_what_is_not_said_is_no_statement(said, language, text):
    assert said(text, language) == []


def test_a_quotation_that_goes_on_keeps_its_word_of_saying(loaded):
    text = 'Mayor Tom Reed said: "The wells are dry. Nobody has come."'
    found = flow.code_report(Report(id="t", text=text, language="en"), loaded).statements
    assert [s.verb.text for s in found] == ["said", "said"]
    assert found[0].speaker == found[1].speaker


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("The mayor of Tabora, Ali Moyo, said the road was open.", "Ali Moyo", "the road was open"),
        ("Residents told reporters the bridge was mined.", "Residents", "the bridge was mined"),
        (
            "So far, according to the United Nations, two roads are open.",
            "United Nations",
            "two roads are open",
        ),
        ("Critics say the law is weak.", "Critics", "the law is weak"),
    ],
)
def test_who_speaks_and_where_the_content_begins(said, text, speaker, content):
    assert [(s[1], s[2]) for s in said(text, "en")] == [(speaker, content)]
