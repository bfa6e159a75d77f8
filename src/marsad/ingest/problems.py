"""From an error to the problem that takes the report's place in the stream."""

from __future__ import annotations

from marsad.errors import UnreadableReport
from marsad.records import Issue, Origin, Problem, content_id


def problem(error: UnreadableReport, origin: Origin, report_id: str | None = None) -> Problem:
    """A problem that names file and line; its id is the report's own where that could be read."""
    issue = Issue(code=error.code, message=f"{origin}: {error}", hint=error.hint)
    own = content_id(origin.sha256 or origin.path, str(origin.line))
    return Problem(id=report_id or own, issue=issue, origin=origin)
