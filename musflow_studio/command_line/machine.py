"""`musflow doctor` and `musflow setup`."""

from __future__ import annotations

import typer
from rich.console import Console

from musflow_studio import setup as machine_setup
from musflow_studio.command_line.waiting import wait
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the two commands."""
    app.command()(doctor)
    app.command()(setup)


def doctor() -> None:
    """Say what this machine has and what is missing."""
    with Studio() as studio:
        findings = wait(studio.doctor())
    console = Console()
    for finding in findings:
        mark = "[green]ok[/green]     " if finding.ok else "[red]missing[/red]"
        console.print(f"{mark} {finding.what}: {finding.says}", highlight=False, soft_wrap=True)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def setup() -> None:
    """Install the text model, FluidSynth and a soundfont where they are missing."""
    if not machine_setup.set_up(typer.echo):
        raise typer.Exit(1)
