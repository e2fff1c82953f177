"""What the tests say: paraphrases that are in no list of the program, and idle words."""

PARAPHRASES = {
    "bright": ("I need more treble in this", "give it a shiny top end", "let the highs glitter"),
    "dark": ("turn the treble down", "cover it with a thick blanket", "pull down the highs"),
    "warm": ("make it feel like sitting by the fire", "a fatter, rounder tone"),
    "thin": ("like out of a tiny speaker with no lows", "take some weight out of it"),
    "clear": ("I cannot make out the single instruments, fix the mud", "more definition please"),
    "boomy": ("the bass should rumble much more", "give me a bigger low end",
              "let the floor boards tremble"),
    "lean": ("reduce the bass", "there is too much rumble"),
    "harsh": ("give it more bite", "let it sound aggressive and cutting"),
    "smooth": ("take off the sharp edge", "be gentle to my ears", "it should feel like velvet"),
    "near": ("a drier sound", "bring them right in front of me", "I want less reverb"),
    "far": ("push it further into the background", "as though from across a valley",
            "heard from the other side of a street"),
    "large room": ("put it in a big church", "as if played in a huge hall",
                   "they play in a deserted stadium"),
    "small room": ("inside a small car", "a tiny little space", "play it in a kitchen"),
    "wide": ("spread it out more to both sides", "more stereo please", "it should surround me"),
    "narrow": ("bring everything to the middle", "from one single speaker", "less stereo"),
    "vintage": ("like a worn record from the thirties", "as on an ancient machine",
                "like an old cassette player"),
    "clean": ("without any distortion", "like a new studio production"),
}  # fmt: skip

FRESH = {
    "bright": ("a little extra sheen on the strings", "boost the high frequencies"),
    "dark": ("as if a curtain hung before the speakers", "trim the highs slightly"),
    "warm": ("like honey", "raise the body of it"),
    "thin": ("make it sound hollow and weak", "drop some of the weight"),
    "clear": ("I want to hear every single note", "clean up the mush"),
    "boomy": ("like thunder below", "boost the lows"),
    "lean": ("cut the low frequencies a little",),
    "harsh": ("it may scratch and cut", "push the upper mids"),
    "smooth": ("as soft as silk", "too much sibilance"),
    "near": ("as if they played on my lap", "cut the ambience"),
    "far": ("as if it came from over the hills", "add reverb"),
    "large room": ("inside an enormous temple", "a longer decay"),
    "small room": ("in a broom cupboard", "shorter echo"),
    "wide": ("it should fill the whole horizon", "increase the width"),
    "narrow": ("only from the centre", "reduce the stereo image"),
    "vintage": ("like my grandfather's record player", "more crackle and dirt"),
    "clean": ("spotless, like today's productions", "take the distortion away"),
}  # fmt: skip
"""Written after the lists of the program were finished, and never used to change them."""

ASKS_NOTHING = (
    "good morning", "thanks a lot", "the hero opens the letter", "what is for dinner",
    "please show me the next panel", "I think we are done", "this clip is called harbour",
    "my phone number is four two", "export the video now", "let us meet at five", "okay",
    "she has two brothers", "leave it exactly like this", "the train arrives late", "undo",
    "where is the door", "see you soon", "he buys a new car", "start again from the top",
    "how long is this cue", "the weather will be fine", "I forgot my keys",
    "a cat and a dog", "it was a nice weekend", "twelve", "",
)  # fmt: skip
