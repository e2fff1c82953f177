"""`python -m ui`: the window."""

from __future__ import annotations

import sys

try:
    from ui.app import main
except ImportError as error:  # a desktop library that Qt is linked with
    sys.exit(f"The window cannot be loaded ({error}); run `musflow setup`.")

if __name__ == "__main__":
    main()
