"""The lanes of the board: ruler, cues and gaps, panels, hits."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from musflow_studio.domain.plan import Hit
from musflow_studio.domain.storyboard import HitWeight
from ui import theme
from ui.timeline.axis import ruler_frames, ruler_step_frames
from ui.timeline.contents import CueBlock, Gap, HitMark, PanelBlock
from ui.timeline.lanes import Band, Lane
from ui.timeline.music import plan_hit
from ui.timeline.scene import Scene

LABEL_PX = 84.0
ROUND_PX = 3.0
LETTER_PX = 7.0
CROWDED_PX = 14
NARROW_PX = 16.0
"""Blocks narrower than this have square corners: round ones cost far more to draw."""


def faded(color: QColor, alpha: float) -> QColor:
    """The colour with an opacity of 0 to 1."""
    made = QColor(color)
    made.setAlphaF(alpha)
    return made


def fill(painter: QPainter, area: QRectF, color: QColor) -> None:
    """Fill an area whose edges lie on whole pixels: many times cheaper than smooth edges."""
    left, top = round(area.left()), round(area.top())
    width, height = round(area.right()) - left, round(area.bottom()) - top
    painter.fillRect(left, top, max(1, width), max(1, height), color)


def elided(painter: QPainter, area: QRectF, text: str) -> None:
    """Text on one line, shortened to its place; none where not even a letter fits."""
    if area.width() < LETTER_PX:
        return
    metrics = QFontMetricsF(painter.font())
    if area.width() >= metrics.averageCharWidth() * 1.5:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paint_ruler(painter: QPainter, band: Band, scene: Scene) -> None:
    """Timecode, with marks at round numbers of frames, seconds or minutes."""
    colors, axis = theme.palette(), scene.axis
    fps = float(scene.rate.fps)
    step = ruler_step_frames(scene.rate, axis.px_per_s, LABEL_PX)
    fine = ruler_step_frames(scene.rate, axis.px_per_s, 9.0)
    painter.setFont(theme.font("small"))
    painter.setPen(QPen(colors.line))
    for frame in ruler_frames(axis, scene.rate, fine, scene.timecode_start):
        x = axis.x(frame / fps)
        painter.drawLine(QPointF(x, band.bottom - 4), QPointF(x, band.bottom - 1))
    places = {
        frame: axis.x(frame / fps)
        for frame in ruler_frames(axis, scene.rate, step, scene.timecode_start)
    }
    seen = any(0 <= x < axis.width_px for x in places.values())
    for frame, x in (places if seen else {int(axis.left_s * fps): 0.0}).items():
        painter.setPen(QPen(colors.line))
        painter.drawLine(QPointF(x, band.top + 4), QPointF(x, band.bottom - 1))
        painter.setPen(colors.muted)
        label = scene.rate.timecode(scene.timecode_start + frame)
        painter.drawText(
            QRectF(x + 4, band.top, LABEL_PX, band.height - 2), Qt.AlignmentFlag.AlignVCenter, label
        )


def paint_cues(painter: QPainter, band: Band, scene: Scene) -> None:
    """Cues as blocks, the stretches between them hatched."""
    painter.setFont(theme.font("small"))
    for gap, left, right in scene.seen(scene.board.gaps):
        _paint_gap(painter, QRectF(left, band.top + 2, right - left, band.height - 4), gap)
    chosen = scene.cue.uid if scene.cue else ""
    for block, left, right in scene.seen(reversed(scene.board.cues)):
        area = QRectF(left + 0.5, band.top + 2, right - left - 1, band.height - 4)
        _paint_cue(painter, area, block, chosen=block.cue.uid == chosen)
        for start_s, end_s in block.tacet:
            x = scene.axis.x(start_s)
            silence = QRectF(x, area.top() + 1, scene.axis.x(end_s) - x, area.height() - 2)
            veil = faded(theme.palette().muted, 0.8)
            painter.fillRect(silence & area, QBrush(veil, Qt.BrushStyle.BDiagPattern))


def _paint_gap(painter: QPainter, area: QRectF, _: Gap) -> None:
    colors = theme.palette()
    painter.fillRect(area, QBrush(faded(colors.muted, 0.28), Qt.BrushStyle.BDiagPattern))
    metrics = QFontMetricsF(painter.font())
    words = "no music"
    width = metrics.horizontalAdvance(words) + 12
    if area.width() > width + 16:
        label = QRectF(area.center().x() - width / 2, area.top(), width, area.height())
        painter.fillRect(label, colors.surface)
        painter.setPen(colors.muted)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)


def _paint_cue(painter: QPainter, area: QRectF, block: CueBlock, *, chosen: bool) -> None:
    colors = theme.palette()
    edge = colors.accent if chosen else colors.muted
    pen = QPen(faded(edge, 0.5 if block.omitted else 1.0), 1.0)
    if block.omitted:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(faded(edge, 0.0 if block.omitted else 0.30 if chosen else 0.16))
    painter.drawRoundedRect(area, ROUND_PX, ROUND_PX)
    painter.setPen(colors.muted if block.omitted else colors.text)
    told = f"{block.cue.name}  omitted" if block.omitted else _cue_words(block)
    start = max(area.left(), 0.0)
    elided(painter, QRectF(start + 7, area.top(), area.right() - start - 12, area.height()), told)


def _cue_words(block: CueBlock) -> str:
    length_s = block.end_s - block.start_s
    takes = len(block.cue.clip_ids)
    made = f"{takes} take{'' if takes == 1 else 's'}" if takes else "no take yet"
    return f"{block.cue.name}    {length_s:.1f} s    {made}"


def paint_panels(painter: QPainter, band: Band, scene: Scene) -> None:
    """Panels as blocks in the colour of their mood, with number and story."""
    chosen = set(scene.panel_uids)
    for block, left, right in scene.seen(scene.board.panels):
        area = QRectF(left + 0.5, band.top + 1.5, right - left - 1, band.height - 3)
        _paint_panel(painter, area, block, chosen=block.panel.uid in chosen)


def _paint_panel(painter: QPainter, area: QRectF, block: PanelBlock, *, chosen: bool) -> None:
    colors = theme.palette()
    known = block.valence is not None and block.arousal is not None
    mood = theme.mood_color(block.valence or 0.0, block.arousal or 0.0) if known else colors.muted
    ground = faded(mood, 0.34 if chosen else 0.20)
    if area.width() < NARROW_PX:
        fill(painter, area, ground)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, ROUND_PX, ROUND_PX)
    edge = min(3.0, area.width() / 2)
    fill(painter, QRectF(area.left(), area.top() + 1, edge, area.height() - 2), mood)
    if chosen:
        painter.setPen(QPen(colors.accent, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), ROUND_PX, ROUND_PX)
    start = max(area.left(), 0.0) + 8
    number = QRectF(start, area.top() + 1, area.right() - start - 3, area.height() / 2 - 1)
    painter.setFont(theme.font("small", bold=True))
    painter.setPen(colors.text)
    elided(painter, number, block.panel.number)
    painter.setFont(theme.font("small"))
    painter.setPen(colors.muted)
    words = number.translated(0, area.height() / 2 - 1)
    elided(painter, words, block.panel.story or block.panel.dialogue or block.panel.notes)


def paint_hits(painter: QPainter, band: Band, scene: Scene) -> None:
    """A mark for each moment, and by how many frames the music is off."""
    painter.setFont(theme.font("small"))
    shown = [mark for mark in scene.board.hits if scene.shows(mark.seconds)]
    places = [scene.axis.x(mark.seconds) for mark in shown]
    for i, mark in enumerate(shown):
        room = (places[i + 1] if i + 1 < len(places) else scene.axis.width_px + 80.0) - places[i]
        _paint_hit(painter, band, scene, mark, places[i], room)


def _paint_hit(
    painter: QPainter, band: Band, scene: Scene, mark: HitMark, x: float, room: float
) -> None:
    colors = theme.palette()
    middle = QPointF(max(x, 6.0) if -1 <= x < 6 else x, band.top + band.height / 2)
    if mark.frame == scene.hit:
        painter.setPen(QPen(colors.accent, 1.5))
        painter.setBrush(faded(colors.accent, 0.25))
        painter.drawEllipse(middle, 8.5, 8.5)
    if mark.weight is HitWeight.SHOULD and room < CROWDED_PX:
        painter.fillRect(QRectF(x - 0.5, middle.y() - 3.0, 1.5, 6.0), colors.muted)
    else:
        paint_weight(painter, middle, mark.weight, inner=mark.inner)
    hit = plan_hit(mark, scene.cue, scene.music.hits) if scene.cue and scene.music else None
    label, color = _error_words(mark, hit)
    area = QRectF(middle.x() + 10, band.top, min(room, 160.0) - 20, band.height)
    painter.setPen(color)
    if QFontMetricsF(painter.font()).horizontalAdvance(label.split("  ")[0]) <= area.width():
        elided(painter, area, label)


def _error_words(mark: HitMark, hit: Hit | None) -> tuple[str, QColor]:
    """By how many frames the music is off, then the moment's name; and the colour of it."""
    colors = theme.palette()
    name = mark.name
    if hit is None or mark.weight in (HitWeight.IGNORE, HitWeight.AVOID):
        return name, colors.muted
    error = f"{hit.error_frames:+.1f} f".replace("-", "\N{MINUS SIGN}")
    if abs(hit.error_frames) < 0.05:
        error = "0 f"
    color = (
        colors.good if hit.reached else colors.bad if mark.weight is HitWeight.MUST else colors.warn
    )
    return f"{error}  {name}".rstrip(), color


