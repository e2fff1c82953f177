"""Patterns: what a player does with the chords; styles name them.

A pattern is a function of a `Desk` that returns strokes, and works in every metre.

desk     what lies before one player
figure   filling chords with a repeated order of their tones
keys     piano: still chords, broken, rolling and driving eighths
plucked  harp: climbing sixteenths; pizzicato: a nervous ostinato
strings  pad: the harmony, held
counter  counter: a slow line against the melody, moving in its rests
ground   bass: the chord's bass, held
drums    timpani, drum: downbeats, and a pulse where the board is driven
steps    the places of a bar, aligned to its bar lines
sequence sequence: a synthesiser's sequencer, one row of chord tones whose steps open with energy
synth    pulse-bass: held, limping, then pumping roots; stabs: short chords between the beats
kit      kick, backbeat, hats, shaker, crash; brushes, ride, feathered: a voice a player
groove   boom-bap: kick and snare; leaning-bass: a root, and an answer off the beat
glitter  tiptoe: short roots with rests; sparkle: glints and runs
drift    drift: tones that ring into each other; breath: chords that come and go
drone    drone, cluster, shiver, swell, far-bells, booms, pedal-hit: music that hardly moves
jazz     walking: a tone a beat; comping: rootless chords; fills: where the melody rests
orchestra chorale, brass-stabs, stepping-bass, pedal, low-brass: who does not sing
ostinato a figure on the root, in threes and twos, that gallops where it is loudest
war_drums taiko, toms, snare, cymbal, timpani-roll: accents, answers, fills into the next phrase
comedy   oom, pah, oom-pah, patter and answer (in the melody's rests), clip-clop, triangle
sung     melody; octave-double, octave-below: the melody an octave higher, lower
hits     piano-hit, timpani-hit, drum-hit, chord-hit, strike: fast attacks that answer a must-hit
"""

from __future__ import annotations

from musflow_studio.planning.patterns import (
    comedy,
    counter,
    drift,
    drone,
    drums,
    glitter,
    groove,
    ground,
    hits,
    jazz,
    keys,
    kit,
    orchestra,
    ostinato,
    plucked,
    sequence,
    strings,
    sung,
    synth,
    war_drums,
)
from musflow_studio.planning.patterns.desk import Desk, Pattern

__all__ = ["PATTERNS", "Desk", "Pattern"]

PATTERNS: dict[str, Pattern] = {
    "piano": keys.piano,
    "harp": plucked.harp,
    "pizzicato": plucked.pizzicato,
    "pad": strings.pad,
    "counter": counter.counter,
    "bass": ground.bass,
    "timpani": drums.timpani,
    "drum": drums.drum,
    "sequence": sequence.sequence,
    "pulse-bass": synth.pulse_bass,
    "stabs": synth.stabs,
    "kick": kit.kick,
    "backbeat": kit.backbeat,
    "hats": kit.hats,
    "crash": kit.crash,
    "brushes": kit.brushes,
    "ride": kit.ride,
    "feathered": kit.feathered,
    "walking": jazz.walking,
    "comping": jazz.comping,
    "fills": jazz.fills,
    "shaker": kit.shaker,
    "drift": drift.drift,
    "breath": drift.breath,
    "boom-bap": groove.boom_bap,
    "leaning-bass": groove.leaning_bass,
    "tiptoe": glitter.tiptoe,
    "sparkle": glitter.sparkle,
    "drone": drone.drone,
    "cluster": drone.cluster,
    "shiver": drone.shiver,
    "swell": drone.swell,
    "far-bells": drone.far_bells,
    "booms": drone.booms,
    "pedal-hit": drone.pedal_hit,
    "chorale": orchestra.chorale,
    "brass-stabs": orchestra.stabs,
    "stepping-bass": orchestra.stepping_bass,
    "pedal": orchestra.pedal,
    "low-brass": orchestra.low_brass,
    "ostinato": ostinato.ostinato,
    "taiko": war_drums.taiko,
    "toms": war_drums.toms,
    "snare": war_drums.snare,
    "cymbal": war_drums.cymbal,
    "timpani-roll": war_drums.timpani_roll,
    "oom": comedy.oom,
    "pah": comedy.pah,
    "oom-pah": comedy.oom_pah,
    "patter": comedy.patter,
    "answer": comedy.answer,
    "clip-clop": comedy.clip_clop,
    "triangle": comedy.triangle,
    "melody": sung.melody,
    "octave-double": sung.octave_double,
    "octave-below": sung.octave_below,
    "piano-hit": hits.piano_hit,
    "timpani-hit": hits.timpani_hit,
    "drum-hit": hits.drum_hit,
    "chord-hit": hits.chord_hit,
    "strike": hits.strike,
}
"""What each name in a style's `pattern` plays."""
