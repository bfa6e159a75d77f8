"""Names that what stands beside them, or the rest of the report, places: nationalities, siblings, units."""

from __future__ import annotations

import pytest

from marsad import flow, knowledge
from marsad.annotate import annotate
from marsad.records import Report
from marsad.resolve.toponyms import resolve_places


@pytest.fixture(scope="module")
def known():
    return knowledge.load()


@pytest.fixture
def places_of(known):
    def places(text, language="en"):
        document = annotate(Report(id="r", text=text, language=language), known)
        document = resolve_places(document, known.gazetteer)
        return {m.place.text: m for s in document.sentences for m in s.places}

    return places


@pytest.fixture
def events_of(known):
    return lambda text, language: flow.code_report(Report(id="r", text=text, language=language), known).events


@pytest.mark.parametrize(
    ("text", "language", "name", "country"),
    [
        ("Clashes broke out in the Lebanese city of Tripoli.", "en", "Tripoli", "LBN"),
        ("Shells hit the Libyan capital Tripoli.", "en", "Tripoli", "LBY"),
        ("Des combats ont éclaté dans la ville libanaise de Tripoli.", "fr", "Tripoli", "LBN"),
        ("اندلعت اشتباكات في طرابلس اللبنانية.", "ar", "طرابلس", "LBN"),
        ("اندلعت اشتباكات في طرابلس الليبية.", "ar", "طرابلس", "LBY"),
        ("وقع انفجار في العاصمة الأردنية عمان.", "ar", "عمان", "JOR"),
        # the nationality is not the town's
        ("Lebanese troops left Tripoli for Misrata in Libya.", "en", "Tripoli", "LBY"),
        ("التقى الوزير اللبناني طرابلس وزوارة ومصراتة في ليبيا.", "ar", "طرابلس", "LBY"),
    ],
)
def test_a_nationality_beside_a_name_tells_its_country(places_of, text, language, name, country):
    assert places_of(text, language)[name].place.country == country


def test_a_nickname_yields_to_the_unit_of_the_name(places_of):
    assert places_of("Rival supporters clashed in Edo.")["Edo"].place.country == "NGA"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighters clashed in al-Sokhna east of Homs.", "al-Sokhna", "SYR"),
        ("How 25 were killed over Fishponds in Benue.", "Fishponds", None),
        ("The army left Bombay for Delhi and Calcutta.", "Bombay", "IND"),
        ("Flights from Rangoon to Delhi stopped in Mumbai and Pune.", "Rangoon", "MMR"),
    ],
)
def test_a_further_name_far_from_the_rest_is_doubted(places_of, text, name, country):
    assert places_of(text)[name].place.country == country


def test_a_latin_spelling_is_matched_inside_what_holds_it(places_of):
    found = places_of(
        "They attacked the village of Al-Sokhna in Homs governorate, then the village of Arshaf in Homs."
    )
    assert found["Al-Sokhna"].place.name == "al-Sukhna"
    assert found["Al-Sokhna"].state == "ambiguous"
    assert "not in the gazetteer" in found["Arshaf"].place.why


def test_a_small_place_counts_near_the_others_only(places_of):
    assert places_of("Dozens died in the massacre of Hish near Idlib.")["Hish"].place.country == "SYR"
    assert "Hish" not in places_of("Dozens died in the massacre of Hish near Lagos.")


@pytest.mark.parametrize("text", ["3 killed in cult war, Rivers", "Gunmen kill 6 in fresh Rivers attack"])
def test_a_unit_named_like_a_noun(places_of, text):
    assert places_of(text)["Rivers"].place.country == "NGA"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Two drowned as they swam, Rivers rose.", "Rivers"),
        ("The Rivers are high.", "Rivers"),
        ("Several Western attacks failed.", "Western"),
    ],
)
def test_a_noun_named_like_a_unit(places_of, text, word):
    assert word not in places_of(text)


