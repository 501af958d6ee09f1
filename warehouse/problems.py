"""What can go wrong with the warehouse, as errors whose messages a person can act on."""


class WarehouseProblem(Exception):
    """The warehouse cannot be used; the message says why and what to do."""


class NewerResults(Exception):
    """Results computed from later ledger entries already stand under the key."""
