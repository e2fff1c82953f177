"""OSC 1.0 packets: bytes to messages and back. Standard library only.

Written here because a packet comes from anywhere: a size below zero in a bundle must not loop,
a thousand nested bundles must not exhaust the stack, an unknown type tag must not shift what
follows. Bundles are handled at once, whatever their time tag says.

Source: Open Sound Control 1.0 Specification (opensoundcontrol.stanford.edu/spec-1_0.html).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

LARGEST_PACKET_BYTES = 65_536
_DEEPEST_BUNDLE = 8
_MOST_ARGUMENTS = 256
_BUNDLE = b"#bundle\0"
_NUMBERS = {
    "i": struct.Struct(">i"),
    "f": struct.Struct(">f"),
    "h": struct.Struct(">q"),
    "d": struct.Struct(">d"),
    "t": struct.Struct(">Q"),
    "c": struct.Struct(">I"),
    "r": struct.Struct(">I"),
    "m": struct.Struct(">I"),
}
_CONSTANTS: dict[str, Any] = {"T": True, "F": False, "N": None, "I": True}

Message = tuple[str, tuple[Any, ...]]


class PacketError(ValueError):
    """These bytes are no OSC packet; the text says why."""


def decode(packet: bytes) -> list[Message]:
    """The messages of a packet in order. Raises PacketError."""
    if len(packet) > LARGEST_PACKET_BYTES:
        raise PacketError(f"the packet has {len(packet)} bytes, more than {LARGEST_PACKET_BYTES}")
    return list(_messages(packet, 0))


def encode(address: str, values: Sequence[Any]) -> bytes:
    """One message as bytes; int, float, str, bool and bytes are sent as i (or h), f, s, T/F, b."""
    tags, body = ",", b""
    for value in values:
        tag, data = _encoded(value)
        tags += tag
        body += data
    return _text(address) + _text(tags) + body


def _encoded(value: Any) -> tuple[str, bytes]:
    if isinstance(value, bool):
        return ("T" if value else "F"), b""
    if isinstance(value, int):
        tag = "i" if -(2**31) <= value < 2**31 else "h"
        return tag, _NUMBERS[tag].pack(value)
    if isinstance(value, float):
        return "f", _NUMBERS["f"].pack(value)
    if isinstance(value, bytes):
        return "b", _NUMBERS["i"].pack(len(value)) + _padded(value)
    return "s", _text(value)


def _text(text: str) -> bytes:
    return _padded(text.replace("\0", "").encode("utf-8", "replace") + b"\0")


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _messages(packet: bytes, depth: int) -> Iterator[Message]:
    if packet.startswith(b"/"):
        yield _message(packet)
    elif packet.startswith(_BUNDLE):
        if depth == _DEEPEST_BUNDLE:
            raise PacketError(f"bundles nested deeper than {_DEEPEST_BUNDLE}")
        for element in _elements(packet):
            yield from _messages(element, depth + 1)
    else:
        raise PacketError("an OSC packet begins with / or #bundle")


def _elements(bundle: bytes) -> Iterator[bytes]:
    at = len(_BUNDLE) + 8  # the time tag
    if len(bundle) < at:
        raise PacketError("the bundle ends in its time tag")
    while at < len(bundle):
        size, at = _number("i", bundle, at)
        if not 0 < size <= len(bundle) - at:
            raise PacketError(f"a bundle element says it has {size} bytes")
        yield bundle[at : at + size]
        at += size


def _message(packet: bytes) -> Message:
    address, at = _string(packet, 0)
    if at == len(packet):
        return address, ()
    tags, at = _string(packet, at)
    if not tags.startswith(","):
        raise PacketError("the type tags do not begin with a comma")
    if len(tags) > _MOST_ARGUMENTS:
        raise PacketError(f"more than {_MOST_ARGUMENTS} arguments")
    values = []
    for tag in tags[1:]:
        value, at = _value(tag, packet, at)
        values.append(value)
    return address, tuple(values)


def _value(tag: str, packet: bytes, at: int) -> tuple[Any, int]:
    if tag in _CONSTANTS:
        return _CONSTANTS[tag], at
    if tag in _NUMBERS:
        return _number(tag, packet, at)
    if tag in "sS":
        return _string(packet, at)
    if tag == "b":
        size, at = _number("i", packet, at)
        if not 0 <= size <= len(packet) - at:
            raise PacketError(f"a blob says it has {size} bytes")
        return packet[at : at + size], at + size + -size % 4
    raise PacketError(f"arguments of type {tag!r} are not taken; use i, f, s, T or F")


def _number(tag: str, packet: bytes, at: int) -> tuple[Any, int]:
    form = _NUMBERS[tag]
    if at + form.size > len(packet):
        raise PacketError("the packet ends inside an argument")
    return form.unpack_from(packet, at)[0], at + form.size


def _string(packet: bytes, at: int) -> tuple[str, int]:
    end = packet.find(b"\0", at)
    if end < 0:
        raise PacketError("a text has no end")
    try:
        text = packet[at:end].decode()
    except UnicodeDecodeError:
        raise PacketError("a text is not UTF-8") from None
    return text, min(len(packet), end + 4 - (end - at) % 4)
