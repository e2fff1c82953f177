"""MusFlow Studio in Ableton Live 12: a Remote Script.

wishes         a clip's name as a wish, and the request it becomes
conversation   OSC with the studio over a socket that never waits
arranger       the Live set: wishes found, music landed

Live loads `create_instance`. Everything happens in Live's own tick, ten times a second.
"""

from __future__ import annotations

import logging
from typing import Any

from ableton.v2.control_surface import ControlSurface

from .arranger import Arranger
from .conversation import Conversation

PORTS_FILE = r"@PORTS@"
_log = logging.getLogger(__name__)


def create_instance(c_instance: Any) -> MusFlow:
    """What Live calls when MusFlow is chosen as a control surface."""
    return MusFlow(c_instance)


class MusFlow(ControlSurface):  # type: ignore[misc]  # only Live has its base
    """The script as Live sees it."""

    def __init__(self, c_instance: Any) -> None:
        super().__init__(c_instance)
        self._conversation = Conversation(PORTS_FILE)
        self._arranger = Arranger(self.song, self._conversation, self.show_message)
        self.schedule_message(1, self._tick)

    def disconnect(self) -> None:
        """Live closes or another script is chosen."""
        self._conversation.close()
        super().disconnect()

    def _tick(self) -> None:
        try:
            self._arranger.tick()
        except Exception:  # noqa: BLE001 - the edge: Live must never suffer from this script
            _log.exception("MusFlow")
        self.schedule_message(1, self._tick)
