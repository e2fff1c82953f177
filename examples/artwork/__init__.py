"""How the example boards are drawn: numpy and Pillow, the same pixels on every run.

canvas    the sheet: shapes as masks on a field of 16 x 9 units, noise, downsampling
figure    people as joints with limbs around them
paint     opaque colour with light: harbour_dawn (harbour_props, harbour_meeting)
pencil    graphite on white paper: cellar_door (cellar_props, cellar_shadow)
ink       flat greys and ink on layers: rooftop_chase (rooftop_props)
"""
