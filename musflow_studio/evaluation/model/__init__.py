"""Evaluation of the MusFlow model: what it makes, beside what it should have made.

    musflow-eval MODEL_FOLDER

held_out       cues kept from training: other seeds, sentences, nouns, hand, soundfont
transcription  sound to notes by basic-pitch
note_score  solo_pitches  beats  chords  energy_curve  families   what is heard, against the plan
adherence      all of it over a set of cues
codec          spectral distance, and Griffin-Lim as the measure of a codec
distances  distribution    FAD, KAD and KL; sets of clips against real ones
retrieval  alignment       whether words and pictures find their music, and make it
seams  speed  ablations  spectrograms
listeners      the evaluation's own ear, taught on seeds of its own
players        who plays: the model, the codec, the floor, an untrained network
bench          all that is needed, made when it is first asked for
parts          the tables, each from the bench
verdicts       gates met, not met, or void
report  card   the table, the JSON, docs/model-card.md
command        `musflow-eval`

Every set has reference rows: the sampled engine on the same plans is the ceiling; the model under
other plans' conditions is the floor, and a measure that does not drop there is void.
"""
