"""THE TABLE: every address of the bridge, its arguments, their ranges, and what is answered.

OSC dispatch, JSON-RPC methods, the OSCQuery tree, docs/protocol.md and the REAPER pattern file
all come from here.
Standard library only: DAW scripts carry a copy of this file.

The rows of auditions stand in `audition_rows`, those of models in `model_rows`, of
searches in `search_rows`, what rows are
made of in `row`.
"""

from __future__ import annotations

from plugin_bridge.audition_rows import AUDITION_EVENTS, AUDITION_METHODS
from plugin_bridge.model_rows import MODEL_METHODS
from plugin_bridge.row import (
    ACCEPTED,
    AT,
    CLIP,
    CLIP_ID,
    CLIP_OF_PACKAGE,
    FRACTION,
    ID_LENGTH,
    JOB,
    JSON_LENGTH,
    NAME,
    NAME_LENGTH,
    OK,
    PATH,
    PATH_LENGTH,
    PRESS,
    RATE_HZ,
    REQUEST_ID,
    ROOT,
    SELECTED,
    TEXT_LENGTH,
    WISHES,
    Arg,
    Event,
    Method,
    Value,
)
from plugin_bridge.search_rows import SEARCH_METHODS

__all__ = [
    "Arg",
    "BY_ADDRESS",
    "BY_NAME",
    "EVENTS",
    "EVENT_BY_ADDRESS",
    "Event",
    "HTTP_PORT",
    "ID_LENGTH",
    "JSON_FIELDS",
    "JSON_LENGTH",
    "MAILBOX_FIELDS",
    "METHODS",
    "Method",
    "NAME_LENGTH",
    "OSC_PORT",
    "PATH_LENGTH",
    "PROTOCOL_VERSION",
    "ROOT",
    "TEXT_LENGTH",
    "Value",
]

PROTOCOL_VERSION = "1.0"
OSC_PORT, HTTP_PORT = 9786, 9787


def _choice(noun: str, what: str) -> tuple[Method, ...]:
    """The addresses of something that is chosen from a list."""
    at = f"{ROOT}/{noun}"
    return (
        Method(at, f"The selected {what}.", (), SELECTED, query=True),
        Method(f"{at}/list", f"Every {what}.", (),
               (NAME, Arg("says", "s", "what it is, in a sentence")), many=True, query=True),
        Method(f"{at}/select", f'Select a {what} for what is generated next; "" for none.',
               (Arg("name", "s", "its name"),), SELECTED),
        Method(f"{at}/number", f"Select a {what} by its place in the list.",
               (Arg("number", "i", "1: the first; 0: none", low=0, high=1000),), SELECTED),
        Method(f"{at}/next", f"Select the {what} after this one; the last leads to the first.",
               (PRESS,), SELECTED),
        Method(f"{at}/previous", f"Select the {what} before this one.", (PRESS,), SELECTED),
    )  # fmt: skip


