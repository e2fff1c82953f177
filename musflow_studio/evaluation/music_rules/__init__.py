"""The ten rules, each a check: `check(plan, style)` counts one cue and returns tallies.

A file per rule; those that need the sound take the rendered take as well. Figures and wording are
the project's own composition rules; a planted violation of each is caught by its test.
"""
