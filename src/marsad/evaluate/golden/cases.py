"""Reading of golden cases: one TOML file a case, written by people, checked on loading.

The form is documented in ``tests/golden/README.md``. Fields are quoted strings found in the
text, so nobody has to count offsets.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import msgspec

from marsad import codebook
from marsad.codebook import nearest
from marsad.errors import KnowledgeError
from marsad.normalise import key
from marsad.records import EventStatus, Report

KINDS = ("event", "statement", "commitment", "membership", "figure", "threat")
COUNTS = (
    "killed", "injured", "abducted", "arrested", "captured", "displaced", "released",
    "surrendered", "missing", "strikes", "troops",
)  # fmt: skip
FIELDS: Mapping[str, frozenset[str]] = {
    "event": frozenset({
        "type", "mode", "status", "actor", "recipient", "place", "date", "target", "instrument",
        "attribution", "context", "quote", *COUNTS,
    }),
    "statement": frozenset({"speaker", "act", "direct", "place", "quote"}),
    "commitment": frozenset({
        "action", "actor", "beneficiary", "object", "amount", "currency", "additional", "place", "due",
        "status", "instrument", "speaker", "quote",
    }),
    "membership": frozenset({"body", "action", "members", "date", "quote"}),
    "figure": frozenset({
        "value", "unit", "of", "currency", "approximate", "place", "actor", "speaker", "date", "quote",
    }),
    "threat": frozenset({"group", "assessor", "trend", "places", "quote"}),
}  # fmt: skip
# fields whose strings are codes, not words of the text
CODES = frozenset({
    "type", "mode", "status", "act", "action", "currency", "trend", "date", "due", "instrument", "context",
})  # fmt: skip
NEEDED = {
    "event": ("type",), "statement": ("quote",), "commitment": ("action",), "membership": ("body", "action"),
    "figure": ("value",), "threat": ("group",),
}  # fmt: skip


class Expected(msgspec.Struct, frozen=True):
    """One record that must be coded (or may be, or must not be)."""

    kind: str
    fields: dict[str, Any]
    optional: bool = False


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One text with its expectations.

    ``none`` lists kinds that must be absent, ``complete`` kinds of which nothing but the listed
    records may be coded, ``absent`` single records that must not be coded.
    """

    id: str
    note: str
    report: Report
    expected: tuple[Expected, ...] = ()
    absent: tuple[Expected, ...] = ()
    none: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()

    @property
    def language(self) -> str:
        """Language of the text."""
        return self.report.language or "?"


def sample_reports() -> dict[str, Report]:
    """The reports written for the project that ship with it, by id."""
    lines = (files("marsad") / "sample" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [msgspec.json.decode(line, type=Report) for line in lines if line.strip()]
    return {report.id: report for report in reports}


def load_cases(folder: Path, sample: Mapping[str, Report] | None = None) -> list[Case]:
    """Read all cases under a folder, in order of their ids.

    Parameters
    ----------
    folder
        Holds ``<language>/<name>.toml`` and ``sample/<report id>.toml``.
    sample
        Reports that cases refer to by ``sample = "ID"``.

    Raises
    ------
    KnowledgeError
        A file is not TOML, has an unknown field or value, or quotes words that are not in its text.
    """
    paths = sorted(folder.glob("*/*.toml"))
    return [load_case(path, sample or {}) for path in paths]


def load_case(path: Path, sample: Mapping[str, Report]) -> Case:
    """Read and check one case; see ``load_cases``."""
    name = f"{path.parent.name}/{path.stem}"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path}: {error}", "Correct the file.") from error
    problems = list(_shape_problems(raw))
    case = None if problems else _case(name, raw, sample)
    if case:
        problems = [p for e in case.expected for p in _missing(e)]
        problems += [p for e in (*case.expected, *case.absent) for p in _problems(e, case.report)]
    if case is None or problems:
        raise KnowledgeError(f"{path}: " + "; ".join(problems), "See tests/golden/README.md.")
    return case


