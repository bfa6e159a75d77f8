"""The group of all commands: loaded lazily, errors as one line and a hint."""

from __future__ import annotations

import errno
import logging
import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from marsad import __version__
from marsad.errors import MarsadError

# name -> module in this folder with a ``command``
COMMANDS = {
    "actors": "actors",
    "alerts": "alerts",
    "backtest": "backtest",
    "check": "check",
    "code": "code",
    "config": "config",
    "demo": "demo",
    "doctor": "doctor",
    "gazetteer": "gazetteer",
    "import": "import_",
    "places": "places",
    "resolve": "resolve",
    "review": "review",
    "run": "run",
    "show": "show",
    "spread": "spread",
    "store": "store",
}

log = logging.getLogger("marsad.cli")


class Commands(click.Group):
    """A group whose commands are imported when asked for, and that turns errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"marsad.cli.{COMMANDS[cmd_name]}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run a command; no traceback unless ``--debug``."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            _tell(error)
            ctx.exit(error.exit_code if isinstance(error, MarsadError) else 1)


def _tell(error: Exception) -> None:
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has gone: nothing to say to it
        return
    if isinstance(error, MarsadError):
        click.echo(f"marsad: {error}", err=True)
        hint = error.hint
    else:
        log.error("unexpected error", exc_info=error)
        click.echo(f"marsad: unexpected {type(error).__name__}", err=True)
        hint = "This is a fault of marsad: run again with 'marsad --debug ...' and report what it prints."
    if hint:
        click.echo(f"  {hint}", err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="marsad")
@click.option(
    "--config", "file", type=click.Path(path_type=Path), envvar="MARSAD_CONFIG", help="Settings file."
)
@click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), help="What to log.")
@click.option("--log-file", type=click.Path(path_type=Path), help="Log file; stderr when not given.")
@click.option("--debug", is_flag=True, envvar="MARSAD_DEBUG", help="Show tracebacks.")
@click.pass_context
def commands(
    ctx: click.Context, /, *, file: Path | None, log_level: str | None, log_file: Path | None, debug: bool
) -> None:
    """Read reports on armed groups, and keep the record of what they say, with its evidence."""
    del debug  # read from the context by invoke
    ctx.obj = {"file": file, "flags": {"log_level": log_level, "log_file": log_file}}
