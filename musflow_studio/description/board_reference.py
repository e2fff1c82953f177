"""The medians of a board that single panels are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from musflow_studio.domain.description import BoardReference
from musflow_studio.domain.features import PictureFeatures, PictureKind
from musflow_studio.domain.storyboard import Storyboard


def measure_reference(
    board: Storyboard, features: Sequence[PictureFeatures | None]
) -> BoardReference:
    """Median panel length, and brightness and line density of the pictures that are not blank."""
    seconds = [float(board.rate.seconds(panel.length_frames)) for panel in board.panels]
    seen = [one for one in features if one is not None and one.kind is not PictureKind.BLANK]
    return BoardReference(
        median_length_seconds=round(median(seconds), 4),
        median_brightness=median([one.brightness for one in seen] or [1.0]),
        median_line_density=median([one.line_density for one in seen] or [0.0]),
    )
