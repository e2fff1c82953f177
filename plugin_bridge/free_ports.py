"""Free ports: sockets bound where nobody else is, the wished number first."""

from __future__ import annotations

import socket

from musflow_studio.domain.errors import ErrorCode, StudioError

PORTS_TRIED = 20
_RECEIVE_BUFFER_BYTES = 4_000_000


def bound(kind: socket.SocketKind, host: str, port: int) -> socket.socket:
    """A socket bound to a port nobody shares. Raises OSError if it is taken."""
    made = socket.socket(socket.AF_INET, kind)
    try:
        made.setblocking(False)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        if kind is socket.SOCK_DGRAM:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
        elif not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        if kind is socket.SOCK_STREAM:
            made.listen()  # two may bind where none listens yet
    except OSError:
        made.close()
        raise
    return made


def _ports_from(first: int) -> list[int]:
    """The ports to try; 0 takes any."""
    return [0] * PORTS_TRIED if first == 0 else [*range(first, min(first + PORTS_TRIED, 65536))]


def free_tcp(host: str, first: int) -> socket.socket:
    """A TCP socket on the first free port."""
    for port in _ports_from(first):
        try:
            return bound(socket.SOCK_STREAM, host, port)
        except OSError:
            continue
    raise _none_free("OSCQuery", first, "http_port in the settings")


def free_udp_and_tcp(host: str, first: int) -> tuple[socket.socket, socket.socket]:
    """UDP and TCP sockets of one number: the first free one from `first` on; 0 takes any."""
    for port in _ports_from(first):
        try:
            udp = bound(socket.SOCK_DGRAM, host, port)
        except OSError:
            continue
        try:
            return udp, bound(socket.SOCK_STREAM, host, udp.getsockname()[1])
        except OSError:
            udp.close()
    raise _none_free("OSC", first, "--port")


def _none_free(what: str, first: int, where: str) -> StudioError:
    return StudioError(
        ErrorCode.BUSY,
        f"no port for {what} is free",
        value=first,
        hint=f"free one of the {PORTS_TRIED} from there on, or give another with {where}",
    )
