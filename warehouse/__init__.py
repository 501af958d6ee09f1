"""What is kept in the database: results by key, and an index of the ledger.

The only place that speaks SQL. It knows no rules; rows come in and go out as they are.
"""
