"""The viewer: the current panel large, changing on the frame with the music.

viewer_view  the picture, its number, story and timecode; full screen
screen       paints a panel, streamers and the punch
film         which panel, timecode and streamers belong to which frame: arithmetic alone
"""

from ui.keys import KeyGroup
from ui.viewer.viewer_view import ViewerView

KEYS = KeyGroup("Picture", (("F", "Full screen, and back"),))

__all__ = ["KEYS", "ViewerView"]
