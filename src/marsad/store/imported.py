"""Upserts and tombstones of imported events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from marsad.records import Incident
from marsad.store import rows, tables
from marsad.store.base import Tombstone, Upserted

_BATCH = 500


def upsert(connection: Connection, incidents: Iterable[Incident]) -> Upserted:
    """Write each event over the one of the same id, unless what is known is newer or it was deleted."""
    counts: Counter[str] = Counter()
    iterator = iter(incidents)
    while some := tuple(islice(iterator, _BATCH)):
        latest = {row["incident_id"]: row for row in map(rows.imported_row, some)}
        known, graves = _known(connection, list(latest)), _graves(connection, list(latest))
        fate = {name: _fate(row, known.get(name), graves.get(name)) for name, row in latest.items()}
        counts.update(fate.values())
        counts["same"] += len(some) - len(latest)
        _write(connection, [latest[name] for name in latest if fate[name] in ("new", "changed")])
    return Upserted(**{name: counts[name] for name in Upserted._fields})


def bury(connection: Connection, tombstones: Iterable[Tombstone]) -> int:
    """Delete events and remember that they were deleted."""
    found = 0
    for stone in tombstones:
        grave = {name: getattr(stone, name) for name in Tombstone.__struct_fields__}
        statement = insert(tables.tombstone).values(grave)
        connection.execute(statement.on_conflict_do_update(index_elements=["incident_id"], set_=grave))
        gone = delete(tables.imported).where(tables.imported.c.incident_id == stone.incident_id)
        found += connection.execute(gone).rowcount
    return found


def _known(connection: Connection, ids: list[str]) -> dict[str, rows.Row]:
    i = tables.imported.c
    query = select(i.incident_id, i.updated, i.payload).where(i.incident_id.in_(ids))
    return {row["incident_id"]: dict(row) for row in connection.execute(query).mappings()}


def _graves(connection: Connection, ids: list[str]) -> dict[str, str]:
    t = tables.tombstone.c
    query = select(t.incident_id, t.deleted).where(t.incident_id.in_(ids))
    return {row.incident_id: row.deleted for row in connection.execute(query)}


def _fate(row: rows.Row, known: rows.Row | None, deleted: str | None) -> str:
    if deleted is not None and (row["updated"] or "") <= deleted:
        return "stale"
    if known is None:
        return "new"
    if known["payload"] == row["payload"]:
        return "same"
    return "stale" if row["updated"] and known["updated"] and row["updated"] < known["updated"] else "changed"


def _write(connection: Connection, new: list[rows.Row]) -> None:
    if not new:
        return
    statement = insert(tables.imported)
    changed = {name: statement.excluded[name] for name in new[0] if name != "incident_id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["incident_id"], set_=changed), new)
