"""The pictures of a board, opened and measured, each content once in a process."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from musflow_studio.domain.features import PictureFeatures
from musflow_studio.domain.storyboard import Panel, Region
from musflow_studio.encoders.picture_features import OPEN_SIDE_PX, measure_picture
from musflow_studio.encoders.pictures import open_panel_picture

_READERS = 2
_MOST_KNOWN = 1024
_known: dict[tuple[str, int, Region | None], PictureFeatures] = {}
"""By SHA-256 of the file, page and region; a worker that lives on measures only what is new."""


def measure_panels(panels: Sequence[Panel]) -> list[PictureFeatures | None]:
    """Measurements per panel, None where there is no picture. Raises as `open_panel_picture`."""
    with ThreadPoolExecutor(_READERS) as readers:
        return list(readers.map(_measured, panels))


def _measured(panel: Panel) -> PictureFeatures | None:
    key = (panel.picture_sha256, panel.page, panel.region)
    if panel.picture_sha256 and panel.picture is not None and key in _known:
        return _known[key]
    image = open_panel_picture(panel, longest_side_px=OPEN_SIDE_PX)
    if image is None:
        return None
    features = measure_picture(image)
    if panel.picture_sha256 and panel.picture is not None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = features
    return features
