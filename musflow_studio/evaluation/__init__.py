"""Evaluation, offline: is the music any good? The app never imports this.

tally          one rule counted: how often it was kept, how often it could have been
sample_boards  boards drawn at random but sensibly, and the cues planned for them
attacks        how long each instrument takes to speak, measured
rendered       a cue's sound as arrays, whole or some panels alone
mood_heard     what of a mood can be measured in the mix of a cue made for it
music_rules    the ten rules of composition and mix, each a check over a plan or its sound
"""
