"""The bridge: sockets, switchboard and handlers on one studio, in one thread of its own.

with Studio() as studio, Bridge(studio, load_options()) as bridge:
    print(bridge.running.osc_port)
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from psygnal import Signal

from musflow_studio import paths
from musflow_studio.domain.audition import AuditionState, StyleState
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import StudioError
from musflow_studio.domain.events import JobEvent
from musflow_studio.domain.playback import Playback
from musflow_studio.studio import Studio
from plugin_bridge.announcing import Announcer
from plugin_bridge.clients import Client, Listeners
from plugin_bridge.delivery import deliver_or_log
from plugin_bridge.folders import Folders
from plugin_bridge.free_ports import free_tcp, free_udp_and_tcp
from plugin_bridge.http_server import HttpServer
from plugin_bridge.ipc_sockets import IpcServer
from plugin_bridge.job_ledger import JobLedger
from plugin_bridge.json_rpc import RpcDesk
from plugin_bridge.mailboxes import MAILBOX_FOLDER, Mailboxes
from plugin_bridge.midi_desk import MidiDesk, MidiLink
from plugin_bridge.midi_ports import MidiInput
from plugin_bridge.options import BridgeOptions, host_and_port, lan_token
from plugin_bridge.osc_desk import OscDesk
from plugin_bridge.osc_sockets import TcpConnection, UdpLink, UdpServer
from plugin_bridge.protocol import ROOT, Method
from plugin_bridge.running import Running
from plugin_bridge.switchboard import Handler, Switchboard
from plugin_bridge.traffic import Traffic, shortened
from plugin_bridge.verbs.auditioning import Auditioning
from plugin_bridge.verbs.choices import Choice, described, engines_here
from plugin_bridge.verbs.generating import Generating
from plugin_bridge.verbs.jobs import Jobs
from plugin_bridge.verbs.models import Models
from plugin_bridge.verbs.playing import Playing
from plugin_bridge.verbs.presence import Presence
from plugin_bridge.verbs.projects import Projects
from plugin_bridge.verbs.searching import Searching
from plugin_bridge.verbs.style_auditioning import StyleAuditioning
from plugin_bridge.verbs.takes import Takes
from plugin_bridge.verbs.transport import Transport
from plugin_bridge.verbs.workstations import Workstations

HEARTBEAT_S = 5.0
TRAFFIC_EVERY_S, MOST_TRAFFIC = 0.1, 1000
INBOX_EVERY_S = 0.1
LIFE_SIGN_EVERY_S = 1.0
FOR_EVER_S = 10 * 365 * 86400.0

_log = logging.getLogger(__name__)


class Bridge:
    """Answers OSC, JSON-RPC and OSCQuery on one studio.

    Args:
        studio: open as long as the bridge.
        options: ports, network, folders.
        runtime: folder of the local socket; None takes the user's.

    Raises StudioError if no port is free. `traffic` fires on the bridge's thread with a tuple of
    Traffic, ten times a second at most; `midi_problem` says why MIDI is not heard although it was
    wished.
    """

    traffic = Signal(tuple)

    def __init__(self, studio: Studio, options: BridgeOptions, runtime: Path | None = None) -> None:
        self._studio = studio
        self._options = options
        self._started = time.monotonic()
        self.midi_problem: StudioError | None = None
        self._said: deque[Traffic] = deque(maxlen=MOST_TRAFFIC)
        self.token = lan_token() if options.lan else ""
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bridge-disk")
        self._delivery = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bridge-delivery")
        self.listeners = Listeners()
        self._ledger = JobLedger(self.listeners)
        folders = Folders((studio.settings.library, *options.folders))
        self._projects = Projects(studio, folders, self._disk)
        self._playing = Playing(studio, self.listeners, self._disk)
        self._auditioning = Auditioning(studio, self.listeners, self._disk)
        self._styling = StyleAuditioning(studio, self.listeners, self._disk)
        self._runtime = runtime or paths.runtime_folder()
        self._mailboxes = Mailboxes(self._runtime / MAILBOX_FOLDER)
        self._switchboard = Switchboard(self._handlers(folders))
        self._desk = OscDesk(self._switchboard, self._watch)
        rpc = RpcDesk(self._switchboard, self._watch)
        self._ipc = IpcServer(rpc, self._watch, self.listeners.remove)
        self._streams: dict[str, TcpConnection] = {}
        self._closers: list[Callable[[], None]] = []
        self._sockets = free_udp_and_tcp(options.host, options.osc_port)
        self._http_socket = free_tcp(options.host, options.http_port)
        self._announcer = Announcer()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="bridge", daemon=True)
        opened: Future[Running] = Future()
        self._loop.call_soon(self._open_soon, opened)
        self._thread.start()
        try:
            self.running = opened.result()
        except BaseException:
            self.close()
            raise
        studio.job_changed.connect(self._on_event)
        studio.clip_kept.connect(self._on_kept)
        studio.playback_changed.connect(self._on_playback)
        studio.audition.changed.connect(self._on_audition)
        studio.style_audition.changed.connect(self._on_styles)

    def __enter__(self) -> Bridge:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every socket and end the thread. May be called twice."""
        if self._thread.is_alive():
            self._studio.job_changed.disconnect(self._on_event, missing_ok=True)
            self._studio.clip_kept.disconnect(self._on_kept, missing_ok=True)
            self._studio.playback_changed.disconnect(self._on_playback, missing_ok=True)
            self._studio.audition.changed.disconnect(self._on_audition, missing_ok=True)
            self._studio.style_audition.changed.disconnect(self._on_styles, missing_ok=True)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._disk.shutdown()
            self._delivery.shutdown()

    def show_project(self, file: Path) -> None:
        """Take over the project another door opened."""
        self._loop.call_soon_threadsafe(self._projects.show, file)

    # On the bridge's thread

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._switchboard.stop()
            self._mailboxes.close()
            for close in reversed(self._closers):
                close()
            self._loop.run_until_complete(self._announcer.close())
            for stream in [*self._streams.values()]:
                stream.close()
            _finish(self._loop)

    def _open_soon(self, opened: Future[Running]) -> None:
        self._opening = self._loop.create_task(self._open())

        def done(task: asyncio.Task[Running]) -> None:
            if error := task.exception():
                opened.set_exception(error)
            else:
                opened.set_result(task.result())

        self._opening.add_done_callback(done)

    async def _open(self) -> Running:
        udp, tcp = self._sockets
        port = udp.getsockname()[1]
        transport, server = await self._loop.create_datagram_endpoint(
            lambda: UdpServer(self._desk, self._watch, self._options.accepts), sock=udp
        )
        self._closers.append(transport.close)
        listening = await self._loop.create_server(self._connection, sock=tcp)
        self._closers.append(listening.close)
        await self._ipc.open(self._runtime)
        self._closers.append(self._ipc.close)
        for target in self._options.send_to:
            link = UdpLink(server, *host_and_port(target))
            self.listeners.add(link.name, link, FOR_EVER_S)
        http_port = await self._open_http(port)
        if self._options.lan:
            announced = self._announcer.open(_own_name(), port, http_port)
            self._announcing = self._loop.create_task(announced)
        midi = await self._open_midi()
        self._heartbeat()
        styles = self._studio.styles().values()
        about = [("style", style.name, style.description) for style in styles]
        self._mailboxes.introduce([("port", port), *about])
        self._look_into_inbox()
        self._show_life()
        return Running(os.getpid(), self._options.host, port, self._ipc.place, http_port, midi)

    async def _open_midi(self) -> str:
        """Listen to MIDI where that is wished; a machine without it is said and lived with."""
        if not (wish := self._options.midi_port):
            return ""
        client = Client(f"midi:{wish}", MidiLink(wish, self._watch))
        desk = MidiDesk(
            lambda address, values: self._desk.message(client, address, values),
            self._options.midi_channel,
        )
        port = MidiInput(wish, desk.received)
        try:
            await port.open()
        except StudioError as error:
            self.midi_problem = error
            _log.warning("%s", error.sentence())
            return ""
        self._closers.append(port.close)
        return f"tcp:{port.tcp_port}" if port.tcp_port else wish

    async def _open_http(self, osc_port: int) -> int:
        server = HttpServer(
            self._switchboard, self._options.accepts, self.token, _own_name(), osc_port
        )
        await server.open(self._http_socket)
        self._closers.append(server.close)
        return int(self._http_socket.getsockname()[1])

    def _connection(self) -> TcpConnection:
        return TcpConnection(
            self._desk, self._watch, self._options.accepts, self._streams, self.listeners.remove
        )

    def _handlers(self, folders: Folders) -> dict[str, Handler]:
        studio = self._studio
        styles = Choice("style", described(studio.styles), self._disk)
        finishes = Choice("finish", described(studio.finishing_presets), self._disk)
        engines = Choice("engine", engines_here(studio.engines), self._disk)
        transport = Transport()
        generating = Generating(
            studio,
            self._ledger,
            folders,
            styles,
            finishes,
            engines,
            transport,
            self._projects,
            self._disk,
        )
        self._workstations = Workstations(studio, generating, self._mailboxes)
        return {
            **Presence(self.listeners, self.token, self._query).handlers(),
            **generating.handlers(),
            **Jobs(studio, self._ledger).handlers(),
            **self._projects.handlers(),
            **Takes(studio).handlers(),
            **Searching(studio, folders).handlers(),
            **Models(studio).handlers(),
            **styles.handlers(),
            **finishes.handlers(),
            **engines.handlers(),
            **self._playing.handlers(),
            **self._auditioning.handlers(),
            **self._styling.handlers(),
            **transport.handlers(),
            **self._workstations.handlers(),
        }

    def _query(self, client: Client, method: Method) -> None:
        self._desk.query(client, method)

    def _heartbeat(self) -> None:
        row = (time.monotonic() - self._started, len(self._ledger))
        self.listeners.tell(f"{ROOT}/heartbeat", row)
        self._loop.call_later(HEARTBEAT_S, self._heartbeat)

    def _look_into_inbox(self) -> None:
        self._workstations.look()
        self._loop.call_later(INBOX_EVERY_S, self._look_into_inbox)

    def _show_life(self) -> None:
        if self._workstations.busy:
            self._mailboxes.beat()
        self._loop.call_later(LIFE_SIGN_EVERY_S, self._show_life)

    def _watch(self, way: str, client: str, address: str, values: Any) -> None:
        if len(self.traffic):
            if not self._said:
                self._loop.call_later(TRAFFIC_EVERY_S, self._tell_traffic)
            self._said.append(Traffic(way, client, address, shortened(values)))

    def _tell_traffic(self) -> None:
        said = tuple(self._said)
        self._said.clear()
        self.traffic.emit(said)

    # On the studio's thread

    def _on_event(self, event: JobEvent) -> None:
        self._post(lambda: self._ledger.on_event(event))

    def _on_kept(self, clip: Clip) -> None:
        self._post(lambda: self._ledger.on_kept(clip))
        if self._options.deliver_to:
            folder = Path(self._options.deliver_to).expanduser().absolute()
            self._delivery.submit(deliver_or_log, clip, folder)

    def _on_playback(self, playback: Playback) -> None:
        self._post(lambda: self._playing.changed(playback))

    def _on_audition(self, state: AuditionState) -> None:
        self._post(lambda: self._auditioning.changed(state))

    def _on_styles(self, state: StyleState) -> None:
        self._post(lambda: self._styling.changed(state))

    def _post(self, work: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)


def _own_name() -> str:
    """The studio as people see it on a network; DNS allows 63 bytes."""
    return f"MusFlow Studio on {socket.gethostname().split('.')[0]}"[:63]


def _finish(loop: asyncio.AbstractEventLoop) -> None:
    """Let cancelled tasks end, then close the loop."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
