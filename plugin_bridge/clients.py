"""Who is connected: clients, how often they may do what, and who listens to every job."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

Row = tuple[Any, ...]
MOST_LISTENERS = 256
MOST_SENDERS = 1024


@dataclass
class Bucket:
    """A limit: `burst` at once, `per_s` in the long run (a token bucket).

    Args:
        clock: seconds that never go back.
    """

    per_s: float
    burst: float
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._left, self._at = self.burst, self.clock()

    def take(self) -> bool:
        """True if there was one left."""
        now = self.clock()
        self._left = min(self.burst, self._left + (now - self._at) * self.per_s)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Link(Protocol):
    """The way to one client. Sending never waits and never raises."""

    def tell(self, address: str, row: Row) -> None:
        """Send one event or reply."""
        ...

    def at_port(self, port: int) -> tuple[str, Link]:
        """Name and link of another port of the same client; itself where there are no ports."""
        ...


@dataclass
class Client:
    """One client.

    Attributes:
        name: of its transport and address, unique: "udp:127.0.0.1:50123".
        link: the way to it.
        trusted: it is on this machine, or has shown the token.
        starts: limit for starting work.
        errors: limit for answering what is wrong, so that a flood is not answered by another.
        guesses: limit for wrong tokens.
    """

    name: str
    link: Link
    trusted: bool = True
    starts: Bucket = field(default_factory=lambda: Bucket(5, 20))
    errors: Bucket = field(default_factory=lambda: Bucket(50, 200))
    guesses: Bucket = field(default_factory=lambda: Bucket(0.1, 5))

    def tell(self, address: str, row: Row) -> None:
        """Send one event."""
        self.link.tell(address, row)


@dataclass(frozen=True)
class Listener:
    """A subscription: where to, until when (`time.monotonic`)."""

    name: str
    link: Link
    until: float


class Listeners:
    """Subscriptions with leases; those that ran out are gone at the next look."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all: dict[str, Listener] = {}

    def add(self, name: str, link: Link, lease_s: float) -> bool:
        """Begin or renew a lease; False when there are too many listeners."""
        current = {listener.name for listener in self}
        if name not in current and len(current) >= MOST_LISTENERS:
            return False
        self._all[name] = Listener(name, link, self._clock() + lease_s)
        return True

    def remove(self, name: str) -> None:
        """End a lease; one that is not there is no error."""
        self._all.pop(name, None)

    def __iter__(self) -> Iterator[Listener]:
        now = self._clock()
        for gone in [one.name for one in self._all.values() if one.until < now]:
            del self._all[gone]
        return iter(tuple(self._all.values()))

    def tell(self, address: str, row: Row, but: str = "") -> None:
        """Send an event to every listener, except the one that has it already."""
        for listener in self:
            if listener.name != but:
                listener.link.tell(address, row)


class Senders:
    """The clients of datagrams by address, the longest silent one forgotten first."""

    def __init__(self, make: Callable[[str, int], Client]) -> None:
        self._make = make
        self._known: OrderedDict[tuple[str, int], Client] = OrderedDict()

    def __getitem__(self, at: tuple[str, int]) -> Client:
        client = self._known.get(at)
        if client is None:
            client = self._known[at] = self._make(*at)
            if len(self._known) > MOST_SENDERS:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(at)
        return client


def is_loopback(host: str) -> bool:
    """True for an address of this machine alone."""
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False
