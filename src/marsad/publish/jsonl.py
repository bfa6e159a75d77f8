"""``records.jsonl``: what was coded, one report a line, in the order of the reports."""

from __future__ import annotations

import msgspec

from marsad.publish.exporter import Exporter
from marsad.records import Coded, Report


class JsonlExporter(Exporter):
    """One ``Coded`` object a line, as in the records reference."""

    filename = "records.jsonl"
    everything = True

    def __init__(self) -> None:
        super().__init__()
        self._encoder = msgspec.json.Encoder()

    def feed(self, report: Report, coded: Coded) -> None:  # noqa: ARG002 - the text is not handed on
        """Write one line."""
        self.stream.write(self._encoder.encode(coded).decode("utf-8") + "\n")
