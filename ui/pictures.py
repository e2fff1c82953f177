"""Pictures: what panels show, decoded off the GUI thread and kept while there is room."""

from __future__ import annotations

import logging
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QThreadPool, pyqtSignal
from PyQt6.QtGui import QImage, QImageReader

from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.storyboard import Panel, Region
from musflow_studio.studio import Studio
from ui.relay import Relay

SIDES_PX = (160, 320, 640, 1280, 2560)
"""Longest sides pictures are kept at; what is asked for is rounded up to one of them."""
KEPT_BYTES = 96_000_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Key:
    """What is shown, and how large."""

    picture: Path | None
    layers: tuple[Path, ...]
    page: int
    region: Region | None
    side_px: int


class Pictures(QObject):
    """Pictures of panels by what they show.

    Signals:
        changed: a picture arrived, or cannot be shown.
    """

    changed = pyqtSignal()

    def __init__(self, studio: Studio, relay: Relay, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._relay = relay
        self._images: OrderedDict[_Key, QImage] = OrderedDict()
        self._fresh: set[_Key] = set()
        self._asking: set[_Key] = set()
        self._problems: dict[_Key, StudioError] = {}

    def image(self, panel: Panel, longest_side_px: int) -> QImage | None:
        """What a panel shows, at least as large as asked where the picture is.

        None while it is made (then `changed` tells), for words alone, and where it cannot be
        shown. While a larger one is made, the best there is.
        """
        if panel.picture is None and not panel.layers:
            return None
        key = _key(panel, longest_side_px)
        if key not in self._fresh and key not in self._asking:
            self._ask(panel, key)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        return self._other_size(key)

    def problem(self, panel: Panel) -> str:
        """Why a panel's picture cannot be shown, a sentence; "" if nothing is known against it."""
        found = (self._problems.get(_key(panel, side)) for side in SIDES_PX)
        return next((error.sentence() for error in found if error), "")

    def look_again(self) -> None:
        """Ask for every picture anew when it is next shown: files may have changed."""
        self._fresh.clear()
        self._problems.clear()
        self.changed.emit()

    def _ask(self, panel: Panel, key: _Key) -> None:
        self._asking.add(key)
        self._relay.ask(
            self._studio.panel_image(panel, key.side_px),
            partial(self._on_file, key),
            partial(self._on_failed, key),
        )

    def _on_file(self, key: _Key, path: Path | None) -> None:
        pool = QThreadPool.globalInstance()
        assert path, "a panel with files shows something"
        assert pool
        pool.start(lambda: self._relay.post(partial(self._on_decoded, key, _decoded(path))))

    def _on_decoded(self, key: _Key, image: QImage) -> None:
        self._asking.discard(key)
        self._fresh.add(key)
        self._images[key] = image
        self._images.move_to_end(key)
        while len(self._images) > 1 and self._bytes() > KEPT_BYTES:
            gone, _ = self._images.popitem(last=False)
            self._fresh.discard(gone)
        self.changed.emit()

    def _on_failed(self, key: _Key, error: StudioError) -> None:
        """A picture that cannot be shown stands as words; the panel says why."""
        _log.warning("%s", error.sentence())
        self._asking.discard(key)
        self._fresh.add(key)
        self._problems[key] = error
        self._images.pop(key, None)
        self.changed.emit()

    def _other_size(self, key: _Key) -> QImage | None:
        same = (
            image
            for other, image in self._images.items()
            if (other.picture, other.layers, other.page, other.region)
            == (key.picture, key.layers, key.page, key.region)
        )
        return max(same, key=lambda image: image.width(), default=None)

    def _bytes(self) -> int:
        return sum(image.sizeInBytes() for image in self._images.values())


def _key(panel: Panel, longest_side_px: int) -> _Key:
    side = next((side for side in SIDES_PX if side >= longest_side_px), SIDES_PX[-1])
    return _Key(panel.picture, panel.layers, panel.page, panel.region, side)


def _decoded(path: Path) -> QImage:
    """The image of a file, ready to be painted; called in a thread of the pool."""
    return QImageReader(str(path)).read().convertToFormat(QImage.Format.Format_RGB32)
