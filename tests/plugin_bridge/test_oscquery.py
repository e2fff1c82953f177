"""OSCQuery, read by curl and by raw sockets; zeroconf, heard by a browser of services."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading

import pytest
from osc_ear import open_bridge
from zeroconf import ServiceBrowser, ServiceListener, Zeroconf

from plugin_bridge.oscquery import tree
from plugin_bridge.protocol import METHODS

CURL = shutil.which("curl")


def curl(bridge, path, *more):
    """Status and body as curl got them."""
    url = f"http://127.0.0.1:{bridge.running.http_port}{path}"
    told = subprocess.run(
        [CURL, "-sS", "-g", "-w", "\n%{http_code}", url, *more],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    body, _, status = told.stdout.rpartition("\n")
    return int(status), json.loads(body) if body else None


def raw(bridge, head):
    """The status line's number for a request written by hand."""
    with socket.create_connection(("127.0.0.1", bridge.running.http_port), timeout=10) as client:
        client.sendall(head)
        got = b""
        while part := client.recv(65536):
            got += part
    return int(got.split(b" ")[1]) if got else 0


needs_curl = pytest.mark.skipif(not CURL, reason="needs curl")


@needs_curl
def test_the_whole_tree_is_told_with_values(bridge, ear):
    ear.ask("style/select", "noir-jazz")
    status, root = curl(bridge, "/")
    assert status == 200
    found = root["CONTENTS"]["musflow"]["CONTENTS"]
    assert found["style"]["VALUE"] == ["noir-jazz"]
    assert (found["style"]["TYPE"], found["style"]["ACCESS"]) == ("s", 1)
    text = found["generate"]["CONTENTS"]["text"]
    assert text["FULL_PATH"] == "/musflow/generate/text"
    assert text["TYPE"].startswith("sfsfs")
    assert text["RANGE"][3] == {"MIN": 0, "MAX": 240}
    assert "VALUE" not in text
    ear.ask("style/select", "")


def test_every_address_is_a_node():
    root = tree({})
    for method in METHODS:
        node = root
        for part in method.address.strip("/").split("/"):
            node = node["CONTENTS"][part]
        assert node["FULL_PATH"] == method.address
        assert node["ACCESS"] in (1, 2)


@needs_curl
@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/musflow/test?VALUE", 200, {"VALUE": ["ok"]}),
        ("/musflow/test?TYPE", 200, {"TYPE": "s"}),
        ("/musflow/generate?CONTENTS", 200, None),
        ("/musflow/generate/text?VALUE", 204, None),
        ("/musflow/test?COLOUR", 400, None),
        ("/musflow/nothing", 404, None),
        ("/musflow/../../etc/passwd", 404, None),
        ("/%00", 404, None),
    ],
)
def test_attributes_and_addresses_are_answered_as_the_proposal_says(bridge, path, status, body):
    told = curl(bridge, path, "--path-as-is")
    assert told[0] == status
    assert body is None or told[1] == body


@needs_curl
def test_host_info_names_the_ports(bridge):
    status, told = curl(bridge, "/?HOST_INFO")
    assert status == 200
    assert (told["OSC_PORT"], told["OSC_TRANSPORT"]) == (bridge.running.osc_port, "UDP")
    assert told["EXTENSIONS"]["VALUE"] is True
    assert told["EXTENSIONS"]["LISTEN"] is False
    assert told["NAME"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("Host: 127.0.0.1", 200),
        ("Host: localhost:9787", 200),
        ("Host: [::1]:9787", 200),
        ("Host: evil.example", 403),
        ("Host: 127.0.0.1.evil.example", 403),
        ("Host: 192.168.1.5", 403),
        ("X: y", 403),
        ("Host: localhost\r\nOrigin: http://evil.example", 403),
        ("Host: localhost\r\nOrigin: null", 403),
        ("Host: localhost\r\nOrigin: http://localhost", 200),
        ("Host: localhost\r\nSec-Fetch-Site: cross-site", 403),
        ("Host localhost", 400),
    ],
)
def test_web_pages_are_kept_out(bridge, headers, status):
    head = f"GET /musflow/test HTTP/1.1\r\n{headers}\r\n\r\n"
    assert raw(bridge, head.encode()) == status


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        (b"GET /\r\n\r\n", 400),
        (b"\x16\x03\x01\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", 0),
        (b"GET //[ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: [\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused_or_dropped(bridge, head, status):
    try:
        got = raw(bridge, head)
    except ConnectionError:
        got = 0
    assert got == status


def test_a_head_request_has_no_body(bridge):
    with socket.create_connection(("127.0.0.1", bridge.running.http_port), timeout=10) as client:
        client.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.makefile("rb").read().endswith(b"\r\n\r\n")


def test_dawdlers_do_not_keep_others_out(bridge):
    at = ("127.0.0.1", bridge.running.http_port)
    slow = [socket.create_connection(at, timeout=10) for _ in range(60)]
    for one in slow:
        one.sendall(b"GET / HT")
    assert raw(bridge, b"GET /musflow/test HTTP/1.1\r\nHost: localhost\r\n\r\n") == 200
    for one in slow:
        one.close()


class _Browser(ServiceListener):
    """Remembers the services it was told."""

    def __init__(self):
        self.found = {}
        self.gone = set()
        self.changed = threading.Condition()

    def add_service(self, zc, type_, name):
        info = zc.get_service_info(type_, name)
        with self.changed:
            self.found[type_] = info
            self.changed.notify_all()

    def update_service(self, zc, type_, name):
        pass

    def remove_service(self, zc, type_, name):
        with self.changed:
            self.gone.add(type_)
            self.changed.notify_all()

    def wait(self, true, limit_s=20):
        with self.changed:
            return self.changed.wait_for(true, limit_s)


def test_the_network_finds_the_studio_while_it_is_open_to_it(tmp_path):
    kinds = ["_osc._udp.local.", "_oscjson._tcp.local."]
    listening, browser = Zeroconf(), _Browser()
    try:
        ServiceBrowser(listening, kinds, browser)
        with open_bridge(tmp_path, lan=True) as opened:
            assert browser.wait(lambda: len(browser.found) == 2)
            ports = [browser.found[kind].port for kind in kinds]
            assert ports == [opened.running.osc_port, opened.running.http_port]
        assert browser.wait(lambda: len(browser.gone) == 2)
    finally:
        listening.close()
