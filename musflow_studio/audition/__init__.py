"""Audition: a clip heard under one preset after another while it plays.

renders     files made ahead by the worker, one at a time, and how loud each is played
audition    what the user does: choose, step, compare, turn, bypass, hide names, keep

What is heard is the file that would be delivered; only while a knob moves, or until the file is
there, the same effects run in the player.
"""

from musflow_studio.audition.audition import Audition

__all__ = ["Audition"]
