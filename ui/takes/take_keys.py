"""Keys of the list of takes: what each does while the list has the focus."""

from __future__ import annotations

from ui.keys import KeyGroup

KEYS = KeyGroup(
    "Takes",
    (
        ("Up, Down", "The take before, after; it is heard at the same place"),
        ("Return", "Deliver this take"),
        ("P", "Favourite, or not"),
        ("X", "Rejected, or not"),
        ("0 to 5", "Stars"),
        ("C", "Compare with the take looked at before, equally loud"),
        ("Shift+C", "Compare blind"),
        ("V", "Vary this take"),
        ("Shift+V", "More like this take: its shape, other notes"),
        ("R", "Restore its recipe"),
        ("F2", "Name it"),
        ("Ctrl+C", "Copy the path of its file"),
        ("Del", "To the trash"),
        ("Ctrl+F", "Search"),
    ),
)
