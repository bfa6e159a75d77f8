"""The data of the report page: records as short plain rows that a browser can draw.

Keys are short because the rows are many: ``d`` date, ``s`` status, ``a`` actors, ``g`` those of them
in the actor base, ``p`` place, ``f`` figures, ``e`` evidence. An evidence row is
``[report index, 1 if in the title, start, end, quote]`` with offsets in code points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from marsad.publish.labels import Labels, bands
from marsad.publish.naming import actor_name, actor_title, place_name
from marsad.publish.safe import plain_name, safe_url, without_bidi_controls
from marsad.records import (
    Actor,
    Coded,
    Commitment,
    Event,
    EventFigure,
    Evidence,
    Figure,
    Incident,
    IncidentFigure,
    Membership,
    Place,
    Report,
    Span,
    Statement,
    Threat,
    Time,
)

Row = dict[str, Any]
_EXAMPLES = 5
_COARSE = ("season", "year", "vague")


class Pages(NamedTuple):
    """What the page is made from: reports by id and, in the same order, what was coded from them."""

    reports: dict[str, Report]
    coded: list[Coded]
    incidents: Sequence[Incident]
    labels: Labels

    def positions(self) -> dict[str, int]:
        """Report id -> index in the list of reports."""
        return {report_id: index for index, report_id in enumerate(self.reports)}


def gather(
    reports: Iterable[Report], coded: Iterable[Coded], incidents: Sequence[Incident], labels: Labels
) -> Pages:
    """Read reports and coded reports once; what was coded from an unknown report is left out."""
    known = {report.id: report for report in reports}
    return Pages(known, [one for one in coded if one.id in known], incidents, labels)


def rows(pages: Pages, *, quotes: bool = True) -> dict[str, list[Row]]:
    """All tables of the page; without ``quotes``, evidence is offsets into the texts only."""
    tables: dict[str, list[Row]] = {
        "incidents": _incidents(pages),
        "events": _loose_events(pages),
        "statements": [],
        "commitments": [],
        "memberships": [],
        "figures": [],
        "threats": [],
    }
    positions = pages.positions()
    for one in pages.coded:
        _Shaper(positions[one.id], pages.labels).add(one, tables)
    if not quotes:
        _drop_quotes(tables)
    return tables


def report_rows(pages: Pages) -> list[list[str]]:
    """Id, title, date, source, address and language of every report."""
    languages = {one.id: one.language or "" for one in pages.coded}
    return [_report_row(report, languages.get(report.id, "")) for report in pages.reports.values()]


def text_rows(pages: Pages) -> list[list[str]]:
    """Title and text of every report, unaltered: offsets count in these."""
    return [[report.title or "", report.text] for report in pages.reports.values()]


def text_size(pages: Pages) -> int:
    """Characters that embedding all texts would take."""
    return sum(len(report.text) + len(report.title or "") for report in pages.reports.values())


def issue_rows(pages: Pages) -> list[Row]:
    """Issues by code, the most frequent first, with the reports of the first examples."""
    positions = pages.positions()
    counts: Counter[str] = Counter()
    first: dict[str, Row] = {}
    for one in pages.coded:
        for code, issue in {issue.code: issue for issue in one.issues}.items():
            counts[code] += 1
            row = first.setdefault(
                code, {"code": code, "message": issue.message, "hint": issue.hint, "at": []}
            )
            if len(row["at"]) < _EXAMPLES:
                row["at"].append([positions[one.id], issue.message])
    return [{**first[code], "n": count} for code, count in counts.most_common()]


def event_date(incident: Incident) -> list[str] | None:
    """``[from, to, precision]`` of an incident; the publication date, named as such, for want of a better."""
    return when(incident.time) or _published(incident.published)


def when(time: Time | None) -> list[str] | None:
    """``[from, to, precision, relation]`` of a time that has at least one end."""
    if time is None or not (time.start_date or time.end_date):
        return None
    start, end = time.start_date or time.end_date or "", time.end_date or time.start_date or ""
    return [start, end, time.precision, time.relation]


def where(place: Place | None, labels: Labels) -> Row | None:
    """A place as the page shows it; no coordinates unless both are known."""
    if place is None:
        return None
    name = place_name(place, labels)
    row: Row = {"n": name, "c": place.country or "", "l": place.level}
    if plain_name(place.text) != name:
        row["w"] = plain_name(place.text)
    if place.lat is not None and place.lon is not None:
        row["y"], row["x"] = round(place.lat, 5), round(place.lon, 5)
    return row


def who(actors: Iterable[Actor], labels: Labels) -> list[str]:
    """Names of actors, each once."""
    return list(dict.fromkeys(name for name in (actor_name(actor, labels) for actor in actors) if name))


def _drop_quotes(tables: Mapping[str, list[Row]]) -> None:
    for row in (row for table in tables.values() for row in table):
        for one in row.get("e", ()):
            del one[4:]


def _published(moment: str | None) -> list[str] | None:
    return [moment[:10], moment[:10], "published", "on"] if moment else None


def _report_row(report: Report, language: str) -> list[str]:
    return [
        report.id,
        plain_name(report.title or ""),
        (report.published or "")[:10],
        plain_name(report.source or ""),
        safe_url(report.url),
        report.language or language,
    ]


def _incidents(pages: Pages) -> list[Row]:
    events = {(one.id, event.event_id): event for one in pages.coded for event in one.events}
    positions = pages.positions()
    last = max((report.published or "" for report in pages.reports.values()), default="")[:10]
    newest = sorted(pages.incidents, key=lambda incident: _order(incident, last), reverse=True)
    return [_incident(incident, events, positions, pages.labels) for incident in newest]


def _order(incident: Incident, last: str) -> str:
    """The day of the event, but no later than its report; what is not dated to a month stands last."""
    found = event_date(incident)
    if found is None or found[2] in _COARSE:
        return ""
    return min(found[0], (incident.published or last)[:10])


def _incident(
    incident: Incident, events: Mapping[tuple[str, str], Event], positions: Mapping[str, int], labels: Labels
) -> Row:
    row: Row = {
        "i": incident.incident_id,
        "ty": incident.type,
        "b": bands().get(incident.type, "conflict"),
        "s": incident.status,
        "n": incident.sources,
        "m": incident.mode,
        "d": event_date(incident),
        "a": who(incident.actors, labels),
        "r": who(incident.recipients, labels),
        "g": who((actor for actor in incident.actors if actor.actor_id), labels),
        "p": where(incident.place, labels),
        "f": [_figure(figure) for figure in incident.figures],
        "e": list(_members(incident, events, positions)),
    }
    if incident.provenance != "coded":
        row["o"] = incident.provenance
    return _dense(row)


def _members(
    incident: Incident, events: Mapping[tuple[str, str], Event], positions: Mapping[str, int]
) -> Iterator[list[Any]]:
    for member in incident.members:
        event = events.get((member.report_id, member.event_id))
        if event is not None:
            yield from _quoted(event.evidence, positions[member.report_id])


def _loose_events(pages: Pages) -> list[Row]:
    used = {(m.report_id, m.event_id) for incident in pages.incidents for m in incident.members}
    positions = pages.positions()
    return [
        _Shaper(positions[one.id], pages.labels).event(event)
        for one in pages.coded
        for event in one.events
        if (one.id, event.event_id) not in used
    ]


def _figure(figure: EventFigure | IncidentFigure) -> list[Any]:
    return [figure.kind, _number(figure.low), _number(figure.best), _number(figure.high)]


def _number(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _quoted(evidence: Iterable[Evidence], report: int) -> Iterator[list[Any]]:
    for one in evidence:
        yield [report, int(one.field == "title"), one.start, one.end, without_bidi_controls(one.quote)]


def _dense(row: Row) -> Row:
    """The row without empty values."""
    return {key: value for key, value in row.items() if value is not None and value not in ("", [])}


def _words(span: Span | None) -> str:
    return plain_name(span.text) if span else ""


class _Shaper:
    """Turns the records of one report into rows."""

    def __init__(self, report: int, labels: Labels) -> None:
        self.report = report
        self.labels = labels

    def add(self, coded: Coded, tables: dict[str, list[Row]]) -> None:
        tables["statements"] += map(self.statement, coded.statements)
        tables["commitments"] += map(self.commitment, coded.commitments)
        tables["memberships"] += map(self.membership, coded.memberships)
        tables["figures"] += map(self.figure, coded.figures)
        tables["threats"] += map(self.threat, coded.threats)

    def event(self, event: Event) -> Row:
        return _dense(
            {
                "ty": event.type,
                "b": bands().get(event.type, "conflict"),
                "m": event.mode,
                "s": event.status,
                "d": when(event.time),
                "a": who(event.actors, self.labels),
                "r": who(event.recipients, self.labels),
                "p": where(event.place, self.labels),
                "f": [_figure(figure) for figure in event.figures],
                "e": self._evidence(event.evidence),
            }
        )

    def statement(self, statement: Statement) -> Row:
        return _dense(
            {
                "k": self._one(statement.speaker),
                "t": statement.act,
                "u": [actor_title(actor_id, self.labels) for actor_id in statement.about],
                "w": self._places(statement.places),
                "e": self._evidence(statement.evidence),
            }
        )

    def commitment(self, commitment: Commitment) -> Row:
        return _dense(
            {
                "t": commitment.action,
                "s": commitment.status,
                "a": who(commitment.actors, self.labels),
                "r": who(commitment.beneficiaries, self.labels),
                "q": _words(commitment.object),
                "v": None if commitment.amount is None else _number(commitment.amount),
                "c": commitment.currency,
                "x": commitment.additional or None,
                "p": where(commitment.place, self.labels),
                "d": when(commitment.due),
                "k": self._one(commitment.speaker),
                "e": self._evidence(commitment.evidence),
            }
        )

    def membership(self, membership: Membership) -> Row:
        return _dense(
            {
                "g": self._one(membership.body),
                "t": membership.action,
                "a": who(membership.members, self.labels),
                "d": when(membership.time),
                "e": self._evidence(membership.evidence),
            }
        )

    def figure(self, figure: Figure) -> Row:
        return _dense(
            {
                "v": _number(figure.value),
                "lo": _number(figure.low),
                "hi": _number(figure.high),
                "x": figure.approximate or None,
                "u": plain_name(figure.unit),
                "c": figure.currency,
                "q": _words(figure.of),
                "d": when(figure.as_of),
                "p": where(figure.place, self.labels),
                "a": who(figure.actors, self.labels),
                "k": self._one(figure.speaker),
                "e": self._evidence(figure.evidence),
            }
        )

    def threat(self, threat: Threat) -> Row:
        return _dense(
            {
                "g": self._one(threat.group),
                "k": self._one(threat.assessor),
                "t": threat.trend,
                "w": self._places(threat.places),
                "e": self._evidence(threat.evidence),
            }
        )

    def _one(self, actor: Actor | None) -> str | None:
        if actor is None:
            return None
        name = actor_name(actor, self.labels)
        if not actor.role or name == plain_name(actor.text):  # the words say the role themselves
            return name
        return f"{name} ({self.labels.code('role', actor.role)})"

    def _places(self, places: Iterable[Place]) -> list[str]:
        shown = (where(place, self.labels) for place in places)
        return list(dict.fromkeys(place["n"] for place in shown if place))

    def _evidence(self, evidence: Iterable[Evidence]) -> list[list[Any]]:
        return list(_quoted(evidence, self.report))
