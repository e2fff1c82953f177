"""The lanes of the music: bars and beats, keys, chords, energy; what no longer fits."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QFontMetricsF, QPainter, QPen, QPolygonF

from musflow_studio.domain.grid import bpm_text
from ui import theme
from ui.timeline.axis import thinning
from ui.timeline.contents import PanelBlock
from ui.timeline.lanes import Band, Lane
from ui.timeline.music import BarMark, MusicContents, Span
from ui.timeline.paint_board import elided, faded, fill
from ui.timeline.scene import Scene

BAR_LABEL_PX = 26.0
BEAT_PX = 7.0
ROOMY_PX = 34
"""Height of the lane of energy from which on numbers stand in it."""


def paint_bars(painter: QPainter, band: Band, scene: Scene) -> None:
    """Bar lines with numbers, beats where there is room, metre and tempo where they change."""
    if scene.music is None:
        return
    colors, music = theme.palette(), scene.music
    painter.setFont(theme.font("small"))
    every = _every(music, scene)
    signs = _signs(music)
    free_from = float("-inf")
    for bar, left, right in scene.seen(music.bars):
        whole = bar.number > 0  # a pick-up has neither number nor metre to people
        labelled = whole and (bar.number % every == 1 % every or bool(signs.get(bar.number)))
        painter.setPen(QPen(faded(colors.muted, 0.8 if labelled else 0.4), 1.0))
        top = band.top + (3 if labelled else 10)
        x = scene.axis.x(bar.start_s)
        painter.drawLine(QPointF(x, top), QPointF(x, band.bottom - 1))
        if (right - left) / max(1, len(bar.beats_s)) >= BEAT_PX:
            _paint_beats(painter, band, scene, bar)
        if labelled and x >= free_from:
            free_from = _paint_bar_label(painter, band, bar, x, signs.get(bar.number, ""))


def _every(music: MusicContents, scene: Scene) -> int:
    full = [bar.end_s - bar.start_s for bar in music.bars]
    middle = sorted(full)[len(full) // 2] if full else 1.0
    return thinning(middle * scene.axis.px_per_s, BAR_LABEL_PX)


def _signs(music: MusicContents) -> dict[int, str]:
    """By bar number: the metre and the tempo that begin there."""
    signs = {bar.number: bar.meter for bar in music.bars if bar.meter and bar.number}
    for tempo in music.tempi:
        for bar in music.bars:
            if bar.start_s - 1e-6 <= tempo.seconds < bar.end_s - 1e-6:
                number = max(1, bar.number)
                parts = (signs.get(number, ""), f"{bpm_text(round(tempo.bpm, 1))} bpm")
                signs[number] = "  ".join(part for part in parts if part)
    return signs


def _paint_beats(painter: QPainter, band: Band, scene: Scene, bar: BarMark) -> None:
    painter.setPen(QPen(faded(theme.palette().muted, 0.45), 1.0))
    for beat_s in bar.beats_s[1:]:
        x = scene.axis.x(beat_s)
        painter.drawLine(QPointF(x, band.bottom - 6), QPointF(x, band.bottom - 1))


def _paint_bar_label(painter: QPainter, band: Band, bar: BarMark, x: float, signs: str) -> float:
    """Draw number and signs; tells from where on there is room again."""
    colors = theme.palette()
    metrics = QFontMetricsF(painter.font())
    painter.setPen(colors.text)
    number = str(bar.number)
    width = metrics.horizontalAdvance(number)
    area = QRectF(x + 4, band.top, width + 4, band.height - 5)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, number)
    if not signs:
        return x
    painter.setPen(colors.muted)
    wide = metrics.horizontalAdvance(signs)
    area = QRectF(x + width + 12, band.top, wide + 4, band.height - 5)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, signs)
    return x + width + wide + 20


def paint_keys(painter: QPainter, band: Band, scene: Scene) -> None:
    """Which key the music is felt in."""
    colors = theme.palette()
    painter.setFont(theme.font("small"))
    for key, left, right in scene.seen(scene.music.keys if scene.music else ()):
        area = QRectF(left + 0.5, band.top + 1, right - left - 1, band.height - 2)
        fill(painter, area, faded(colors.accent, 0.14))
        fill(painter, QRectF(area.left(), area.top(), 2, area.height()), colors.accent)
        _words(painter, area, key)


def paint_chords(painter: QPainter, band: Band, scene: Scene) -> None:
    """Chord symbols where they begin."""
    colors = theme.palette()
    painter.setFont(theme.font("small"))
    ground = faded(colors.text, 0.06)
    for chord, left, right in scene.seen(scene.music.chords if scene.music else ()):
        area = QRectF(left + 0.5, band.top + 1, right - left - 1, band.height - 2)
        fill(painter, area, ground)
        _words(painter, area, chord)


def _words(painter: QPainter, area: QRectF, span: Span) -> None:
    painter.setPen(theme.palette().text)
    start = max(area.left(), 0.0) + 5
    elided(painter, QRectF(start, area.top(), area.right() - start - 1, area.height()), span.text)


def paint_energy(painter: QPainter, band: Band, scene: Scene) -> None:
    """Energy of each panel as a step that can be drawn; the music's curve over it."""
    colors = theme.palette()
    area = QRectF(0, band.top + 4, scene.axis.width_px, band.height - 7)
    painter.setPen(QPen(faded(colors.line, 0.7), 1.0))
    for share in (0.0, 0.5, 1.0):
        y = area.bottom() - share * area.height()
        painter.drawLine(QPointF(0, y), QPointF(area.width(), y))
    known = [found for found in scene.seen(scene.board.panels) if found[0].energy is not None]
    for block, left, right in known:
        _paint_step(painter, area, block, left, right)
    if scene.music:
        _paint_curve(painter, area, scene, scene.music)
    painter.setFont(theme.font("small"))
    for block, left, right in known:
        if right - left > 60 and (area.height() >= ROOMY_PX or block.by_hand):
            _paint_number(painter, area, block, left)