METHODS: tuple[Method, ...] = (
    # Is somebody there
    Method(f"{ROOT}/test", "Is the studio there?", (), OK, query=True, open=True),
    Method(f"{ROOT}/api/version", "Version of this protocol and of the studio.", (),
           (Arg("protocol", "s", "of this page"), Arg("studio", "s", "of MusFlow Studio")),
           query=True, open=True),
    Method(f"{ROOT}/refresh", "Send the whole state: every query that needs no argument.",
           (PRESS,)),
    # Who listens
    Method(f"{ROOT}/client/subscribe",
           "Be told about every job, whoever asked for it, and hear a heartbeat every 5 s.",
           (Arg("port", "i", "port at your address; 0: where this came from", 0, 0, 65535),
            Arg("lease_s", "f", "seconds until it ends unless you ask again", 60.0, 1, 3600)),
           (Arg("port", "i", "where messages go"), Arg("lease_s", "f", "as granted"))),
    Method(f"{ROOT}/client/unsubscribe", "End a subscription.",
           (Arg("port", "i", "as subscribed", 0, 0, 65535),), (Arg("port", "i", "that one"),)),
    Method(f"{ROOT}/client/token", "Show the token (only for clients on the network).",
           (Arg("token", "s", "as `musflow serve --lan` printed it"),), OK, open=True),
    # What to make
    Method(f"{ROOT}/generate/text", "Make a cue from a line of story.",
           (Arg("text", "s", "the story", longest=TEXT_LENGTH),
            Arg("length_s", "f", "seconds, exact to the sample", low=1 / 60, high=3600), *WISHES),
           ACCEPTED, costly=True),
    Method(f"{ROOT}/generate/panels", "Make a cue from panels on disk: a folder, a picture, a "
           "PDF, a .storyboarder file, a saved description or plan.", (PATH, *WISHES), ACCEPTED,
           costly=True),
    Method(f"{ROOT}/generate/cue", "Make a cue of the open project; its clip is noted there.",
           (Arg("cue", "s", 'name of the cue ("1M1")'),
            Arg("fresh", "T", "start anew: nothing is kept of earlier takes", False), RATE_HZ,
            REQUEST_ID), ACCEPTED, costly=True),
    Method(f"{ROOT}/generate/number", "Make the cue at a place in the open project's list.",
           (Arg("number", "i", "1: the first", low=1, high=1000), REQUEST_ID), ACCEPTED,
           costly=True),
    Method(f"{ROOT}/generate/json", "Make a cue from everything a request can say, as JSON.",
           (Arg("json", "s", "one JSON object; its fields are listed below",
                longest=JSON_LENGTH),), ACCEPTED, costly=True),
    Method(f"{ROOT}/generate", "Make what was asked for last once more, with a new seed.",
           (PRESS, REQUEST_ID), ACCEPTED, costly=True),
    # From inside a DAW
    Method(f"{ROOT}/daw/generate", "Make a cue for a script inside a DAW that cannot listen: the "
           "answers are files in the runtime folder.",
           (Arg("json", "s", "one JSON object; its fields are listed below",
                longest=JSON_LENGTH),), ACCEPTED, costly=True),
    # Jobs
    Method(f"{ROOT}/job/cancel", "Stop a job. `job/cancelled` follows once the work has really "
           "stopped.", (Arg("job", "s", 'job id or request id; "": the one that runs', "",
                            longest=ID_LENGTH),), ACCEPTED),
    Method(f"{ROOT}/job/list", "The jobs that wait and run.", (),
           (*JOB, Arg("state", "s", "queued, started or progress"), FRACTION), many=True,
           query=True),
    # The project
    Method(f"{ROOT}/project", "The open project's file.", (), (Arg("path", "s", '"" for none'),),
           query=True),
    Method(f"{ROOT}/project/open", "Open a .musflow project.", (PATH,),
           (Arg("path", "s", "its file"), Arg("cues", "i", "how many cues it has"))),
    Method(f"{ROOT}/project/cues", "The cues of the open project.", (),
           (Arg("name", "s", '"1M1"'), Arg("start_s", "f", "on the board, seconds"),
            Arg("seconds", "f", "length"), Arg("status", "s", "to do, sketch, review, approved "
            "or omitted"), Arg("clip_id", "s", 'the chosen or newest clip; "" for none')),
           many=True, query=True),
    # Takes
    Method(f"{ROOT}/take/list", "The kept clips, newest first.",
           (Arg("query", "s", "words to look for", ""),
            Arg("first", "i", "skip as many as this", 0, 0, 1_000_000),
            Arg("most", "i", "at most this many", 50, 1, 500)),
           (CLIP[0], CLIP[1], NAME, CLIP[3], CLIP[4], CLIP[6],
            Arg("rating", "i", "0 to 5", low=0, high=5)), many=True),
    Method(f"{ROOT}/take/get", "What is known about a clip.", (CLIP_ID,),
           (*CLIP, CLIP_OF_PACKAGE, NAME, Arg("rating", "i", "0 to 5", low=0, high=5),
            Arg("style", "s", "of composition"), Arg("finish", "s", "finishing preset"),
            Arg("midi", "s", "its MIDI file"))),
    Method(f"{ROOT}/take/stems", "The stems of a clip: as long as it, and they sum to it.",
           (CLIP_ID,), (Arg("role", "s", "melody, bass …"), Arg("path", "s", "the WAV")),
           many=True),
    Method(f"{ROOT}/take/hits", "Where the music meets the picture, for markers.", (CLIP_ID,),
           (Arg("panel", "s", 'its number; "end" for the last'),
            Arg("seconds", "f", "from the clip's start"), Arg("sample", "i", "the same in samples"),
            Arg("beat", "s", '"5.1"'), Arg("weight", "s", "must, should, ignore or avoid"),
            Arg("reached", "T", "whether the beat falls on it")), many=True),
    Method(f"{ROOT}/take/tempo", "The tempo map of a clip, exact.", (CLIP_ID,),
           (Arg("seconds", "f", "from the clip's start"), Arg("sample", "i", "the same in samples"),
            Arg("quarters", "f", "from the clip's start"),
            Arg("microseconds", "i", "per quarter: the tempo, exact"),
            Arg("numerator", "i", "of the metre"), Arg("denominator", "i", "of the metre")),
           many=True),
    Method(f"{ROOT}/take/rate", "Rate a clip.",
           (CLIP_ID, Arg("rating", "i", "0 to 5", low=0, high=5)),
           (CLIP[0], Arg("rating", "i", "as kept"))),
    # The user's own music
    *SEARCH_METHODS,
    # Pretrained models
    *MODEL_METHODS,
    # Hearing
    Method(f"{ROOT}/player", "What the player does.", (),
           (Arg("state", "s", "stopped, playing, paused or no device"),
            Arg("clip_id", "s", 'what is heard; "" for nothing'),
            Arg("position_s", "f", "from the clip's start"), Arg("seconds", "f", "its length"),
            Arg("loop", "T", "whether a part repeats"), Arg("start_s", "f", "of that part"),
            Arg("end_s", "f", "of that part"), Arg("device", "s", "where it plays"),
            Arg("message", "s", "what is wrong, in a sentence")), query=True),
    Method(f"{ROOT}/player/play", "Play a clip from its start.",
           (Arg("clip_id", "s", "the clip's id, or how it begins; \"\": play on", "",
                longest=ID_LENGTH),), OK),
    Method(f"{ROOT}/player/newest", "Play the newest clip from its start.", (PRESS,), OK),
    Method(f"{ROOT}/player/switch", "Play another clip from the same place on.", (CLIP_ID, AT), OK),
    Method(f"{ROOT}/player/pause", "Stand still.", (PRESS,), OK),
    Method(f"{ROOT}/player/stop", "Stand still at the start, or at the loop's.", (PRESS,), OK),
    Method(f"{ROOT}/player/seek", "Go to a place of the clip.",
           (Arg("position_s", "f", "seconds from its start", low=0, high=86400),), OK),
    Method(f"{ROOT}/player/loop", "Repeat a part of the clip, or play to its end.",
           (Arg("loop", "T", "repeat", True),
            Arg("start_s", "f", "seconds from the clip's start", 0.0, 0, 86400),
            Arg("end_s", "f", "likewise; 0: the clip's end", 0.0, 0, 86400)), OK),
    Method(f"{ROOT}/player/gain", "The listening level; never part of a file.",
           (Arg("gain_db", "f", "0: as it is", low=-80, high=12),), OK),
    Method(f"{ROOT}/player/devices", "What can be played on.", (),
           (NAME, Arg("default", "T", "used when none is chosen")), many=True),
    Method(f"{ROOT}/player/device", "Choose where to play.",
           (Arg("name", "s", 'as player/devices says; "": the default', ""),), OK),
    # Auditioning
    *AUDITION_METHODS,
    # Choices
    *_choice("style", "composition style"),
    *_choice("finish", "finishing preset"),
    *_choice("engine", "engine"),
    # What the DAW says
    Method(f"{ROOT}/transport", "What the DAW said last.", (),
           (Arg("bpm", "f", "0 for unknown"), Arg("meter", "s", '"" for unknown'),
            Arg("position_s", "f", "of the playhead"), Arg("playing", "T", "whether it runs"),
            Arg("rate", "i", "of the project in Hz, 0 for unknown"),
            Arg("follow", "T", "whether new cues follow it"),
            Arg("into_bar", "f", "quarters from the bar line to the playhead; -1: unknown")),
           query=True),
    Method(f"{ROOT}/transport/tempo", "The DAW's tempo.",
           (Arg("bpm", "f", "quarters per minute", low=1, high=999),)),
    Method(f"{ROOT}/transport/meter", "The DAW's time signature.",
           (Arg("numerator", "i", "beats in a bar", low=1, high=32),
            Arg("denominator", "i", "the beat's note", low=1, high=32))),
    Method(f"{ROOT}/transport/position", "Where the playhead stands.",
           (Arg("position_s", "f", "seconds from the start", low=-86400, high=864000),)),
    Method(f"{ROOT}/transport/bar", "Where the playhead stands in its bar, exactly: for projects "
           "whose tempo or metre changes. Until it is told, a constant tempo from 0 s is assumed.",
           (Arg("into_bar", "f", "quarters from a bar line to the playhead", low=0,
                high=1_000_000),)),
    Method(f"{ROOT}/transport/play", "Whether the DAW plays.", (Arg("playing", "T", "yes or no"),)),
    Method(f"{ROOT}/transport/rate", "The DAW project's sample rate.",
           (Arg("rate", "i", "Hz", low=8000, high=384000),)),
    Method(f"{ROOT}/transport/follow", "Let new cues take the DAW's tempo, metre, rate and "
           "place in the bar where the request leaves them open: their bar lines are the DAW's.",
           (Arg("follow", "T", "yes or no"),),
           (Arg("follow", "T", "as set"),)),
)  # fmt: skip

