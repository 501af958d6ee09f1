"""Dagster's own daemon at work on a temporary instance, as it runs for a council."""
