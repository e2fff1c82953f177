"""All lanes of a scene, drawn in their order."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter, QPen

from ui import theme
from ui.timeline.lanes import Lane
from ui.timeline.paint_board import (
    faded,
    paint_cues,
    paint_cuts,
    paint_hits,
    paint_panels,
    paint_ruler,
)
from ui.timeline.paint_music import paint_bars, paint_chords, paint_energy, paint_keys, paint_stale
from ui.timeline.paint_wave import paint_wave
from ui.timeline.scene import Scene


def paint_lanes(painter: QPainter, scene: Scene, pixel_ratio: float) -> None:
    """All lanes of a scene, top to bottom."""
    colors = theme.palette()
    for lane in (Lane.PANELS, Lane.BARS, Lane.ENERGY, Lane.WAVE):
        painter.setPen(QPen(faded(colors.line, 0.6), 1.0))
        y = scene.bands[lane].top - 0.5
        painter.drawLine(QPointF(0, y), QPointF(scene.axis.width_px, y))
    painter.fillRect(
        QRectF(0, 0, scene.axis.width_px, scene.bands[Lane.RULER].bottom),
        faded(colors.background, 0.6),
    )
    for lane, paint in (
        (Lane.RULER, paint_ruler),
        (Lane.CUES, paint_cues),
        (Lane.PANELS, paint_panels),
        (Lane.BARS, paint_bars),
        (Lane.SECTIONS, paint_keys),
        (Lane.CHORDS, paint_chords),
        (Lane.ENERGY, paint_energy),
    ):
        paint(painter, scene.bands[lane], scene)
    paint_wave(painter, scene.bands[Lane.WAVE], scene, pixel_ratio)
    paint_cuts(painter, scene)
    paint_stale(painter, scene)
    paint_hits(painter, scene.bands[Lane.HITS], scene)
