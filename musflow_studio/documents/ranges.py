"""`within` and `require`: one field against its legal range, one sentence if it fails."""

from __future__ import annotations

from musflow_studio.domain.errors import ErrorCode, StudioError


def within(field: str, value: float, low: float, high: float) -> None:
    """Raise StudioError (OUT_OF_RANGE) unless `low <= value <= high`; NaN fails too."""
    if not low <= value <= high:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            f"{field} is out of range",
            value=value,
            legal=f"{low:,} to {high:,}" if low <= high else "",
        )


def require(holds: object, field: str, complaint: str, legal: str) -> None:
    """Raise StudioError (BAD_INPUT) saying "field complaint" unless `holds` is true."""
    if not holds:
        raise StudioError(ErrorCode.BAD_INPUT, f"{field} {complaint}", legal=legal)
