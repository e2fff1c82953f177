"""Likes: a reference for a cue, asked for in the same words by every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.reference import TRAITS, Like, traits_named

LikeOption = Annotated[
    Path | None,
    typer.Option(
        "--like",
        metavar="FILE",
        help="Like this music, an audio file or a clip's folder: its shape, never its notes.",
    ),
]
LikeOnly = Annotated[
    str | None,
    typer.Option("--like-only", metavar="T,T", help=f"Take only this of it: {', '.join(TRAITS)}."),
]
Unlike = Annotated[
    bool, typer.Option("--unlike", help="Forget the reference of the clip being edited.")
]


def liked(path: Path | None, only: str | None) -> Like | None:
    """The reference and what is taken of it. Raises StudioError for what no reference has."""
    if path is None:
        if only is not None:
            raise StudioError(
                ErrorCode.CONTRADICTION,
                "--like-only needs a reference",
                value=only,
                hint="name one with --like",
            )
        return None
    return Like(path.expanduser().absolute(), traits_named(only or ""))
