"""The music bridge: from what the panels say to a score whose beats meet the cuts.

pins         what the user fixed, checked at the door
cutting      the cue's part of the board as moments, and as pieces to compose
fit          the exact grid, searched against the moments; after an edit, refitted
choice       key, tempo and metre that the mood would like
form         what is decided across panels, once, and kept by edits: progressions, passages over
             cuts, air, the ending
harmony      keys, chords, when they sound and how they are laid out
melody       the motif, phrases that breathe, and their pitches
ensemble     who plays; patterns: what each player does with the chords, a module per family
performance  from written strokes to notes a player would play
compose      one piece of one panel, from the locked globals and that panel alone
plan         the verb: a whole CuePlan
alternates   the plan of a take with some of its score left out
cutdown      the other verb: a shorter cue made of parts of a planned one

The locality law: the notes of a panel are a function of the locked globals (key, metre, motif,
style, seed, cue uid), of that panel's own description, variation, length, piece of grid and hit
weights, and of what the first plan gave it and edits keep (`CuePlan.turns`, `passages`,
`arrivals`), never of another panel's description or notes. Next to a tacet panel the music lets go,
or begins anew. Every draw is keyed (domain/keyed.py).
"""

from musflow_studio.planning.alternates import alternate_plan, kept_roles
from musflow_studio.planning.choice import choose_style
from musflow_studio.planning.harmony.chord import Chord, parse_chords
from musflow_studio.planning.harmony.key import parse_key
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
