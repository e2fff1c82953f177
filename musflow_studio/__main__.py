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
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.spawn import begin_worker

CANCELLED = StudioError(ErrorCode.CANCELLED, "cancelled")
TYPER_CANCELLED = 130  # what typer makes of Ctrl-C inside a command


def build_app() -> typer.Typer:
    """The whole command with its subcommands."""
    # Imported here, so that Ctrl-C in the first moment is answered by `main` as well.
    from musflow_studio.command_line import (
        alternates,
        cue,
        cutdown,
        export,
        finish,
        library,
        machine,
        models,
        play,
        preset,
        project,
        rank,
        words,
    )

    app = typer.Typer(
        help="MusFlow Studio: music for storyboard panels, cut to the frame, on this machine.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_version)
    cue.add_to(app)
    alternates.add_to(app)
    cutdown.add_to(app)
    export.add_to(app)
    finish.add_to(app)
    library.add_to(app)
    play.add_to(app)
    machine.add_to(app)
    models.add_to(app)
    project.add_to(app)
    preset.add_to(app)
    rank.add_to(app)
    words.add_to(app)
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
        if sys.argv[1:2] == ["cue"] and "--help" not in sys.argv:
            begin_worker()
        status = build_app()(prog_name="musflow", standalone_mode=False)
        if status == TYPER_CANCELLED:
            raise CANCELLED
    except StudioError as error:
        status = _refuse(error)
    except typer.TyperException as error:
        status = _refuse_usage(error)
    except KeyboardInterrupt:
        status = _refuse(CANCELLED)
    sys.exit(status)


def _refuse(error: StudioError) -> int:
    """Say the error in one sentence; its exit status."""
    typer.echo(f"musflow: {error.sentence()}", err=True)
    return error.exit_status


def _refuse_usage(error: typer.TyperException) -> int:
    """Say in one sentence what is wrong with the options; nothing where the help was printed."""
    if said := error.format_message().strip():
        # Typer hands on what pydantic calls its messages.
        said = " ".join(said.replace("Value error, ", "").split()).rstrip(".")
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "musflow"
        typer.echo(f"musflow: {said}; `{command} --help` shows what is possible.", err=True)
    return error.exit_code


if __name__ == "__main__":
    main()