def test_a_village_in_a_unit_is_not_a_town_abroad(places_of):
    assert places_of("Bandits kill three women in Plateau village.")["Plateau"].place.level == "adm1"


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("قتلت إسرائيل ثلاثة أشخاص.", "ar", None),
        ("قتلت إسرائيل ثلاثة أشخاص في غارة على جنوب لبنان.", "ar", "جنوب لبنان"),
        ("Turkey killed five fighters.", "en", None),
        ("Five fighters were killed in Turkey.", "en", "Turkey"),
        ("The Libyan capital Tripoli was shelled on Monday.", "en", "Tripoli"),
    ],
)
def test_a_country_that_acts_is_no_place(events_of, text, language, place):
    events = [e for e in events_of(text, language) if e.type == "ASSAULT"]
    assert events
    assert {e.place.text if e.place else None for e in events} == {place}


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("Le ministre a accusé la Russie de bombarder des civils.", "fr", None),
        ("أعلن الوزير دعم بلاده تركيا.", "ar", None),
        ("Lawmakers accused the army of crimes in Mali.", "en", "Mali"),
    ],
)
def test_words_to_a_state_happen_elsewhere(events_of, text, language, place):
    found = {e.place.text if e.place else None for e in events_of(text, language)}
    assert found <= {place}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("من جهة أخرى، قتل سبعة جنود عراقيين في هجوم.", "أخرى"),
        ("قصفت طائرات من طراز ميغ مواقع المسلحين.", "طراز"),
        ("قتل خمسة في محيط مناطق الغارات التي شنها الجيش.", "الغارات التي"),
        ("وقالت الراهبة لـ«الشرق الأوسط»: قتل خمسة جنود.", "الشرق الأوسط"),
        ("خطفت جبهة النصرة ثمانية مقاتلين.", "النصرة"),
    ],
)
def test_arabic_words_that_name_no_place(places_of, events_of, text, wrong):
    assert wrong not in places_of(text, "ar")
    assert wrong not in {e.place.text for e in events_of(text, "ar") if e.place}


def test_a_place_in_guillemets_that_nobody_is_told_is_one(places_of):
    assert "الرقة" in places_of("سيطر المقاتلون على مدينة «الرقة» أمس.", "ar")


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("انفجرت عبوة في قرية الحميدات شمال غرب الموصل.", "ar", "IRQ"),
        ("انفجرت عبوة في قرية الحميدات في اليمن.", "ar", "YEM"),
        ("انفجرت عبوة في قرية الحميدات. وقتل جندي في الموصل.", "ar", "YEM"),
    ],
)
def test_a_bearing_holds_a_name_to_what_it_is_taken_from(places_of, text, language, country):
    assert places_of(text, language)["الحميدات"].place.country == country


@pytest.mark.parametrize(
    ("text", "language", "words", "country"),
    [
        ('Three were killed in "Marimin" village of Afrin\'s countryside in Syria.', "en", "Marimin", "SYR"),
        (
            "Artillery hit civilians in the village of Tel-Ahdiya Aleppo countryside.",
            "en",
            "Tel-Ahdiya",
            "SYR",
        ),
        ("قصف الطيران قرية الزويدة الواقعة جنوب شرق الرقة.", "ar", "الزويدة", "SYR"),
    ],
)
def test_an_unlisted_place_lies_where_it_is_said_to(events_of, text, language, words, country):
    places = [e.place for e in events_of(text, language) if e.place]
    assert {(p.text, p.country) for p in places} == {(words, country)}
    assert all(p.lat is not None for p in places)


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("Une forteresse assiégée par l'Occident et attaquée par des rebelles.", "fr", "Occident"),
        ("Des soldats ont admis avoir tué des civils, selon BBC Afrique.", "fr", "BBC Afrique"),
        ("Les rebelles ont attaqué les troupes de l'OTAN près de la ville.", "fr", "OTAN"),
        ("US troops were attacked by gunmen on Monday.", "en", "US"),
        ("Russia has accused Western investigators of lying about Ukraine.", "en", "Ukraine"),
        ("Gunmen killed three at Olly's house.", "en", "Olly"),
        ("قتل خمسة في هجوم على مركز الشرطة.", "ar", "الشرطة"),
        ("قتل خمسة في كمين على بعد 150 كيلومترا جنوب غرب العاصمة.", "ar", "جنوب غرب"),
        ("هاجم مسلحون مركزا ثقافيا ثم مركز ثقافي آخر.", "ar", "ثقافي"),
    ],
)
def test_no_place_of_an_event(events_of, text, language, wrong):
    events = events_of(text, language)
    assert events
    assert wrong not in {e.place.text for e in events if e.place}


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("US troops were attacked by gunmen in the US on Monday.", "en", "US"),
        ("Ministers signed an agreement in Ukraine on Monday.", "en", "Ukraine"),
        ("MOSUL (Reuters) - Gunmen killed five people in TIKRIT on Monday.", "en", "TIKRIT"),
        ("قتل خمسة في هجوم في قرية صوران.", "ar", "صوران"),
    ],
)
def test_still_the_place_of_an_event(events_of, text, language, place):
    assert place in {e.place.text for e in events_of(text, language) if e.place}


def test_an_article_and_a_noun_are_no_town(places_of):
    assert places_of("Les attaques répétées ont fait dix morts.", "fr") == {}
    assert "Le Havre" in places_of("Dix personnes ont été blessées près de Le Havre.", "fr")


def test_a_foreign_name_of_a_place_is_no_likeness(places_of):
    # Aleppo is Chaleb in other languages
    found = places_of("وقعت اشتباكات قرب بلدة شيلوبي وقتل جندي في سوريا.", "ar")
    assert found["شيلوبي"].place.name != "Aleppo"
