"""For each rule of the catalogue, a small return or close that breaks it and one that keeps it."""
