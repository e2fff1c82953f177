"""Story lines as they stand on boards, each with the mood its author meant.

Written before the word lists and mood sentences, and labelled by hand by the same person. `TUNING`
was looked at line by line while the word lists were made; `HELD_OUT` was only ever scored as a
whole.

Each line: quadrant of valence and arousal ("++" delighted, "-+" threatened, "--" sad, "+-" at
peace, "00" nothing to tell), activity 1 (still) to 5 (all-out), the words.
"""

from __future__ import annotations

from typing import NamedTuple


class StoryLine(NamedTuple):
    """One labelled line; `quadrant` and `activity` as the module says."""

    quadrant: str
    activity: int
    words: str


_TUNING = """
++ 4 The children run laughing down to the beach.
++ 5 The crowd roars as she crosses the finish line first.
++ 4 Maya opens the letter and screams with joy: she got in.
++ 4 The whole village dances around the fire.
++ 5 The rocket lifts off, mission control erupts in cheers.
++ 4 Tom spots his sister at the gate and sprints into her arms.
++ 3 The puppy tumbles out of the box, tail wagging.
++ 4 They raise their swords: the kingdom is free!
++ 3 Fireworks over the harbour, everyone looks up.
++ 3 He winks and throws her the keys to the convertible.
++ 4 Knights gallop over the hill, banners flying, to the rescue.
++ 3 The band strikes up and the bride pulls grandpa onto the floor.
-+ 5 The bridge explodes behind them.
-+ 4 She runs through the dark corridor, something is following her.
-+ 5 The soldiers charge, shells bursting all around.
-+ 4 He kicks the door in and pulls a gun.
-+ 4 A huge shark fin cuts the water towards the raft.
-+ 4 The car skids on the wet road and smashes through the barrier.
-+ 4 The two brothers scream at each other across the table.
-+ 3 A shadow moves behind the curtain.
-+ 5 The monster bursts out of the ground and roars.
-+ 4 Flames eat the curtains, the baby is still upstairs.
-+ 4 The timer on the bomb shows ten seconds.
-+ 3 He realises that the killer is in the house.
-- 1 An old man sits alone by the grave.
-- 2 She packs his shirts into a box and closes the door for the last time.
-- 1 Rain runs down the window of the empty nursery.
-- 2 The soldier reads the letter and lowers his head.
-- 2 Nobody came to his birthday party.
-- 1 The last leaf falls in the deserted courtyard.
-- 2 The train leaves, he stays behind on the platform.
-- 1 The dog waits at the door for a master who will not return.
-- 2 She wipes away a tear and turns off the light.
-- 1 A hospital bed, the monitor shows a flat line.
-- 2 The refugees trudge along the muddy road.
-- 1 He stares at the bottle, alone in the motel room.
+- 1 The cat sleeps in a patch of sun.
+- 1 Morning mist over the still lake.
+- 2 Grandmother hums and knits by the fireplace.
+- 2 They lie in the grass and watch the clouds.
+- 1 The baby is asleep in her father's arms.
+- 2 Snow falls softly on the quiet village.
+- 2 He leans his head on her shoulder, both smile.
+- 2 The monk pours tea in the garden.
+- 2 A canoe glides down the calm river.
+- 1 Stars over the desert, the camp fire glows.
+- 2 She waters the plants on the balcony and breathes in the morning air.
+- 2 The sun sets over the vineyard, two glasses of wine.
00 2 He puts the cup on the table.
00 2 She picks up the phone and dials a number.
00 2 A man walks down the street.
00 2 The office, wide.
00 2 They sit opposite each other.
00 2 He looks at his watch.
"""

_HELD_OUT = """
++ 4 The team jumps up and hugs the goalkeeper.
++ 5 Thousands cheer as the king is crowned.
++ 4 Kids race their bikes down the sunny street, shouting.
++ 4 She throws her cap into the air with all the other graduates.
++ 5 The dragon rider shoots up through the clouds, whooping.
++ 3 Dad comes home from sea, the girls rush at him.
++ 4 Confetti rains on the winning driver.
++ 3 The robot discovers it can dance.
++ 4 Our heroes storm into the sunlight, victorious.
++ 3 A surprise party: everybody jumps out, she bursts out laughing.
++ 3 They splash each other in the fountain.
++ 4 The ship sets sail for the new world, flags flying.
-+ 5 Missiles hit the city, towers collapse.
-+ 4 The wolves close in on the boy.
-+ 4 She hides under the bed, boots stop right in front of her.
-+ 5 The plane dives out of control, alarms wail.
-+ 4 The gang corners him in the alley.
-+ 4 The storm throws the ship onto the rocks.
-+ 3 Something scratches at the other side of the door.
-+ 4 The knight and the black rider cross swords on the burning wall.
-+ 5 The zombies break through the fence.
-+ 4 He slams his fist on the desk and yells at the crew.
-+ 4 The ice cracks under her feet.
-+ 3 The stairs creak, the lamp goes out.
-- 1 A single shoe lies in the rubble.
-- 2 Mother folds the flag from the coffin.
-- 2 He hangs up, slides down the wall and weeps.
-- 1 The swing moves in the wind, no child on it.
-- 2 The old boxer hangs up his gloves and leaves the gym.
-- 2 They hug for the last time at the harbour.
-- 1 Grey factory, the gates are chained shut.
-- 2 She eats her dinner alone, two plates on the table.
-- 1 The prisoner looks at the strip of sky.
-- 2 The boy buries his dead bird.
-- 2 Slowly the widow walks through the fallen leaves.
-- 1 The whale lies dying on the beach.
+- 2 Bees hum over the meadow in the summer light.
+- 1 Moonlight on the sea, the boat rocks gently.
+- 2 The mother tucks the child in and kisses her good night.
+- 2 An old couple hand in hand on a bench.
+- 1 The valley lies peaceful in the evening sun.
+- 2 He reads to his daughter by candlelight.
+- 2 The deer drinks from the forest stream.
+- 1 She floats on her back in the warm water.
+- 2 The fisherman mends his net, whistling.
+- 2 Warm bread on the table, the family says grace.
+- 1 A kitten curls up on the blanket.
+- 2 The balloon drifts over golden fields.
00 2 He opens the laptop and types.
00 2 She enters the room and takes a seat.
00 2 The bus stops at the corner.
00 2 Two men in suits in the lift.
00 2 He hands her the folder.
00 2 Close on the keys on the counter.
"""


def _lines(table: str) -> tuple[StoryLine, ...]:
    parts = (line.split(" ", 2) for line in table.strip().splitlines())
    return tuple(StoryLine(quadrant, int(activity), words) for quadrant, activity, words in parts)


TUNING = _lines(_TUNING)
HELD_OUT = _lines(_HELD_OUT)
