"""Camera and script shorthand in boards: taken out before a text is read for mood.

Framing (CU, WS), moves (PAN LEFT, DOLLY IN), edits (CUT TO) and sound cues (SFX) are about the
camera. INT., EXT., DAY and NIGHT in a slug line are about the place: they become tags instead.
"""

from __future__ import annotations

import re

_WAYS = r"(?:\s+(?i:left|right|up|down|in|out|back|forward|around|over|with|to|from|on|of|l|r)\b)*"
_CAPITALS = (
    r"(?:ECU|XCU|BCU|MCU|CU|MS|MWS|MLS|WS|EWS|XWS|VWS|LS|ELS|XLS|FS|OTS|OS|POV|VFX|SFX|FX|VO|OC|"
    r"MED|INSERT|HA|LA|BG|FG|MG|TBD|B\.G\.|F\.G\.|O\.S\.|V\.O\.|P\.O\.V\.)"
)
_PHRASES = (
    r"extreme close[- ]?ups?|medium close[- ]?ups?|close[- ]?ups?|"
    r"extreme wide(?: shots?)?|establishing(?: shots?)?|(?:medium |very )?wide (?:shots?|angles?)|"
    r"(?:medium|long|full|master|two|2|insert|reaction|aerial|drone|crane|tracking|reverse|insert|"
    r"over[- ]the[- ]shoulder|point[- ]of[- ]view|bird'?s[- ]eye|worm'?s[- ]eye|high[- ]angle|"
    r"low[- ]angle|dutch|eye[- ]level|static|locked[- ]off|handheld|hand[- ]held|steadicam|"
    r"whip|push[- ]in|pull[- ]out|zoom(?:ing)?)[- ](?:shots?|angles?|views?|pans?|cam(?:era)?)"
)
_MOVES = (
    r"(?:(?:slow(?:ly)?|quick(?:ly)?|fast|whip)[- ])?"
    r"(?:pan(?:s|ning)?|tilt(?:s|ing)?|doll(?:y|ies|ying)|truck (?:in|out|left|right)|"
    r"zoom(?:s|ing)?|push(?:es)?[- ]in|pull(?:s)?[- ](?:out|back)|rack(?:s|ing)? focus|"
    r"crane|boom|track(?:s|ing)?|arc|handheld|static|locked[- ]off|cam(?:era)?(?: moves?)?)"
)
_EDITS = (
    r"(?:smash |match |jump |hard )?cut(?:s)? (?:to|back to|on|away)(?: black| white)?:?|"
    r"fade (?:in|out|to black|to white|up)(?: on)?:?|cross ?fade|dissolve(?:s)?(?: to)?:?|"
    r"close on|(?:very |medium )?wide(?=[:,.]|\s*$)|match cut|smash cut|jump cut|hold|"
    r"same as (?:previous|before)|cont(?:inued|'d|\.)?"
)
_SLUG = re.compile(r"\b(INT\.?/EXT\.?|EXT\.?/INT\.?|INT\b\.?|EXT\b\.?|I/E\b\.?)", re.IGNORECASE)
_TIME = re.compile(r"\s[-–—]+\s*(DAY|NIGHT|DAWN|DUSK|MORNING|EVENING|SUNSET|SUNRISE)\b\.?")
_CAPITAL_MOVES = (
    r"(?:(?i:slow(?:ly)?|quick(?:ly)?|fast|gentle|gently)\s+)?"
    r"(?:PAN|TILT|DOLLY|TRUCK|ZOOM|PUSH IN|PULL OUT|PULL BACK|RACK FOCUS|TRACK|CRANE|BOOM|STATIC)"
)
_FRAMING = (
    re.compile(rf"\b{_CAPITALS}(?![\w.])(?:{_WAYS})"),
    re.compile(rf"\b(?:ecu|mcu|cu|ots|pov)\b(?:{_WAYS})"),
    re.compile(rf"\b{_CAPITAL_MOVES}\b{_WAYS}"),
    re.compile(rf"\bcamera\s+{_MOVES}\b{_WAYS}", re.IGNORECASE),
    re.compile(rf"\b(?:{_PHRASES})(?![\w])(?:\s+(?:on|of))?", re.IGNORECASE),
    re.compile(rf"(?:^|(?<=[.;,!?(\n]))\s*(?:{_EDITS})(?![\w])", re.IGNORECASE),
    re.compile(r"\b(?:shot|scene|sc|panel|board|fr(?:ame)?)\.?\s*#?\d+[a-z]?\b", re.IGNORECASE),
)
_MOVING = (re.compile(rf"\b{_MOVES}\b{_WAYS}", re.IGNORECASE),)
_LEFTOVERS = re.compile(r"(?:(?<=^)|(?<=[.;!?]))[\s,.;:/()\-–—]+|\(\s*\)|\s+(?=[,.;:!?])")


def without_camera_words(text: str, *, moves: bool) -> str:
    """The text without framing, edits and slug marks; the words of the place stay.

    With `moves`, camera moves go too. In an action line "he pushes in the door" is no move, so
    they stay there; in the artist's notes they are.
    """
    text, _ = _slug_split(text)
    for pattern in _FRAMING + (_MOVING if moves else ()):
        text = pattern.sub(" ", text)
    text = re.sub(r"[ \t]+", " ", text)
    return _LEFTOVERS.sub(" ", text).strip(" ,;:/-–—.\n")


def place_marks(text: str) -> tuple[str, ...]:
    """Tags told by a slug line: "interior", "exterior", "day", "night", "dawn", "dusk"."""
    return _slug_split(text)[1]


def _slug_split(text: str) -> tuple[str, tuple[str, ...]]:
    tags: list[str] = []
    for found in _SLUG.findall(text):
        letters = found.upper()
        tags += ["interior"] if "INT" in letters or "I/E" in letters else []
        tags += ["exterior"] if "EXT" in letters or "I/E" in letters else []
    tags += [found.lower() for found in _TIME.findall(text)]
    same = {"evening": "dusk", "sunrise": "dawn", "morning": "dawn", "sunset": "dusk"}
    plain = _TIME.sub(lambda m: f", {m[1].lower()}." if tags else m[0], _SLUG.sub(" ", text))
    return plain, tuple(dict.fromkeys(same.get(tag, tag) for tag in tags))
