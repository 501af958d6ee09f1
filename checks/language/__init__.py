"""Reading commentary by lists and patterns: what it repeats, praises, owns to and explains."""
