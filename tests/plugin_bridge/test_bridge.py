"""The bridge with its real studio, over real sockets."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import struct
from pathlib import Path

import pytest
from osc_ear import Ear, open_bridge

from musflow_studio.domain.errors import StudioError
from plugin_bridge.free_ports import PORTS_TRIED
from plugin_bridge.options import BridgeOptions
from plugin_bridge.osc_packet import decode, encode

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbour-dawn"
LIFE = tuple(f"job/{name}" for name in ("queued", "started", "progress", "take", "done", "error"))


def test_a_request_goes_from_queued_to_done_and_every_message_carries_its_id(bridge, ear):
    wishes = ("A storm", 4.0, "", 120.0, "4/4", 5, 1, "", 48000, "mine")
    request_id, job_id = ear.ask("generate/text", *wishes)
    assert request_id == "mine"
    life = [ear.wait_for(*LIFE)]
    while life[-1][0] not in ("job/done", "job/error"):
        life.append(ear.wait_for(*LIFE))
    assert all(values[:2] == ["mine", job_id] for _, values in life)
    came = [name.removeprefix("job/") for name, _ in life]
    assert (came[:2], came[-2:]) == (["queued", "started"], ["take", "done"])
    clip_id, path, seed, bpm, _, _, seconds, rate, clips = life[-1][1][2:]
    assert (seed, bpm, seconds, rate, clips) == (5, 120.0, 4.0, 48000, 1)
    assert Path(path).is_file()
    assert ear.ask("take/get", clip_id)[:2] == [clip_id, path]
    assert ear.ask("take/rate", clip_id, 4) == [clip_id, 4]
    ear.send("take/stems", clip_id)
    assert Path(ear.wait_for("take/stems/item")[1][1]).is_file()
    ear.send("take/hits", clip_id)
    assert ear.wait_for("take/hits/item")[1][1:3] == [0.0, 0]
    ear.send("take/tempo", clip_id)
    assert ear.wait_for("take/tempo/item")[1][3:] == [500_000, 4, 4]


def test_panels_by_json_follow_the_daws_tempo_and_rate(bridge, ear):
    shutil.copytree(EXAMPLE, bridge.boards / "dawn")
    ear.send("transport/tempo", 93.0)
    ear.send("transport/meter", 3, 4)
    ear.send("transport/rate", 48000)
    assert ear.ask("transport/follow", True) == [True]
    wish = {
        "schema_version": 1,
        "sources": [str(bridge.boards / "dawn")],
        "to_panel": "1",
        "output": str(bridge.boards / "out"),
    }
    ear.send("generate/json", json.dumps(wish))
    came, values = ear.wait_for("job/done", "job/error", "error")
    ear.ask("transport/follow", False)
    assert came == "job/done", values
    assert values[5] == pytest.approx(93.0, abs=0.01)
    assert values[9] == 48000
    assert Path(values[3]).is_relative_to(bridge.boards / "out")


def test_bars_land_on_the_daws_grid(ear):
    ear.send("transport/tempo", 120.0)
    ear.send("transport/meter", 4, 4)
    ear.send("transport/rate", 44100)
    ear.send("transport/position", 11.0)  # two beats into the sixth bar
    ear.ask("transport/follow", True)
    ear.send("generate/text", "A storm", 6.0)
    came, values = ear.wait_for("job/done", "job/error", "error")
    ear.ask("transport/follow", False)
    assert came == "job/done", values
    assert _tempo_map(ear, values[2]) == [
        [0.0, 0, 0.0, 500_000, 2, 4],
        [1.0, 44100, 2.0, 500_000, 4, 4],
    ]


def test_a_place_between_the_beats_leads_to_the_next_one(ear):
    ear.send("generate/text", "A storm", 6.0, "", 120.0, "4/4", 5, 1, "", 0, "", 2.75 + 0.1)
    came, values = ear.wait_for("job/done", "job/error", "error")
    assert came == "job/done", values
    *_, last = _tempo_map(ear, values[2])
    assert last[0] == pytest.approx((4 - 2.85) / 2, abs=1e-5)
    assert last[3:] == [500_000, 4, 4]


def _tempo_map(ear, clip_id):
    ear.send("take/tempo", clip_id)
    rows = []
    while (came := ear.wait_for("take/tempo/item", "take/tempo/end"))[0] != "take/tempo/end":
        rows.append(came[1])
    return rows


def test_a_cancelled_job_is_acknowledged_then_confirmed(ear):
    ear.ask("generate/text", "The long war", 600.0, "", 0.0, "", 1, 1, "", 0, "war")
    ear.wait_for("job/started")
    assert ear.ask("job/cancel", "war")[0] == "war"
    assert ear.wait_for("job/cancelled", "job/done")[0] == "job/cancelled"
    assert ear.refused("job/cancel", "war")[0] == 12


def test_the_same_request_id_twice_is_one_job(ear):
    wishes = ("A long war", 600.0, "", 0.0, "", 1, 1, "", 0, "twice")
    ear.send("generate/text", *wishes)
    ear.send("generate/text", *wishes)
    first, second = (ear.wait_for("generate/text")[1] for _ in range(2))
    assert first == second
    ear.ask("job/cancel", "twice")
    ear.wait_for("job/cancelled")


def test_listeners_hear_other_clients_jobs(bridge, ear):
    listener = Ear(bridge)
    listener.ask("client/subscribe", 0, 60)
    ear.ask("generate/text", "A long war", 600.0, "", 0.0, "", 1, 1, "", 0, "heard")
    assert listener.wait_for("job/started")[1][0] == "heard"
    ear.ask("job/cancel", "heard")
    assert listener.wait_for("job/cancelled")[1][0] == "heard"
    listener.ask("client/unsubscribe", 0)
    listener.close()


def test_an_asker_that_listens_too_is_told_once(ear):
    ear.ask("client/subscribe", 0, 60)
    ear.send("generate/text", "A long war", 600.0, "", 0.0, "", 1, 1, "", 0, "once")
    ear.wait_for("job/queued")
    assert ear.wait_for("job/queued", "job/started")[0] == "job/started"
    ear.ask("job/cancel", "once")
    ear.wait_for("job/cancelled")
    ear.ask("client/unsubscribe", 0)


def test_styles_are_selected_and_go_round(ear):
    first = ear.ask("style/next")
    assert ear.ask("style") == first
    assert ear.ask("style/previous", 1.0) != first
    assert ear.ask("style/next", True) == first
    ear.send("style/next", 0.0)  # the button let go
    assert ear.ask("style") == first
    assert ear.refused("style/select", "polka-metal")[0] == 12
    assert ear.ask("style/select", "") == [""]


def test_engines_are_selected_by_name(ear):
    ear.send("engine/list")
    assert ear.wait_for("engine/list/item")[1][0] == "sampled"
    assert ear.ask("engine/select", "sampled") == ["sampled"]
    assert ear.refused("engine/select", "steam")[0] == 12
    assert ear.ask("engine/select", "") == [""]


def test_a_pattern_asks_every_query_and_runs_nothing(ear):
    ear.send("*")
    assert ear.wait_for("transport")[1][5] is False
    assert ear.refused("generate/*")[0] == 22


@pytest.mark.parametrize(
    ("address", "values", "code"),
    [
        ("generat/text", ("a", 1.0), 12),
        ("generate/text", ("a", "b"), 10),
        ("generate/text", ("a", 4.0, "polka-metal"), 12),
        ("generate/panels", ("/etc",), 22),
        ("generate/panels", ("relative",), 10),
        ("generate/json", ("{",), 10),
        ("generate/json", ("[" * 50_000,), 10),
        ("generate/json", ("{}",), 10),
        ("generate/json", ('{"schema_version": 1, "colour": "red"}',), 10),
        ("generate/json", ('{"schema_version": 1, "text": "a", "output": "/"}',), 22),
        ("generate/cue", ("1M1",), 10),
        ("project/open", ("/etc/film.musflow",), 22),
        ("take/get", ("nothing",), 12),
        ("take/get", ("../../etc",), 12),
    ],
)
def test_what_cannot_be_done_is_answered_with_its_code(bridge, address, values, code):
    ear = Ear(bridge)
    assert ear.refused(address, *values)[0] == code
    ear.close()


def test_malformed_packets_and_bundles_of_the_future_are_answered(bridge):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as raw:
        raw.settimeout(5)
        at = ("127.0.0.1", bridge.running.osc_port)
        raw.sendto(b"#bundle\0" + bytes(8) + struct.pack(">i", -4), at)
        assert decode(raw.recv(4096))[0][1][0] == 10
        ask = encode("/musflow/test", [])
        future = b"#bundle\0\xff\xff\xff\xff\0\0\0\0" + struct.pack(">i", len(ask)) + ask
        raw.sendto(future, at)
        assert decode(raw.recv(4096)) == [("/musflow/test", ("ok",))]


def test_the_bridges_own_messages_are_never_answered(ear):
    ear.send("error", 10, "/a", "wrong", "")
    ear.send("job/done")
    ear.send("test")
    assert ear.wait_for("error", "test", "job/done")[0] == "test"


@pytest.mark.parametrize("counted", [True, False], ids=["length prefixed", "SLIP"])
def test_streams_speak_either_framing(bridge, counted):
    packet = encode("/musflow/test", [])
    framed = struct.pack(">I", len(packet)) + packet if counted else b"\xc0" + packet + b"\xc0"
    with socket.create_connection(("127.0.0.1", bridge.running.osc_port), timeout=5) as stream:
        for byte in framed:
            stream.send(bytes([byte]))
        got = stream.recv(4096)
    assert decode(got[4:] if counted else got.strip(b"\xc0")) == [("/musflow/test", ("ok",))]


def test_a_stream_that_never_reads_is_dropped_and_others_are_served(bridge, ear):
    query = encode("/musflow/transport", [])
    packets = (struct.pack(">I", len(query)) + query) * 100
    with socket.create_connection(("127.0.0.1", bridge.running.osc_port), timeout=30) as deaf:

        def ask_for_ever() -> None:
            while True:
                deaf.sendall(packets)

        with pytest.raises(ConnectionError):
            ask_for_ever()
    assert ear.ask("test") == ["ok"]


def test_a_stream_that_announces_too_much_is_dropped(bridge):
    with socket.create_connection(("127.0.0.1", bridge.running.osc_port), timeout=5) as endless:
        endless.sendall(struct.pack(">I", 16_000_000))
        with contextlib.suppress(ConnectionError):
            assert endless.recv(1) == b""


def test_a_hundred_clients_are_answered_each_at_its_own_port(bridge):
    ears = [Ear(bridge) for _ in range(100)]
    for one in ears:
        one.send("test")
    for one in ears:
        assert one.wait_for("test")[1] == ["ok"]
        one.close()


def test_a_flood_of_requests_is_told_to_wait(ear):
    for _ in range(40):
        ear.send("generate/panels", "/etc")
    codes = [ear.wait_for("error")[1][0] for _ in range(40)]
    assert codes.count(22) >= 20
    assert 41 in codes


def test_a_taken_port_gives_way_to_the_next(bridge, tmp_path):
    first = bridge.running.osc_port
    with open_bridge(tmp_path, osc_port=first) as second:
        assert first < second.running.osc_port < first + PORTS_TRIED


@pytest.mark.parametrize(
    "wrong",
    [
        {"osc_port": 70_000},
        {"lan_allow": ("here",)},
        {"send_to": ("10.0.0.7:9000",)},
        {"send_to": ("nowhere",)},
    ],
)
def test_wrong_options_are_refused(wrong):
    with pytest.raises(StudioError):
        BridgeOptions(**wrong)


def test_the_network_needs_the_switch_and_an_allowed_address():
    assert not BridgeOptions().accepts("192.168.1.7")
    assert BridgeOptions().accepts("127.0.0.1")
    assert BridgeOptions(lan=True).accepts("192.168.1.7")
    assert not BridgeOptions(lan=True).accepts("8.8.8.8")
    assert not BridgeOptions(lan=True, lan_allow=("10.0.0.0/8",)).accepts("192.168.1.7")
