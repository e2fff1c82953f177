"""daw/…: what scripts inside DAWs ask for, answered in files (see mailboxes.py)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import HitWeight
from musflow_studio.studio import Studio
from plugin_bridge.arguments import check_by_name
from plugin_bridge.clients import Client, Link, Row
from plugin_bridge.mailboxes import Line, Mailboxes, check_name
from plugin_bridge.protocol import BY_NAME, MAILBOX_FIELDS, ROOT, Method
from plugin_bridge.switchboard import Call, Handler, Rows
from plugin_bridge.verbs.generating import Generating
from plugin_bridge.verbs.takes import hit_rows
from plugin_bridge.workstation_map import map_points

MOST_MAILBOXES = 64
_OWN = Method(f"{ROOT}/daw/generate", "", MAILBOX_FIELDS)
_OWN_NAMES = frozenset(arg.name for arg in MAILBOX_FIELDS)
_LISTENED_TO = (HitWeight.MUST.value, HitWeight.SHOULD.value)

_log = logging.getLogger(__name__)


class MailboxLink:
    """The way to one mailbox: events of a job become the answer of its request.

    Lives on the bridge's thread.
    """

    def __init__(self, name: str, mailboxes: Mailboxes, studio: Studio) -> None:
        self._name = name
        self._mailboxes = mailboxes
        self._studio = studio
        self.waiting: dict[str, bool] = {}

    def tell(self, address: str, row: Row) -> None:
        """Write what changed for a request."""
        request_id = str(row[0])
        match address.removeprefix(f"{ROOT}/job/"):
            case "queued" | "started":
                self._answer(request_id, ("state", "accepted"), ("job", row[1]))
            case "progress":
                self._answer(request_id, ("state", "progress", *row[2:4]), ("job", row[1]))
            case "done":
                self._done(request_id, Path(row[3]).parent)
            case "cancelled":
                self.refuse(request_id, "The cue was cancelled.")
            case "error":
                self.refuse(request_id, str(row[3]))

    def at_port(self, port: int) -> tuple[str, Link]:
        """A mailbox has no ports."""
        return "", self

    def accept(self, request_id: str, job_id: str, *, whole_quarters: bool) -> None:
        """The request is known and waits; `whole_quarters` is of its tempo map."""
        self.waiting[request_id] = whole_quarters
        self._answer(request_id, ("state", "accepted"), ("job", job_id))

    def refuse(self, request_id: str, sentence: str) -> None:
        """The request ends without a clip."""
        self.waiting.pop(request_id, None)
        self._answer(request_id, ("state", "error", sentence))

    def _answer(self, request_id: str, *lines: Line) -> None:
        self._mailboxes.answer(self._name, request_id, lines)

    def _done(self, request_id: str, package: Path) -> None:
        loop = asyncio.get_running_loop()

        def loaded(clip: Future[Clip]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._land, request_id, clip)

        self._studio.clip_in(package).add_done_callback(loaded)

    def _land(self, request_id: str, loaded: Future[Clip]) -> None:
        if error := loaded.exception():
            self.refuse(request_id, str(error))
            return
        whole_quarters = self.waiting.pop(request_id, False)
        lines = clip_lines(loaded.result(), whole_quarters=whole_quarters)
        self._answer(request_id, ("state", "done"), *lines)


class Workstations:
    """Requests from DAW scripts, by OSC or through the inbox."""

    def __init__(self, studio: Studio, generating: Generating, mailboxes: Mailboxes) -> None:
        self._studio = studio
        self._generating = generating
        self._mailboxes = mailboxes
        self._clients: dict[str, tuple[Client, MailboxLink]] = {}
        self._answering: set[asyncio.Task[Any]] = set()

    @property
    def busy(self) -> bool:
        """Whether a script waits for a cue."""
        return any(link.waiting for _, link in self._clients.values())

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        return {f"{ROOT}/daw/generate": lambda call: self._asked(call["json"])}

    def look(self) -> None:
        """Answer what lies in the inbox."""
        for text in self._mailboxes.requests():
            task = asyncio.ensure_future(self._from_inbox(text))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _from_inbox(self, text: str) -> None:
        try:
            await self._asked(text)
        except StudioError as error:
            _log.warning("a request in the inbox was refused: %s", error)

    async def _asked(self, text: str) -> Rows:
        """Accept or refuse a request in its mailbox; raises where it names no mailbox."""
        fields = _object(text)
        mailbox = check_name("mailbox", str(fields.get("mailbox", "")))
        request_id = check_name("request_id", str(fields.get("request_id", "")))
        client, link = self._client(mailbox)
        try:
            (accepted,) = await self._queued(client, fields)
        except StudioError as error:
            link.refuse(request_id, error.sentence())
            raise
        link.accept(request_id, accepted[1], whole_quarters=fields.get("whole_quarters") is True)
        return [accepted]

    def _queued(self, client: Client, fields: dict[str, Any]) -> Awaitable[Rows]:
        own = {name: fields[name] for name in _OWN_NAMES & fields.keys()}
        told = check_by_name(_OWN, own)
        _log.info("%s asks for a cue at %.3f s", told["daw"] or "a DAW", told["position_s"])
        if told["cue"]:
            method = BY_NAME["generate/cue"]
            wanted: dict[str, Any] = {
                name: fields[name] for name in ("rate", "request_id") if name in fields
            }
            wanted |= {"cue": told["cue"], "fresh": told["fresh"]}
            return self._generating.from_cue(Call(client, method, check_by_name(method, wanted)))
        method = BY_NAME["generate/json"]
        others = {name: fields[name] for name in fields.keys() - _OWN_NAMES}
        return self._generating.from_json(Call(client, method, {"json": json.dumps(others)}))

    def _client(self, mailbox: str) -> tuple[Client, MailboxLink]:
        if mailbox not in self._clients:
            for name, (_, link) in list(self._clients.items()):
                if len(self._clients) >= MOST_MAILBOXES and not link.waiting:
                    del self._clients[name]
            made = MailboxLink(mailbox, self._mailboxes, self._studio)
            self._clients[mailbox] = Client(f"file:{mailbox}", made), made
        return self._clients[mailbox]


def clip_lines(clip: Clip, *, whole_quarters: bool = False) -> Iterator[Line]:
    """What a script needs to put a clip on its timeline."""
    plan, rate = clip.recipe.plan, clip.recipe.sample_rate_hz
    name = clip.marks.name
    path = str(clip.folder / clip.wav)
    yield "clip", clip.clip_id, path, clip.frames, rate, name, plan.bpm, plan.key.name
    for role, file in clip.stems.items():
        yield "stem", role, str(clip.folder / file)
    for panel, _, sample, beat, weight, reached in hit_rows(clip):
        if weight in _LISTENED_TO:
            yield "hit", sample, panel, beat, weight, reached
    for point in map_points(plan.grid, whole_quarters=whole_quarters):
        yield "tempo", point.quarters, point.bpm, point.numerator, point.denominator


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StudioError(ErrorCode.BAD_INPUT, f"this is not JSON ({error})") from None
    if not isinstance(told, dict):
        raise StudioError(ErrorCode.BAD_INPUT, "a request is one object", legal="{…}")
    return told
