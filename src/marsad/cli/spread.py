"""``marsad spread``: is a group spreading, where, how fast, how sure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import options

if TYPE_CHECKING:
    from marsad.analyse.spread import Question, SpreadReport


@click.command()
@click.option("--actor", required=True, help="Id or name in the actor base; 'any' for everyone.")
@click.option("--alone", is_flag=True, help="Leave out branches and successors of the actor.")
@click.option("--country", help="ISO 3166 alpha-3 code.")
@click.option("--region", help="Name of a region (sahel, lake-chad ...) or west,south,east,north.")
@click.option("--from", "since", metavar="DATE", help="First day; the first event when not given.")
@click.option("--to", "until", metavar="DATE", help="Last day; the last event when not given.")
@click.option("--as-of", metavar="DATE", help="Use only what was published by this day.")
@click.option("--period", type=click.Choice(["week", "month", "quarter"]), default="month", help="Steps.")
@click.option("--scan-radius-km", type=float, default=150.0, show_default=True, help="Largest cluster.")
@click.option("--scan-months", type=float, default=12.0, show_default=True, help="Longest cluster.")
@click.option("--type", "types", multiple=True, help="PLOVER types that count; ASSAULT when not given.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of all random draws.")
@click.option(
    "--store", type=click.Path(path_type=Path), help="Database; marsad.db in the output folder, or in 'out'."
)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="Folder for page, findings, tables, plots."
)
@click.pass_context
def command(ctx: click.Context, /, *, out: Path | None, store: Path | None, **asked: object) -> None:
    """Answer whether an armed group is spreading, shifting, contracting or steady.

    Looks at what 'marsad run' coded and 'marsad import' kept, and writes a report page, findings.json,
    CSV tables and plots. The group counts with its branches and successors.
    """
    from marsad import flow
    from marsad.cli.progress import bar

    chosen = options.settings(ctx, out=out, store=store)
    question = _question(asked)
    report, outputs = flow.spread(chosen, question, out=chosen.out, progress=bar())
    click.echo(tell(report))
    for path in outputs.values():
        click.echo(f"  {path}")


def _question(asked: dict[str, object]) -> Question:
    from msgspec.structs import replace

    from marsad.analyse.spread import ask, checked_day

    who, where, region = (asked.pop(name) for name in ("actor", "country", "region"))
    question = ask(
        str(who),
        country=str(where) if where else None,
        region=str(region) if region else None,
        alone=bool(asked.pop("alone")),
    )
    flags = {"since": "--from", "until": "--to", "as_of": "--as-of"}
    days = {name: checked_day(_text(asked.pop(name)), flag) for name, flag in flags.items()}
    return replace(question, **{name: value for name, value in {**asked, **days}.items() if value})


def _text(value: object) -> str | None:
    return str(value) if value is not None else None


def tell(report: SpreadReport) -> str:
    """The answer, its limits, and what was not computed."""
    skipped = [f"not computed: {name.replace('_', ' ')}: {why}" for name, why in report.skipped.items()]
    lines = (*report.answer.sentences, "", "Limits:", *report.answer.limits, *skipped, "", "written:")
    return "\n".join(lines)
