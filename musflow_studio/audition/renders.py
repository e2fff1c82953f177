"""Renders: a clip's mix under presets, as files that are made ahead and thrown away."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from musflow_studio import paths
from musflow_studio.disk import says_disk_errors
from musflow_studio.documents import decode, encode
from musflow_studio.domain.audition import Prepared, PrepareRequest
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset

T = TypeVar("T")
STALE_AFTER_S = 24 * 3600
KEPT = 16
"""Files kept; one of half a minute has 8 MB."""
LOUDEST_REFERENCE_LUFS = -20.0
"""Matching happens at the clip's own level, or here if that is louder: headroom for the others."""
Submit = Callable[[str, object], Future[Any]]


class OnThread(Protocol):
    """Runs work on the studio's thread."""

    def __call__(self, work: Callable[[], T]) -> Future[T]:
        """The future of the work's result."""


@dataclass(frozen=True)
class Level:
    """How a file is played: decibels added, and whether clipping would have set in."""

    gain_db: float
    capped: bool = False


class Renders:
    """The files of one clip. Lives on the studio's thread.

    Attributes:
        loop: (first frame, frame after the last) over which levels are matched.
        making: the preset whose file is being made; None while none is.

    Args:
        clip: whose take is finished.
        submit: asks the worker for work that steps aside for other work.
        made: called with a preset whose file is there, or cannot be made (see `failure`).
        began: called when another one is being made, or none any more.
    """

    def __init__(
        self,
        clip: Clip,
        submit: Submit,
        made: Callable[[FinishingPreset], None],
        began: Callable[[], object],
    ) -> None:
        self.clip = clip
        self.loop = (0, clip.frames)
        self._submit = submit
        self._made, self._began = made, began
        self._folder = paths.cache_folder() / "audition" / f"{os.getpid()}-{clip.clip_id}"
        _sweep(self._folder.parent)
        self._known: OrderedDict[str, Prepared | StudioError] = OrderedDict()
        self._turns_at: dict[str, int] = {}
        self._wanted: list[FinishingPreset] = []
        self.making: FinishingPreset | None = None
        self._closed = False

    def want(self, presets: Iterable[FinishingPreset]) -> None:
        """Make these, the first one first; what was wanted before and is not here is dropped."""
        self._wanted = list(presets)
        self._work()

    def prepared(self, preset: FinishingPreset) -> Prepared | None:
        """The file of a preset, if it is there."""
        found = self._known.get(self.key(preset))
        return found if isinstance(found, Prepared) else None

    def failure(self, preset: FinishingPreset) -> StudioError | None:
        """Why there is no file."""
        found = self._known.get(self.key(preset))
        return found if isinstance(found, StudioError) else None

    def key(self, preset: FinishingPreset) -> str:
        """A name for what decides the samples."""
        told = encode(preset)
        for words in ("name", "title", "description", "tags"):
            del told[words]
        text = json.dumps(told, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def level(self, preset: FinishingPreset) -> Level:
        """What to add so that the preset is as loud over the loop as the clip itself."""
        own, mine = self.prepared(self.clip.recipe.preset), self.prepared(preset)
        reference = own.lufs(*self.loop) if own else None
        if reference is None or mine is None or (lufs := mine.lufs(*self.loop)) is None:
            return Level(0.0)
        wanted = min(reference, LOUDEST_REFERENCE_LUFS) - lufs
        room = -(mine.true_peak_dbtp or 0.0)
        return Level(min(wanted, room), capped=wanted > room)

    def live_gain_db(self, *, matched: bool) -> float:
        """A level for the unfinished take, until its file says how loud it is."""
        own = self.clip.recipe.preset
        return self.level(own).gain_db if matched and own.target_lufs is None else 0.0

    def close(self) -> None:
        """Forget everything and remove the files."""
        self._closed = True
        shutil.rmtree(self._folder, ignore_errors=True)

    def _work(self) -> None:
        if self.making or self._closed:
            return
        wanted = next((p for p in self._wanted if self._is_missing(self.key(p))), None)
        if wanted is None:
            return
        key, loop = self.key(wanted), self.loop
        try:
            with says_disk_errors(self._folder):
                self._folder.mkdir(parents=True, exist_ok=True)
        except StudioError as error:
            self._note(key, wanted, error)
            return
        self.making = wanted
        file = self._folder / f"{key}-{loop[1]}.wav"
        asked = PrepareRequest(self.clip.folder, wanted, file, loop)
        self._turns_at[key] = loop[1]
        self._submit("prepare", asked).add_done_callback(lambda f: self._done(key, wanted, f))

    def _is_missing(self, key: str) -> bool:
        """True also for a file made for another loop: what rings on where it turns differs."""
        return key not in self._known or self._turns_at.get(key, self.loop[1]) != self.loop[1]

    def _done(self, key: str, preset: FinishingPreset, done: Future[Any]) -> None:
        """On the studio's thread, where the queue resolves its futures."""
        self.making = None
        error = done.exception()
        if self._closed or (isinstance(error, StudioError) and error.code is ErrorCode.CANCELLED):
            return
        if error is None:
            self._note(key, preset, decode(Prepared, done.result()))
        elif isinstance(error, StudioError):
            self._note(key, preset, error)
        self._work()
        self._began()

    def _note(self, key: str, preset: FinishingPreset, found: Prepared | StudioError) -> None:
        before = self._known.pop(key, None)
        self._known[key] = found
        self._made(preset)
        if isinstance(before, Prepared) and isinstance(found, Prepared) and before != found:
            _remove(before.file)
            _remove(before.ring)
        wanted = {self.key(one) for one in self._wanted}
        for old in [known for known in self._known if known not in wanted][
            : len(self._known) - KEPT
        ]:
            gone = self._known.pop(old)
            if isinstance(gone, Prepared):
                _remove(gone.file)
                _remove(gone.ring)


def _sweep(folder: Path) -> None:
    """Remove what killed processes left a day ago and longer."""
    for old in folder.iterdir() if folder.is_dir() else ():
        if time.time() - old.stat().st_mtime > STALE_AFTER_S:
            shutil.rmtree(old, ignore_errors=True)


def _remove(file: Path | None) -> None:
    if file is not None:
        file.unlink(missing_ok=True)
