"""The wave of the take: its outline as an image made of numbers, single samples as a line."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from musflow_studio.waveform import Outline, Waveform
from ui import theme
from ui.timeline.lanes import Band
from ui.timeline.paint_board import faded
from ui.timeline.scene import RawSamples, Scene

TWO_CHANNELS_PX = 84
RAW_FRAMES_PER_PX = 200.0
"""Below so many samples a pixel single ones are wanted."""
DOTS_PX = 5.0
_GAP_PX = 2
_FILL, _MOST_GAIN = 0.92, 16.0


def frames_seen(scene: Scene) -> tuple[float, float]:
    """First and last frame of the take at the edges of the view; they may lie outside it."""
    assert scene.wave
    assert scene.music
    rate_hz = scene.wave.rate_hz
    start = (scene.axis.left_s - scene.music.start_s) * rate_hz
    return start, start + scene.axis.span_s * rate_hz


def wants_samples(scene: Scene) -> bool:
    """Whether the view is so narrow that the outline is too coarse."""
    if scene.wave is None or scene.music is None:
        return False
    return scene.wave.rate_hz / scene.axis.px_per_s < RAW_FRAMES_PER_PX


def paint_wave(painter: QPainter, band: Band, scene: Scene, pixel_ratio: float) -> None:
    """The take, its outline within its channels' halves; or the hint while there is none."""
    if scene.wave is None or scene.music is None:
        _paint_hint(painter, band, scene.hint)
        return
    channels = scene.wave.peaks.channels if band.height >= TWO_CHANNELS_PX else 1
    height = (band.height - 2 - _GAP_PX * (channels - 1)) / channels
    outline = _outline(scene, pixel_ratio)
    for channel in range(channels):
        top = band.top + 1 + channel * (height + _GAP_PX)
        area = QRectF(0, top, scene.axis.width_px, height)
        painter.save()
        painter.setClipRect(_paint_ground(painter, area, scene))
        own = channel if channels > 1 else None
        if outline is None:
            _paint_samples(painter, area, scene, own)
        else:
            shape = _scaled(_one_channel(outline, own), shown_gain(scene.wave))
            painter.drawImage(area, _image(shape, height, pixel_ratio))
        painter.restore()


def shown_gain(wave: Waveform) -> float:
    """How much taller the wave is drawn, so that the take's loudest moment fills its lane."""
    top = wave.peaks.levels[-1]
    loudest = float(max(top.high.max(), -top.low.min(), 1e-6))
    return min(_FILL / loudest, _MOST_GAIN)


def _scaled(outline: Outline, gain: float) -> Outline:
    return Outline(*(values * gain for values in outline))


def outline_of(raw: RawSamples, start: float, end: float, columns: int) -> Outline:
    """The outline of single samples, where a column holds at least one."""
    edges = np.linspace(start, end, columns + 1) - raw.start
    first = np.floor(edges[:-1]).astype(np.int64)
    last = np.maximum(np.ceil(edges[1:]).astype(np.int64), first + 1)
    count = len(raw.values)
    inside = ((first < count) & (last > 0))[:, None]
    pairs = np.column_stack((first.clip(0, count - 1), last.clip(1, count))).ravel()
    values = np.append(raw.values, raw.values[-1:], axis=0)
    low, high = (f.reduceat(values, pairs, axis=0)[::2] * inside for f in (np.minimum, np.maximum))
    squares = np.add.reduceat(values**2, pairs, axis=0)[::2] / np.diff(pairs)[::2, None]
    return Outline(low, high, np.sqrt(squares) * inside)


def _outline(scene: Scene, pixel_ratio: float) -> Outline | None:
    """What to fill; None where single samples are to be joined by a line."""
    assert scene.wave
    columns = max(1, round(scene.axis.width_px * pixel_ratio))
    start, end = frames_seen(scene)
    raw = scene.raw
    here = (max(0, math.floor(start)), min(scene.wave.peaks.frames, math.ceil(end)))
    if wants_samples(scene) and raw and len(raw.values) and raw.cover(*here):
        return outline_of(raw, start, end, columns) if end - start > columns else None
    return scene.wave.peaks.outline(start, end, columns)


