"""Own sentences for the region that no corpus covers, with namesakes: which places, at which level."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from marsad import lang
from marsad.annotate.sentences import split_report
from marsad.annotate.toponyms import find_toponyms
from marsad.gazetteer import load_gazetteer
from marsad.records import Document, Report
from marsad.resolve.toponyms import resolve_places

FOLDER = Path(__file__).parent
LEVELS = {"site", "town", "near", "adm2", "adm1", "region", "country", "water", "none"}


def cases():
    for path in sorted(FOLDER.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"]):
            yield pytest.param(case, id=f"{path.stem}-{number}")


def resolved(case):
    report = Report(id="r", text=case["text"], language=case["lang"])
    sentences = split_report(report, lang.load(case["lang"]))
    document = Document(report=report, language=case["lang"], anchor=None, sentences=sentences)
    found = find_toponyms(document, load_gazetteer())
    named = tuple(replace(s, places=p) for s, p in zip(sentences, found, strict=True))
    document = resolve_places(replace(document, sentences=named), load_gazetteer())
    return [m for s in document for m in s.places]


@pytest.mark.parametrize("case", list(cases()))
def test_places_of_a_sentence(case):
    found = {(m.start, m.place.text): (m.place.country or "", m.place.level) for m in resolved(case)}
    for start, words, country, level in case["toponyms"]:
        assert found.get((start, words)) == (country, level), words


@pytest.mark.parametrize("case", list(cases()))
def test_case_is_consistent(case):
    assert case["level"] in LEVELS
    assert case["event_place"] in case["text"]
    for start, words, _country, level in case["toponyms"]:
        assert case["text"][start : start + len(words)] == words
        assert level in LEVELS


def test_there_are_enough_cases_in_every_language():
    by_language = [case.values[0]["lang"] for case in cases()]
    assert len(by_language) >= 150
    assert min(by_language.count(code) for code in ("ar", "en", "fr")) >= 30
