"""Keys of the timeline: what each does while the timeline has the focus."""

from __future__ import annotations

from ui.keys import KeyGroup

ACTS: dict[str, str] = {
    "Left": "One frame back",
    "Right": "One frame on",
    "Shift+Left": "One beat back",
    "Shift+Right": "One beat on",
    "Ctrl+Left": "To the cut before",
    "Ctrl+Right": "To the next cut",
    "Home": "To the start of the cue",
    "End": "To the end of the cue",
    "+": "Zoom in",
    "-": "Zoom out",
    "0": "Show all",
    "Z": "Show the chosen range, or the cue",
    "F": "Follow the music, or stay",
    "B": "Choose the bar at the playhead; again, one more bar",
    "L": "Loop the chosen range, or stop looping",
    "Esc": "Choose nothing",
    "Up": "More energy in the chosen panels",
    "Down": "Less energy in the chosen panels",
    "Shift+Up": "A little more energy",
    "Shift+Down": "A little less energy",
    "E": "Energy of the chosen panels as seen",
    "N": "Choose the next hit",
    "Shift+N": "Choose the hit before",
    "W": "Weigh the chosen hit: must, should, ignore",
    "H": "Add a hit at the playhead",
    "Alt+Left": "Move the chosen hit inside a panel a frame back",
    "Alt+Right": "Move the chosen hit inside a panel a frame on",
    "F2": "Name the chosen hit",
    "Del": "Remove the chosen hit",
    "P": "Choose the panel at the playhead",
    "C": "Add a cue in the gap at the playhead",
    "[": "The cue begins at the playhead",
    "]": "The cue ends at the playhead",
    "Shift+Del": "Remove the cue",
}
"""Keys as `QKeySequence` writes them -> what they do."""

KEYS = KeyGroup("Timeline", tuple(ACTS.items()))
