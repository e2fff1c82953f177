"""Make: how the chosen cue shall be made, and making it.

make_view    the column: what an edit changed, the forms, the button below
music_form   style, tempo, key, metre, chords, ending
picture_form fit, length, tail, dialogue, tacet panels
take_form    finishing, engine, quality, seed, number of takes
like_button  music to be like: chosen, or dropped on the column
reference_card  what steers the cue, and why: swapped, or none
make_button  Generate with its estimate, or the progress and Cancel; and what else can be made
outcome      the ribbon: which bars an edit touched, with A/B against before
form         rows of a name, an editor and a pin
tacet_menu   which panels have no music
wording      what is said, from values
"""

from ui.keys import KeyGroup
from ui.make.make_view import MakeView

KEYS = KeyGroup(
    "Make",
    (
        ("Ctrl+Return", "Generate: what did not change keeps its notes"),
        ("Ctrl+Shift+Return", "Rethink: nothing kept but the pins"),
        ("Ctrl+Alt+Return", "Vary: same tempo, key and theme, other notes"),
        ("Ctrl+Shift+R", "Compose the chosen panels anew"),
        ("Esc", "Cancel"),
    ),
)

__all__ = ["KEYS", "MakeView"]
