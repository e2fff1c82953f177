"""Short sentences as they stand on boards, by the mood word each is an example of.

The description stage places an unknown line among these by its meaning. "" holds lines in which
nothing is to be felt. Changing this file changes `mood_sentences.npy` beside it: write it anew
with `python -m musflow_studio.description.sentence_encoding`.
"""

from __future__ import annotations

_TABLE = """
joyful: Everybody laughs and hugs each other.
joyful: She jumps for joy at the good news.
joyful: The lovers are finally reunited and spin around, overjoyed.
joyful: The children are happy and shout with delight.
joyful: He cannot believe his luck and beams.
joyful: The family dog greets them, mad with joy.
joyful: The newborn is placed in her arms, they are overwhelmed with happiness.
cheerful: He whistles a tune on his way to work on a bright morning.
cheerful: A cheerful breakfast, everyone jokes around the table.
cheerful: The friends sing in the car with the windows down.
cheerful: The baker waves and smiles at the passing customers.
cheerful: She skips down the sunny street.
playful: The kids have a water fight in the garden.
playful: A kitten chases a ball of wool.
playful: He pulls a funny face and she giggles.
playful: The monkey steals the hat and swings away.
playful: A prank: flour comes down on his head and she laughs.
playful: The little fox pounces at butterflies.
festive: A street carnival with music and costumes.
festive: The wedding guests dance and toast the couple.
festive: Christmas lights, presents, the whole family around the tree.
festive: The birthday cake comes in, candles lit, everybody sings.
festive: The town celebrates, bells ring and people throw flowers.
festive: A party in full swing, people dance.
excited: The roller coaster races down, arms in the air.
excited: The audience is on its feet, waiting for the star to come on stage.
excited: She can hardly wait and tears the wrapping off.
excited: A young racing driver overtakes on the last bend.
excited: Surfers ride an enormous wave.
excited: He gets the call: the job is his.
triumphant: She wins the gold medal and raises her arms in victory.
triumphant: The rebels have won, the tyrant's flag comes down.
triumphant: The climbers reach the summit at last.
triumphant: The goal in the last minute, the stadium goes wild.
triumphant: The hero returns in glory, the people cheer.
triumphant: The experiment works, the scientists celebrate.
heroic: The hero steps forward to face the giant.
heroic: He carries the child out of the burning building.
heroic: The cavalry arrives just in time.
heroic: She lifts the sword and leads the charge.
heroic: The superhero soars above the city to save the day.
heroic: They stand together against the army, unafraid.
adventurous: The explorers set off into the jungle.
adventurous: The ship leaves harbour under full sail.
adventurous: They ride out across the great plain towards the mountains.
adventurous: The plane takes off for the unknown island.
adventurous: The boy and his dragon fly over the clouds.
adventurous: They find a map that leads to the treasure.
amazed: The gates open on a city of gold.
amazed: She looks up in wonder at a sky full of lanterns.
amazed: They stare in awe at the gigantic dinosaur.
amazed: The astronaut sees the Earth rise for the first time.
amazed: Magic sparks swirl around the boy's hands, he is amazed.
amazed: A hidden valley full of waterfalls lies before them.
hopeful: The first green shoot breaks through the ash.
hopeful: The sun rises over the ruined town, people begin to rebuild.
hopeful: A light appears on the horizon, they may be saved.
hopeful: She looks up, takes heart and smiles.
hopeful: He plants a tree for the future.
hopeful: The rain stops and a rainbow appears.
passionate: They kiss in the rain.
passionate: Two dancers in a fiery tango.
passionate: He declares his love to her.
passionate: She falls into his arms, they embrace passionately.
passionate: The pianist throws himself into the music.
tender: He strokes her hair as she falls asleep.
tender: The mother sings a lullaby to her baby.
tender: She takes the old man's hand.
tender: They look into each other's eyes and smile shyly.
tender: The girl gives her teddy bear to her little brother.
tender: He covers the sleeping child with a blanket.
tender: The bear nuzzles her cub.
calm: The sea is smooth and still.
calm: He sits on the jetty and fishes.
calm: A slow stroll through the park.
calm: She sips her tea and looks out of the window.
calm: The boat drifts down the river.
calm: Gentle waves roll onto the beach.
peaceful: A quiet village at dawn, smoke rises from the chimneys.
peaceful: Sheep graze on the green hills.
peaceful: The forest at rest, birds sing.
peaceful: Evening light on the wheat fields.
peaceful: The war is over, silence lies over the land.
peaceful: The night is quiet, the stars are out, all is well.
peaceful: They rest side by side in the meadow.
cosy: The family sits around the fireplace.
cosy: A warm kitchen, soup on the stove, snow outside.
cosy: Curled up in an armchair with a book and a cat.
cosy: Candles and a table laid for two.
cosy: Grandpa tells a story, the children lie under blankets.
dreamy: She floats through a sea of stars.
dreamy: Petals drift through the air in slow motion.
dreamy: He gazes at the clouds and dreams of far countries.
dreamy: A whale glides through the glowing deep.
dreamy: Underwater, weightless, light plays on her face.
relieved: He is alive, they breathe out.
relieved: The danger is past, she sinks into a chair.
relieved: The fever has gone, the doctor nods.
relieved: The dust settles, they have survived.
relieved: The lost child is found safe and sound.
nostalgic: She leafs through the old photo album and smiles.
nostalgic: He comes back to the house where he grew up.
nostalgic: An old home movie flickers on the wall.
nostalgic: The old friends remember the summers of their youth.
nostalgic: He finds his childhood toys in the attic.
sleepy: The baby sleeps in the cradle.
sleepy: Everyone in the camp is asleep.
sleepy: He yawns and lies down under a tree.
sleepy: The cat dozes on the windowsill.
sleepy: She closes her eyes and sleeps.
mysterious: A hooded stranger enters the tavern.
mysterious: An old book opens by itself, strange signs glow.
mysterious: Fog hides the gate of the abandoned castle.
mysterious: An unknown object floats above the desert.
mysterious: A secret passage opens behind the shelf.
mysterious: She finds a key and does not know what it opens.
curious: The detective bends over the footprints.
curious: The robot tilts its head and examines the flower.
curious: The girl peeks through the keyhole.
curious: What is in the box? He leans closer.
curious: She follows the white rabbit.
solemn: The priest raises his hands before the silent congregation.
solemn: Soldiers stand to attention as the flag is raised.
solemn: The elders gather in the great hall.
solemn: He swears the oath, his hand on the book.
solemn: A minute of silence at the monument.
determined: She tightens her gloves and gets ready for the match.
determined: He gets up again, whatever it takes.
determined: The team suits up and walks to the ship.
determined: She trains day and night.
determined: He sharpens his sword, his jaw set.
urgent: He runs to catch the train.
urgent: The ambulance speeds through the city.
urgent: Hurry, there are only seconds left.
urgent: The doctors run with the stretcher to the operating room.
urgent: They must get out before the tunnel floods.
urgent: She races through the airport to stop him.
tense: Two gunmen face each other, hands over the holsters.
tense: Nobody dares to breathe.
tense: He cuts the wire, sweat on his forehead.
tense: The interrogation goes on, he avoids her eyes.
tense: The thief slips past the sleeping guard.
tense: The negotiations break down, hands go to weapons.
suspenseful: The door handle turns slowly.
suspenseful: Footsteps come closer in the dark.
suspenseful: She holds her breath behind the wardrobe.
suspenseful: He aims and waits for the target.
suspenseful: Someone is watching her from the trees.
suspenseful: The phone rings in the empty house, she hesitates.
ominous: Dark clouds gather over the castle.
ominous: Crows circle above the battlefield.
ominous: The shadow of a giant ship falls over the city.
ominous: The villain smiles in the dark.
ominous: Something enormous stirs in the deep.
ominous: Enemy fires as far as the eye can see on the night before the battle.
eerie: The doll's head turns by itself.
eerie: A pale figure stands at the end of the corridor.
eerie: An abandoned fairground in the fog, a carousel turns.
eerie: Whispering voices in the empty church.
eerie: The mirror shows somebody else.
eerie: The lights flicker, it gets cold, a ghost appears.
frightened: The boy hides and trembles with fear.
frightened: She backs away from the snarling dog.
frightened: He wakes up from a nightmare, gasping.
frightened: The children are scared of the noise in the cellar.
frightened: A spider as big as a hand crawls up her arm.
frightened: Lost in the woods at night, she hears a howl.
terrified: She screams as the monster reaches for her.
terrified: The killer raises his knife.
terrified: A zombie grabs his ankle.
terrified: He hangs over the abyss, the rope tears.
terrified: The creature attacks out of the dark.
terrified: Blood on the walls, she screams.
panicked: People run in panic as the building comes down.
panicked: The ship is sinking, everyone fights for the boats.
panicked: Water fills the cabin, he bangs at the hatch.
panicked: The brakes fail, the truck races downhill.
panicked: The crowd stampedes to the exits.
panicked: The engine is on fire, the plane falls.
angry: He shouts at his son.
angry: She slaps him in the face.
angry: The couple quarrel, plates are flying.
angry: The boss bangs on the table and throws him out.
angry: An angry mob with torches.
angry: He clenches his fists and glares at her.
furious: He smashes the room to pieces in a rage.
furious: The giant roars with fury.
furious: She lunges at him, beside herself.
furious: The bull charges.
furious: He screams with hate and attacks.
violent: Swords clash, men fall.
violent: The tanks open fire.
violent: A brutal fist fight in the bar.
violent: Gunfire, he dives behind the car.
violent: An explosion tears the wall apart.
violent: Two monsters wrestle and crush the houses.
violent: The armies crash into each other.
threatening: A gunman steps out of the shadows.
threatening: The army marches on the village.
threatening: A great white shark circles the boat.
threatening: The wolf bares its teeth.
threatening: Guards surround them with drawn weapons.
threatening: The warlord looks down at the prisoners.
chaotic: A hurricane rips off the roofs.
chaotic: The market place turns to chaos, stalls fall over.
chaotic: A huge wave breaks over the ship.
chaotic: Bombs fall, houses burn, sirens howl.
chaotic: The avalanche sweeps everything away.
chaotic: The volcano erupts, rocks rain down.
chaotic: The car rolls over and over.
desperate: She begs for his life on her knees.
desperate: He digs in the rubble with his bare hands.
desperate: Stranded, no water left, he crawls through the desert.
desperate: The mother searches the crowd for her child.
desperate: He pulls at the chains and cannot get free.
desperate: She hammers at the door, nobody opens.
sad: She cries quietly in her room.
sad: He reads her farewell letter.
sad: They part for ever at the station.
sad: The boy's only friend moves away.
sad: A father looks at the photo of his missing daughter.
sad: He lost everything he loved.
sad: She gives him back the ring and goes.
sad: The old clown takes off his make-up, tears in his eyes.
melancholic: Autumn rain on a café window, he is lost in thought.
melancholic: She walks along the winter beach.
melancholic: The last guests have gone, he puts the chairs on the tables.
melancholic: A faded photograph of a summer long ago.
melancholic: He plays a slow song on the piano in an empty bar.
melancholic: The ferry disappears in the mist.
lonely: He sits alone in the canteen.
lonely: A single lit window in the big city at night.
lonely: The old woman lays the table for one.
lonely: The astronaut drifts alone in space.
lonely: The new boy stands apart in the schoolyard.
lonely: The lighthouse keeper has seen nobody for months.
grieving: A funeral in the rain, black umbrellas.
grieving: He kneels at her grave.
grieving: The mother holds her dead son.
grieving: She breaks down in tears at his bedside, he is gone.
grieving: The king closes the eyes of his fallen friend.
grieving: They carry the coffin out of the church.
bleak: The ruins of a city under a grey sky.
bleak: Nothing grows here any more, dust as far as you can see.
bleak: An abandoned playground, rusty and overgrown.
bleak: Prisoners in a row behind barbed wire.
bleak: A burnt-out village, nobody is left.
bleak: An empty corridor in a run-down hospital.
weary: He drags himself home after the night shift.
weary: The exhausted horse lowers its head.
weary: The soldiers march on, too tired to talk.
weary: She sinks onto the stairs, worn out.
weary: Old and tired, he climbs the stairs.
hopeless: There is no way out of the cell.
hopeless: The doctor shakes his head, there is nothing more to be done.
hopeless: He gives up and lets himself sink.
hopeless: The last candle goes out.
hopeless: He has lost the case, everything is over.
hopeless: The animal lies down to die.
: A woman opens the fridge.
: He sits down at the desk.
: The car stops at the traffic lights.
: She walks through the hall.
: He takes the paper out of the printer.
: Two people talk at a table.
: The man puts on his coat.
: She looks to the left.
: He turns around.
: A close-up of a hand.
: A wide shot of the building.
: He dials a number.
: The waiter brings the bill.
: She writes something down.
: People come and go in the station.
: The lift doors open.
: A bag lies on the floor.
: He reads the newspaper.
: They wait for the bus.
: He parks the car.
: She hands over the ticket.
: The teacher writes on the board.
: A man enters.
: He nods.
: The logo appears.
: The scene continues.
: A woman walks along the pavement.
: A man crosses the road.
: Pedestrians on a city street.
: They stand next to each other.
: She stands in the doorway.
: He checks the time.
: A clock on the wall.
: She answers the phone.
: He is on the phone.
: He drinks a cup of coffee.
: The reception of a hotel.
: An open-plan office with desks.
: A meeting room, six people around the table.
: He points at the map.
: She picks up her bag.
: He opens a drawer.
: The camera moves closer to the window.
: Exterior of an apartment block.
: The living room, day.
: He gets into the car.
: She drives through town.
: A truck on the motorway.
: The shop assistant counts the change.
: She hangs up her jacket.
: He walks up the steps.
: Customers queue at the counter.
: He climbs out of the taxi.
: She talks to her colleague.
: A man and a woman in a corridor.
: They shake hands.
: The screen shows a list of names.
: He unpacks the groceries.
: She puts on her glasses.
: He washes the dishes.
: Title card.
: The student takes notes.
: A product stands on a white background.
: The bottle turns.
: The brand name and a slogan.
: He pulls a paper out of his pocket.
: She looks at the picture in her hand.
restless: He paces up and down all night.
restless: She tosses and turns and cannot sleep.
restless: Fingers drum on the table, he keeps looking at the door.
restless: The caged tiger walks to and fro.
restless: He cannot sit still and lights another cigarette.
"""


def _by_line() -> tuple[tuple[str, str], ...]:
    parts = (line.partition(": ") for line in _TABLE.strip().splitlines())
    return tuple((word, sentence) for word, _, sentence in parts)


MOOD_SENTENCES: tuple[tuple[str, str], ...] = _by_line()
"""Pairs of mood word ("" for none) and sentence."""
