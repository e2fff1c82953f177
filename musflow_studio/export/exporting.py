"""Exporting: one file made from a kept clip, whole or absent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from musflow_studio.disk import replacing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import (
    EXPORT_SUFFIXES,
    VIDEO_SIZES,
    ExportKind,
    ExportRequest,
)
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.pictures import open_panel_picture
from musflow_studio.export.cue_sheet import cue_sheet, sheet_as_csv
from musflow_studio.export.musicxml import score_as_musicxml

THUMBNAIL_PX = 300


def export(
    clip: Clip,
    request: ExportRequest,
    on_step: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> None:
    """Make the file that was asked for; an older one of the name is replaced in one step.

    Raises StudioError: a wrong file ending or size, CANCELLED, or what the disk refuses.
    """
    _check(request)
    with replacing(request.output) as path:
        match request.kind:
            case ExportKind.VIDEO:
                from musflow_studio.export.video import write_video  # FFmpeg loads when needed

                write_video(
                    clip,
                    path,
                    size=request.video_size,
                    streamers=request.streamers,
                    on_step=on_step,
                    cancelled=cancelled,
                )
            case ExportKind.CUE_SHEET:
                _write_cue_sheet(clip, path)
            case ExportKind.CUE_SHEET_CSV:
                path.write_text(sheet_as_csv(cue_sheet(clip)), encoding="utf-8", newline="")
            case ExportKind.MUSICXML:
                path.write_text(score_as_musicxml(clip), encoding="utf-8")


def _write_cue_sheet(clip: Clip, path: Path) -> None:
    from musflow_studio.export.cue_sheet_pdf import write_cue_sheet_pdf  # loads when needed

    with path.open("wb") as out:
        write_cue_sheet_pdf(cue_sheet(clip), clip.recipe.plan, _thumbnail, out)


def _thumbnail(panel: Panel) -> Image.Image | None:
    """What a panel shows; None for words alone, and where its picture went away."""
    try:
        return open_panel_picture(panel, longest_side_px=THUMBNAIL_PX)
    except StudioError:
        return None


def _check(request: ExportRequest) -> None:
    suffix = EXPORT_SUFFIXES[request.kind]
    if request.output.suffix.lower() != suffix:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"a {request.kind.value} file ends in {suffix}",
            value=request.output.name,
            legal=suffix,
        )
    if request.video_size not in VIDEO_SIZES:
        raise StudioError(
            ErrorCode.UNKNOWN_NAME,
            "no such video size",
            value=request.video_size,
            legal=", ".join(VIDEO_SIZES),
        )
