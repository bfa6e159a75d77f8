from __future__ import annotations

import pytest
from msgspec.structs import replace

from marsad import lang
from marsad.annotate.sentences import split_report
from marsad.annotate.toponyms import find_toponyms
from marsad.gazetteer import load_gazetteer
from marsad.records import Document, Report
from marsad.resolve.toponyms import home_country, resolve_places


def document_of(text, language, *, url=None):
    report = Report(id="r", text=text, language=language, url=url)
    sentences = split_report(report, lang.load(language))
    document = Document(report=report, language=language, anchor=None, sentences=sentences)
    found = find_toponyms(document, load_gazetteer())
    named = tuple(replace(s, places=p) for s, p in zip(sentences, found, strict=True))
    return replace(document, sentences=named)


def places_of(text, language="en", *, prior=None, url=None):
    document = resolve_places(document_of(text, language, url=url), load_gazetteer(), prior)
    return {m.place.text: m for s in document for m in s.places}


def place_of(text, name, language="en", **options):
    return places_of(text, language, **options)[name].place


# -- what users of other tools complained about -----------------------------------------------------


def test_one_unknown_name_does_not_empty_the_list():
    found = places_of("Gunmen attacked the village of Xyzzyqua and then drove to Maiduguri.")
    assert found["Maiduguri"].place.country == "NGA"
    assert found["Xyzzyqua"].state == "unknown"
    assert "not in the gazetteer" in found["Xyzzyqua"].place.why


@pytest.mark.parametrize(
    ("text", "name", "iso3"),
    [
        ("The USA sent aid.", "USA", "USA"),
        ("China said it would help.", "China", "CHN"),
        ("The U.S government sent aid.", "U.S", "USA"),
        ("Jordan said it would help.", "Jordan", "JOR"),
        ("Officials from Mali and Niger met.", "Mali", "MLI"),
    ],
)
def test_country_comes_before_smaller_places(text, name, iso3):
    place = place_of(text, name)
    assert (place.country, place.level) == (iso3, "country")


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("The man from Long Beach, CA was found.", "Long Beach", "California"),
        ("He lives in Bangor, Maine with his family.", "Bangor", "Maine"),
        ("Insurgents took Palma, Cabo Delgado on Wednesday.", "Palma", "Cabo Delgado"),
        ("The attack in Beni, North Kivu killed ten.", "Beni", "North Kivu"),
    ],
)
def test_comma_containment(text, name, admin1):
    assert place_of(text, name).admin1 == admin1


def test_demonym_is_not_a_place():
    assert "European" not in places_of("European leaders met in Brussels.")
    assert place_of("European leaders met in Brussels.", "Brussels").country == "BEL"


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("Leaders of Western Europe met.", "Western Europe", "en"),
        ("تمدد التنظيم في القارة السمراء.", "القارة السمراء", "ar"),
        ("La situation en Afrique de l'Ouest se dégrade.", "Afrique de l'Ouest", "fr"),
        ("The group grows in the Lake Chad Basin.", "Lake Chad Basin", "en"),
    ],
)
def test_continents_and_regions_stay_regions(text, name, language):
    place = place_of(text, name, language)
    assert place.level == "region"
    assert place.country is None


def test_state_before_hamlet_and_bare_big_city():
    assert place_of("Police in Oklahoma said two were arrested.", "Oklahoma").level == "adm1"
    assert place_of("The meeting was held in Toronto.", "Toronto").country == "CAN"


@pytest.mark.parametrize("iso3", ["COD", "BFA"])
def test_country_prior_decides_between_namesakes(iso3):
    assert place_of("Gunmen attacked Beni on Monday.", "Beni", prior=iso3).country == iso3


@pytest.mark.parametrize("iso3", ["LBN", "LBY"])
def test_country_prior_decides_between_capitals(iso3):
    assert place_of("The bomb went off in Tripoli.", "Tripoli", prior=iso3).country == iso3


def test_home_country_comes_from_the_web_address():
    document = document_of("Police said.", "en", url="https://www.lorient.com.lb/x")
    assert home_country(document, load_gazetteer()) == "LBN"


def test_brackets_case_long_names_and_short_words():
    found = places_of("He went to (Mali) [Chad] and the République Démocratique du Congo. A ga man said so.")
    assert {"Mali", "Chad", "République Démocratique du Congo"} <= set(found)
    assert "ga" not in found
    assert place_of("MOSUL (Reuters) - Forces advanced.", "MOSUL").country == "IRQ"


# -- Arabic -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "iso3"),
    [
        ("وقع الهجوم بالموصل أمس.", "الموصل", "IRQ"),
        ("انسحبت القوات من باما وغوزا.", "غوزا", "NGA"),
        ("قدمت المساعدة للعراق.", "لعراق", "IRQ"),
        ("قتل جنود قرب ديفا جنوب شرق النيجر.", "ديفا", "NER"),
    ],
)
def test_spans_begin_after_clitics(text, name, iso3):
    mention = places_of(text, "ar")[name]
    assert text[mention.start : mention.end] == name
    assert mention.place.country == iso3


