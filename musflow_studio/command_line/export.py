"""`musflow export`: a video for the director and other files made from a kept clip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from musflow_studio.command_line.clips import find_clip
from musflow_studio.command_line.remake import ClipArgument
from musflow_studio.command_line.waiting import ProgressLine, wait, wait_for_job
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import EXPORT_SUFFIXES, ExportKind, ExportRequest
from musflow_studio.studio import Studio


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    clip: ClipArgument,
    video: Annotated[
        bool, typer.Option("--video", help="MP4 of panels, cue and burnt-in timecode.")
    ] = False,
    cue_sheet: Annotated[
        bool, typer.Option("--cue-sheet", help="One page for the music editor, PDF.")
    ] = False,
    csv: Annotated[bool, typer.Option("--csv", help="The cue sheet's table, CSV.")] = False,
    musicxml: Annotated[
        bool, typer.Option("--musicxml", help="The score for a notation program.")
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
    """Make files from a kept clip: a video for the director, a cue sheet, a score."""
    wanted = {
        ExportKind.VIDEO: video,
        ExportKind.CUE_SHEET: cue_sheet,
        ExportKind.CUE_SHEET_CSV: csv,
        ExportKind.MUSICXML: musicxml,
    }
    kinds = [kind for kind, asked in wanted.items() if asked]
    _check(kinds, output)
    with Studio() as studio:
        found = find_clip(studio, clip)
        for kind in kinds:
            request = ExportRequest(found.folder, kind, _file(found, kind, output), size, streamers)
            with ProgressLine(studio):
                job = wait(studio.export(request))
                written = wait_for_job(studio, job.job_id, job.file)
            typer.echo(f"{written}")


def _check(kinds: list[ExportKind], output: Path | None) -> None:
    if not kinds:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "say what to export",
            legal="--video, --cue-sheet, --csv, --musicxml",
        )
    if len(kinds) > 1 and output is not None and not output.is_dir():
        raise StudioError(
            ErrorCode.CONTRADICTION,
            "several files go into a folder, and there is none of this name",
            value=output,
            hint=f"make it first: mkdir {output}",
        )


def _file(clip: Clip, kind: ExportKind, output: Path | None) -> Path:
    """Where the file goes: beside the reader where nothing is said."""
    name = Path(clip.wav).stem + EXPORT_SUFFIXES[kind]
    place = (output or Path()).absolute()
    return place / name if output is None or place.is_dir() else place
