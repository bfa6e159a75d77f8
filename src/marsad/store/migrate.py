"""Migrations: the schema moves only when a user asks, apart from a new database."""

from __future__ import annotations

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection


def current(connection: Connection) -> str | None:
    """The revision a database is at, ``None`` for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring a database up to a revision."""
    with as_file(files("marsad.store") / "migrations") as folder:
        command.upgrade(_config(connection, str(folder)), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Bring a database back to a revision."""
    with as_file(files("marsad.store") / "migrations") as folder:
        command.downgrade(_config(connection, str(folder)), revision)


def _config(connection: Connection, folder: str) -> Config:
    config = Config()
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
