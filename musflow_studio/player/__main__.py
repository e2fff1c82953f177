"""The player's process: `python -m musflow_studio.player`, spoken to over its standard streams."""

from __future__ import annotations

import os
import sys
from typing import IO

from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.player.serving import Player


def main() -> None:
    """Serve until the door closes the pipe."""
    Player(FrameReader(sys.stdin.buffer), FrameWriter(_private_stdout())).serve()


def _private_stdout() -> IO[bytes]:
    """Keep standard output for frames; send what libraries print to standard error."""
    private = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(private, "wb")


if __name__ == "__main__":
    main()
