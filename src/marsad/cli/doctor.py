"""``marsad doctor``: what is installed, which data, in what state."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad import __version__
from marsad.cli import options
from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.config import Settings

Line = tuple[bool, str, str]


@click.command()
@options.out_option
@options.store_option
@click.pass_context
def command(ctx: click.Context, /, **flags: object) -> None:
    """Look at the installation, the data and the database; exit code 1 when something is wrong."""
    chosen = options.settings(ctx, **flags)
    good = True
    for ok, name, what in _lines(chosen):
        good = good and ok
        click.echo(f"{'ok ' if ok else 'BAD'}  {name:<16} {what}")
    if not good:
        ctx.exit(1)


def _lines(chosen: Settings) -> Iterator[Line]:
    yield True, "marsad", __version__
    yield sys.version_info >= (3, 11), "python", f"{platform.python_version()} at {sys.executable}"
    yield from _packages()
    yield _encoding()
    yield from _knowledge(chosen)
    yield _coder(chosen)
    yield _database(chosen.database)


def _packages() -> Iterator[Line]:
    import re

    for requirement in requires("marsad") or ():
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^\w.-]", requirement)[0]
        try:
            yield True, name, version(name)
        except PackageNotFoundError:
            yield False, name, "not installed: run 'make demo' or pip install marsad"


def _encoding() -> Line:
    name = sys.stdout.encoding or "unknown"
    ok = name.lower().replace("-", "") in {"utf8", "utf16", "utf32"}
    return ok, "terminal", name if ok else f"{name}: set PYTHONIOENCODING=utf-8 to see Arabic"


def _knowledge(chosen: Settings) -> Iterator[Line]:
    from marsad import flow

    try:
        known = options.knowledge(chosen)
        yield True, "knowledge", flow.version()
        yield True, "actors", f"{len(known.actors):,}"
        for row in known.gazetteer.info():
            yield (
                True,
                "gazetteer",
                f"{row['places']:,} places, {row['name']} {row['version']}, {row['licence']}",
            )
    except MarsadError as error:
        yield False, "knowledge", f"{error} {error.hint}"


def _coder(chosen: Settings) -> Line:
    """Who codes; a server is not asked, and no report is sent."""
    if chosen.coder == "rules":
        return True, "coder", "rules; nothing is sent anywhere"
    from marsad.coding.llm.choose import coder_of, notice

    key = os.environ.get(chosen.llm_key_variable) or None
    try:
        made = coder_of(chosen, key)
    except MarsadError as error:
        return False, "coder", f"{chosen.coder}: {error}. {error.hint}"
    name = made.name if made is not None else ""
    return True, "coder", f"{name}; {notice(chosen, key) or 'nothing is sent anywhere'}"


def _database(path: Path) -> Line:
    from marsad.store.sqlite import SqliteStore
    from marsad.store.tables import SCHEMA

    if not path.is_file():
        return True, "database", f"none yet at {path}"
    try:
        with SqliteStore(path) as store:
            counts = store.counts()
            sound = store.execute("PRAGMA quick_check") == [("ok",)]
    except MarsadError as error:
        return False, "database", f"{error}. {error.hint}"
    held = ", ".join(f"{counts[name]:,} {name}" for name in ("report", "event", "incident", "run"))
    return sound, "database", f"{path}: schema {SCHEMA}, {'sound' if sound else 'DAMAGED'}; {held}"
