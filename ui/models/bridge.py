"""BridgeModel: the bridge this window hosts: where it answers, and what was said lately.

It knows the host by its shape alone; the composition root gives it one by `attach`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol

from psygnal import SignalInstance
from PyQt6.QtCore import QObject, pyqtSignal

from ui.models.project import ProjectModel
from ui.relay import Relay

LINES_KEPT = 500
MOST_AT_ONCE = 50


class Host(Protocol):
    """What holds a bridge: `changed` tells its status, `traffic` what was said lately."""

    @property
    def changed(self) -> SignalInstance:
        """Fires with `.state`, `.running`, `.lan`, `.token`, `.error`."""

    @property
    def traffic(self) -> SignalInstance:
        """Fires with a tuple of messages: `.way` ("in", "out"), `.client` and `.line`."""

    def start(self) -> Future[Any]:
        """Open the bridge with the user's settings, or open it anew."""

    def stop(self) -> Future[None]:
        """Close every socket."""

    def show_project(self, file: Path) -> None:
        """Let clients work on this project."""


class BridgeModel(QObject):
    """What the bridge's light and its monitor show.

    Signals:
        changed: opened, closed or refused.
        heard(lines): messages as the monitor prints them, ten times a second at most.
    """

    changed = pyqtSignal()
    heard = pyqtSignal(str)

    def __init__(self, relay: Relay, projects: ProjectModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._relay = relay
        self._projects = projects
        self._host: Host | None = None
        self._status: Any = None
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        projects.opened.connect(self._show_project)

    def attach(self, host: Host) -> None:
        """Hold this host's bridge from now on."""
        self._host = host
        self._relay.listen(host.changed, self._on_status)
        self._relay.listen(host.traffic, self._on_messages)
        self._show_project()

    @property
    def on(self) -> bool:
        """Whether programs are answered."""
        return self._status is not None and self._status.state == "on"

    @property
    def refused(self) -> str:
        """Why it could not be opened; "" if nothing is wrong."""
        error = self._status.error if self._status else None
        return error.sentence() if error else ""

    @property
    def lan(self) -> bool:
        """Whether the local network is answered, too."""
        return self.on and bool(self._status.lan)

    @property
    def says(self) -> str:
        """Its state in words."""
        if self.on:
            where = f"The bridge answers OSC on port {self._status.running.osc_port}"
            if self.lan:
                return f"{where}, to this machine and the local network (token {self.token})."
            return f"{where}, to this machine alone."
        return self.refused or "The bridge is off."

    @property
    def token(self) -> str:
        """What programs on the local network must show; "" where only this machine is answered."""
        return str(self._status.token) if self.on else ""

    def start(self) -> None:
        """Open the bridge with the settings as they are; why it was refused is `refused`."""
        if self._host:
            self._relay.ask(self._host.start(), lambda _: None, lambda _: None)

    def stop(self) -> None:
        """Stop answering."""
        if self._host:
            self._relay.ask(self._host.stop(), lambda _: None)

    def _show_project(self) -> None:
        if self._host and (file := self._projects.working_file):
            self._host.show_project(file)

    def _on_status(self, status: Any) -> None:
        self._status = status
        self.changed.emit()

    def _on_messages(self, messages: Sequence[Any]) -> None:
        lines = [_line(message) for message in messages[-MOST_AT_ONCE:]]
        if more := len(messages) - len(lines):
            lines.insert(0, f"… {more} more")
        self.lines.extend(lines)
        self.heard.emit("\n".join(lines))


def _line(message: Any) -> str:
    arrow = "→" if message.way == "in" else "←"
    return f"{arrow} {message.client}  {message.line}"