EVENTS: tuple[Event, ...] = (
    Event(f"{ROOT}/job/queued", "The job waits.", JOB),
    Event(f"{ROOT}/job/started", "The work began.", JOB),
    Event(f"{ROOT}/job/progress", "How far it is; at most ten times a second.",
          (*JOB, FRACTION, Arg("stage", "s", "read, describe, plan, generate, finish, keep"),
           Arg("eta_s", "f", "seconds left; -1 for unknown"))),
    Event(f"{ROOT}/job/take", "A clip is safe on disk; comes once for each take, before `done`.",
          (*JOB, *CLIP)),
    Event(f"{ROOT}/job/done", "All of it is done; the facts are those of the first clip.",
          (*JOB, *CLIP, Arg("clips", "i", "how many clips were kept"))),
    Event(f"{ROOT}/job/error", "The job failed.",
          (*JOB, Arg("code", "i", "see Errors"), Arg("message", "s", "one sentence"))),
    Event(f"{ROOT}/job/cancelled", "The work has really stopped.", JOB),
    Event(f"{ROOT}/player/state", "The player does something else now; to subscribers.",
          (Arg("state", "s", "stopped, playing, paused or no device"),
           Arg("clip_id", "s", 'what is heard; "" for nothing'),
           Arg("message", "s", "what is wrong, in a sentence"))),
    Event(f"{ROOT}/player/position", "Where the music is, ten times a second while it plays; to "
          "subscribers.", (Arg("clip_id", "s", "what is heard"),
                           Arg("position_s", "f", "from its start"))),
    *AUDITION_EVENTS,
    Event(f"{ROOT}/heartbeat", "To subscribers, every 5 s.",
          (Arg("seconds", "f", "since the bridge opened"),
           Arg("jobs", "i", "waiting and running"))),
    Event(f"{ROOT}/error", "What you sent could not be done.",
          (Arg("code", "i", "see Errors"), Arg("address", "s", "what you sent it to"),
           Arg("message", "s", "one sentence: what, which value, what is legal"), REQUEST_ID)),
)  # fmt: skip

