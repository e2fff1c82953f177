"""What was dropped or pasted on the strip: files, pixels, or nothing that can be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PyQt6.QtGui import QImage

from musflow_studio import paths
from musflow_studio.disk import replace_file
from musflow_studio.domain.errors import ErrorCode, StudioError

PANELS_MIME = "application/x-musflow-panels"
"""Uids of panels of this board, one a line, as UTF-8."""


@dataclass(frozen=True)
class Dropped:
    """What people let go over the strip.

    Attributes:
        uids: panels of this board that are moved.
        files: files and folders.
        picture: pixels without a file, as browsers give them.
        pages: addresses on the web.
    """

    uids: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    picture: QImage | None = None
    pages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.uids or self.files or self.picture or self.pages)


def is_welcome(data: QMimeData | None) -> bool:
    """Whether a drag carries something to look into; told without reading it."""
    return data is not None and (data.hasFormat(PANELS_MIME) or data.hasUrls() or data.hasImage())


def dropped(data: QMimeData | None) -> Dropped:
    """What a drag or the clipboard carries, the most telling first."""
    if data is None:
        return Dropped()
    if data.hasFormat(PANELS_MIME):
        told = bytes(data.data(PANELS_MIME).data()).decode()
        return Dropped(uids=tuple(told.splitlines()))
    files = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if files:
        return Dropped(files=files)
    image = _pixels(data)
    if image is not None:
        return Dropped(picture=image)
    pages = tuple(url.toString() for url in data.urls() if url.scheme() in ("http", "https"))
    return Dropped(pages=pages)


def _pixels(data: QMimeData) -> QImage | None:
    """A picture given as pixels, or inside its own address as small ones on web pages are."""
    image = data.imageData() if data.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return image
    for url in data.urls():
        head, _, body = url.toString().partition(";base64,")
        if url.scheme() == "data" and head.startswith("data:image/"):
            encoded = QUrl.fromPercentEncoding(body.encode()).encode()
            inner = QImage.fromData(QByteArray.fromBase64(encoded))
            if not inner.isNull():
                return inner
    return None


def keep_picture(image: QImage) -> Path:
    """Write pixels as a PNG that stays, named by what it shows. Raises StudioError."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise StudioError(ErrorCode.BAD_INPUT, "this picture cannot be kept", hint="drop its file")
    data = QByteArray(buffer.data()).data()
    folder = paths.ensure_folder(paths.data_folder() / "dropped")
    path = folder / f"picture-{hashlib.sha256(data).hexdigest()[:12]}.png"
    if not path.is_file():
        replace_file(path, data)
    return path


def page_error(page: str) -> StudioError:
    """Why an address cannot become a panel."""
    return StudioError(
        ErrorCode.BAD_INPUT,
        "the browser gave an address instead of the picture, and this studio stays offline",
        value=page,
        hint="save the picture to a file and drop that, or copy the picture and paste it here",
    )
