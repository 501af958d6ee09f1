"""From results to section view models: rounding, wording and visibility, here and nowhere else."""
