"""Reports to documents: sentences, mentions, times, quantities, quotations."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from marsad.annotate.anchors import find_anchor
from marsad.annotate.mentions import find_mentions
from marsad.annotate.quantities import find_quantities
from marsad.annotate.sentences import split_report
from marsad.annotate.times import find_times
from marsad.annotate.toponyms import find_toponyms
from marsad.errors import UnreadableReport
from marsad.knowledge import Knowledge
from marsad.lang import LANGUAGES
from marsad.records import Document, Issue, Report, Sentence


def annotate(report: Report, knowledge: Knowledge) -> Document:
    """Annotate a report whose language is known; places are resolved in the next stage.

    Raises
    ------
    UnreadableReport
        The language is not coded.
    """
    code = report.language or ""
    if code not in LANGUAGES:
        raise UnreadableReport(
            f"report {report.id}: language {code or 'unknown'!r} is not coded",
            f"Languages that are coded: {', '.join(LANGUAGES)}.",
        )
    language = knowledge.language(code)
    anchor = find_anchor(report, code)
    day = anchor.date
    stamps = [(s.start, s.end) for s in anchor.stamps]
    sentences = split_report(report, language)
    on = day.isoformat() if day else None
    mentions = find_mentions(sentences, knowledge.actors, code, on)
    named = [replace(s, mentions=m) if m else s for s, m in zip(sentences, mentions, strict=True)]
    document = Document(
        report=report,
        language=code,
        anchor=on,
        sentences=tuple(_measured(s, code, day, stamps) for s in named),
        dateline=anchor.span,
        issues=() if on else (_no_date(report),),
    )
    places = find_toponyms(document, knowledge.gazetteer)
    named = [replace(s, places=p) if p else s for s, p in zip(document.sentences, places, strict=True)]
    return replace(document, sentences=tuple(named))


def _measured(sentence: Sentence, code: str, anchor: date | None, stamps: list[tuple[int, int]]) -> Sentence:
    """The sentence with its times and quantities; the report's own date stamp is no time of an event."""
    found = find_times(sentence, code, anchor)
    stamped = stamps if sentence.field == "text" else []
    times = tuple(t for t in found if not any(a < t.end and t.start < b for a, b in stamped))
    if times:
        sentence = replace(sentence, times=times)
    quantities = find_quantities(sentence, code)
    return replace(sentence, quantities=quantities) if quantities else sentence


def _no_date(report: Report) -> Issue:
    return Issue(
        code="no-date",
        message=f"Report {report.id} has no publication date; relative times stay unresolved.",
        hint="Give 'published' (ISO date).",
    )
