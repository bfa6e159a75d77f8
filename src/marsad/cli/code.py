"""``marsad code``: reports in, records out, one JSON line each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from marsad.cli import options
from marsad.errors import ConfigError

if TYPE_CHECKING:
    from marsad.records import Coded, Problem, Report

_MOST_TOLD = 10


@click.command()
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", "target", default="-", help="File to write, '-' for standard output.")
@options.jobs_option
@options.coder_options
@options.format_option
@click.option(
    "--country", "country_prior", help="ISO 3166 alpha-3 code of the country the reports are about."
)
@click.option("--explain", is_flag=True, help="Give each event its reasons: rules, cues, weights.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    target: str,
    form: str | None,
    explain: bool,
    **flags: object,
) -> None:
    """Code reports: one JSON line a report, in the order of the input.

    PATHS are as for 'marsad run'; standard input when none is given. A line that cannot be read gives a
    line with an issue that says why.
    """
    import msgspec

    from marsad import flow

    paths = paths or ("-",)
    if target in paths and target != "-":
        raise ConfigError(f"{target} is both input and output", "Choose another file with -o.")
    chosen = options.settings(ctx, **flags)
    told = _Told()
    items = told.watch(flow.read(paths, chosen, stdin=sys.stdin.buffer, form=options.suffix(form)))
    coder = options.coder(chosen)
    known = options.knowledge(chosen)
    encode = msgspec.json.Encoder().encode
    with options.output(target) as stream:
        coded = flow.code_reports(
            items,
            known,
            jobs=chosen.jobs,
            country_prior=chosen.country_prior,
            coder=coder,
            explain=explain,
        )
        for one in coded:
            stream.write(encode(one if explain else _unexplained(one)) + b"\n")
            if target == "-" and "-" in paths:
                stream.flush()
    told.finish()


class _Told:
    """Tells on stderr of the first inputs that were set aside, and counts the rest."""

    def __init__(self) -> None:
        self.problems = 0

    def watch(self, items: Iterator[Report | Problem]) -> Iterator[Report | Problem]:
        from marsad.records import Problem

        for item in items:
            if isinstance(item, Problem):
                self.problems += 1
                if self.problems <= _MOST_TOLD:
                    click.echo(f"marsad: set aside: {item.issue.message}", err=True)
            yield item

    def finish(self) -> None:
        if self.problems > _MOST_TOLD:
            click.echo(f"marsad: set aside: {self.problems - _MOST_TOLD} more", err=True)


def _unexplained(coded: Coded) -> Coded:
    import msgspec

    if not any(event.why for event in coded.events):
        return coded
    events = tuple(msgspec.structs.replace(event, why=None) for event in coded.events)
    return msgspec.structs.replace(coded, events=events)