def _paint_step(
    painter: QPainter, area: QRectF, block: PanelBlock, left: float, right: float
) -> None:
    colors = theme.palette()
    mood = theme.mood_color(block.valence or 0.0, block.arousal or 0.0)
    energy = block.energy or 0.0
    y = area.bottom() - energy * area.height()
    fill(painter, QRectF(left + 1, y, right - left - 2, area.bottom() - y), faded(mood, 0.22))
    thick = 3.0 if block.by_hand else 2.0
    line = QRectF(left + 1, y - thick / 2, right - left - 2, thick)
    fill(painter, line, colors.text if block.by_hand else mood)


def _paint_number(painter: QPainter, area: QRectF, block: PanelBlock, left: float) -> None:
    colors = theme.palette()
    words = f"{block.energy:.2f}" + (" set" if block.by_hand else "")
    width = QFontMetricsF(painter.font()).horizontalAdvance(words) + 6
    label = QRectF(max(left, 0.0) + 4, area.bottom() - 14, width, 13)
    painter.fillRect(label, faded(colors.surface, 0.8))
    painter.setPen(colors.text if block.by_hand else colors.muted)
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)


def _paint_curve(painter: QPainter, area: QRectF, scene: Scene, music: MusicContents) -> None:
    points = [
        QPointF(scene.axis.x(seconds), area.bottom() - energy * area.height())
        for seconds, energy in music.energy
    ]
    pen = QPen(theme.palette().accent, 1.5)
    if not music.made:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def paint_stale(painter: QPainter, scene: Scene) -> None:
    """A veil over the bars that no longer fit the board."""
    if scene.music is None:
        return
    colors = theme.palette()
    top, bottom = scene.bands[Lane.BARS].top, scene.bands[Lane.WAVE].bottom
    chords_bottom = scene.bands[Lane.CHORDS].bottom
    wave = scene.bands[Lane.WAVE]
    for start_s, end_s in scene.music.stale:
        left, right = (
            max(scene.axis.x(start_s), -2.0),
            min(scene.axis.x(end_s), scene.axis.width_px + 2.0),
        )
        if right <= left:
            continue
        for area in (
            QRectF(left, top, right - left, chords_bottom - top),
            QRectF(left, wave.top, right - left, bottom - wave.top),
        ):
            painter.fillRect(area, faded(colors.warn, 0.10))
            painter.fillRect(area, QBrush(faded(colors.warn, 0.25), Qt.BrushStyle.BDiagPattern))
        painter.setFont(theme.font("small", bold=True))
        metrics = QFontMetricsF(painter.font())
        words = "no longer fits the board"
        width = metrics.horizontalAdvance(words) + 12
        if right - left > width + 8:
            label = QRectF(max(left, 0.0) + 4, wave.top + 3, width, 17)
            painter.fillRect(label, colors.surface)
            painter.setPen(colors.warn)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)
