"""``marsad run``: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from marsad.cli import options

if TYPE_CHECKING:
    from marsad.config import Settings
    from marsad.flow import RunSummary


@click.command()
@click.argument("paths", nargs=-1, required=True)
@options.out_option
@options.jobs_option
@options.coder_options
@options.format_option
@click.option("--lang", type=click.Choice(["en", "ar", "fr"]), help="Language of the report page.")
@click.option(
    "--country", "country_prior", help="ISO 3166 alpha-3 code of the country the reports are about."
)
@click.option("--json", "as_json", is_flag=True, help="Print the run summary as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    form: str | None,
    as_json: bool,
    **flags: object,
) -> None:
    """Read reports, code them, and write the report page and the record files.

    PATHS are files, folders, glob patterns or '-' for standard input: .txt, .html, .jsonl, .csv, also
    compressed with gzip. What cannot be read is set aside with an issue; the run goes on.
    """
    chosen = options.settings(ctx, **flags)
    summary = main_job(paths, chosen, form)
    click.echo(_json(summary) if as_json else tell(summary))


def main_job(paths: tuple[str, ...], chosen: Settings, form: str | None = None) -> RunSummary:
    """Run the main job with a progress bar."""
    from marsad import flow
    from marsad.cli.progress import bar

    items = flow.read(paths, chosen, stdin=sys.stdin.buffer, form=options.suffix(form))
    coder = options.coder(chosen)
    return flow.run(items, chosen, options.knowledge(chosen), progress=bar(), coder=coder)


def _json(summary: RunSummary) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(summary), indent=2).decode("utf-8")


def tell(summary: RunSummary) -> str:
    """A run summary in words, with the paths of what was written."""
    counts = ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in summary.reports.items())
    records = ", ".join(f"{n:,} {name}" for name, n in summary.records.items())
    seconds = ", ".join(f"{name} {n:.1f}" for name, n in summary.seconds.items())
    issues = ", ".join(f"{name} {n:,}" for name, n in summary.issues.items()) or "none"
    outputs = [f"  {Path(path)}" for path in summary.outputs.values()]
    lines = (
        f"reports:   {counts}",
        f"records:   {records}",
        f"incidents: {summary.incidents:,}",
        f"issues:    {issues}",
        f"seconds:   {seconds}",
        f"version:   {summary.version}",
        "written:",
        *outputs,
    )
    return "\n".join(lines)
