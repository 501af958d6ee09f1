"""The year's outturn if nothing changes: methods, track record, interval, and which to believe."""
