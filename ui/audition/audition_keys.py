"""The keys of the lists of presets and styles."""

from __future__ import annotations

from ui.keys import KeyGroup

KEYS = KeyGroup(
    "Presets and styles",
    (
        ("Up, Down", "The preset or style before, after; it is heard at the same place"),
        ("Alt+Up, Alt+Down", "The same, wherever the focus is"),
        ("Return", "Keep what is heard as a take"),
        ("A, B, C", "Hear a slot; an empty one takes what is heard"),
        ("Shift+A, B, C", "Put what is heard into a slot"),
        ("E", "Effects on or off"),
        ("M", "Equally loud, or as each would be delivered"),
        ("H", "Hide the names, or show them"),
        ("1, 2, 3", "Switch with the next buffer, beat, bar"),
        ("P", "Favourite, or not"),
        ("Ctrl+D", "Duplicate the preset"),
        ("F2", "Give your preset another title"),
        ("Del", "Your preset to the trash"),
    ),
)
