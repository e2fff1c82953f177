"""Meanings: what words ask for, as measured things that move.

Twelve groups of five words; each word belongs to one meaning. A meaning says which bands rise or
fall against which (in dB, on the clip's own spectrum), and what becomes of room, width and drive.
`sayings` are other ways to say it, for the nearness of sentences; they hold none of the words of
the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Band = tuple[float, float]
LOWS, LOW_MIDS, BODY, HIGHS = (20.0, 500.0), (100.0, 400.0), (500.0, 2000.0), (2000.0, 20000.0)
BASS, MUD, PRESENCE, TOP = (20.0, 120.0), (200.0, 500.0), (2000.0, 5000.0), (5000.0, 20000.0)


@dataclass(frozen=True)
class Tilt:
    """One band against another moves by `db`."""

    band: Band
    against: Band
    db: float


@dataclass(frozen=True)
class Meaning:
    """What a group of words asks for, said plainly.

    Attributes:
        name: for people. opposite: the meaning that undoes it.
        words: that name it. sayings: sentences that mean it.
        tilts: what moves in the spectrum.
        room_db, direct_db: added to the level of the room and of the direct sound.
        decay: the room's decay is multiplied by it. decays_s: words that name a decay.
        width_db: side against middle.
        drive_db: added to the drive of the saturation.
        band_hz: only this band is left; None leaves the bandwidth. opens: takes such a limit away.
    """

    name: str
    opposite: str
    words: tuple[str, ...]
    sayings: tuple[str, ...] = ()
    tilts: tuple[Tilt, ...] = ()
    room_db: float = 0.0
    direct_db: float = 0.0
    decay: float = 1.0
    decays_s: Mapping[str, float] | None = None
    width_db: float = 0.0
    drive_db: float = 0.0
    band_hz: Band | None = None
    opens: bool = False


MEANINGS = (
    Meaning(
        "bright", "dark", ("bright", "brilliant", "sparkling", "airy", "crisp"),
        ("add some shine at the top", "glittering and fresh", "let it gleam", "glistening",
         "like sunlight on glass"),
        tilts=(Tilt(HIGHS, LOWS, 5.0),),
    ),
    Meaning(
        "dark", "bright", ("dark", "dull", "muffled", "veiled", "mellow"),
        ("as if under a blanket", "gloomy and covered", "shade it", "through a closed door",
         "with cotton wool over the speakers", "heard under a pillow"),
        tilts=(Tilt(HIGHS, LOWS, -6.0),),
    ),
    Meaning(
        "warm", "thin", ("warm", "rich", "full", "cosy", "lush"),
        ("more body", "like a fireplace", "like an analogue desk", "thicker and rounder",
         "golden and soft", "give it a fat tone"),
        tilts=(Tilt(LOW_MIDS, BODY, 3.5), Tilt(TOP, BODY, -3.0)),
    ),
    Meaning(
        "thin", "warm", ("thin", "tinny", "skinny", "cold", "lightweight"),
        ("less body", "hollow it out", "like a small speaker without lows", "make it fragile",
         "bloodless and pale", "without any flesh"),
        tilts=(Tilt((20.0, 350.0), BODY, -6.0),),
    ),
    Meaning(
        "muddy", "clear", ("muddy", "murky", "boxy"),
        ("blurred and unclear", "like in a cardboard box", "cloudy and indistinct", "clogged up"),
        tilts=(Tilt(MUD, (800.0, 3000.0), 5.0),),
    ),
    Meaning(
        "clear", "muddy", ("clear", "transparent"),
        ("make every note easy to hear", "separate the instruments", "lift the fog"),
        tilts=(Tilt(MUD, (800.0, 3000.0), -4.5),),
    ),
    Meaning(
        "boomy", "lean", ("boomy", "bassy", "deep", "heavy", "thunderous"),
        ("shake the floor", "rumbling underneath", "a subwoofer", "an earthquake"),
        tilts=(Tilt(BASS, BODY, 5.5),),
    ),
    Meaning(
        "lean", "boomy", (),
        ("nothing underneath",),
        tilts=(Tilt(BASS, BODY, -6.0),),
    ),
    Meaning(
        "harsh", "smooth", ("harsh", "piercing", "shrill"),
        ("it should hurt a little", "cutting and aggressive", "like fingernails", "more bite",
         "edgy", "more attack in the upper middle"),
        tilts=(Tilt(PRESENCE, (500.0, 1000.0), 5.5),),
    ),
    Meaning(
        "smooth", "harsh", ("smooth", "silky"),
        ("take the edge off", "gentle on the ears", "like velvet",
         "softer and rounder upper middle",
         "mild and soothing"),
        tilts=(Tilt(PRESENCE, (500.0, 1000.0), -5.0),),
    ),
    Meaning(
        "near", "far", ("near", "close", "intimate"),
        ("drier", "right in front of me", "whispered into my ear",
         "bring it forward", "as if they sat beside you"),
        tilts=(Tilt(PRESENCE, BODY, 1.0),), room_db=-9.0,
    ),
    Meaning(
        "far", "near", ("far", "distant"),
        ("push it into the background", "from across the valley",
         "heard from the other side of the street", "at the end of a long corridor",
         "a long way off",
         "in the next room", "behind a wall"),
        tilts=(Tilt(HIGHS, BODY, -2.5),), room_db=9.0, direct_db=-4.0,
    ),
    Meaning(
        "small room", "large room", ("closet", "booth", "bathroom"),
        ("in a little room", "a tiny space", "in a kitchen", "inside a car", "a wardrobe",
         "a phone box", "smaller space"),
        decay=0.5, decays_s={"bathroom": 0.9, "closet": 0.6, "booth": 0.6},
    ),
    Meaning(
        "large room", "small room", ("cathedral", "cavern"),
        ("in a church", "in a huge hall", "bigger space", "a longer echo", "like an empty stadium",
         "inside a mountain cave", "under a high dome"),
        decay=2.2, room_db=5.0, decays_s={"cathedral": 6.0, "cavern": 4.5, "church": 4.0},
    ),
    Meaning(
        "wide", "narrow", ("wide", "broad", "enveloping"),
        ("spread it out", "all around me", "beyond the speakers",
         "let it surround the listener", "a bigger stage",
         "pan things to the left-right"),
        width_db=3.5,
    ),
    Meaning(
        "narrow", "wide", ("narrow", "mono"),
        ("pull it together in the middle", "one single speaker", "focused centre",
         "closer together", "a smaller stage"),
        width_db=-8.0,
    ),
    Meaning(
        "vintage", "clean", ("vintage", "old radio", "gramophone", "lo-fi", "tape"),
        ("like an old record", "from the nineteen thirties", "a worn cassette", "antique",
         "a scratchy shellac disc", "retro", "played on an ancient machine", "an old television"),
        tilts=(Tilt((20.0, 150.0), BODY, -7.0), Tilt((6000.0, 20000.0), BODY, -9.0)),
        drive_db=9.0, band_hz=(140.0, 6500.0),
    ),
    Meaning(
        "clean", "vintage", ("clean", "modern", "hi-fi", "polished", "pristine"),
        ("no distortion", "like a new studio recording", "today's sound", "undistorted",
         "contemporary production", "high fidelity"),
        drive_db=-12.0, opens=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """A part of the sound, and what more or less of it means."""

    pattern: str
    more: str
    less: str


TOPICS = (
    Topic(r"\b(?:trebles?|highs|high end|top end|high frequenc\w+|upper end|brilliance)\b",
          "bright", "dark"),
    Topic(r"\b(?:bass|lows|low end|bottom end|low frequenc\w+|rumble|sub)\b", "boomy", "lean"),
    Topic(r"\b(?:body|lower middle|low mids?|weight|fullness)\b", "warm", "thin"),
    Topic(r"\b(?:mud|mush|boxiness)\b", "muddy", "clear"),
    Topic(r"\b(?:definition|clarity|separation|transparency)\b", "clear", "muddy"),
    Topic(r"\b(?:bite|edge|presence|sharpness|harshness|sibilance|upper mids?)\b",
          "harsh", "smooth"),
    Topic(r"\b(?:reverb\w*|ambience|wetness)\b", "far", "near"),
    Topic(r"\b(?:echo|decay|hall)\b", "large room", "small room"),
    Topic(r"\b(?:stereo|width|sides)\b", "wide", "narrow"),
    Topic(r"\b(?:distortion|dirt|crackle|saturation|grit)\b", "vintage", "clean"),
)  # fmt: skip
"""Looked for in this order."""

NOTHING = (
    "good evening", "good night", "undo that", "where is it", "open the door", "turn the page",
    "go back", "redo",
    "hello", "thank you", "what time is it", "keep it as it is", "I like this", "yes", "no",
    "leave everything alone", "the dog sleeps on the sofa", "please open the project",
    "my name is Anna", "the scene is about a train", "play it again", "it rains outside today",
    "how are you", "one two three", "never mind", "save the file", "we meet on Monday",
    "the actor walks to the door", "perfect, do not change it", "lunch is ready", "next panel",
    "I will call you tomorrow", "buy some milk", "the director will decide", "stop the music",
    "this is the third take", "what do you think", "nothing at all", "change nothing",
)  # fmt: skip
"""Sentences that ask for no effect."""

BY_NAME: Mapping[str, Meaning] = {meaning.name: meaning for meaning in MEANINGS}
