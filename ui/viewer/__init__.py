"""The viewer: the current panel large, changing on the frame with the music.

viewer_view  the picture, its number, story and timecode; full screen
screen       paints a panel, streamers and the punch
clock_popup  where the timecode starts, and the frame rate
"""

from ui.keys import KeyGroup
from ui.viewer.viewer_view import ViewerView

KEYS = KeyGroup(
    "Picture", (("F", "Full screen, and back"), ("Ctrl+T", "Start timecode and frame rate"))
)

__all__ = ["KEYS", "ViewerView"]
