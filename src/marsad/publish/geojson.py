"""``incidents.geojson``: incidents with coordinates as RFC 7946 points, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from marsad.publish.exporter import Exporter
from marsad.publish.safe import compact_json, plain_name, safe_url, without_bidi_controls
from marsad.records import Coded, Incident, Report

_DECIMALS = 7  # RFC 7946 section 11.2: more is noise
_MOST_EVIDENCE = 10


class GeoJsonExporter(Exporter):
    """One point an incident, one feature a line, WGS 84, at most seven decimals.

    Incidents without coordinates become features with a null geometry (RFC 7946 section 3.2), so
    nothing is lost between the files.
    """

    filename = "incidents.geojson"

    def __init__(self) -> None:
        super().__init__()
        self._evidence: dict[tuple[str, str], dict[str, Any]] = {}

    def feed(self, report: Report, coded: Coded) -> None:
        """Keep the quoted words of the events of one report."""
        origin = {"report_id": report.id, "source": report.source, "url": safe_url(report.url) or None}
        for event in coded.events:
            for one in event.evidence[:1]:
                words = {"field": one.field, "start": one.start, "end": one.end}
                quote = {"quote": without_bidi_controls(one.quote)}
                self._evidence[report.id, event.event_id] = origin | words | quote

    def end(self, incidents: Sequence[Incident]) -> None:
        """Write the collection."""
        self.stream.write('{"type":"FeatureCollection","features":[')
        for index, incident in enumerate(incidents):
            self.stream.write(",\n" if index else "\n")
            self.stream.write(compact_json(self._feature(incident)))
        self.stream.write("\n]}\n")

    def _feature(self, incident: Incident) -> dict[str, Any]:
        return {
            "type": "Feature",
            "id": incident.incident_id,
            "geometry": _point(incident),
            "properties": properties(incident) | {"evidence": list(self._quotes(incident))[:_MOST_EVIDENCE]},
        }

    def _quotes(self, incident: Incident) -> Iterator[dict[str, Any]]:
        for member in incident.members:
            if (found := self._evidence.get((member.report_id, member.event_id))) is not None:
                yield found


def properties(incident: Incident) -> dict[str, Any]:
    """What is known of an incident as flat values; figures keep low, best and high."""
    place, time = incident.place, incident.time
    return {
        "incident_id": incident.incident_id,
        "event_type": incident.type,
        "mode": incident.mode,
        "status": incident.status,
        "date_from": time.start_date if time else None,
        "date_to": time.end_date if time else None,
        "date_precision": time.precision if time else None,
        "published": incident.published,
        "actors": [plain_name(actor.name or actor.text) for actor in incident.actors],
        "actor_ids": [actor.actor_id for actor in incident.actors],
        "recipients": [plain_name(actor.name or actor.text) for actor in incident.recipients],
        "place": plain_name(place.name or place.text) if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "geo_precision": place.level if place else None,
        "geo_radius_km": place.radius_km if place else None,
        "figures": {
            figure.kind: {"low": figure.low, "best": figure.best, "high": figure.high, "rule": figure.rule}
            for figure in incident.figures
        },
        "sources": incident.sources,
        "reports": len(incident.members),
        "provenance": incident.provenance,
    }


def _point(incident: Incident) -> dict[str, Any] | None:
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return None
    longitude = (place.lon + 180) % 360 - 180 if abs(place.lon) > 180 else place.lon
    return {"type": "Point", "coordinates": [round(longitude, _DECIMALS), round(place.lat, _DECIMALS)]}
