"""Comparison of a coded report with the expectations of a golden case."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from marsad.evaluate.golden.cases import COUNTS, KINDS, Case, Expected, alternatives
from marsad.normalise import key
from marsad.records import Coded, Event, Report

AnyRecord = Any  # one of records.coded, or a part of one
Wanted = Any  # a value of a case file
Check = Callable[
    [AnyRecord, Wanted, Report], str | None
]  # record, wanted, report -> what was coded, None if right


class Missed(msgspec.Struct, frozen=True):
    """A field that is not as expected."""

    field: str
    wanted: str
    got: str


class Outcome(msgspec.Struct, frozen=True):
    """How one expectation fared.

    ``found``: a record with the right key fields was coded; ``missed``: its wrong fields.
    ``extra``: a record that should not have been coded, described in ``got``.
    """

    case: str
    language: str
    kind: str
    label: str
    found: bool
    missed: tuple[Missed, ...] = ()
    got: str = ""
    extra: bool = False

    @property
    def passed(self) -> bool:
        """Whether the record is there with all fields right."""
        return self.found and not self.missed and not self.extra


def check(case: Case, coded: Coded) -> list[Outcome]:
    """Compare a coded report with a case: one outcome an expectation, and one an extra record."""
    return [outcome for kind in KINDS for outcome in _check_kind(kind, case, _records(coded, kind))]


def run(cases: Iterable[Case], code: Callable[[Report], Coded]) -> list[Outcome]:
    """Code the text of every case and compare."""
    return [outcome for case in cases for outcome in check(case, code(case.report))]


def describe(record: AnyRecord) -> str:
    """A record on one line, for diffs."""
    parts = []
    for name, value in msgspec.structs.asdict(record).items():
        if name not in {"event_id", "confidence", "evidence", "why"} and value not in (None, (), False):
            parts.append(f"{name}={_show(value)}")
    return " ".join(parts)


def _records(coded: Coded, kind: str) -> Sequence[AnyRecord]:
    return {
        "event": coded.events,
        "statement": coded.statements,
        "commitment": coded.commitments,
        "membership": coded.memberships,
        "figure": coded.figures,
        "threat": coded.threats,
    }[kind]


def _check_kind(kind: str, case: Case, records: Sequence[AnyRecord]) -> Iterator[Outcome]:
    wanted = [e for e in case.expected if e.kind == kind]
    pairs = _assign(wanted, records, case.report)
    for index, expected in enumerate(wanted):
        if index in pairs or not expected.optional:
            yield _outcome(case, expected, records, pairs.get(index))
    used = set(pairs.values())
    for number, record in enumerate(records):
        if getattr(record, "part_of", None):
            continue  # told with the event it is part of
        closed = kind in case.none or (kind in case.complete and number not in used)
        if closed or any(_is(record, a, case.report) for a in case.absent if a.kind == kind):
            yield _extra(case, kind, record)


def _assign(wanted: Sequence[Expected], records: Sequence[AnyRecord], report: Report) -> dict[int, int]:
    """Pair expectations with different records, the best fitting pairs first."""
    scored = sorted(
        (
            (-fit, i, j)
            for i, expected in enumerate(wanted)
            for j, record in enumerate(records)
            if (fit := _fit(record, expected, report))
        )
    )
    pairs: dict[int, int] = {}
    for _, i, j in scored:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _fit(record: AnyRecord, expected: Expected, report: Report) -> float:
    """Zero when the key fields differ, else the share of right fields (above zero)."""
    wrong = {m.field for m in _missed(record, expected, report)}
    if any(name in wrong for name in _keys(expected)):
        return 0.0
    return 1.0 + len(expected.fields) - len(wrong)


def _keys(expected: Expected) -> tuple[str, ...]:
    """The fields that make a record the one that is meant."""
    if expected.kind == "event":
        return ("type", "quote") if "quote" in expected.fields else ("type",)
    if expected.kind == "figure":
        return ("value",)
    if "quote" in expected.fields:
        return ("quote",)
    return {"commitment": ("action",), "membership": ("action",)}.get(expected.kind, ("group",))


def _is(record: AnyRecord, expected: Expected, report: Report) -> bool:
    return not _missed(record, expected, report)


def _missed(record: AnyRecord, expected: Expected, report: Report) -> tuple[Missed, ...]:
    found = []
    for name, wanted in expected.fields.items():
        got = _checker(expected.kind, name)(record, wanted, report)
        if got is not None:
            found.append(Missed(name, _show(wanted), got))
    return tuple(found)


def _outcome(case: Case, expected: Expected, records: Sequence[AnyRecord], index: int | None) -> Outcome:
    label = " ".join(_label(expected))
    if index is None:
        others = " / ".join(describe(r) for r in records) or "nothing"
        return Outcome(case.id, case.language, expected.kind, label, found=False, got=others)
    missed = _missed(records[index], expected, case.report)
    return Outcome(case.id, case.language, expected.kind, label, found=True, missed=missed)


def _label(expected: Expected) -> Iterator[str]:
    for name in ("type", "mode", "status", "action", "act", "value", "group", "body", "quote"):
        value = expected.fields.get(name)
        if value is not None and value != "occurred":
            yield f"{value}"[:60]


def _extra(case: Case, kind: str, record: AnyRecord) -> Outcome:
    return Outcome(
        case.id, case.language, kind, "not expected", found=False, got=describe(record), extra=True
    )


def _checker(kind: str, name: str) -> Check:
    if kind == "event" and name in COUNTS:
        return _count(name)
    if name in {"due", "date"}:
        return _window({"event": "time", "commitment": "due", "figure": "as_of"}.get(kind, "time"))
    return _CHECKERS.get((kind, name)) or _CHECKERS[("", name)]


def _equal(name: str) -> Check:
    def compare(record: AnyRecord, wanted: Wanted, _report: Report) -> str | None:
        got = getattr(record, name)
        options = alternatives(wanted) if isinstance(wanted, str) else [wanted]
        return None if got in options or (got is None and "" in options) else _show(got)

    return compare


def _spans(name: str) -> Check:
    """Every wanted string must overlap a coded span; an empty list or string wants none."""

    def compare(record: AnyRecord, wanted: Wanted, report: Report) -> str | None:
        got = _listed(getattr(record, name))
        each = wanted if isinstance(wanted, list) else [wanted] if wanted else []
        right = all(any(_same(one, span, report) for span in got) for one in each)
        return None if right and (each or not got) else _show(got)

    return compare


def _quote(record: AnyRecord, wanted: Wanted, report: Report) -> str | None:
    spans = [*record.evidence, *_listed(getattr(record, "content", None))]
    if any(_overlaps(wanted, s.start, s.end, report.field(s.field)) for s in spans):
        return None
    return _show([s.quote for s in record.evidence])


def _number(name: str) -> Check:
    def compare(record: AnyRecord, wanted: Wanted, _report: Report) -> str | None:
        got = getattr(record, name)
        return None if _number_fits(got, wanted) else _show(got)

    return compare


def _count(name: str) -> Check:
    """``killed = 7`` wants the best value 7, ``[20, 99]`` a best value between, 0 no figure at all."""

    def compare(record: AnyRecord, wanted: Wanted, _report: Report) -> str | None:
        got = [f for f in record.figures if f.kind == name]
        if not got:
            return None if wanted == 0 else "-"
        return None if any(_number_fits(f.best, wanted) for f in got) else _show(got)

    return compare


def _number_fits(got: float | None, wanted: Wanted) -> bool:
    if got is None:
        return False
    low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
    return bool(low <= got <= high)


def _window(name: str) -> Check:
    """A date, or a pair of dates; with a ``by`` time only the end counts; ``""`` wants no date."""

    def compare(record: AnyRecord, wanted: Wanted, _report: Report) -> str | None:
        got = getattr(record, name)
        if got is None or (got.start_date is None and got.end_date is None):
            return None if wanted == "" else "-"
        first, last = map(str, wanted if isinstance(wanted, list) else (wanted, wanted))
        right = got.end_date == last and (got.relation == "by" or got.start_date == first)
        return None if right else f"{got.start_date}..{got.end_date}"

    return compare


def _contexts(record: Event, wanted: Wanted, _report: Report) -> str | None:
    each = set(wanted if isinstance(wanted, list) else [wanted])
    return None if each <= set(record.contexts) else _show(record.contexts)


def _attribution(record: Event, wanted: Wanted, report: Report) -> str | None:
    got = record.attribution
    return None if got and _same(wanted, got.speaker, report) else _show(got.speaker if got else None)


def _unit(record: AnyRecord, wanted: Wanted, report: Report) -> str | None:
    options = {key(option) for option in alternatives(wanted)}
    if key(record.unit) in options or _same(wanted, record.of, report):
        return None
    return f"{record.unit} ({record.of.text})"


def _same(wanted: str, span: AnyRecord, report: Report) -> bool:
    return any(_one_same(option, span, report) for option in alternatives(wanted))


def _one_same(wanted: str, span: AnyRecord, report: Report) -> bool:
    if wanted.startswith("@"):
        return wanted[1:] in {getattr(span, n, None) for n in ("actor_id", "place_id", "country")}
    if _overlaps(wanted, span.start, span.end, report.field(span.field)):
        return True
    mine, theirs = key(wanted), key(span.text)
    return bool(theirs) and (mine in theirs or theirs in mine)


def _overlaps(wanted: str, start: int, end: int, text: str) -> bool:
    """Whether an occurrence of the words shares at least half of the shorter span."""
    for option in alternatives(wanted):
        at = text.find(option)
        while at >= 0:
            shared = min(end, at + len(option)) - max(start, at)
            if shared > 0 and shared * 2 >= min(len(option), end - start):
                return True
            at = text.find(option, at + 1)
    return False


def _listed(value: AnyRecord) -> list[AnyRecord]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _show(value: object) -> str:
    if value is None or value == () or value == []:
        return "-"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(_show(v) for v in value)
    return _show_record(value) if isinstance(value, msgspec.Struct) else str(value)


def _show_record(value: AnyRecord) -> str:
    if hasattr(value, "start_date"):
        return f"{value.start_date}..{value.end_date}"
    if hasattr(value, "best"):
        return f"{value.kind}:{value.best:g}"
    if hasattr(value, "speaker"):
        return str(value.speaker.text)
    return str(getattr(value, "text", None) or getattr(value, "quote", ""))


def _same_names(check: Callable[[str], Check], names: Iterable[str]) -> dict[tuple[str, str], Check]:
    return {("", name): check(name) for name in names}


_CHECKERS: dict[tuple[str, str], Check] = {
    **_same_names(_equal, ("type", "mode", "status", "act", "direct", "action", "currency", "trend")),
    **_same_names(_equal, ("additional", "instrument", "approximate")),
    **_same_names(_spans, ("speaker", "place", "object", "body", "members", "group", "assessor", "places")),
    **_same_names(_spans, ("of",)),
    **_same_names(_number, ("amount", "value")),
    ("", "quote"): _quote,
    ("", "actor"): _spans("actors"),
    ("", "recipient"): _spans("recipients"),
    ("", "beneficiary"): _spans("beneficiaries"),
    ("", "target"): _spans("targets"),
    ("", "instrument"): _equal("instrument"),
    ("event", "instrument"): _spans("instruments"),
    ("statement", "place"): _spans("places"),
    ("event", "attribution"): _attribution,
    ("event", "context"): _contexts,
    ("figure", "unit"): _unit,
}
