"""Audition rows: the addresses of auditions and effects, a part of the protocol's table.

Standard library only: DAW scripts carry a copy of this file.
"""

from __future__ import annotations

from plugin_bridge.row import (
    AT,
    CLIP_ID,
    JOB_ID,
    NAME,
    OK,
    ON,
    PRESS,
    ROOT,
    SLOT,
    Arg,
    Event,
    Method,
)

AT_BAR = Arg("at", "s", "when", "bar", choices=("buffer", "beat", "bar"))
PLACE = Arg("number", "i", "1: the first", low=1, high=1000)
EFFECT = Arg("number", "i", "of the effect, 1: the first; 0: all of them", low=0, high=32)
ONE_EFFECT = Arg("number", "i", "of the effect, 1: the first", low=1, high=32)
KNOB = (Arg("name", "s", '"gain_db" …; of all effects "wet"'), Arg("value", "f", "where it stands"))
AUDITION = (
    Arg("clip_id", "s", '"" for none'), Arg("name", "s", 'of the preset; "" while hidden'),
    Arg("label", "s", "its title, or a number"), Arg("edited", "T", "differs from the shelf's"),
    Arg("hearing", "s", "nothing, file, live, waiting or bypass"), Arg("message", "s", "a trouble"),
    Arg("matched", "T", "equally loud"), Arg("level_db", "f", "added"), Arg("blind", "T", "hidden"),
)  # fmt: skip
STYLES = (
    Arg("clip_id", "s", '"" for none'), Arg("style", "s", "chosen"),
    Arg("heard", "s", "the one that plays; another one until the chosen one is ready"),
    Arg("preparing", "s", 'whose draft is being made; "" for none'),
    Arg("message", "s", "a trouble"),
)  # fmt: skip

AUDITION_METHODS: tuple[Method, ...] = (
    Method(f"{ROOT}/audition", "What is auditioned.", (), AUDITION, query=True),
    Method(f"{ROOT}/audition/open", "Repeat a clip to hear it under presets.", (CLIP_ID,), OK),
    Method(f"{ROOT}/audition/close", "End the audition.", (PRESS,), OK),
    Method(f"{ROOT}/audition/choose", "Hear a preset.", (NAME, AT), OK),
    Method(f"{ROOT}/audition/number", "Hear the preset at a place of the list.",
           (PLACE, AT), OK),
    Method(f"{ROOT}/audition/next", "Hear the next preset.", (PRESS,), OK),
    Method(f"{ROOT}/audition/previous", "Hear the preset before.", (PRESS,), OK),
    Method(f"{ROOT}/audition/put", "Put what is chosen into a slot.", (SLOT,), OK),
    Method(f"{ROOT}/audition/hear", "Hear what lies in a slot.", (SLOT, AT), OK),
    Method(f"{ROOT}/audition/bypass", "Hear the music without effects.", (ON,), OK),
    Method(f"{ROOT}/audition/match", "Play all equally loud over the loop.", (ON,), OK),
    Method(f"{ROOT}/audition/blind", "Hide the names.", (ON,), OK),
    Method(f"{ROOT}/audition/keep", "Keep it as a new clip.", (PRESS,), (JOB_ID,), costly=True),
    Method(f"{ROOT}/audition/list", "The presets that are stepped through.", (),
           (Arg("name", "s", "or number, while names are hidden"),
            Arg("prepared", "T", "heard at once")), many=True),
    Method(f"{ROOT}/audition/style", "What style is auditioned.", (), STYLES, query=True),
    Method(f"{ROOT}/audition/style/open", "Repeat a clip to hear its cue in other styles.",
           (CLIP_ID,), OK),
    Method(f"{ROOT}/audition/style/close", "End the audition.", (PRESS,), OK),
    Method(f"{ROOT}/audition/style/list", "The styles, and which fit the cue.", (),
           (NAME, Arg("prepared", "T", "heard with the next bar"),
            Arg("fits", "T", "the cue's tempo and metre"), Arg("why", "s", "it does not")),
           many=True),
    Method(f"{ROOT}/audition/style/choose", "Hear the cue in a style.", (NAME, AT_BAR), OK),
    Method(f"{ROOT}/audition/style/next", "Hear the next style that fits.", (PRESS,), OK),
    Method(f"{ROOT}/audition/style/previous", "Hear the style before that fits.", (PRESS,), OK),
    Method(f"{ROOT}/audition/style/keep", "Keep it as a new clip: the same notes.", (PRESS,),
           (JOB_ID,), costly=True),
    Method(f"{ROOT}/effect/list", "The knobs of the chosen preset.", (),
           (EFFECT, Arg("kind", "s", "of effect"), ON, *KNOB, Arg("low", "f", "legal from"),
            Arg("high", "f", "legal to"), Arg("unit", "s", '"dB" …')), many=True),
    Method(f"{ROOT}/effect/turn", "Turn a knob; answered when it is heard.", (EFFECT, *KNOB), OK),
    Method(f"{ROOT}/effect/release", "The knobs rest: the file is made and heard.", (PRESS,), OK),
    Method(f"{ROOT}/effect/switch", "Let an effect work, or pass it by.", (ONE_EFFECT, ON), OK),
    Method(f"{ROOT}/effect/add", "Put an effect in before the one of this number, with numbers "
           "to go on from.",
           (Arg("kind", "s", 'of effect, as presets/README.md lists them: "Space" …'),
            Arg("number", "i", "where it shall stand; 0: last", 0, low=0, high=32)), OK),
    Method(f"{ROOT}/effect/remove", "Take an effect out.", (ONE_EFFECT,), OK),
    Method(f"{ROOT}/effect/move", "Let an effect stand at another place.",
           (ONE_EFFECT, Arg("to", "i", "its new number", low=1, high=32)), OK),
    Method(f"{ROOT}/effect/words", "Change what is chosen by words.",
           (Arg("text", "s", '"a bit warmer"', longest=400),), (Arg("changed", "T", "anything"),
           Arg("meant", "s", "what was understood"), Arg("says", "s", "what was not, or a limit"))),
)  # fmt: skip

AUDITION_EVENTS: tuple[Event, ...] = (
    Event(f"{ROOT}/audition/state", "Something else is chosen or heard; to subscribers.", AUDITION),
    Event(f"{ROOT}/audition/style/state", "Another style is chosen or heard; to subscribers.",
          STYLES),
)  # fmt: skip
