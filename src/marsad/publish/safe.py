"""Making text harmless on its way out: into HTML, JSON inside HTML, and spreadsheets."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re

# Embeddings, overrides and isolates can make a name read as another one (Trojan source).
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028\u2029]+")
_SPACES = re.compile(r"\s+")
_IN_SCRIPT = {
    "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029",
}  # fmt: skip
_FORMULA = tuple("=+-@\t\r\n＝＋－＠|")


def plain_name(text: str) -> str:
    """A name or label on one line, without bidirectional and other control characters."""
    return _SPACES.sub(" ", _CONTROLS.sub(" ", _BIDI_CONTROLS.sub("", text))).strip()


def without_bidi_controls(text: str) -> str:
    """Words as they are, without characters that reorder what surrounds them."""
    return _BIDI_CONTROLS.sub("", text)


def safe_url(url: str | None) -> str:
    """The address if it is a web address, else the empty string (``javascript:`` and the like)."""
    trimmed = (url or "").strip()
    return trimmed if re.match(r"https?://", trimmed, re.IGNORECASE) else ""


def compact_json(value: object) -> str:
    """JSON without spaces and in the original letters."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def script_json(value: object) -> str:
    """JSON that can stand inside a ``<script>`` element whatever strings it holds."""
    return "".join(_IN_SCRIPT.get(character, character) for character in compact_json(value))


def script_policy(script: str) -> str:
    """Content-Security-Policy: our one script by its hash, unpacked assets as blobs, no network."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}' blob:; worker-src blob: data:; "
        "style-src 'unsafe-inline'; img-src data: blob:; connect-src blob: data:; "
        "base-uri 'none'; form-action 'none'"
    )


def packed(content: bytes) -> str:
    """Gzip and base64, the same bytes for the same content."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def packed_json(value: object) -> str:
    """JSON as gzip and base64; lone surrogates become question marks, one for one."""
    return packed(compact_json(value).encode("utf-8", "replace"))


def csv_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection).

    Numbers stay numbers; text that starts with a formula character gets an apostrophe before it.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.7f}".rstrip("0").rstrip(".")
    text = str(value)
    if isinstance(value, str) and text.lstrip(" \u00a0").startswith(_FORMULA):
        return "'" + text
    return text