def test_consonants_inside_the_country_are_a_flagged_fallback():
    mention = places_of("هاجم مسلحون بلدة مونغنو في نيجيريا.", "ar")["مونغنو"]
    assert mention.place.country == "NGA"
    assert mention.state == "ambiguous"
    assert "consonants" in mention.place.why
    assert mention.place.score <= 0.5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("يعيش السكان على الساحل الغربي للبلاد.", "الساحل"),
        ("وقال الرئيس علي إن البلاد بخير.", "علي"),
        ("زار المدينة وفد كبير.", "المدينة"),
    ],
)
def test_ordinary_words_are_not_places(text, name):
    assert name not in places_of(text, "ar")


def test_part_of_a_hashtag_is_not_a_place():
    assert places_of("صور من #أمطار_الكويت اليوم", "ar") == {}
    assert place_of("صور من #الكويت اليوم", "الكويت", "ar").country == "KWT"


# -- states, reasons, offsets -----------------------------------------------------------------------


def test_every_mention_has_a_state_a_reason_and_fitting_offsets():
    text = "Gunmen killed 12 in Koshebe near Maiduguri, Borno State. Springfield was quiet, Main Street shut."
    for mention in places_of(text).values():
        assert mention.state in {"resolved", "ambiguous", "unknown"}
        assert mention.place.why
        assert text[mention.place.start : mention.place.end] == mention.place.text
        assert (mention.place.lat is None) == (mention.place.place_id is None)


def test_namesakes_without_context_are_ambiguous_with_runners_up():
    mention = places_of("A fire broke out in Springfield.")["Springfield"]
    assert mention.state == "ambiguous"
    assert len(mention.place.alternatives) > 1


def test_name_of_an_institution_is_marked():
    mention = places_of("أعلنت جامعة الموصل النتائج.", "ar")["الموصل"]
    assert "part of a name" in mention.place.why
    assert mention.cue == "جامعه"


def test_unit_or_town_by_the_word_beside_it():
    assert place_of("وقعت اشتباكات في محافظة الرقة.", "محافظة الرقة", "ar").level == "adm1"
    assert place_of("وقعت اشتباكات في مدينة الرقة.", "الرقة", "ar").level == "town"


def test_document_without_places_is_returned_as_it_is():
    document = document_of("Nothing happened.", "en")
    assert resolve_places(document, load_gazetteer()) is document


@pytest.mark.parametrize(
    ("text", "name", "language", "level"),
    [
        ("Clashes went on in Idlib province.", "Idlib", "en", "adm1"),
        ("Shells hit the southern countryside of Daraa.", "Daraa", "en", "adm1"),
        ("Shells hit the city of Daraa.", "Daraa", "en", "town"),
        ("سقطت قذائف في ريف حماة.", "حماة", "ar", "adm1"),
        ("سقطت قذائف في مدينة حماة.", "حماة", "ar", "town"),
    ],
)
def test_unit_where_the_words_say_so(text, name, language, level):
    found = {words.removeprefix("مدينة "): m for words, m in places_of(text, language).items()}
    assert found[name].place.level == level


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("ارتفعت أسعار الوقود في المملكة.", "SAU"),
        ("غمرت السيول معان والكرك وطرقا أخرى في المملكة.", "JOR"),
        ("وصل الوفد من الدار البيضاء وفاس إلى الرباط في المملكة.", "MAR"),
    ],
)
def test_the_kingdom_by_its_company(text, country):
    assert place_of(text, "المملكة", "ar").country == country


def test_consonants_alike_count_only_inside_what_the_name_is_said_to_lie_in():
    found = places_of("هاجم مسلحون بلدة ماليوكا في إقليم نامبولا.", "ar")
    assert found["ماليوكا"].place.name == "Nampula"
    assert found["ماليوكا"].state == "ambiguous"
    found = places_of("هاجم مسلحون بلدة ماليوكا في إقليم كابو ديلغادو.", "ar")
    assert found["ماليوكا"].place.name == "Meluco"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("وقع الانفجار في عمّان أمس.", "عمّان", "JOR"),
        ("عقد الوزراء اجتماعا في عَمَّان أمس.", "عَمَّان", "JOR"),
        ("وقع الانفجار في سلطنة عُمان أمس.", "سلطنة عُمان", "OMN"),
        ("وصل الوزير إلى عُمان أمس.", "عُمان", "OMN"),
    ],
)
def test_vowel_marks_tell_amman_from_oman(text, name, country):
    assert place_of(text, name, "ar").country == country
