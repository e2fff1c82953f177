"""Words that say a mood outright, by the mood word they speak for.

Base forms only; `word_forms` finds inflected ones. An underscore joins the words of a phrase, a
question mark marks a hint that counts half. A word stands under one mood alone.
"""

from __future__ import annotations

_TABLE = """
joyful: joy joyful joyous happy happiness happily overjoyed delight delighted bliss elated laugh
    laughing laughter rejoice ecstatic jubilant reunite reunited reunion beam? glee gleeful
    good_news tears_of_joy merry merrily
cheerful: cheerful cheery upbeat sunny? bright? smile? grin? whistle? hum? sing? song? joke friend?
    friendly breakfast? ice_cream summer? sunshine sunlight? pleasant glad gladly skip?
playful: play playful fun? tickle giggle chuckle tease prank wink splash puppy kitten tumble? funny
    silly clown? toy? wag tail_wagging juggle comic clumsy snowball goof mischievous
festive: party celebrate celebration festival festive carnival wedding bride groom feast fireworks
    confetti birthday parade christmas dance dancing dancer dancefloor champagne toast? cake? music?
    banquet graduation graduate
excited: excited excitement energetic rhythmic? thrilled thrill thrilling race? racing? cheer? eager
    eagerly whoop rollercoaster roller_coaster exhilarated adrenaline surf jump_for
triumphant: triumph triumphant triumphantly victory victorious victoriously win won winner winning
    champion medal trophy gold_medal applause applaud ovation glory glorious crown crowned
    coronation succeed success finish_line conquer summit? cheering roaring_crowd crowd_roars
    crowd_cheers crowd_goes_wild
heroic: hero heroic heroine heroes rescue rescued superhero brave bravely bravery courage courageous
    save_the to_the_rescue knight? valiant defy cavalry sword? swords?
adventurous: adventure adventurous quest voyage expedition set_sail sets_sail sail? explore explorer
    gallop treasure? soar? takes_off takeoff liftoff lift_off lifts_off fly? flying? ride?
amazed: wonder amazed amazement awe awestruck marvel astonished astonish astonishing miracle magic
    magical majestic breathtaking magnificent spectacular gigantic? vast?
hopeful: hope hopeful hopefully rainbow promise? dream? sunrise? dawn? new_life reborn encouraging
    encourage free? freedom optimistic heal healed
passionate: emotional? passion passionate passionately kiss love lover loving romance romantic
    embrace tango desire seduce heart?
tender: tender tenderly gentle gently caress cuddle hug cradle lullaby hold_hands hand_in_hand
    nuzzle baby? stroke? softly? kiss_goodnight tuck tucks good_night comfort comforting soothe
    into_her_arms into_his_arms fond fondly affection affectionate snuggle
calm: calm calmly chill? quiet? quietly? relax relaxed relaxing serene serenity tranquil drift?
    float? glide stroll breeze meditate smooth? ripple? sip? slow? slowly? lake? meadow? garden?
    gaze? unhurried leisurely
peaceful: peace peaceful peacefully idyllic idyll harmony harmonious moonlight? starlight? stars?
    sunset? pasture graze birdsong
cosy: cosy cozy fireplace fireside hearth warm? warmth candlelight? blanket? armchair snug knit tea?
    campfire? camp_fire?
dreamy: dreamy dreamily dreamlike dreaming daydream petal? weightless underwater? shimmer? enchanted
    enchanting moonlit? slow_motion?
relieved: relief relieved relieve safe safely survive? survived? safe_and_sound breathe_out
    sigh_of_relief tears_of_relief catches_his_breath catches_her_breath catch_their_breath
    calms_down phew
nostalgic: reflective nostalgia nostalgic remember? memory? memories? childhood? photo_album
    old_photo old_photograph reminisce home_movie
sleepy: sleep asleep sleepy sleeping doze nap snooze yawn slumber drowsy snore fast_asleep slept
mysterious: mystery mysterious mysteriously secret? strange? strangely? hooded unknown? enigma
    enigmatic fog? mist? hidden? riddle cloaked portal?
curious: curious curiously curiosity investigate examine? discover? peek puzzled wonders inspect?
solemn: solemn solemnly ceremony? priest? oath cathedral? ritual monument? reverent salute
determined: intense? determined determination resolve? focused resolute marches? prepare? train_hard
urgent: full_speed bolt? dash? hurry hurries hurried urgent urgently rush? run? running? ran?
    sprint? race_against countdown ticking emergency ambulance siren timer deadline late? chase
    chased pursue pursuit pursuer
restless: restless restlessly fidget pace? insomnia sleepless toss_and_turn can't_sleep cannot_sleep
tense: tense tension nervous nervously anxious anxiously anxiety stare_down standoff stand_off sweat
    uneasy worried worry defuse interrogate interrogation thief? steal? stolen? sneak hesitate?
    showdown
suspenseful: suspense hide hiding creep creaks creak footsteps lurk stalk stalker ambush follow?
    following? watched? hold_her_breath holds_her_breath holds_his_breath sniper spy silhouette?
ominous: ominous ominously doom doomed evil villain sinister shadow shadowy dark? darkness? darken?
    crow? raven? vulture prophecy? omen looming loom dread storm_clouds dark_clouds black_clouds
    thunder lightning
eerie: eerie eerily ghost ghostly haunted creepy spooky skeleton scratch? whisper? crypt
    abandoned_house flicker? cobweb possessed occult
frightened: freeze? freezes? afraid fear fearful fearfully frightened frighten frightening scared
    scare scary tremble shiver? nightmare cower whimper gasp? flinch spider danger dangerous
    dangerously helpless helplessly
terrified: terror terrified terrify terrifying horror horrified horrifying scream shriek monster
    zombie killer murderer corpse blood bloody demon horrible
panicked: panic panicked panicking stampede drown sinking sinks? crash crashes smash? collide
    out_of_control mayday alarm alarms trapped escape? flee fled nosedive skid
angry: anger angry angrily shout? yell? quarrel argue argument slam? slap glare insult hate hatred
    accuse clench mob rude furrow hostile
furious: fury furious furiously rage raging enraged snarl growl roar berserk lash_out vengeance
    revenge wrath
violent: fight fighting fought battle battlefield war attack attacked attacker kill killed punch
    stab shoot? shot_at shooting shoots_at gunfire gunshot bullet explode explosion explosive blast
    bomb missile clash strangle brutal violent violence violently wound? wounded murder massacre
    duel fistfight shell shells shelling soldiers_charge grenade cannon torture fires_at opens_fire
    open_fire blow_up blows_up
threatening: threat threaten threatening threateningly menace menacing gun pistol rifle weapon knife
    shark wolf wolves gang gunman gunmen predator enemy enemies invade invasion dragon? surround?
    corner? cornered loaded_gun at_gunpoint bares_its_teeth
chaotic: chaos chaotic storm stormy hurricane tornado earthquake avalanche volcano erupt? eruption
    tsunami riot collapse disaster catastrophe wreck debris flames burning fire? tempest
    thunderstorm havoc destroy destruction blizzard shipwreck
desperate: desperate desperately desperation beg plead struggle starving thirsty stranded hammer_at
    help_me cling clings? dangling
sad: sad sadly sadness sorrow sorrowful tear tears tearful tearfully cry cries cried crying weep
    weeps wept sob unhappy upset miserable misery heartbroken heartbreak goodbye farewell parting?
    last_time leave_forever disappointed disappointment broken? regret hurt? lower_his_head
    lowers_his_head hangs_his_head hangs_her_head divorce
melancholic: melancholy melancholic wistful wistfully autumn? rain? rainy? grey? gray? dusk? faded
    fades_away party_is_over gloomy gloom pensive longing yearn fallen_leaves
lonely: lonely loneliness alone solitary solitude isolated deserted empty? abandoned? forgotten
    left_behind stays_behind single? outcast homeless orphan rejected
grieving: grief grieve grieving mourn mourning funeral grave graveyard cemetery coffin burial bury
    buries buried die dies died dying dead death widow widower tomb tombstone deathbed flat_line
    flatline
bleak: bleak ruin ruins rubble wasteland desolate barren ash? ashes? prison? prisoner? barbed_wire
    rusty? cold? refugee slum plague famine ghost_town derelict
weary: weary wearily tired exhausted exhaustion trudge slump worn_out drained limp? drag? fatigue
hopeless: hopeless hopelessly despair despairing lost? defeat defeated give_up gives_up gave_up
    give_up_hope gives_up_hope gave_up_hope lost_hope loses_hope lose? loses? no_survivors
    no_one_survives no_one_survived in_vain surrender failure fail? failed?
"""

