"""`python -m ui`: the window."""

from __future__ import annotations

from ui.app import main

if __name__ == "__main__":
    main()
