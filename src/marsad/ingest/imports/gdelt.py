"""GDELT 2 event exports (61 columns, no header line).

GDELT codes single sentences by machine, and much of it is wrong: in hand checks most rows were no real
event of the coded type at the coded place. Rows carry a weight of one; read the method of the page before
quoting what rests on them.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files

from marsad.codebook import crosswalk
from marsad.ingest.imports.cells import Cells, bad, day, optional, position, required, where, whole, window
from marsad.ingest.imports.names import ActorNames, country_code, fips_codes
from marsad.records import Actor, Incident, SourceRow

NAME = "gdelt"
COLUMNS = ("globaleventid", "day", "eventcode", "actiongeo_lat", "actiongeo_long")
_KEPT = (
    "eventcode", "quadclass", "goldsteinscale", "nummentions", "numarticles", "isrootevent", "avgtone",
    "actor1code", "actor2code", "sourceurl",
)  # fmt: skip
# GDELT's kinds of place: country, US state, US city, world city, world state
_LEVELS = {1: "country", 2: "adm1", 3: "town", 4: "town", 5: "adm1"}


@cache
def header() -> tuple[str, ...]:
    """Names of the columns, which the files leave out."""
    text = (files("marsad.ingest.imports") / "gdelt_columns.txt").read_text(encoding="utf-8")
    return tuple(name.lower() for name in text.split())


def parse(cells: Cells, origin: str, names: ActorNames) -> Incident:
    """One row of a GDELT 2 export as an incident.

    Raises
    ------
    UnreadableReport
        A cell cannot be read, or the event code is not one of CAMEO.
    """
    date = required(cells, "day")
    first = day(date, "day")
    act = crosswalk.from_cameo(required(cells, "eventcode"))
    if act is None:
        raise bad("eventcode", cells["eventcode"], "is not a code of CAMEO")
    event = required(cells, "globaleventid")
    kind = whole(cells, "actiongeo_type") or 0
    country = fips_codes().get(cells.get("actiongeo_countrycode", ""))
    return Incident(
        incident_id=f"{NAME}:{event}",
        members=(),
        type=act.type,
        mode=act.mode,
        actors=_actors(cells, "actor1", first, names),
        recipients=_actors(cells, "actor2", first, names),
        place=where(
            optional(cells, "actiongeo_fullname") or "",
            _LEVELS.get(kind, "unknown"),
            position(cells, "actiongeo_lat", "actiongeo_long"),
            country=country,
            admin=(optional(cells, "actiongeo_adm1code"), optional(cells, "actiongeo_adm2code")),
        ),
        time=window(first, first, "day", date),
        sources=max(1, whole(cells, "numsources") or 1),
        status="occurred",
        published=_added(cells),
        provenance=f"import:{NAME}",
        row=SourceRow(
            source=NAME,
            source_id=event,
            origin=origin,
            where_precision=kind or None,
            fields={name: cells[name] for name in _KEPT if cells.get(name)},
        ),
    )


def _added(cells: Cells) -> str | None:
    text = optional(cells, "dateadded")
    return day(text[:8], "dateadded").isoformat() if text else None


def _actors(cells: Cells, side: str, on: dt.date, names: ActorNames) -> tuple[Actor, ...]:
    name = optional(cells, f"{side}name")
    if name is None:
        return ()
    country = country_code(cells.get(f"{side}countrycode", "") or "-")
    return (names.actor(name.title(), country, on.isoformat()),)
