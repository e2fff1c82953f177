"""Model rows: the addresses of pretrained models, a part of the protocol's table.

Standard library only: DAW scripts carry a copy of this file.
"""

from __future__ import annotations

from plugin_bridge.row import ID_LENGTH, NAME, ROOT, TEXT_LENGTH, Arg, Method

MODEL_METHODS: tuple[Method, ...] = (
    Method(f"{ROOT}/model/list", "The pretrained models that are known, and which are here.", (),
           (NAME, Arg("kind", "s", "what it is asked for"), Arg("here", "T", "on this machine"),
            Arg("megabytes", "f", "on disk, or to fetch"), Arg("licence", "s", "of its weights"),
            Arg("paid_work", "T", "whether that allows paid work"),
            Arg("words", "s", "the licence in a sentence")), many=True, query=True),
    Method(f"{ROOT}/model/rank", "Takes in the order in which a model that hears music finds that "
           "they fit words, or their panels' captions.",
           (Arg("clip_ids", "s", "ids, or how they begin, with spaces between",
                longest=TEXT_LENGTH),
            Arg("words", "s", 'to compare with; "": the captions', "", longest=TEXT_LENGTH),
            Arg("model", "s", 'its name; "": the setting\'s', "")),
           (Arg("clip_id", "s", "the nearest first", longest=ID_LENGTH),
            Arg("likeness", "f", "cosine, -1 to 1"),
            Arg("tags", "s", "what it hears, with commas between")), many=True, costly=True),
)  # fmt: skip
