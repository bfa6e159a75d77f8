"""``events.csv``: one row an event, with the words it rests on, for spreadsheets and statistics."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from marsad.publish.exporter import Exporter
from marsad.publish.safe import csv_cell, plain_name, safe_url, without_bidi_controls
from marsad.records import Actor, Coded, Event, EventFigure, Incident, Place, Report, Time

#: Figures with columns of their own; the others stand together in ``other_figures``.
KINDS = ("killed", "injured", "abducted", "arrested", "displaced")

COLUMNS = (
    "event_id", "report_id", "incident_id", "source", "url", "published", "language",
    "type", "mode", "status", "contexts", "confidence",
    "date_from", "date_to", "date_precision", "date_relation", "date_words",
    "actors", "actor_ids", "actor_countries", "recipients", "recipient_ids", "recipient_countries",
    "place_words", "place_name", "place_id", "country", "admin1", "admin2",
    "latitude", "longitude", "geo_precision", "geo_radius_km", "geo_why",
    *(f"{kind}_{bound}" for kind in KINDS for bound in ("low", "best", "high")), "other_figures",
    "attributed_to", "attribution_verb",
    "evidence_field", "evidence_start", "evidence_end", "evidence_quote",
)  # fmt: skip


class CsvEventsExporter(Exporter):
    """One row an event. Lists are joined by ``; ``; an event of no incident has no ``incident_id``.

    The rows wait for ``finish``, because only then is it known which incident each belongs to.
    Text that a spreadsheet would run as a formula is disarmed (``safe.csv_cell``).
    """

    filename = "events.csv"

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[dict[str, Any]] = []

    def feed(self, report: Report, coded: Coded) -> None:
        """Take the events of one report."""
        self._rows.extend(event_row(report, coded, event) for event in coded.events)

    def end(self, incidents: Sequence[Incident]) -> None:
        """Write header and rows."""
        belongs = {(m.report_id, m.event_id): one.incident_id for one in incidents for m in one.members}
        writer = csv.writer(self.stream, lineterminator="\r\n")  # RFC 4180
        writer.writerow(COLUMNS)
        for row in self._rows:
            row["incident_id"] = belongs.get((row["report_id"], row["event_id"]))
            writer.writerow([csv_cell(row.get(column)) for column in COLUMNS])


def event_row(report: Report, coded: Coded, event: Event) -> dict[str, Any]:
    """An event as a row of plain values, without the incident it belongs to."""
    return {
        "event_id": event.event_id,
        "report_id": report.id,
        "source": report.source,
        "url": safe_url(report.url),
        "published": coded.published or report.published,
        "language": coded.language,
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "contexts": "; ".join(event.contexts),
        "confidence": event.confidence,
        **_time(event.time),
        **_parties("actor", event.actors),
        **_parties("recipient", event.recipients),
        **_place(event.place),
        **_figures(event.figures),
        "attributed_to": plain_name(event.attribution.speaker.text) if event.attribution else None,
        "attribution_verb": event.attribution.verb if event.attribution else None,
        **_evidence(event),
    }


def _time(time: Time | None) -> dict[str, Any]:
    if time is None:
        return {}
    return {
        "date_from": time.start_date,
        "date_to": time.end_date,
        "date_precision": time.precision,
        "date_relation": time.relation,
        "date_words": plain_name(time.text),
    }


def _parties(role: str, actors: Iterable[Actor]) -> dict[str, Any]:
    found = list(actors)
    return {
        f"{role}s": "; ".join(plain_name(actor.name or actor.text) for actor in found),
        f"{role}_ids": "; ".join(actor.actor_id or "" for actor in found),
        f"{role}_countries": "; ".join(actor.country or "" for actor in found),
    }


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {
        "place_words": plain_name(place.text),
        "place_name": place.name,
        "place_id": place.place_id,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": place.level,
        "geo_radius_km": place.radius_km,
        "geo_why": place.why,
    }


def _figures(figures: Iterable[EventFigure]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    others = []
    for figure in figures:
        if figure.kind in KINDS and f"{figure.kind}_best" not in row:
            bounds = {"low": figure.low, "best": figure.best, "high": figure.high}
            row |= {f"{figure.kind}_{bound}": value for bound, value in bounds.items()}
        else:
            others.append(f"{figure.kind}={figure.best:g} [{figure.low:g}..{figure.high:g}]")
    row["other_figures"] = "; ".join(others)
    return row


def _evidence(event: Event) -> dict[str, Any]:
    if not event.evidence:
        return {}
    first = event.evidence[0]
    return {
        "evidence_field": first.field,
        "evidence_start": first.start,
        "evidence_end": first.end,
        "evidence_quote": without_bidi_controls(first.quote),
    }
