"""`musflow doctor` and `musflow setup`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from musflow_studio import clap_setup
from musflow_studio import setup as machine_setup
from musflow_studio.command_line.console import open_console
from musflow_studio.command_line.waiting import wait
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the two commands."""
    app.command()(doctor)
    app.command()(setup)


def doctor() -> None:
    """Say what this machine has and what is missing."""
    with Studio() as studio:
        findings = wait(studio.doctor())
    console = open_console()
    for finding in findings:
        mark = ("ok     ", "green") if finding.ok else ("missing", "red")
        line = Text.assemble(mark, f" {finding.what}: {finding.says}")
        console.print(line, soft_wrap=True)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def setup(
    what: Annotated[
        str, typer.Argument(metavar="[clap]", help="clap: the laion-clap package; else the basics.")
    ] = "",
) -> None:
    """Install what is missing: the text model, FluidSynth and a soundfont, or laion-clap."""
    if what not in ("", "clap"):
        raise StudioError(
            ErrorCode.UNKNOWN_NAME, "there is no such thing to set up", value=what, legal="clap"
        )
    done = clap_setup.set_up(typer.echo) if what else machine_setup.set_up(typer.echo)
    if not done:
        raise typer.Exit(1)
