"""The worker: the main path in a process of its own, so that a door never waits or computes.

Started by `spawn` as `python -m musflow_studio.worker`. It reads framed JSON from standard input
(`library` first, then `cue`, `cutdown`, `alternates`, `refinish`, `prepare`, `words`, `rank`,
`stages`, `draft`, `board`, `describe`, `plan`, `export`, `doctor`, `cancel`), runs one job at a
time on the main thread and answers on what was standard output. Anything libraries print goes to
standard error instead. When the door goes away the worker leaves at once: packages are whole or
absent by construction.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from typing import IO, Any

from musflow_studio import pipeline
from musflow_studio.documents import decode, encode
from musflow_studio.domain.audition import DraftRequest, PrepareRequest
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.effect_words import WordsRequest
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.events import CUE_STAGES, JobEvent, Stage
from musflow_studio.domain.ranking import RankRequest
from musflow_studio.domain.request import (
    AlternatesRequest,
    CueRequest,
    CutdownRequest,
    ExportRequest,
    RefinishRequest,
)
from musflow_studio.domain.stage_levels import StageRequest
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.preparing import draft, measure_stages, prepare, word_effects
from musflow_studio.progress import Progress, Timings
from musflow_studio.ranking import rank_takes
from musflow_studio.tools import Tools

NICENESS = 5
_OWN_STAGES = {"export": (Stage.EXPORT,), "rank": (Stage.HEAR,)}
IDLE_LOOK_S = 30.0
"""How often an idle worker looks for models that may give their memory back."""


def main() -> None:
    """Serve jobs until the door closes the pipe."""
    out = _private_stdout()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    Worker(FrameReader(sys.stdin.buffer), FrameWriter(out)).serve()


def _private_stdout() -> IO[bytes]:
    """Keep standard output for frames; send what libraries print to standard error."""
    private = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(private, "wb")


class Worker:
    """Reads requests in one thread, does them in another, in order."""

    def __init__(self, reader: FrameReader, writer: FrameWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._jobs: queue.Queue[dict[str, Any]] = queue.Queue()
        self._cancelled: set[str] = set()
        self._tools = Tools()
        self._timings = Timings()
        self._verbs: dict[str, Callable[[dict[str, Any], Progress], object]] = {
            "cue": self._cue,
            "board": self._board,
            "cutdown": self._cutdown,
            "alternates": self._alternates,
            "refinish": self._refinish,
            "prepare": self._prepare,
            "words": self._words,
            "rank": self._rank,
            "stages": self._stages,
            "draft": self._draft,
            "describe": self._describe,
            "plan": self._plan,
            "export": self._export,
            "doctor": self._doctor,
        }

    def serve(self) -> None:
        """Do jobs for as long as there is a door."""
        threading.Thread(target=self._read, name="requests", daemon=True).start()
        self._writer.write({"ready": os.getpid()})
        while True:
            try:
                self._do(self._jobs.get(timeout=IDLE_LOOK_S))
            except queue.Empty:
                self._tools.unload_idle()

    def _read(self) -> None:
        while (message := self._reader.read()) is not None:
            if message["do"] == "cancel":
                self._cancelled.add(message["job"])
            elif message["do"] == "library":
                os.environ["MUSFLOW_LIBRARY"] = message["folder"]
            else:
                self._jobs.put(message)
        os._exit(0)  # the door is gone: nobody wants the rest

    def _do(self, message: dict[str, Any]) -> None:
        job = message["job"]
        stages = _OWN_STAGES.get(message["do"], CUE_STAGES)
        progress = Progress(job, self._tell, lambda: job in self._cancelled, self._timings, stages)
        try:
            progress.check()
            result = self._verbs[message["do"]](message, progress)
            self._timings.save()
            self._writer.write({"job": job, "result": result})
        except StudioError as error:
            self._writer.write({"job": job, "error": error.as_dict()})
        except MemoryError:
            told = StudioError(
                ErrorCode.OUT_OF_MEMORY, "not enough memory", hint="make a shorter cue"
            )
            self._writer.write({"job": job, "error": told.as_dict()})
        except Exception as error:  # noqa: BLE001 - the edge of the process: say it, live on
            traceback.print_exc(file=sys.stderr)
            told = StudioError(
                ErrorCode.INTERNAL,
                f"something broke inside the studio ({type(error).__name__}: {error})",
                hint="the log has the details; please report it",
            )
            self._writer.write({"job": job, "error": told.as_dict()})
        finally:
            self._cancelled.discard(job)

    def _tell(self, event: JobEvent) -> None:
        self._writer.write({"job": event.job_id, "event": encode(event)})

    def _cue(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(CueRequest, message["request"])
        return self._kept(message["job"], pipeline.make_cue(request, self._tools, progress))

    def _cutdown(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(CutdownRequest, message["request"])
        return self._kept(message["job"], pipeline.make_cutdowns(request, self._tools, progress))

    def _alternates(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(AlternatesRequest, message["request"])
        return self._kept(message["job"], pipeline.make_alternates(request, self._tools, progress))

    def _refinish(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(RefinishRequest, message["request"])
        return self._kept(message["job"], pipeline.finished_anew(request, self._tools, progress))

    def _prepare(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(PrepareRequest, message["request"])
        return encode(prepare(request, progress.cancelled))

    def _draft(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(DraftRequest, message["request"])
        return encode(draft(request, self._tools, progress))

    def _words(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(WordsRequest, message["request"])
        language = self._tools.language_model(request.model, progress.cancelled)
        return encode(word_effects(request, self._tools.encoder(), language))

    def _stages(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(StageRequest, message["request"])
        return encode(measure_stages(request, progress.check))

    def _rank(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(RankRequest, message["request"])
        return encode(rank_takes(request, self._tools, progress))

    def _kept(self, job: str, clips: Iterable[Clip]) -> list[str]:
        """The folders of the clips, each told as soon as it is kept."""
        folders = []
        for clip in clips:
            folders.append(str(clip.folder))
            self._writer.write({"job": job, "kept": folders[-1]})
        return folders

    def _board(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(CueRequest, message["request"])
        return encode(pipeline.read_board(request, progress))

    def _describe(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(CueRequest, message["request"])
        return encode(pipeline.describe_board(request, self._tools, progress))

    def _plan(self, message: dict[str, Any], progress: Progress) -> object:
        request = decode(CueRequest, message["request"])
        return encode(pipeline.plan_cue(request, self._tools, progress))

    def _export(self, message: dict[str, Any], progress: Progress) -> object:
        return str(pipeline.export_clip(decode(ExportRequest, message["request"]), progress))

    def _doctor(self, message: dict[str, Any], progress: Progress) -> object:
        from musflow_studio.doctor import examine

        return [encode(finding) for finding in examine()]


if __name__ == "__main__":
    main()
