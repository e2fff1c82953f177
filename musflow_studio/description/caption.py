"""The caption of a panel: one readable sentence that the user may edit, and its tags."""

from __future__ import annotations

import re

from musflow_studio.description.camera_words import place_marks, without_camera_words
from musflow_studio.description.tag_words import find_tags
from musflow_studio.description.word_voices import action_words
from musflow_studio.domain.features import PictureFeatures, PictureKind
from musflow_studio.domain.storyboard import Panel

LONGEST_CAPTION = 240
MOST_TAGS = 6
_SEEN = {
    PictureKind.COLOUR: "A colour frame without words.",
    PictureKind.DRAWING: "A drawing without words.",
    PictureKind.PREVIS: "A grey frame without words.",
    PictureKind.BLANK: "A blank frame without words.",
}


def caption(panel: Panel, features: PictureFeatures | None, picture_says: str = "") -> str:
    """The user's caption, else the action line, the notes, the dialogue, or what the picture is.

    Of a panel without words it is what a picture model said, where one did.
    """
    if panel.override.caption is not None:
        return panel.override.caption
    if text := action_words(panel) or without_camera_words(panel.notes, moves=True):
        return as_sentence(text)
    if panel.dialogue.strip():
        return f"“{as_sentence(panel.dialogue)}”"
    if picture_says:
        return as_sentence(picture_says)
    kind = features.kind if features else PictureKind.NONE
    return _SEEN.get(kind, "Nothing written and nothing to see.")


def as_sentence(text: str) -> str:
    """One line, a capital in front, a full stop at the end, at most 240 characters."""
    line = " ".join(text.split())
    line = _lowered(line) if line.isupper() else line
    line = re.sub(r"^[A-Z]{3,}(?: [A-Z]{2,})*(?=, [a-z])", lambda m: _lowered(m[0]), line)
    if len(line) > LONGEST_CAPTION:
        line = line[: LONGEST_CAPTION - 1].rsplit(" ", 1)[0].rstrip(",;:-– ") + "…"
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "!", "?", "…", "”", '"', "。")) else line + "."


def _lowered(text: str) -> str:
    return text[:1] + text[1:].lower()


def tags(panel: Panel, picture_says: str = "") -> tuple[str, ...]:
    """Place, time and action told by the words of a panel, slug line first, at most six.

    What a picture model said comes last.
    """
    action = panel.override.caption if panel.override.caption is not None else panel.story
    written = f"{action}\n{panel.notes}\n{picture_says}"
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", written.lower().replace("’", "'"))
    return tuple(dict.fromkeys((*place_marks(written), *find_tags(words))))[:MOST_TAGS]
