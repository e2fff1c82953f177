"""Likeness: a cue made like a reference, by its shape and never by its notes; and how near it came.

steering      tempo, key and energy curve of a reference as wishes for a cue
style_sound   the composition style that sounds most like it
chroma_match  melody and harmony side by side, in any key: Qmax
fingerprint   the very same recording
hint          both as one sentence for people: a hint, never a verdict
"""
