"""Text lines: what panels hold, tidy, and the star that marks a must-hit."""

from __future__ import annotations

from musflow_studio.domain.errors import ErrorCode, StudioError

LONGEST_TEXT = 10_000


def tidy(value: object, where: str) -> str:
    """A field as one line of text: spaces collapsed, what cannot be written as UTF-8 replaced.

    None is "". Raises StudioError over 10,000 characters.
    """
    if value is None:
        return ""
    written = str(value).encode("utf-8", "replace").decode("utf-8")
    text = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in written).split())
    if len(text) > LONGEST_TEXT:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"{where}: the text has {len(text)} characters",
            legal=f"up to {LONGEST_TEXT}",
        )
    return text


def starred(story: str) -> tuple[str, bool]:
    """The story without its leading star, and whether it had one ("must hit").

    >>> starred("* The door slams.")
    ('The door slams.', True)
    """
    if not story.startswith("*"):
        return story, False
    return story.lstrip("* "), True
