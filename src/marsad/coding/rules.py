"""The rule coder: every kind of record of a document, by lexicons, rules and small linear models."""

from __future__ import annotations

from marsad.coding.attribution import attribute
from marsad.coding.commitments import code_commitments
from marsad.coding.events import code_events
from marsad.coding.figures import code_figures
from marsad.coding.memberships import code_memberships
from marsad.coding.quoting import quote_all
from marsad.coding.statements import code_statements
from marsad.coding.threats import code_threats
from marsad.records import Coded, Document, Event, Issue


def code_by_rules(document: Document, events: list[Event] | None = None) -> Coded:
    """Code every kind of record of one document. Silence is never an answer: an issue says why.

    Parameters
    ----------
    events
        Events that another coder found, to take the place of those of the rules.
    """
    said = code_statements(document)
    statements = [s for found in said.values() for s in found]
    commitments = code_commitments(document, said)
    memberships = code_memberships(document)
    if events is None:
        events = quote_all(document, attribute(code_events(document), statements))
    figures = code_figures(document, said, events, commitments)
    threats = code_threats(document, said)
    issues = document.issues
    if not (events or statements or commitments or memberships or figures or threats):
        issues = (*issues, _why_nothing(document))
    return Coded(
        id=document.report.id,
        language=document.language,
        published=document.report.published or document.anchor,
        events=tuple(events),
        statements=tuple(statements),
        commitments=tuple(commitments),
        memberships=tuple(memberships),
        figures=tuple(figures),
        threats=tuple(threats),
        toponyms=tuple(p.place for s in document for p in s.places),
        times=tuple(t.time for s in document for t in s.times),
        issues=issues,
    )


def _why_nothing(document: Document) -> Issue:
    if not any(True for _ in document):
        return Issue(code="empty", message="The report has no words.", hint="Check the file.")
    if not any(s.mentions for s in document):
        return Issue(
            code="no-actor", message="No actor was found.", hint="If one is named, add it to the actor base."
        )
    return Issue(
        code="no-trigger",
        message="No word tells of an event, a statement or a commitment.",
        hint="If one does, add it to the lexicon of the language.",
    )
