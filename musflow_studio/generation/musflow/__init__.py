"""MusFlow: the paper's idea at 44.1 kHz and on the grid (Song and Wang, arXiv 2504.13535).

The paper publishes neither code nor sizes: the recipe is ours, with VMB's time-varying control
(arXiv 2412.09428) beside the global one.

shapes           every rate and length
mel              sound to mel frames; the Fourier transform and its inverse
blocks           what the networks are built of
mel_vae          mel frames to latents and back
linear_codec     the same by principal components, for training on a CPU
vocoder          mel frames to sound
magnitude_vocoder phase   the same by magnitudes and found phases, for training on a CPU
sheet            a plan as numbers: notes, and a row for every latent
sketch           what the notes alone would look like as mel frames
conditioning     a window of it as the network hears it; what is withheld
joint_embedding  music, words and pictures in one space; an MLP adapter each
velocity         the network the flow follows
path solver guidance   the straight path, how it is walked, how it is guided
sampling         latents of a whole cue, window by window
drawn_levels     the frames at the levels the timbre draws
decoding         latents to sound, stretch by stretch
model            the four networks in a folder: sizes, digests, card
playing          sheets to sound, by all of them
listening        a reference as the model hears it
meaning          words, pictures and a reference as one embedding
stream           what the model plays, in blocks, made in a thread of its own
voices           stems of it; a bed at a sampled stem's level
engine           MusflowEngine: the whole score, or notes of its own
hybrid           HybridEngine: the bed, under sampled instruments

path, solver and guidance do not import each other.
"""
