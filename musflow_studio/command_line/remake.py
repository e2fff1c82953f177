"""Remakes: what every command that makes new clips of a kept one is asked in the same words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ClipArgument = Annotated[
    str, typer.Argument(metavar="CLIP", help="The beginning of a clip's id, or its folder.")
]
Output = Annotated[
    Path | None,
    typer.Option("-o", metavar="DIR", help="Put what is made here, not in the library."),
]
Finish = Annotated[
    str, typer.Option("--finish", help="Finishing preset; the clip's own if unsaid.")
]
Rate = Annotated[int | None, typer.Option("--rate", help="Sample rate; the clip's own if unsaid.")]
GainDb = Annotated[float | None, typer.Option("--gain-db", metavar="X", help="Trim the level.")]
Name = Annotated[str, typer.Option("--name", help="Name of what is made.")]


def folder(output: Path | None) -> Path | None:
    """Where clips go, absolute; None for the library."""
    return None if output is None else output.expanduser().absolute()
