"""Python's collector of cycles: kept from walking what start-up made.

A full collection walks every object there is and holds the interpreter meanwhile: some 60 ms with
the window's libraries loaded, in which nothing on screen moves. What start-up made stays for the
program's life; set aside it is never walked again, and later collections take a few milliseconds.
"""

from __future__ import annotations

import gc


def set_aside() -> None:
    """Collect once, then leave everything that is alive out of later collections."""
    gc.collect()
    gc.freeze()
