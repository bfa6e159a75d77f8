"""``marsad resolve``: coded reports in, incidents out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import options
from marsad.errors import ConfigError

if TYPE_CHECKING:
    from marsad.records import Coded


@click.command()
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", "target", default="-", help="File to write, '-' for standard output.")
@click.option(
    "--reports",
    "reports_from",
    type=click.Path(),
    multiple=True,
    help="Files with the reports themselves: titles, sources and texts help to tell copies.",
)
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], target: str, reports_from: tuple[str, ...]) -> None:
    """Decide which events are the same: coded reports in (from 'marsad code'), one incident a line out."""
    import msgspec

    from marsad import flow
    from marsad.records import Problem

    chosen = options.settings(ctx)
    coded = tuple(_coded(paths or ("-",)))
    items = flow.read(reports_from, chosen) if reports_from else iter(())
    reports = tuple(item for item in items if not isinstance(item, Problem))
    encode = msgspec.json.Encoder().encode
    with options.output(target) as stream:
        for incident in flow.resolve_reports(coded, reports):
            stream.write(encode(incident) + b"\n")


def _coded(paths: tuple[str, ...]) -> Iterator[Coded]:
    import msgspec

    from marsad.records import Coded

    decode = msgspec.json.Decoder(Coded).decode
    for path in paths:
        for number, line in enumerate(_lines(path), 1):
            try:
                yield decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                hint = "Give the output of 'marsad code'."
                raise ConfigError(f"{path}:{number}: not a coded report: {error}", hint) from error


def _lines(path: str) -> Iterator[bytes]:
    if path == "-":
        yield from filter(bytes.strip, sys.stdin.buffer)
        return
    try:
        with Path(path).open("rb") as stream:
            yield from filter(bytes.strip, stream)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}", "Check the path.") from error
