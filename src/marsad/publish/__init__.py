"""Outputs: the report page and the files that other tools read."""

from marsad.publish.csv_events import CsvEventsExporter
from marsad.publish.exporter import Exporter
from marsad.publish.geojson import GeoJsonExporter
from marsad.publish.jsonl import JsonlExporter

EXPORTERS: dict[str, type[Exporter]] = {
    "jsonl": JsonlExporter,
    "csv": CsvEventsExporter,
    "geojson": GeoJsonExporter,
}

__all__ = ["EXPORTERS", "Exporter"]
