"""The Live set: wishes found in the Arrangement, music landed on tracks of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

from .conversation import Conversation, Landing
from .wishes import Place, Wish, parsed, request, settled_name, waiting_name

TRACK = "MusFlow"
MARKER = "MusFlow: "
LOOK_EVERY_TICKS = 5
_SAME_PLACE = 1e-4  # quarters


class Arranger:
    """Finds wishes, asks for them, lands what comes.

    Args:
        song: Live's Song.
        studio: the conversation with the studio.
        say: shows a sentence in Live's status bar.
    """

    def __init__(self, song: Any, studio: Conversation, say: Callable[[str], None]) -> None:
        self._song = song
        self._studio = studio
        self._say = say
        self._ticks = 0

    def tick(self) -> None:
        """Called by Live ten times a second."""
        self._studio.tick()
        self._ticks += 1
        if self._ticks % LOOK_EVERY_TICKS == 0:
            for clip in list(self._clips()):
                if wish := parsed(clip.name):
                    self._ask(clip, wish)

    def _clips(self) -> Iterator[Any]:
        for track in self._song.tracks:
            if not track.is_foldable:
                yield from track.arrangement_clips

    def _ask(self, clip: Any, wish: Wish) -> None:
        song = self._song
        place = Place(
            clip.start_time,
            clip.end_time - clip.start_time,
            song.tempo,
            song.signature_numerator,
            song.signature_denominator,
        )
        clip.name = waiting_name(clip.name)
        name = clip.name

        def over() -> None:
            for one in self._clips():  # looked up anew: the user may have deleted it meanwhile
                if one.name == name and abs(one.start_time - place.start) < _SAME_PLACE:
                    one.name = settled_name(name)

        def landed(landing: Landing) -> None:
            over()
            self._land(wish, place, landing)

        def failed(sentence: str) -> None:
            over()
            self._say(sentence)

        request_id = uuid.uuid4().hex
        self._studio.ask(request_id, *request(wish, place, request_id), landed, failed)

    def _land(self, wish: Wish, place: Place, landing: Landing) -> None:
        files = [("mix", landing.path), *(landing.stems.items() if wish.stems else [])]
        self._song.begin_undo_step()
        try:
            for part, path in files:
                # The stems sum to the mix: with both audible everything would sound twice.
                muted = part == "mix" and len(files) > 1
                if not self._put(part, path, landing, place, muted=muted):
                    return
            if wish.markers:
                self._mark(place, landing)
        except RuntimeError as error:  # what Live raises where it refuses
            self._say(f"Live did not take the clip: {error}")
        finally:
            self._song.end_undo_step()

    def _put(self, part: str, path: str, landing: Landing, place: Place, *, muted: bool) -> bool:
        """One file at the place; False where this Live cannot, and a sentence was shown."""
        end = place.start + landing.seconds * place.bpm / 60
        track = self._free_track(TRACK if part == "mix" else f"{TRACK} {part}", place.start, end)
        if not hasattr(track, "create_audio_clip"):
            self._say(f"Live places files from 12.0.5 on. Drag this one to the track: {path}")
            return False
        clip = track.create_audio_clip(path, place.start)
        clip.warping = False
        clip.name = f"{landing.name} {part}" if part != "mix" else landing.name
        clip.muted = muted
        return True

    def _free_track(self, name: str, start: float, end: float) -> Any:
        """The first track of this name with nothing there; older takes on the others are muted."""
        free = None
        for track in self._song.tracks:
            ours = track.name == name or track.name.startswith(f"{name} take ")
            if ours and track.has_audio_input and not track.is_foldable:
                there = [
                    c for c in track.arrangement_clips if start < c.end_time and c.start_time < end
                ]
                for clip in there:
                    clip.muted = clip.muted or abs(clip.start_time - start) < _SAME_PLACE
                if not there:
                    free = free or track
        return free or self._new_track(name)

    def _new_track(self, name: str) -> Any:
        taken = {track.name for track in self._song.tracks}
        names = [name, *(f"{name} take {number}" for number in range(2, len(taken) + 3))]
        self._song.create_audio_track(-1)
        track = self._song.tracks[-1]
        track.name = next(one for one in names if one not in taken)
        return track

    def _mark(self, place: Place, landing: Landing) -> None:
        """Locators at the hits. Live sets them at the playhead only, so not while it plays."""
        song = self._song
        if song.is_playing:
            self._say("Locators are set only while Live stands still.")
            return
        before = song.current_song_time
        for label, seconds in landing.hits.items():
            at = place.start + seconds * place.bpm / 60
            if all(abs(cue.time - at) > _SAME_PLACE for cue in song.cue_points):
                song.current_song_time = at
                song.set_or_delete_cue()
            for cue in song.cue_points:
                if abs(cue.time - at) <= _SAME_PLACE:
                    cue.name = MARKER + label
        song.current_song_time = before
