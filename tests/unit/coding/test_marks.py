"""Marks of words that lexicons list: none that a coder would find by looking itself is missed."""

from importlib.resources import files

import msgspec
import pytest

from marsad import ingest, knowledge
from marsad.annotate import annotate
from marsad.coding import marks
from marsad.coding.lexicon import entries, keys
from marsad.coding.speech import forms, speech
from marsad.coding.weapons import weapons
from marsad.records import Report


@pytest.fixture(scope="module")
def sentences():
    lines = (files("marsad") / "sample" / "reports.jsonl").read_bytes().splitlines()
    found = {}
    for line in lines:
        report = ingest.describe(msgspec.json.decode(line, type=Report))
        if len(found.setdefault(report.language, [])) < 150:
            found[report.language] += annotate(report, knowledge.load()).sentences
    return found


LEXICONS = {
    marks.TRIGGER: entries,
    marks.SAYING: speech,
    marks.PLEDGE: lambda code: forms(code, "pledges", "action"),
    marks.MEMBERSHIP: lambda code: forms(code, "memberships", "action"),
    marks.TREND: lambda code: forms(code, "threats", "trend"),
    marks.WEAPON: weapons,
}


@pytest.mark.parametrize("code", ["ar", "en", "fr"])
@pytest.mark.parametrize("lexicon", LEXICONS)
def test_every_listed_form_is_marked(sentences, code, lexicon):
    table = LEXICONS[lexicon](code)
    seen = 0
    for sentence in sentences[code]:
        told = [i for i, t in enumerate(sentence.tokens) if any(k in table for k in keys(t, code))]
        assert set(told) <= set(marks.listed(sentence, lexicon, code))
        seen += len(told)
    assert seen


@pytest.mark.parametrize("code", ["ar", "en", "fr"])
def test_marks_leave_out_most_words(sentences, code):
    whole = sum(len(s.tokens) for s in sentences[code])
    assert sum(len(marks.listed(s, marks.TRIGGER, code)) for s in sentences[code]) < whole / 5


def test_a_copy_with_other_words_is_marked_anew(sentences):
    sentence = next(s for s in sentences["en"] if marks.listed(s, marks.TRIGGER, "en"))
    bare = ("x",) * len(sentence.tokens)
    other = msgspec.structs.replace(sentence, norms=bare, lemmas=bare)
    assert marks.listed(other, marks.TRIGGER, "en") == []