NEGATORS = frozenset(
    "not no never nobody none nothing without hardly barely neither nor cannot cant wont dont"
    " doesnt didnt isnt arent wasnt werent couldnt wouldnt aint lacks pretend pretends pretending"
    " stops stop stopped".split()
)
"""Words that turn what follows them around, up to the end of the clause."""

NOT_NEGATING = frozenset(
    {("not", "only"), ("not", "just"), ("nothing", "but"), ("no", "doubt"), ("no", "wonder")}
)
CLAUSE_BREAKS = frozenset({"but", "yet", "however", "then", "until", "because", "while", "when"})
NEGATION_REACH_WORDS = 5
INTENSIFIERS = {"very": 1.3, "extremely": 1.5, "so": 1.2, "deeply": 1.3, "wildly": 1.4}
SOFTENERS = {"slightly": 0.5, "almost": 0.6, "somewhat": 0.5, "bit": 0.5, "little": 0.7}


def _lexicon() -> dict[str, tuple[str, float]]:
    entries: dict[str, tuple[str, float]] = {}
    mood = ""
    for line in _TABLE.strip().splitlines():
        if not line.startswith(" "):
            mood, _, line = line.partition(":")
        for word in line.split():
            key = word.rstrip("?").replace("_", " ")
            if key in entries:
                raise ValueError(f"{key!r} stands under {entries[key][0]} and {mood}")
            entries[key] = (mood, 0.5 if word.endswith("?") else 1.0)
    return entries


LEXICON: dict[str, tuple[str, float]] = _lexicon()
"""Word or phrase (lower case) -> (mood word, strength 0.5 or 1)."""

LONGEST_PHRASE_WORDS = max(len(key.split()) for key in LEXICON)


def word_forms(word: str) -> tuple[str, ...]:
    """The word, and what its base form may be: runs, running, cried, hoped -> run, cry, hope."""
    forms = [word]
    for ending, endings in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            root = word[: -len(ending)]
            forms += [root + new for new in endings]
            if endings == ("", "e") and len(root) > 3 and root[-1] == root[-2]:
                forms.append(root[:-1])
    return tuple(forms)


_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("'s", ("",)),
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("",)),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
)
