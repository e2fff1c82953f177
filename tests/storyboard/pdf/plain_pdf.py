"""A PDF written by hand, object by object, for pages that programs rarely make."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FONT = "/F1 5 0 R"
STILL = b"\x40\x80\xc0\xc0\x80\x40"
"""Two pixels, RGB."""


def write_pdf(
    path: Path, streams: Sequence[str], *, page: str = "", box: str = "0 0 600 400", form: str = ""
) -> Path:
    """Write one page per content stream.

    Args:
        path: where to.
        streams: PDF operators; `/Im1 Do` paints a picture of two pixels, `/Fm1 Do` the form,
            `/F1` is Helvetica.
        page: more entries of each page ("/Rotate 90").
        box: the media box.
        form: operators of the form XObject.
    """
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        _stream(
            "/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8"
            " /ColorSpace /DeviceRGB",
            STILL,
        ),
        _stream(
            "/Type /XObject /Subtype /Form /BBox [-1000 -1000 1000 1000]"
            " /Resources << /XObject << /Im1 3 0 R >> >>",
            form.encode(),
        ),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    resources = f"/Resources << /Font << {FONT} >> /XObject << /Im1 3 0 R /Fm1 4 0 R >> >>"
    for i, content in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {page} {resources}"
            f" /Contents {7 + 2 * i} 0 R >>".encode()
        )
        objects.append(_stream("", content.encode()))
    path.write_bytes(_file(objects))
    return path


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def picture(left: float, bottom: float, width: float, height: float, name: str = "Im1") -> str:
    """Operators that paint the picture (or the form) there."""
    return f"q {width} 0 0 {height} {left} {bottom} cm /{name} Do Q\n"


def words(left: float, baseline: float, text: str, size: float = 10) -> str:
    """Operators that write a line."""
    return f"BT /F1 {size} Tf {left} {baseline} Td ({text}) Tj ET\n"
