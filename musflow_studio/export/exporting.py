"""Exporting: one file made from a kept clip, whole or absent."""

from __future__ import annotations

from collections.abc import Callable

from musflow_studio.disk import replacing
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import VIDEO_SIZES, ExportKind, ExportRequest

SUFFIXES = {ExportKind.VIDEO: ".mp4"}


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


def _check(request: ExportRequest) -> None:
    suffix = SUFFIXES[request.kind]
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
