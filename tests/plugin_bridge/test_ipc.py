"""JSON-RPC over the real Unix socket."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import stat
import threading
from pathlib import Path

import pytest
from osc_ear import open_bridge

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")


class Caller:
    """One connection; `ask` skips notifications, which `hear` waits for."""

    def __init__(self, bridge):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(60)
        self._socket.connect(bridge.running.ipc)
        self._lines = self._socket.makefile("rb")
        self.heard = []

    def send(self, told):
        self.send_bytes(json.dumps(told).encode() + b"\n")

    def send_bytes(self, data):
        self._socket.sendall(data)

    def read(self):
        return json.loads(self._lines.readline())

    def answer(self):
        while "method" in (told := self.read()):
            self.heard.append(told)
        return told

    def ask(self, method, params=None, call_id=1):
        self.send({"jsonrpc": "2.0", "id": call_id, "method": method, "params": params or {}})
        return self.answer()

    def hear(self, *methods):
        while True:
            told = self.heard.pop(0) if self.heard else self.read()
            if told.get("method") in methods:
                return told["method"], told["params"]

    def close(self):
        self._lines.close()
        self._socket.close()


@pytest.fixture
def caller(bridge):
    made = Caller(bridge)
    yield made
    made.close()


def test_only_the_user_can_open_the_socket(bridge):
    place = Path(bridge.running.ipc)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_a_cue_is_made_and_its_life_is_told(caller):
    told = caller.ask("generate/text", {"text": "A storm", "length_s": 4, "request_id": "mine"})
    job = {"request_id": "mine", "job_id": told["result"]["job_id"]}
    assert told == {"jsonrpc": "2.0", "id": 1, "result": job}
    assert caller.hear("job/queued", "job/error") == ("job/queued", job)
    came, done = caller.hear("job/done", "job/error")
    assert came == "job/done", done
    assert Path(done["path"]).is_file()
    clip = caller.ask("take/get", [done["clip_id"]])["result"]
    assert clip["path"] == done["path"]
    listed = caller.ask("take/list", {"most": 1})["result"]
    assert [one["clip_id"] for one in listed] == [done["clip_id"]]


def test_the_json_request_is_given_as_parameters(caller):
    told = caller.ask("generate/json", {"schema_version": 1, "colour": "red"})
    assert told["error"]["code"] == -32602
    assert "colour" in told["error"]["message"]
    told = caller.ask("generate/json", {"json": '{"schema_version": 2}'})
    assert told["error"]["data"]["code"] == "out_of_range"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"{", -32700),
        (b"[" * 100_000, -32700),
        (b"\xff\xfe", -32700),
        (b"7", -32600),
        (b"[]", -32600),
        (b"[" + b"1," * 100 + b"1]", -32600),
        (b'{"method": "test", "id": 1}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1}', -32600),
        (b'{"jsonrpc": "2.0", "id": true, "method": "test"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "test", "params": 7}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tset"}', -32601),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "test", "params": {"a": 1}}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "take/list", "params": ["", 1e400]}', -32602),
        (
            b'{"jsonrpc": "2.0", "id": 1, "method": "transport/tempo", "params": [1'
            + b"0" * 400
            + b"]}",
            -32602,
        ),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "take/list", "params": ["\\ud800"]}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "take/get", "params": ["zz"]}', -32602),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "project/open", "params": ["/etc"]}', -32012),
    ],
)
def test_what_is_wrong_is_answered_with_its_code(caller, frame, code):
    caller.send_bytes(frame + b"\n")
    assert caller.answer()["error"]["code"] == code
    assert caller.ask("test")["result"] == {"word": "ok"}


def test_a_batch_is_answered_together_and_notifications_are_not(caller):
    ask = {"jsonrpc": "2.0", "method": "test"}
    caller.send(ask)
    caller.send([ask, ask | {"id": "a"}, ask | {"id": None, "method": "nothing"}, 7])
    told = caller.answer()
    assert [one.get("id") for one in told] == ["a", None, None]
    assert [one["error"]["code"] for one in told[1:]] == [-32601, -32600]


def test_buttons_do_nothing_when_let_go(caller):
    before = caller.ask("style")["result"]
    assert caller.ask("style/next", {"press": 0})["result"] is None
    assert caller.ask("style")["result"] == before


def test_refresh_tells_the_whole_state(caller):
    assert caller.ask("refresh")["result"] is None
    came, told = caller.hear("transport")
    assert "follow" in told
    assert caller.hear("finish/list/end")[1]["count"] > 1


def test_subscribers_hear_other_clients_jobs_until_they_leave(bridge, caller, ear):
    caller.ask("client/subscribe", {"lease_s": 60})
    ear.ask("generate/text", "A long war", 600.0, "", 0.0, "", 1, 1, "", 0, "heard")
    assert caller.hear("job/started")[1]["request_id"] == "heard"
    caller.ask("job/cancel", {"job": "heard"})
    assert caller.hear("job/cancelled")[1]["request_id"] == "heard"
    leaving = Caller(bridge)
    leaving.ask("client/subscribe")
    before = len(tuple(bridge.listeners))
    leaving.close()
    for _ in range(1000):  # each a round through the bridge's loop
        caller.ask("test")
        if len(tuple(bridge.listeners)) < before:
            return
    raise AssertionError("the lease outlived its client")


def test_a_client_that_never_reads_is_dropped(bridge, caller):
    deaf = Caller(bridge)
    asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "transport"}).encode() + b"\n"

    def ask_for_ever():
        while True:
            deaf.send_bytes(asked * 1000)

    with pytest.raises(ConnectionError):
        ask_for_ever()
    deaf.close()
    assert caller.ask("test")["result"] == {"word": "ok"}


def test_a_frame_without_end_is_dropped(bridge, caller):
    endless = Caller(bridge)
    sending = threading.Thread(target=_pour, args=(endless,))
    sending.start()
    assert endless.answer()["error"]["code"] == -32600
    sending.join(30)
    endless.close()
    assert caller.ask("test")["result"] == {"word": "ok"}


def _pour(caller):
    with contextlib.suppress(OSError):
        for _ in range(100):
            caller.send_bytes(b"x" * 100_000)


def test_a_second_bridge_takes_another_name_and_a_dead_ones_is_taken_over(tmp_path):
    with open_bridge(tmp_path) as first:
        with open_bridge(tmp_path) as second:
            assert second.running.ipc != first.running.ipc
        assert not os.path.exists(second.running.ipc)
        taken = first.running.ipc
    left = socket.socket(socket.AF_UNIX)
    left.bind(taken)
    left.close()
    with open_bridge(tmp_path) as third:
        assert third.running.ipc == taken
        caller = Caller(third)
        assert caller.ask("test")["result"] == {"word": "ok"}
        caller.close()
