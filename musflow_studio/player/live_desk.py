"""LiveDesk: live sounds made beside the rendering, and knobs whose turning is acknowledged.

A live sound has to hear what came before it is heard, which takes longer than a block: that is done
in a thread, and the rendering thread takes it over when it is ready. A knob's turning is answered
when the device has taken the first frame that it changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from musflow_studio.documents import decode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import Effect
from musflow_studio.player.live import LiveSound, TakeSound


class LiveDesk:
    """Belongs to the rendering thread; `ready` is called on the thread that made the sound."""

    def __init__(self, ready: Callable[[dict[str, Any]], None]) -> None:
        self._ready = ready
        self._asked = 0
        self._turned: list[tuple[int, object]] = []

    def make(self, message: dict[str, Any], rate_hz: int, frame: int) -> None:
        """Open what a `live` message names and let it hear all before `frame`; see `serving`.

        Raises StudioError if the take cannot be opened.
        """
        sound = live_sound(message, rate_hz)
        self._asked += 1
        asked = self._asked

        def run_up() -> None:
            sound.run_up(frame)
            self._ready(message | {"do": "live ready", "sound": sound, "asked": asked})

        threading.Thread(target=run_up, name="run-up", daemon=True).start()

    def give_up(self) -> None:
        """Another sound was chosen: what is still being made is not wanted any more."""
        self._asked += 1

    def is_wanted(self, message: dict[str, Any]) -> bool:
        """False where another sound was asked for meanwhile."""
        return bool(message["asked"] == self._asked)

    def turned(self, frame: int, message_id: object) -> None:
        """Something changed from this output frame on; to be answered when it is taken."""
        self._turned.append((frame, message_id))

    def taken(self, frame: int) -> list[object]:
        """The messages whose change the device has taken, now that it is at this output frame."""
        done = [message_id for turned, message_id in self._turned if turned < frame]
        self._turned = [(turned, told) for turned, told in self._turned if turned >= frame]
        return done


def live_sound(message: dict[str, Any], rate_hz: int) -> LiveSound:
    """The live sound a message describes: times in seconds, effects as documents."""
    take = TakeSound(
        Path(message["path"]),
        rate_hz,
        message["lead_in_s"],
        round(message["frames"] * rate_hz / message["rate_hz"]),
        loops=message["loops"],
    )
    effects = decode(tuple[Effect, ...], message["effects"])
    fade = round(message["fade_frames"] * rate_hz / message["rate_hz"])
    return LiveSound(take, effects, message["wet"], rate_hz, fade)


def turn(sound: object, message: dict[str, Any]) -> None:
    """Turn a knob of a live sound. Raises StudioError if something else is heard."""
    if not isinstance(sound, LiveSound):
        raise StudioError(
            ErrorCode.CONTRADICTION, "no knob can be turned: what is heard is a finished file"
        )
    if message["effect"] < 0:
        sound.blend(message["value"])
    else:
        sound.turn(message["effect"], message["name"], message["value"])
