from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import create_engine, inspect

from marsad.errors import SchemaOutOfDate, StoreError, StoreUnavailable
from marsad.store import migrate, tables
from marsad.store.sqlite import SqliteStore


def shape(connection):
    inspector = inspect(connection)
    names = sorted(set(inspector.get_table_names()) - {"alembic_version"})
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)],
            sorted(str(i["column_names"]) for i in inspector.get_indexes(name)),
            sorted(str(f["constrained_columns"]) for f in inspector.get_foreign_keys(name)),
        )
        for name in names
    }


def test_migrations_lead_to_the_tables_that_the_code_knows():
    migrated, made = create_engine("sqlite://"), create_engine("sqlite://")
    with migrated.begin() as connection:
        migrate.upgrade(connection)
        assert migrate.current(connection) == tables.SCHEMA
        by_migration = shape(connection)
    with made.begin() as connection:
        tables.metadata.create_all(connection)
        assert shape(connection) == by_migration


def test_migrations_go_back_to_nothing():
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate.upgrade(connection)
        migrate.downgrade(connection, "base")
        assert shape(connection) == {}


def test_an_old_schema_is_refused_with_the_command_that_migrates(tmp_path):
    path = tmp_path / "marsad.db"
    SqliteStore(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")
    raw.close()
    with pytest.raises(SchemaOutOfDate) as caught:
        SqliteStore(path)
    assert "marsad store migrate" in caught.value.hint


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE t (x)")
    raw.close()
    with pytest.raises(SchemaOutOfDate):
        SqliteStore(path)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "not.db"
    path.write_bytes(b"this is a text and not a database at all" * 100)
    with pytest.raises(StoreError):
        SqliteStore(path)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreUnavailable, match="nowhere"):
        SqliteStore(tmp_path / "nowhere" / "marsad.db")


def test_the_file_is_in_wal_mode_with_foreign_keys(tmp_path):
    with SqliteStore(tmp_path / "marsad.db") as store:
        assert store.execute("PRAGMA journal_mode") == [("wal",)]
        assert store.execute("PRAGMA foreign_keys") == [(1,)]
        assert store.execute("PRAGMA synchronous") == [(2,)]
        assert store.execute("PRAGMA integrity_check") == [("ok",)]
