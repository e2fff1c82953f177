"""The local network: closed unless it is opened, and then only to who shows the token."""

from __future__ import annotations

import json
import socket
import struct
import urllib.error
import urllib.request

import pytest
from osc_ear import Ear, open_bridge
from pythonosc.udp_client import SimpleUDPClient

from plugin_bridge.announcing import own_addresses
from plugin_bridge.osc_packet import decode, encode

ADDRESSES = own_addresses()
pytestmark = pytest.mark.skipif(not ADDRESSES, reason="needs a network interface")


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    with open_bridge(tmp_path_factory.mktemp("lan"), lan=True) as opened:
        yield opened


@pytest.fixture
def guest(bridge):
    """A client that comes in over the network's address, as another machine would."""
    client = Ear(bridge)
    client.close()
    client._client = SimpleUDPClient(ADDRESSES[0], bridge.running.osc_port)
    yield client
    client.close()


def test_a_guest_is_told_who_is_there_and_nothing_else(guest):
    assert guest.ask("test") == ["ok"]
    assert guest.ask("api/version")
    for address, values in (
        ("generate/text", ("A storm", 4.0)),
        ("take/list", ()),
        ("project/open", ("/etc",)),
        ("client/subscribe", (0, 60.0)),
        ("player/stop", ()),
        ("refresh", ()),
    ):
        code, _, message, _ = guest.refused(address, *values)
        assert (code, "token" in message) == (22, True)
    guest.send("*")
    assert guest.wait_for("error", "transport")[0] == "error"


def test_the_token_opens_and_guessing_is_slowed(bridge, guest):
    for _ in range(5):
        assert guest.refused("client/token", "guess")[0] == 22
    assert guest.refused("client/token", bridge.token)[0] == 41  # guessed too often: wait
    patient = SimpleUDPClient(ADDRESSES[0], bridge.running.osc_port)
    guest._client.close()
    guest._client = patient
    assert guest.ask("client/token", bridge.token) == ["ok"]
    assert guest.ask("style/select", "noir-jazz") == ["noir-jazz"]
    assert guest.ask("style/select", "") == [""]
    assert "allowed folders" in guest.refused("generate/panels", "/etc")[2]


def test_each_stream_shows_the_token_itself(bridge):
    def ask(stream, address, *values):
        packet = encode(f"/musflow/{address}", values)
        stream.sendall(struct.pack(">I", len(packet)) + packet)
        (length,) = struct.unpack(">I", stream.recv(4, socket.MSG_WAITALL))
        return decode(stream.recv(length, socket.MSG_WAITALL))[0]

    at = (ADDRESSES[0], bridge.running.osc_port)
    with socket.create_connection(at, timeout=10) as first:
        assert ask(first, "style")[0] == "/musflow/error"
        assert ask(first, "client/token", bridge.token)[1] == ("ok",)
        assert ask(first, "style")[0] == "/musflow/style"
    with socket.create_connection(at, timeout=10) as second:
        assert ask(second, "style")[0] == "/musflow/error"


def test_values_over_http_need_the_token(bridge):
    url = f"http://{ADDRESSES[0]}:{bridge.running.http_port}/musflow/style"
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert "VALUE" not in json.load(answer)
    shown = urllib.request.Request(url, headers={"Authorization": f"Bearer {bridge.token}"})
    with urllib.request.urlopen(shown, timeout=10) as answer:
        assert json.load(answer)["VALUE"] == [""]
    rebound = urllib.request.Request(url, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(rebound, timeout=10)
    assert caught.value.code == 403
    caught.value.close()


def test_only_the_allowed_addresses_are_answered_at_all(tmp_path):
    with open_bridge(tmp_path, lan=True, lan_allow=("10.99.0.0/16",)) as opened:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as raw:
            raw.settimeout(0.5)
            raw.sendto(encode("/musflow/test", []), (ADDRESSES[0], opened.running.osc_port))
            with pytest.raises(TimeoutError):
                raw.recv(4096)
        with socket.create_connection((ADDRESSES[0], opened.running.http_port), 10) as stream:
            stream.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert _all(stream) == b""


def _all(stream):
    try:
        return stream.recv(65536)
    except ConnectionError:
        return b""


def test_without_the_switch_the_network_is_not_even_listened_to(tmp_path):
    with open_bridge(tmp_path) as opened:
        for port in (opened.running.osc_port, opened.running.http_port):
            with pytest.raises(ConnectionError):
                socket.create_connection((ADDRESSES[0], port), timeout=5)
