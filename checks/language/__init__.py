"""Reading commentary by lists and patterns: what it is like, praises, owns to, explains, promises."""
