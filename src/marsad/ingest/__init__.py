"""Bytes to reports.

A reader gives a stream of reports and, in the place of what could not be read, problems.
"""

from marsad.ingest.files import FORMATS, Found, find, read
from marsad.ingest.layout import describe

__all__ = ["FORMATS", "Found", "describe", "find", "read"]
