"""The nouns of the studio: frozen values that cross every border. No I/O, no Qt, no torch.

errors       StudioError and the one table of codes
timecode     FrameRate, frames and SMPTE timecode
storyboard   Panel, Storyboard, HitWeight
features     PictureFeatures
description  Mood, Evidence, PanelDescription, Description
grid         Grid: exact tempo map and metres, ticks <-> seconds <-> samples
score        Note, Part, Score
selection    panels as the user names them
plan         CuePlan, Hit, ChordSpan, PanelPlan, Pins
style        Style and its RoleStyle (composition presets)
preset       FinishingPreset and its Effect
audio        AudioFile
project      Project, ProjectCue
request      CueRequest, GenerationRequest
engines      names of what can turn a plan into sound
take         Take, Stem
clip         Clip, Recipe, Loudness, ClipMarks
events       what a job tells while it runs
keyed        random draws keyed by meaning, never by order
"""
