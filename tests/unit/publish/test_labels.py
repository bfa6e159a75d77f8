import pytest

from marsad.publish.labels import LANGUAGES, bands, labels_for


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(language):
    labels = labels_for(language)
    assert all(labels.messages.values())
    assert all(name for group in labels.codes.values() for name in group.values())


def test_all_event_types_have_label_and_band():
    types = labels_for("en").codes["type"]
    assert set(types) == set(bands())
    assert len(types) == 16
    assert set(bands().values()) == set(labels_for("en").codes["band"])


def test_digits_are_latin_in_every_language():
    assert labels_for("ar").number(1234567) == "1,234,567"
    assert labels_for("en").number(1234.5) == "1,234.5"
    assert labels_for("fr").number(1234567) == "1\u202f234\u202f567"


def test_countries_have_names():
    assert labels_for("ar").countries["IRQ"] == "العراق"
    assert labels_for("fr").countries["DEU"] == "Allemagne"


def test_unknown_code_is_shown_readably():
    assert labels_for("ar").code("figure", "new_kind") == "new kind"
