"""The picture of a clip: a contact sheet of its first panels, or without pictures its waveform."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from PIL import Image, ImageDraw, ImageOps

from musflow_studio.domain.audio import AudioFile
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Panel
from musflow_studio.encoders.pictures import open_panel_picture

COLUMNS, ROWS = 3, 2
TILE_PX = (208, 117)
GAP_PX = 4
SKETCH_PX = (632, 160)
_BACKGROUND = (28, 30, 34)
_INK = (120, 190, 210)


def write_cover(plan: CuePlan, mix: AudioFile, path: Path) -> None:
    """Write `cover.png`: up to six panels of the cue, 632 px wide, else the waveform of `mix`.

    A picture that cannot be read any more is left out. Raises OSError if `path` cannot be written.
    """
    readable = (tile for panel in _cue_panels(plan) if (tile := _tile(panel)))
    tiles = list(islice(readable, COLUMNS * ROWS))
    image = _sheet(tiles) if tiles else _sketch(_peaks(mix))
    image.save(path, format="PNG")


def _cue_panels(plan: CuePlan) -> list[Panel]:
    """The panels of the cue that have a picture."""
    wanted = {panel.panel_uid for panel in plan.panels}
    return [p for p in plan.storyboard.panels if p.uid in wanted and (p.picture or p.layers)]


def _tile(panel: Panel) -> Image.Image | None:
    try:
        picture = open_panel_picture(panel, longest_side_px=2 * TILE_PX[0])
    except StudioError:
        return None
    return ImageOps.pad(picture, TILE_PX, color=_BACKGROUND) if picture else None


def _sheet(tiles: list[Image.Image]) -> Image.Image:
    columns = min(COLUMNS, len(tiles))
    rows = -(-len(tiles) // columns)
    step_x, step_y = TILE_PX[0] + GAP_PX, TILE_PX[1] + GAP_PX
    sheet = Image.new("RGB", (columns * step_x - GAP_PX, rows * step_y - GAP_PX), _BACKGROUND)
    for i, tile in enumerate(tiles):
        sheet.paste(tile, (i % columns * step_x, i // columns * step_y))
    return sheet


def _peaks(mix: AudioFile) -> npt.NDArray[np.float64]:
    """Highest absolute sample in each of 632 equal slices, 0 to 1; read in blocks."""
    slices = SKETCH_PX[0]
    block = max(1, -(-mix.frames // slices))
    with soundfile.SoundFile(mix.path) as file:
        peaks = [float(np.abs(b).max(initial=0.0)) for b in file.blocks(block, dtype="float32")]
    return np.minimum(np.array(peaks[:slices], dtype=np.float64), 1.0)


def _sketch(peaks: npt.NDArray[np.float64]) -> Image.Image:
    image = Image.new("RGB", SKETCH_PX, _BACKGROUND)
    draw = ImageDraw.Draw(image)
    middle = SKETCH_PX[1] // 2
    width = SKETCH_PX[0] / max(1, len(peaks))
    for i, peak in enumerate(peaks):
        half = max(0.5, peak * (middle - 6))
        x = i * width
        draw.rectangle((x, middle - half, x + max(0.0, width - 1), middle + half), fill=_INK)
    return image
