"""The numbers at the top of the report page and the tables that need no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from marsad.publish.labels import Labels, bands
from marsad.publish.payload import Pages
from marsad.publish.safe import plain_name
from marsad.records import Coded, Incident

_HAPPENED = ("occurred", "ongoing")
_MOST_SOURCES = 60
# A larger toll told of one attack is nearly always that of many; totals that say so are no incidents at all.
_MOST_KILLED = 1_000


class Tile(NamedTuple):
    """One headline number with a line below it."""

    key: str
    value: str
    note: str


class SourceLine(NamedTuple):
    """How much came from one source, and when."""

    name: str
    reports: int
    first: str
    last: str


def tiles(pages: Pages) -> list[Tile]:
    """The headline numbers in the order they are shown."""
    labels, say = pages.labels, pages.labels.messages
    located = sum(_located(incident) for incident in pages.incidents)
    dues = sum(commitment.due is not None for one in pages.coded for commitment in one.commitments)
    return [
        Tile("n_reports", labels.number(len(pages.reports)), _languages(pages)),
        Tile(
            "n_incidents",
            labels.number(len(pages.incidents)),
            f"{labels.number(located)} {say['of_them_located']}",
        ),
        Tile("n_countries", labels.number(len(_countries(pages.incidents))), ""),
        _killed(pages.incidents, labels),
        Tile("n_statements", labels.number(sum(len(one.statements) for one in pages.coded)), ""),
        Tile(
            "n_commitments",
            labels.number(sum(len(one.commitments) for one in pages.coded)),
            f"{labels.number(dues)} {say['due_later']}",
        ),
        Tile("n_not_understood", labels.number(sum(map(nothing_coded, pages.coded))), ""),
    ]


def nothing_coded(one: Coded) -> bool:
    """Whether a report left no record at all."""
    return not any((one.events, one.statements, one.commitments, one.memberships, one.figures, one.threats))


def period(pages: Pages) -> tuple[str, str]:
    """First and last day of publication, empty when no report has a date."""
    days = sorted(report.published[:10] for report in pages.reports.values() if report.published)
    return (days[0], days[-1]) if days else ("", "")


def source_lines(pages: Pages) -> list[SourceLine]:
    """Reports by source, the largest first; the rest of a long list is added up in the last line."""
    days: dict[str, list[str]] = {}
    for report in pages.reports.values():
        days.setdefault(plain_name(report.source or "") or "—", []).append((report.published or "")[:10])
    lines = sorted((_source(name, dates) for name, dates in days.items()), key=lambda s: (-s.reports, s.name))
    rest = lines[_MOST_SOURCES:]
    if not rest:
        return lines
    return [*lines[:_MOST_SOURCES], SourceLine(f"+ {len(rest)}", sum(s.reports for s in rest), "", "")]


def run_lines(summary: Mapping[str, object], labels: Labels) -> list[tuple[str, str]]:
    """The scalar values of the run summary, one level deep, with readable names."""
    return [
        (_run_name(key, labels), _run_value(value, labels))
        for key, value in _scalars(summary)
        if value is not None and value != ""
    ]


def _scalars(summary: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    for key, value in summary.items():
        if isinstance(value, Mapping):
            if key != "issues":
                yield from ((f"{key}: {inner}", v) for inner, v in value.items() if _scalar(v))
        elif _scalar(value):
            yield key, value


def _scalar(value: object) -> bool:
    return isinstance(value, str | int | float) or value is None


def _run_name(key: str, labels: Labels) -> str:
    return ": ".join(labels.code("run", part) for part in key.split(": "))


def _run_value(value: object, labels: Labels) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return labels.number(value)
    return plain_name(str(value))


def _source(name: str, dates: list[str]) -> SourceLine:
    known = sorted(filter(None, dates))
    return SourceLine(name, len(dates), known[0] if known else "", known[-1] if known else "")


def _languages(pages: Pages) -> str:
    counts: dict[str, int] = {}
    for one in pages.coded:
        if one.language:
            counts[one.language] = counts.get(one.language, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: -item[1])[:3]
    labels = pages.labels
    return " · ".join(f"{labels.code('language', code)} {labels.number(count)}" for code, count in ordered)


def _located(incident: Incident) -> bool:
    return incident.place is not None and None not in (incident.place.lat, incident.place.lon)


def _countries(incidents: Iterable[Incident]) -> set[str]:
    return {
        incident.place.country
        for incident in incidents
        if incident.place and incident.place.country and incident.status in _HAPPENED
    }


def _killed(incidents: Iterable[Incident], labels: Labels) -> Tile:
    figures = [
        figure
        for incident in incidents
        if incident.status in _HAPPENED and bands().get(incident.type) == "assault"
        for figure in incident.figures
        if figure.kind == "killed"
    ]
    kept = [figure for figure in figures if figure.best <= _MOST_KILLED]
    low, best, high = (sum(getattr(figure, name) for figure in kept) for name in ("low", "best", "high"))
    notes = [f"{labels.messages['range_low_high']} {labels.number(low)}–{labels.number(high)}"] * (
        low != high
    )
    if left_out := len(figures) - len(kept):
        notes.append(f"{labels.messages['tolls_left_out']} {labels.number(left_out)}")
    return Tile("n_killed", labels.number(best), " · ".join(notes))
