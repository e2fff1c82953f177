"""Rack: the effects of the preset that is heard for the chosen take, and effects by words.

rack_view    preset, words, curve and chain together; keys
header       which preset, undo, saving, what is heard, keep
words_panel  the field for words, and their proposal
words_diff   what words changed, number by number
eq_view      the curve of all equalisers over the take's spectrum, with points to drag
eq_paint     how it looks
eq_map       frequencies and decibels as places
card_strip   the chain: cards added, moved, removed
card         one effect with its knobs and levels
output_card  the share of effects, the level of delivery
effect_menu  every effect by group
catalog      effects and parameters as people call them
knob         one number, turned or typed
value_field  where it is typed
scale        numbers as places and as text
level_bar    a level before or after an effect
level_feed   all of them at the playhead
"""

from ui.keys import KeyGroup
from ui.rack.rack_view import RackView

KEYS = KeyGroup(
    "Effects",
    (
        ("Arrows, Shift+Arrows", "Turn a knob, finely; move a point of the curve"),
        ("Page Up, Page Down", "Turn a knob by a tenth; choose a point of the curve"),
        ("Home, End", "Turn a knob to its ends"),
        ("Enter, or a figure", "Type a knob's value"),
        ("Delete", "A knob's first value; on a title: remove the effect"),
        ("B", "The effect on or off"),
        ("Alt+Left, Alt+Right", "Move the effect in the chain"),
        ("Insert", "Add an effect"),
        ("Ctrl+Z, Ctrl+Shift+Z", "Undo, redo in the rack"),
        ("Return", "In the field for words: show and play them; empty: apply"),
        ("Escape", "Drop what words propose"),
    ),
)

__all__ = ["KEYS", "RackView"]
