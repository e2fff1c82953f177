"""Row: what a row of the protocol's table is made of, and the arguments that many rows share.

Standard library only: DAW scripts carry a copy of this file.

An argument's `kind` is an OSC type tag: "i" whole number, "f" number, "s" text, "T" yes or no.
"!" is a trigger: absent, or a number that is not 0 (0 is a button let go, and is ignored).
"""

from __future__ import annotations

from dataclasses import dataclass

ROOT = "/musflow"
ID_LENGTH, NAME_LENGTH, PATH_LENGTH, TEXT_LENGTH, JSON_LENGTH = 64, 200, 4096, 8000, 60_000

Value = int | float | str | bool


@dataclass(frozen=True)
class Arg:
    """One argument: its name, kind, what it means, and what is legal.

    Attributes:
        name: also the key in JSON.
        kind: "i", "f", "s", "T" or "!".
        says: what it is, with its unit.
        default: where it may be left out; None where it must be given.
        low, high: inclusive bounds of a number; None for none.
        choices: the texts that are legal; () for any.
        longest: characters of a text.
    """

    name: str
    kind: str
    says: str
    default: Value | None = None
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    longest: int = NAME_LENGTH


@dataclass(frozen=True)
class Method:
    """What a client may send.

    Attributes:
        address: full OSC address.
        says: one sentence.
        args: in order; trailing ones with a default may be left out.
        reply: what is answered on the same address; () for nothing but errors.
        many: the reply comes once for each item on `<address>/item`, then `<address>/end` says
            how many there were.
        query: reads only, so that an address pattern and `refresh` may ask it.
        costly: counted against the limit for starting work.
        open: also for clients on the network that have not shown the token.
    """

    address: str
    says: str
    args: tuple[Arg, ...] = ()
    reply: tuple[Arg, ...] = ()
    many: bool = False
    query: bool = False
    costly: bool = False
    open: bool = False

    @property
    def name(self) -> str:
        """The address without the root."""
        return self.address.removeprefix(ROOT + "/")


@dataclass(frozen=True)
class Event:
    """What the bridge sends without being asked each time: to the asker, and to subscribers."""

    address: str
    says: str
    args: tuple[Arg, ...]

    @property
    def name(self) -> str:
        """The address without the root."""
        return self.address.removeprefix(ROOT + "/")


REQUEST_ID = Arg("request_id", "s", "your own name for the request; every answer carries it", "",
                 longest=ID_LENGTH)  # fmt: skip
JOB_ID = Arg("job_id", "s", "the studio's name for the job", longest=ID_LENGTH)
CLIP_ID = Arg("clip_id", "s", "the clip's id, or how it begins", longest=ID_LENGTH)
PRESS = Arg("press", "!", "nothing, or 1 for a button pressed; 0 (let go) is ignored", True)
PATH = Arg("path", "s", "absolute path inside an allowed folder", longest=PATH_LENGTH)
RATE_HZ = Arg("rate", "i", "sample rate in Hz: 44100, 48000, 88200 or 96000; 0: the project's or "
              "the default", 0, 0, 96000)  # fmt: skip
WISHES = (
    Arg("style", "s", 'composition style; "": the selected one, else the mood chooses', ""),
    Arg("bpm", "f", "tempo, quarters per minute, 40 to 240; 0: the planner (or the DAW) decides",
        0.0, 0, 240),
    Arg("meter", "s", '"4/4", "3/4", "6/8" or "5/4"; "": the planner (or the DAW) decides', "",
        choices=("", "4/4", "3/4", "6/8", "5/4")),
    Arg("seed", "i", "same seed, same take; -1 draws one", -1, -1, 2**32 - 1),
    Arg("takes", "i", "how many takes", 1, 1, 16),
    Arg("finish", "s", 'finishing preset; "": the selected one, else the default', ""),
    RATE_HZ,
    REQUEST_ID,
    Arg("into_bar", "f", "quarters from the DAW's bar line to the cue's start: the cue's bar lines "
        "are then the DAW's; needs bpm and meter; -1: as transport/follow says", -1.0, -1, 5),
)  # fmt: skip
ACCEPTED = (REQUEST_ID, JOB_ID)
CLIP = (
    Arg("clip_id", "s", "26 hex digits"),
    Arg("path", "s", "the finished WAV; its folder is the package"),
    Arg("seed", "i", "of the take"),
    Arg("bpm", "f", "tempo, quarters per minute"),
    Arg("key", "s", '"D minor"'),
    Arg("bars", "i", "number of the last bar"),
    Arg("seconds", "f", "length of the WAV"),
    Arg("rate", "i", "sample rate in Hz"),
)
JOB = (REQUEST_ID, JOB_ID)
NAME = Arg("name", "s", "its name")
OK = (Arg("word", "s", '"ok"'),)
AT = Arg("at", "s", "when", "buffer", choices=("buffer", "beat", "bar"))
ON, SLOT = Arg("on", "T", "yes or no"), Arg("slot", "s", "A, B or C", choices=("A", "B", "C"))
SELECTED = (Arg("name", "s", 'the selected one; "" for none'),)
FRACTION = Arg("fraction", "f", "of the whole job", low=0, high=1)
CLIP_OF_PACKAGE = Arg("frames", "i", "samples per channel of the finished WAV")
