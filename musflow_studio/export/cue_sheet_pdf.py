"""The cue sheet as a PDF page a music editor would print: A4, selectable text, small pictures.

Rows shrink so that up to about 50 hits stay on one page; longer cues go on cleanly on the next.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from musflow_studio.domain.plan import CuePlan
from musflow_studio.domain.storyboard import Panel
from musflow_studio.export.cue_sheet import CueSheet, Row
from musflow_studio.export.typeface import font_file

INK, QUIET, RULE = HexColor("#16181c"), HexColor("#767b85"), HexColor("#d4d7dc")
MUST, FILL = HexColor("#b3402e"), HexColor("#dfe7ea")
MARGIN = 40.0
WIDTH, HEIGHT = (float(length) for length in A4)
RIGHT = WIDTH - MARGIN
TALLEST_ROW, SHORTEST_ROW = 46.0, 11.5
FOOTER = 62.0
THUMB_PX = 240

# Left edges of the columns, points from the margin; numbers are set flush right at `+ width`.
PICTURE, PANEL, TIMECODE, BEAT, ERROR, CHORD, TEXT = 0.0, 66.0, 92.0, 162.0, 200.0, 244.0, 288.0

_PARTS = {240: "¼", 480: "½", 720: "¾"}

Look = Callable[[Panel], Image.Image | None]


@dataclass(frozen=True)
class _Type:
    """How a text is set."""

    size: float
    colour: Color = INK
    bold: bool = False


SMALL, LABEL = _Type(8), _Type(6.2, QUIET)


def write_cue_sheet_pdf(sheet: CueSheet, plan: CuePlan, look: Look, out: io.BufferedIOBase) -> int:
    """Write the sheet; returns the number of pages.

    Args:
        sheet: what to print.
        plan: for the energy curve and the bars of the overview.
        look: the picture of a panel; None where it has none or cannot be read any more.
        out: an open binary file.
    """
    page = Canvas(out, pagesize=A4, invariant=1)
    page.setTitle(f"{sheet.cue} {sheet.title}")
    page.setAuthor("MusFlow Studio")
    top = _overview(page, plan, _facts(page, sheet, _header(page, sheet)))
    rows, pages = list(sheet.rows), 1
    height = max(SHORTEST_ROW, min(TALLEST_ROW, (top - 14 - FOOTER) / max(1, len(rows))))
    top = _table_head(page, top)
    for row in rows:
        if top - height < FOOTER:
            _footer(page, sheet, pages)
            page.showPage()
            pages += 1
            top = _table_head(page, _header(page, sheet))
        _row(page, row, top, height, look)
        top -= height
    _footer(page, sheet, pages)
    page.save()
    return pages


def _text(
    page: Canvas, x: float, y: float, text: str, kind: _Type, *, right: bool = False
) -> float:
    """Set a text on its baseline; returns its width in points."""
    name = _font(text, bold=kind.bold)
    page.setFont(name, kind.size)
    page.setFillColor(kind.colour)
    (page.drawRightString if right else page.drawString)(x, y, text)
    return float(pdfmetrics.stringWidth(text, name, kind.size))


def _font(text: str, *, bold: bool) -> str:
    """The name of a registered font that can write the text."""
    file = font_file(text, bold=bold)
    if file is None:
        return "Helvetica-Bold" if bold else "Helvetica"
    if file.name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(file.name, str(file)))
    return file.name


def _cut(text: str, kind: _Type, width: float) -> str:
    """As much of a text as fits into a width in points."""
    text, name = " ".join(text.split()), _font(text, bold=kind.bold)
    if pdfmetrics.stringWidth(text, name, kind.size) <= width:
        return text
    while text and pdfmetrics.stringWidth(text + "…", name, kind.size) > width:
        text = text[:-1].rstrip()
    return text + "…"


def _wrapped(text: str, kind: _Type, width: float, lines: int) -> list[str]:
    """A text broken between words into at most `lines` lines of a width in points."""
    words, name, found = text.split(), _font(text, bold=kind.bold), [""]
    while words:
        tried = f"{found[-1]} {words[0]}".strip()
        if pdfmetrics.stringWidth(tried, name, kind.size) <= width or not found[-1]:
            found[-1] = tried
            words.pop(0)
        elif len(found) == lines:
            found[-1] = f"{found[-1]} {' '.join(words)}"
            break
        else:
            found.append("")
    return [_cut(line, kind, width) for line in found]


def _rule(page: Canvas, y: float, weight: float = 0.5, colour: Color = RULE) -> None:
    page.setStrokeColor(colour)
    page.setLineWidth(weight)
    page.line(MARGIN, y, RIGHT, y)


def _header(page: Canvas, sheet: CueSheet) -> float:
    y = HEIGHT - MARGIN - 20
    x = MARGIN + _text(page, MARGIN, y, sheet.cue, _Type(24, bold=True)) + 12
    title = _Type(14)
    _text(page, x, y, _cut(sheet.title, title, RIGHT - x - 90), title)
    _text(page, RIGHT, y + 9, "cue sheet", LABEL, right=True)
    _text(page, RIGHT, y, sheet.made, _Type(8, QUIET), right=True)
    _rule(page, y - 9, 1.2, INK)
    return float(y - 9)


def _facts(page: Canvas, sheet: CueSheet, top: float) -> float:
    columns = 5
    step = (RIGHT - MARGIN) / columns
    for i, (label, value) in enumerate(sheet.facts):
        row, column = divmod(i, columns)
        x, y = MARGIN + column * step, top - 16 - row * 28
        _text(page, x, y, label, LABEL)
        kind = _Type(9)
        _text(page, x, y - 11, _cut(value, kind, step - 8), kind)
    return top - 16 - 28 * (-(-len(sheet.facts) // columns)) + 4


def _overview(page: Canvas, plan: CuePlan, top: float) -> float:
    """The cue as a strip: energy as an area, bars below, hits as lines, panel numbers above."""
    height, floor = 34.0, top - 52
    whole = max(1, plan.out_frame - plan.in_frame)
    seconds = float(plan.storyboard.rate.seconds(whole))
    width = RIGHT - MARGIN

    def across(frame: float) -> float:
        return MARGIN + width * min(1.0, max(0.0, frame / whole))

    area = page.beginPath()
    area.moveTo(MARGIN, floor)
    for panel in plan.panels:
        y = floor + height * (0.06 + 0.94 * panel.energy)
        area.lineTo(across(panel.start_frame), y)
        area.lineTo(across(panel.end_frame), y)
    area.lineTo(RIGHT, floor)
    page.setFillColor(FILL)
    page.drawPath(area, stroke=0, fill=1)
    page.setLineWidth(0.4)
    page.setStrokeColor(QUIET)
    for bar in plan.grid.bars:
        x = MARGIN + width * min(1.0, float(plan.grid.seconds_at(bar.start_tick)) / seconds)
        page.line(x, floor, x, floor - 3)
    for hit in plan.hits:
        must = hit.weight.value == "must"
        page.setStrokeColor(MUST if must else QUIET)
        page.setLineWidth(0.9 if must else 0.4)
        page.line(across(hit.frame), floor, across(hit.frame), floor + height)
    _panel_numbers(page, plan, across, floor + height + 4)
    _rule(page, floor, 0.6, INK)
    return float(floor - 14)


def _panel_numbers(page: Canvas, plan: CuePlan, across: Callable[[float], float], y: float) -> None:
    """Numbers over the strip, left out where they would touch."""
    numbers = {panel.uid: panel.number for panel in plan.storyboard.panels}
    free = 0.0
    for panel in plan.panels:
        x, text = across(panel.start_frame) + 1, numbers[panel.panel_uid]
        if x >= free:
            free = x + _text(page, x, y, text, LABEL) + 3


def _table_head(page: Canvas, top: float) -> float:
    for x, name in ((PANEL, "panel"), (TIMECODE, "timecode"), (BEAT, "bar.beat"), (CHORD, "chord")):
        _text(page, MARGIN + x, top - 9, name, LABEL)
    _text(page, MARGIN + ERROR + 34, top - 9, "off, frames", LABEL, right=True)
    _text(page, MARGIN + TEXT, top - 9, "what happens", LABEL)
    _rule(page, top - 13)
    return top - 13


def _row(page: Canvas, row: Row, top: float, height: float, look: Look) -> None:
    size = max(6.2, min(9.0, height * 0.55))
    must = row.weight == "must"
    kind = _Type(size, INK if row.opens else QUIET, bold=must)
    y = top - height / 2 - size * 0.35
    if row.picture is not None:
        _thumbnail(page, look(row.picture), top, height)
    _text(page, MARGIN + PANEL, y, _cut(row.panel if row.opens else "", kind, 22), kind)
    _text(page, MARGIN + TIMECODE, y, row.timecode, kind)
    _text(page, MARGIN + BEAT, y, _bar_beat(row.bar_beat), kind)
    off = _Type(size, MUST if must and abs(row.error_frames) > 1 else QUIET)
    _text(page, MARGIN + ERROR + 34, y, _signed(row.error_frames), off, right=True)
    _text(page, MARGIN + CHORD, y, _cut(row.chord, _Type(size), 40), _Type(size))
    told = _Type(size, INK if row.opens else QUIET)
    lines = _wrapped(row.text, told, RIGHT - MARGIN - TEXT, max(1, int(height // (size * 1.3))))
    first = y + (len(lines) - 1) * size * 0.62
    for i, line in enumerate(lines):
        _text(page, MARGIN + TEXT, first - i * size * 1.25, line, told)
    _rule(page, top - height, 0.3)


def _thumbnail(page: Canvas, picture: Image.Image | None, top: float, height: float) -> None:
    if picture is None:
        return
    small = picture.convert("RGB")
    small.thumbnail((THUMB_PX, THUMB_PX))
    space_x, space_y = PANEL - 6, height - 3
    scale = min(space_x / small.width, space_y / small.height)
    width, tall = small.width * scale, small.height * scale
    x = MARGIN + PICTURE + (space_x - width) / 2
    page.drawImage(ImageReader(small), x, top - height / 2 - tall / 2, width, tall)


def _bar_beat(position: str) -> str:
    """A position as people write it, sixteenths as quarters of a beat: "2.3+720" is "2.3 ¾"."""
    beat, _, ticks = position.partition("+")
    return f"{beat} {_PARTS.get(int(ticks), '+')}" if ticks else beat


def _signed(frames: float) -> str:
    return f"{round(frames, 1) + 0.0:+.1f}" if round(frames, 1) else "0"


def _footer(page: Canvas, sheet: CueSheet, number: int) -> None:
    y, width = FOOTER - 16, RIGHT - MARGIN
    _rule(page, FOOTER - 6)
    for label, told in (("tempo", ", ".join(sheet.tempi)), ("players", ", ".join(sheet.players))):
        _text(page, MARGIN, y, label, LABEL)
        _text(page, MARGIN + 34, y, _cut(told, _Type(6.6), width - 34), _Type(6.6))
        y -= 10
    _text(page, MARGIN, y, "must-hits in bold; off: music minus picture", LABEL)
    _text(page, RIGHT, y, f"MusFlow Studio   {number}", LABEL, right=True)
