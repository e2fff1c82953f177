"""Sentences: a cue in a musician's words.

Everything said is true of the cue. Wording is drawn; some templates are kept from training.
"""

from __future__ import annotations

import random

from musflow_studio.domain.general_midi import KIT_BANK
from musflow_studio.training.compose import ComposedCue

FAMILIES = (
    "piano", "mallets", "organ", "guitar", "bass", "strings", "ensemble strings", "brass",
    "reeds", "flutes", "synth lead", "synth pad", "synth effects", "plucked folk strings",
    "tuned percussion", "sound effects",
)  # fmt: skip
"""The sixteen families of General MIDI, eight programs each."""
_NAMES = {
    0: "grand piano", 4: "electric piano", 5: "glassy electric piano", 8: "celesta",
    9: "glockenspiel", 10: "music box", 11: "vibraphone", 12: "marimba", 13: "xylophone",
    14: "tubular bells", 19: "church organ", 22: "harmonica", 24: "nylon guitar",
    25: "steel guitar", 26: "jazz guitar", 32: "double bass", 40: "violin", 41: "viola",
    42: "cello", 43: "contrabass", 44: "tremolo strings", 45: "pizzicato strings", 46: "harp",
    47: "timpani", 48: "strings", 49: "slow strings", 52: "choir", 53: "voices", 56: "trumpet",
    57: "trombone", 58: "tuba", 59: "muted trumpet", 60: "french horn", 61: "brass section",
    64: "soprano sax", 65: "alto sax", 66: "tenor sax", 68: "oboe", 69: "english horn",
    70: "bassoon", 71: "clarinet", 72: "piccolo", 73: "flute", 75: "pan flute", 79: "ocarina",
    80: "square lead", 89: "warm pad", 91: "space voice", 104: "sitar", 107: "koto",
    110: "fiddle", 114: "steel drums", 116: "taiko", 117: "toms",
}  # fmt: skip
_MOODS = {
    (True, True): ("joyful", "triumphant", "playful", "energetic", "exuberant"),
    (True, False): ("peaceful", "tender", "hopeful", "serene", "warm"),
    (False, True): ("tense", "aggressive", "frantic", "ominous", "urgent"),
    (False, False): ("sad", "bleak", "lonely", "mournful", "brooding"),
}
CAPTIONS = (
    "{A} {mood} {style} cue with {players}, {tempo} at {bpm} bpm in {key}.",
    "{Players} play {a} {mood} piece in {key}, {meter}, {tempo}.",
    "{Tempo} {style} music, {mood}, {density}, in {meter} with {players}.",
    "{Mood} and {density}: {players}, {bpm} beats per minute, {mode}.",
    "Instrumental, {mood}, {mode} key, {tempo}; featuring {players}.",
    "{Players}. {Style}, {tempo}, {mood}.",
    "{Density} arrangement in {meter} for {players} at about {bpm} bpm, {mood} in {key}.",
    "{Style}: {mood}, {density}, {mode}, {bpm} bpm.",
    "Music in {key} with {players}; {tempo} and {density}, the character {mood}.",
    "{A} {mood} track, {style}, {meter}. You hear {players}.",
    "{Tempo}, {mode}, {density}. {Players} set {a} {mood} tone.",
)
HELD_CAPTIONS = (
    "{style} underscore for {players}. The feel is {mood}, the pace {tempo}, the tonality {mode}.",
    "In {meter} and {key}: {mood}, {density}, led by {players}.",
)


def players_of(cue: ComposedCue) -> list[str]:
    """Names of who plays most notes, most first, at most four."""
    counts: dict[str, int] = {}
    for part in cue.plan.score.parts:
        name = "drums" if part.bank == KIT_BANK else instrument_name(part.program)
        counts[name] = counts.get(name, 0) + len(part.notes)
    return sorted(counts, key=lambda name: -counts[name])[:4]


def instrument_name(program: int) -> str:
    """What people call a General MIDI program, else its family."""
    return _NAMES.get(program, FAMILIES[program // 8])


def caption(cue: ComposedCue, rng: random.Random, *, held: bool) -> str:
    """The music in a musician's words."""
    bpm = cue.plan.bpm
    players = players_of(cue)
    listed = players[0] if len(players) == 1 else f"{', '.join(players[:-1])} and {players[-1]}"
    mood = rng.choice(_MOODS[cue.mood.valence >= 0, cue.mood.arousal >= 0])
    words = {
        "mood": mood,
        "a": "an" if mood[0] in "aeiou" else "a",
        "style": cue.plan.style.replace("-", " "),
        "players": listed,
        "tempo": "slow" if bpm < 80 else "moderate" if bpm < 112 else "fast",
        "bpm": str(round(bpm)),
        "key": cue.plan.key.name,
        "mode": cue.plan.key.mode,
        "meter": cue.plan.meter,
        "density": "sparse" if cue.energy < 0.35 else "full" if cue.energy > 0.65 else "steady",
    }
    return filled(rng.choice(HELD_CAPTIONS if held else CAPTIONS), words)


def filled(template: str, words: dict[str, str]) -> str:
    """A template with its words; `{Who}` is `{who}` with a capital."""
    capital = {_capital(key): _capital(value) for key, value in words.items()}
    return template.format(**words, **capital)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
