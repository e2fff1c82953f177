"""Every group of keys: those of the menus, then those that views add."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtWidgets import QMenu

from ui import audition, make, rack, strip, takes, timeline, transport, viewer, words
from ui.keys import KeyGroup
from ui.window.shortcuts import keys_of_menu


def key_groups(menus: Iterable[QMenu]) -> list[KeyGroup]:
    """The groups in the order of the sheet."""
    views = (strip, viewer, words, make, takes, audition, rack, transport, timeline)
    return [*map(keys_of_menu, menus), *(view.KEYS for view in views)]
