"""ModelDesk: pretrained models for every door: listed, fetched, added, verified, removed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from psygnal import Signal

from musflow_studio import models
from musflow_studio.documents import decode, encode
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.model import (
    InstalledModel,
    Licence,
    ModelCheck,
    ModelEntry,
    PullProgress,
    PullRequest,
    memory_mb,
)
from musflow_studio.domain.ranking import Ranking, RankRequest
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.settings import Settings, save_settings

T = TypeVar("T")
EXTRA = "pip install 'musflow-studio[pretrained]'"


@dataclass(frozen=True)
class Pull:
    """A model being fetched: how to stop it, and the model when it is here."""

    request: PullRequest
    model: Future[InstalledModel]
    cancel: Callable[[], None]


class ModelDesk:
    """Pretrained models by their names.

    Files of gigabytes are read in threads of its own, so that nothing else on disk waits for them.

    Attributes:
        pulled: told how far a fetch is, on the studio's thread.
        changed: fires there when the models on this machine are others.
    """

    pulled = Signal(PullProgress)
    changed = Signal()

    def __init__(
        self,
        post: Callable[[Callable[[], None]], None],
        ask_worker: Callable[[RankRequest], Future[Ranking]],
    ) -> None:
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="models")
        self._closing = threading.Event()
        self._ask_worker = ask_worker
        self._post = post
        self._pulls: list[subprocess.Popen[bytes]] = []

    def list(self) -> Future[tuple[ModelEntry, ...]]:
        """What is known and what is here."""
        return self._threads.submit(models.list_models)

    def memory_words(self, entries: Sequence[ModelEntry]) -> Future[dict[str, str]]:
        """What each model's need of memory means on this machine, by name."""
        needs = {entry.name: memory_mb(entry.one.parameters_m) for entry in entries}
        return self._threads.submit(
            lambda: {name: models.says_enough(need) for name, need in needs.items()}
        )

    @property
    def lacks(self) -> str:
        """What is not installed of what models run on, one clause; "" for nothing."""
        wanted = {"torch": "PyTorch", "transformers": "transformers"}
        missing = [says for name, says in wanted.items() if importlib.util.find_spec(name) is None]
        return f"{' and '.join(missing)} not installed ({EXTRA})" if missing else ""

    def add(
        self, folder: Path, *, name: str = "", licence: Licence | None = None, accept: bool = False
    ) -> Future[InstalledModel]:
        """Take note of weights that lie in a folder; see `models.add_model`."""
        return self._changing(
            partial(
                models.add_model,
                folder,
                name=name,
                licence=licence,
                accept=accept,
                cancelled=self._closing.is_set,
            )
        )

    def remove(self, name: str) -> Future[Path]:
        """Move a model to the trash; see `models.remove_model`."""
        return self._changing(lambda: models.remove_model(name))

    def verify(self, name: str) -> Future[ModelCheck]:
        """Read every file of a model again and compare digests."""
        return self._threads.submit(models.verify_model, name, self._closing.is_set)

    def choose(self, setting: str, name: str) -> Future[Settings]:
        """Write which model a setting names into the settings file; "" takes it out.

        Resolves with the settings as they are now; the environment may count before the file.
        """
        return self._threads.submit(save_settings, {setting: name or None})

    def rank(self, request: RankRequest) -> Future[Ranking]:
        """How well kept takes fit their captions, or words, as a model hears them."""
        return self._ask_worker(request)

    def pull(self, request: PullRequest) -> Pull:
        """Fetch a model in a process of its own; stopped, it goes on from there the next time.

        Raises StudioError at once for an unknown name, a licence that was not agreed to, or
        when what fetches is not installed.
        """
        card = models.card(request.name)
        models.check_accepted(card.name, card.licence, accept=request.accept_non_commercial)
        if importlib.util.find_spec("huggingface_hub") is None:
            raise StudioError(
                ErrorCode.NO_MODEL, "what fetches models is not installed", hint=EXTRA
            )
        process = subprocess.Popen(
            [sys.executable, "-m", "musflow_studio.models.pulling"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._pulls.append(process)
        done: Future[InstalledModel] = Future()
        listener = threading.Thread(
            target=self._listen, args=(process, request, done), name="pull", daemon=True
        )
        listener.start()
        return Pull(request, done, process.kill)

    def close(self) -> None:
        """Stop what is being fetched or read; a fetch goes on the next time."""
        self._closing.set()
        self._threads.shutdown(cancel_futures=True)
        for process in self._pulls:
            process.kill()
            process.wait()

    def _listen(
        self,
        process: subprocess.Popen[bytes],
        request: PullRequest,
        done: Future[InstalledModel],
    ) -> None:
        assert process.stdin
        assert process.stdout
        with process.stdin, process.stdout:
            FrameWriter(process.stdin).write(encode(request))
            reader = FrameReader(process.stdout)
            told: dict[str, object] = {}
            while (message := reader.read()) is not None:
                told = message
                if "progress" in message:
                    so_far = decode(PullProgress, message["progress"])
                    self._post(lambda so_far=so_far: self.pulled.emit(so_far))  # type: ignore[misc]
            process.wait()
        self._settle(told, done)

    def _settle(self, told: dict[str, object], done: Future[InstalledModel]) -> None:
        if "result" in told:
            done.set_result(decode(InstalledModel, told["result"]))
            self._post(self.changed.emit)
        elif isinstance(error := told.get("error"), dict):
            done.set_exception(StudioError.from_dict(error))
        else:
            done.set_exception(
                StudioError(
                    ErrorCode.CANCELLED,
                    "fetching was stopped",
                    hint="fetch it again: it goes on from where it stopped",
                )
            )

    def _changing(self, work: Callable[[], T]) -> Future[T]:
        done = self._threads.submit(work)
        done.add_done_callback(self._tell_changed)
        return done

    def _tell_changed(self, done: Future[Any]) -> None:
        if not done.cancelled() and done.exception() is None:
            self._post(self.changed.emit)
