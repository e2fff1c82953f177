"""Fetch: a model on its way: how far, how long it will take on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from musflow_studio.domain.model import PullProgress


@dataclass(frozen=True)
class Fetch:
    """A model on its way.

    Attributes:
        name: of the model.
        done_bytes, total_bytes: here and in all; 0 of 0 before the hub has answered.
        first_bytes: what was here when it began to count.
        since: monotonic seconds then.
        stopping: whether the user asked it to stop.
    """

    name: str
    done_bytes: int = 0
    total_bytes: int = 0
    first_bytes: int = 0
    since: float = 0.0
    stopping: bool = False

    def heard(self, told: PullProgress, now: float) -> Fetch:
        """With what was told now."""
        if not self.total_bytes:
            begun = replace(self, first_bytes=told.done_bytes, since=now)
            return replace(begun, done_bytes=told.done_bytes, total_bytes=told.total_bytes)
        return replace(self, done_bytes=told.done_bytes, total_bytes=told.total_bytes)

    def left_s(self, now: float) -> float | None:
        """Seconds it will take on; None before that can be said."""
        came, took = self.done_bytes - self.first_bytes, now - self.since
        if came <= 0 or took < 2:
            return None
        return (self.total_bytes - self.done_bytes) * took / came
