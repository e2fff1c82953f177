"""OSC bytes: read as another library writes them, and never an endless loop."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from plugin_bridge.osc_packet import PacketError, decode, encode

VALUES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
        st.booleans(),
        st.integers(-(2**31), 2**31 - 1),
        st.floats(width=32, allow_nan=False),
        st.binary(min_size=1, max_size=9),
    )
)


@given(VALUES)
def test_what_is_written_here_another_library_reads(values):
    assert list(OscMessage(encode("/musflow/test", values)).params) == values


@given(VALUES)
def test_what_another_library_writes_is_read_here(values):
    builder = OscMessageBuilder("/musflow/test")
    for value in values:
        builder.add_arg(value)
    assert decode(builder.build().dgram) == [("/musflow/test", tuple(values))]


def test_a_large_seed_goes_out_whole():
    assert decode(encode("/a", [2**32 - 1])) == [("/a", (2**32 - 1,))]


def _bundle(*elements: bytes) -> bytes:
    body = b"".join(struct.pack(">i", len(one)) + one for one in elements)
    return b"#bundle\0" + bytes(8) + body


def _nested(depth: int) -> bytes:
    packet = encode("/a", [])
    for _ in range(depth):
        packet = _bundle(packet)
    return packet


def test_a_bundle_is_its_messages_in_order():
    assert decode(_bundle(encode("/a", [1]), _bundle(encode("/b", [2])))) == [
        ("/a", (1,)),
        ("/b", (2,)),
    ]


@pytest.mark.parametrize(
    ("packet", "says"),
    [
        (b"", "begins with"),
        (b"hello", "begins with"),
        (b"/no end", "no end"),
        (b"/a\0\0i\0\0\0", "comma"),
        (b"/a\0\0,i\0\0\0", "ends inside"),
        (b"/a\0\0,b\0\0\xff\xff\xff\xff", "blob"),
        (b"/a\0\0,s\0\0\xff\xfe\0\0", "UTF-8"),
        (b"/a\0\0,[i]\0\0\0\0" + bytes(4), "not taken"),
        (b"/a\0\0," + b"T" * 300 + bytes(3), "256"),
        (b"#bundle\0" + bytes(3), "time tag"),
        (_bundle() + struct.pack(">i", -4), "-4 bytes"),
        (_bundle() + struct.pack(">i", 0), "0 bytes"),
        (_bundle() + struct.pack(">i", 99), "99 bytes"),
        (_nested(900), "nested"),
        (bytes(70_000), "70000 bytes"),
    ],
)
def test_what_is_no_packet_is_refused_with_its_reason(packet, says):
    with pytest.raises(PacketError, match=says):
        decode(packet)


@given(st.binary(max_size=200))
def test_any_bytes_are_messages_or_a_packet_error(data):
    for prefix in (b"", b"/a\0\0,", b"#bundle\0" + bytes(8)):
        with contextlib.suppress(PacketError):
            assert isinstance(decode(prefix + data), list)
