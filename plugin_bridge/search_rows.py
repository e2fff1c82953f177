"""Search rows: the addresses that find the user's own music, a part of the protocol's table.

Standard library only: DAW scripts carry a copy of this file.
"""

from __future__ import annotations

from plugin_bridge.row import NAME, PATH_LENGTH, ROOT, TEXT_LENGTH, Arg, Method

SEARCH_METHODS: tuple[Method, ...] = (
    Method(f"{ROOT}/library/search", "Find takes and files of the user's by words and by example: "
           "the nearest within a target, and always the nearest of all.",
           (Arg("words", "s", "what to look for", "", longest=TEXT_LENGTH),
            Arg("like", "s", "an audio file in an allowed folder to find more of", "",
                longest=PATH_LENGTH),
            Arg("mood", "s", 'a mood word to target: "tense"', ""),
            Arg("tempo", "s", "a tempo to target", "", choices=("", "slow", "medium", "fast")),
            Arg("genre", "s", "a style, genre or tag to target", ""),
            Arg("most", "i", "hits in each track", 8, 1, 100)),
           (Arg("track", "s", "targeted or broad"),
            Arg("clip_id", "s", 'of a take; "" for a file of the user\'s'),
            Arg("path", "s", 'the audio; "" outside the allowed folders'), NAME,
            Arg("bpm", "f", "0 where nothing pulses"), Arg("key", "s", '"" for none'),
            Arg("mood", "s", "its partition"), Arg("likeness", "f", "1: the very same"),
            Arg("why", "s", "one sentence")), many=True),
    Method(f"{ROOT}/library/index", "How far the hearing of what is searched is; starts it.", (),
           (Arg("heard", "i", "sounds that can be found"),
            Arg("waiting", "i", "files still to be heard"),
            Arg("working", "T", "whether files are being heard"))),
)  # fmt: skip
