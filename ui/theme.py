"""Theme: one palette, dark and light; fonts by role; spacing. Views take all looks from here.

    theme.palette().accent          a QColor
    theme.font("small")             a QFont: display, title, body, small, mono
    theme.mood_color(valence, arousal)
    theme.set_role(button, "main")  a role of the style sheet
    theme.UNIT                      4 px: margins and gaps are multiples

`apply` sets it for the whole application; widgets hear of a change by `QEvent.Type.PaletteChange`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication, QWidget

from ui.oklch import rgb_of
from ui.style_sheet import style_sheet

UNIT = 4
Choice = Literal["system", "dark", "light"]
Role = Literal["display", "title", "body", "small", "mono"]


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for.

    Attributes:
        background: behind everything; surface: panes on it; raised: buttons, fields, cards.
        line: borders and rules.
        text: what is read; muted: what is read second (4.5:1 on all three grounds).
        accent: the chosen, the playhead, the main button; on_accent: text on it.
        good, warn, bad: finished, look here, failed.
    """

    background: QColor
    surface: QColor
    raised: QColor
    line: QColor
    text: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    good: QColor
    warn: QColor
    bad: QColor
    dark: bool


DARK = Palette(
    background=QColor("#131417"),
    surface=QColor("#1b1d21"),
    raised=QColor("#272a30"),
    line=QColor("#353941"),
    text=QColor("#e8e9ec"),
    muted=QColor("#a0a5b0"),
    accent=QColor("#7fb0ff"),
    on_accent=QColor("#0c1524"),
    good=QColor("#6cc79a"),
    warn=QColor("#e6b95c"),
    bad=QColor("#f58a82"),
    dark=True,
)
LIGHT = Palette(
    background=QColor("#e9eaed"),
    surface=QColor("#f7f7f9"),
    raised=QColor("#ffffff"),
    line=QColor("#cdd0d6"),
    text=QColor("#1b1d22"),
    muted=QColor("#585d68"),
    accent=QColor("#1f5fc9"),
    on_accent=QColor("#ffffff"),
    good=QColor("#1b6b43"),
    warn=QColor("#7a5200"),
    bad=QColor("#b3261e"),
    dark=False,
)
SIZES_PX: dict[Role, int] = {"display": 26, "title": 16, "body": 13, "small": 11, "mono": 13}
FONTS = Path(__file__).parent / "fonts"
_HUES = ((-135.0, 255.0), (-45.0, 165.0), (45.0, 75.0), (135.0, 25.0), (225.0, -105.0))
"""Angle on the mood plane -> hue: sad blue, tender green, joyful amber, tense red."""


class _Now:
    """The palette in use; one application has one."""

    palette = DARK


def palette() -> Palette:
    """The colours in use."""
    return _Now.palette


def font(role: Role = "body", *, bold: bool = False) -> QFont:
    """The font of a role; "mono" has figures of one width, for timecodes and tables."""
    made = QFont(_family())
    made.setPixelSize(SIZES_PX[role])
    if role == "mono":
        made.setFeature(QFont.Tag("tnum"), 1)
    if bold or role in ("display", "title"):
        made.setWeight(QFont.Weight.DemiBold)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another `role` of the style sheet: "main", "stop", "row", "muted", "bad"."""
    if widget.property("role") == role:
        return
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    style = widget.style()
    if style:  # a style looks at properties when it meets the widget
        style.unpolish(widget)
        style.polish(widget)


def choice(name: str) -> Choice:
    """A choice by its name; what is none follows the desktop."""
    return name if name in ("dark", "light") else "system"  # type: ignore[return-value]


def mood_color(valence: float, arousal: float) -> QColor:
    """The colour of a mood, valence and arousal -1..1: grey in the middle, vivid outside."""
    return QColor.fromRgbF(*_mood_rgb(valence, arousal, palette().dark))


@lru_cache(maxsize=4096)
def _mood_rgb(valence: float, arousal: float, dark: bool) -> tuple[float, float, float]:
    angle = math.degrees(math.atan2(arousal, valence))
    distance = min(1.0, math.hypot(valence, arousal))
    hue = _hue(angle + 360.0 if angle < _HUES[0][0] else angle)
    return rgb_of(0.74 if dark else 0.62, 0.02 + 0.14 * distance, hue)


def apply(application: QApplication, choice: Choice = "system") -> None:
    """Dress the whole application; "system" follows the desktop."""
    hints = QGuiApplication.styleHints()
    system_dark = hints is not None and hints.colorScheme() != Qt.ColorScheme.Light
    dark = choice == "dark" or (choice == "system" and system_dark)
    _Now.palette = DARK if dark else LIGHT
    if application.style() is None or not application.styleSheet():
        application.setStyle("Fusion")
    application.setFont(font())
    application.setPalette(_qt_palette(_Now.palette))
    application.setStyleSheet(style_sheet(_named_colors(_Now.palette), "dark" if dark else "light"))


def _hue(angle: float) -> float:
    for (start, first), (end, last) in zip(_HUES, _HUES[1:], strict=False):
        if start <= angle <= end:
            return first + (last - first) * (angle - start) / (end - start)
    return _HUES[0][1]


def _named_colors(colors: Palette) -> dict[str, str]:
    found = ((field.name, getattr(colors, field.name)) for field in fields(colors))
    return {name: value.name() for name, value in found if isinstance(value, QColor)}


@lru_cache(maxsize=1)
def _family() -> str:
    """The font that comes with the window, loaded once."""
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in sorted(FONTS.glob("*.otf"))]
    families = [family for one in loaded for family in QFontDatabase.applicationFontFamilies(one)]
    kind = QFontDatabase.SystemFont.GeneralFont
    return families[0] if families else QFontDatabase.systemFont(kind).family()


def _qt_palette(colors: Palette) -> QPalette:
    made = QPalette()
    roles = QPalette.ColorRole
    for role, color in (
        (roles.Window, colors.background),
        (roles.WindowText, colors.text),
        (roles.Base, colors.raised),
        (roles.AlternateBase, colors.surface),
        (roles.Text, colors.text),
        (roles.PlaceholderText, colors.muted),
        (roles.Button, colors.raised),
        (roles.ButtonText, colors.text),
        (roles.BrightText, colors.bad),
        (roles.Highlight, colors.accent),
        (roles.HighlightedText, colors.on_accent),
        (roles.Link, colors.accent),
        (roles.ToolTipBase, colors.raised),
        (roles.ToolTipText, colors.text),
        (roles.Mid, colors.line),
    ):
        made.setColor(role, color)
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, _between(colors.muted, colors.surface))
    return made


def _between(one: QColor, other: QColor) -> QColor:
    parts = zip(one.getRgb(), other.getRgb(), strict=True)
    return QColor(*(round(0.6 * (a or 0) + 0.4 * (b or 0)) for a, b in parts))
