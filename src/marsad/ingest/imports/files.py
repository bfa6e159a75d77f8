"""The road of an import: files to rows to incidents, with an error for each row that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from marsad.errors import ConfigError, SourceError, UnreadableReport
from marsad.ingest.imports import acled, gdelt, mapped, ucdp
from marsad.ingest.imports.cells import Cells, optional
from marsad.ingest.imports.names import ActorNames
from marsad.ingest.imports.table import lines
from marsad.ingest.problems import problem
from marsad.records import Incident, Origin, Problem

Parse = Callable[[Cells, str, ActorNames], Incident]


class Source(NamedTuple):
    """One data set: how its rows are read."""

    parse: Parse
    columns: tuple[str, ...]
    header: tuple[str, ...] | None = None


SOURCES: Mapping[str, Callable[[], Source]] = MappingProxyType(
    {
        "ucdp": lambda: Source(ucdp.parse, ucdp.COLUMNS),
        "acled": lambda: Source(acled.parse, acled.COLUMNS),
        "gdelt": lambda: Source(gdelt.parse, gdelt.COLUMNS, gdelt.header()),
    }
)
"""Data sets that need no mapping."""


class Reading(NamedTuple):
    """What to read: the data set, its mapping (``csv`` only), whether to split an actor by country.

    ``actors`` are files of a user's own actors.
    """

    source: str
    mapping: Path | None = None
    split: bool = True
    actors: tuple[Path, ...] = ()


def read(paths: Iterable[Path], reading: Reading) -> Iterator[Incident | Problem]:
    """Incidents of event files in order; a row that cannot be read comes as a problem with its number.

    Raises
    ------
    ConfigError
        No such data set or mapping, or a file lacks a column.
    SourceError
        A file cannot be read, or holds no row.
    """
    source, names = _source(reading), ActorNames(split=reading.split, own=reading.actors)
    for path in paths:
        count = 0
        for item in _items(path, source, names):
            count += 1
            yield item
        if count == 0:
            raise SourceError(f"{path}: no rows", "An empty export is mostly a failed one: fetch it again.")


def _source(reading: Reading) -> Source:
    if reading.source in SOURCES:
        return SOURCES[reading.source]()
    if reading.mapping is None:
        raise ConfigError("a CSV needs a mapping", "Give --mapping FILE.toml.")
    mapping = mapped.load(reading.mapping)
    return Source(partial(mapped.parse, mapping=mapping), mapped.columns(mapping))


def _items(path: Path, source: Source, names: ActorNames) -> Iterator[Incident | Problem]:
    checked = False
    for line in lines(path, source.header):
        if isinstance(line, UnreadableReport):
            yield problem(line, Origin(path=str(path)))
            continue
        if not checked:
            _check_columns(path, source, line.cells)
            checked = True
        try:
            yield source.parse(line.cells, f"{path.name}:{line.number}", names)
        except UnreadableReport as error:
            yield problem(error, Origin(path=str(path), line=line.number))


def _check_columns(path: Path, source: Source, cells: Cells) -> None:
    missing = [name for name in source.columns if name not in cells]
    if missing:
        raise ConfigError(f"{path}: no column {', '.join(missing)}", "Is it a file of this data set?")


def read_deletions(path: Path, source: str) -> Iterator[tuple[str, str]]:
    """Ids (as incidents carry them) and days of a file of deleted events.

    The id stands in a column ``event_id_cnty`` or ``id``, the day or Unix time in
    ``deleted_timestamp`` or ``deleted``.
    """
    for line in lines(path):
        if isinstance(line, UnreadableReport):
            raise ConfigError(str(line), line.hint)
        event = optional(line.cells, "event_id_cnty", "id")
        if event is None:
            raise ConfigError(f"{path}:{line.number}: no id", "Name the column 'id' or 'event_id_cnty'.")
        when = optional(line.cells, "deleted_timestamp", "deleted") or ""
        yield f"{source}:{event.removesuffix('.0')}", when.zfill(12) if when.isdigit() else when
