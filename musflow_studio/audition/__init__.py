"""Audition: a clip heard under one preset after another while it plays.

renders     files made ahead by the worker, one at a time, and how loud each is played
listing     what is stepped through: all presets, those found, or hidden ones
slots       presets put aside under A, B and C
knobs       a preset with one number changed
audition    what the user does: choose, step, compare, turn, bypass, hide names, keep
styles      the same for music: drafts of the cue in other styles, on its own grid

What is heard is the file that would be delivered; only while a knob moves, or until the file is
there, the same effects run in the player.
"""

from musflow_studio.audition.audition import Audition
from musflow_studio.audition.styles import StyleAudition

__all__ = ["Audition", "StyleAudition"]
