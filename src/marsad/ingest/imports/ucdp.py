"""UCDP Georeferenced Event Dataset and its candidate releases.

References
----------
Sundberg & Melander 2013, J Peace Research 50(4):523; UCDP GED Codebook, version 23.1.
"""

from __future__ import annotations

import re

from marsad.codebook import crosswalk
from marsad.ingest.imports.cells import (
    Cells,
    bad,
    day,
    identifier,
    number,
    optional,
    position,
    required,
    where,
    whole,
    window,
)
from marsad.ingest.imports.names import ActorNames, country_code
from marsad.records import Actor, Incident, IncidentFigure, SourceRow

NAME = "ucdp"
COLUMNS = ("id", "side_a", "side_b", "latitude", "longitude", "date_start")
_KEPT = (
    "relid", "type_of_violence", "conflict_name", "dyad_name", "code_status", "event_clarity",
    "number_of_sources", "source_article", "source_original", "where_description", "priogrid_gid",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
)  # fmt: skip
# office, date and headline of each article that an event rests on
_ARTICLE = re.compile(r'"([^"]*?),(\d{4}-\d{2}-\d{2}),([^"]*)"')


def parse(cells: Cells, origin: str, names: ActorNames) -> Incident:
    """One row of GED as an incident.

    Raises
    ------
    UnreadableReport
        A cell cannot be read.
    """
    country = country_code(required(cells, "country"))
    start, end = required(cells, "date_start"), optional(cells, "date_end")
    first = day(start, "date_start")
    last = day(end, "date_end") if end else first
    exact, dated = _code(cells, "where_prec", 7), _code(cells, "date_prec", 5)
    event = identifier(required(cells, "id"))
    return Incident(
        incident_id=f"{NAME}:{event}",
        members=(),
        type="ASSAULT",
        actors=_side(cells, "side_a", country, first.isoformat(), names),
        recipients=_side(cells, "side_b", country, first.isoformat(), names),
        place=where(
            optional(cells, "where_coordinates", "where_description", "adm_2", "adm_1") or "",
            crosswalk.place_level(exact, "ucdp") if exact else "unknown",
            position(cells, "latitude", "longitude"),
            country=country,
            admin=(optional(cells, "adm_1"), optional(cells, "adm_2")),
        ),
        time=window(first, last, crosswalk.time_level(dated, "ucdp") if dated else "vague", start),
        figures=_deaths(cells),
        sources=max(1, whole(cells, "number_of_sources") or 1),
        status="occurred",
        provenance=f"import:{NAME}",
        row=SourceRow(
            source=NAME,
            source_id=event,
            origin=origin,
            where_precision=exact,
            time_precision=dated,
            reports=_offices(cells),
            fields={name: cells[name] for name in _KEPT if cells.get(name)},
        ),
    )


def _code(cells: Cells, column: str, highest: int) -> int | None:
    code = whole(cells, column)
    if code is not None and not 1 <= code <= highest:
        raise bad(column, cells[column], f"is not a code from 1 to {highest}")
    return code


def _side(cells: Cells, column: str, country: str | None, on: str, names: ActorNames) -> tuple[Actor, ...]:
    """The actors of a side; UCDP joins the members of a coalition by commas."""
    side = required(cells, column)
    whole_name = names.actor(side, country, on)
    if whole_name.actor_id or "(" in side or ", " not in side:
        return (whole_name,)
    return tuple(names.actor(part, country, on) for part in side.split(", "))


def _deaths(cells: Cells) -> tuple[IncidentFigure, ...]:
    best, low, high = (number(cells, name) for name in ("best", "low", "high"))
    if best is None:
        return ()
    low, high = best if low is None else low, best if high is None else high
    return (
        IncidentFigure(
            kind="killed", low=min(low, best), best=best, high=max(high, best), rule="UCDP low, best, high"
        ),
    )


def _offices(cells: Cells) -> tuple[str, ...]:
    """The offices that told of the event, each once."""
    article = cells.get("source_article", "")
    named = [office.strip() for office, _, _ in _ARTICLE.findall(article)]
    named = named or [part.strip() for part in cells.get("source_office", "").split(";")]
    return tuple(dict.fromkeys(filter(None, named)))
