"""Reports as plain text: the whole file is the text, its title stays in it."""

from __future__ import annotations

import hashlib

from marsad.errors import UnreadableReport
from marsad.ingest.decode import decode
from marsad.records import Origin, Report, content_id


def read(raw: bytes, path: str) -> Report:
    """Make a report of the bytes of a text file.

    Raises
    ------
    UnreadableReport
        The file is empty, binary, or in an encoding that cannot be told.
    """
    decoded = decode(raw)
    if not decoded.text.strip():
        raise UnreadableReport("the file is empty", "Nothing to do, or check how it was made.", code="empty")
    return Report(
        id=content_id(None, None, decoded.text),
        text=decoded.text,
        origin=Origin(path=path, sha256=hashlib.sha256(raw).hexdigest(), encoding=decoded.encoding),
        issues=decoded.issues,
    )
