"""OSC address patterns for queries: `*` and `?` inside one part of an address, and `{a,b}`.

A pattern only asks; it never runs an action. Length and stars are limited, so that matching
costs nothing.
"""

from __future__ import annotations

import fnmatch
import re

from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.protocol import METHODS, Method

LONGEST = 64
MOST_STARS = 6
_WILD = frozenset("*?{[")


def is_pattern(address: str) -> bool:
    """True when an address asks for more than one."""
    return not _WILD.isdisjoint(address)


def matching_queries(pattern: str) -> list[Method]:
    """Every query without needed arguments that matches. Raises StudioError if none does."""
    if len(pattern) > LONGEST or pattern.count("*") > MOST_STARS:
        raise StudioError(
            ErrorCode.OUT_OF_RANGE,
            "the address pattern is too long",
            value=pattern,
            legal=f"up to {LONGEST} characters and {MOST_STARS} stars",
        )
    matched = [method for method in METHODS if _matches(pattern, method.address)]
    queries = [method for method in matched if method.query]
    if queries:
        return queries
    if matched:
        raise StudioError(
            ErrorCode.NOT_ALLOWED,
            "a pattern asks; it runs no action",
            value=pattern,
            hint="send the address itself",
        )
    raise StudioError(ErrorCode.UNKNOWN_NAME, "no address matches", value=pattern)


def _matches(pattern: str, address: str) -> bool:
    parts, wanted = address.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(
        any(fnmatch.fnmatchcase(part, choice) for choice in _choices(want))
        for part, want in zip(parts, wanted, strict=True)
    )


def _choices(part: str) -> list[str]:
    """The patterns a part with one `{a,b}` stands for."""
    found = re.search(r"\{([^{}]*)\}", part)
    if not found:
        return [part]
    return [part[: found.start()] + one + part[found.end() :] for one in found[1].split(",")]
