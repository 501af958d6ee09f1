"""The steps: fetch, call pure code, write, return evidence. No Dagster, no command line."""
