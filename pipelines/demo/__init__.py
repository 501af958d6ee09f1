"""The demonstration: invented departments fill real forms, and the real main job closes on them."""
