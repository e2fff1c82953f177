"""The cue timeline: cues and gaps, panels, bars, hits, chords, energy, and the take under them.

    axis         seconds to pixels; zoom, scroll, fit        lanes     what lies above what
    contents     what is shown of the board, in its seconds  music     of the music, laid onto it
    scene        one picture of both                         pointing  what lies under the pointer
    snapping     where edges and marks may go                places    where keys go to
    wording      what is there, in a sentence
    paint_board  paint_music  paint_wave  paint_lanes        the lanes drawn
    stage        the scene, kept up to date from the models  playhead  where the music is
    edits        changes of the project                      gestures  drags that become changes
    keys         the table of keys                           keyboard  what they do
    canvas  names  header  menus                             the widgets
    view         all of it together: `TimelineView`

The first five rows are arithmetic on plain values and know no Qt.
"""

from ui.timeline.keys import KEYS
from ui.timeline.view import TimelineView

__all__ = ["KEYS", "TimelineView"]
