"""`musflow export`: a video for the director and other files made from a kept clip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import ExportKind, ExportRequest
from musflow_studio.studio import Studio

ENDINGS = {ExportKind.VIDEO: ".mp4"}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    clip: Annotated[
        str, typer.Argument(metavar="CLIP", help="The beginning of a clip's id, or its folder.")
    ],
    video: Annotated[
        bool, typer.Option("--video", help="MP4 of panels, cue and burnt-in timecode.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", metavar="PATH", help="The file, or the folder to put it into."),
    ] = None,
    size: Annotated[
        str, typer.Option("--size", help="Of the video: 720p, 1080p, 2160p.")
    ] = "1080p",
    streamers: Annotated[
        bool, typer.Option("--streamers", help="Draw streamers and punches at must-hits.")
    ] = False,
) -> None:
    """Make a file from a kept clip: a video to send to the director."""
    kinds = [kind for kind, asked in ((ExportKind.VIDEO, video),) if asked]
    if not kinds:
        raise StudioError(
            ErrorCode.BAD_INPUT, "say what to export", legal="--video", hint="add --video"
        )
    with Studio() as studio:
        found = _find(studio, clip)
        for kind in kinds:
            request = ExportRequest(found.folder, kind, _file(found, kind, output), size, streamers)
            with ProgressLine(studio):
                job = wait(studio.export(request))
                written = wait_for_job(studio, job.job_id, job.file)
            typer.echo(f"{written}")


def _find(studio: Studio, clip: str) -> Clip:
    """The clip in a folder, else the one of the library whose id begins so."""
    folder = Path(clip)
    if (folder / "clip.json").is_file():
        return wait(studio.clip_in(folder.absolute()))
    return wait(studio.clip(clip))


def _file(clip: Clip, kind: ExportKind, output: Path | None) -> Path:
    """Where the file goes: beside the reader where nothing is said."""
    name = Path(clip.wav).stem + ENDINGS[kind]
    place = (output or Path()).absolute()
    return place / name if output is None or place.is_dir() else place
