"""Bytes to text: UTF-8, marked UTF-16/32, or a single-byte encoding for which there is evidence."""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from marsad.errors import UnreadableReport
from marsad.records import Issue

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 200_000
_MOST_DAMAGE = 0.001  # of the bytes, for a UTF-8 text with a few broken characters


class Decoded(NamedTuple):
    """A text, the encoding it was in, and what was odd about it."""

    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()


class _Encoding(msgspec.Struct, frozen=True):
    name: str
    alphabet: str
    letters: float
    words: frozenset[str]
    least: float


class _Settings(msgspec.Struct, frozen=True):
    encoding: tuple[_Encoding, ...]
    magic: dict[str, str]


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes.

    Parameters
    ----------
    raw
        The bytes as they came.
    declared
        Encoding that the document itself names; tried after UTF-8.

    Raises
    ------
    UnreadableReport
        The bytes are binary, or no encoding fits; the message says where UTF-8 failed.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_binary(raw)
        return _other(raw, declared, error)
    if "\x00" in text:
        _refuse_binary(raw)
    return Decoded(text, "utf-8")


def marked_encoding(head: bytes) -> str | None:
    """The encoding named by a byte order mark, where there is one."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _strict(raw: bytes, name: str) -> Decoded:
    try:
        return Decoded(raw.decode(name), name.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableReport(
            f"not {name}, although it begins with its mark: byte {error.start} is wrong",
            "Convert the file to UTF-8.",
            code="encoding",
        ) from error


def _refuse_binary(raw: bytes) -> None:
    kind = next((text for head, text in _magic().items() if raw.startswith(head)), None)
    head = raw[:8192]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if kind is None and controls <= 0.01 * len(head):
        return
    raise UnreadableReport(
        f"not a text but {kind or 'binary data'}",
        "Save the report as text, HTML, CSV or JSONL.",
        code="binary",
    )


def _other(raw: bytes, declared: str | None, error: UnicodeDecodeError) -> Decoded:
    text = _in_declared(raw, declared)
    if text is not None and declared is not None:
        return Decoded(text, declared, (_notice(declared, "as the document says"),))
    for encoding in _settings().encoding:
        evidence = _evidence(raw, encoding)
        if evidence is not None:
            text = raw.decode(encoding.name, errors="replace")
            return Decoded(text, encoding.name, (_notice(encoding.name, evidence),))
    return _damaged_utf8(raw, error)


def _in_declared(raw: bytes, declared: str | None) -> str | None:
    try:
        return raw.decode(declared) if declared else None
    except (LookupError, UnicodeDecodeError):
        return None


def _notice(name: str, evidence: str) -> Issue:
    return Issue(
        code="encoding-detected",
        message=f"read as {name}: {evidence}",
        hint="Save the file as UTF-8 if characters look wrong.",
    )


def _evidence(raw: bytes, encoding: _Encoding) -> str | None:
    """Why bytes look like an encoding, or ``None`` when they do not."""
    text = raw[:_SAMPLE].decode(encoding.name, errors="replace")
    foreign = [c for c in text if c > "\x7f"]
    fitting = sum(c in encoding.alphabet for c in foreign) / max(len(foreign), 1)
    words = [w.lower() for w in _WORD.findall(text)]
    known = sum(w in encoding.words for w in words)
    if fitting < encoding.letters or known == 0 or known * 1000 < encoding.least * len(words):
        return None
    return f"{fitting:.0%} of its letters and {known} frequent words fit"


def _damaged_utf8(raw: bytes, error: UnicodeDecodeError) -> Decoded:
    text = raw.decode("utf-8", errors="replace")
    damage = text.count("\ufffd")
    multibyte = sum(c > "\x7f" for c in text)
    if damage > max(1.0, _MOST_DAMAGE * len(raw)) or damage * 10 > multibyte:
        raise UnreadableReport(
            f"neither UTF-8 (byte {error.start} is wrong) nor an encoding that can be told with certainty",
            "Convert it: iconv -f ENCODING -t UTF-8 FILE.",
            code="encoding",
        )
    message = f"{damage} characters are broken, the first at byte {error.start}"
    issue = Issue(code="damaged-characters", message=message, hint="They are read as U+FFFD.")
    return Decoded(text, "utf-8", (issue,))


@cache
def _settings() -> _Settings:
    raw = (files("marsad.ingest") / "encodings.toml").read_bytes()
    return msgspec.toml.decode(raw, type=_Settings)


@cache
def _magic() -> dict[bytes, str]:
    return {bytes.fromhex(head): kind for head, kind in _settings().magic.items()}
