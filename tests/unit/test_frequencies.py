"""Word frequencies read from the files of wordfreq."""

import re

import pytest
import wordfreq

from marsad.lang.frequencies import frequencies

ARABIC = re.compile("[\u0621-\u064a]+")


@pytest.fixture(scope="module")
def common():
    return frequencies("ar", 1e-5, ARABIC)


@pytest.mark.parametrize("word", ["في", "قال", "الجيش", "هجوم"])
def test_agrees_with_the_package(common, word):
    assert common[word] == pytest.approx(wordfreq.word_frequency(word, "ar", wordlist="large"), rel=0.01)


def test_stops_at_the_rarest(common):
    assert 5_000 < len(common) < 20_000
    assert min(common.values()) >= 1e-5


def test_keeps_only_words_of_the_form(common):
    assert all(ARABIC.fullmatch(word) for word in common)
