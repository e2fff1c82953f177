"""The storyboard strip: panels as tiles in a row, to be dropped, ordered, cut and written on.

strip_view     the whole view, its invitation while there is no board
panel_strip    the scrolling row: choosing, trimming, dragging, dropping
panel_actions  what can be done to the chosen panels, with its keys
panel_list     the panels as a list Qt can show
panel_delegate how a tile looks, and the line its story is written in
tile           where the parts of a tile lie
trim           the end of a panel being dragged, in frames, snapping to beats
heard          the panel the music is at
overlay        the playhead, and what is painted while something is dragged
dropped        what a drag or the clipboard carries
"""

from ui.keys import KeyGroup
from ui.strip.strip_view import StripView

KEYS = KeyGroup(
    "Panels",
    (
        ("Left, Right", "Choose the panel before, after (with Shift more)"),
        ("Return", "Write the story; Tab goes on to the next"),
        ("Ctrl+Left, Ctrl+Right", "Move left, right"),
        ("S", "Split at the playhead, or in the middle"),
        ("J", "Join the chosen panels"),
        ("[, ]", "One frame shorter, longer"),
        ("Shift+[, Shift+]", "One second shorter, longer"),
        ("M", "Must, should or ignore the cut"),
        ("Ctrl+R", "Mood and energy as seen"),
        ("Ctrl+V", "Paste pictures or files"),
        ("Del", "Remove"),
    ),
)

__all__ = ["KEYS", "StripView"]