def _one_channel(outline: Outline, channel: int | None) -> Outline:
    """One channel, or the envelope of all."""
    if channel is not None:
        return Outline(*(values[:, channel] for values in outline))
    low, high, rms = outline
    return Outline(low.min(axis=1), high.max(axis=1), np.sqrt(np.mean(rms**2, axis=1)))


def _image(outline: Outline, height: float, pixel_ratio: float) -> QImage:
    """Body (RMS) and peaks in two strengths of one colour, edges smooth."""
    rows = max(1, round(height * pixel_ratio))
    middle = rows / 2
    color = theme.palette().accent
    peaks = _coverage(middle - outline.high * middle, middle - outline.low * middle, rows)
    body = _coverage(middle - outline.rms * middle, middle + outline.rms * middle, rows)
    alpha = np.maximum(peaks * 0.55, body * 0.95)
    shape = (rows, len(outline.low))
    pixels: npt.NDArray[np.uint8] = np.empty((*shape, 4), np.uint8)
    for i, part in enumerate((color.blueF(), color.greenF(), color.redF(), 1.0)):
        pixels[..., i] = alpha * (part * 255)
    premultiplied = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.tobytes(), shape[1], rows, shape[1] * 4, premultiplied).copy()


def _coverage(
    top: npt.NDArray[np.float32], bottom: npt.NDArray[np.float32], rows: int
) -> npt.NDArray[np.float32]:
    """How much of each pixel lies between two heights, at least half a pixel in all."""
    middle = (top + bottom) / 2
    top, bottom = np.minimum(top, middle - 0.4), np.maximum(bottom, middle + 0.4)
    row = np.arange(rows, dtype=np.float32)[:, None]
    return (np.minimum(row + 1, bottom) - np.maximum(row, top)).clip(0, 1).astype(np.float32)


def _paint_ground(painter: QPainter, area: QRectF, scene: Scene) -> QRectF:
    """Where there is sound; tells the part of it in view."""
    assert scene.music
    left = max(scene.axis.x(scene.music.start_s), 0.0)
    right = min(scene.axis.x(scene.music.end_s), area.width())
    ground = QRectF(left, area.top(), max(0.0, right - left), area.height())
    if right > left:
        painter.fillRect(ground, faded(theme.palette().accent, 0.07))
        painter.setPen(QPen(faded(theme.palette().accent, 0.35), 1.0))
        y = area.center().y()
        painter.drawLine(QPointF(left, y), QPointF(right, y))
    return ground


def _paint_samples(painter: QPainter, area: QRectF, scene: Scene, channel: int | None) -> None:
    """Single samples: a line through them, dots where there is room."""
    assert scene.raw
    assert scene.wave
    assert scene.music
    start, end = frames_seen(scene)
    first = max(scene.raw.start, math.floor(start) - 1)
    last = min(scene.raw.start + len(scene.raw.values), math.ceil(end) + 2)
    part = scene.raw.values[first - scene.raw.start : last - scene.raw.start]
    values = part.mean(axis=1) if channel is None else part[:, channel]
    px = scene.axis.px_per_s / scene.wave.rate_hz
    middle, half = area.center().y(), area.height() / 2 * shown_gain(scene.wave)
    points = [
        QPointF((first + i - start) * px, middle - float(value) * half)
        for i, value in enumerate(values)
    ]
    color = theme.palette().accent
    painter.setPen(QPen(color, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    if px >= DOTS_PX:
        _paint_dots(painter, points, color)


def _paint_dots(painter: QPainter, points: list[QPointF], color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for point in points:
        painter.drawEllipse(point, 2.0, 2.0)


def _paint_hint(painter: QPainter, band: Band, hint: str) -> None:
    painter.setFont(theme.font("body"))
    painter.setPen(theme.palette().muted)
    area = QRectF(12, band.top, 2000, band.height)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, hint)
