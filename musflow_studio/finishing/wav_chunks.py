"""What a WAV file says about itself: the bytes of its chunks.

`bext` after EBU Tech 3285 (version 2), `LIST/INFO` and `smpl` after Microsoft's "Multimedia Data
Standards Update" (1994), `acid` as Sony's ACID writes it.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from datetime import datetime

ORIGINATOR = "MusFlow Studio"
_UNKNOWN_LEVEL = 0x7FFF
_MIDDLE_C = 60


@dataclass(frozen=True)
class WavTags:
    """What is written beside the sound.

    Attributes:
        title, comment: for people (INAM, ICMT, and the `bext` description).
        origination: when it was made; the local date and time go into the file.
        time_reference_samples: of the first sample, since midnight, at the file's rate.
        software: name and version (ISFT).
        loop_bpm, loop_beats: tempo and length in beats; set only for loops at one tempo, since
            DAWs stretch files that carry a tempo.
        loop_meter: beats in a bar, and the note that is one beat.
        root_note: MIDI note 0..127 of the key, for loops; None if there is none.
        genre: IGNR; may be empty.
    """

    title: str
    comment: str
    origination: datetime
    time_reference_samples: int = 0
    software: str = ORIGINATOR
    loop_bpm: float | None = None
    loop_beats: int | None = None
    loop_meter: tuple[int, int] = (4, 4)
    root_note: int | None = None
    genre: str = ""


@dataclass(frozen=True)
class Levels:
    """Loudness for `bext`: LUFS, LU and dBTP; None is written as unknown."""

    integrated_lufs: float | None = None
    loudness_range_lu: float | None = None
    true_peak_dbtp: float | None = None
    loudest_momentary_lufs: float | None = None
    loudest_short_term_lufs: float | None = None


def chunk(name: bytes, body: bytes) -> bytes:
    """A RIFF chunk: four letters, length, body, a pad byte if the body's length is odd."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def bext(tags: WavTags, levels: Levels, rate_hz: int, channels: int) -> bytes:
    """The broadcast extension; its length does not depend on the levels."""
    when = tags.origination
    history = f"A=PCM,F={rate_hz},W=24,M={'mono' if channels == 1 else 'stereo'},T={ORIGINATOR}\r\n"
    body = struct.pack(
        "<256s32s32s10s8sQH64s5h180s",
        _ascii(f"{tags.title}. {tags.comment}" if tags.comment else tags.title)[:256],
        _ascii(ORIGINATOR)[:32],
        b"",
        when.strftime("%Y-%m-%d").encode(),
        when.strftime("%H:%M:%S").encode(),
        tags.time_reference_samples,
        2,
        b"",
        *(
            _hundredths(level)
            for level in (
                levels.integrated_lufs,
                levels.loudness_range_lu,
                levels.true_peak_dbtp,
                levels.loudest_momentary_lufs,
                levels.loudest_short_term_lufs,
            )
        ),
        b"",
    )
    return chunk(b"bext", body + history.encode())


def fmt(rate_hz: int, channels: int) -> bytes:
    """The format: 24-bit PCM."""
    frame_bytes = 3 * channels
    return chunk(
        b"fmt ",
        struct.pack("<HHIIHH", 1, channels, rate_hz, rate_hz * frame_bytes, frame_bytes, 24),
    )


def after_the_sound(tags: WavTags, rate_hz: int, frames: int) -> bytes:
    """The chunks that follow the data: `LIST/INFO`, and for loops `smpl` and `acid`."""
    chunks = info(tags)
    if tags.loop_bpm is not None and tags.loop_beats is not None:
        chunks += smpl(tags, rate_hz, frames) + acid(tags, tags.loop_bpm, tags.loop_beats)
    return chunks


def info(tags: WavTags) -> bytes:
    """LIST/INFO with title, comment, software, date and genre, in UTF-8."""
    said = {
        b"INAM": tags.title,
        b"ICMT": tags.comment,
        b"ISFT": tags.software,
        b"ICRD": tags.origination.strftime("%Y-%m-%d"),
        b"IGNR": tags.genre,
    }
    parts = (chunk(name, text.encode() + b"\0") for name, text in said.items() if text)
    return chunk(b"LIST", b"INFO" + b"".join(parts))


def smpl(tags: WavTags, rate_hz: int, frames: int) -> bytes:
    """One endless forward loop over the whole file."""
    period_ns = round(1e9 / rate_hz)
    note = _MIDDLE_C if tags.root_note is None else tags.root_note
    head = struct.pack("<9I", 0, 0, period_ns, note, 0, 0, 0, 1, 0)
    return chunk(b"smpl", head + struct.pack("<6I", 0, 0, 0, frames - 1, 0, 0))


def acid(tags: WavTags, bpm: float, beats: int) -> bytes:
    """Tempo, beats, metre and root note; flags: not a one-shot, root known (2), stretch (4)."""
    root_known = tags.root_note is not None
    numerator, denominator = tags.loop_meter
    return chunk(
        b"acid",
        struct.pack(
            "<IHHfIHHf",
            4 | (2 if root_known else 0),
            tags.root_note if tags.root_note is not None else _MIDDLE_C,
            0x8000,
            0.0,
            beats,
            denominator,
            numerator,
            bpm,
        ),
    )


def _hundredths(level: float | None) -> int:
    return _UNKNOWN_LEVEL if level is None else max(-32768, min(32766, round(level * 100)))


def _ascii(text: str) -> bytes:
    """Text as the standard's ASCII: accents are dropped, other letters become question marks."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return "".join(c if " " <= c <= "~" else "?" for c in kept).encode("ascii")
