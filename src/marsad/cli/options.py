"""Settings and streams for commands."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import click

if TYPE_CHECKING:
    from marsad.coding import Coder
    from marsad.config import Loaded, Settings
    from marsad.knowledge import Knowledge

_COLLECT = (500_000, 10, 50)
Command = TypeVar("Command", bound=Callable[..., object])

out_option = click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder for page, files and database."
)
store_option = click.option(
    "--store", type=click.Path(path_type=Path), help="Database file; marsad.db in the output folder."
)
_DECISION = (
    click.option("--reason", required=True, help="Why; kept with the decision."),
    click.option("--who", required=True, envvar="USER", help="Who decides; the user's name when not given."),
    click.option("--out", type=click.Path(path_type=Path), help="Folder with the database."),
    store_option,
)
language_option = click.option(
    "--lang", type=click.Choice(["en", "ar", "fr"]), help="Language of page, answer and alerts."
)
jobs_option = click.option("--jobs", type=click.IntRange(min=1), help="Number of processes.")
_CODER = (
    click.option(
        "--coder",
        type=click.Choice(["rules", "llm", "replay"]),
        help="Who codes events: rules, a language model, or its recorded answers.",
    ),
    click.option("--llm-url", help="Base URL of an OpenAI-compatible API. Reports are sent there."),
    click.option("--llm-model", help="Name of the model there."),
    click.option(
        "--answers",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Recorded answers: llm adds to them, replay reads them.",
    ),
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "txt", "html"]),
    help="Read every input so; told from the name or the first bytes when not given.",
)


def loaded(ctx: click.Context, **flags: object) -> Loaded:
    """Settings with their origins, from all layers; the log is set up by them."""
    from marsad import config, log

    both = {**ctx.obj["flags"], **flags}
    found = config.load(both, os.environ, ctx.obj["file"])
    log.configure(found.settings.log_level, found.settings.log_file)
    return found


def settings(ctx: click.Context, **flags: object) -> Settings:
    """Settings, see :func:`loaded`."""
    return loaded(ctx, **flags).settings


def knowledge(chosen: Settings) -> Knowledge:
    """What marsad knows, with the user's own files; kept to the end, so no collection need walk over it."""
    from marsad.knowledge import load

    known = load(chosen.gazetteers, chosen.actors)
    gc.freeze()
    gc.set_threshold(*_COLLECT)  # coding leaves no cycles, and caches that only grow
    return known


def coder_options(command: Command) -> Command:
    """Add the options that say who codes."""
    for option in reversed(_CODER):
        command = option(command)
    return command


def coder(chosen: Settings) -> Coder | None:
    """The coder of the settings, None for the rules; tells on stderr what will be sent where."""
    if chosen.coder == "rules":
        return None
    from marsad.coding.llm.choose import coder_of, notice

    key = os.environ.get(chosen.llm_key_variable) or None
    made = coder_of(chosen, key)
    if told := notice(chosen, key):
        click.echo(f"marsad: coder llm {told}", err=True)
    return made


def suffix(form: str | None) -> str | None:
    """The file ending of a format."""
    return f".{form}" if form else None


def decision_options(command: Command) -> Command:
    """Add the options of a decision that is kept: why, who, and in which database."""
    for option in reversed(_DECISION):
        command = option(command)
    return command


@contextmanager
def output(path: str) -> Iterator[BinaryIO]:
    """A binary stream to write to: a file that appears when it is complete, or ``-`` for stdout."""
    if path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = Path(path + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
