"""The music bridge: from what the panels say to a score whose beats meet the cuts.

pins         what the user fixed, checked at the door
cutting      the cue's part of the board as moments, and as pieces to compose
fit          the exact grid, searched against the moments; after an edit, refitted
choice       key, tempo and metre that the mood would like
key, chord   names, scales and chords, spelled as people write them
numeral      roman numerals, from borrowed and secondary chords to bars that two chords share
form         which progression each panel plays beside its neighbours
climax       the lift to another key where the board's energy says so
harmony      which chord sounds when: harmonic_rhythm (how long each lasts), phrase_chords (what
             makes a progression lead somewhere at the ends of phrases)
voicing      how a chord is laid out, and how one layout moves to the next
rhythm       rhythms of motifs and of closing bars, by metre and character
motif        the cue's germ
phrase       when the melody sings and what it makes of the motif; melody: its pitches
ensemble     who plays
patterns     what each player does with the chords: a module per family
registers    who sounds where in the depth, so that parts written apart do not turn to mud
restraint    what is left out while somebody speaks
thickness    no more than ten pitches at once
swing        eighths off the beat, late where the style swings
passages     what is decided across panels, once, and kept by edits:
             transitions (how cuts are led over), air (where the cue thins out and holds its breath)
dynamics     velocities, crescendo and breath
ending       how the cue closes
compose      one piece of one panel, from the locked globals and that panel alone
arrivals     from where each piece is reached, so that voices lead on across cuts
plan         the verb: a whole CuePlan
alternates   the plan of a take with some of its score left out
cutdown      the other verb: a shorter cue made of parts of a planned one

The locality law: the notes of a panel are a function of the locked globals (key, metre, motif,
style, seed, cue uid), of that panel's own description, length, piece of grid and hit weights, and
of what the first plan gave it and edits keep (`CuePlan.turns`, `passages`, `arrivals`), never of
another panel's description or notes. Next to a tacet panel the music lets go, or begins anew. Every
draw is keyed (domain/keyed.py).
"""

from musflow_studio.planning.alternates import alternate_plan, kept_roles
from musflow_studio.planning.choice import choose_style
from musflow_studio.planning.chord import Chord, parse_chords
from musflow_studio.planning.key import parse_key
from musflow_studio.planning.meter import parse_meter
from musflow_studio.planning.plan import plan

__all__ = [
    "Chord",
    "alternate_plan",
    "choose_style",
    "kept_roles",
    "parse_chords",
    "parse_key",
    "parse_meter",
    "plan",
]
