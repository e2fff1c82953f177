"""StyleAudition: a cue heard in one style after another, on its own grid, switching on the bar."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from psygnal import Signal

from musflow_studio import paths
from musflow_studio.audition.audition import PrepareClip
from musflow_studio.audition.renders import LOUDEST_REFERENCE_LUFS, OnThread, Submit
from musflow_studio.documents import decode
from musflow_studio.domain.audition import (
    AuditionState,
    DraftRequest,
    Prepared,
    PrepareRequest,
    StyleState,
)
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import SwitchAt
from musflow_studio.domain.request import CueRequest
from musflow_studio.domain.style import Style
from musflow_studio.player import PlayerClient
from musflow_studio.presets import shelf

NEIGHBOURS = 2
STRETCH = 1.1
"""How far a tempo may lie outside a style's range."""


class StyleAudition:
    """One clip at a time. Every call answers with a future; `changed` fires on the studio's thread.

    Args:
        call: runs work on the studio's thread.
        submit: asks the worker for work that steps aside for other work; on that thread.
        player: plays.
        prepare: gives a clip to the player, with its beats and bars.
    """

    changed = Signal(StyleState)

    def __init__(
        self,
        call: OnThread,
        submit: Submit,
        player: PlayerClient,
        prepare: PrepareClip,
    ) -> None:
        self._call, self._submit = call, submit
        self._player, self._prepare = player, prepare
        self._clip: Clip | None = None
        self._drafts: dict[str, Prepared] = {}
        self._greyed: dict[str, str] = {}
        self._names: tuple[str, ...] = ()
        self._liked: tuple[str, ...] = ()
        self._chosen = self._heard = self._message = ""
        self._only_these: frozenset[str] | None = None
        self._making = ""
        self._round = 0

    def open(
        self, clip: Clip, *, loop: tuple[int, int] | None = None, keep_place: bool = False
    ) -> Future[StyleState]:
        """Audition styles for a clip, in its own style at first.

        It repeats as a whole, or in the frames of `loop`; with `keep_place` it goes on where it is.
        """
        return self._call(lambda: self._open(clip, loop or (0, clip.frames), keep_place))

    def close(self, *, play_on: bool = False) -> Future[StyleState]:
        """End the audition; the drafts are removed.

        The player stops; with `play_on` the kept clip goes on in the same place.
        """
        return self._call(lambda: self._close(play_on=play_on))

    def only(self, names: Sequence[str] | None) -> Future[StyleState]:
        """Step through these styles alone, as a search found them; None: through all that fit."""
        return self._call(lambda: self._only(names))

    def choose(self, style: str, at: SwitchAt = SwitchAt.BAR) -> Future[StyleState]:
        """Hear the cue in a style with the next bar, or as soon as its draft is there."""
        return self._call(lambda: self._choose(style, at))

    def step(self, by: int, at: SwitchAt = SwitchAt.BAR) -> Future[StyleState]:
        """Hear the style so many places further among those that fit, round the ends."""
        return self._call(lambda: self._choose(self._neighbour(by), at))

    def state(self) -> Future[StyleState]:
        """What the audition is at."""
        return self._call(self._told)

    def order(self) -> Future[CueRequest]:
        """The cue to be made so that the chosen style is kept: the same music as its draft."""
        return self._call(self._order)

    # On the studio's thread

    def give_way(self, other: AuditionState) -> None:
        """One player: presets are auditioned now."""
        if other.clip_id and self._clip:
            self._end()
            self._tell()

    def _open(self, clip: Clip, loop: tuple[int, int], keep_place: bool) -> StyleState:  # noqa: FBT001
        self._prepare(clip, keep_place=keep_place)
        self._player.loop(*loop)
        self._end()
        self._clip = clip
        listed = shelf.list_styles().entries
        self._names = tuple(entry.style.name for entry in listed)
        self._liked = tuple(entry.style.name for entry in listed if entry.favourite)
        self._greyed = {
            entry.style.name: why for entry in listed if (why := misfit(entry.style, clip))
        }
        self._chosen = self._heard = clip.recipe.plan.style
        self._work()
        return self._tell()

    def _close(self, *, play_on: bool = False) -> StyleState:
        if self._clip and play_on:
            self._prepare(self._clip, keep_place=True)
        elif self._clip:
            self._player.stop()
        self._end()
        return self._tell()

    def _end(self) -> None:
        """Forget everything; what is heard is another file by now, or nothing."""
        if self._clip:
            for name in self._drafts:
                self._player.drop(_key(name))
            shutil.rmtree(self._folder, ignore_errors=True)
        self._clip, self._names = None, ()
        self._drafts, self._greyed = {}, {}
        self._chosen = self._heard = self._message = ""
        self._only_these = None
        self._round += 1
        self._making = ""

    def _only(self, names: Sequence[str] | None) -> StyleState:
        self._only_these = frozenset(names) if names is not None else None
        if self._clip:
            self._work()
        return self._tell()

    def _choose(self, style: str, at: SwitchAt) -> StyleState:
        self._opened()
        if style not in self._names:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME, "unknown style", value=style, legal=", ".join(self._names)
            )
        if why := self._greyed.get(style):
            raise StudioError(ErrorCode.OUT_OF_RANGE, why, value=style)
        self._chosen, self._message = style, ""
        if style in self._drafts:
            self._play(style, at)
        self._work()
        return self._tell()

    def _neighbour(self, by: int) -> str:
        fitting = self._fitting()
        here = fitting.index(self._chosen) if self._chosen in fitting else 0
        return fitting[(here + by) % len(fitting)]

    def _fitting(self) -> list[str]:
        """Styles that fit, the clip's own in any case; those that were found, if any were."""
        own = self._opened().recipe.plan.style
        fitting = [name for name in self._names if name == own or name not in self._greyed]
        only = self._only_these
        return [name for name in fitting if only is None or name in only] or fitting

    def _play(self, style: str, at: SwitchAt) -> None:
        self._player.select(_key(style), at)
        self._heard = style

    def _work(self) -> None:
        """Make the next draft.

        The chosen style, the next one, the clip's own, other neighbours, favourites that fit.
        """
        clip = self._clip
        if clip is None or self._making:
            return
        around = [self._neighbour(sign * n) for n in range(1, NEIGHBOURS + 1) for sign in (1, -1)]
        own = clip.recipe.plan.style
        waited_for = [self._chosen] if self._heard != self._chosen else []
        liked = [name for name in self._liked if name not in self._greyed]
        wanted = [*waited_for, around[0], own, *around[1:], *liked]
        style = next((s for s in wanted if s in self._names and s not in self._drafts), None)
        if style is None:
            return
        paths.ensure_folder(self._folder)
        file = self._folder / f"{style}.wav"
        if style == own:  # the clip itself, as its preset delivers it
            asked: object = PrepareRequest(clip.folder, clip.recipe.preset, file)
            verb = "prepare"
        else:
            asked, verb = DraftRequest(clip.folder, style, file), "draft"
        self._making = style
        number = self._round
        self._submit(verb, asked).add_done_callback(lambda f: self._made(style, number, f))

    def _made(self, style: str, number: int, done: Future[Any]) -> None:
        if number != self._round:
            return  # of an audition that was closed
        self._making = ""
        error = done.exception()
        if isinstance(error, StudioError):
            if error.code is ErrorCode.CANCELLED:
                return
            self._greyed[style] = error.sentence()
            self._message = error.sentence() if style == self._chosen else ""
        elif error is None:
            self._load(style, decode(Prepared, done.result()))
        self._work()
        self._tell()

    def _load(self, style: str, prepared: Prepared) -> None:
        self._drafts[style] = prepared
        self._player.load(_key(style), prepared.file, self._gain_db(prepared))
        if style == self._chosen and self._heard != style:
            self._play(style, SwitchAt.BAR)
        elif style == self._chosen == self._opened().recipe.plan.style:
            self._play(style, SwitchAt.BUFFER)  # the same music at the level of the others

    def _gain_db(self, prepared: Prepared) -> float:
        """What makes a draft as loud as the clip; less where it would clip."""
        clip = self._opened()
        own, mine = clip.loudness.integrated_lufs, prepared.loudness.integrated_lufs
        if own is None or mine is None:
            return 0.0
        return min(min(own, LOUDEST_REFERENCE_LUFS) - mine, -(prepared.true_peak_dbtp or 0.0))

    def _order(self) -> CueRequest:
        clip = self._opened()
        if self._chosen == clip.recipe.plan.style:
            raise StudioError(
                ErrorCode.BAD_INPUT, "the clip is kept in this style already", value=self._chosen
            )
        recipe = clip.recipe
        return CueRequest(
            base_clip=clip.folder,
            style=self._chosen,
            seed=recipe.plan.seed,
            engine=recipe.take.engine,
            finish=recipe.preset.name,
            sample_rate_hz=recipe.sample_rate_hz,
            gain_db=recipe.gain_db,
            name=clip.marks.name,
        )

    def _opened(self) -> Clip:
        if self._clip is None:
            raise StudioError(ErrorCode.BAD_INPUT, "no clip is auditioned", hint="open one first")
        return self._clip

    @property
    def _folder(self) -> Path:
        return paths.cache_folder() / "audition" / f"styles-{self._opened().clip_id}-{id(self)}"

    def _tell(self) -> StyleState:
        state = self._told()
        self.changed.emit(state)
        return state

    def _told(self) -> StyleState:
        return StyleState(
            clip_id=self._clip.clip_id if self._clip else "",
            style=self._chosen,
            heard=self._heard,
            names=self._names,
            prepared=tuple(name for name in self._names if name in self._drafts),
            preparing=self._making,
            greyed=dict(self._greyed),
            message=self._message,
        )


def misfit(style: Style, clip: Clip) -> str:
    """Why a style does not fit a clip's grid, in a few words; "" if it does."""
    plan = clip.recipe.plan
    if plan.style == style.name:
        return ""
    if plan.meter not in style.meters:
        return f"this style plays {', '.join(style.meters)}; the cue is in {plan.meter}"
    low, high = style.tempo_low_bpm / STRETCH, style.tempo_high_bpm * STRETCH
    if not low <= plan.bpm <= high:
        return (
            f"this style lives between {style.tempo_low_bpm:g} and {style.tempo_high_bpm:g} bpm; "
            f"the cue runs at {plan.bpm:.0f}{_related(plan.bpm, low, high)}"
        )
    return ""


def _related(bpm: float, low: float, high: float) -> str:
    """Whether half or twice the tempo would fit, in a few words."""
    for word, other in (("half that", bpm / 2), ("twice that", bpm * 2)):
        if low <= other <= high:
            return f" ({word}, {other:.0f}, would fit)"
    return ""


def _key(style: str) -> str:
    return f"style:{style}"
