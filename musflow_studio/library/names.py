"""Names of packages and files, safe on every file system a DAW may read them from.

A clip's full name stays in `clip.json` and `marks.json`; on disk only a slug of it is used.
"""

from __future__ import annotations

import datetime
import re
import secrets
import unicodedata

from musflow_studio.domain.grid import bpm_text

SLUG_LENGTH = 48
ID_DIGITS = 26
ID_SHOWN = 6
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def new_clip_id() -> str:
    """26 random hex digits."""
    return secrets.token_hex(ID_DIGITS // 2)


def slug(name: str) -> str:
    """A name as lower-case ASCII words joined by hyphens: 1 to 48 characters, never reserved.

    Accents fall away, other scripts and emoji are left out; nothing left gives "cue".
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    short = words[:SLUG_LENGTH].rstrip("-") or "cue"
    return f"{short}-cue" if short in _RESERVED else short


def key_slug(key_name: str) -> str:
    """A key as part of a file name: "F# major" -> "Fsharp-major", "Bb minor" -> "Bb-minor"."""
    spelled = key_name.replace("#", "sharp").replace("♯", "sharp").replace("♭", "b")
    return re.sub(r"[^A-Za-z0-9]+", "-", spelled).strip("-") or "no-key"


def package_name(name: str, created: datetime.datetime, clip_id: str) -> str:
    """`<local date>-<slug>-<id6>`, the folder of a clip."""
    return f"{created.astimezone():%Y-%m-%d}-{slug(name)}-{clip_id[:ID_SHOWN]}"


def file_stem(name: str, bpm: float, key_name: str, clip_id: str) -> str:
    """`<slug>_<bpm>bpm_<key>_<id6>`, what a clip's audio and MIDI files are called."""
    return f"{slug(name)}_{bpm_text(bpm)}bpm_{key_slug(key_name)}_{clip_id[:ID_SHOWN]}"
