"""Hosting: the bridge as a door holds it, to be switched on, off and on again.

    host = BridgeHost(studio)
    host.changed.connect(show_light)      # BridgeStatus: off, starting, on or refused, and why
    host.traffic.connect(show_messages)   # tuple of Traffic: what went in and out lately
    host.start()                          # with the user's settings; a Future, also of failure
    host.recent                           # the last messages, for a monitor that opens later
    host.show_project(file)               # clients may reach into the open project's folder
    host.start(replace(host.options, lan=True))      # again, with other options
    host.close()

Nothing here blocks; both signals fire on threads of the bridge, and a window relays them to its
own; `traffic` ten times a second at most, so that a flood does not keep a window busy. While it is
on it holds the lock of the runtime folder: one bridge a user.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from psygnal import Signal

from musflow_studio.domain.errors import StudioError
from musflow_studio.studio import Studio
from plugin_bridge.bridge import Bridge
from plugin_bridge.options import BridgeOptions, load_options
from plugin_bridge.running import Running, StudioLock
from plugin_bridge.traffic import Traffic

MOST_REMEMBERED = 1000


class BridgeState(StrEnum):
    """What the bridge does."""

    OFF = "off"
    STARTING = "starting"
    ON = "on"
    REFUSED = "refused"


@dataclass(frozen=True)
class BridgeStatus:
    """One change of a hosted bridge.

    Attributes:
        state: see BridgeState.
        running: where it answers; None unless it is on.
        lan: whether the local network is answered too (a badge belongs there).
        token: what clients on the network must show; "" without them.
        error: why it was refused.
        midi_problem: why MIDI is not heard although it was wished.
    """

    state: BridgeState
    running: Running | None = None
    lan: bool = False
    token: str = ""
    error: StudioError | None = None
    midi_problem: StudioError | None = None


class BridgeHost:
    """Holds the bridge of a studio. Any thread may call.

    Args:
        studio: open for as long as this is.
    """

    changed = Signal(BridgeStatus)
    traffic = Signal(tuple)

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bridge-host")
        self._bridge: Bridge | None = None
        self._lock: StudioLock | None = None
        self._project: Path | None = None
        self._closed = False
        self._recent: deque[Traffic] = deque(maxlen=MOST_REMEMBERED)
        self.options = BridgeOptions()
        self.status = BridgeStatus(BridgeState.OFF)

    @property
    def recent(self) -> tuple[Traffic, ...]:
        """The last messages, oldest first."""
        return tuple(self._recent.copy())

    def start(self, options: BridgeOptions | None = None) -> Future[Running]:
        """Open the bridge, or close it and open it anew; None takes the settings' options.

        The future fails with StudioError: what is wrong with the settings, which studio has the
        bridge already, which ports are taken.
        """
        return self._worker.submit(self._start, options)

    def stop(self) -> Future[None]:
        """Close every socket; clients are gone."""
        return self._worker.submit(self._stop)

    def show_project(self, file: Path) -> None:
        """Let clients work on the project that is open in the window."""
        self._project = file
        self._worker.submit(self._show_project)

    def close(self) -> None:
        """Stop for good. May be called twice."""
        if not self._closed:
            self._closed = True
            self._worker.submit(self._stop).result()
            self._worker.shutdown()

    # On the worker's thread

    def _start(self, options: BridgeOptions | None) -> Running:
        self._stop()
        self._tell(BridgeStatus(BridgeState.STARTING))
        try:
            self.options = load_options() if options is None else options
            self._lock = StudioLock()
            self._bridge = Bridge(self._studio, self.options)
        except StudioError as error:
            self._let_go()
            self._tell(BridgeStatus(BridgeState.REFUSED, error=error))
            raise
        running, token = self._bridge.running, self._bridge.token
        self._bridge.traffic.connect(self._hear)
        self._lock.tell(running)
        self._show_project()
        problem = self._bridge.midi_problem
        on = BridgeStatus(BridgeState.ON, running, self.options.lan, token, midi_problem=problem)
        self._tell(on)
        return running

    def _stop(self) -> None:
        if self._bridge:
            self._bridge.close()
            self._bridge = None
            self._let_go()
            self._tell(BridgeStatus(BridgeState.OFF))

    def _let_go(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def _show_project(self) -> None:
        if self._bridge and self._project:
            self._bridge.show_project(self._project)

    def _tell(self, status: BridgeStatus) -> None:
        self.status = status
        self.changed.emit(status)

    # On the bridge's thread

    def _hear(self, messages: tuple[Traffic, ...]) -> None:
        self._recent.extend(messages)
        self.traffic.emit(messages)
