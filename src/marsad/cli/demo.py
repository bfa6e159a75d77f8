"""``marsad demo``: the main job on the bundled sample."""

from __future__ import annotations

from pathlib import Path

import click

from marsad.cli import options


@click.command()
@options.out_option
@options.jobs_option
@click.option("--lang", type=click.Choice(["en", "ar", "fr"]), help="Language of the report page.")
@click.pass_context
def command(ctx: click.Context, /, **flags: object) -> None:
    """Run the main job on the bundled sample, and say where the page is."""
    from importlib.resources import as_file, files

    from marsad.cli.run import main_job, tell

    chosen = options.settings(ctx, **{**flags, "out": flags["out"] or Path("out/demo")})
    with as_file(files("marsad") / "sample") as folder:
        summary = main_job(tuple(map(str, sorted(folder.glob("*.jsonl")))), chosen)
    click.echo(tell(summary))
    click.echo(f"\nOpen the report page in a browser: {Path(summary.outputs['page']).resolve()}")
