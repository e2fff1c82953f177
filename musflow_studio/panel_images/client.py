"""Client: the door's side of the process that makes images, started when it is first needed."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from musflow_studio.asked_process import AskedProcess, Calling
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.domain.storyboard import Panel
from musflow_studio.futures import then
from musflow_studio.panel_images.serving import message_of

SMALLEST_SIDE_PX = 16
LARGEST_SIDE_PX = 8192
LEAVE_S = 2.0

Answer = Future[Path | None]


class PanelImages:
    """Images of panels. Any thread may call; a process that dies is started again when needed.

    Args:
        folder: where images are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._process = AskedProcess(
            Calling(
                name="panel-images",
                module="musflow_studio.panel_images",
                argument=str(folder),
                leave_s=LEAVE_S,
                died="the process that reads pictures ended unexpectedly",
                hint="one of the pictures may be damaged; see panel-images.log in the cache folder",
            )
        )

    def image(self, panel: Panel, longest_side_px: int) -> Answer:
        """A JPEG file of what a panel shows: its region, its layers, its PDF page.

        Args:
            panel: to look at.
            longest_side_px: 16 to 8192; smaller pictures are not enlarged.

        Returns:
            None for a panel of words alone. Fails with StudioError where the picture is missing
            or damaged, and where the studio is closed before it is made.
        """
        if not SMALLEST_SIDE_PX <= longest_side_px <= LARGEST_SIDE_PX:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "an image cannot have this size",
                value=f"{longest_side_px} pixels",
                legal=f"{SMALLEST_SIDE_PX} to {LARGEST_SIDE_PX} pixels",
            )
        asked = self._process.ask(message_of(panel, longest_side_px))
        return then(asked, lambda path: Path(path) if path else None)

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        return self._process.pid

    def close(self) -> None:
        """End the process; what was not made fails. May be called twice."""
        self._process.close()
