"""Harmony: keys, chords and how they are laid out.

key, chord, numeral   names, scales, chords, roman numerals, spelled as people write them
progression           which chord sounds when
voicing               how a chord is laid out, and how one layout moves to the next
registers             who may stand where below middle C
harmonic_rhythm       how long chords last; phrase_chords: what leads somewhere at phrase ends
climax                the lift to another key where the board's energy says so
outer_voices          bass against melody
"""
