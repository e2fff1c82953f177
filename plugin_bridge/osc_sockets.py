"""OSC over UDP and TCP on the bridge's loop.

TCP streams are SLIP framed (OSC 1.1, double END) or length prefixed (OSC 1.0); the first byte
tells which, and answers use the same. A client that does not read is dropped, never waited for.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from typing import cast

from plugin_bridge.clients import Client, Link, Row, Senders, is_loopback
from plugin_bridge.osc_desk import OscDesk
from plugin_bridge.osc_packet import LARGEST_PACKET_BYTES, encode

MOST_UNREAD_BYTES = 1_000_000
MOST_STREAMS = 200
_LENGTH = struct.Struct(">I")
_END, _ESC = b"\xc0", b"\xdb"
_ESC_END, _ESC_ESC = b"\xdb\xdc", b"\xdb\xdd"

Watch = Callable[[str, str, str, Row], None]


class UdpLink:
    """One address datagrams are sent to."""

    def __init__(self, server: UdpServer, host: str, port: int) -> None:
        self._server = server
        self._at = (host, port)
        self.name = f"udp:{host}:{port}"

    def tell(self, address: str, row: Row) -> None:
        """Send one message."""
        self._server.send(self._at, self.name, address, row)

    def at_port(self, port: int) -> tuple[str, Link]:
        """The same host at another port."""
        host, own = self._at
        link = UdpLink(self._server, host, port or own)
        return link.name, link


class UdpServer(asyncio.DatagramProtocol):
    """Datagrams in and out.

    Args:
        accepts: whether a host may talk to us at all.
    """

    def __init__(self, desk: OscDesk, watch: Watch, accepts: Callable[[str], bool]) -> None:
        self._desk = desk
        self._watch = watch
        self._accepts = accepts
        self._transport: asyncio.DatagramTransport | None = None
        self._senders = Senders(self._client)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """One packet."""
        if self._accepts(addr[0]):
            self._desk.received(self._senders[addr[0], addr[1]], data)

    def send(self, at: tuple[str, int], name: str, address: str, row: Row) -> None:
        """Send one message; what the network does not take is lost, as datagrams are."""
        if self._transport and not self._transport.is_closing():
            packet = encode(address, row)
            if len(packet) < LARGEST_PACKET_BYTES - 100:
                self._watch("out", name, address, row)
                self._transport.sendto(packet, at)

    def _client(self, host: str, port: int) -> Client:
        link = UdpLink(self, host, port)
        return Client(link.name, link, trusted=is_loopback(host))


class StreamError(ValueError):
    """A stream that is neither SLIP nor length prefixed OSC."""


class StreamFraming:
    """Bytes of a stream to packets and back; which framing, the first byte tells."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._slip: bool | None = None

    def packets(self, data: bytes) -> list[bytes]:
        """The packets that are complete now. Raises StreamError."""
        self._buffer += data
        if self._slip is None and self._buffer:
            self._slip = self._buffer[0] != 0  # a length under 16 MB begins with 0
        found = self._slip_packets() if self._slip else self._counted_packets()
        if len(self._buffer) > 2 * LARGEST_PACKET_BYTES + 2:
            raise StreamError("a packet without end")
        return found

    def framed(self, packet: bytes) -> bytes:
        """A packet as the client frames its own; SLIP until it has sent one."""
        if self._slip is False:
            return _LENGTH.pack(len(packet)) + packet
        return _END + packet.replace(_ESC, _ESC_ESC).replace(_END, _ESC_END) + _END

    def _slip_packets(self) -> list[bytes]:
        *whole, rest = bytes(self._buffer).split(_END)
        self._buffer = bytearray(rest)
        return [one.replace(_ESC_END, _END).replace(_ESC_ESC, _ESC) for one in whole if one]

    def _counted_packets(self) -> list[bytes]:
        found = []
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > LARGEST_PACKET_BYTES:
                raise StreamError(f"a packet of {length} bytes")
            if len(self._buffer) < _LENGTH.size + length:
                break
            found.append(bytes(self._buffer[_LENGTH.size : _LENGTH.size + length]))
            del self._buffer[: _LENGTH.size + length]
        return found


class TcpConnection(asyncio.Protocol):
    """One OSC client on a stream."""

    def __init__(
        self,
        desk: OscDesk,
        watch: Watch,
        accepts: Callable[[str], bool],
        all_of_them: dict[str, TcpConnection],
        gone: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._watch = watch
        self._accepts = accepts
        self._all = all_of_them
        self._gone = gone
        self._framing = StreamFraming()
        self._transport: asyncio.Transport | None = None
        self._client: Client | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio."""
        host, port = transport.get_extra_info("peername")[:2]
        if not self._accepts(host) or len(self._all) >= MOST_STREAMS:
            cast(asyncio.Transport, transport).abort()
            return
        self._transport = cast(asyncio.Transport, transport)
        self._client = Client(f"tcp:{host}:{port}", self, trusted=is_loopback(host))
        self._all[self._client.name] = self

    def data_received(self, data: bytes) -> None:
        """Part of asyncio."""
        if self._client is None:
            return
        try:
            packets = self._framing.packets(data)
        except StreamError:
            self.close()
            return
        for packet in packets:
            self._desk.received(self._client, packet)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone, and its lease with it."""
        if self._client:
            self._all.pop(self._client.name, None)
            self._gone(self._client.name)

    def tell(self, address: str, row: Row) -> None:
        """Send one message; a client that does not read is dropped."""
        if self._transport is None or self._transport.is_closing() or self._client is None:
            return
        self._watch("out", self._client.name, address, row)
        self._transport.write(self._framing.framed(encode(address, row)))
        if self._transport.get_write_buffer_size() > MOST_UNREAD_BYTES:
            self.close()

    def at_port(self, port: int) -> tuple[str, Link]:
        """A stream has no other ports."""
        return "", self

    def close(self) -> None:
        """Drop the client at once."""
        if self._transport:
            self._transport.abort()
