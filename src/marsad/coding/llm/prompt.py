"""What a language model is asked about a report, and the schema that its answer must fit."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, get_args

import msgspec

from marsad import codebook
from marsad.records import Document, EventStatus

Json = dict[str, Any]


class Asked(NamedTuple):
    """What is asked about one report.

    ``key`` is a hash of all of it: the same report, asked in the same words, has the same key.
    ``cut`` is the number of letters of the text that were left out.
    """

    key: str
    messages: tuple[Json, ...]
    schema: Json
    cut: int


def ask(document: Document, most_letters: int) -> Asked:
    """Put a report into the question.

    The report stands between two fences. A fence is a hash of the report, so that it differs from report to
    report, no report can hold its own, and a recorded answer is found again.
    """
    report, words = document.report, _words()
    text = report.text[:most_letters]
    whole = f"{report.title}|{report.text}".encode("utf-8", "replace")
    fence = f"=== {hashlib.sha256(whole).hexdigest()[:20]} ==="
    user = words["user"].format(
        published=report.published or document.anchor or "unknown", language=document.language,
        fence=fence, title=report.title or "", text=text,
    )  # fmt: skip
    messages = (
        {"role": "system", "content": f"{_rules(fence)}\n\n{_codebook()}"},
        {"role": "user", "content": user},
    )
    both = msgspec.json.encode([messages, schema()], order="deterministic")
    return Asked(hashlib.sha256(both).hexdigest(), messages, schema(), len(report.text) - len(text))


@cache
def _words() -> Json:
    return tomllib.loads((files("marsad.coding.llm") / "prompt.toml").read_text(encoding="utf-8"))


def _rules(fence: str) -> str:
    told: str = _words()["system"]
    return told.format(
        fence=fence, statuses=", ".join(get_args(EventStatus)), figures=", ".join(_words()["figures"])
    )


@cache
def _codebook() -> str:
    book = codebook.load()
    lines = ["Event types, with their modes:"]
    for name, kind in book.types.items():
        lines.append(f"{name}: {kind.definition}")
        lines += [f"  {mode}: {told.definition}" for mode, told in kind.modes.items()]
    return "\n".join([*lines, f"Contexts: {', '.join(book.contexts)}."])


@cache
def schema() -> Json:
    """JSON schema of an answer; strict, so that servers can hold the model to it."""
    book = codebook.load()
    modes = sorted({mode for kind in book.types.values() for mode in kind.modes})
    text = {"type": "string"}
    figure = _object({"kind": {"type": "string", "enum": _words()["figures"]}, "number": {"type": "number"},
                      "words": text})  # fmt: skip
    event = _object({
        "quote": text,
        "trigger": text,
        "type": {"type": "string", "enum": list(book.types)},
        "mode": {"type": ["string", "null"], "enum": [*modes, None]},
        "contexts": _list({"type": "string", "enum": list(book.contexts)}),
        "status": {"type": "string", "enum": list(get_args(EventStatus))},
        "actors": _list(text),
        "recipients": _list(text),
        "place": {"type": ["string", "null"]},
        "time": {"type": ["string", "null"]},
        "figures": _list(figure),
    })  # fmt: skip
    return _object({"events": _list(event)})


def _object(properties: Json) -> Json:
    return {
        "type": "object", "properties": properties, "required": list(properties),
        "additionalProperties": False,
    }  # fmt: skip


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}
