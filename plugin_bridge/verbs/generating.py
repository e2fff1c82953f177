"""generate/…: requests, checked and confined, become jobs of the studio."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.plan import Dialogue, Ending, Fit, Pins
from musflow_studio.domain.reference import Like, traits_named
from musflow_studio.domain.request import CueRequest
from musflow_studio.studio import CueJob, Studio
from plugin_bridge.arguments import check_by_name
from plugin_bridge.clients import Client
from plugin_bridge.folders import Folders
from plugin_bridge.job_ledger import JobLedger
from plugin_bridge.protocol import ID_LENGTH, JSON_FIELDS, PATH_LENGTH, ROOT, Method
from plugin_bridge.switchboard import Call, Handler, Rows
from plugin_bridge.verbs.choices import Choice
from plugin_bridge.verbs.projects import Projects
from plugin_bridge.verbs.transport import Transport

MOST_WAITING = 64
MOST_SOURCES = 1000
_JSON_REQUEST = Method(f"{ROOT}/generate/json", "", JSON_FIELDS)
_LISTS = ("sources", "tacet")

Submit = Callable[[], Future[CueJob]]


class Generating:
    """Cues asked for over the bridge.

    Args:
        disk: where paths are resolved and presets read, so that no socket waits.
    """

    def __init__(
        self,
        studio: Studio,
        ledger: JobLedger,
        folders: Folders,
        styles: Choice,
        finishes: Choice,
        engines: Choice,
        transport: Transport,
        projects: Projects,
        disk: Executor,
    ) -> None:
        self._studio = studio
        self._ledger = ledger
        self._folders = folders
        self._styles = styles
        self._finishes = finishes
        self._engines = engines
        self._transport = transport
        self._projects = projects
        self._disk = disk
        self._on_the_way: dict[tuple[str, str], asyncio.Future[str]] = {}
        self._last: Submit | None = None

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        at = f"{ROOT}/generate"
        return {
            at: self._again,
            f"{at}/text": self._from_text,
            f"{at}/panels": self._from_panels,
            f"{at}/cue": self.from_cue,
            f"{at}/number": self._from_number,
            f"{at}/json": self.from_json,
        }

    def _from_text(self, call: Call) -> Awaitable[Rows]:
        request = CueRequest(text=call["text"], length_s=call["length_s"])
        return self._made(call, self._wished(request, call.values), call["request_id"])

    def _from_panels(self, call: Call) -> Awaitable[Rows]:
        request = self._wished(CueRequest(), call.values)
        return self._made(call, request, call["request_id"], sources=(call["path"],))

    def from_cue(self, call: Call) -> Awaitable[Rows]:
        """Handle generate/cue."""
        return self._of_project(call, call["cue"], fresh=call["fresh"], rate_hz=call["rate"])

    async def _from_number(self, call: Call) -> Rows:
        name = await self._projects.cue_name(call["number"])
        return await self._of_project(call, name)

    def _of_project(
        self, call: Call, name: str, *, fresh: bool = False, rate_hz: int = 0
    ) -> Awaitable[Rows]:
        file = self._projects.file
        request = self._rated(CueRequest(), rate_hz)
        request = replace(request, pins=replace(request.pins, into_bar=None))  # it may be a loop

        def submit() -> Future[CueJob]:
            return self._studio.project_cue(file, name, request, fresh=fresh)

        self._last = submit
        return self._accept(call.client, call["request_id"], submit)

    def from_json(self, call: Call) -> Awaitable[Rows]:
        """Handle generate/json."""
        fields = json_fields(call["json"])
        request = replace(self._wished(json_request(fields), fields), tacet=fields["tacet"] or None)
        paths = {name: fields[name] for name in ("base_clip", "theme_clip", "output")}
        return self._made(
            call, request, fields["request_id"], sources=tuple(fields["sources"]), paths=paths
        )

    def _again(self, call: Call) -> Awaitable[Rows]:
        if self._last is None:
            raise StudioError(
                ErrorCode.BAD_INPUT,
                "nothing was asked for yet",
                hint=f"send {ROOT}/generate/text or {ROOT}/generate/panels first",
            )
        return self._accept(call.client, call["request_id"], self._last)

    def _wished(self, request: CueRequest, values: Mapping[str, Any]) -> CueRequest:
        """The request with WISHES, and what those leave open as selected and as the DAW says."""
        pins = replace(
            request.pins,
            bpm=values["bpm"] or None,
            meter=values["meter"] or None,
            into_bar=None if values["into_bar"] < 0 else values["into_bar"],
        )
        request = replace(
            request,
            style=values["style"] or self._styles.selected,
            finish=values["finish"] or self._finishes.selected,
            engine=request.engine or self._engines.selected,
            pins=pins,
            takes=values["takes"],
            seed=None if values["seed"] < 0 else values["seed"],
        )
        return self._rated(request, values["rate"])

    def _rated(self, request: CueRequest, rate_hz: int) -> CueRequest:
        request = replace(request, sample_rate_hz=self._studio.settings.sample_rate_hz)
        return self._transport.followed(request, rate_hz)

    def _made(
        self,
        call: Call,
        request: CueRequest,
        request_id: str,
        sources: tuple[str, ...] = (),
        paths: Mapping[str, str] | None = None,
    ) -> Awaitable[Rows]:
        """Confine what the request names (on the disk's thread), then queue it."""

        def confined(seed: int | None) -> CueRequest:
            real = {
                name: self._folders.inside(path) for name, path in (paths or {}).items() if path
            }
            found = tuple(self._folders.existing(source) for source in sources)
            like = request.like
            if like:
                like = replace(like, path=self._folders.existing(str(like.path)))
            return replace(request, sources=found, seed=seed, like=like, **_as_fields(real))

        def submit() -> Future[CueJob]:
            return self._studio.cue(confined(_drawn(request.seed)))

        self._last = lambda: self._studio.cue(confined(_drawn(None)))
        return self._accept(call.client, request_id, submit)

    async def _accept(self, client: Client, request_id: str, submit: Submit) -> Rows:
        """The job's id, once it is queued; the same again for a request id that is still alive."""
        if job_id := await self._known(client, request_id):
            return [(request_id, job_id)]
        if len(self._ledger) + len(self._on_the_way) >= MOST_WAITING:
            raise StudioError(
                ErrorCode.BUSY, f"{MOST_WAITING} jobs are waiting", hint="cancel some, or wait"
            )
        loop = asyncio.get_running_loop()
        key = (client.name, request_id or secrets.token_hex(8))
        told = self._on_the_way[key] = loop.create_future()
        self._ledger.ask()
        try:
            job = await asyncio.wrap_future(await loop.run_in_executor(self._disk, submit))
        except BaseException:
            self._ledger.give_up()
            told.cancel()
            raise
        finally:
            del self._on_the_way[key]
        told.set_result(job.job_id)
        # After this answer, so that the asker hears of its request before it hears of the job.
        loop.call_soon(self._taken, job, client, request_id)
        return [(request_id, job.job_id)]

    async def _known(self, client: Client, request_id: str) -> str:
        if entry := self._ledger.of(client, request_id):
            return entry.job_id
        if request_id and (told := self._on_the_way.get((client.name, request_id))):
            return await asyncio.shield(told)
        return ""

    def _taken(self, job: CueJob, client: Client, request_id: str) -> None:
        loop = asyncio.get_running_loop()
        self._ledger.take(job.job_id, client, request_id)

        def finished(clips: Future[Any]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._ledger.finished, job.job_id, clips)

        job.clips.add_done_callback(finished)


def json_fields(text: str) -> dict[str, Any]:
    """The fields of a JSON request, checked, defaults filled in. Raises StudioError."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StudioError(ErrorCode.BAD_INPUT, f"this is not JSON ({error})") from None
    if not isinstance(told, dict):
        raise StudioError(ErrorCode.BAD_INPUT, "a JSON request is one object", legal="{…}")
    lists = {name: _texts(name, told.pop(name, [])) for name in _LISTS}
    return check_by_name(_JSON_REQUEST, told) | lists


def json_request(fields: Mapping[str, Any]) -> CueRequest:
    """What a JSON request says beyond WISHES and paths; that of `like` is confined later."""
    traits = traits_named(fields["like_only"])
    return CueRequest(
        text=fields["text"],
        length_s=fields["length_s"] or None,
        fps=fields["fps"] or None,
        from_panel=fields["from_panel"] or None,
        to_panel=fields["to_panel"] or None,
        engine=fields["engine"],
        pins=Pins(
            key=fields["key"] or None,
            chords=fields["chords"] or None,
            bars=fields["bars"] or None,
            ending=Ending(fields["ending"]) if fields["ending"] else None,
        ),
        fit=Fit(fields["fit"]) if fields["fit"] else None,
        loop=fields["loop"],
        dialogue=Dialogue(fields["dialogue"]) if fields["dialogue"] else None,
        tail_s=None if fields["tail_s"] < 0 else fields["tail_s"],
        gain_db=fields["gain_db"],
        name=fields["name"],
        like=Like(Path(fields["like"]), traits) if fields["like"] else None,
    )


def _texts(name: str, told: object) -> tuple[str, ...]:
    """A list of texts. Raises StudioError."""
    longest = PATH_LENGTH if name == "sources" else ID_LENGTH
    legal = f"a list of up to {MOST_SOURCES} texts of up to {longest} characters"
    if not isinstance(told, list) or len(told) > MOST_SOURCES:
        raise StudioError(ErrorCode.BAD_INPUT, f"{name} is of the wrong type", legal=legal)
    if not all(isinstance(one, str) and len(one) <= longest for one in told):
        raise StudioError(ErrorCode.BAD_INPUT, f"{name} is of the wrong type", legal=legal)
    return tuple(told)


def _drawn(seed: int | None) -> int:
    """The seed; one is drawn that fits an OSC whole number, so that clients can send it back."""
    return secrets.randbits(31) if seed is None else seed


def _as_fields(paths: Mapping[str, Path]) -> dict[str, Any]:
    return dict(paths)
