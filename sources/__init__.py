"""What councils give us and what they promised: keys, frameworks, returns, archive, ledger.

Files and YAML belong here. SQL, Dagster, findings and reports do not.
"""
