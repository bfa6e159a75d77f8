"""Lines of a byte stream, with a bound on the memory that one line can take."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, cast

from marsad.ingest.decode import marked_encoding

_KEPT = 4096
_BLOCK = 1 << 20


class Line(NamedTuple):
    """A line of bytes with its end; ``size`` is larger than ``raw`` when it was too long to keep."""

    number: int
    raw: bytes
    size: int

    @property
    def whole(self) -> bool:
        """Whether all of the line is here."""
        return self.size == len(self.raw)


def lines(stream: BinaryIO, limit: int) -> Iterator[Line]:
    """Read lines; of a line longer than ``limit`` bytes only the beginning is kept."""
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if len(raw) <= limit or raw.endswith(b"\n"):
            yield Line(number, raw, len(raw))
        else:
            yield Line(number, raw[:_KEPT], len(raw) + _drain(stream))


def _drain(stream: BinaryIO) -> int:
    size = 0
    while block := stream.readline(_BLOCK):
        size += len(block)
        if block.endswith(b"\n"):
            break
    return size


def as_utf8(stream: BinaryIO, head: bytes) -> BinaryIO:
    """The stream, turned into UTF-8 where its byte order mark says UTF-16 or UTF-32."""
    name = marked_encoding(head)
    if name is None or name.startswith("utf-8"):
        return stream
    return cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", name))
