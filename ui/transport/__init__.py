"""The transport: play, loop, where the music is, where it is heard and how loud.

transport_bar  the row of buttons and readouts
readout        seconds as timecode and as bar and beat; the places to go to; volume as a position
device_menu    what can be played on
comparing      A and B, one against the other
"""

from ui.keys import KeyGroup
from ui.transport.transport_bar import TransportBar

KEYS = KeyGroup(
    "Transport",
    (
        ("Space", "Play or pause"),
        ("Home", "To the start"),
        ("L", "Repeat the whole, or what is repeated no longer"),
        ("Alt+Left, Alt+Right", "To the cut or hit before, after"),
        ("Shift+B", "The other of two takes that are compared"),
    ),
)

__all__ = ["KEYS", "TransportBar"]
