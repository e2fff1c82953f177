"""PresetDesk: the shelf of finishing presets and of styles, for every door.

Every call answers with a future; files are touched on the studio's disk thread alone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Protocol, TypeVar

from psygnal import Signal

from musflow_studio.documents import decode
from musflow_studio.domain.effect_words import WordsRequest, WordsResult
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.preset import FinishingPreset, PresetList
from musflow_studio.domain.stage_levels import StageLevels, StageRequest
from musflow_studio.domain.style import StyleList
from musflow_studio.futures import then
from musflow_studio.library import ClipEntry, Library
from musflow_studio.presets import check_finishing, shelf

T = TypeVar("T")


class OnDisk(Protocol):
    """Runs work on the library in the disk thread."""

    def __call__(self, work: Callable[[Library], T]) -> Future[T]:
        """The future of the work's result."""


class PresetDesk:
    """Finishing presets by their names.

    Args:
        on_disk: runs work in the disk thread.
        post: runs a call on the studio's thread, where signals fire.
        ask_worker: what the worker makes of words.
        ahead: asks the worker for work that steps aside for other work.
    """

    changed = Signal()

    def __init__(
        self,
        on_disk: OnDisk,
        post: Callable[[Callable[[], None]], None],
        ask_worker: Callable[[WordsRequest], Future[WordsResult]],
        ahead: Callable[[str, object], Future[Any]],
    ) -> None:
        self._on_disk = on_disk
        self._post = post
        self._ask_worker = ask_worker
        self._ahead = ahead

    def list(self, query: str = "", *, favourites_only: bool = False) -> Future[PresetList]:
        """Presets that hold every word of `query`, and what is wrong with unreadable ones."""
        return self._on_disk(lambda _: shelf.list_presets(query, favourites_only=favourites_only))

    def save(self, preset: FinishingPreset, *, replaces: bool = False) -> Future[Path]:
        """Keep a preset in the user's folder; see `shelf.save_preset`."""
        return self._changing(lambda: shelf.save_preset(preset, replaces=replaces))

    def take_in(
        self, file: Path, *, name: str = "", replaces: bool = False
    ) -> Future[FinishingPreset]:
        """Keep a preset that lies in a file; see `shelf.import_preset`."""
        return self._changing(lambda: shelf.import_preset(file, name=name, replaces=replaces))

    def write_out(self, name: str, file: Path, *, replaces: bool = False) -> Future[Path]:
        """Write a preset to a file; see `shelf.export_preset`."""
        return self._on_disk(lambda _: shelf.export_preset(name, file, replaces=replaces))

    def remove(self, name: str) -> Future[Path]:
        """Move a preset of the user to the trash; see `shelf.remove_preset`."""
        return self._changing(lambda: shelf.remove_preset(name))

    def restore(self, trashed: Path) -> Future[Path]:
        """Take a preset out of the trash again; see `shelf.restore_preset`."""
        return self._changing(lambda: shelf.restore_preset(trashed))

    def rename(self, name: str, title: str) -> Future[FinishingPreset]:
        """Give a preset of the user another title and name; see `shelf.rename_preset`."""
        return self._changing(lambda: shelf.rename_preset(name, title))

    def duplicate(self, name: str) -> Future[FinishingPreset]:
        """Keep a copy of a preset; see `shelf.duplicate_preset`."""
        return self._changing(lambda: shelf.duplicate_preset(name))

    def styles(self, query: str = "", *, favourites_only: bool = False) -> Future[StyleList]:
        """Styles that hold every word of `query`, and what is wrong with unreadable ones."""
        return self._on_disk(lambda _: shelf.list_styles(query, favourites_only=favourites_only))

    def like_style(self, name: str, *, favourite: bool = True) -> Future[frozenset[str]]:
        """Make a style a favourite, or no longer; resolves with the favourites."""
        return self._changing(lambda: shelf.set_favourite_style(name, favourite=favourite))

    def like(self, name: str, *, favourite: bool = True) -> Future[frozenset[str]]:
        """Make a preset a favourite, or no longer; resolves with the favourites."""
        return self._changing(lambda: shelf.set_favourite(name, favourite=favourite))

    def by_words(self, request: WordsRequest) -> Future[WordsResult]:
        """What words make of a preset for a clip; nothing is saved. See `effect_words`."""
        if not request.text.strip():
            raise StudioError(
                ErrorCode.BAD_INPUT, "there are no words", hint='say "warmer, like a cathedral"'
            )
        return self._ask_worker(request)

    def levels(self, request: StageRequest) -> Future[StageLevels]:
        """How loud a clip's take is before and after every effect, when the worker has time."""
        check_finishing(request.preset)
        return then(self._ahead("stages", request), lambda told: decode(StageLevels, told))

    def used_by(self, name: str) -> Future[tuple[ClipEntry, ...]]:
        """The kept clips that were finished under a preset of this name, newest first."""
        return self._on_disk(
            lambda library: tuple(clip for clip in library.list() if clip.preset == name)
        )

    def _changing(self, work: Callable[[], T]) -> Future[T]:
        done = self._on_disk(lambda _: work())
        done.add_done_callback(lambda made: made.exception() or self._post(self.changed.emit))
        return done
