"""The `musflow` command: one door of three on the studio.

`main` parses, runs one command and turns every failure into one sentence on standard error and
an exit status: 0 done, 2 bad input, 3 cancelled, 1 otherwise. Other packages add commands through
the entry-point group `musflow.commands` (a callable that receives the typer app).
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer

from musflow_studio import __version__
from musflow_studio.command_line import cue, library, machine
from musflow_studio.domain.errors import ErrorCode, StudioError

CANCELLED = StudioError(ErrorCode.CANCELLED, "cancelled")


def build_app() -> typer.Typer:
    """The whole command with its subcommands."""
    app = typer.Typer(
        help="MusFlow Studio: music for storyboard panels, cut to the frame, on this machine.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_version)
    cue.add_to(app)
    library.add_to(app)
    machine.add_to(app)
    for entry in entry_points(group="musflow.commands"):
        entry.load()(app)
    return app


def _version(
    version: bool = typer.Option(False, "--version", is_eager=True, help="Say the version."),
) -> None:
    if version:
        typer.echo(f"musflow {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        build_app()(standalone_mode=True)
    except StudioError as error:
        typer.echo(f"musflow: {error.sentence()}", err=True)
        sys.exit(error.exit_status)
    except KeyboardInterrupt:
        typer.echo("musflow: Cancelled.", err=True)
        sys.exit(CANCELLED.exit_status)


if __name__ == "__main__":
    main()
