"""Stay: what auditioning changes about playing, and puts back when the last audition has ended."""

from __future__ import annotations

from musflow_studio.domain.clip import Clip
from ui.models.playback import PlaybackModel
from ui.models.selection import SelectionModel

Loop = tuple[int, int]


class Stay:
    """A take repeats and stays chosen while it is auditioned."""

    def __init__(self, playback: PlaybackModel, selection: SelectionModel) -> None:
        self._playback = playback
        self._selection = selection
        self._who: set[str] = set()
        self._looped_before = False
        self._whole: Loop | None = None

    def begin(self, who: str) -> None:
        """Presets or styles are auditioned from now on."""
        if not self._who:
            self._playback.end_comparison()
            self._looped_before = self._playback.playback.loop is not None
        self._who.add(who)

    def hold(self) -> None:
        """New takes do not take the auditioned one's place."""
        self._selection.hold = True

    def loop_for(self, clip: Clip) -> Loop | None:
        """The part of a clip that the user repeats; None for all of it."""
        loop, whole = self._playback.playback.loop, self._whole
        self._whole = (0, clip.frames)
        return None if loop in (whole, self._whole) or (loop and loop[1] > clip.frames) else loop

    def is_whole(self, loop: Loop) -> bool:
        """Whether all of the clip repeats, as it does at first."""
        return loop == self._whole

    def end(self, who: str) -> None:
        """They are not any more; after the last one the take plays as it did before."""
        if who not in self._who:
            return
        self._who.discard(who)
        if not self._who:
            self._selection.hold = False
            whole, self._whole = self._whole, None
            part_chosen = self._playback.playback.loop not in (None, whole)  # meanwhile: it stays
            if not self._looped_before and not part_chosen:
                self._playback.unloop()
