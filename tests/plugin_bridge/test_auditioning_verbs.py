"""An audition over the bridge: presets, slots, knobs and words, with a real player."""

from __future__ import annotations

import time

import pytest
from null_sink import available, null_sink
from osc_ear import Ear, open_bridge

pytestmark = pytest.mark.skipif(not available(), reason="needs pulseaudio and parec")


@pytest.fixture(scope="module")
def bridge(tmp_path_factory):
    folder = tmp_path_factory.mktemp("auditioning")
    with null_sink(folder / "pulse") as sink, pytest.MonkeyPatch.context() as patch:
        for name, value in sink.environment.items():
            patch.setenv(name, value)
        with open_bridge(folder) as opened:
            yield opened


@pytest.fixture(scope="module")
def ear(bridge):
    client = Ear(bridge)
    client.ask("client/subscribe", 0, 600)
    yield client
    client.close()


@pytest.fixture(scope="module")
def clip_id(ear):
    ear.send("generate/text", "A storm", 4.0, "", 120.0)
    came, values = ear.wait_for("job/done", "job/error", "error")
    assert came == "job/done", values
    return values[2]


def _become(ear, wanted):
    until = time.monotonic() + 30
    while not wanted(told := ear.ask("audition")):
        assert time.monotonic() < until, told
        time.sleep(0.05)


def _chain(ear):
    """The effects in order, with whether each is on."""
    ear.send("effect/list")
    found = {}
    while (came := ear.wait_for("effect/list/item", "effect/list/end"))[0].endswith("item"):
        number, kind, on = came[1][:3]
        found[number] = (kind, bool(on))
    return [found[number] for number in sorted(found) if number]


def test_a_clip_is_auditioned_turned_changed_by_words_and_kept(ear, clip_id):
    assert ear.refused("audition/next", 1)[0] == 10  # nothing is auditioned yet
    assert ear.ask("audition/open", clip_id[:8]) == ["ok"]
    assert ear.ask("audition/choose", "cathedral", "bar") == ["ok"]
    assert ear.wait_for("audition/state")[1][0] == clip_id
    _become(ear, lambda told: told[1:5] == ["cathedral", "Cathedral", False, "file"])
    ear.send("effect/list")
    knobs = {}
    while (came := ear.wait_for("effect/list/item", "effect/list/end"))[0].endswith("item"):
        knobs[came[1][1], came[1][3]] = came[1]
    assert knobs["Space", "decay_s"][4:] == [6.0, pytest.approx(0.6), 9.0, "s"]
    assert knobs["all", "wet"][0] == 0
    assert ear.ask("effect/turn", 2, "decay_s", 3.0) == ["ok"]
    assert ear.ask("effect/turn", 0, "wet", 0.8) == ["ok"]
    _become(ear, lambda told: told[4] == "live" and told[3])
    assert ear.refused("effect/turn", 2, "decay_s", 30.0)[0] == 11
    assert ear.ask("effect/add", "Delay", 1) == ["ok"]
    assert ear.ask("effect/move", 1, 2) == ["ok"]
    assert ear.ask("effect/switch", 2, False) == ["ok"]
    assert _chain(ear)[:3] == [("HighpassFilter", True), ("Delay", False), ("Space", True)]
    assert ear.ask("effect/remove", 2) == ["ok"]
    assert ("Delay", False) not in _chain(ear)
    assert ear.refused("effect/remove", 30)[0] == 11
    assert "Space" in str(ear.refused("effect/add", "Spaec", 0))
    assert ear.ask("audition/put", "A") == ["ok"]
    assert ear.ask("effect/words", "much wider") == [True, "wide", ""]
    assert ear.ask("effect/words", "good morning")[:2] == [False, ""]
    (job,) = ear.ask("audition/keep", 1)
    assert ear.wait_for("job/done", "job/error")[1][1] == job
    assert ear.ask("audition/hear", "A") == ["ok"]
    ear.send("audition/list")
    names = []
    while (came := ear.wait_for("audition/list/item", "audition/list/end"))[0].endswith("item"):
        names.append(came[1][0])
    assert ear.ask("audition/number", 2) == ["ok"]
    assert ear.ask("audition")[1] == names[1]
    assert ear.ask("audition/blind", True) == ["ok"]
    assert ear.ask("audition")[1] == ""
    assert ear.ask("audition/close", 1) == ["ok"]
    _become(ear, lambda told: told[0] == "")


def test_styles_are_listed_stepped_and_kept(ear, clip_id):
    assert ear.refused("audition/style/next", 1)[0] == 10
    assert ear.ask("audition/style/open", clip_id[:8]) == ["ok"]
    clip, own, heard, _, message = ear.ask("audition/style")
    assert (clip, heard, message) == (clip_id, own, "")
    ear.send("audition/style/list")
    fits, greyed = [], {}
    ends = ("audition/style/list/item", "audition/style/list/end")
    while (came := ear.wait_for(*ends))[0].endswith("item"):
        name, _, fit, why = came[1]
        greyed |= {} if fit else {name: why}
        fits += [name] * fit
    assert own in fits
    wrong = next(iter(greyed))
    assert "bpm" in greyed[wrong] or "the cue is in" in greyed[wrong]
    assert ear.refused("audition/style/choose", wrong, "bar")[0] == 11
    assert ear.ask("audition/style/next", 1) == ["ok"]
    chosen = ear.ask("audition/style")[1]
    assert chosen == fits[(fits.index(own) + 1) % len(fits)]
    until = time.monotonic() + 30
    while ear.ask("audition/style")[2] != chosen:
        assert time.monotonic() < until
        time.sleep(0.05)
    (job,) = ear.ask("audition/style/keep", 1)
    assert ear.wait_for("job/done", "job/error")[1][1] == job
    assert ear.ask("audition/style/close", 1) == ["ok"]
