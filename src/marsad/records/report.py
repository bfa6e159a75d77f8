"""A report as it comes in; never altered afterwards."""

from __future__ import annotations

import hashlib

from marsad.records.coded import Coded, Issue
from marsad.records.parts import FieldName, Record


class Origin(Record, frozen=True, kw_only=True):
    """Where a report was read: the file, the line (from 1), and the SHA-256 of its raw bytes."""

    path: str
    line: int | None = None
    sha256: str | None = None
    encoding: str = "utf-8"

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


class Report(Record, frozen=True, kw_only=True):
    """One report: an article, a bulletin, a headline.

    ``skip`` holds (start, end) ranges of ``text`` that are layout (print and share links,
    bylines): they stay in the text and are kept out of coding.
    """

    id: str
    text: str
    title: str | None = None
    language: str | None = None
    published: str | None = None  # ISO date or datetime
    source: str | None = None
    url: str | None = None
    skip: tuple[tuple[int, int], ...] = ()
    origin: Origin | None = None
    issues: tuple[Issue, ...] = ()  # what was odd while reading it

    def field(self, name: FieldName) -> str:
        """The words of a field, the empty string where the report has none."""
        return (self.title if name == "title" else self.text) or ""


class Problem(Record, frozen=True, kw_only=True):
    """Input that could not be read as a report; it takes the report's place in the stream."""

    id: str
    issue: Issue
    origin: Origin | None = None

    def coded(self) -> Coded:
        """The coded line that stands for it, so that nothing that came in is lost."""
        return Coded.blank(self.id, issues=(self.issue,))


def content_id(*parts: str | None) -> str:
    """Sixteen hex digits of the SHA-256 of the parts: the same content has the same id."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
