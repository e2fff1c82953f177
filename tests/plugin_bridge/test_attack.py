"""Floods and rubbish: nothing falls over, nothing valid is lost, answers stay quick."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import random
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from osc_ear import Ear
from running_window import READY, running_window, wait_for_log

from plugin_bridge.osc_packet import encode
from plugin_bridge.protocol import METHODS
from plugin_bridge.running import find_running

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour-dawn"
CLIENT = str(Path(__file__).with_name("pouring_client.py"))
JUNK = ("", "x" * 60_000, "../../etc/passwd", "\ud83c\udfb5", 0, -1, 2**31 - 1, 2**40)
FLOATS = (0.5, float("nan"), float("inf"), -1e30, True, False)


def _packet(draw: random.Random) -> bytes:
    """A message of the table with odd arguments, often with broken bytes."""
    address = draw.choice(METHODS).address if draw.random() < 0.8 else f"/{draw.random()}"
    values = [draw.choice((*JUNK, *FLOATS)) for _ in range(draw.randrange(4))]
    packet = bytearray(encode(address, values))
    if draw.random() < 0.5:
        for _ in range(draw.randrange(1, 6)):
            packet[draw.randrange(len(packet))] = draw.randrange(256)
    if draw.random() < 0.2:
        del packet[draw.randrange(len(packet)) :]
    if draw.random() < 0.2:
        size = draw.choice((len(packet), -1, 0, 2**31 - 1))
        packet = bytearray(b"#bundle\0" + bytes(8) + struct.pack(">i", size) + packet)
    return bytes(packet[:65_000])  # a longer one ends the stream, which another test shows


@pytest.mark.gate
def test_fuzzed_packets_neither_stop_the_bridge_nor_fill_memory(bridge, ear, gate, caplog):
    draw = random.Random(6)
    packets = gate.size(1_000_000)
    at = ("127.0.0.1", bridge.running.osc_port)
    memory = psutil.Process().memory_info

    def fire(count: int) -> None:
        with socket.create_connection(at, timeout=60) as stream:
            for _ in range(count):
                packet = _packet(draw)
                stream.sendall(struct.pack(">I", len(packet)) + packet)
                _swallow(stream)
        ear.ask("test")

    fire(packets // 10)
    before = memory().rss
    fire(packets - packets // 10)
    growth = memory().rss / before - 1
    gate.record(
        "bridge: fuzzed packets",
        f"{packets:,} answered or dropped, memory {growth:+.1%}",
        "no crash, memory +5 %",
        "odd arguments, broken bytes, broken bundles over one TCP stream after a tenth as warm-up",
        met=growth < 0.05,
    )
    assert growth < 0.1  # a short run still fills caches
    assert_nothing_broke(caplog)


def assert_nothing_broke(caplog) -> None:
    """Nothing was answered with an exception of ours."""
    broken = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not broken, broken[:3]


def _swallow(stream: socket.socket) -> None:
    """Read what is there, so that the client is not dropped for being deaf."""
    stream.setblocking(False)
    try:
        while stream.recv(1 << 16):
            pass
    except BlockingIOError:
        pass
    finally:
        stream.settimeout(60)


@pytest.mark.gate
def test_a_thousand_messages_a_second_are_all_answered_while_a_job_runs(bridge, gate):
    ear = Ear(bridge)
    ear.ask("engine/select", "sampled")  # fuzzed packets may have chosen another
    ear.close()
    _pour(bridge, gate, "")


@pytest.mark.gate
def test_the_open_window_does_not_keep_messages_waiting(gate, tmp_path):
    pytest.importorskip("PyQt6.QtWidgets")
    home = Path(os.environ["MUSFLOW_HOME"])
    board = shutil.copytree(EXAMPLE, tmp_path / "dawn")
    with running_window(home, str(board)):
        wait_for_log(home, READY)
        until = time.monotonic() + 20
        while (running := find_running()) is None:
            assert time.monotonic() < until
            time.sleep(0.05)
        _pour(SimpleNamespace(running=running), gate, ", window open")


def _pour(bridge, gate, where):
    """A thousand numbered messages a second during a job; each number must come back."""
    ear = Ear(bridge)
    ear.ask("generate/text", "The long war", 3600.0, "", 0.0, "", 1, 1, "", 0, "war")
    ear.wait_for("job/progress")
    count = gate.size(60_000)
    done = subprocess.run(
        [sys.executable, CLIENT, str(bridge.running.osc_port), str(count)],
        stdout=subprocess.PIPE,
        timeout=300,
        check=True,
    )
    heard = json.loads(done.stdout)
    ear.ask("job/cancel", "war")  # answered: the job still ran
    ear.wait_for("job/cancelled")
    ear.close()
    waits = sorted(heard["waits_ms"])
    p99_ms = waits[int(len(waits) * 0.99)]
    gate.record(
        f"bridge: message to answer, 99 of 100{where}",
        f"{p99_ms:.2f} ms (median {waits[len(waits) // 2]:.2f} ms)",
        "5 ms",
        "a client process sends 1,000 messages a second over UDP while an hour of music is made",
        met=p99_ms < 5,
    )
    gate.record(
        f"bridge: 1,000 messages a second{where}",
        f"{len(waits):,} of {count:,} answered in {heard['seconds']:.0f} s",
        "60 s held, none lost",
        "as above; every message carries a number, and each number comes back",
        met=len(waits) == count,
    )
    assert len(waits) == count
    if gate.full:
        assert p99_ms < 5


@pytest.mark.gate
def test_fuzzed_json_rpc_neither_stops_the_bridge_nor_fills_memory(bridge, ear, gate, caplog):
    draw, count = random.Random(7), gate.size(200_000)
    memory = psutil.Process().memory_info

    def fire(frames):
        with socket.socket(socket.AF_UNIX) as stream:
            stream.settimeout(60)
            stream.connect(bridge.running.ipc)
            for _ in range(frames):
                stream.sendall(_frame(draw))
                _swallow(stream)
        assert ear.ask("test") == ["ok"]

    fire(count // 10)
    before = memory().rss
    fire(count - count // 10)
    growth = memory().rss / before - 1
    gate.record(
        "bridge: fuzzed JSON-RPC frames",
        f"{count:,} answered, memory {growth:+.1%}",
        "no crash, memory +5 %",
        "odd methods, parameters, ids and broken JSON over the local socket after a tenth",
        met=growth < 0.05,
    )
    assert growth < 0.1  # a short run still fills caches
    assert_nothing_broke(caplog)


def _frame(draw: random.Random) -> bytes:
    """One JSON-RPC line with odd parts, often broken."""
    odd = (*JUNK, *FLOATS, None, [], {}, [[]], {"a": {"b": []}}, "\ud800", 10**400)
    method = draw.choice(METHODS)
    params = {arg.name: draw.choice(odd) for arg in method.args if draw.random() < 0.7}
    asked = {"jsonrpc": "2.0", "id": draw.choice(odd), "method": method.name, "params": params}
    for name in [*asked]:
        if draw.random() < 0.1:
            asked[name] = draw.choice(odd)
    frame = bytearray(
        json.dumps([asked] * draw.choice((1, 1, 3)) if draw.random() < 0.2 else asked).encode()
    )
    if draw.random() < 0.3:
        frame[draw.randrange(len(frame))] = draw.randrange(256)
    return bytes(frame) + b"\n"


def test_fuzzed_http_is_answered_or_dropped(bridge, ear, caplog):
    draw = random.Random(8)
    at = ("127.0.0.1", bridge.running.http_port)
    for _ in range(1500):
        with socket.create_connection(at, timeout=10) as stream:
            with contextlib.suppress(ConnectionError):
                stream.sendall(_http(draw))
                stream.shutdown(socket.SHUT_WR)
                assert stream.recv(4096)[:5] in (b"", b"HTTP/")
    assert ear.ask("test") == ["ok"]
    assert_nothing_broke(caplog)


def _http(draw: random.Random) -> bytes:
    """A request with odd parts, often broken."""
    target = draw.choice(
        ("/", "/musflow/test?VALUE", "//[", "/%ff?\u20ac", "*", "http://[::1/", "")
    )
    host = draw.choice(("localhost", "[", "127.0.0.1:x", "", "[::1]:99999", "a" * 7000))
    verb = draw.choice(("GET", "HEAD", "POST", "", "G\0T"))
    head = f"{verb} {target} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n\r\n"
    sent = bytearray(head.encode())
    for _ in range(draw.randrange(4)):
        sent[draw.randrange(len(sent))] = draw.randrange(256)
    return bytes(sent)
