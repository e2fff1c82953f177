"""The handlers of the table, one module for each kind of object.

presence     test, version, refresh, subscriptions, the token
generating   generate/…: requests become jobs
jobs         job/…: cancel, list
projects     project/…
takes        take/…: what was kept
searching    library/…: the user's own music by words and by example
playing      player/…: hearing clips
audition_verbs  what both auditions have in common
style_auditioning  audition/style/…: its cue in other styles
auditioning  audition/…, effect/…: a clip under other presets, and their knobs
choices      style/…, finish/…, engine/…: what is selected for the next cue
workstations  daw/…: requests from DAW scripts, answered in files
transport    transport/…: what the DAW says
"""
