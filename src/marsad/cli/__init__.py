"""The command line: a front door without logic. Commands are imported only when they are used."""

from __future__ import annotations

from marsad.cli.shell import commands

__all__ = ["commands", "main"]


def main() -> None:
    """Run ``marsad``."""
    commands(prog_name="marsad")
