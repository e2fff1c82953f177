"""What belongs to the picture: bars, borders and production marks told apart from the image.

Arithmetic on arrays (height, width, 3), float32, RGB in 0..1.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

_SAME = 0.06
"""Largest difference in a channel at which two pixels count as one colour."""
_GREYEST = 0.12
"""Bars are black, grey or white: channels differ by less than this."""
_DEEPEST_SHARE = 0.3
_BLEND = 1
"""Rows behind a bar that shrinking has mixed with it; they go too."""
_ROUNDS = 3
_MARK_CHROMA = 0.18
_MOST_MARKS_SHARE = 0.12
_GREY_REST_CHROMA = 0.035


def crop_bars(pixels: Pixels) -> Pixels:
    """Without letterbox and pillarbox bars and without uniform page borders and frame lines.

    A bar is a run of rows (or columns) of one grey, on both opposite sides, at most 30 % of the
    picture each, of about equal depth, ending sharply: most of the first line behind it differs.
    So an empty sky or the white paper around a drawing stays. One more line goes with each bar.
    """
    for _ in range(_ROUNDS):
        before = pixels.shape
        pixels = _crop_rows(pixels)
        pixels = _crop_rows(pixels.transpose(1, 0, 2)).transpose(1, 0, 2)
        if pixels.shape == before:
            break
    return pixels


def _crop_rows(pixels: Pixels) -> Pixels:
    top, bottom = _bar_depth(pixels), _bar_depth(pixels[::-1])
    height = len(pixels)
    near = max(top, bottom) <= 1.5 * min(top, bottom) + 0.02 * height
    if not (top and bottom and near) or np.abs(pixels[0, 0] - pixels[-1, 0]).max() > _SAME:
        return pixels
    inner = pixels[top + _BLEND : height - bottom - _BLEND]
    return inner if len(inner) else pixels


def _bar_depth(pixels: Pixels) -> int:
    """Rows of the bar at the top; 0 if there is none."""
    colour = np.median(pixels[0], axis=0)
    if np.ptp(colour) > _GREYEST:
        return 0
    most = max(1, int(len(pixels) * _DEEPEST_SHARE))
    differs = (np.abs(pixels[: most + 3] - colour).max(axis=2) > _SAME).mean(axis=1)
    uniform = differs <= 0.01
    depth = int(np.argmin(uniform)) if not uniform.all() else 0
    if not 0 < depth <= most:
        return 0
    return depth if differs[depth : depth + 3].max() > 0.5 else 0


def production_marks(pixels: Pixels) -> Mask:
    """Where arrows and notes in colour lie on an otherwise grey picture; (height, width).

    Empty unless the marks cover at most 12 % and what is left has no colour: a picture that is
    in colour itself has no marks.
    """
    chroma = np.ptp(pixels, axis=2)
    marks = widened(chroma > _MARK_CHROMA)
    if marks.mean() > _MOST_MARKS_SHARE or marks.all():
        return np.zeros_like(marks)
    rest = chroma[~marks].mean()
    return marks if rest < _GREY_REST_CHROMA else np.zeros_like(marks)


def without_marks(pixels: Pixels) -> Pixels:
    """The picture with its production marks painted over in the paper's colour."""
    marks = production_marks(pixels)
    if not marks.any():
        return pixels
    clean = pixels.copy()
    clean[marks] = np.median(pixels[~marks], axis=0)
    return clean


def widened(mask: Mask) -> Mask:
    """The mask grown by one pixel each way."""
    padded = np.pad(mask, 1)
    grown = np.zeros_like(mask)
    height, width = mask.shape
    for down in range(3):
        for right in range(3):
            grown |= padded[down : down + height, right : right + width]
    return grown
