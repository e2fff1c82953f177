"""StudioError and the one table from error codes to what each door answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ErrorCode(StrEnum):
    """What went wrong, as every door names it."""

    BAD_INPUT = "bad_input"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_NAME = "unknown_name"
    CONTRADICTION = "contradiction"
    FILE_NOT_FOUND = "file_not_found"
    BAD_FILE = "bad_file"
    NOT_ALLOWED = "not_allowed"
    NEWER_VERSION = "newer_version"
    DISK_FULL = "disk_full"
    NO_SOUNDFONT = "no_soundfont"
    NO_MODEL = "no_model"
    OUT_OF_MEMORY = "out_of_memory"
    BUSY = "busy"
    CANCELLED = "cancelled"
    WORKER_DIED = "worker_died"
    INTERNAL = "internal"


@dataclass(frozen=True)
class DoorNumbers:
    """How each door says one error code: process exit status, OSC number, JSON-RPC code."""

    exit_status: int
    osc_number: int
    json_rpc_code: int


DOOR_NUMBERS: dict[ErrorCode, DoorNumbers] = {
    ErrorCode.BAD_INPUT: DoorNumbers(2, 10, -32602),
    ErrorCode.OUT_OF_RANGE: DoorNumbers(2, 11, -32602),
    ErrorCode.UNKNOWN_NAME: DoorNumbers(2, 12, -32602),
    ErrorCode.CONTRADICTION: DoorNumbers(2, 13, -32602),
    ErrorCode.FILE_NOT_FOUND: DoorNumbers(2, 20, -32010),
    ErrorCode.BAD_FILE: DoorNumbers(2, 21, -32011),
    ErrorCode.NOT_ALLOWED: DoorNumbers(2, 22, -32012),
    ErrorCode.NEWER_VERSION: DoorNumbers(2, 23, -32013),
    ErrorCode.DISK_FULL: DoorNumbers(2, 24, -32014),
    ErrorCode.NO_SOUNDFONT: DoorNumbers(2, 30, -32020),
    ErrorCode.NO_MODEL: DoorNumbers(2, 31, -32021),
    ErrorCode.OUT_OF_MEMORY: DoorNumbers(1, 40, -32030),
    ErrorCode.BUSY: DoorNumbers(1, 41, -32031),
    ErrorCode.CANCELLED: DoorNumbers(3, 42, -32032),
    ErrorCode.WORKER_DIED: DoorNumbers(1, 43, -32033),
    ErrorCode.INTERNAL: DoorNumbers(1, 50, -32603),
}


class StudioError(Exception):
    """A failure a user can act on, said in one clear sentence.

    Args:
        code: what kind of failure.
        message: what is wrong, naming the thing ("tempo is out of range"), no final full stop.
        value: the offending value or file.
        legal: what would be accepted ("40 to 240 bpm"); empty if there is no range.
        hint: what to do now, an imperative clause ("choose another folder with -o"); may be empty.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        value: object = None,
        legal: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.value = None if value is None else str(value)
        self.legal = legal
        self.hint = hint

    def sentence(self) -> str:
        """The whole failure as one sentence: what, which value, the legal range, what to do."""
        text = self.message.rstrip(".")
        if self.value is not None and self.value not in text:
            text += f" (got {_short(self.value)})"
        if self.legal:
            text += f"; legal: {self.legal}"
        if self.hint:
            text += f"; {self.hint}"
        return text[:1].upper() + text[1:] + ("" if text.endswith("?") else ".")

    def __str__(self) -> str:
        return self.sentence()

    def as_dict(self) -> dict[str, str | None]:
        """The failure as JSON, for pipes and wires."""
        return {
            "code": self.code.value,
            "message": self.message,
            "value": self.value,
            "legal": self.legal,
            "hint": self.hint,
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, str | None]) -> StudioError:
        """The failure told by `as_dict`."""
        return cls(
            ErrorCode(told["code"] or ErrorCode.INTERNAL),
            told["message"] or "",
            value=told["value"],
            legal=told["legal"] or "",
            hint=told["hint"] or "",
        )

    @property
    def exit_status(self) -> int:
        """The process exit status of this failure: 2 bad input, 3 cancelled, 1 otherwise."""
        return DOOR_NUMBERS[self.code].exit_status


def _short(value: str, limit: int = 160) -> str:
    one_line = " ".join(value.split())
    quoted = one_line if len(one_line) <= limit else one_line[: limit - 1] + "…"
    return repr(quoted) if quoted != value or not quoted else quoted