def _shape_problems(raw: Mapping[str, Any]) -> Iterator[str]:
    allowed = {"note", "lang", "date", "title", "text", "sample", "none", "complete", "absent", *KINDS}
    for name in raw.keys() - allowed:
        yield f"unknown field {name!r}, nearest is {nearest(name, allowed)!r}"
    if not raw.get("note"):
        yield "no note"
    if "sample" not in raw and not {"lang", "text"} <= raw.keys():
        yield "neither sample nor lang and text"
    for name in {*raw.get("none", ()), *raw.get("complete", ())} - set(KINDS):
        yield f"unknown kind {name!r}, nearest is {nearest(name, KINDS)!r}"


def _case(name: str, raw: Mapping[str, Any], sample: Mapping[str, Report]) -> Case:
    report = _sampled(raw["sample"], sample) if "sample" in raw else _report(name, raw)
    return Case(
        id=name,
        note=raw["note"],
        report=report,
        expected=tuple(
            _expected(kind, {"status": "occurred", **table} if kind == "event" else table)
            for kind in KINDS
            for table in raw.get(kind, ())
        ),
        absent=tuple(_expected(table.get("kind", "event"), table) for table in raw.get("absent", ())),
        none=frozenset(raw.get("none", ())),
        complete=frozenset(raw.get("complete", ())),
    )


def _sampled(ident: str, sample: Mapping[str, Report]) -> Report:
    if ident not in sample:
        raise KnowledgeError(f"no sample report {ident!r}", f"Nearest is {nearest(ident, sample)!r}.")
    report = sample[ident]
    return report if report.language else msgspec.structs.replace(report, language=ident[:2])


def _report(name: str, raw: Mapping[str, Any]) -> Report:
    published = raw.get("date")
    return Report(
        id=name,
        text=raw["text"].strip(),
        title=raw.get("title"),
        language=raw["lang"],
        published=str(published) if published else None,
    )


def _expected(kind: str, table: Mapping[str, Any]) -> Expected:
    fields = {name: value for name, value in table.items() if name not in {"kind", "optional"}}
    return Expected(kind, fields, bool(table.get("optional", False)))


def _missing(expected: Expected) -> Iterator[str]:
    missing = set(NEEDED[expected.kind]) - expected.fields.keys()
    if missing:
        yield f"{expected.kind} needs {', '.join(sorted(missing))}"


def _problems(expected: Expected, report: Report) -> Iterator[str]:
    known = FIELDS.get(expected.kind, frozenset())
    for name in expected.fields.keys() - known:
        yield f"{expected.kind} has no field {name!r}, nearest is {nearest(name, known)!r}"
    if expected.kind == "event":
        yield from _code_problems(expected.fields)
    words = key(f"{report.title or ''}\n{report.text}")
    for name, value in expected.fields.items():
        for quoted in _quoted(name, value):
            if key(quoted) not in words:
                yield f"{expected.kind}.{name}: {quoted!r} is not in the text"


def _code_problems(fields: Mapping[str, Any]) -> Iterator[str]:
    types = [t for t in alternatives(fields.get("type", "")) if t]
    for mode in alternatives(fields.get("mode", "")):
        found = [codebook.load().problems(type_, mode or None) for type_ in types]
        if found and all(found):
            yield from found[0]
    statuses = get_args(EventStatus)
    for status in alternatives(fields.get("status", "occurred")):
        if status not in statuses:
            yield f"unknown status {status!r}, nearest is {nearest(status, statuses)!r}"


def _quoted(name: str, value: object) -> Iterator[str]:
    if name in CODES or isinstance(value, (bool, int, float, datetime.date)):
        return
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield from (part for part in alternatives(one) if part and not part.startswith("@"))


def alternatives(value: str) -> list[str]:
    """``"a | b"`` means that either will do."""
    return [part.strip() for part in value.split(" | ")]
