"""When things run, and with what: settings, the House, Dagster definitions, demo, command line."""
