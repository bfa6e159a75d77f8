"""Whatever the text, every quoted word stands where the record says, and nothing is altered."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad import flow, ingest, knowledge
from marsad.records import Origin, Report
from marsad.store.sqlite import SqliteStore

SENTENCES = [
    "قُتل سبعة مدنيين وأصيب 12 آخرون في هجوم شنه تنظيم داعش على بلدة سراقب أمس.",
    "وقال وزير الخارجية الإيطالي إن التنظيم يشكل تهديدا متزايدا في منطقة الساحل.",
    "وتعهد بلينكن بتقديم 436 مليون دولار إضافي كمساعدات إنسانية، بحلول يونيو 2022.",
    "انضمت اليمن وموريتانيا إلى التحالف الدولي؛ وشارك الوزراء في اجتماع ببروكسل.",
    "Boko Haram gunmen killed seven civilians in an attack on Rann, Borno State, on Monday.",
    "The foreign minister said about 10,000 fighters were held in camps in north-east Syria.",
    "The United States pledged $436 million in additional aid, due by June 2022.",
    "Au moins sept soldats ont été tués mardi dans une attaque du JNIM près de Ménaka, au Mali.",
    "L'armée a arrêté 12 suspects ; le ministre de la Défense a condamné l'attaque.",
]
NOISE = [
    "\u064b",
    "\u0651",
    "ـ",
    "\u202b",
    "\u202c",
    "\u200f",
    "\u2066",
    "😀",
    "👨\u200d👩",
    "\r\n",
    "\n",
    "\u00a0",
    "\ufeff",
    "ﷲ",
    "é",
    "\t",
    "\x00",
    "«",
    "»",
    '"',
    "٣",
    "  ",
    "\u2028",
    "ß",
    "İ",
]

noisy = st.lists(
    st.one_of(st.sampled_from(SENTENCES), st.sampled_from(NOISE), st.text(max_size=6)),
    min_size=1,
    max_size=10,
).map(" ".join)


@st.composite
def broken_up(draw):
    """A text with noise put between its letters."""
    text = draw(noisy)
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(NOISE)) + text[at:]
    return text


@pytest.fixture(scope="module")
def known():
    return knowledge.load()


def wrong(report, part):
    """Parts of a record whose words do not stand where they say."""
    if isinstance(part, list):
        for item in part:
            yield from wrong(report, item)
    elif isinstance(part, dict):
        words = part.get("quote", part.get("text"))
        if "start" in part and words is not None:
            field = report.field(part.get("field", "text"))
            if field[part["start"] : part["end"]] != words or part["start"] >= part["end"]:
                yield part
        for value in part.values():
            yield from wrong(report, value)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    text=broken_up(), title=st.one_of(st.none(), noisy), language=st.sampled_from(["ar", "en", "fr", None])
)
def test_every_record_stands_where_it_says(known, text, title, language):
    report = Report(id="x", text=text, title=title, language=language, published="2021-06-29T03:11")
    coded = flow.code_report(report, known)
    assert list(wrong(report, msgspec.to_builtins(coded))) == []
    for kind in flow.KINDS:
        assert all(record.evidence for record in getattr(coded, kind))
    assert [i for i in coded.issues if i.code.startswith(("rejected", "dropped"))] == []
    if not any(getattr(coded, kind) for kind in flow.KINDS):
        assert coded.issues


@settings(max_examples=200, deadline=None, derandomize=True)
@given(text=broken_up())
def test_ranges_to_skip_are_in_order_and_inside(text):
    described = ingest.describe(Report(id="x", text=text, language="en"))
    assert described.text == text
    last = 0
    for start, end in described.skip:
        assert last <= start < end <= len(text)
        last = end


@settings(max_examples=100, deadline=None, derandomize=True)
@given(texts=st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_reading_gives_the_words_as_they_were_written(texts):
    lines = "\n".join(json.dumps({"id": str(i), "text": text}) for i, text in enumerate(texts))
    stream = io.BufferedReader(io.BytesIO(lines.encode()))
    found = [ingest.Found("-", named=True)]
    items = list(ingest.read(found, stdin=stream, limit=1_000_000, form=".jsonl"))
    assert [item.text for item in items] == texts


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=st.text(), title=st.one_of(st.none(), st.text()))
def test_the_store_gives_back_what_it_was_given(tmp_path_factory, text, title):
    given_ = Report(id="x", text=text, title=title, origin=Origin(path="p"))
    with SqliteStore(tmp_path_factory.mktemp("s") / "m.db") as store:
        store.start_run(flow.Run(run_id="r", started="2024", version="1"))
        store.add_reports([given_], "r")
        kept = store.report("x")
    assert (kept.text, kept.title) == (text, title)
