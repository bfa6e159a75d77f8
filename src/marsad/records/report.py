"""A report as it comes in; never altered afterwards."""

from __future__ import annotations

import hashlib

from marsad.records.parts import FieldName, Record


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

    def field(self, name: FieldName) -> str:
        """The words of a field, the empty string where the report has none."""
        return (self.title if name == "title" else self.text) or ""


def content_id(*parts: str | None) -> str:
    """Sixteen hex digits of the SHA-256 of the parts: the same content has the same id."""
    joined = "\x1f".join(part or "" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
