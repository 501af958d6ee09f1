"""From results to section view models: rounding, wording and visibility happen here, nowhere else."""
