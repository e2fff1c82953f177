"""Tags of place, time and action, and the words that tell them.

Base forms; the same forms are found as for mood words (`mood_lexicon.word_forms`), and an
underscore joins the words of a phrase. A word may tell several tags.
"""

from __future__ import annotations

from musflow_studio.description.mood_lexicon import word_forms

_SETTINGS = """
sea: sea ocean ship boat sail sailor harbour harbor wave raft island deck lighthouse captain
    fisherman shark whale pier jetty quay breakwater gull shore coast coastline
underwater: underwater diver dive submarine deep_sea seabed coral
beach: beach sand_dune shore seaside
river: river stream canoe waterfall ferry creek
lake: lake pond
rain: rain rainy raining drizzle umbrella downpour
storm: storm stormy hurricane tempest thunder thunderstorm lightning blizzard tornado gale
snow: snow snowy snowfall ice icy frost blizzard winter avalanche glacier sled
fog: fog foggy mist misty haze
forest: forest wood woods tree jungle clearing grove
mountain: mountain summit peak cliff climber ridge canyon valley hill hills
desert: desert dune camel oasis
field: field meadow farm pasture wheat vineyard plain countryside grass
garden: garden park balcony flowerbed orchard
city: city town street alley skyscraper rooftops traffic taxi rooftop downtown subway bus sidewalk
    pavement boulevard motorway highway
village: village hamlet cottage farmhouse
home: home kitchen bedroom living_room nursery sofa fireplace attic bathroom house cradle bed
office: office desk laptop meeting printer boardroom
school: school classroom teacher schoolyard graduate graduation student pupil
hospital: hospital doctor nurse surgeon stretcher ambulance ward patient
church: church chapel cathedral priest altar monk temple
castle: castle palace king queen throne knight fortress dungeon kingdom prince princess tower
graveyard: grave graveyard cemetery tomb coffin funeral crypt
battlefield: battlefield trench tank army soldier troops frontline
space: space spaceship spacecraft rocket astronaut planet orbit galaxy alien mission_control
    space_station
laboratory: laboratory lab scientist experiment microscope
prison: prison prisoner jail cell barbed_wire inmate
station: station train platform railway locomotive
airport: airport plane airplane runway pilot cockpit gate_agent
car: car truck van driver windscreen windshield steering_wheel motorcycle convertible
cellar: cellar basement dungeon
cave: cave cavern tunnel mine
ruins: ruin ruins rubble wasteland abandoned derelict
bar: bar tavern pub saloon nightclub café cafe restaurant
stadium: stadium arena pitch goalkeeper finish_line racetrack boxing_ring
stage: stage theatre theater concert audience orchestra band
fairground: fairground carousel circus carnival roller_coaster
"""

_TIMES = """
night: night midnight moon moonlight moonlit star stars starlight starry
dawn: dawn sunrise daybreak early_morning
dusk: dusk sunset evening twilight sundown
day: noon midday daylight
"""

_ACTIONS = """
chase: chase pursue pursuit flee run_away runs_away follow following hunt
fight: fight fighting battle duel punch clash attack brawl wrestle swordfight charge
shooting: shoots_at shooting opens_fire gun gunfire rifle sniper bullet gunman
explosion: explode explosion blast bomb missile grenade erupt blow_up blows_up
fire: fire flame flames burning blaze
crash: crash collide smash skid wreck collapse
rescue: rescue save saves saved to_the_rescue
escape: escape break_out breaks_out get_away gets_away flee
danger: danger trapped threaten cornered monster shark wolf wolves killer zombie
hiding: hide hiding sneak lurk
waiting: wait waiting hesitate queue
search: search look_for looks_for seek hunt_for investigate footprint clue detective
discovery: discover find found reveal uncover treasure
arrival: arrive arrival return comes_home come_home lands landed
departure: leave leaves depart departure set_off sets_off set_sail sets_sail take_off takes_off
    lift_off lifts_off
goodbye: goodbye farewell last_time stays_behind wave_goodbye parting
reunion: reunite reunited reunion into_her_arms into_his_arms comes_home
journey: journey travel ride voyage trek gallop trudge wander march expedition
flying: fly flying flight soar glide wing wings
falling: fall falls falling plunge plummet tumble
dance: dance dancing dancer waltz tango
music: music sing song piano guitar violin band orchestra
celebration: celebrate celebration party cheer wedding confetti fireworks birthday festival toast
    champagne trophy crown
love: love kiss lover embrace hug romance cuddle
quarrel: quarrel argue argument shout yell scream_at
talking: talk conversation speak discuss explain negotiate
crying: cry weep sob tear tears
death: die dies died dead death corpse coffin funeral bury buries murder
eating: eat meal dinner lunch breakfast ice_cream supper feast
sleep: sleep asleep doze dream nap slept
work: work type write build repair mend cook
play: play playing game toy splash
race: race racing sprint bike overtake
sport: match goal goalkeeper boxer team football swim surf ski
birth: birth born newborn pregnant
letter: letter envelope telegram
memory: memory remember photograph photo_album childhood flashback
magic: magic magical spell wizard witch fairy enchanted
"""

_TABLE = _SETTINGS + _TIMES + _ACTIONS


def _by_word() -> dict[str, tuple[str, ...]]:
    words: dict[str, tuple[str, ...]] = {}
    tag = ""
    for line in _TABLE.strip().splitlines():
        if line and not line.startswith(" "):
            tag, _, line = line.partition(":")
        for word in line.split():
            key = word.replace("_", " ")
            words[key] = (*words.get(key, ()), tag)
    return words


TAGS_BY_WORD: dict[str, tuple[str, ...]] = _by_word()
_LONGEST = max(len(key.split()) for key in TAGS_BY_WORD)


def find_tags(words: list[str]) -> tuple[str, ...]:
    """Tags told by lower-case words in their order, the most often told first."""
    count: dict[str, int] = {}
    for index in range(len(words)):
        for tag in _tags_at(words, index):
            count[tag] = count.get(tag, 0) + 1
    return tuple(sorted(count, key=lambda tag: -count[tag]))


def _tags_at(words: list[str], start: int) -> tuple[str, ...]:
    for length in range(_LONGEST, 1, -1):
        if found := TAGS_BY_WORD.get(" ".join(words[start : start + length])):
            return found
    for form in word_forms(words[start]):
        if form in TAGS_BY_WORD:
            return TAGS_BY_WORD[form]
    return ()
