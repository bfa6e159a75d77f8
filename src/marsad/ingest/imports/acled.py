"""ACLED exports: the columns of today and those before 2024, as CSV or Excel.

ACLED's terms forbid passing its rows on: import your own export, and do not publish rows of it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from marsad.codebook import crosswalk
from marsad.ingest.imports.cells import (
    Cells,
    bad,
    day,
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
from marsad.tables import read_csv

NAME = "acled"
COLUMNS = ("event_date", "event_type", "sub_event_type", "actor1", "country")
_KEPT = (
    "disorder_type", "event_type", "sub_event_type", "assoc_actor_1", "assoc_actor_2", "inter1", "inter2",
    "interaction", "civilian_targeting", "region", "admin3", "source_scale", "tags", "notes",
)  # fmt: skip


def parse(cells: Cells, origin: str, names: ActorNames) -> Incident:
    """One row of an ACLED export as an incident.

    Raises
    ------
    UnreadableReport
        A cell cannot be read.
    """
    country = country_code(required(cells, "country"))
    date = required(cells, "event_date")
    first = day(date, "event_date")
    event = required(cells, "event_id_cnty", "data_id")
    exact, dated = _code(cells, "geo_precision"), _code(cells, "time_precision")
    kind, mode = _plover(required(cells, "sub_event_type"), required(cells, "event_type"))
    return Incident(
        incident_id=f"{NAME}:{event}",
        members=(),
        type=kind,
        mode=mode,
        actors=_actors(cells, "actor1", country, first.isoformat(), names),
        recipients=_actors(cells, "actor2", country, first.isoformat(), names),
        place=where(
            optional(cells, "location", "admin2", "admin1") or "",
            crosswalk.place_level(exact, "acled") if exact else "unknown",
            position(cells, "latitude", "longitude"),
            country=country,
            admin=(optional(cells, "admin1"), optional(cells, "admin2")),
        ),
        time=window(first, None, crosswalk.time_level(dated, "acled") if dated else "vague", date),
        figures=_deaths(cells),
        sources=max(1, len(_sources(cells))),
        status="occurred",
        provenance=f"import:{NAME}",
        row=SourceRow(
            source=NAME,
            source_id=event,
            origin=origin,
            updated=_updated(cells),
            where_precision=exact,
            time_precision=dated,
            reports=_sources(cells),
            fields={name: cells[name] for name in _KEPT if cells.get(name)},
        ),
    )


def _code(cells: Cells, column: str) -> int | None:
    code = whole(cells, column)
    if code is not None and not 1 <= code <= 3:
        raise bad(column, cells[column], "is not a code from 1 to 3")
    return code


def _actors(cells: Cells, column: str, country: str | None, on: str, names: ActorNames) -> tuple[Actor, ...]:
    name = optional(cells, column)
    return (names.actor(name, country, on),) if name else ()


def _deaths(cells: Cells) -> tuple[IncidentFigure, ...]:
    dead = number(cells, "fatalities")
    if dead is None:
        return ()
    return (IncidentFigure(kind="killed", low=dead, best=dead, high=dead, rule="ACLED's one figure"),)


def _sources(cells: Cells) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, cells.get("source", "").split(";")))))


def _updated(cells: Cells) -> str | None:
    """When ACLED last changed the row: a Unix time in the API, a date in older exports."""
    stamp = optional(cells, "timestamp")
    if stamp is None:
        return None
    return stamp.zfill(12) if stamp.isdigit() else day(stamp, "timestamp").isoformat()


@cache
def _table() -> dict[tuple[str, str], tuple[str, str | None]]:
    rows = read_csv(files("marsad.ingest.imports") / "acled_types.csv", ("sub_event_type", "type", "mode"))
    return {(r["event_type"], r["sub_event_type"]): (r["type"], r["mode"] or None) for r in rows}


def _plover(sub_event: str, event: str) -> tuple[str, str | None]:
    table = _table()
    found = table.get((event, sub_event)) or table.get(("", sub_event)) or table.get((event, ""))
    if found is None:
        raise bad("event_type", f"{event}: {sub_event}", "is not a type of ACLED")
    return found
