"""Any CSV of events, through a small mapping in TOML.

::

    name = "insecurity-log"            # becomes part of every id
    [columns]                          # field = column of the file
    id = "Ref"
    date = "Date of incident"          # also: end, published, updated
    lat = "Y"
    lon = "X"
    actor = "Perpetrator"              # also: recipient, country, place, admin1, admin2, type, killed, source
    place_level = "Accuracy"           # also: time_precision, weight
    [defaults]                         # where a column is missing or empty
    country = "MLI"
    place_level = "town"
    [date]
    format = "%d/%m/%Y"                # ISO when not given
    [types]                            # words of the file = PLOVER type, or type and mode with a slash
    "Armed attack" = "ASSAULT"
    [place_levels]                     # words of the file = level of marsad
    "village" = "town"
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import msgspec

from marsad.codebook import load as load_codebook
from marsad.errors import ConfigError
from marsad.ingest.imports.cells import Cells, bad, day, number, optional, position, required, where, window
from marsad.ingest.imports.names import ActorNames, country_code
from marsad.records import Actor, Incident, IncidentFigure, PlaceLevel, SourceRow
from marsad.records.parts import TimePrecision

_NEEDED = ("id", "date", "lat", "lon")
_FIELDS = (
    *_NEEDED, "end", "published", "updated", "actor", "recipient", "country", "place", "admin1", "admin2",
    "type", "killed", "source", "place_level", "time_precision", "weight",
)  # fmt: skip


class _Date(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: str | None = None


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the columns of a file mean; see the module's text."""

    name: str
    columns: dict[str, str]
    defaults: dict[str, str] = {}
    date: _Date = _Date()
    types: dict[str, str] = {}
    place_levels: dict[str, str] = {}

    def cells(self, row: Cells) -> dict[str, str]:
        """The row under the names of fields, with defaults."""
        found = {field: row.get(_column(name), "").strip() for field, name in self.columns.items()}
        return {**self.defaults, **{field: text for field, text in found.items() if text}}


def load(path: Path) -> Mapping:
    """Read and check a mapping.

    Raises
    ------
    ConfigError
        The file cannot be read, or names something unknown.
    """
    try:
        mapping = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Mapping)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: {error}", "See the documentation of 'marsad import csv'.") from error
    unknown = (set(mapping.columns) | set(mapping.defaults)) - set(_FIELDS)
    missing = set(_NEEDED) - set(mapping.columns)
    if unknown or missing:
        what = (
            f"no field {', '.join(sorted(unknown))}"
            if unknown
            else f"no column for {', '.join(sorted(missing))}"
        )
        raise ConfigError(f"{path}: {what}", f"Fields: {', '.join(_FIELDS)}.")
    _check_types(path, mapping)
    return mapping


def columns(mapping: Mapping) -> tuple[str, ...]:
    """Columns that the file must have."""
    return tuple(_column(name) for name in mapping.columns.values())


def parse(cells: Cells, origin: str, names: ActorNames, mapping: Mapping) -> Incident:
    """One row as an incident.

    Raises
    ------
    UnreadableReport
        A cell cannot be read.
    """
    row = mapping.cells(cells)
    country = country_code(row["country"]) if "country" in row else None
    date = required(row, "date")
    first = day(date, "date", mapping.date.format)
    end = optional(row, "end")
    kind, _, mode = mapping.types.get(row.get("type", ""), row.get("type", "ASSAULT")).partition("/")
    level = mapping.place_levels.get(row.get("place_level", ""), row.get("place_level", "town"))
    precision = row.get("time_precision", "day")
    _known("type", kind, tuple(load_codebook().types))
    _known("place_level", level, get_args(PlaceLevel))
    _known("time_precision", precision, get_args(TimePrecision))
    return Incident(
        incident_id=f"{mapping.name}:{required(row, 'id')}",
        members=(),
        type=kind,
        mode=mode or None,
        actors=_actors(row, "actor", country, first.isoformat(), names),
        recipients=_actors(row, "recipient", country, first.isoformat(), names),
        place=where(
            row.get("place", ""),
            level,
            position(row, "lat", "lon"),
            country=country,
            admin=(optional(row, "admin1"), optional(row, "admin2")),
        ),
        time=window(first, day(end, "end", mapping.date.format) if end else None, precision, date),
        figures=_killed(row),
        sources=1,
        status="occurred",
        published=_date(row, "published", mapping),
        provenance=f"import:{mapping.name}",
        row=SourceRow(
            source=mapping.name,
            source_id=row["id"],
            origin=origin,
            updated=_date(row, "updated", mapping),
            weight=1.0 if (weight := number(row, "weight")) is None else weight,
            reports=(row["source"],) if "source" in row else (),
        ),
    )


def _column(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _known(column: str, value: str, values: tuple[str, ...]) -> None:
    if value not in values:
        raise bad(column, value, f"is not one of {', '.join(values)}")


def _check_types(path: Path, mapping: Mapping) -> None:
    known = load_codebook().types
    for words, code in mapping.types.items():
        if code.partition("/")[0] not in known:
            raise ConfigError(
                f"{path}: types: {words!r} = {code!r} is no type", f"Types: {', '.join(known)}."
            )


def _actors(row: Cells, side: str, country: str | None, on: str, names: ActorNames) -> tuple[Actor, ...]:
    name = optional(row, side)
    return tuple(names.actor(part, country, on) for part in name.split(";") if part.strip()) if name else ()


def _killed(row: Cells) -> tuple[IncidentFigure, ...]:
    dead = number(row, "killed")
    return (
        ()
        if dead is None
        else (IncidentFigure(kind="killed", low=dead, best=dead, high=dead, rule="as given"),)
    )


def _date(row: Cells, field: str, mapping: Mapping) -> str | None:
    text = optional(row, field)
    return day(text, field, mapping.date.format).isoformat() if text else None
