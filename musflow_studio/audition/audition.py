"""Audition: choose, step, compare, turn, bypass, hide names, keep; all while the clip plays."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from psygnal import Signal

from musflow_studio import presets
from musflow_studio.audition.knobs import turned, whole, without_effects
from musflow_studio.audition.listing import Listing
from musflow_studio.audition.renders import Level, OnThread, Renders, Submit
from musflow_studio.audition.slots import Slots
from musflow_studio.domain.audition import AuditionState, Hearing, StyleState
from musflow_studio.domain.clip import Clip
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.playback import SwitchAt
from musflow_studio.domain.preset import FinishingPreset
from musflow_studio.futures import flat, settled, then
from musflow_studio.player import PlayerClient
from musflow_studio.presets import shelf

NEIGHBOURS = 2
"""Presets on each side of the chosen one that are made ahead."""
LIVE_KEY = "live"


class PrepareClip(Protocol):
    """Gives a clip to the player, with its beats and bars; see `Studio.prepare`."""

    def __call__(self, clip: Clip, *, keep_place: bool = False) -> Future[None]:
        """Resolves when it is loaded."""


@dataclass
class _Choice:
    """What is chosen, and what of it is heard."""

    preset: FinishingPreset
    hearing: Hearing = Hearing.NOTHING
    at: SwitchAt = SwitchAt.BUFFER
    live: Future[Any] | None = None


class Audition:
    """One clip at a time. Every call answers with a future; `changed` fires on the studio's thread.

    Args:
        call: runs work on the studio's thread.
        submit: asks the worker for work that steps aside for other work; on that thread.
        player: plays.
        prepare: gives a clip to the player, with its beats and bars.
    """

    changed = Signal(AuditionState)

    def __init__(
        self,
        call: OnThread,
        submit: Submit,
        player: PlayerClient,
        prepare: PrepareClip,
    ) -> None:
        self._call, self._submit = call, submit
        self._player, self._prepare = player, prepare
        self._renders: Renders | None = None
        self._choice: _Choice | None = None
        self._list = Listing()
        self._liked: frozenset[str] = frozenset()
        self._slots = Slots()
        self._matched = True
        self._loaded: dict[str, tuple[float, Path]] = {}
        self._message = ""

    # What can be asked

    def open(
        self, clip: Clip, *, loop: tuple[int, int] | None = None, keep_place: bool = False
    ) -> Future[AuditionState]:
        """Audition a clip under the preset it was kept with.

        It repeats as a whole, or in the frames of `loop`; with `keep_place` it goes on where it is.
        """
        return self._call(lambda: self._open(clip, loop or (0, clip.frames), keep_place))

    def close(self, *, play_on: bool = False) -> Future[AuditionState]:
        """End the audition; what was made for it is removed.

        The player stops; with `play_on` the kept clip goes on in the same place.
        """
        return self._call(lambda: self._close(play_on=play_on))

    def relist(self) -> Future[AuditionState]:
        """The shelf holds other presets now; those that are chosen or in slots stay as they are."""
        return self._call(self._relist)

    def only(self, names: Sequence[str] | None) -> Future[AuditionState]:
        """Step through these presets alone, as a search found them; None: through all."""
        return self._call(lambda: self._only(names))

    def choose(
        self, preset: FinishingPreset | str, at: SwitchAt = SwitchAt.BUFFER
    ) -> Future[AuditionState]:
        """Hear a preset: with the next buffer, beat or bar where it is prepared, else live."""
        return self._call(lambda: self._choose(whole(preset), at))

    def step(self, by: int, at: SwitchAt = SwitchAt.BUFFER) -> Future[AuditionState]:
        """Hear the preset so many places further in the list, round its ends."""
        return self._call(lambda: self._choose(self._list.after(self._name(), by), at))

    def number(self, number: int, at: SwitchAt = SwitchAt.BUFFER) -> Future[AuditionState]:
        """Hear the preset at a place of the list, from 1; names may be hidden."""
        return self._call(lambda: self._choose(self._list.at(number), at))

    def put(self, slot: str, preset: FinishingPreset | str | None = None) -> Future[AuditionState]:
        """Put a preset, or the chosen one as it is now, into slot A, B or C."""
        return self._call(lambda: self._put(slot, preset))

    def hear(self, slot: str, at: SwitchAt = SwitchAt.BUFFER) -> Future[AuditionState]:
        """Hear what lies in a slot."""
        return self._call(lambda: self._choose(self._slots.at(slot), at))

    def bypass(self, on: bool, at: SwitchAt = SwitchAt.BUFFER) -> Future[AuditionState]:  # noqa: FBT001
        """Hear the music without effects, or the chosen preset again."""
        return self._call(lambda: self._bypass(on, at))

    def turn(self, effect: int, name: str, value: float) -> Future[Any]:
        """Turn a knob of the chosen preset; resolves when the device has taken the change.

        Args:
            effect: 0 is the first; -1 is the share of all effects ("wet").
            name: of the parameter.
            value: refused outside its range.
        """
        return flat(self._call(lambda: self._turn(effect, name, value)))

    def release(self) -> Future[AuditionState]:
        """The knob rests: the file is made, and heard as soon as it is there."""
        return self._call(lambda: self._choose(self._chosen().preset, SwitchAt.BUFFER))

    def loop(self, start: int, end: int) -> Future[AuditionState]:
        """Repeat a part of the clip (frames); levels are matched over it."""
        return self._call(lambda: self._loop(start, end))

    def match(self, on: bool) -> Future[AuditionState]:  # noqa: FBT001
        """Play all equally loud, or each as it would be delivered."""
        return self._call(lambda: self._set(matched=on))

    def blind(self, on: bool) -> Future[AuditionState]:  # noqa: FBT001
        """Hide the names, in another order; off shows which is chosen."""
        return self._call(lambda: self._set(blind=on))

    def state(self) -> Future[AuditionState]:
        """What the audition is at."""
        return self._call(self._told)

    def chosen(self) -> Future[tuple[Clip, FinishingPreset]]:
        """The clip and the preset as its knobs are turned, to be kept."""
        return self._call(lambda: (self._opened().clip, self._chosen().preset))

    # On the studio's thread

    def give_way(self, other: StyleState) -> None:
        """One player: styles are auditioned now."""
        if other.clip_id and self._renders:
            self._end()
            self._tell()

    def _open(self, clip: Clip, loop: tuple[int, int], keep_place: bool) -> AuditionState:  # noqa: FBT001
        self._prepare(clip, keep_place=keep_place)
        self._player.loop(*loop)
        self._end()
        self._renders = Renders(clip, self._submit, self._made, self._tell)
        self._renders.loop = loop
        self._fill()
        return self._choose(clip.recipe.preset, SwitchAt.BUFFER)

    def _close(self, *, play_on: bool = False) -> AuditionState:
        if self._renders and play_on:
            self._prepare(self._renders.clip, keep_place=True)
        elif self._renders:
            self._player.stop()
        self._end()
        return self._tell()

    def _end(self) -> None:
        """Forget everything; what is heard is another file by now, or nothing."""
        if self._renders:
            for key in (*self._loaded, LIVE_KEY):
                self._player.drop(key)
            self._renders.close()
        self._renders, self._choice, self._slots = None, None, Slots()
        self._list.hide(on=False)
        self._list.only(None)
        self._loaded, self._message = {}, ""

    def _fill(self) -> None:
        self._list.fill(entry.preset for entry in shelf.list_presets().entries)
        self._liked = shelf.favourites()

    def _relist(self) -> AuditionState:
        if self._renders:
            self._fill()
            self._want()
        return self._tell()

    def _only(self, names: Sequence[str] | None) -> AuditionState:
        self._list.only(names)
        if self._renders:
            self._want()
        return self._tell()

    def _name(self) -> str:
        return self._chosen().preset.name

    def _choose(self, preset: FinishingPreset, at: SwitchAt) -> AuditionState:
        renders = self._opened()
        presets.check_finishing(preset)
        before, self._message = self._choice, ""
        self._choice = _Choice(preset, at=at)
        if renders.prepared(preset):
            self._play_file(preset, at)
            self._choice.hearing = Hearing.FILE
        elif before and before.hearing is Hearing.LIVE and before.preset == preset:
            self._choice = replace(before, at=at)
        elif before is None:
            self._choice.hearing = Hearing.FILE  # the kept clip itself is playing
        else:
            self._play_live()
        self._want()
        return self._tell()

    def _play_file(self, preset: FinishingPreset, at: SwitchAt) -> None:
        renders = self._opened()
        prepared, key = renders.prepared(preset), renders.key(preset)
        assert prepared
        gain_db = self._level(preset).gain_db
        if self._loaded.get(key) != (gain_db, prepared.file):
            self._player.load(
                key, prepared.file, gain_db, ring=prepared.ring, ring_at=prepared.ring_at
            )
            self._loaded[key] = (gain_db, prepared.file)
        self._player.select(key, at)

    def _play_live(self) -> None:
        """Run the chosen preset's effects in the player until its file is there."""
        renders, choice = self._opened(), self._chosen()
        if not all(effect.live for effect in choice.preset.effects if effect.on):
            choice.hearing = Hearing.WAITING
            return
        gain_db = renders.live_gain_db(matched=self._matched)
        choice.hearing = Hearing.LIVE
        choice.live = self._player.live(LIVE_KEY, renders.clip, choice.preset, gain_db)

    def _put(self, slot: str, preset: FinishingPreset | str | None) -> AuditionState:
        self._slots.put(slot, self._chosen().preset if preset is None else whole(preset))
        self._want()
        return self._tell()

    def _bypass(self, on: bool, at: SwitchAt) -> AuditionState:  # noqa: FBT001
        if not on:
            return self._choose(self._chosen().preset, at)
        plain = without_effects(self._chosen().preset)
        if self._opened().prepared(plain):
            self._play_file(plain, at)
        self._chosen().hearing = Hearing.BYPASS
        self._chosen().at = at
        self._want()
        return self._tell()

    def _turn(self, effect: int, name: str, value: float) -> Future[Any]:
        choice = self._chosen()
        preset = turned(choice.preset, effect, name, value)
        self._choice = choice = replace(choice, preset=preset)
        if choice.hearing is not Hearing.LIVE:
            self._play_live()
            started = choice.live or settled(None)
        elif choice.live and not choice.live.done():
            # Still running up: it is turned there as soon as it is heard.
            running = choice.live
            started = flat(then(running, lambda _: self._turn_there(running, effect, name, value)))
        else:
            started = self._player.turn(effect, name, value)
        self._tell()
        return started

    def _turn_there(self, running: Future[Any], *turn: Any) -> Future[Any]:
        """Turn a knob of a live chain that has run up, unless something else was chosen since."""
        choice = self._choice
        heard = choice and choice.hearing is Hearing.LIVE and choice.live is running
        return self._player.turn(*turn) if heard else settled(None)

    def _loop(self, start: int, end: int) -> AuditionState:
        renders = self._opened()
        if not 0 <= start < end <= renders.clip.frames:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "a loop lies inside the clip, its start before its end",
                value=(start, end),
                legal=f"0 to {renders.clip.frames} frames",
            )
        self._player.loop(start, end)
        renders.loop = (start, end)
        self._heard_anew()
        self._want()
        return self._tell()

    def _set(self, *, matched: bool | None = None, blind: bool | None = None) -> AuditionState:
        if matched is not None and matched is not self._matched:
            self._matched = matched
            self._heard_anew()
        if blind is not None and blind is not self._list.blind:
            self._list.hide(on=blind)
            if self._renders:
                self._want()
        return self._tell()

    def _made(self, preset: FinishingPreset) -> None:
        """A file is there, or cannot be made."""
        renders, choice = self._opened(), self._choice
        if choice is None:
            return
        error = renders.failure(preset)
        key = renders.key(preset)
        if error and key == renders.key(choice.preset):
            self._message = error.sentence()
        elif key == renders.key(choice.preset) and choice.hearing is not Hearing.BYPASS:
            self._play_file(choice.preset, SwitchAt.BUFFER if choice.live else choice.at)
            choice.hearing, choice.live = Hearing.FILE, None
        elif choice.hearing is Hearing.BYPASS or key == renders.key(renders.clip.recipe.preset):
            self._heard_anew()  # now it is known how loud the clip is
        self._tell()

    def _heard_anew(self) -> None:
        """Play what is heard at the level that is right now."""
        renders, choice = self._opened(), self._chosen()
        bypassed = choice.hearing is Hearing.BYPASS
        heard = without_effects(choice.preset) if bypassed else choice.preset
        if choice.hearing in (Hearing.FILE, Hearing.BYPASS) and renders.prepared(heard):
            self._play_file(heard, SwitchAt.BUFFER)

    def _want(self) -> None:
        """What to make next, the most likely first."""
        renders, choice = self._opened(), self._chosen()
        around = self._list.around(choice.preset.name, NEIGHBOURS)
        liked = [preset for preset in self._list.presets if preset.name in self._liked]
        own, plain = renders.clip.recipe.preset, without_effects(choice.preset)
        first = [choice.preset, own] if choice.hearing is not Hearing.BYPASS else [plain, own]
        renders.want([*first, plain, choice.preset, *around, *self._slots.presets, *liked])

    def _level(self, preset: FinishingPreset) -> Level:
        return self._opened().level(preset) if self._matched else Level(0.0)

    def _opened(self) -> Renders:
        if self._renders is None:
            raise StudioError(ErrorCode.BAD_INPUT, "no clip is auditioned", hint="open one first")
        return self._renders

    def _chosen(self) -> _Choice:
        self._opened()
        assert self._choice
        return self._choice

    def _tell(self) -> AuditionState:
        state = self._told()
        self.changed.emit(state)
        return state

    def _told(self) -> AuditionState:
        renders, choice = self._renders, self._choice
        if renders is None or choice is None:
            return AuditionState(matched=self._matched)
        level, presets_told = self._level(choice.preset), self._list.presets
        labels = dict(zip((p.name for p in presets_told), self._list.labels, strict=True))
        making = renders.making
        return AuditionState(
            clip_id=renders.clip.clip_id,
            preset=None if self._list.blind else choice.preset,
            label=self._list.label(choice.preset),
            edited=not self._list.is_as_kept(choice.preset),
            hearing=choice.hearing,
            names=tuple(labels.values()),
            prepared=tuple(labels[p.name] for p in presets_told if renders.prepared(p)),
            preparing=labels.get(making.name, "") if making else "",
            failed=tuple(labels[p.name] for p in presets_told if renders.failure(p)),
            slots={
                slot: labels.get(p.name, "?") if self._list.blind else p.name
                for slot, p in self._slots
            },
            matched=self._matched,
            level_db=level.gain_db,
            capped=level.capped,
            blind=self._list.blind,
            message=self._message,
        )
