"""Cut-downs: a planned cue made shorter, to the frame, as a music editor would.

    cut_down   the verb: a plan and a length become a shorter plan
    material   what there is to cut: places, phrases, chords, hits, the motif, the ending
    joins      what it costs to leave the music at one place and go on at another
    selection  which stretches stay, the ending always among them
    splice     the stretches joined: time, grid, notes, expression, chords
    recut      the board that goes with them: panels shortened, hits moved

Nothing is composed anew. Sections are dropped at the ends of phrases, where the harmony before the
gap leads to the harmony after it; the tempo gives at most a few per cent and the last chord rings a
little longer or shorter, so that the length is exact.
"""

from musflow_studio.planning.cutdown.cut_down import cut_down

__all__ = ["cut_down"]
