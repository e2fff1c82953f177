"""Form: what is decided across panels, once, and kept by edits.

turns         which progression each panel plays beside its neighbours
passages      everything across panels that the plan keeps
transitions   how the music leads over a cut; arrivals: where voices are reached
air           thinned bars and the hush before the biggest hit
ending        how the cue closes
"""
