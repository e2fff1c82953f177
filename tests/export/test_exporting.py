"""Exporting through every door: whole or absent, refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from filmed_clips import filmed_clip

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.request import ExportKind, ExportRequest
from musflow_studio.export import export


def asked(tmp_path: Path, name: str = "out.mp4", **options: str) -> ExportRequest:
    return ExportRequest(tmp_path, ExportKind.VIDEO, tmp_path / name, **options)  # type: ignore[arg-type]


def made(request: ExportRequest, tmp_path: Path, *, cancelled: bool = False) -> None:
    export(filmed_clip(tmp_path, lengths=(3, 3, 3)), request, lambda done: None, lambda: cancelled)


def test_replaces_an_older_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_bytes(b"old")
    made(asked(tmp_path, video_size="720p"), tmp_path)
    assert (tmp_path / "out.mp4").stat().st_size > 1000
    assert not [p for p in tmp_path.iterdir() if ".tmp" in p.name]


def test_cancelled_keeps_the_old_file_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "out.mp4").write_bytes(b"old")
    with pytest.raises(StudioError) as caught:
        made(asked(tmp_path), tmp_path, cancelled=True)
    assert caught.value.code is ErrorCode.CANCELLED
    assert (tmp_path / "out.mp4").read_bytes() == b"old"
    assert not [p for p in tmp_path.iterdir() if ".tmp" in p.name]


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("out.avi", {}, ErrorCode.BAD_INPUT),
        ("out.mp4", {"video_size": "480i"}, ErrorCode.UNKNOWN_NAME),
        ("nowhere/out.mp4", {}, ErrorCode.FILE_NOT_FOUND),
    ],
)
def test_refusals(tmp_path: Path, name: str, options: dict[str, str], code: ErrorCode) -> None:
    with pytest.raises(StudioError) as caught:
        made(asked(tmp_path, name, **options), tmp_path)
    assert caught.value.code is code
