"""OSC with the studio, over one UDP socket that is looked at in Live's tick and never waits.

A request goes out; the acknowledgement, the job's life and the questions about its clip come in as
the ticks pass. Every send is guarded: a studio that is not there is told, not raised.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plugin_bridge.osc_packet import PacketError, decode, encode

ANSWER_WITHIN_S = 2.3
LOOK_EVERY_S = 1.0
MOST_SILENT_LOOKS = 4
SILENT = "MusFlow Studio does not answer. Start it and ask again."
GONE = "MusFlow Studio was closed before the cue was ready. Start it and ask again."


@dataclass
class Landing:
    """What a finished job brought.

    Attributes:
        path: of the finished WAV.
        name: of the clip.
        bpm, seconds: its tempo and length.
        stems: part -> path of the WAV.
        hits: label -> seconds from the clip's start.
    """

    path: str
    name: str
    bpm: float
    seconds: float
    stems: dict[str, str] = field(default_factory=dict)
    hits: dict[str, float] = field(default_factory=dict)


@dataclass
class Job:
    """One request on its way: who is told, and what is known."""

    landed: Callable[[Landing], None]
    failed: Callable[[str], None]
    asked_s: float
    looked_s: float
    accepted: bool = False
    missing: int = 0
    clip_id: str = ""
    landing: Landing | None = None


class Conversation:
    """The studio, from inside Live.

    Args:
        ports_file: where a serving studio tells its port.
        clock: seconds that never go back.
    """

    def __init__(self, ports_file: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._ports_file = Path(ports_file)
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._listed: set[str] = set()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(("127.0.0.1", 0))

    def ask(
        self,
        request_id: str,
        address: str,
        values: list[Any],
        landed: Callable[[Landing], None],
        failed: Callable[[str], None],
    ) -> None:
        """Send a request; one of the two is called in a later tick."""
        now = self._clock()
        self._jobs[request_id] = Job(landed, failed, now, now)
        self._send(address, [json.dumps(v) if isinstance(v, dict) else v for v in values])

    def tick(self) -> None:
        """Read what came; say what did not."""
        self._receive()
        now = self._clock()
        for request_id, job in list(self._jobs.items()):
            if not job.accepted and now - job.asked_s > ANSWER_WITHIN_S:
                self._fail(request_id, SILENT)
            elif job.accepted and job.missing >= MOST_SILENT_LOOKS:
                self._fail(request_id, GONE)
            elif job.accepted and now - job.looked_s > LOOK_EVERY_S:
                job.looked_s = now
                job.missing += not (job.landing and self._finished() is not job)
                self._look(job)

    def close(self) -> None:
        """Let the socket go."""
        self._socket.close()

    def _look(self, job: Job) -> None:
        """Ask again: for what is missing of a finished clip, else which jobs live."""
        if self._finished() is job:
            self._ask_for_clip(job)
        elif not job.landing:
            self._listed.clear()
            self._send("/musflow/job/list", [])

    def _finished(self) -> Job | None:
        """The oldest finished job. One clip is asked for at a time: answers do not name theirs."""
        return next((job for job in self._jobs.values() if job.landing), None)

    def _ask_for_clip(self, job: Job) -> None:
        for question in ("stems", "hits", "get"):  # in this order: `get` ends the landing
            self._send(f"/musflow/take/{question}", [job.clip_id])

    def _send(self, address: str, values: list[Any]) -> None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            port = int(json.loads(self._ports_file.read_text("utf-8"))["osc_port"])
            self._socket.sendto(encode(address, values), ("127.0.0.1", port))

    def _receive(self) -> None:
        while True:
            try:
                packet, _ = self._socket.recvfrom(65_536)
            except BlockingIOError:
                return
            except OSError:  # Windows tells a closed port here
                continue
            with suppress(PacketError, IndexError):
                for address, values in decode(packet):
                    self._heard(address.removeprefix("/musflow/"), values)

    def _heard(self, what: str, values: tuple[Any, ...]) -> None:
        if what == "error":
            self._fail(values[3], values[2])
        elif what in ("generate/json", "generate/cue") and (job := self._jobs.get(values[0])):
            job.accepted = True
        elif what.startswith("job/list"):
            self._heard_list(what, values)
        elif what.startswith("job/") and (job := self._jobs.get(values[0])):
            self._heard_job(what, job, values)
        elif what.startswith("take/"):
            self._heard_take(what, values)

    def _heard_list(self, what: str, values: tuple[Any, ...]) -> None:
        if what == "job/list/item":
            self._listed.add(values[0])
        else:
            for request_id in self._listed & self._jobs.keys():
                self._jobs[request_id].missing = 0

    def _heard_job(self, what: str, job: Job, values: tuple[Any, ...]) -> None:
        job.missing = 0
        if what == "job/done":
            job.clip_id = values[2]
            job.landing = Landing(values[3], "", values[5], values[8])
            self._look(job)
        elif what == "job/error":
            self._fail(values[0], values[3])
        elif what == "job/cancelled":
            self._fail(values[0], "The cue was cancelled.")

    def _heard_take(self, what: str, values: tuple[Any, ...]) -> None:
        job = self._finished()
        if job is None or job.landing is None:
            return
        landing = job.landing
        if what == "take/stems/item" and Path(landing.path).parent in Path(values[1]).parents:
            landing.stems[values[0]] = values[1]
        elif what == "take/hits/item" and values[4] in ("must", "should"):
            landing.hits[f"{values[0]} ({values[3]})"] = values[1]
        elif what == "take/get" and values[0] == job.clip_id:
            landing.name = values[9]
            self._jobs = {key: one for key, one in self._jobs.items() if one is not job}
            job.landed(landing)

    def _fail(self, request_id: str, sentence: str) -> None:
        if job := self._jobs.pop(request_id, None):
            job.failed(sentence)
