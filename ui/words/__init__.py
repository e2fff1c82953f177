"""The text bridge: what the chosen panel says, in words, and what a person says instead.

words_view     the whole view
panel_edits    what is set by hand, each one step to undo
quick_keys     two keys a panel
mood_pad       valence and arousal as a field with a dot to drag
mood_words     where words stand on it, which are on the number keys
energy_slider  from hushed to all-out
evidence_list  why, in sentences, each with its share
line_field     a line of text that wraps
picture_line   what a pretrained model said about the picture
panel_feeling  what is shown: set by hand, else seen
"""

from ui.keys import KeyGroup
from ui.words.words_view import WordsView

KEYS = KeyGroup(
    "What was seen",
    (
        ("Q", "Two keys a panel, on and off"),
        ("1 to 9", "… a mood, as the pad lies; 0 leaves what was seen"),
        ("1 to 9", "… then the energy, and on to the next panel"),
        ("Backspace", "… one key back"),
        ("Arrows", "On the pad: move the mood"),
    ),
)

__all__ = ["KEYS", "WordsView"]
