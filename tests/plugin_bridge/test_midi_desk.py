"""MIDI through mido's own sockets and through a real JACK server."""

from __future__ import annotations

import random
import shutil
import socket
import subprocess
import time

import mido
import pytest
from mido.sockets import connect
from osc_ear import Ear, open_bridge

from musflow_studio.domain.errors import StudioError
from plugin_bridge.midi_desk import TICKS_PER_QUARTER, ClockTempo, MidiDesk
from plugin_bridge.options import BridgeOptions


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    with open_bridge(tmp_path_factory.mktemp("midi"), midi_port="tcp:0") as opened:
        yield opened


@pytest.fixture
def keyboard(bridge):
    with connect("127.0.0.1", tcp_port(bridge)) as port:
        yield port


def tcp_port(bridge):
    return int(bridge.running.midi.removeprefix("tcp:"))


def wait_for(ear, address, wanted):
    """What a query answers, once it is as wanted."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if wanted(told := ear.ask(address)):
            return told
        time.sleep(0.01)
    raise AssertionError(f"{address} stayed {told}")


def test_a_program_change_selects_a_style(keyboard, ear):
    ear.send("style/list")
    ear.wait_for("style/list/item")
    second = ear.wait_for("style/list/item")[1][0]
    keyboard.send(mido.Message("program_change", program=1))
    assert wait_for(ear, "style", lambda told: told == [second])
    keyboard.send(mido.Message("note_on", note=62))
    wait_for(ear, "style", lambda told: told != [second])
    keyboard.send(mido.Message("note_on", note=64))
    keyboard.send(mido.Message("note_on", note=64, velocity=0))
    keyboard.send(mido.Message("note_off", note=64))
    wait_for(ear, "style", lambda told: told == [second])
    ear.ask("style/select", "")


def test_pads_audition_presets_and_styles():
    asked = []
    desk = MidiDesk(lambda address, values: asked.append((address, values)))
    for message in (
        *(mido.Message("note_on", note=note) for note in (36, 37, 39, 41, 42, 45, 48, 59)),
        mido.Message("note_off", note=41),
        mido.Message("note_on", note=37, velocity=0),
        mido.Message("control_change", control=1, value=127),
        mido.Message("control_change", control=2, value=9),
    ):
        desk.received(message, 0.0)
    at = "/musflow/audition"
    assert asked == [
        (f"{at}/previous", ()),
        (f"{at}/next", ()),
        (f"{at}/hear", ("B", "buffer")),
        (f"{at}/bypass", (True,)),
        (f"{at}/keep", ()),
        (f"{at}/style/keep", ()),
        (f"{at}/number", (1, "buffer")),
        (f"{at}/number", (12, "buffer")),
        (f"{at}/bypass", (False,)),
        ("/musflow/effect/turn", (0, "wet", 1.0)),
    ]


def test_a_note_makes_the_last_cue_again_and_another_cancels_it(bridge, keyboard, ear):
    ear.ask("client/subscribe", 0, 60)
    ear.ask("generate/text", "The long war", 600.0)
    ear.wait_for("job/started")
    keyboard.send(mido.Message("note_on", note=61))
    ear.wait_for("job/cancelled")
    keyboard.send(mido.Message("note_on", note=60))
    assert ear.wait_for("job/started", "job/error")[0] == "job/started"
    keyboard.send(mido.Message("note_on", note=61))
    ear.wait_for("job/cancelled")


def test_the_clock_sets_the_tempo_and_song_position_the_place(keyboard, ear):
    started = time.monotonic()
    keyboard.send(mido.Message("start"))
    for number in range(3 * TICKS_PER_QUARTER + 1):
        time.sleep(max(0.0, started + number * 60 / 150 / TICKS_PER_QUARTER - time.monotonic()))
        keyboard.send(mido.Message("clock"))
    told = wait_for(ear, "transport", lambda told: told[0] > 0)
    assert told[0] == pytest.approx(150, rel=0.05)
    assert told[3] is True
    keyboard.send(mido.Message("stop"))
    keyboard.send(mido.Message("songpos", pos=10))
    told = wait_for(ear, "transport", lambda told: told[6] == 2.5)
    assert told[3] is False


def test_any_bytes_are_survived(bridge, keyboard, ear):
    draw = random.Random(4)
    with socket.create_connection(("127.0.0.1", tcp_port(bridge)), timeout=20) as raw:
        raw.sendall(bytes(draw.choice((0xF9, 0xFD, 0x80, 0xB0, 0x7F)) for _ in range(200_000)))
    with socket.create_connection(("127.0.0.1", tcp_port(bridge)), timeout=20) as raw:
        with pytest.raises(ConnectionError):
            _pour(raw)
    keyboard.send(mido.Message("program_change", program=0))
    wait_for(ear, "style", lambda told: told != [""])
    ear.ask("style/select", "")


def _pour(raw):
    while True:
        raw.sendall(b"\xf0" + bytes(65_536))


def test_only_the_channel_that_was_chosen_is_heard():
    heard = []
    desk = MidiDesk(lambda address, values: heard.append((address, values)), channel=3)
    for channel in range(16):
        desk.received(mido.Message("program_change", channel=channel, program=channel), 0.0)
    assert heard == [("/musflow/style/number", (3,))]
    desk.received(mido.Message("note_on", channel=2, note=74), 0.0)
    assert heard[1:] == [("/musflow/generate/number", (3,))]


@pytest.mark.parametrize("bpm", [40.0, 97.35, 120.0, 239.5])
def test_a_jittering_clock_is_measured_to_a_hundredth(bpm):
    draw, clock, told = random.Random(1), ClockTempo(), []
    for number in range(60 * TICKS_PER_QUARTER):
        at = number * 60 / bpm / TICKS_PER_QUARTER + draw.uniform(-5e-4, 5e-4)
        if (found := clock.tick(at)) is not None:
            told.append(found)
    assert told[-1] == pytest.approx(bpm, abs=0.02 * bpm / 60)
    assert len(told) < 50


def test_another_tempo_is_heard_within_four_quarters_and_a_gap_starts_anew():
    clock, at, told = ClockTempo(), 0.0, []
    for bpm, quarters in ((120.0, 20), (90.0, 4)):
        for _ in range(quarters * TICKS_PER_QUARTER + 1):
            at += 60 / bpm / TICKS_PER_QUARTER
            told.append(clock.tick(at))
    found = [one for one in told if one]
    assert found[0] == pytest.approx(120)
    assert found[-1] == pytest.approx(90, abs=0.1)
    assert clock.tick(at + 60) is None


@pytest.mark.parametrize("wish", ["no such keyboard", "virtual", "tcp:99999", "tcp:x"])
def test_a_machine_without_midi_is_served_all_the_same(tmp_path, wish):
    with open_bridge(tmp_path, midi_port=wish) as opened:
        ear = Ear(opened)
        assert ear.ask("test") == ["ok"]
        ear.close()
        assert bool(opened.running.midi) is (opened.midi_problem is None)
        if wish != "virtual":
            assert opened.midi_problem is not None


def test_a_channel_that_is_none_is_refused():
    with pytest.raises(StudioError):
        BridgeOptions(midi_channel=17)


@pytest.mark.skipif(not shutil.which("jackd"), reason="needs jackd (jackd2)")
def test_a_jack_client_selects_a_style(tmp_path, monkeypatch):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", f"musflow-{tmp_path.name}")
    command = ["jackd", "-r", "-d", "dummy", "-r", "48000", "-p", "256"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as jackd:
        try:
            backend = _jack_up()
            with open_bridge(tmp_path, midi_port="jack") as opened:
                assert opened.midi_problem is None
                (place,) = (n for n in backend.get_output_names() if "MusFlow" in n)
                ear = Ear(opened)
                with backend.open_output(place) as keyboard:
                    time.sleep(0.2)  # JACK connects with its next period
                    keyboard.send(mido.Message("program_change", program=0))
                    wait_for(ear, "style", lambda told: told != [""])
                ear.close()
        finally:
            jackd.terminate()


def _jack_up():
    backend = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
    for _ in range(100):
        try:
            backend.get_output_names()
        except OSError:
            time.sleep(0.1)
        else:
            return backend
    raise AssertionError("JACK did not start")
