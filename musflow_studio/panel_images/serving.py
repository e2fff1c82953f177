"""Serving: the process that makes images; it leaves when its pipe closes."""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel, Region
from musflow_studio.frames import FrameReader, FrameWriter
from musflow_studio.panel_images.drawing import draw, sweep

NICENESS = 5


def message_of(panel: Panel, longest_side_px: int) -> dict[str, Any]:
    """What the process needs to know of a panel."""
    return {
        "picture": str(panel.picture) if panel.picture else "",
        "layers": [str(layer) for layer in panel.layers],
        "page": panel.page,
        "region": asdict(panel.region) if panel.region else None,
        "side_px": longest_side_px,
    }


def main() -> None:
    """Make the images asked for on standard input, the newest first, into the folder named."""
    folder = Path(sys.argv[1])
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    writer, wanted = FrameWriter(out), queue.LifoQueue[dict[str, Any] | None]()
    wanted.put(None)  # at the bottom: swept when nothing else is wanted
    threading.Thread(target=_read, args=(wanted,), daemon=True).start()
    while True:
        if (message := wanted.get()) is None:
            sweep(folder)
        else:
            writer.write({"id": message["id"], **_answer(message, folder)})


def _read(wanted: queue.LifoQueue[dict[str, Any] | None]) -> None:
    reader = FrameReader(sys.stdin.buffer)
    while (message := reader.read()) is not None:
        wanted.put(message)
    os._exit(0)  # the door is gone: nobody wants the rest


def _answer(message: dict[str, Any], folder: Path) -> dict[str, Any]:
    try:
        path = draw(_panel_of(message), message["side_px"], folder)
        return {"result": str(path) if path else ""}
    except StudioError as error:
        return {"error": error.as_dict()}
    except Exception as error:  # noqa: BLE001 - the edge of the process: say it, live on
        traceback.print_exc(file=sys.stderr)
        told = StudioError(ErrorCode.INTERNAL, f"the picture cannot be shown ({error})")
        return {"error": told.as_dict()}


def _panel_of(message: dict[str, Any]) -> Panel:
    return Panel(
        "",
        "",
        1,
        picture=Path(message["picture"]) if message["picture"] else None,
        layers=tuple(Path(layer) for layer in message["layers"]),
        page=message["page"],
        region=Region(**message["region"]) if message["region"] else None,
    )
