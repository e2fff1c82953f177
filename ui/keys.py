"""KeyGroup: the keys of a view, for the shortcut sheet.

A view's folder that has keys of its own exports `KEYS: KeyGroup`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyGroup:
    """Keys that belong together.

    Attributes:
        title: of the view or menu.
        rows: (keys as people write them, what they do).
    """

    title: str
    rows: tuple[tuple[str, str], ...]
