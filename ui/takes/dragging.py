"""Dragging: finished files on their way to another program, and what that program wants to know."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PyQt6.QtCore import QMimeData, QPoint, Qt, QUrl
from PyQt6.QtGui import QDrag, QPainter, QPixmap
from PyQt6.QtWidgets import QWidget

from ui import icons, theme
from ui.theme import UNIT

CARDS: dict[str, tuple[str, str]] = {
    "live": (
        "Ableton Live",
        "Turn Warp off on the clip, so that Live does not stretch it; then set Live's tempo to the "
        "take's. The MIDI file carries the whole tempo map.",
    ),
    "logic": (
        "Logic Pro",
        "Drop it on a track, then Edit > Move > To Recorded Position: the file knows its place on "
        "the timeline. Answer no if Logic offers to change the tempo.",
    ),
    "ardour": (
        "Ardour",
        "It lands where you drop it. For its own place on the timeline use Session > Import with "
        '"insert at: file timestamp". Drop stems on empty canvas: a track each.',
    ),
    "reaper": (
        "REAPER",
        "Choose Item > Item processing > Move to source preferred position for its own place. "
        "Dropped MIDI asks whether to take over the tempo map: say yes.",
    ),
    "protools": (
        "Pro Tools",
        "Drop it on the timeline; in Spot mode, press the arrow beside Original Time Stamp to put "
        "it on its own place.",
    ),
    "cubase": (
        "Cubase, Nuendo",
        "Choose Edit > Move to > Origin for its own place on the timeline. Keep Musical Mode off, "
        "so that it is not stretched.",
    ),
    "resolve": (
        "DaVinci Resolve",
        "Drop it on an audio track; it is as long as the picture, to the frame.",
    ),
}
"""Workstation -> its name, and what to do after a drop."""

_PROCESSES = {
    "live": ("ableton live", "live.exe"),
    "logic": ("logic pro", "logic"),
    "ardour": ("ardour",),
    "reaper": ("reaper",),
    "protools": ("protools", "pro tools"),
    "cubase": ("cubase", "nuendo"),
    "resolve": ("resolve",),
}


def file_mime(files: Iterable[Path]) -> QMimeData:
    """Files as every program takes them."""
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return made


def drag_files(source: QWidget, files: Sequence[Path], label: str) -> bool:
    """Drag files out of the window until they are dropped; True if somebody took them."""
    drag = QDrag(source)
    drag.setMimeData(file_mime(files))
    drag.setPixmap(drag_picture(label, source.devicePixelRatioF()))
    drag.setHotSpot(QPoint(UNIT * 3, UNIT * 3))
    return drag.exec(Qt.DropAction.CopyAction) is Qt.DropAction.CopyAction


def drag_picture(label: str, scale: float) -> QPixmap:
    """What hangs on the pointer: a note and the file's name."""
    colors, font = theme.palette(), theme.font("small")
    width, height = UNIT * 52, UNIT * 8
    made = QPixmap(round(width * scale), round(height * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colors.accent)
    painter.setBrush(colors.raised)
    painter.drawRoundedRect(0, 0, width - 1, height - 1, UNIT + 1, UNIT + 1)
    icons.icon("music-note", "accent").paint(painter, UNIT * 2, UNIT * 2, UNIT * 4, UNIT * 4)
    painter.setPen(colors.text)
    painter.setFont(font)
    room = width - UNIT * 9
    text = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(UNIT * 7, 0, room, height, Qt.AlignmentFlag.AlignVCenter, text)
    painter.end()
    return made


def workstation_at_hand(names: Callable[[], Iterable[str]] | None = None) -> str:
    """The key in `CARDS` of a workstation that runs now; "" if none is seen."""
    running = [name.casefold() for name in (names or running_programs)()]
    for key, beginnings in _PROCESSES.items():
        if any(name.startswith(beginnings) for name in running):
            return key
    return ""


def running_programs() -> list[str]:
    """Names of the programs that run, where the system tells them in files; else none."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/comm") if os.name == "posix" else ():
        try:
            found.append(entry.read_text("utf-8", "replace").strip())
        except OSError:
            continue  # it ended meanwhile
    return found