JSON_FIELDS: tuple[Arg, ...] = (
    Arg("schema_version", "i", "of this object", low=1, high=1),
    Arg("text", "s", "a line of story; with length_s", "", longest=TEXT_LENGTH),
    Arg("length_s", "f", "seconds of a text cue", 0.0, 0, 3600),
    Arg("sources", "[s]", "instead of text: absolute paths, as for generate/panels", ""),
    Arg("from_panel", "s", "first panel: its number or position", ""),
    Arg("to_panel", "s", "last panel", ""),
    Arg("fps", "s", '"24", "23.976", "29.97df" …', ""),
    *WISHES,
    Arg("engine", "s", 'what plays; "": the selected one, else the default', ""),
    Arg("key", "s", '"D minor"', ""),
    Arg("chords", "s", 'one a bar: "Dm Bb F C"', "", longest=TEXT_LENGTH),
    Arg("loop", "T", "a seamless loop; bars decide the length", False),
    Arg("bars", "i", "of a loop; 0: the planner decides", 0, 0, 512),
    Arg("fit", "s", "how the tempo follows the cuts", "",
        choices=("", "steady", "exact", "free")),
    Arg("ending", "s", "how the cue closes", "",
        choices=("", "button", "ring", "fade", "hold", "cut")),
    Arg("dialogue", "s", "what music does where somebody speaks", "",
        choices=("", "under", "ignore")),
    Arg("tacet", "[s]", "panels without music", ""),
    Arg("tail_s", "f", "extra seconds to ring out; -1: the default", -1.0, -1, 30),
    Arg("gain_db", "f", "trim the level", 0.0, -60, 24),
    Arg("base_clip", "s", "package of a clip to edit: tempo, key and motif stay", "",
        longest=PATH_LENGTH),
    Arg("theme_clip", "s", "package of a clip that lends its theme", "", longest=PATH_LENGTH),
    Arg("like", "s", "audio file or package of a clip: its shape is taken, never its notes", "",
        longest=PATH_LENGTH),
    Arg("like_only", "s", 'what of it is taken: "tempo,key,energy,sound"; all if left out', ""),
    Arg("output", "s", "folder for the package; the library if left out", "",
        longest=PATH_LENGTH),
    Arg("name", "s", "name of the clip", ""),
)  # fmt: skip

MAILBOX_FIELDS: tuple[Arg, ...] = (
    Arg("mailbox", "s", "whose answers these are: letters, digits, hyphens", longest=ID_LENGTH),
    Arg("daw", "s", "the program that asks", ""),
    Arg("session", "s", "the name of its session", ""),
    Arg("position_s", "f", "where the cue begins there, seconds", 0.0, -86400, 864000),
    Arg("cue", "s", "instead of text and sources: a cue of the open project", ""),
    Arg("whole_quarters", "T", "the tempo map is to change on whole quarters only", False),
    Arg("fresh", "T", "of such a cue: nothing is kept of earlier takes", False),
)

BY_ADDRESS = {method.address: method for method in METHODS}
BY_NAME = {method.name: method for method in METHODS}
EVENT_BY_ADDRESS = {event.address: event for event in EVENTS}
