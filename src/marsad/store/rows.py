"""Between records and rows of the tables."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import RowMapping

from marsad.records import Coded, Event, Incident, Issue, Judgement, Report, content_id
from marsad.store.base import Noted, Run

Row = dict[str, Any]
_issues = msgspec.json.Decoder(tuple[Issue, ...]).decode
_FIELDS = ("text", "title", "language", "published", "source", "url")
_JUDGEMENT = ("left", "right", "verdict", "who", "when", "why")


def encode(value: object) -> str:
    """JSON as text."""
    return msgspec.json.encode(value).decode("utf-8")


def digest(report: Report) -> str:
    """A hash of all that was given for a report."""
    return content_id(*(getattr(report, name) for name in _FIELDS))


def report_row(report: Report, report_id: str) -> Row:
    """The row of a report, under the id that it was given here."""
    row = {name: getattr(report, name) for name in _FIELDS}
    issues = encode(report.issues) if report.issues else None
    return {**row, "report_id": report_id, "digest": digest(report), "issues": issues}


def report_from(row: RowMapping) -> Report:
    """The report of a row."""
    values = {name: row[name] for name in _FIELDS}
    issues = _issues(row["issues"]) if row["issues"] else ()
    return Report(id=row["report_id"], issues=issues, **values)


def sighting_row(report: Report, report_id: str, run_id: str) -> Row | None:
    """Where a report was seen, when that is known."""
    seen = report.origin
    if seen is None:
        return None
    return {
        "sighting_id": content_id(report_id, seen.path, str(seen.line), seen.sha256),
        "report_id": report_id,
        "path": seen.path,
        "line": seen.line,
        "sha256": seen.sha256,
        "encoding": seen.encoding,
        "run_id": run_id,
    }


def event_row(coded: Coded, event: Event) -> Row:
    """The columns of an event that can be asked for."""
    place, time = event.place, event.time
    return {
        "report_id": coded.id,
        "event_id": event.event_id,
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "confidence": event.confidence,
        "start_date": time.start_date if time else None,
        "end_date": time.end_date if time else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "place_id": place.place_id if place else None,
        "level": place.level if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def actor_rows(coded: Coded, event: Event) -> list[Row]:
    """One row for each known actor of an event."""
    known = {(a.actor_id, "actor") for a in event.actors} | {
        (a.actor_id, "recipient") for a in event.recipients
    }
    return [
        {"report_id": coded.id, "event_id": event.event_id, "actor_id": actor_id, "side": side}
        for actor_id, side in sorted((i, s) for i, s in known if i is not None)
    ]


def incident_row(incident: Incident) -> Row:
    """The row of an incident."""
    place, time = incident.place, incident.time
    return {
        "incident_id": incident.incident_id,
        "type": incident.type,
        "status": incident.status,
        "start_date": time.start_date if time else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "payload": encode(incident),
    }


def imported_row(incident: Incident) -> Row:
    """The row of an imported event."""
    place, time = incident.place, incident.time
    return {
        "incident_id": incident.incident_id,
        "provenance": incident.provenance,
        "updated": incident.row.updated if incident.row else None,
        "start_date": time.start_date if time else None,
        "country": place.country if place else None,
        "payload": encode(incident),
    }


def judgement_row(judgement: Judgement) -> Row:
    """The row of a judgement; its id is a hash of its content."""
    row = {name: getattr(judgement, name) for name in _JUDGEMENT}
    return {**row, "judgement_id": content_id(*row.values())}


def judgement_from(row: RowMapping) -> Judgement:
    """The judgement of a row."""
    return Judgement(**{name: row[name] for name in _JUDGEMENT})


def issue_row(note: Noted, run_id: str) -> Row:
    """The row of an issue."""
    issue = note.issue
    return {
        "issue_id": content_id(note.stage, note.report_id, issue.code, issue.message),
        "run_id": run_id,
        "stage": note.stage,
        "report_id": note.report_id,
        "code": issue.code,
        "message": issue.message,
        "hint": issue.hint,
    }


def issue_from(row: RowMapping) -> Noted:
    """The issue of a row, with its stage and report."""
    issue = Issue(code=row["code"], message=row["message"], hint=row["hint"])
    return Noted(row["stage"], row["report_id"], issue)


def run_row(run: Run) -> Row:
    """The row of a run."""
    row = msgspec.structs.asdict(run)
    return {**row, "summary": encode(run.summary) if run.summary is not None else None}


def run_from(row: RowMapping) -> Run:
    """The run of a row."""
    summary = msgspec.json.decode(row["summary"]) if row["summary"] else None
    return Run(**{**dict(row), "summary": summary})