def paint_weight(painter: QPainter, at: QPointF, weight: HitWeight, *, inner: bool) -> None:
    """The sign of a weight: full diamond, hollow diamond, dot, cross; inner ones are round."""
    colors = theme.palette()
    painter.setPen(QPen(colors.text, 1.4))
    if weight is HitWeight.AVOID:
        painter.setPen(QPen(colors.bad, 1.8))
        for slope in (-1, 1):
            arm = QPointF(4.0, 4.0 * slope)
            painter.drawLine(at - arm, at + arm)
        return
    if weight is HitWeight.IGNORE:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.muted)
        painter.drawEllipse(at, 2.2, 2.2)
        return
    full = weight is HitWeight.MUST
    painter.setBrush(colors.text if full else colors.surface)
    if inner:
        painter.drawEllipse(at, 4.6, 4.6)
    else:
        r = 6.0
        x, y = at.x(), at.y()
        corners = [QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]
        painter.drawPolygon(QPolygonF(corners))


def paint_cuts(painter: QPainter, scene: Scene) -> None:
    """Hairlines from the panels down through the music, strong at must-hits."""
    colors = theme.palette()
    take = scene.bands[Lane.WAVE]
    top, bottom = scene.bands[Lane.BARS].top, take.bottom if scene.wave else take.top
    strengths = {HitWeight.MUST: 0.55, HitWeight.SHOULD: 0.22}
    for mark in scene.board.hits:
        if mark.weight in strengths and mark.frame and scene.shows(mark.seconds, 2):
            color = faded(colors.text, strengths[mark.weight])
            x = round(scene.axis.x(mark.seconds))
            if mark.inner:
                painter.setPen(QPen(color, 1.0, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x + 0.5, top), QPointF(x + 0.5, bottom))
            else:
                painter.fillRect(x, top, 1, bottom - top, color)
