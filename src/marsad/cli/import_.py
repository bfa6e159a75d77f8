"""``marsad import``: event files of other data sets."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli import options
from marsad.errors import ConfigError

_MOST_TOLD = 20
_SAMPLE = "sample:"


@click.command()
@click.argument("source", type=click.Choice(["ucdp", "acled", "gdelt", "csv"]))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@options.out_option
@options.store_option
@click.option("--mapping", type=click.Path(path_type=Path), help="What the columns of a CSV mean (TOML).")
@click.option(
    "--split/--no-split",
    default=True,
    help="Whether UCDP's one actor 'IS' stands for its province in the event's country.",
)
@click.option(
    "--deleted", type=click.Path(path_type=Path), help="File with the ids of events taken back since."
)
@click.option("--complete", is_flag=True, help="The files are the whole set: take out what is not in them.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    source: str,
    paths: tuple[Path, ...],
    mapping: Path | None,
    deleted: Path | None,
    **flags: object,
) -> None:
    """Keep events that others coded, beside those coded from reports.

    SOURCE is ucdp (GED and Candidate), acled, gdelt (version 2), or csv with --mapping. PATHS are .csv or
    .tsv files, also .gz and .zip; for ACLED also .xlsx. An event that is known already is brought up to
    date. A row that cannot be read is named and left out; a file without rows is an error.
    'sample:nigeria' and 'sample:syria' stand for the UCDP events that come with marsad (CC BY 4.0).
    """
    from marsad import inquiry
    from marsad.ingest.imports import Reading
    from marsad.ingest.imports.mapped import load

    split, complete = bool(flags.pop("split")), bool(flags.pop("complete"))
    chosen = options.settings(ctx, **flags)
    name = load(mapping).name if mapping and source == "csv" else source
    reading = Reading(name, mapping, split, chosen.actors)
    files = [_file(path) for path in paths]
    summary = inquiry.import_events(files, reading, chosen, deleted=deleted, complete=complete)
    for message in summary.problems[:_MOST_TOLD]:
        click.echo(f"marsad: left out: {message}", err=True)
    if len(summary.problems) > _MOST_TOLD:
        click.echo(f"marsad: left out: {len(summary.problems) - _MOST_TOLD} more rows", err=True)
    counts = ((n, getattr(summary, n)) for n in ("new", "changed", "same", "stale", "deleted"))
    told = ", ".join(f"{n:,} {what}" for what, n in counts)
    click.echo(f"{told}, {len(summary.problems):,} rows left out; kept in {chosen.database}")


def _file(path: Path) -> Path:
    """A path, or the file of a sample that comes with the package."""
    from importlib.resources import files

    name = str(path)
    if not name.startswith(_SAMPLE):
        return path
    folder = Path(str(files("marsad") / "sample" / "ucdp"))
    found = folder / f"{name.removeprefix(_SAMPLE)}.csv.gz"
    if not found.is_file():
        known = ", ".join(sorted(one.name.split(".")[0] for one in folder.glob("*.csv.gz")))
        raise ConfigError(f"no sample {name!r}", f"Samples: {known}.")
    return found
