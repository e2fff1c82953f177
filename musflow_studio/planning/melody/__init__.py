"""Melody: the cue's germ and what is sung with it.

motif    the germ; rhythm: its lengths in every metre
phrase   phrases of two and four bars that breathe
line     the pitches: the cheapest singable path
"""
