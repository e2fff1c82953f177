"""Framed JSON over a real pipe."""

from __future__ import annotations

import os

from musflow_studio.frames import FrameReader, FrameWriter


def test_messages_arrive_whole_and_in_order_then_the_end():
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as reading:
        with os.fdopen(write_end, "wb") as writing:
            writer = FrameWriter(writing)
            assert writer.write({"do": "cue", "words": "größe 4/4 🎻\n"})
            assert writer.write({"n": 2})
        reader = FrameReader(reading)
        assert reader.read() == {"do": "cue", "words": "größe 4/4 🎻\n"}
        assert reader.read() == {"n": 2}
        assert reader.read() is None


def test_a_message_cut_short_is_no_message():
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as reading:
        with os.fdopen(write_end, "wb") as writing:
            writing.write(b'\x00\x00\x00\x20{"n": 1')
        assert FrameReader(reading).read() is None


def test_writing_to_a_closed_pipe_says_so():
    read_end, write_end = os.pipe()
    os.close(read_end)
    writing = os.fdopen(write_end, "wb", buffering=0)
    assert FrameWriter(writing).write({"n": 1}) is False
    writing.close()
