"""Event files of other data sets, as incidents: UCDP GED, ACLED, GDELT 2, and any CSV through a mapping."""

from marsad.ingest.imports.files import SOURCES, Reading, read, read_deletions

__all__ = ["SOURCES", "Reading", "read", "read_deletions"]
